//! The prefix of a host.

use http::Uri;
use http::uri::Authority;

use crate::InvalidInput;
use crate::error::Problems;
use crate::host;

/// Puts a prefix such as `foo.` or `data-` before the host of an endpoint (Smithy 2.0,
/// [`endpoint` trait](https://smithy.io/2.0/spec/endpoint-traits.html#endpoint-trait)).
///
/// An endpoint without a host, such as `Uri::from_static("/")`, stays as it is.
///
/// ```
/// use tinsmith_runtime::generated::{request};
/// use tinsmith_runtime::{http};
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
    // The last label may go on in the host, and end in a hyphen.
    let labels = prefix.trim_end_matches('-');
    let labels = labels.strip_suffix('.').unwrap_or(labels);
    if !labels.split('.').all(host::is_label) {
        return Err("what goes before its host isn't a valid part of a host's name");
    }
    if authority.as_str().starts_with('[') {
        return Err(NO_PREFIX);
    }
    let authority = format!("{prefix}{authority}");
    host::check_authority(&authority)?;
    let mut parts = endpoint.clone().into_parts();
    parts.authority = Some(Authority::try_from(authority).map_err(|_| NO_PREFIX)?);
    Uri::from_parts(parts).map_err(|_| NO_PREFIX)
}

const NO_PREFIX: &str = "its host can't have a prefix";
