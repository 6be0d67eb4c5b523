//! Values that become part of a host.

use super::EndpointError;
use crate::host;

/// Lets a value of endpoint rules into the host of a URL, if the value is made of letters, digits,
/// hyphens and dots. Any other character could end the host, or name another host before it.
///
/// ```
/// use tinsmith_runtime::generated::endpoint::host_part;
///
/// assert_eq!(host_part("eu-west-1"), Ok("eu-west-1"));
/// assert!(host_part("evil.com/").is_err());
/// assert!(host_part("x@evil.com:443/#").is_err());
/// ```
///
/// # Errors
/// The value has other characters. It isn't quoted.
pub fn host_part(text: &str) -> Result<&str, EndpointError> {
    if host::is_part(text) {
        Ok(text)
    } else {
        Err(EndpointError::new(
            "a parameter that becomes part of the endpoint's host has characters that a host \
             can't have",
        ))
    }
}
