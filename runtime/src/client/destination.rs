use std::borrow::Cow;

use http::{HeaderName, HeaderValue, Uri};

use super::{ConfigError, ServiceInfo};

/// Where the requests of a call go, and how they are signed: what the endpoint rules of a
/// service come to.
///
/// ```
/// use tinsmith_runtime::client::Destination;
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
    /// At this URL; requests are signed as is usual for the service.
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

    /// With this header on each request.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// With this name of the service in signatures.
    #[must_use]
    pub fn signing_name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.signing_name = Some(name.into());
        self
    }

    /// With this region in signatures.
    #[must_use]
    pub fn signing_region(mut self, region: impl Into<Cow<'static, str>>) -> Self {
        self.signing_region = Some(region.into());
        self
    }

    /// Without signatures.
    #[must_use]
    pub fn unsigned(mut self) -> Self {
        self.sign = false;
        self
    }

    /// With paths in signatures as they are on the wire.
    #[must_use]
    pub fn single_encoded(mut self) -> Self {
        self.double_encode = false;
        self
    }
}

/// What the configuration says about endpoints: the input of a service's endpoint rules.
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
        format!("https://{prefix}{fips}.{region}.{suffix}")
            .parse()
            .map(Destination::new)
            .map_err(|_| {
                ConfigError::new(format!(
                    "the region {region:?} can't be part of a host name"
                ))
            })
    }
}
