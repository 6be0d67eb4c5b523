//! The path and the query of a request.

use std::borrow::Cow;

use crate::percent;

/// The path and the query of a request. An operation puts them together by its
/// [`http` trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait).
///
/// The path comes first, then the query.
///
/// ```
/// use tinsmith_runtime::generated::request::Target;
///
/// let target = Target::new()
///     .literal("/virtualclusters/")
///     .label("a/b")
///     .literal("/endpoints")
///     .query("maxResults", Some("5"));
/// assert_eq!(target.as_str(), "/virtualclusters/a%2Fb/endpoints?maxResults=5");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    text: Cow<'static, str>,
    has_query: bool,
}

impl Target {
    /// Makes an empty target.
    pub const fn new() -> Self {
        Self {
            text: Cow::Borrowed(""),
            has_query: false,
        }
    }

    /// Appends a piece of the operation's URI pattern as it is.
    #[must_use]
    pub fn literal(mut self, text: &'static str) -> Self {
        self.has_query |= text.contains('?');
        // Of one literal, nothing needs to be put together.
        if self.text.is_empty() {
            self.text = Cow::Borrowed(text);
        } else {
            self.text.to_mut().push_str(text);
        }
        self
    }

    /// Appends the value of a label: percent-encoded, except for the unreserved characters
    /// of RFC 3986, section 2.3.
    #[must_use]
    pub fn label(mut self, value: &str) -> Self {
        percent::encode(self.text.to_mut(), value);
        self
    }

    /// Appends the value of a greedy label, in which slashes stay.
    #[must_use]
    pub fn greedy_label(mut self, value: &str) -> Self {
        percent::encode_keeping_slashes(self.text.to_mut(), value);
        self
    }

    /// Appends a parameter of the query, percent-encoded as a label is; without a value,
    /// not even a `=` is written.
    #[must_use]
    pub fn query(mut self, name: &str, value: Option<&str>) -> Self {
        let before = if self.has_query { '&' } else { '?' };
        self.text.to_mut().push(before);
        self.has_query = true;
        percent::encode(self.text.to_mut(), name);
        if let Some(value) = value {
            self.text.to_mut().push('=');
            percent::encode(self.text.to_mut(), value);
        }
        self
    }

    /// Returns whether the query has a parameter of this name.
    pub fn has_query(&self, name: &str) -> bool {
        let mut encoded = String::new();
        percent::encode(&mut encoded, name);
        let (_, query) = self.text.split_once('?').unwrap_or_default();
        query
            .split('&')
            .any(|pair| pair.split('=').next() == Some(&encoded) && !pair.is_empty())
    }

    /// Returns the path and the query.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}
