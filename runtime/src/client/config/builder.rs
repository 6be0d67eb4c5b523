//! A configuration, and what a program sets in it.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, LazyLock};

use super::built_in::BuiltIn;
use super::defaults::DefaultsMode;
use super::loaded::Loaded;
use super::region::Region;
use super::request_settings::RequestSettings;
use super::shared::Shared;
use super::sources::{CredentialsSource, TokenSource};
use crate::client::credentials::MfaToken;
use crate::client::interceptor::Interceptors;
use crate::client::metrics::Meter;
use crate::client::retry::Classifier;
use crate::client::user_agent;
use crate::client::{
    ConfigError, Credentials, CredentialsError, HttpClient, ProvideCredentials, RetryBudget,
    RetryConfig, ServiceInfo, ServiceSettings, SharedHttpClient, Timeouts,
};
use crate::endpoint::Partitions;
use crate::host;

/// The configuration of clients. Cheap to clone; one serves several services, and they
/// share the connections and the credentials.
///
/// ```
/// use tinsmith_runtime::client::{Config, Credentials, RetryConfig};
///
/// let config = Config::new()
///     .region("eu-west-1")
///     .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"))
///     .retry(RetryConfig::standard().max_attempts(5));
/// assert_eq!(config.configured_region(), Some("eu-west-1"));
/// ```
///
/// A setting that is set here wins over one that [`from_env`](Self::from_env) found.
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    pub(super) source: Option<Arc<Loaded>>,
    pub(super) region: Option<Region>,
    /// Where the region is from, in words.
    pub(super) region_place: String,
    pub(super) endpoint_url: Option<String>,
    /// The settings of single services, those that were added last at the end.
    pub(super) of_services: Vec<Arc<dyn ServiceSettings>>,
    pub(super) use_fips: bool,
    pub(super) use_dual_stack: bool,
    pub(super) retry: RetryConfig,
    /// The program itself set it.
    pub(super) retry_is_set: bool,
    /// A variable or a file set its attempts.
    pub(super) attempts_are_set: bool,
    pub(super) timeouts: Option<Timeouts>,
    pub(super) defaults_mode: DefaultsMode,
    pub(super) app_name: Option<String>,
    pub(super) user_agent: Option<String>,
    pub(super) partitions: Option<Arc<Partitions>>,
    pub(super) max_concurrency: usize,
    pub(super) max_response_size: usize,
    pub(super) built_in: BuiltIn,
    pub(super) http_client: Option<Arc<dyn HttpClient>>,
    /// The layers of the program around the HTTP client, inner ones first.
    pub(super) http_layers: Vec<Layer>,
    pub(super) credentials: Option<CredentialsSource>,
    pub(super) mfa_token: Option<MfaToken>,
    pub(super) bearer_token: Option<TokenSource>,
    pub(super) requests: RequestSettings,
    pub(super) interceptors: Interceptors,
    pub(super) meter: Option<Meter>,
    pub(super) classifier: Option<Classifier>,
    pub(super) budget: Option<RetryBudget>,
    pub(super) shared: Shared,
}

/// Makes an HTTP client around another one.
pub(super) type Layer = Arc<dyn Fn(Arc<dyn HttpClient>) -> Arc<dyn HttpClient> + Send + Sync>;

/// Attempts in flight at once, unless it is set.
const MAX_CONCURRENCY: usize = 128;

/// Bytes of a response's body, unless it is set: much more than a service answers with.
const MAX_RESPONSE_SIZE: usize = 64 * 1024 * 1024;

impl Config {
    /// Creates a configuration without region and credentials. Nothing is read from the environment.
    pub fn new() -> Self {
        Self {
            source: None,
            region: None,
            region_place: String::new(),
            endpoint_url: None,
            of_services: Vec::new(),
            use_fips: false,
            use_dual_stack: false,
            retry: RetryConfig::standard(),
            retry_is_set: false,
            attempts_are_set: false,
            timeouts: None,
            defaults_mode: DefaultsMode::default(),
            app_name: None,
            user_agent: None,
            partitions: None,
            max_concurrency: MAX_CONCURRENCY,
            max_response_size: MAX_RESPONSE_SIZE,
            built_in: BuiltIn::default(),
            http_layers: Vec::new(),
            http_client: None,
            credentials: None,
            mfa_token: None,
            bearer_token: None,
            requests: RequestSettings::default(),
            interceptors: Interceptors::default(),
            meter: None,
            classifier: None,
            budget: None,
            shared: Shared::default(),
        }
    }

    /// Sets the region, such as `eu-west-1`. A pseudo-region such as `fips-us-east-1` is the
    /// region `us-east-1` with [FIPS](Self::use_fips), as in botocore.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(Region::new(region.into()));
        self.region_place = "Config::region".to_owned();
        self.shared.forget_credentials();
        self
    }

    /// Sets the region that counts if neither the code nor the environment has one.
    ///
    /// ```
    /// use tinsmith_runtime::client::Config;
    ///
    /// let config = Config::new().region_or("eu-west-1");
    /// assert_eq!(config.configured_region(), Some("eu-west-1"));
    /// let config = config.region_or("us-east-1");
    /// assert_eq!(config.configured_region(), Some("eu-west-1"));
    /// ```
    #[must_use]
    pub fn region_or(self, region: impl Into<String>) -> Self {
        match self.region {
            Some(_) => self,
            None => self.region(region),
        }
    }

    /// Sets where credentials come from: some [`Credentials`], or a provider.
    #[must_use]
    pub fn credentials(mut self, provider: impl ProvideCredentials) -> Self {
        let given = (&provider as &dyn Any).downcast_ref::<Credentials>();
        self.credentials = Some(match given {
            Some(credentials) => CredentialsSource::Given(credentials.clone()),
            None => CredentialsSource::Asked(Arc::new(provider)),
        });
        self.shared.forget_credentials();
        self
    }

    /// Sets who is asked for the codes of MFA devices, for profiles with a role and
    /// `mfa_serial`: a function of the device's serial number. It is asked each time that the
    /// role is assumed, which is hourly unless `duration_seconds` says otherwise, and has five
    /// minutes.
    ///
    /// ```
    /// use tinsmith_runtime::client::{Config, CredentialsError};
    ///
    /// let config = Config::new().mfa_token(|serial| async move {
    ///     eprint!("Code of {serial}: ");
    ///     // Waits for a line without blocking the runtime.
    ///     let line = tokio::task::spawn_blocking(|| {
    ///         let mut line = String::new();
    ///         std::io::stdin().read_line(&mut line).map(|_| line)
    ///     });
    ///     match line.await {
    ///         Ok(Ok(line)) => Ok(line),
    ///         _ => Err(CredentialsError::new("no code was typed")),
    ///     }
    /// });
    /// # let _ = config;
    /// ```
    #[must_use]
    pub fn mfa_token<F, R>(mut self, ask: F) -> Self
    where
        F: Fn(String) -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, CredentialsError>> + Send + 'static,
    {
        self.mfa_token = Some(MfaToken::new(ask));
        self.shared.forget_credentials();
        self
    }

    /// Sets a URL that replaces those of all services, such as `http://localhost:4566`.
    #[must_use]
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint_url = Some(url.into());
        self
    }

    /// Sets whether to use endpoints with FIPS 140 validated cryptography.
    #[must_use]
    pub fn use_fips(mut self, value: bool) -> Self {
        self.use_fips = value;
        self.shared.forget_credentials();
        self
    }

    /// Sets whether to use endpoints with IPv4 and IPv6.
    #[must_use]
    pub fn use_dual_stack(mut self, value: bool) -> Self {
        self.use_dual_stack = value;
        self.shared.forget_credentials();
        self
    }

    /// Sets how often and when calls are tried again.
    #[must_use]
    pub fn retry(mut self, config: RetryConfig) -> Self {
        self.retry = config;
        self.retry_is_set = true;
        self
    }

    /// Sets how long things may take.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = Some(timeouts);
        self.shared.forget_http();
        self
    }

    /// Sets the HTTP client. Connect timeout, proxy, trusted certificates and the size of responses
    /// are then up to it.
    #[must_use]
    pub fn http_client(mut self, client: impl HttpClient) -> Self {
        self.http_client = Some(Arc::new(client));
        self.shared.forget_http();
        self
    }

    /// Lays a client of the program around the HTTP client: the built-in one, or the one that is
    /// [set](Self::http_client). All requests go through it, those for credentials, too. A layer
    /// that is added later is further outside.
    ///
    /// ```
    /// use tinsmith_runtime::bytes::Bytes;
    /// use tinsmith_runtime::client::{BoxFuture, Config, HttpClient, SharedHttpClient, TransportError};
    /// use tinsmith_runtime::http::{Request, Response};
    ///
    /// struct Logged(SharedHttpClient);
    ///
    /// impl HttpClient for Logged {
    ///     fn call(
    ///         &self,
    ///         request: Request<Bytes>,
    ///     ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
    ///         println!("{} {}", request.method(), request.uri().path());
    ///         self.0.call(request)
    ///     }
    /// }
    ///
    /// let config = Config::new().wrap_http_client(Logged);
    /// # let _ = config;
    /// ```
    ///
    /// A layer that makes calls itself needs another `Config`: calls through this one go through the
    /// layer again, and wait for a permit of [`max_concurrency`](Self::max_concurrency) while the call
    /// around them has one.
    ///
    /// Implement [`HttpClient::open`], too, for bodies that stream.
    #[must_use]
    pub fn wrap_http_client<C: HttpClient>(
        mut self,
        wrap: impl Fn(SharedHttpClient) -> C + Send + Sync + 'static,
    ) -> Self {
        let layer = move |inner| Arc::new(wrap(SharedHttpClient(inner))) as Arc<dyn HttpClient>;
        self.http_layers.push(Arc::new(layer));
        self.shared.forget_http();
        self
    }

    /// Sets the application's name in the user agent: at most 50 characters.
    #[must_use]
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Sets the whole user agent.
    #[must_use]
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// Sets what is known of AWS's partitions, in place of what this version was made with.
    #[must_use]
    pub fn partitions(mut self, partitions: Partitions) -> Self {
        self.partitions = Some(Arc::new(partitions));
        self.shared.forget_credentials();
        self
    }

    /// Sets how many attempts may be in flight at once, over all clients of this
    /// configuration; 128 by default, and 0 counts as 1. Further calls wait for their
    /// turn, and the attempt timeout doesn't count that.
    ///
    /// The limit bounds the number of connections, too: there are as many as attempts, and for
    /// moments a few more, where a connection became free while another was being made. Not counted
    /// are streams of responses that the program keeps, and uploads that wait for their own source.
    #[must_use]
    pub fn max_concurrency(mut self, attempts: usize) -> Self {
        self.max_concurrency = attempts;
        self.shared.forget_http();
        self
    }

    /// Sets how many bytes the body of a response may have; 64 MiB by default.
    #[must_use]
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self.shared.forget_http();
        self
    }

    /// The region that is set or was found.
    pub fn configured_region(&self) -> Option<&str> {
        self.region.as_ref().map(Region::name)
    }

    /// Returns the problem of the region: everything that becomes part of a host is checked.
    pub(crate) fn region_problem(&self) -> Option<ConfigError> {
        let region = self.configured_region()?;
        (!host::is_region(region)).then(|| ConfigError::invalid_region(&self.region_place, region))
    }

    /// The retries that are set or were found.
    pub fn configured_retry(&self) -> RetryConfig {
        self.retry
    }

    /// The defaults that hold; what `Auto` comes to, if it is that.
    pub(super) fn resolved_defaults_mode(&self) -> DefaultsMode {
        let (loaded, region) = (self.source.as_deref(), self.configured_region());
        self.defaults_mode.resolved(loaded, region)
    }

    /// Returns the retries for a service, which may have defaults of its own.
    pub(crate) fn retry_for(&self, service: &ServiceInfo) -> RetryConfig {
        if self.retry_is_set {
            self.retry
        } else {
            self.retry.of_service(service, self.attempts_are_set)
        }
    }

    /// The timeouts that are set, or else those of the [defaults mode](Self::defaults_mode).
    pub fn configured_timeouts(&self) -> Timeouts {
        self.timeouts
            .unwrap_or_else(|| self.resolved_defaults_mode().timeouts())
    }

    pub(crate) fn configured_max_response_size(&self) -> usize {
        self.max_response_size
    }

    pub(crate) fn partitions_or_built_in(&self) -> Arc<Partitions> {
        static BUILT_IN: LazyLock<Arc<Partitions>> =
            LazyLock::new(|| Arc::new(Partitions::built_in().clone()));
        self.partitions.clone().unwrap_or_else(|| BUILT_IN.clone())
    }

    pub(crate) fn request_settings(&self) -> &RequestSettings {
        &self.requests
    }

    /// Returns the environment that the settings were loaded from.
    pub(crate) fn loaded(&self) -> Option<&Arc<Loaded>> {
        self.source.as_ref()
    }

    pub(crate) fn uses_fips(&self) -> bool {
        self.use_fips || self.region.as_ref().is_some_and(Region::is_fips)
    }

    pub(crate) fn uses_dual_stack(&self) -> bool {
        self.use_dual_stack
    }

    pub(crate) fn user_agent_for(&self, service: &ServiceInfo) -> String {
        self.user_agent.clone().unwrap_or_else(|| {
            let execution_environment = self
                .source
                .as_ref()
                .and_then(|loaded| loaded.environment.var("AWS_EXECUTION_ENV"));
            user_agent::user_agent(
                service,
                self.app_name.as_deref(),
                execution_environment.as_deref(),
            )
        })
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.configured_region())
            .field("endpoint_url", &self.endpoint_url)
            .field("settings", &self.of_services)
            .field("use_fips", &self.uses_fips())
            .field("use_dual_stack", &self.use_dual_stack)
            .field("retry", &self.retry)
            .field("timeouts", &self.timeouts)
            .field("app_name", &self.app_name)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// Sets which defaults the client has. [Timeouts](Self::timeouts) that are set win over
    /// them.
    #[must_use]
    pub fn defaults_mode(mut self, mode: DefaultsMode) -> Self {
        self.defaults_mode = mode;
        self.shared.forget_http();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_leaves_the_others() {
        let config = Config::new()
            .region("eu-west-1")
            .app_name("app")
            .max_response_size(7);
        assert_eq!(config.configured_region(), Some("eu-west-1"));
        assert_eq!(config.app_name.as_deref(), Some("app"));
        assert_eq!(config.configured_max_response_size(), 7);
        let config = config.app_name("other");
        assert_eq!(config.configured_max_response_size(), 7);
        assert_eq!(config.app_name.as_deref(), Some("other"));
    }

    #[test]
    fn a_response_may_have_64_mib() {
        assert_eq!(Config::new().configured_max_response_size(), 67_108_864);
    }
}
