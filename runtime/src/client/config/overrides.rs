//! Settings in which a client differs from the one that it was made of.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING, USER_AGENT,
};
use http::{HeaderName, HeaderValue, Uri};

use super::endpoint_url::endpoint_url;
use super::region::Region;
use crate::client::bearer::TokenCache;
use crate::client::credentials::Cache;
use crate::client::interceptor::Interceptors;
use crate::client::retry::Classifier;
use crate::client::{
    BearerToken, ConfigError, Credentials, FailedAttempt, Interceptor, ProvideBearerToken,
    ProvideCredentials, RetryAdvice, RetryBudget, RetryConfig, Timeouts,
};
use crate::host;

/// Settings in which a client differs from the one that it was made of, for some calls or for a
/// single one. `Client::with` of a generated client takes a function that sets them:
///
/// ```
/// use std::time::Duration;
/// use tinsmith_runtime::client::Overrides;
///
/// fn patient(settings: Overrides) -> Overrides {
///     settings
///         .region("us-east-1")
///         .call_timeout(Duration::from_secs(120))
///         .max_attempts(8)
///         .header("x-team", "payments")
/// }
/// ```
///
/// Everything else is shared with the client: connections, permits, credentials, the retry quota
/// and what is known of the service's clock.
///
/// A setting that is invalid is the error of every call.
pub struct Overrides {
    pub(crate) region: Option<String>,
    pub(crate) is_fips: Option<bool>,
    pub(crate) use_dual_stack: Option<bool>,
    pub(crate) endpoint_url: Option<Uri>,
    pub(crate) credentials: Option<Arc<Cache>>,
    pub(crate) tokens: Option<Arc<TokenCache>>,
    pub(crate) retry: RetryConfig,
    pub(crate) timeouts: Timeouts,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) interceptors: Interceptors,
    pub(crate) classifier: Option<Classifier>,
    pub(crate) budget: Option<RetryBudget>,
    /// The problem of the region in force.
    pub(crate) region_problem: Option<ConfigError>,
    /// The other problems.
    pub(crate) problems: Vec<String>,
}

/// Headers that the client or HTTP itself sets, besides those that begin with `amz-sdk-`.
const TAKEN: [HeaderName; 9] = [
    AUTHORIZATION,
    CONNECTION,
    CONTENT_LENGTH,
    HOST,
    TRANSFER_ENCODING,
    USER_AGENT,
    HeaderName::from_static("x-amz-content-sha256"),
    HeaderName::from_static("x-amz-date"),
    HeaderName::from_static("x-amz-security-token"),
];

impl Overrides {
    /// Settings that change nothing about a client with these.
    pub(crate) fn new(
        retry: RetryConfig,
        timeouts: Timeouts,
        headers: &[(HeaderName, HeaderValue)],
        interceptors: &Interceptors,
        classifier: Option<Classifier>,
        region_problem: Option<ConfigError>,
        problems: &[String],
    ) -> Self {
        Self {
            region: None,
            is_fips: None,
            use_dual_stack: None,
            endpoint_url: None,
            credentials: None,
            tokens: None,
            retry,
            timeouts,
            headers: headers.to_vec(),
            interceptors: interceptors.clone(),
            classifier,
            budget: None,
            region_problem,
            problems: problems.to_vec(),
        }
    }

    /// Sets the region, such as `eu-west-1`. The source of the credentials stays the same: a role
    /// is assumed in the region of the client.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        let region = Region::new(region.into());
        let name = region.name();
        self.region_problem = (!host::is_region(name))
            .then(|| ConfigError::invalid_region("Overrides::region", name));
        if region.is_fips() {
            self.is_fips = Some(true);
        }
        self.region = Some(name.to_owned());
        self
    }

    /// Sets the URL that requests go to, in the place of the service's own.
    #[must_use]
    pub fn endpoint_url(mut self, url: impl AsRef<str>) -> Self {
        match endpoint_url(url.as_ref(), "Overrides::endpoint_url") {
            Ok(url) => self.endpoint_url = Some(url),
            Err(error) => self.problems.extend_from_slice(error.problems()),
        }
        self
    }

    /// Sets whether to use endpoints with FIPS 140 validated cryptography.
    #[must_use]
    pub fn use_fips(mut self, value: bool) -> Self {
        self.is_fips = Some(value);
        self
    }

    /// Sets whether to use endpoints with IPv4 and IPv6.
    #[must_use]
    pub fn use_dual_stack(mut self, value: bool) -> Self {
        self.use_dual_stack = Some(value);
        self
    }

    /// Sets where credentials come from: some [`Credentials`], or a provider. Credentials of a
    /// provider are kept by the client that these settings make. So keep that client, rather than
    /// have the provider asked for each call.
    #[must_use]
    pub fn credentials(mut self, provider: impl ProvideCredentials) -> Self {
        let given = (&provider as &dyn Any).downcast_ref::<Credentials>();
        self.credentials = Some(Arc::new(match given {
            Some(credentials) => Cache::given(credentials.clone()),
            None => Cache::new(Arc::new(provider)),
        }));
        self
    }

    /// Sets where bearer tokens come from: a [`BearerToken`], or a provider.
    #[must_use]
    pub fn bearer_token(mut self, provider: impl ProvideBearerToken) -> Self {
        let given = (&provider as &dyn Any).downcast_ref::<BearerToken>();
        self.tokens = Some(Arc::new(match given {
            Some(token) => TokenCache::given(token),
            None => TokenCache::new(Arc::new(provider)),
        }));
        self
    }

    /// Sets how often and when calls are tried again.
    #[must_use]
    pub fn retry(mut self, config: RetryConfig) -> Self {
        self.retry = config;
        self
    }

    /// Sets the number of attempts, the first one included, and leaves the other settings of
    /// retries.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.retry = self.retry.max_attempts(attempts);
        self
    }

    /// Sets who decides about failed attempts, in the place of the client's classifier; see
    /// [`Config::retry_classifier`](crate::client::Config::retry_classifier).
    #[must_use]
    pub fn retry_classifier(
        mut self,
        classify: impl Fn(&FailedAttempt<'_>) -> RetryAdvice + Send + Sync + 'static,
    ) -> Self {
        self.classifier = Some(Classifier::new(classify));
        self
    }

    /// Sets the budget of retries, in the place of the client's.
    #[must_use]
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = Some(budget);
        self
    }

    /// Sets how long things may take. [`Timeouts::connect`] holds for connections that are made
    /// for these calls; HTTP/2 connections keep the one of the configuration.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets the timeout of the whole call, and leaves the others.
    #[must_use]
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts = self.timeouts.call(timeout);
        self
    }

    /// Sets the timeout of each attempt, and leaves the others.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts = self.timeouts.attempt(timeout);
        self
    }

    /// Adds code of one's own around the attempts of calls, within the interceptors of the client.
    #[must_use]
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(interceptor);
        self
    }

    /// Adds a header to every request, which is signed with it. It takes the place of a header of
    /// that name, whether an operation or an earlier setting has it. Presigned requests don't have
    /// it, as whoever sends them would have to know it.
    ///
    /// Headers of the signature, of HTTP itself (`host`, `content-length`) and of the client
    /// (`user-agent`, `amz-sdk-…`) can't be set.
    #[must_use]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        let (Ok(header), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) else {
            // The value may be a secret.
            self.problems.push(format!(
                "Overrides::header has {name:?}: expected the name of a header, and a value of \
                 one line of visible ASCII"
            ));
            return self;
        };
        if TAKEN.contains(&header) || header.as_str().starts_with("amz-sdk-") {
            let text = format!("Overrides::header has {name:?}: the client sets it itself");
            self.problems.push(text);
            return self;
        }
        self.headers.retain(|(other, _)| *other != header);
        self.headers.push((header, value));
        self
    }
}

impl fmt::Debug for Overrides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Overrides")
            .field("region", &self.region)
            .field("endpoint_url", &self.endpoint_url)
            .field("use_fips", &self.is_fips)
            .field("use_dual_stack", &self.use_dual_stack)
            .field("retry", &self.retry)
            .field("timeouts", &self.timeouts)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}
