//! Sessions of `aws login`: `login-provider-test-cases.json`.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use http::{Request, Response, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials, Environment, TransportError};

use crate::Case;
use crate::case::text_of;
use crate::folder::json;
use crate::stub::{block_on, no_connection, nobody};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Test {
    #[allow(dead_code, reason = "it is the name")]
    documentation: String,
    config_contents: String,
    cache_contents: BTreeMap<String, Value>,
    #[serde(default)]
    mock_api_calls: Vec<Call>,
    outcomes: Vec<Expected>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Call {
    request: Input,
    response: Option<Output>,
    response_code: Option<u16>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Input {
    token_input: Value,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Output {
    token_output: Value,
}

#[derive(Deserialize)]
#[serde(tag = "result", rename_all = "camelCase")]
enum Expected {
    Credentials(Keys),
    Error,
    /// The content that a second program finds in the file.
    CacheContents(BTreeMap<String, Value>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Keys {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    account_id: String,
    expires_at: String,
}

pub(crate) fn cases(path: &Path) -> Result<Vec<Case>, String> {
    let tests: Vec<Value> = json(path)?;
    let name = |test: &Value| text_of(test, "documentation");
    Ok(Case::each("login", tests, name, run))
}

fn run(test: &Test) -> Result<(), String> {
    let mut environment = Environment::empty()
        .home("/home")
        .variable("AWS_REGION", "us-east-1")
        .variable("AWS_PROFILE", "signin")
        .file("/home/.aws/config", test.config_contents.as_str());
    for (name, contents) in &test.cache_contents {
        let path = format!("/home/.aws/login/cache/{name}");
        environment = environment.file(path, contents.to_string());
    }
    let calls = Arc::new(Mutex::new(VecDeque::from(test.mock_api_calls.clone())));
    let http = {
        let calls = calls.clone();
        move |request: Request<Bytes>| {
            let call = calls
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop_front();
            std::future::ready(
                call.map_or_else(|| Err(no_connection()), |call| call.answer(&request)),
            )
        }
    };
    let config = Config::load(environment.clone()).map_err(|error| error.to_string())?;
    let found = block_on(config.http_client(http).resolve_credentials());
    for expected in &test.outcomes {
        match (expected, &found) {
            (Expected::Error, Err(_)) => {}
            (Expected::Error, Ok(_)) => return Err("expected an error".to_owned()),
            (_, Err(error)) => return Err(error.to_string()),
            (Expected::Credentials(keys), Ok(found)) => keys.same(found, &test.mock_api_calls)?,
            (Expected::CacheContents(files), Ok(found)) => {
                if files.len() != 1 {
                    return Err("expected one file".to_owned());
                }
                let config =
                    Config::load(environment.clone()).map_err(|error| error.to_string())?;
                let again = block_on(config.http_client(nobody).resolve_credentials());
                if again.as_ref() != Ok(found) {
                    return Err(format!("the next program finds {again:?}"));
                }
            }
        }
    }
    let left = calls.lock().unwrap_or_else(PoisonError::into_inner).len();
    match left {
        0 => Ok(()),
        left => Err(format!("{left} requests weren't made")),
    }
}

impl Call {
    fn answer(self, request: &Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let body: Option<Value> = serde_json::from_slice(request.body()).ok();
        let proof = request.headers().get("dpop");
        let is_meant = body.as_ref() == Some(&self.request.token_input)
            && request.uri() == "https://us-east-1.signin.aws.amazon.com/v1/token"
            && proof.is_some_and(|proof| proof.as_bytes().split(|b| *b == b'.').count() == 3);
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = match self.response_code.map(StatusCode::from_u16) {
            _ if !is_meant => StatusCode::IM_A_TEAPOT,
            None => StatusCode::OK,
            Some(status) => status.map_err(|_| no_connection())?,
        };
        if let Some(output) = self.response {
            *response.body_mut() = output.token_output.to_string().into();
        }
        Ok(response)
    }
}

impl Keys {
    fn same(&self, found: &Credentials, calls: &[Call]) -> Result<(), String> {
        let expected = [
            Some(self.access_key_id.as_str()),
            Some(self.secret_access_key.as_str()),
            Some(self.session_token.as_str()),
            Some(self.account_id.as_str()),
        ];
        let parts = [
            Some(found.access_key_id()),
            Some(found.secret_access_key()),
            found.session_token(),
            found.account_id(),
        ];
        if expected != parts {
            return Err(format!("expected {expected:?}, found {parts:?}"));
        }
        // Renewed credentials are valid from now on, and those of the case from a certain time on.
        let expected = match calls.iter().find_map(Call::seconds) {
            Some(seconds) => Timestamp::now().epoch_seconds() + seconds,
            None => Timestamp::parse_date_time(&self.expires_at)
                .map_err(|error| error.to_string())?
                .epoch_seconds(),
        };
        let found = found.expires_at().map(|time| time.epoch_seconds());
        match found {
            Some(found) if (expected - found).abs() <= 60 => Ok(()),
            found => Err(format!("expected {expected}, found {found:?}")),
        }
    }
}

impl Call {
    fn seconds(&self) -> Option<i64> {
        self.response
            .as_ref()?
            .token_output
            .get("expiresIn")?
            .as_i64()
    }
}
