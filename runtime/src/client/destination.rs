//! Where the requests of a call go, and how they are signed.

use std::borrow::Cow;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, Uri};

use super::{AccountIdEndpointMode, ConfigError, ServiceInfo};
use crate::endpoint::{Builtins, Endpoint, EndpointError, Partitions};
use crate::host;

/// The place that the requests of a call go to, and how they are signed: the result of a service's
/// endpoint rules.
///
/// ```
/// use tinsmith_runtime::generated::client::Destination;
///
/// let destination = Destination::new("https://elasticmapreduce.eu-west-1.amazonaws.com".parse()?)
///     .signing_region("eu-west-1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Destination {
    /// The base of the requests' URIs.
    pub url: Uri,
    /// Headers to add to the requests.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The name of the service in signatures, unless it is the usual one.
    pub signing_name: Option<Cow<'static, str>>,
    /// The region in signatures, unless it is the configured one.
    pub signing_region: Option<Cow<'static, str>>,
    /// Whether requests are signed.
    pub sign: bool,
    /// Whether paths are normalised and encoded twice in signatures, as they are for all
    /// services but S3.
    pub double_encode: bool,
}

impl Destination {
    /// Makes a destination at this URL, with requests signed as is usual for the service. A call
    /// refuses a URL with user information, or with a host that is neither a name nor an address.
    pub fn new(url: Uri) -> Self {
        Self {
            url,
            headers: Vec::new(),
            signing_name: None,
            signing_region: None,
            sign: true,
            double_encode: true,
        }
    }

    /// Makes the destination of an endpoint that the rules of a service give.
    ///
    /// # Errors
    ///
    /// A URL or a header that is none, and an endpoint that takes no signatures of version 4.
    pub fn of(endpoint: &Endpoint) -> Result<Self, ConfigError> {
        let url = host::base_url(&endpoint.url).map_err(unusable)?;
        let mut destination = Self::new(url);
        for (name, values) in &endpoint.headers {
            for value in values {
                let name = HeaderName::from_bytes(name.as_bytes()).ok();
                let value = HeaderValue::from_str(value).ok();
                let Some((name, value)) = name.zip(value) else {
                    return Err(ConfigError::new(
                        "the endpoint rules ask for a header that HTTP doesn't have",
                    ));
                };
                destination = destination.header(name, value);
            }
        }
        let schemes = &endpoint.auth_schemes;
        match schemes.iter().find(|scheme| scheme.name == "sigv4") {
            Some(scheme) => {
                destination.signing_name = scheme.signing_name.clone().map(Cow::Owned);
                destination.signing_region = scheme.signing_region.clone().map(Cow::Owned);
                destination.double_encode = !scheme.disable_double_encoding;
            }
            None if schemes.is_empty() => {}
            // A token is sent as it is; the rules have nothing to say about it.
            None if schemes.iter().any(|scheme| is_bearer(&scheme.name)) => {}
            None => {
                let names: Vec<&str> = schemes.iter().map(|scheme| scheme.name.as_str()).collect();
                return Err(ConfigError::new(format!(
                    "the endpoint {} takes only signatures that aren't supported: {}",
                    endpoint.url,
                    names.join(", ")
                )));
            }
        }
        Ok(destination)
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

/// The configuration's settings for endpoints: the input of a service's endpoint rules.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndpointSettings {
    /// The region, such as `eu-west-1`.
    pub region: Option<String>,
    /// The URL that replaces the service's own.
    pub endpoint_url: Option<Uri>,
    /// Whether to use endpoints with FIPS 140 validated cryptography.
    pub use_fips: bool,
    /// Whether to use endpoints with IPv4 and IPv6.
    pub use_dual_stack: bool,
    /// The facts about AWS's partitions.
    pub partitions: Arc<Partitions>,
    /// Whether endpoints with the account's id are used.
    pub account_id_endpoint_mode: AccountIdEndpointMode,
    /// The settings of single services.
    pub(crate) of_services: Builtins,
}

impl EndpointSettings {
    /// The region.
    ///
    /// # Errors
    ///
    /// There is none; the error says how to set it.
    pub fn region(&self) -> Result<&str, ConfigError> {
        self.region
            .as_deref()
            .ok_or_else(ConfigError::missing_region)
    }

    /// The parameters that all services' endpoint rules know.
    pub fn builtins(&self) -> Builtins {
        let mut builtins = self
            .of_services
            .clone()
            .account_id_endpoint_mode(self.account_id_endpoint_mode.as_str())
            .use_fips(self.use_fips)
            .use_dual_stack(self.use_dual_stack);
        builtins.region.clone_from(&self.region);
        builtins.endpoint = self.endpoint_url.as_ref().map(ToString::to_string);
        builtins
    }

    /// Turns the result of a service's endpoint rules into a destination.
    ///
    /// # Errors
    ///
    /// The error of the rules. If there is neither a region nor a URL, the error says so.
    pub fn destination(
        &self,
        resolved: Result<Endpoint, EndpointError>,
    ) -> Result<Destination, ConfigError> {
        match resolved {
            Ok(endpoint) => Destination::of(&endpoint),
            Err(_) if self.region.is_none() && self.endpoint_url.is_none() => {
                Err(ConfigError::missing_region())
            }
            Err(error) => Err(ConfigError::new(error.to_string())),
        }
    }

    /// The configured URL, or else the usual pattern of AWS's endpoints, for services
    /// without rules of their own.
    ///
    /// # Errors
    ///
    /// There is neither a URL nor a region, or the region can't be part of a host name.
    pub fn default_destination(&self, service: &ServiceInfo) -> Result<Destination, ConfigError> {
        if let Some(url) = &self.endpoint_url {
            return Ok(Destination::new(url.clone()));
        }
        let region = self.region()?;
        let fips = if self.use_fips { "-fips" } else { "" };
        let suffix = match (self.use_dual_stack, region.starts_with("cn-")) {
            (false, false) => "amazonaws.com",
            (false, true) => "amazonaws.com.cn",
            (true, false) => "api.aws",
            (true, true) => "api.amazonwebservices.com.cn",
        };
        let prefix = service.endpoint_prefix;
        if !host::is_region(region) {
            return Err(ConfigError::invalid_region("the region", region));
        }
        host::base_url(&format!("https://{prefix}{fips}.{region}.{suffix}"))
            .map(Destination::new)
            .map_err(unusable)
    }
}

fn unusable(reason: &str) -> ConfigError {
    ConfigError::new(format!("the URL of the endpoint {reason}"))
}
