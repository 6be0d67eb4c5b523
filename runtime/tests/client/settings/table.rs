//! The tables of docs/settings.md are true, and neither they nor the code grow alone.

use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use tinsmith_runtime::client::{Config, Environment};
use tinsmith_runtime::generated::client::Core;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::with_default;
use tracing::{Event, Level, Metadata, Subscriber};

use crate::settings::auth::authorization;
use crate::settings::places::{environment, load};
use crate::settings::toy::{SERVICE, seen_with};
use crate::support::service::credentials;

/// A row of one of the tables.
struct Row {
    table: String,
    name: String,
    variables: BTreeSet<String>,
    keys: BTreeSet<String>,
    /// The last cell: the default, or the effect.
    last: String,
}

fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/settings.md");
    let text = fs::read_to_string(path).unwrap();
    let mut table = "";
    let mut rows = Vec::new();
    for line in text.lines() {
        table = line.strip_prefix("## ").unwrap_or(table);
        let Some(cells) = line.strip_prefix("| ") else {
            continue;
        };
        let cells: Vec<&str> = cells
            .trim_end_matches('|')
            .split(" |")
            .map(str::trim)
            .collect();
        if ["setting", "---"].contains(&cells[0]) {
            continue;
        }
        rows.push(Row {
            table: table.to_owned(),
            name: cells[0].to_owned(),
            variables: names(cells[1], |c| c.is_ascii_uppercase()),
            keys: names(cells[2], |c| c.is_ascii_lowercase()),
            last: cells.last().unwrap().to_string(),
        });
    }
    assert!(rows.len() > 40, "{} rows", rows.len());
    rows
}

/// The code spans of a cell that are names of letters of this kind.
fn names(cell: &str, is_letter: fn(char) -> bool) -> BTreeSet<String> {
    let spans = cell.split('`').skip(1).step_by(2);
    let is_part = |c: char| is_letter(c) || c.is_ascii_digit() || c == '_';
    let name = |span: &str| span.strip_suffix("<SERVICE>").unwrap_or(span).to_owned();
    let spans = spans.map(name).filter(|name| name.chars().all(is_part));
    spans.collect()
}

/// The text literals of the client's source, tests and examples in it aside.
fn literals() -> BTreeSet<String> {
    let mut literals = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/client")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            collect(&path, &mut literals);
        }
    }
    literals
}

fn collect(path: &Path, literals: &mut BTreeSet<String>) {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    let lines = code.lines();
    let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
    for line in lines {
        literals.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
    }
}

/// Those that nobody reads are in the table to say so.
fn is_read(row: &Row) -> bool {
    !row.last.starts_with("not read")
}

#[test]
fn each_name_of_the_tables_is_read_and_each_that_is_read_is_in_them() {
    let literals = literals();
    let rows = rows();
    let mut variables = BTreeSet::new();
    let mut keys = BTreeSet::new();
    for row in rows.iter().filter(|row| is_read(row)) {
        variables.extend(row.variables.iter().map(String::as_str));
        keys.extend(row.keys.iter().map(String::as_str));
    }
    let is_there = |name: &&str| {
        let name = *name;
        // The service's name follows.
        let made = || {
            literals
                .iter()
                .any(|text| text.starts_with(name) && text.contains('{'))
        };
        literals.contains(name) || made()
    };
    let absent: Vec<_> = variables
        .iter()
        .chain(&keys)
        .filter(|name| !is_there(name))
        .collect();
    assert!(absent.is_empty(), "not in the code: {absent:?}");

    let is_variable = |text: &&String| {
        text.starts_with("AWS_") && text.chars().all(|c| !c.is_ascii_lowercase() && c != '{')
    };
    let unknown: Vec<_> = literals
        .iter()
        .filter(is_variable)
        .filter(|name| !variables.contains(name.as_str()))
        .collect();
    assert!(unknown.is_empty(), "not in docs/settings.md: {unknown:?}");
    let is_key = |text: &&String| {
        text.contains('_') && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    // Most keys are a variable's name in small letters. Those of profiles are read in few places.
    let of_variables = literals
        .iter()
        .filter(|text| variables.contains(format!("AWS_{}", text.to_uppercase()).as_str()))
        .filter(|text| !FIELDS.contains(&text.as_str()));
    let mut of_profiles = BTreeSet::new();
    for file in [
        "credentials/profile.rs",
        "credentials/bearer.rs",
        "config/profiles.rs",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/client")
            .join(file);
        collect(&path, &mut of_profiles);
    }
    let found = of_variables.chain(&of_profiles).filter(is_key);
    let unknown: Vec<_> = found.filter(|key| !keys.contains(key.as_str())).collect();
    assert!(unknown.is_empty(), "not in docs/settings.md: {unknown:?}");
}

/// Names of members, which `Debug` prints.
const FIELDS: [&str; 4] = [
    "access_key_id",
    "account_id",
    "secret_access_key",
    "session_token",
];

/// Returns a configuration as calls show it.
async fn effect(environment: Environment) -> String {
    let Ok(config) = Config::load(environment) else {
        return "refused".to_owned();
    };
    let token = config.resolve_bearer_token_for("toy").await;
    let core = Core::new(&config, &SERVICE);
    let mut seen = vec![
        format!("{config:?} {:?}", config.configured_timeouts()),
        format!("{:?}", config.configured_endpoint_discovery()),
        format!("{:?}", core.map(|core| core.endpoint_settings().builtins())),
        format!("{:?}", token.map(|token| token.token().to_owned())),
    ];
    let config = config.credentials(credentials());
    for size in [1, 20_000] {
        seen.push(match seen_with(config.clone(), size).await {
            Ok(seen) => format!(
                "{} {} {:?} {:?} {:?}",
                seen.host, seen.is_compressed, seen.trace_id, seen.user_agent, seen.checksums
            ),
            Err(error) => error.to_string(),
        });
    }
    seen.push(match authorization(config).await {
        Ok(header) => header,
        Err(error) => error.to_string(),
    });
    seen.join("\n")
}

/// How a row is tried.
enum Probe {
    /// With two values for the variable or the key: the first one isn't the default.
    Values(&'static str, &'static str),
    /// The same below other variables.
    Below(
        &'static [(&'static str, &'static str)],
        &'static str,
        &'static str,
    ),
    /// Each of these changes something.
    Variables(&'static [(&'static str, &'static str)]),
    /// There is no key, or the values are of the service.
    Service(&'static str, &'static str, &'static str),
}

/// A profile `other`, and files at other places.
const FILE: &str = "[profile other]\nregion = eu-north-1\n";

fn probe(row: &str) -> Probe {
    use Probe::{Below, Service, Values, Variables};
    match row {
        "profile" => Variables(&[("AWS_PROFILE", "other"), ("AWS_DEFAULT_PROFILE", "other")]),
        "shared files" => Variables(&[
            ("AWS_CONFIG_FILE", "/other"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/other"),
        ]),
        "region" => Values("eu-west-3", "us-west-2"),
        "endpoint of a service" => Service(
            "AWS_ENDPOINT_URL_TOY_SERVICE",
            "[default]\nservices = mine\n[services mine]\ntoy_service =\n  endpoint_url = ",
            "http://localhost:1",
        ),
        "endpoint of all services" => Values("http://localhost:1", "http://localhost:2"),
        "ignore configured endpoints" => Below(
            &[("AWS_ENDPOINT_URL", "http://localhost:1")],
            "true",
            "false",
        ),
        "retry mode" => Values("legacy", "adaptive"),
        "attempts" => Values("7", "8"),
        "defaults mode" => Values("mobile", "in-region"),
        "order of auth schemes" => Values("httpBearerAuth", "sigv4"),
        "bearer token" => Service(
            "AWS_BEARER_TOKEN_TOY",
            // It isn't logged in, which is another error than none.
            "[default]\nsso_session = corp\n#",
            "of-variable",
        ),
        "smallest body to compress, in bytes" => Values("1", "2"),
        "account id in endpoints" => Values("required", "disabled"),
        "checksums of requests" | "checksums of responses" => {
            Values("when_required", "when_supported")
        }
        "application's name" => Values("mine", "yours"),
        // Neither certificates nor proxies can be seen without a connection; files and URLs that
        // are none are.
        "trusted certificates" => Values("/nowhere", "/other"),
        "proxies" => Variables(&[
            ("HTTPS_PROXY", "socks5://proxy"),
            ("HTTP_PROXY", "socks5://proxy"),
            ("ALL_PROXY", "socks5://proxy"),
        ]),
        "endpoint discovery" => Values("true", "false"),
        "endpoints of STS" | "us-east-1 of S3" => Values("legacy", "regional"),
        "trace of a Lambda function" => Variables(&[("_X_AMZN_TRACE_ID", "Root=1-2-3")]),
        "execution environment, in the user agent" => {
            Variables(&[("AWS_EXECUTION_ENV", "AWS_Lambda_java8")])
        }
        "FIPS"
        | "dual stack"
        | "disable compression"
        | "disable host prefixes"
        | "no sessions of S3 Express"
        | "region of ARNs in S3"
        | "multi-region access points of S3" => Values("true", "false"),
        other => panic!("the row {other:?} is new: say here how it is tried"),
    }
}

fn with(variables: &[(&str, &str)], file: &str) -> Environment {
    let environment = environment(variables, &format!("{FILE}{file}"));
    environment
        .file("/other", "[default]\nregion = eu-north-1\n")
        .variable("AWS_LAMBDA_FUNCTION_NAME", "mine")
}

#[tokio::test]
async fn each_row_changes_a_client_as_it_says() {
    let rows = rows();
    for row in rows.iter().filter(|row| row.table == "Requests") {
        let (base, value, other) = match probe(&row.name) {
            Probe::Values(value, other) => (&[][..], value, other),
            Probe::Below(base, value, other) => (base, value, other),
            Probe::Variables(variables) => {
                let nothing = effect(with(&[], "")).await;
                for (name, value) in variables {
                    assert!(row.variables.contains(*name), "{name}");
                    let changed = effect(with(&[(name, value)], "")).await;
                    assert_ne!(changed, nothing, "{name}");
                }
                continue;
            }
            Probe::Service(variable, file, value) => {
                let nothing = effect(with(&[], "")).await;
                let by_variable = effect(with(&[(variable, value)], "")).await;
                let by_key = effect(with(&[], &format!("{file}{value}\n"))).await;
                assert_ne!(by_variable, nothing, "{}", row.name);
                assert_ne!(by_key, nothing, "{}", row.name);
                continue;
            }
        };
        let [key] = Vec::from_iter(&row.keys)[..] else {
            panic!("{} has {:?}", row.name, row.keys);
        };
        let in_file = |value: &str| format!("[default]\n{key} = {value}\n");
        let nothing = effect(with(base, "")).await;
        let by_key = effect(with(base, &in_file(value))).await;
        assert_ne!(by_key, nothing, "{key}");
        for variable in &row.variables {
            let variables = [base, &[(variable.as_str(), value)]].concat();
            let by_variable = effect(with(&variables, "")).await;
            assert_eq!(by_variable, by_key, "{variable}");
            let by_both = effect(with(&variables, &in_file(other))).await;
            assert_eq!(by_both, by_variable, "{variable} is before {key}");
            // An empty one is none.
            let empty = [base, &[(variable.as_str(), "")]].concat();
            assert_eq!(effect(with(&empty, "")).await, nothing, "{variable}");
        }
        let default = row
            .last
            .strip_prefix('`')
            .and_then(|cell| cell.strip_suffix('`'));
        let default = default.or(row.last.parse::<u32>().is_ok().then_some(&*row.last));
        if let Some(default) = default {
            let set = effect(with(base, &in_file(default))).await;
            // Rules of S3 and STS are told what is set.
            let rules = ["sts_", "s3_"].iter().any(|prefix| key.starts_with(prefix));
            assert!(
                set == nothing || rules,
                "{key} isn't {default:?} by default"
            );
        }
    }
}

/// Warnings of this thread.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<String>>);

struct Text<'a>(&'a mut String);

impl Visit for Text<'_> {
    fn record_debug(&mut self, _: &Field, value: &dyn fmt::Debug) {
        let _ = writeln!(self.0, "{value:?}");
    }
}

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::WARN
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Text(&mut self.0.lock().unwrap()));
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Returns the warnings of loading, or the error.
fn said(variables: &[(&str, &str)], file: &str) -> String {
    let warnings = Warnings::default();
    let result = with_default(warnings.clone(), || load(variables, file));
    let mut said = std::mem::take(&mut *warnings.0.lock().unwrap());
    if let Err(error) = result {
        let _ = writeln!(said, "refused: {error}");
    }
    said
}

#[test]
fn each_row_that_is_not_supported_says_so() {
    let rows = rows();
    for row in rows.iter().filter(|row| row.table == "Not supported") {
        let (value, is_error) = match &*row.last {
            effect if effect.starts_with("`true` is an error") => ("true", true),
            effect if effect.starts_with("`false` is a warning") => ("false", false),
            effect if effect.starts_with("a warning") => ("something", false),
            effect => {
                assert!(!is_read(row), "{effect}");
                continue;
            }
        };
        let by_variable = row.variables.iter();
        let by_variable = by_variable.map(|name| (name, said(&[(name, value)], "")));
        let by_key = row.keys.iter();
        let by_key = by_key.map(|key| (key, said(&[], &format!("[default]\n{key} = {value}"))));
        for (name, said) in by_variable.chain(by_key) {
            assert!(said.contains(name.as_str()), "{name}: {said:?}");
            assert_eq!(said.contains("refused"), is_error, "{name}: {said}");
        }
        // A setting that asks for what a client does anyway needs no warning.
        for value in ["true", "false"] {
            if row.last.contains(&format!("`{value}` has no effect")) {
                for key in &row.keys {
                    assert_eq!(
                        said(&[], &format!("[default]\n{key} = {value}")),
                        "",
                        "{key}"
                    );
                }
            }
        }
    }
    let nested = said(&[], "[default]\napi_versions =\n  ec2 = 2015-03-01\n");
    assert!(
        nested.contains("`api_versions` in profile default"),
        "{nested}"
    );
}
