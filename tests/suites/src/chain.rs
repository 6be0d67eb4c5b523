//! The identity that signs by a profile, and the steps to it: `assume-role-tests.json`.
//!
//! The profiles are written as a file. Whoever is asked answers, and the requests tell the steps.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use http::{Request, Response};
use ring::digest;
use serde::Deserialize;
use serde_json::Value;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials, Environment};

use crate::Case;
use crate::case::text_of;
use crate::folder::json;
use crate::stub::{block_on, parameter, signer};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    #[allow(dead_code, reason = "it is the name")]
    docs: String,
    input: Input,
    output: Output,
}

type Sections = BTreeMap<String, BTreeMap<String, String>>;

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    profiles: Sections,
    selected_profile: String,
    #[serde(default)]
    sso_sessions: Sections,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
enum Output {
    ProfileChain(Vec<Step>),
    /// The words are another program's; what counts is that there are no credentials.
    Error(String),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
enum Step {
    AccessKey(Keys),
    NamedSource(String),
    AssumeRole(Role),
    WebIdentityToken(WebIdentity),
    Sso(Sso),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    account_id: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    role_arn: String,
    role_session_name: Option<String>,
    external_id: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WebIdentity {
    role_arn: String,
    web_identity_token_file: String,
    role_session_name: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sso {
    sso_session: Option<String>,
    sso_region: String,
    sso_start_url: String,
    sso_account_id: Option<String>,
    sso_role_name: Option<String>,
}

pub(crate) fn cases(path: &Path) -> Result<Vec<Case>, String> {
    let tests: Vec<Value> = json(path)?;
    let name = |test: &Value| text_of(test, "docs");
    Ok(Case::each("chain", tests, name, run))
}

const TOKEN: &str = "the-token";
const SSO_TOKEN: &str = "sso-token";

fn run(test: &Test) -> Result<(), String> {
    let asked = Arc::<Mutex<Vec<Asked>>>::default();
    let http = {
        let asked = asked.clone();
        move |request: Request<Bytes>| {
            let mut all = asked.lock().unwrap_or_else(PoisonError::into_inner);
            let (seen, answer) = answer(&request, all.len());
            all.extend(seen);
            std::future::ready(Ok(answer))
        }
    };
    let config = Config::load(environment(test)).map_err(|error| error.to_string());
    let config = config.map(|config| config.http_client(http));
    if let Output::ProfileChain(steps) = &test.output
        && let [Step::Sso(sso)] = steps.as_slice()
        && sso.is_for_tokens()
    {
        return config.and_then(|config| same_token(&config, &asked));
    }
    let found = config.and_then(|config| {
        block_on(config.resolve_credentials()).map_err(|error| error.to_string())
    });
    let asked = asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match (&test.output, found) {
        (Output::Error(_), Err(_)) => Ok(()),
        (Output::Error(error), Ok(_)) => {
            Err(format!("expected an error ({error}), found credentials"))
        }
        (Output::ProfileChain(_), Err(error)) => Err(error),
        (Output::ProfileChain(steps), Ok(credentials)) => same(steps, &asked, &credentials),
    }
}

/// Without an account and a role, a session is for tokens, and nobody is asked for that which is
/// in the file.
fn same_token(config: &Config, asked: &Mutex<Vec<Asked>>) -> Result<(), String> {
    let found = block_on(config.resolve_bearer_token()).map_err(|error| error.to_string())?;
    if found.token() != SSO_TOKEN {
        return Err(format!(
            "expected the token {SSO_TOKEN:?}, found {:?}",
            found.token()
        ));
    }
    match asked
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_slice()
    {
        [] => Ok(()),
        asked => Err(format!("expected no requests, found {asked:#?}")),
    }
}

impl Sso {
    fn is_for_tokens(&self) -> bool {
        self.sso_account_id.is_none() && self.sso_role_name.is_none()
    }
}

/// A request for credentials, and the identity that signed it.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Role {
        arn: Option<String>,
        session: Option<String>,
        external_id: Option<String>,
        token: Option<String>,
        signer: Option<String>,
    },
    Instance,
    Container,
    Sso {
        host: String,
        account: Option<String>,
        role: Option<String>,
        token: Option<String>,
    },
}

/// The key that the answer to this request has.
fn key(index: usize) -> String {
    format!("KEY{index}")
}

fn same(steps: &[Step], asked: &[Asked], found: &Credentials) -> Result<(), String> {
    let mut expected = Vec::new();
    // Who signs the next request.
    let mut signer = None;
    for step in steps {
        let next = match step {
            Step::AccessKey(keys) => {
                signer = Some(keys.access_key_id.clone());
                continue;
            }
            Step::NamedSource(source) if source == "Environment" => {
                signer = Some("VARIABLES".to_owned());
                continue;
            }
            Step::NamedSource(source) if source == "EcsContainer" => Asked::Container,
            Step::NamedSource(source) if source == "Ec2InstanceMetadata" => Asked::Instance,
            Step::NamedSource(source) => return Err(format!("{source} is no source known here")),
            Step::AssumeRole(role) => Asked::Role {
                arn: Some(role.role_arn.clone()),
                session: role.role_session_name.clone(),
                external_id: role.external_id.clone(),
                token: None,
                signer: signer.clone(),
            },
            Step::WebIdentityToken(role) => Asked::Role {
                arn: Some(role.role_arn.clone()),
                session: role.role_session_name.clone(),
                external_id: None,
                token: Some(TOKEN.to_owned()),
                signer: None,
            },
            Step::Sso(sso) => Asked::Sso {
                host: format!("portal.sso.{}.amazonaws.com", sso.sso_region),
                account: sso.sso_account_id.clone(),
                role: sso.sso_role_name.clone(),
                token: Some(SSO_TOKEN.to_owned()),
            },
        };
        signer = Some(key(expected.len()));
        expected.push(next);
    }
    let mut asked = asked.to_vec();
    // Without a name in the profile, a session is called after the program.
    for (expected, asked) in expected.iter().zip(&mut asked) {
        if let (Asked::Role { session: None, .. }, Asked::Role { session, .. }) = (expected, asked)
        {
            *session = None;
        }
    }
    if expected != asked {
        return Err(format!("expected {expected:#?}, found {asked:#?}"));
    }
    let last = signer.as_deref();
    if last != Some(found.access_key_id()) {
        let found = found.access_key_id();
        return Err(format!("expected the keys {last:?}, found {found:?}"));
    }
    if let [Step::AccessKey(keys)] = steps {
        let expected = (&*keys.secret_access_key, keys.session_token.as_deref());
        if expected != (found.secret_access_key(), found.session_token()) {
            return Err("the secrets aren't those of the profile".to_owned());
        }
        if keys.account_id.as_deref() != found.account_id() {
            return Err("the account isn't that of the profile".to_owned());
        }
    }
    Ok(())
}

fn environment(test: &Test) -> Environment {
    let mut text = String::new();
    let mut section = |kind: &str, name: &str, values: &BTreeMap<String, String>| {
        let _ = writeln!(text, "[{kind} {name}]");
        for (key, value) in values {
            let _ = writeln!(text, "{key} = {value}");
        }
    };
    for (name, values) in &test.input.profiles {
        section("profile", name, values);
    }
    for (name, values) in &test.input.sso_sessions {
        section("sso-session", name, values);
    }
    let mut environment = Environment::empty()
        .home("/home/me")
        .variable("AWS_REGION", "us-east-1")
        .file("/home/me/.aws/config", text)
        .profile(test.input.selected_profile.as_str());
    let steps = match &test.output {
        Output::ProfileChain(steps) => steps.as_slice(),
        Output::Error(_) => &[],
    };
    let mut has_instance = false;
    for step in steps {
        match step {
            Step::NamedSource(source) => match source.as_str() {
                "Environment" => {
                    environment = environment
                        .variable("AWS_ACCESS_KEY_ID", "VARIABLES")
                        .variable("AWS_SECRET_ACCESS_KEY", "secret");
                }
                "EcsContainer" => {
                    let uri = "/container";
                    environment =
                        environment.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", uri);
                }
                _ => has_instance = true,
            },
            Step::WebIdentityToken(role) => {
                environment = environment.file(role.web_identity_token_file.as_str(), TOKEN);
            }
            Step::Sso(sso) => {
                // A session's name, or else the URL, names the file.
                let key = sso.sso_session.as_ref().unwrap_or(&sso.sso_start_url);
                let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
                let name: String = hash
                    .as_ref()
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect();
                let token = format!(
                    r#"{{"accessToken": "{SSO_TOKEN}", "expiresAt": "2199-01-01T00:00:00Z"}}"#
                );
                let path = format!("/home/me/.aws/sso/cache/{name}.json");
                environment = environment.file(path, token);
            }
            _ => {}
        }
    }
    if !has_instance {
        environment = environment.variable("AWS_EC2_METADATA_DISABLED", "true");
    }
    environment
}

/// Returns the meaning of a request, if it is the one that counts, and the response.
fn answer(request: &Request<Bytes>, index: usize) -> (Option<Asked>, Response<Bytes>) {
    let host = request.uri().host().unwrap_or_default();
    let path = request.uri().path();
    let query = request.uri().query().unwrap_or_default();
    let key = key(index);
    let text = |text: String| Response::new(Bytes::from(text));
    let expiration = "2199-01-01T00:00:00Z";
    let answer = || {
        text(format!(
            r#"{{"Code": "Success", "AccessKeyId": "{key}", "SecretAccessKey": "secret",
                 "Token": "token", "Expiration": "{expiration}"}}"#
        ))
    };
    let header = |name: &str| request.headers().get(name)?.to_str().ok();
    if host.starts_with("sts.") {
        let body = String::from_utf8_lossy(request.body());
        let role = Asked::Role {
            arn: parameter(&body, "RoleArn"),
            session: parameter(&body, "RoleSessionName"),
            external_id: parameter(&body, "ExternalId"),
            token: parameter(&body, "WebIdentityToken"),
            signer: header("authorization").and_then(signer).map(str::to_owned),
        };
        // The protocol awsQuery names two elements after the operation.
        let action = parameter(&body, "Action").unwrap_or_default();
        let answer = format!(
            "<{action}Response><{action}Result><Credentials><AccessKeyId>{key}</AccessKeyId>\
             <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>\
             <Expiration>{expiration}</Expiration></Credentials></{action}Result>\
             </{action}Response>"
        );
        return (Some(role), text(answer));
    }
    match (host, path) {
        ("169.254.169.254", "/latest/api/token") => (None, text("session".to_owned())),
        ("169.254.169.254", path) if path.ends_with('/') => (None, text("role".to_owned())),
        ("169.254.169.254", _) => (Some(Asked::Instance), answer()),
        ("169.254.170.2", _) => (Some(Asked::Container), answer()),
        _ => {
            let sso = Asked::Sso {
                host: host.to_owned(),
                account: parameter(query, "account_id"),
                role: parameter(query, "role_name"),
                token: header("x-amz-sso_bearer_token").map(str::to_owned),
            };
            let answer = format!(
                r#"{{"roleCredentials": {{"accessKeyId": "{key}", "secretAccessKey": "secret",
                     "sessionToken": "token", "expiration": 7226582400000}}}}"#
            );
            (Some(sso), text(answer))
        }
    }
}
