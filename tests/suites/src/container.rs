//! The place where containers are asked for credentials: `ecs-tests.json`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use tinsmith_runtime::client::Environment;

use crate::Case;
use crate::case::text_of;
use crate::folder::json;
use crate::instance::asked;

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
    result: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum Expected {
    Ok(String),
    /// The words are another program's; what counts is that nobody is asked.
    ErrorContains(String),
}

pub(crate) fn cases(path: &Path) -> Result<Vec<Case>, String> {
    let file: File = json(path)?;
    let name = |test: &Value| text_of(test, "docs");
    Ok(Case::each("container", file.tests, name, run))
}

fn run(test: &Test) -> Result<(), String> {
    let mut environment = Environment::empty().variable("AWS_EC2_METADATA_DISABLED", "true");
    for (name, value) in &test.env {
        environment = environment.variable(name, value);
    }
    match (&test.result, asked(environment).first()) {
        (Expected::Ok(uri), Some(asked)) if uri == asked => Ok(()),
        (Expected::ErrorContains(_), None) => Ok(()),
        (Expected::Ok(uri), asked) => Err(format!("expected a request to {uri}, found {asked:?}")),
        (Expected::ErrorContains(error), Some(asked)) => Err(format!(
            "expected an error ({error}), found a request to {asked}"
        )),
    }
}
