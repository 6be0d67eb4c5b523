//! The configuration of clients, and where it comes from.

mod bearer;
mod defaults;
mod environment;
mod load;
mod other_settings;
mod profiles;
mod region;
mod secret_file;
mod section;
mod settings;
mod shared;
mod shared_file;

use std::any::Any;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex};

use super::credentials::{Cache, Chain, MfaToken, region_of_instance};
use super::hyper_client::{Proxies, Tls};
use super::{
    ConfigError, Credentials, CredentialsError, HttpClient, ProvideCredentials, RetryConfig,
    ServiceInfo, Timeouts,
};
use crate::client::BoxFuture;
use crate::endpoint::Partitions;
use crate::host;

use bearer::TokenSource;
pub use defaults::DefaultsMode;
pub use environment::Environment;
pub(crate) use load::configured_endpoint_url;
pub(crate) use profiles::Profiles;
use region::Region;
pub(crate) use section::{File, Property, Section};
pub(crate) use settings::RequestSettings;
pub use settings::{AccountIdEndpointMode, ChecksumMode};
pub(crate) use shared::Resources;
use shared::Shared;

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
/// What is set here wins over what [`from_env`](Self::from_env) found.
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    source: Option<Arc<Loaded>>,
    region: Option<Region>,
    /// Where the region is from, in words.
    region_place: String,
    endpoint_url: Option<String>,
    use_fips: bool,
    use_dual_stack: bool,
    retry: RetryConfig,
    /// The program itself set it.
    retry_is_set: bool,
    /// A variable or a file set its attempts.
    attempts_are_set: bool,
    timeouts: Option<Timeouts>,
    defaults_mode: DefaultsMode,
    app_name: Option<String>,
    user_agent: Option<String>,
    partitions: Option<Arc<Partitions>>,
    max_concurrency: usize,
    max_response_size: usize,
    tls: Tls,
    proxies: Proxies,
    http_client: Option<Arc<dyn HttpClient>>,
    credentials: Option<CredentialsSource>,
    mfa_token: Option<MfaToken>,
    bearer_token: Option<TokenSource>,
    requests: RequestSettings,
    shared: Shared,
}

/// Where a program says that credentials come from.
#[derive(Clone)]
enum CredentialsSource {
    /// They are here, and nobody has to be asked.
    Given(Credentials),
    Asked(Arc<dyn ProvideCredentials>),
}

/// What a configuration was loaded from; services look for their own settings in it.
pub(crate) struct Loaded {
    pub(crate) environment: Environment,
    pub(crate) profiles: Profiles,
    pub(crate) profile_name: String,
}

/// Attempts in flight at once, unless it is set.
const MAX_CONCURRENCY: usize = 128;

/// Bytes of a response's body, unless it is set: much more than a service answers with.
const MAX_RESPONSE_SIZE: usize = 64 * 1024 * 1024;

impl Config {
    /// One that reads nothing from the environment: without region and credentials.
    pub fn new() -> Self {
        Self {
            source: None,
            region: None,
            region_place: String::new(),
            endpoint_url: None,
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
            tls: Tls::default(),
            proxies: Proxies::default(),
            http_client: None,
            credentials: None,
            mfa_token: None,
            bearer_token: None,
            requests: RequestSettings::default(),
            shared: Shared::default(),
        }
    }

    /// One from the variables of the process, the shared configuration files and the
    /// profile that `AWS_PROFILE` names. See the [module](super) for what is read.
    ///
    /// # Errors
    ///
    /// All values that are invalid, each with the variable, or the file, profile and key.
    pub async fn from_env() -> Result<Self, ConfigError> {
        Self::load(Environment::process())
    }

    /// One from an environment; [`Environment::profile`] chooses a profile. It reads two
    /// small files, and needs no async runtime.
    ///
    /// # Errors
    ///
    /// All values that are invalid, each with the variable, or the file, profile and key.
    pub fn load(environment: Environment) -> Result<Self, ConfigError> {
        load::load(environment)
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

    /// With the region of the EC2 instance that the program runs on, unless there is one
    /// already. The instance isn't asked otherwise, as boto3 doesn't either: elsewhere it takes
    /// a second to find that there is none.
    ///
    /// # Errors
    ///
    /// The instance doesn't tell, must not be asked, or there is none. And a configuration that
    /// wasn't [loaded](Self::load), as that says where to ask.
    pub async fn with_region_of_instance(self) -> Result<Self, ConfigError> {
        if self.region.is_some() {
            return Ok(self);
        }
        let failed = |text: &str| ConfigError::new(format!("no region: {text}"));
        let chain = self
            .chain(self.resources().http)
            .ok_or_else(|| failed("start from Config::from_env to ask the instance"))?;
        let region = region_of_instance(&chain)
            .await
            .map_err(|error| failed(error.message()))?
            .ok_or_else(|| failed("by AWS_EC2_METADATA_DISABLED the instance isn't asked"))?;
        Ok(self.region(region))
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

    /// Sets the HTTP client. Connect timeout, proxy and the size of responses are then up
    /// to it.
    #[must_use]
    pub fn http_client(mut self, client: impl HttpClient) -> Self {
        self.http_client = Some(Arc::new(client));
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
    /// It bounds the number of connections, too: there are as many as attempts, and for
    /// moments a few more, where a connection became free while another was being made.
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

    /// The credentials that calls are signed with: those that are set, or those that the
    /// sources in the environment give. The client and all others of this configuration use
    /// them, too, until they are about to expire.
    ///
    /// ```
    /// use tinsmith_runtime::client::{Config, Environment};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let environment = Environment::empty()
    ///     .variable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    ///     .variable("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI");
    /// let credentials = Config::load(environment)?.resolve_credentials().await?;
    /// assert_eq!(credentials.access_key_id(), "AKIDEXAMPLE");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// There are none, or the source that is configured can't give them.
    pub async fn resolve_credentials(&self) -> Result<Credentials, CredentialsError> {
        self.resources().credentials.get().await
    }

    /// What is wrong with the region: everything that becomes part of a host is checked.
    pub(crate) fn region_problem(&self) -> Option<ConfigError> {
        let region = self.configured_region()?;
        (!host::is_region(region)).then(|| ConfigError::invalid_region(&self.region_place, region))
    }

    /// The retries that are set or were found.
    pub fn configured_retry(&self) -> RetryConfig {
        self.retry
    }

    /// The defaults that hold; what `Auto` comes to, if it is that.
    fn resolved_defaults_mode(&self) -> DefaultsMode {
        let (loaded, region) = (self.source.as_deref(), self.configured_region());
        self.defaults_mode.resolved(loaded, region)
    }

    /// What it is for a service, which may have defaults of its own.
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

    pub(crate) fn resources(&self) -> Resources {
        self.shared.resources(self)
    }

    pub(crate) fn partitions_or_built_in(&self) -> Arc<Partitions> {
        static BUILT_IN: LazyLock<Arc<Partitions>> =
            LazyLock::new(|| Arc::new(Partitions::built_in().clone()));
        self.partitions.clone().unwrap_or_else(|| BUILT_IN.clone())
    }

    pub(crate) fn request_settings(&self) -> &RequestSettings {
        &self.requests
    }

    /// What the settings were loaded from.
    pub(crate) fn loaded(&self) -> Option<&Arc<Loaded>> {
        self.source.as_ref()
    }

    pub(crate) fn uses_fips(&self) -> bool {
        self.use_fips || self.region.as_ref().is_some_and(Region::is_fips)
    }

    pub(crate) fn uses_dual_stack(&self) -> bool {
        self.use_dual_stack
    }

    /// The URL for a service: what is set, or else what the environment says.
    pub(crate) fn endpoint_url_for(
        &self,
        service: &ServiceInfo,
    ) -> Result<Option<http::Uri>, ConfigError> {
        match &self.endpoint_url {
            Some(url) => load::endpoint_url(url, "Config::endpoint_url").map(Some),
            None => self
                .source
                .as_ref()
                .map_or(Ok(None), |loaded| configured_endpoint_url(loaded, service)),
        }
    }

    pub(crate) fn user_agent_for(&self, service: &ServiceInfo) -> String {
        self.user_agent.clone().unwrap_or_else(|| {
            let execution_environment = self
                .source
                .as_ref()
                .and_then(|loaded| loaded.environment.var("AWS_EXECUTION_ENV"));
            super::user_agent::user_agent(
                service,
                self.app_name.as_deref(),
                execution_environment.as_deref(),
            )
        })
    }

    /// Keeps the credentials that calls are signed with.
    fn credentials_cache(&self, http: &Arc<dyn HttpClient>) -> Cache {
        match &self.credentials {
            Some(CredentialsSource::Given(credentials)) => Cache::given(credentials.clone()),
            Some(CredentialsSource::Asked(provider)) => Cache::new(provider.clone()),
            None => match self.chain(http.clone()) {
                Some(chain) => Cache::new(Arc::new(chain)),
                None => Cache::new(Arc::new(NoCredentials)),
            },
        }
    }

    /// The credential chain of what was loaded.
    pub(crate) fn chain(&self, http: Arc<dyn HttpClient>) -> Option<Chain> {
        Some(Chain {
            loaded: self.source.clone()?,
            http,
            region: self.configured_region().map(str::to_owned),
            use_fips: self.use_fips,
            is_fips_region: self.region.as_ref().is_some_and(Region::is_fips),
            use_dual_stack: self.use_dual_stack,
            partitions: self.partitions_or_built_in(),
            mfa_token: self.mfa_token.clone(),
            instance_credentials: Mutex::default(),
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
            .field("use_fips", &self.uses_fips())
            .field("use_dual_stack", &self.use_dual_stack)
            .field("retry", &self.retry)
            .field("timeouts", &self.timeouts)
            .field("app_name", &self.app_name)
            .finish_non_exhaustive()
    }
}

/// Stands in where nothing was read and nothing was set.
struct NoCredentials;

impl ProvideCredentials for NoCredentials {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(Err(CredentialsError::new(
            "none are configured: call Config::credentials, or start from Config::from_env",
        ))))
    }
}
