//! Makes a call in each of the environments that stand on standard input, a JSON object per line:
//! of EMR's GetClusterSessionCredentials, or of a service that has something that EMR doesn't have.
//! Prints which requests there were, the account of who signed, and whether the call was refused.
//! HTTP stays in memory. `scripts/chain_compare.sh` compares with botocore.

#[path = "chain/service.rs"]
mod service;

use std::collections::BTreeMap;
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

/// The record of a case.
#[derive(Default)]
struct Asked {
    requests: Vec<Value>,
    /// How often each rule has answered.
    answers: BTreeMap<usize, u64>,
}

/// Makes the call of a case. Returns the requests, the account that signed, and the error if there
/// was one.
async fn answer(case: Arc<Value>) -> Value {
    let asked = Arc::<Mutex<Asked>>::default();
    let take = || {
        let asked = asked.lock();
        asked.map_or_else(
            |_| Vec::new(),
            |mut asked| std::mem::take(&mut asked.requests),
        )
    };
    match call(&case, &asked).await.map_err(|error| error.to_string()) {
        Err(error) => json!({"requests": take(), "refused": error, "account": null}),
        Ok(config) => {
            let requests = take();
            let last = requests
                .last()
                .map(|request| &request["headers"]["authorization"]);
            let is_signed = last
                .and_then(Value::as_str)
                .is_some_and(|it| it.starts_with("AWS4"));
            let credentials = match is_signed {
                true => config.resolve_credentials().await.ok(),
                false => None,
            };
            let account = credentials
                .as_ref()
                .and_then(|credentials| credentials.account_id());
            json!({"requests": requests, "refused": null, "account": account})
        }
    }
}

async fn call(case: &Arc<Value>, asked: &Arc<Mutex<Asked>>) -> Result<Config, Box<dyn Error>> {
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
    let config = config.http_client(http);
    match case["service"].as_str() {
        Some("emr") => {
            let client = emr::Client::new(&config)?;
            let call = emr::GetClusterSessionCredentials::new()
                .cluster_id("j-1")
                .execution_role_arn("arn:aws:iam::1:role/x");
            client.send(call).await?;
        }
        service => service::call(service.unwrap_or_default(), &config).await?,
    }
    Ok(config)
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
fn http(case: &Value, asked: &Mutex<Asked>, request: &Request<Bytes>) -> Option<Response<Bytes>> {
    let (method, url) = (request.method().as_str(), request.uri().to_string());
    let body = String::from_utf8_lossy(request.body()).into_owned();
    let mut headers = serde_json::Map::new();
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        headers.insert(name.to_string(), value.into());
    }
    let session = headers.get("x-aws-ec2-metadata-token").cloned();
    let seen = json!({"method": method, "url": url, "body": body, "headers": headers});
    let mut asked = asked.lock().ok()?;
    asked.requests.push(seen);
    let parameters = body + "&";
    let (number, rule) = case["rules"]
        .as_array()?
        .iter()
        .enumerate()
        .find(|(number, rule)| {
            let text = |key: &str| rule[key].as_str().unwrap_or_default();
            let parts = rule["contains"].as_array().into_iter().flatten();
            let answers = asked.answers.get(number).copied().unwrap_or_default();
            (text("method").is_empty() || text("method") == method)
                && url.starts_with(text("url"))
                && rule["times"].as_u64().is_none_or(|times| answers < times)
                && (rule["session"].is_null() || session.as_ref() == Some(&rule["session"]))
                && parts
                    .into_iter()
                    .all(|part| parameters.contains(part.as_str().unwrap_or_default()))
        })?;
    *asked.answers.entry(number).or_default() += 1;
    let body = rule["body"].as_str()?.to_owned();
    // Nobody listens if there is no status.
    let status = u16::try_from(rule["status"].as_u64()?).ok()?;
    Response::builder().status(status).body(body.into()).ok()
}
