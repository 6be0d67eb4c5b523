//! Models for reports, and the report of each.

use std::fs;

use tempfile::TempDir;
use tinsmith::Config;

/// The report for a set of files, generated with the given configuration.
pub(crate) fn report(files: &[(&str, &str)], configure: impl Fn(Config) -> Config) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::new().root(folder.path());
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
        config = config.model(name);
    }
    let error = configure(config).generate().expect_err("a broken model");
    error
        .to_string()
        .replace(&*folder.path().to_string_lossy(), "ROOT")
}

/// The whole report for one model.
pub(crate) fn whole(text: &str) -> String {
    report(&[("model.json", text)], |config| config)
}

const SERVICE: &str = r#""example#Service": {
            "type": "service",
            "version": "1",
            "operations": [{ "target": "example#Get" }],
            "traits": { "aws.protocols#awsJson1_1": {} }
        }"#;

/// The configuration of one model, in a folder that lives as long as it is held.
pub(crate) fn config_of(text: &str) -> (TempDir, Config) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.json"), text).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
    (folder, config)
}

/// A model of a service with one operation `Get` that takes `example#GetInput`.
pub(crate) fn model(shapes: &str) -> String {
    format!(
        r#"{{
    "smithy": "2.0",
    "shapes": {{
        {SERVICE},
        "example#Get": {{
            "type": "operation",
            "input": {{ "target": "example#GetInput" }},
            "output": {{ "target": "smithy.api#Unit" }}
        }},
        {shapes}
    }}
}}
"#
    )
}

pub(crate) const INPUT: &str = r#""example#GetInput": {
            "type": "structure",
            "members": { "id": { "target": "smithy.api#String" } }
        }"#;

/// The operations that are left out for the sake of a client or a server.
pub(crate) fn skipped(config: &Config) -> Vec<String> {
    let tree = config.clone().skip_unsupported(true).generate();
    let tree = tree.expect("a sound rest");
    let services = tree.summary().iter();
    services
        .flat_map(|service| &service.skipped)
        .map(|skipped| format!("{}: {}", skipped.operation, skipped.reason))
        .collect()
}
