//! Signs the requests that stand on standard input, a JSON object per line, and prints the
//! headers that came of it in the same form. `scripts/sign_compare.sh` compares them with
//! botocore's.

use std::error::Error;
use std::io::{BufRead, Write};

use serde_json::{Value, json};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::client::{Credentials, Signer};
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
    signer.sign(
        &mut request,
        &credentials,
        text("service")?,
        text("region")?,
        time,
    )?;
    let header = |name: &str| {
        let value = request.headers().get(name);
        value.and_then(|value| value.to_str().ok())
    };
    Ok(json!({
        "authorization": header("authorization"),
        "host": header("host"),
        "x-amz-date": header("x-amz-date"),
        "x-amz-security-token": header("x-amz-security-token"),
    }))
}
