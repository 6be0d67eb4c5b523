//! Cases with an environment, files and recorded traffic, a folder each.

use std::collections::BTreeMap;

use serde::Deserialize;
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::client::{BearerToken, Config, Credentials, CredentialsError, Environment};

use crate::Case;
use crate::clock::moved;
use crate::folder::Folder;
use crate::replay::{Replay, Traffic};
use crate::stub::{block_on, wait_for};

const FILES: [&str; 4] = ["env.json", "fs", "http-traffic.json", "test-case.json"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    #[allow(dead_code, reason = "the folder's name is unique, and this isn't")]
    name: String,
    #[allow(dead_code, reason = "it is for people")]
    docs: String,
    result: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum Expected {
    Ok(Value),
    /// The words are another program's; what counts is that there are no credentials.
    ErrorContains(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, untagged)]
enum Value {
    Credentials(Keys),
    Token(Token),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    account_id: Option<String>,
    /// The expiry, in seconds.
    expiry: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    token: String,
    expiration: String,
}

pub(crate) fn case(folder: &Folder) -> Case {
    let name = folder.name().to_owned();
    match read(folder) {
        Ok(scenario) => Case::new("", &name, move || scenario.run()),
        Err(problem) => Case::unreadable(&name, problem),
    }
}

struct Scenario {
    variables: BTreeMap<String, String>,
    files: BTreeMap<String, Vec<u8>>,
    folder: Folder,
    test: Test,
}

fn read(folder: &Folder) -> Result<Scenario, String> {
    let unknown = folder.unknown(&FILES);
    if !unknown.is_empty() {
        return Err(format!("no reader here for {}", unknown.join(", ")));
    }
    Ok(Scenario {
        variables: folder.json("env.json")?,
        files: folder.tree("fs")?,
        folder: folder.clone(),
        test: folder.json("test-case.json")?,
    })
}

impl Scenario {
    fn run(&self) -> Result<(), String> {
        let now = Timestamp::now().epoch_seconds();
        let traffic: Traffic = self.folder.json("http-traffic.json")?;
        let environment = self.environment(traffic.asks("169.254.169.254"));
        let replay = Replay::new(traffic, self.session(), now)?;
        let http = {
            let replay = replay.clone();
            move |request| std::future::ready(replay.call(&request))
        };
        let config = Config::load(environment).map(|config| config.http_client(http));
        let config = config.map_err(|error| error.to_string());
        let result = match &self.test.result {
            Expected::Ok(Value::Token(token)) => config
                .and_then(|config| told(block_on(config.resolve_bearer_token())))
                .and_then(|found| token.same(&found)),
            expected => {
                let found = config.and_then(|config| {
                    let found = config.resolve_credentials();
                    // The time that a process takes is real.
                    told(match self.has("credential_process") {
                        true => wait_for(found),
                        false => block_on(found),
                    })
                });
                match (expected, found) {
                    (Expected::Ok(Value::Credentials(keys)), Ok(found)) => keys.same(&found, now),
                    (Expected::Ok(_), Err(error)) => Err(error),
                    (Expected::ErrorContains(_), Err(_)) => Ok(()),
                    (Expected::ErrorContains(error), Ok(_)) => {
                        Err(format!("expected an error ({error}), found credentials"))
                    }
                    (Expected::Ok(Value::Token(_)), Ok(_)) => {
                        Err("expected a token, found credentials".to_owned())
                    }
                }
            }
        };
        let mut problems: Vec<String> = result.err().into_iter().collect();
        problems.extend(replay.differences());
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems.join("; "))
        }
    }

    fn environment(&self, asks_instance: bool) -> Environment {
        let mut environment = Environment::empty();
        for (name, value) in &self.variables {
            environment = environment.variable(name, value);
        }
        for (name, bytes) in &self.files {
            environment = environment.file(name, bytes.as_slice());
        }
        // These are about profiles alone: variables with keys don't count, as if a program had
        // chosen the profile.
        if self.folder.parent() == Some("profile-provider") {
            let profile = self.variables.get("AWS_PROFILE");
            let has_profiles = self.files.keys().any(|name| name.contains("/.aws/"));
            if has_profiles {
                let profile = profile.map_or("default", String::as_str);
                environment = environment.profile(profile);
            }
            // Nor does an instance that the recording doesn't have.
            if !asks_instance {
                environment = environment.variable("AWS_EC2_METADATA_DISABLED", "true");
            }
        }
        environment
    }

    /// Whether a file has this text.
    fn has(&self, text: &str) -> bool {
        let mut files = self.files.values();
        files.any(|bytes| String::from_utf8_lossy(bytes).contains(text))
    }

    /// The name that sessions have by the files or variables.
    fn session(&self) -> Option<String> {
        let mut files = self
            .files
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes));
        let in_files = files.find_map(|text| {
            let mut lines = text.lines();
            lines.find_map(|line| {
                let (key, value) = line.split_once('=')?;
                (key.trim() == "role_session_name").then(|| value.trim().to_owned())
            })
        });
        in_files.or_else(|| self.variables.get("AWS_ROLE_SESSION_NAME").cloned())
    }
}

fn told<T>(result: Result<T, CredentialsError>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

impl Token {
    fn same(&self, found: &BearerToken) -> Result<(), String> {
        let time = found.expires_at().map(|time| time.to_string());
        if (self.token.as_str(), Some(self.expiration.as_str())) == (found.token(), time.as_deref())
        {
            return Ok(());
        }
        Err(format!(
            "expected the token {} until {}, found {} until {time:?}",
            self.token,
            self.expiration,
            found.token()
        ))
    }
}

impl Keys {
    fn same(&self, found: &Credentials, now: i64) -> Result<(), String> {
        let expiry = found.expires_at().map(|time| time.epoch_seconds());
        let account = found.account_id();
        let expected = (
            Some(self.access_key_id.as_str()),
            Some(self.secret_access_key.as_str()),
            self.session_token.as_deref(),
            self.expiry.map(|time| moved(time, now)),
        );
        let found = (
            Some(found.access_key_id()),
            Some(found.secret_access_key()),
            found.session_token(),
            expiry,
        );
        if expected != found {
            return Err(format!("expected {expected:?}, found {found:?}"));
        }
        // Other cases say nothing about it.
        match (&self.account_id, account) {
            (Some(expected), found) if Some(expected.as_str()) != found => {
                Err(format!("expected the account {expected}, found {found:?}"))
            }
            _ => Ok(()),
        }
    }
}
