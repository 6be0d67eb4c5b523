//! The property `authSchemes` of endpoints.

use std::collections::BTreeMap;

use crate::Document;

/// A way to sign requests to an endpoint: an entry of the endpoint property `authSchemes`
/// ([AWS's endpoint properties](https://smithy.io/2.0/aws/rules-engine/auth-schemes.html)).
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuthScheme {
    /// The scheme, such as `sigv4` or `sigv4a`.
    pub name: String,
    /// The service name to sign with, if it isn't the service's usual one.
    pub signing_name: Option<String>,
    /// The region to sign for, if it isn't the client's (`sigv4`).
    pub signing_region: Option<String>,
    /// The regions to sign for (`sigv4a`).
    pub signing_region_set: Vec<String>,
    /// Whether the path is signed as it is, instead of encoded once more.
    pub disable_double_encoding: bool,
    /// The other properties that the rule set gives.
    pub properties: BTreeMap<String, Document>,
}

impl AuthScheme {
    /// Makes a scheme of this name, with nothing set.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// Sets `signing_name`.
    #[must_use]
    pub fn signing_name(mut self, name: impl Into<String>) -> Self {
        self.signing_name = Some(name.into());
        self
    }

    /// Sets `signing_region`.
    #[must_use]
    pub fn signing_region(mut self, region: impl Into<String>) -> Self {
        self.signing_region = Some(region.into());
        self
    }

    /// Sets `signing_region_set`.
    #[must_use]
    pub fn signing_region_set<R: Into<String>>(
        mut self,
        regions: impl IntoIterator<Item = R>,
    ) -> Self {
        self.signing_region_set = regions.into_iter().map(Into::into).collect();
        self
    }

    /// Sets `disable_double_encoding`.
    #[must_use]
    pub fn disable_double_encoding(mut self, disable: bool) -> Self {
        self.disable_double_encoding = disable;
        self
    }

    /// Adds to `properties`.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Document>) -> Self {
        self.properties.insert(name.into(), value.into());
        self
    }
}
