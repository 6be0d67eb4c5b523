//! The parts of clients that a configuration makes once: HTTP client, credentials and tokens.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use tokio::sync::Semaphore;

use super::builder::Config;
use super::region::Region;
use super::sources::CredentialsSource;
use crate::client::bearer::TokenCache;
use crate::client::credentials::{Cache, Chain, region_of_instance};
use crate::client::{
    BoxFuture, ConfigError, Credentials, CredentialsError, HttpClient, ProvideCredentials,
    TransportError, TransportErrorKind,
};

/// The parts that a client takes from its configuration.
#[derive(Clone)]
pub(crate) struct Resources {
    pub(crate) http: Arc<dyn HttpClient>,
    /// A permit per attempt in flight.
    pub(crate) limit: Arc<Semaphore>,
    pub(crate) credentials: Arc<Cache>,
    pub(crate) tokens: Arc<TokenCache>,
}

impl Config {
    pub(crate) fn resources(&self) -> Resources {
        let (http, limit) = self.shared.http.get_or_init(|| {
            let http = self.http_client.clone();
            let http = http.or_else(|| {
                let connect_timeout = self.configured_timeouts().connect;
                let (size, idle) = (self.max_response_size, self.max_concurrency);
                self.built_in.http_client(connect_timeout, size, idle)
            });
            let http = http.unwrap_or_else(|| Arc::new(NoHttpClient));
            let http = self
                .http_layers
                .iter()
                .fold(http, |inner, wrap| wrap(inner));
            let permits = self.max_concurrency.clamp(1, Semaphore::MAX_PERMITS);
            (http, Arc::new(Semaphore::new(permits)))
        });
        let credentials = self
            .shared
            .credentials
            .get_or_init(|| Arc::new(self.credentials_cache(http)));
        let tokens = self
            .shared
            .tokens
            .get_or_init(|| Arc::new(self.token_cache(http)));
        Resources {
            http: http.clone(),
            limit: limit.clone(),
            credentials: credentials.clone(),
            tokens: tokens.clone(),
        }
    }

    /// Returns the error of a configuration without an HTTP client.
    pub(crate) fn missing_http_client(&self) -> Option<ConfigError> {
        let is_missing = cfg!(not(feature = "_http")) && self.http_client.is_none();
        is_missing.then(|| ConfigError::new(NO_HTTP_CLIENT.to_owned()))
    }

    /// Asks the EC2 instance that the program runs on for its region, unless a region is set or
    /// was found. Only this method asks: outside EC2 the question takes a second, and boto3
    /// doesn't ask either.
    ///
    /// # Errors
    ///
    /// The instance doesn't answer, the settings forbid the question, or there is no instance. A
    /// configuration that wasn't [loaded](Self::load) is an error as well, because loading finds
    /// the instance's address.
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
            is_sts_global: self.requests.builtins.sts_use_global_endpoint == Some(true),
            partitions: self.partitions_or_built_in(),
            mfa_token: self.mfa_token.clone(),
            instance_credentials: Mutex::default(),
        })
    }
}

const NO_HTTP_CLIENT: &str = "there is no HTTP client: set one with Config::http_client, or turn on \
                              the feature client (tinsmith-runtime/client), which has one";

/// Stands in where no HTTP client was set, and no feature has brought one. Credentials may be asked
/// for without a client, so each call fails, too.
struct NoHttpClient;

impl HttpClient for NoHttpClient {
    fn call(&self, _: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let error = TransportError::new(TransportErrorKind::Unsupported, NO_HTTP_CLIENT);
        Box::pin(std::future::ready(Err(error)))
    }
}

/// Stands in where nothing was read and nothing was set.
pub(super) struct NoCredentials;

impl ProvideCredentials for NoCredentials {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(Err(CredentialsError::new(
            "none are configured: call Config::credentials, or start from Config::from_env",
        ))))
    }
}
