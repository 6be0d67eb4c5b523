//! Where the requests of a call go, and how they are signed.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue, Uri};

use super::{ConfigError, SigningSettings};
use crate::endpoint::{AuthScheme, Endpoint};
use crate::host;

/// The place that the requests of a call go to, and how they are signed: the result of a service's
/// endpoint rules.
///
/// ```
/// use tinsmith_runtime::generated::client::ServiceEndpoint;
///
/// let endpoint = ServiceEndpoint::new("https://elasticmapreduce.eu-west-1.amazonaws.com".parse()?)
///     .signing_region("eu-west-1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServiceEndpoint {
    /// The base of the requests' URIs.
    pub url: Uri,
    /// Headers to add to the requests.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The name of the service in signatures, unless it is the usual one.
    pub signing_name: Option<Cow<'static, str>>,
    /// The region in signatures, unless it is the configured one; with signatures of version 4a,
    /// the set of regions.
    pub signing_region: Option<Cow<'static, str>>,
    /// Whether requests are signed.
    pub sign: bool,
    /// Whether paths are normalised and encoded twice in signatures, as they are for all
    /// services but S3.
    pub double_encode: bool,
    /// The kind of signatures.
    pub(super) scheme: Scheme,
}

/// The kinds of signatures that endpoints ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Version 4.
    SigV4,
    /// Version 4a.
    #[cfg(feature = "sigv4a")]
    SigV4a,
    /// Version 4 with the credentials of a session: `sigv4-s3express`.
    S3Express,
}

impl Scheme {
    /// The scheme of this name in endpoint rules, if there are such signatures.
    fn of(scheme: &AuthScheme) -> Option<Self> {
        match scheme.name.as_str() {
            "sigv4" => Some(Self::SigV4),
            #[cfg(feature = "sigv4a")]
            "sigv4a" => Some(Self::SigV4a),
            "sigv4-s3express" => Some(Self::S3Express),
            _ => None,
        }
    }
}

impl ServiceEndpoint {
    /// Makes the endpoint at this URL, with requests signed as is usual for the service. A call
    /// refuses a URL with user information, or with a host that is neither a name nor an address.
    pub fn new(url: Uri) -> Self {
        Self {
            url,
            headers: Vec::new(),
            signing_name: None,
            signing_region: None,
            sign: true,
            double_encode: true,
            scheme: Scheme::SigV4,
        }
    }

    /// Makes the endpoint of the result that the rules of a service give.
    ///
    /// # Errors
    ///
    /// A URL or a header that is none, and an endpoint that takes no signatures that clients make.
    pub fn of(endpoint: &Endpoint) -> Result<Self, ConfigError> {
        let url = host::base_url(&endpoint.url).map_err(unusable)?;
        let mut made = Self::new(url);
        for (name, values) in &endpoint.headers {
            for value in values {
                let name = HeaderName::from_bytes(name.as_bytes()).ok();
                let value = HeaderValue::from_str(value).ok();
                let Some((name, value)) = name.zip(value) else {
                    return Err(ConfigError::new(
                        "the endpoint rules ask for a header that HTTP doesn't have",
                    ));
                };
                made = made.header(name, value);
            }
        }
        let schemes = &endpoint.auth_schemes;
        // The first that clients have: rules name the best first.
        let mut supported = schemes
            .iter()
            .filter_map(|scheme| Some((scheme, Scheme::of(scheme)?)));
        match supported.next() {
            Some((scheme, kind)) => {
                made.scheme = kind;
                made.signing_name = scheme.signing_name.clone().map(Cow::Owned);
                made.signing_region = scheme.signing_region.clone().map(Cow::Owned);
                if !scheme.signing_region_set.is_empty() {
                    made.signing_region = Some(scheme.signing_region_set.join(",").into());
                }
                made.double_encode = !scheme.disable_double_encoding;
            }
            None if schemes.is_empty() => {}
            // A token is sent as it is; the rules have nothing to say about it.
            None if schemes.iter().any(|scheme| is_bearer(&scheme.name)) => {}
            None => {
                let names: Vec<&str> = schemes.iter().map(|scheme| scheme.name.as_str()).collect();
                return Err(ConfigError::new(format!(
                    "the endpoint {} takes only signatures that aren't supported: {}{}",
                    made.url,
                    names.join(", "),
                    if names.contains(&"sigv4a") {
                        " (the feature `sigv4a` of tinsmith-runtime makes them, which a \
                         generated crate may have, too)"
                    } else {
                        ""
                    }
                )));
            }
        }
        Ok(made)
    }

    /// The settings of signatures for this endpoint.
    pub(super) fn signing_settings(&self) -> SigningSettings {
        let settings = SigningSettings::new()
            .normalize_path(self.double_encode)
            .double_encode(self.double_encode)
            .s3_session(self.scheme == Scheme::S3Express);
        #[cfg(feature = "sigv4a")]
        let settings = settings.sigv4a(self.scheme == Scheme::SigV4a);
        settings
    }

    /// Checks that the URL has a host that a signed request may go to.
    pub(super) fn checked(self) -> Result<Self, ConfigError> {
        host::check_uri(&self.url).map_err(unusable)?;
        Ok(self)
    }

    /// Adds a header to each request.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Sets the name of the service in signatures.
    #[must_use]
    pub fn signing_name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.signing_name = Some(name.into());
        self
    }

    /// Sets the region in signatures.
    #[must_use]
    pub fn signing_region(mut self, region: impl Into<Cow<'static, str>>) -> Self {
        self.signing_region = Some(region.into());
        self
    }

    /// Turns signatures off.
    #[must_use]
    pub fn unsigned(mut self) -> Self {
        self.sign = false;
        self
    }

    /// Signs paths as they are on the wire.
    #[must_use]
    pub fn single_encoded(mut self) -> Self {
        self.double_encode = false;
        self
    }
}

/// Returns whether the rules' name of a scheme is that of bearer tokens.
fn is_bearer(name: &str) -> bool {
    matches!(
        name,
        "bearer" | "httpBearerAuth" | "smithy.api#httpBearerAuth"
    )
}

/// The error of a URL that requests can't go to, for a reason that [`host::base_url`] gives.
pub(super) fn unusable(reason: &str) -> ConfigError {
    ConfigError::new(format!("the URL of the endpoint {reason}"))
}
