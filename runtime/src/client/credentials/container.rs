//! Credentials from the agent of a container service: ECS, EKS, and what else says where
//! to ask.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use http::{Request, Uri};

use super::answer::Answer;
use super::chain::Chain;
use super::http_source::HttpSource;
use super::{Credentials, token_file};
use crate::client::CredentialsError;
use crate::host;

const RELATIVE_URI: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL_URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/// The container's credentials; nothing if no variable says where to ask.
pub(super) async fn credentials(chain: &Chain) -> Result<Option<Credentials>, CredentialsError> {
    let source = HttpSource::new("the container", &*chain.http).direct();
    let Some(uri) = uri(chain, &source)? else {
        return Ok(None);
    };
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    if let Some(token) = authorization(chain, &source)? {
        headers.insert(AUTHORIZATION, token);
    }
    let response = source.send(request).await?;
    let answer = Answer::read(response.body(), "Token");
    if !response.status().is_success() {
        let answer = answer.unwrap_or_default();
        return Err(source.refusal(&response, answer.code.as_deref(), answer.message.as_deref()));
    }
    let answer = answer.map_err(|_| source.strange("the JSON of credentials"))?;
    let credentials = answer
        .into_valid_credentials()
        .map_err(|wrong| source.error(format!("its answer has {wrong}")))?;
    Ok(Some(credentials))
}

fn uri(chain: &Chain, source: &HttpSource<'_>) -> Result<Option<Uri>, CredentialsError> {
    let var = |name| chain.loaded.environment.var(name);
    match (var(RELATIVE_URI), var(FULL_URI)) {
        (Some(path), _) if path.starts_with('/') => {
            source.uri(&format!("http://169.254.170.2{path}")).map(Some)
        }
        (Some(path), _) => Err(CredentialsError::new(format!(
            "{RELATIVE_URI} is {:?}: expected a path such as `/v2/credentials`",
            host::without_query(&path)
        ))),
        (None, Some(uri)) => match uri.parse() {
            Ok(uri) if host::check_uri(&uri).is_ok() && is_trusted(&uri) => Ok(Some(uri)),
            // User information may hold a password.
            _ if uri.contains('@') => Err(CredentialsError::new(format!(
                "{FULL_URI} has user information: expected a URL without it"
            ))),
            _ => Err(CredentialsError::new(format!(
                "{FULL_URI} is {:?}: expected https, or the host of a container service",
                host::without_query(&uri)
            ))),
        },
        (None, None) => Ok(None),
    }
}

/// Addresses of the agents of ECS and EKS.
const AGENTS: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 2)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 23)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23)),
];

/// Whether credentials may be asked for there: with TLS, or at the addresses that the
/// reference names.
fn is_trusted(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let is_near = match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => address.is_loopback() || AGENTS.contains(&address),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    };
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => is_near,
        _ => false,
    }
}

/// Reads the token by which the agent knows the container. The file wins.
fn authorization(
    chain: &Chain,
    source: &HttpSource<'_>,
) -> Result<Option<HeaderValue>, CredentialsError> {
    let (file, token) = (
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    );
    let var = |name| chain.loaded.environment.var(name);
    match (var(file), var(token)) {
        (Some(path), _) => {
            let text = token_file::read(chain, "the container", &path)?;
            on_one_line(source, file, &text).map(Some)
        }
        (None, Some(text)) => on_one_line(source, token, &text).map(Some),
        (None, None) => Ok(None),
    }
}

/// A token as a header. With a line break, also at its end, it is most likely not what was
/// meant: botocore refuses it, too.
fn on_one_line(
    source: &HttpSource<'_>,
    variable: &str,
    text: &str,
) -> Result<HeaderValue, CredentialsError> {
    match text.contains(['\r', '\n']) {
        true => Err(source.error(format!(
            "{variable} has a line break, which a header can't have"
        ))),
        false => source.secret(variable, text.trim()),
    }
}
