//! The core of a generated client.
//!
//! Little is generic. `Core::send_by_rules` is the one function that is compiled per operation. It
//! hands an `Exchange` (makes the request, reads the response) to a loop of attempts, and the rest to
//! `Call`, which knows neither. Both are compiled once, with the runtime: the loop is a future behind a
//! pointer. A future whose type is known is compiled again in each crate that waits for it. A program
//! with one operation of STS takes two thirds less to compile its crate for this.

use std::fmt;
use std::sync::{Arc, OnceLock};

use http::{HeaderName, HeaderValue};
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout_at};

use super::bearer::{BearerToken, TokenCache};
use super::bucket_regions::BucketRegions;
use super::config::Resources;
use super::credentials::S3Sessions;
use super::discovered::Kept;
use super::endpoint_cache::EndpointCache;
use super::interceptor::Interceptors;
use super::marks::ConnectWithin;
use super::metrics::Meter;
use super::retry::{Classifier, RateLimiter, RetryBudget, RetryConfig, RetryMode};
use super::time::Clock;
use super::trace_id::TraceId;
use super::{
    Auth, CallError, Config, ConfigError, EndpointDiscovery, EndpointSettings, ServiceInfo, Signer,
    TimeoutError, TimeoutKind, Timeouts, user_agent,
};
use crate::request::RequestOptions;

/// The core of a generated client: a configuration resolved for a service. Cheap to clone; clones
/// share connections, credentials, the retry quota and what is known of the service's clock.
#[derive(Clone)]
pub struct Core {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) service: &'static ServiceInfo,
    pub(super) endpoint: EndpointSettings,
    pub(super) region_problem: Option<ConfigError>,
    /// The problems of settings that a client was made [`with`](Core::with).
    pub(super) problems: Vec<String>,
    pub(super) endpoints: Arc<EndpointCache>,
    pub(super) endpoint_discovery: EndpointDiscovery,
    /// The endpoints that the service told.
    pub(super) discovered: Arc<Kept>,
    pub(super) retry: RetryConfig,
    pub(super) timeouts: Timeouts,
    /// The time to make a connection, if it isn't that of the HTTP client.
    pub(super) connect: Option<ConnectWithin>,
    pub(super) max_response_size: usize,
    pub(super) resources: Resources,
    pub(super) classifier: Option<Classifier>,
    pub(super) budget: RetryBudget,
    /// Limits the rate of attempts, in adaptive mode.
    pub(super) limiter: Option<Arc<RateLimiter>>,
    pub(super) clock: Arc<Clock>,
    pub(super) signer: Arc<Signer>,
    pub(super) user_agent: HeaderValue,
    /// Further headers of requests.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) interceptors: Interceptors,
    pub(super) meter: Option<Meter>,
    /// Options of requests.
    pub(super) options: RequestOptions,
    /// Whether the endpoint rules look at the account, once they were asked.
    pub(super) looks_at_account: Arc<OnceLock<bool>>,
    /// The trace of a function that Lambda runs.
    pub(super) trace_id: Option<TraceId>,
    /// The preferred ways to authenticate, most wanted first.
    pub(super) auth_schemes: Vec<Auth>,
    /// The source of bearer tokens.
    pub(super) tokens: Arc<TokenCache>,
    /// The sessions of S3 Express.
    pub(super) s3_sessions: Arc<S3Sessions>,
    /// The regions that S3 named for buckets.
    pub(super) bucket_regions: Arc<BucketRegions>,
}

impl Core {
    /// Resolves a configuration for a service.
    ///
    /// # Errors
    ///
    /// A configured endpoint URL, or user agent, that is none; no HTTP client. A missing region, or one that
    /// is none, is an error of each call instead: other parts of the client work without.
    pub fn new(config: &Config, service: &'static ServiceInfo) -> Result<Self, ConfigError> {
        if let Some(error) = config.missing_http_client() {
            return Err(error);
        }
        let of_services = config.builtins_for(service);
        let of_s3 = config.request_settings().s3_use_dual_stack;
        let of_s3 = of_s3.filter(|_| ["S3", "S3 Control"].contains(&service.sdk_id));
        let use_dual_stack = of_s3.unwrap_or_else(|| config.uses_dual_stack());
        let agent = config.user_agent_for(service);
        let user_agent = user_agent::header(&agent).ok_or_else(|| {
            ConfigError::new(format!(
                "the user agent is {agent:?}: expected text that fits into a header"
            ))
        })?;
        let resources = config.resources();
        let retry = config.retry_for(service);
        let (auth_schemes, token) = config.auth_for(service);
        let tokens = match token {
            Some(token) => Arc::new(TokenCache::given(&BearerToken::new(token))),
            None => resources.tokens.clone(),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                service,
                endpoint: EndpointSettings {
                    region: config.configured_region().map(str::to_owned),
                    endpoint_url: config.endpoint_url_for(service)?,
                    use_fips: config.uses_fips(),
                    use_dual_stack,
                    partitions: config.partitions_or_built_in(),
                    account_id_endpoint_mode: config.request_settings().account_id_endpoint_mode,
                    of_services,
                },
                region_problem: config.region_problem(),
                problems: Vec::new(),
                endpoints: Arc::default(),
                endpoint_discovery: config.request_settings().endpoint_discovery,
                discovered: Arc::default(),
                limiter: (retry.mode == RetryMode::Adaptive).then(|| Arc::new(RateLimiter::new())),
                retry,
                timeouts: config.configured_timeouts(),
                connect: None,
                max_response_size: config.configured_max_response_size(),
                resources,
                classifier: config.classifier().cloned(),
                budget: config.budget(),
                clock: Arc::default(),
                signer: Arc::default(),
                user_agent,
                headers: Vec::new(),
                interceptors: config.interceptors().clone(),
                meter: config.meter().cloned(),
                options: config.request_settings().options(),
                looks_at_account: Arc::default(),
                trace_id: TraceId::new(config.loaded()),
                auth_schemes,
                tokens,
                s3_sessions: Arc::default(),
                bucket_regions: Arc::default(),
            }),
        })
    }

    /// Returns the service of the client.
    pub fn service(&self) -> &'static ServiceInfo {
        self.inner.service
    }

    /// Returns the configuration's settings for endpoints.
    pub fn endpoint_settings(&self) -> &EndpointSettings {
        &self.inner.endpoint
    }

    /// Waits for a part of a call, until the call's timeout.
    pub(super) async fn within<T>(
        &self,
        deadline: Option<Instant>,
        part: impl Future<Output = T>,
    ) -> Result<T, CallError> {
        match self.inner.timeouts.call.zip(deadline) {
            None => Ok(part.await),
            Some((after, deadline)) => match timeout_at(deadline, part).await {
                Ok(done) => Ok(done),
                Err(_) => Err(TimeoutError::new(TimeoutKind::Call, after).into()),
            },
        }
    }

    /// Checks that calls can be made at all.
    pub(super) fn check(&self) -> Result<(), CallError> {
        if self.inner.region_problem.is_some() || !self.inner.problems.is_empty() {
            return Err(self.problem().into());
        }
        match Handle::try_current() {
            Ok(_) => Ok(()),
            Err(_) => Err(ConfigError::no_runtime().into()),
        }
    }
}

impl Core {
    /// The problems of settings, all at once.
    #[cold]
    fn problem(&self) -> ConfigError {
        let region = self.inner.region_problem.iter();
        let region = region.flat_map(ConfigError::problems);
        ConfigError::of_all(region.chain(&self.inner.problems).cloned().collect())
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("service", &self.inner.service.sdk_id)
            .field("endpoint", &self.inner.endpoint)
            .finish_non_exhaustive()
    }
}
