//! The header `x-amzn-trace-id`, by which AWS notices functions that call each other in circles
//! ([reference](https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html)).

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::config::Loaded;
use crate::percent;

const TRACE_ID: HeaderName = HeaderName::from_static("x-amzn-trace-id");

/// The characters that are kept besides letters, digits and `-._~`, as in botocore.
const KEPT: &str = "=;:+&[]{}\"',";

/// The variables that hold the trace of the present invocation, in a program that Lambda runs. The
/// trace changes from invocation to invocation.
#[derive(Clone)]
pub(super) struct TraceId(Arc<Loaded>);

impl TraceId {
    /// Returns `None` unless Lambda runs the program.
    pub(super) fn new(loaded: Option<&Arc<Loaded>>) -> Option<Self> {
        let loaded = loaded?;
        loaded.environment.var("AWS_LAMBDA_FUNCTION_NAME")?;
        Some(Self(loaded.clone()))
    }

    /// Adds the header, unless the request has one of its own.
    pub(super) fn add(&self, headers: &mut HeaderMap) {
        if headers.contains_key(TRACE_ID) {
            return;
        }
        let Some(id) = self.0.environment.var("_X_AMZN_TRACE_ID") else {
            return;
        };
        // Nothing else is left in it.
        if let Ok(value) = HeaderValue::from_str(&encoded(&id)) {
            headers.insert(TRACE_ID, value);
        }
    }
}

/// Encodes what a header can't have as percent and hexadecimal digits.
fn encoded(id: &str) -> String {
    let mut text = String::with_capacity(id.len());
    for c in id.chars() {
        if KEPT.contains(c) {
            text.push(c);
        } else {
            percent::encode(&mut text, c.encode_utf8(&mut [0; 4]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_header_cannot_have_is_encoded() {
        let id = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
        assert_eq!(encoded(id), id);
        assert_eq!(encoded("a+b~c[d]{e}\"f',g&h:i"), "a+b~c[d]{e}\"f',g&h:i");
        assert_eq!(encoded("line\nend\t¼ %/"), "line%0Aend%09%C2%BC%20%25%2F");
    }
}
