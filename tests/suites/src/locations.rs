//! The places of the shared configuration files: `file-location-tests.json`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use tinsmith_runtime::client::{Config, Environment};

use crate::case::text_of;
use crate::folder::json;
use crate::stub::{block_on, nobody};
use crate::{Case, Outcome};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "it is for people")]
    description: Vec<String>,
    tests: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Test {
    #[allow(dead_code, reason = "it is the case's name, too")]
    name: String,
    environment: BTreeMap<String, String>,
    /// `linux` or `windows`.
    platform: String,
    profile: Option<String>,
    config_location: String,
    credentials_location: String,
}

pub(crate) fn cases(path: &Path) -> Result<Vec<Case>, String> {
    let file: File = json(path)?;
    let name = |test: &Value| text_of(test, "name");
    Ok(Case::each("locations", file.tests, name, run))
}

fn run(test: &Test) -> Outcome {
    let is_here = match test.platform.as_str() {
        "windows" => cfg!(windows),
        "linux" => cfg!(unix),
        other => return Outcome::Failed(format!("{other} is no platform that is known here")),
    };
    if !is_here {
        return Outcome::LeftOut(format!(
            "it is about {}, where the standard library says where a home is",
            test.platform
        ));
    }
    find(test).into()
}

/// Checks that the content of the case's files is found, under the profile of the case.
fn find(test: &Test) -> Result<(), String> {
    let profile = test.profile.as_deref().unwrap_or("default");
    let section = match profile {
        "default" => "default".to_owned(),
        name => format!("profile {name}"),
    };
    let config = format!("[{section}]\nregion = found-1\n");
    let keys = "aws_access_key_id = FOUND\naws_secret_access_key = secret\n";
    let mut environment = Environment::empty()
        .file(test.config_location.as_str(), config)
        .file(
            test.credentials_location.as_str(),
            format!("[{profile}]\n{keys}"),
        );
    for (name, value) in &test.environment {
        environment = environment.variable(name, value);
    }
    let config = Config::load(environment).map_err(|error| error.to_string())?;
    let config = config.http_client(nobody);
    if config.configured_region() != Some("found-1") {
        return Err(format!("nothing was read of {}", test.config_location));
    }
    let credentials = block_on(config.resolve_credentials());
    match credentials {
        Ok(credentials) if credentials.access_key_id() == "FOUND" => Ok(()),
        _ => Err(format!("nothing was read of {}", test.credentials_location)),
    }
}
