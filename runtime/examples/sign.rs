//! Signs the requests that stand on standard input, a JSON object per line, and prints what came of
//! it in the same form: headers, a URL, or the fields of a form. `scripts/sign_compare.sh` compares
//! them with botocore's.

use std::error::Error;
use std::io::{BufRead, Write};
use std::time::Duration;

use serde_json::{Value, json};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::client::{Credentials, PostPolicy, Presigning, Signer, SigningSettings};
use tinsmith_runtime::http::{HeaderName, HeaderValue, Request};

fn main() -> Result<(), Box<dyn Error>> {
    // One for all, so that a key kept for too long would show.
    let signer = Signer::new();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let case: Value = serde_json::from_str(&line)?;
        let answer = sign(&signer, &case).map_err(|error| format!("{error} in {line}"))?;
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

fn sign(signer: &Signer, case: &Value) -> Result<Value, Box<dyn Error>> {
    let text = |key: &str| {
        case[key]
            .as_str()
            .ok_or_else(|| format!("expected a text as {key:?}"))
    };
    let mut request = Request::builder()
        .method(text("method")?)
        .uri(text("url")?)
        .body(text("body")?.to_owned())?;
    for header in case["headers"].as_array().into_iter().flatten() {
        let (Some(name), Some(value)) = (header[0].as_str(), header[1].as_str()) else {
            return Err("expected pairs of texts as headers".into());
        };
        request.headers_mut().append(
            HeaderName::from_bytes(name.as_bytes())?,
            HeaderValue::from_str(value)?,
        );
    }
    let mut credentials = Credentials::new(text("access_key")?, text("secret_key")?);
    if let Some(token) = case["token"].as_str() {
        credentials = credentials.with_session_token(token);
    }
    let time: Timestamp = text("time")?.parse()?;
    let (service, region) = (text("service")?, text("region")?);
    let is_s3 = service == "s3";
    let lasts = Duration::from_secs(case["expires"].as_u64().unwrap_or_default());
    match text("form")? {
        "query" => {
            let mut presigning = Presigning::new(&credentials, service, region, lasts).at(time);
            if is_s3 {
                presigning = presigning.s3();
            }
            let presigned = presigning.presign(request.map(Into::into))?;
            return Ok(json!({"url": presigned.url().to_string()}));
        }
        "post" => {
            let pairs = |name: &str| {
                let pairs = case[name].as_array().into_iter().flatten();
                pairs.filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?)))
            };
            let mut policy = PostPolicy::new(text("bucket")?, text("key")?, lasts);
            for (name, value) in pairs("fields") {
                policy = policy.field(name, value);
            }
            for (name, prefix) in pairs("prefixes") {
                policy = policy.starts_with(name, prefix);
            }
            let length = (case["range"][0].as_u64(), case["range"][1].as_u64());
            if let (Some(from), Some(to)) = length {
                policy = policy.content_length_range(from..=to);
            }
            let form = policy.presign(request.uri(), &credentials, region, time)?;
            return Ok(json!({"fields": form.fields()}));
        }
        _ => {}
    }
    let settings = SigningSettings::new()
        .normalize_path(!is_s3)
        .double_encode(!is_s3)
        .content_hash(is_s3);
    signer.sign_with(&mut request, &credentials, service, region, time, settings)?;
    let header = |name: &str| {
        let value = request.headers().get(name);
        value.and_then(|value| value.to_str().ok())
    };
    Ok(json!({
        "authorization": header("authorization"),
        "host": header("host"),
        "x-amz-date": header("x-amz-date"),
        "x-amz-security-token": header("x-amz-security-token"),
        "x-amz-content-sha256": header("x-amz-content-sha256"),
    }))
}
