//! Presigns what stands on standard input, a JSON object per line, with generated clients.
//!
//! `scripts/presigned/compare.py` writes `operations.rs`: a call of `services!`.

use std::error::Error;
use std::io::{BufRead, Write};
use std::time::Duration;

use presigned::runtime::client::{Config, Credentials, PresignOptions, PresignedRequest};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

macro_rules! services {
    ($($service:ident { $($operation:ident)* })*) => {
        fn presign(config: &Config, job: &Value, options: PresignOptions) -> Result<PresignedRequest> {
            let (service, operation) = (job["service"].as_str(), job["operation"].as_str());
            match (service.unwrap_or_default(), operation.unwrap_or_default()) {
                $($((stringify!($service), stringify!($operation)) => {
                    use presigned::$service::{BlockingClient, $operation};
                    let call: $operation = serde_json::from_value(job["parameters"].clone())?;
                    Ok(BlockingClient::new(config)?.presigned(call, options)?)
                })*)*
                _ => Err(format!("no operation for {job}").into()),
            }
        }
    };
}

include!(env!("PRESIGNED_OPERATIONS"));

fn main() -> Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let job: Value = serde_json::from_str(&line?)?;
        let mut credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG");
        if let Some(token) = job["token"].as_str() {
            credentials = credentials.with_session_token(token);
        }
        let config = Config::new().region("eu-west-1").credentials(credentials);
        let seconds = job["expires"].as_u64().ok_or("no duration")?;
        let mut options = PresignOptions::new(Duration::from_secs(seconds));
        if let Some(method) = job["method"].as_str() {
            options = options.method(method.parse()?);
        }
        let presigned = presign(&config, &job, options)?;
        let headers: Vec<(&str, &str)> = presigned
            .headers()
            .iter()
            .map(|(name, value)| Ok((name.as_str(), value.to_str()?)))
            .collect::<Result<_>>()?;
        let answer = json!({
            "method": presigned.method().as_str(),
            "url": presigned.url().to_string(),
            "headers": headers,
            "body": std::str::from_utf8(presigned.body())?,
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}
