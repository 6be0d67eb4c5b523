//! Headers from members.

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Request};

use crate::InvalidInput;
use crate::error::Problems;

/// The number of headers that a request may have before those of the protocol and of a client.
const MAX_HEADERS: usize = 10_000;

/// Sets a header to the value of a member, and replaces an earlier value (Smithy 2.0,
/// [`httpHeader` trait](https://smithy.io/2.0/spec/http-bindings.html#httpheader-trait)).
///
/// The value may hold any text but control characters; what isn't ASCII is sent in UTF-8.
///
/// # Errors
///
/// A problem at `member` if its value isn't valid in a header.
pub fn header(
    request: &mut Request<Bytes>,
    operation: &'static str,
    member: &str,
    name: &'static str,
    value: &str,
) -> Result<(), Box<InvalidInput>> {
    set(request.headers_mut(), name, value).or_else(|reason| {
        let mut problems = Problems::new();
        problems.invalid(member, reason);
        problems.finish(operation)
    })
}

/// Sets the header of an entry of a map, whose name is the prefix and the key (Smithy 2.0,
/// [`httpPrefixHeaders` trait][trait]).
///
/// A header of that name is replaced. So that the headers of other members prevail, as
/// the trait demands of an empty prefix, [`header`] comes after this.
///
/// [trait]: https://smithy.io/2.0/spec/http-bindings.html#httpprefixheaders-trait
///
/// # Errors
///
/// A problem at the key of `member` if prefix and key aren't the name of a header, or the
/// value isn't valid in one.
pub fn prefix_header(
    request: &mut Request<Bytes>,
    operation: &'static str,
    member: &str,
    prefix: &str,
    key: &str,
    value: &str,
) -> Result<(), Box<InvalidInput>> {
    let name = format!("{prefix}{key}");
    set(request.headers_mut(), &name, value).or_else(|reason| {
        let mut problems = Problems::new();
        problems.invalid_value(member, key, reason);
        problems.finish(operation)
    })
}

fn set(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), &'static str> {
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "not the name of a header")?;
    let value =
        HeaderValue::from_bytes(value.as_bytes()).map_err(|_| "has a control character in it")?;
    // Servers take some hundred. The map's own limit is twice this, so that there is always
    // room for those that come after.
    if headers.len() >= MAX_HEADERS {
        return Err("too many headers");
    }
    match headers.try_insert(name, value) {
        Ok(_) => Ok(()),
        Err(_) => Err("too many headers"),
    }
}
