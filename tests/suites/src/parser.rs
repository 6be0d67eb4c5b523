//! The reading of the shared configuration files: `profile-parser-tests.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use tinsmith_runtime::client::{Config, Environment};
use tinsmith_runtime::generated::testing::shared_files;

use crate::case::text_of;
use crate::folder::json;
use crate::{Case, Outcome};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "it is for people")]
    description: Vec<String>,
    tests: Vec<Value>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    #[allow(dead_code, reason = "it is the case's name, too")]
    name: String,
    input: Input,
    output: Output,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Input {
    config_file: Option<String>,
    credentials_file: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Output {
    config: Option<Sections>,
    error_containing: Option<String>,
}

type Values = BTreeMap<String, BTreeMap<String, String>>;

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sections {
    profiles: Values,
    sso_sessions: Option<Values>,
    services: Option<Values>,
}

pub(crate) fn cases(path: &Path) -> Result<Vec<Case>, String> {
    let file: File = json(path)?;
    let name = |test: &Value| text_of(test, "name");
    Ok(Case::each("parser", file.tests, name, run))
}

fn run(test: &Test) -> Outcome {
    let mut environment = Environment::empty().home("/home/me");
    if let Some(text) = &test.input.config_file {
        environment = environment.file("/home/me/.aws/config", text.as_str());
    }
    if let Some(text) = &test.input.credentials_file {
        environment = environment.file("/home/me/.aws/credentials", text.as_str());
    }
    match (&test.output.config, &test.output.error_containing) {
        (Some(expected), None) => same(&environment, expected).into(),
        // The words of an error are everybody's own.
        (None, Some(error)) => refused(&environment, test, error),
        _ => Outcome::Failed("it expects neither sections nor an error, or both".to_owned()),
    }
}

fn same(environment: &Environment, expected: &Sections) -> Result<(), String> {
    let found = shared_files(environment).map_err(|error| error.to_string())?;
    let none = BTreeMap::new();
    for (kind, expected) in [
        ("profile", Some(&expected.profiles)),
        ("sso-session", expected.sso_sessions.as_ref()),
        ("services", expected.services.as_ref()),
    ] {
        let found: Values = found
            .iter()
            .filter(|section| section.kind == kind)
            .map(|section| (section.name.clone(), lines(&section.values)))
            .collect();
        let expected: Values = expected
            .unwrap_or(&none)
            .iter()
            .map(|(name, values)| (name.clone(), lines(values)))
            .collect();
        if found != expected {
            return Err(format!(
                "expected sections {kind} {expected:?}, found {found:?}"
            ));
        }
    }
    Ok(())
}

/// Values whose keys below them are in order, and written alike.
fn lines(values: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let value = |value: &String| match value.strip_prefix('\n') {
        None => value.clone(),
        Some(nested) => {
            let lines: BTreeSet<String> = nested
                .lines()
                .map(|line| match line.split_once('=') {
                    Some((key, value)) => format!("\n{} = {}", key.trim(), value.trim()),
                    None => format!("\n{line}"),
                })
                .collect();
            lines.into_iter().collect()
        }
    };
    let values = values.iter();
    values
        .map(|(key, text)| (key.clone(), value(text)))
        .collect()
}

/// Files may only be refused to a program that asks for the section that is wrong: the default
/// profile, or each that the files name, are asked for in turn.
fn refused(environment: &Environment, test: &Test, expected: &str) -> Outcome {
    let texts = [&test.input.config_file, &test.input.credentials_file];
    let lines = texts.into_iter().flatten().flat_map(|text| text.lines());
    let names = lines.filter_map(|line| {
        let name = line.trim().strip_prefix('[')?;
        let name = name.split(']').next().unwrap_or(name).trim();
        Some(
            name.strip_prefix("profile")
                .unwrap_or(name)
                .trim()
                .to_owned(),
        )
    });
    let profiles: BTreeSet<String> = names.collect();
    let mut answers = vec![Config::load(environment.clone()).err()];
    for profile in profiles {
        let environment = environment.clone().profile(profile);
        answers.push(Config::load(environment).err());
    }
    if answers.iter().any(Option::is_some) {
        Outcome::Passed
    } else {
        Outcome::Failed(format!("expected an error ({expected}), found none"))
    }
}
