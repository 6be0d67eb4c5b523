//! Endpoints as rules give them.

use std::collections::BTreeMap;

use super::AuthScheme;
use crate::Document;

/// The place that a request is sent to, with what a rule set says of the place.
///
/// ```
/// use tinsmith_runtime::endpoint::{AuthScheme, Endpoint};
///
/// let endpoint = Endpoint::new("https://weather.us-east-1.example.com")
///     .auth_scheme(AuthScheme::new("sigv4").signing_region("us-east-1"));
/// assert_eq!(endpoint.auth_schemes[0].name, "sigv4");
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endpoint {
    /// Scheme and authority, maybe followed by a path that goes before that of requests.
    pub url: String,
    /// Headers that requests to it have to carry.
    pub headers: BTreeMap<String, Vec<String>>,
    /// The ways to sign, the best first; empty if the service's usual way will do.
    pub auth_schemes: Vec<AuthScheme>,
    /// The properties other than `authSchemes`.
    pub properties: BTreeMap<String, Document>,
}

impl Endpoint {
    /// Makes an endpoint with a URL and nothing else.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            ..Self::default()
        }
    }

    /// Adds a value to a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let values = self.headers.entry(name.into()).or_default();
        values.push(value.into());
        self
    }

    /// Adds to `auth_schemes`.
    #[must_use]
    pub fn auth_scheme(mut self, scheme: AuthScheme) -> Self {
        self.auth_schemes.push(scheme);
        self
    }

    /// Adds to `properties`.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Document>) -> Self {
        self.properties.insert(name.into(), value.into());
        self
    }
}
