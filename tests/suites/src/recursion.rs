//! The header by which Lambda finds functions that call themselves: `recursion-detection.json`.

use std::collections::BTreeMap;
use std::path::Path;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;
use tinsmith_runtime::client::{Config, Environment};

use crate::Case;
use crate::folder::json;
use crate::service::sent;

const HEADER: &str = "x-amzn-trace-id";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Test {
    env: BTreeMap<String, String>,
    request_headers_before: Vec<String>,
    request_headers_after: Vec<String>,
    // One of them has it like this.
    #[serde(alias = "desciption")]
    #[allow(dead_code, reason = "it is the name")]
    description: Vec<String>,
}

pub(crate) fn cases(path: &Path) -> Result<Vec<Case>, String> {
    let tests: Vec<Value> = json(path)?;
    let name = |test: &Value| {
        let description = test.get("description").or_else(|| test.get("desciption"));
        let lines = description.and_then(Value::as_array).into_iter().flatten();
        let lines: Vec<&str> = lines.filter_map(Value::as_str).collect();
        lines.join(" ")
    };
    Ok(Case::each("recursion", tests, name, run))
}

fn run(test: &Test) -> Result<(), String> {
    let mut environment = Environment::empty();
    for (name, value) in &test.env {
        environment = environment.variable(name, value);
    }
    let config = Config::load(environment).map_err(|error| error.to_string())?;
    let sent = sent(&config, headers(&test.request_headers_before)?)?;
    let expected = headers(&test.request_headers_after)?;
    for name in expected.keys() {
        if sent.get_all(name).iter().ne(expected.get_all(name).iter()) {
            let expected = expected.get_all(name);
            let found = sent.get_all(name);
            return Err(format!("{name}: expected {expected:?}, found {found:?}"));
        }
    }
    if sent.contains_key(HEADER) && !expected.contains_key(HEADER) {
        return Err(format!("{HEADER} is sent"));
    }
    Ok(())
}

fn headers(lines: &[String]) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for line in lines {
        let header = line.split_once(':').and_then(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(value.trim()).ok()?))
        });
        let (name, value) = header.ok_or_else(|| format!("{line:?} is no header"))?;
        headers.append(name, value);
    }
    Ok(headers)
}
