use http::Uri;
use http::uri::Authority;

use crate::{InvalidInput, Problems};

/// Puts a prefix such as `foo.` or `data-` before the host of an endpoint (Smithy 2.0,
/// [`endpoint` trait](https://smithy.io/2.0/spec/endpoint-traits.html#endpoint-trait)).
///
/// An endpoint without a host, such as `Uri::from_static("/")`, stays as it is.
///
/// ```
/// use tinsmith_runtime::{http, request};
///
/// let endpoint = http::Uri::from_static("https://example.com:8443/base");
/// let endpoint = request::host_prefix("GetX", &endpoint, "foo.bar.")?;
/// assert_eq!(endpoint, "https://foo.bar.example.com:8443/base");
/// # Ok::<(), Box<tinsmith_runtime::InvalidInput>>(())
/// ```
///
/// # Errors
///
/// A problem with the path `endpoint` if the prefix isn't made of labels of a host's name
/// (letters, digits and hyphens, one at least in each), or the host is one that can't have
/// a prefix, such as an IPv6 address.
pub fn host_prefix(
    operation: &'static str,
    endpoint: &Uri,
    prefix: &str,
) -> Result<Uri, Box<InvalidInput>> {
    prefixed(endpoint, prefix).or_else(|reason| {
        let mut problems = Problems::new();
        problems.invalid("endpoint", reason);
        problems.finish(operation).map(|()| endpoint.clone())
    })
}

fn prefixed(endpoint: &Uri, prefix: &str) -> Result<Uri, &'static str> {
    let Some(authority) = endpoint.authority() else {
        return Ok(endpoint.clone());
    };
    if prefix.is_empty() {
        return Ok(endpoint.clone());
    }
    // The last label may go on in the host.
    let labels = prefix.strip_suffix('.').unwrap_or(prefix);
    if !labels.split('.').all(is_label) {
        return Err("what goes before its host isn't a valid part of a host's name");
    }
    let (user, host) = match authority.as_str().rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority.as_str()),
    };
    if host.starts_with('[') {
        return Err(NO_PREFIX);
    }
    let authority = match user {
        Some(user) => format!("{user}@{prefix}{host}"),
        None => format!("{prefix}{host}"),
    };
    let mut parts = endpoint.clone().into_parts();
    parts.authority = Some(Authority::try_from(authority).map_err(|_| NO_PREFIX)?);
    Uri::from_parts(parts).map_err(|_| NO_PREFIX)
}

const NO_PREFIX: &str = "its host can't have a prefix";

fn is_label(label: &str) -> bool {
    let of_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !label.is_empty() && label.bytes().all(of_label)
}
