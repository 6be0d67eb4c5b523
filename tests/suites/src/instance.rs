//! The place where the instance metadata service is asked: `imds-endpoint-tests.json`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use http::{Request, Response};
use serde::Deserialize;
use serde_json::Value;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Environment};

use crate::Case;
use crate::case::text_of;
use crate::folder::json;
use crate::stub::block_on;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tests: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    #[allow(dead_code, reason = "it is the name")]
    docs: String,
    env: BTreeMap<String, String>,
    fs: BTreeMap<String, String>,
    /// The setting in code.
    endpoint_override: Option<String>,
    mode_override: Option<String>,
    result: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum Expected {
    Ok(String),
    /// The words are another program's; what counts is that nobody is asked.
    Err(String),
}

pub(crate) fn cases(path: &Path) -> Result<Vec<Case>, String> {
    let file: File = json(path)?;
    let name = |test: &Value| text_of(test, "docs");
    Ok(Case::each("instance", file.tests, name, run))
}

fn run(test: &Test) -> Result<(), String> {
    let mut environment = Environment::empty();
    for (path, text) in &test.fs {
        environment = environment.file(path, text.as_str());
    }
    for (name, value) in &test.env {
        environment = environment.variable(name, value);
    }
    // A program that wants another place has an environment of its own that says so.
    for (value, variable) in [
        (&test.endpoint_override, "AWS_EC2_METADATA_SERVICE_ENDPOINT"),
        (
            &test.mode_override,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        ),
    ] {
        if let Some(value) = value {
            environment = environment.variable(variable, value);
        }
    }
    match (&test.result, asked(environment).first()) {
        (Expected::Ok(uri), Some(asked)) if uri == asked => Ok(()),
        (Expected::Err(_), None) => Ok(()),
        (Expected::Ok(uri), asked) => Err(format!("expected a request to {uri}, found {asked:?}")),
        (Expected::Err(error), Some(asked)) => Err(format!(
            "expected an error ({error}), found a request to {asked}"
        )),
    }
}

/// Returns the places that requests for credentials go to. No answer is as expected.
pub(crate) fn asked(environment: Environment) -> Vec<String> {
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let http = {
        let asked = asked.clone();
        move |request: Request<Bytes>| {
            let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.push(request.uri().to_string());
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = http::StatusCode::FORBIDDEN;
            std::future::ready(Ok(response))
        }
    };
    if let Ok(config) = Config::load(environment) {
        // The answers are none, so there are no credentials either.
        let _ = block_on(config.http_client(http).resolve_credentials());
    }
    let asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
    asked.clone()
}
