//! Makes a call of GetClusterSessionCredentials in each of the environments that stand on
//! standard input, a JSON object per line, and prints which requests there were and whether the
//! call was refused. HTTP stays in memory. `scripts/chain_compare.sh` compares with botocore.

use std::error::Error;
use std::io::{ErrorKind, Write};
use std::sync::{Arc, Mutex};

use emr_sessions::client::{Config, Environment, TransportError, TransportErrorKind};
use emr_sessions::emr;
use emr_sessions::runtime::bytes::Bytes;
use emr_sessions::runtime::http::{Request, Response};
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cases: Result<Vec<Value>, _> = std::io::stdin()
        .lines()
        .map(|line| Ok::<_, Box<dyn Error>>(serde_json::from_str(&line?)?))
        .collect();
    // At once, as some of them wait before they try again.
    let calls: Vec<_> = cases?
        .into_iter()
        .map(|case| tokio::spawn(answer(Arc::new(case))))
        .collect();
    let mut out = std::io::stdout().lock();
    for call in calls {
        writeln!(out, "{}", call.await?)?;
    }
    Ok(())
}

/// Makes the call of a case. Returns the requests, and the error if there was one.
async fn answer(case: Arc<Value>) -> Value {
    let asked = Arc::<Mutex<Vec<Value>>>::default();
    let refused = call(&case, &asked).await.err();
    let requests = asked.lock().map(|mut asked| std::mem::take(&mut *asked));
    json!({
        "requests": requests.unwrap_or_default(),
        "refused": refused.map(|error| error.to_string()),
    })
}

async fn call(case: &Arc<Value>, asked: &Arc<Mutex<Vec<Value>>>) -> Result<(), Box<dyn Error>> {
    let mut config = Config::load(environment(case))?;
    if let Some(region) = case["region"].as_str() {
        config = config.region(region);
    }
    if let Some(code) = case["mfa_code"].as_str().map(str::to_owned) {
        config = config.mfa_token(move |_| std::future::ready(Ok(code.clone())));
    }
    let http = {
        let (case, asked) = (case.clone(), asked.clone());
        move |request: Request<Bytes>| {
            let answer = http(&case, &asked, &request);
            async move {
                answer.ok_or_else(|| {
                    TransportError::new(TransportErrorKind::Connect, "nobody listens")
                })
            }
        }
    };
    let client = emr::Client::new(&config.http_client(http))?;
    let call = emr::GetClusterSessionCredentials::new()
        .cluster_id("j-1")
        .execution_role_arn("arn:aws:iam::1:role/x");
    client.send(call).await?;
    Ok(())
}

fn environment(case: &Value) -> Environment {
    let entries = |key: &str| case[key].as_object().into_iter().flatten();
    let mut environment = Environment::empty().home(case["home"].as_str().unwrap_or_default());
    for (name, value) in entries("variables") {
        environment = environment.variable(name, value.as_str().unwrap_or_default());
    }
    for (path, text) in entries("files") {
        environment = environment.file(path, text.as_str().unwrap_or_default());
    }
    for path in case["folders"].as_array().into_iter().flatten() {
        let path = path.as_str().unwrap_or_default();
        environment = environment.unreadable_file(path, ErrorKind::IsADirectory);
    }
    match case["profile"].as_str() {
        Some(profile) => environment.profile(profile),
        None => environment,
    }
}

/// Writes a request down, and answers by the first of the case's rules that fits.
fn http(
    case: &Value,
    asked: &Mutex<Vec<Value>>,
    request: &Request<Bytes>,
) -> Option<Response<Bytes>> {
    let (method, url) = (request.method().as_str(), request.uri().to_string());
    let body = String::from_utf8_lossy(request.body()).into_owned();
    let mut headers = serde_json::Map::new();
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        headers.insert(name.to_string(), value.into());
    }
    let seen = json!({"method": method, "url": url, "body": body, "headers": headers});
    asked.lock().ok()?.push(seen);
    let parameters = body + "&";
    let rule = case["rules"].as_array()?.iter().find(|rule| {
        let text = |key: &str| rule[key].as_str().unwrap_or_default();
        let parts = rule["contains"].as_array().into_iter().flatten();
        (text("method").is_empty() || text("method") == method)
            && url.starts_with(text("url"))
            && parts
                .into_iter()
                .all(|part| parameters.contains(part.as_str().unwrap_or_default()))
    })?;
    let body = rule["body"].as_str()?.to_owned();
    let status = u16::try_from(rule["status"].as_u64()?).ok()?;
    Response::builder().status(status).body(body.into()).ok()
}
