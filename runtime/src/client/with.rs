//! Clients that share all but a few settings with another one.

use std::sync::Arc;

use super::core::{Core, Inner};
use super::marks::ConnectWithin;
use super::retry::{RateLimiter, RetryMode};
use super::{EndpointSettings, Overrides};

impl Core {
    /// Makes a core that shares connections, permits, credentials, the retry quota and the clock
    /// with this one, and has other settings. Problems of the settings are errors of calls.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(Overrides) -> Overrides) -> Self {
        let inner = &*self.inner;
        self.overridden(change(Overrides::new(
            inner.retry,
            inner.timeouts,
            &inner.headers,
            &inner.interceptors,
            inner.classifier.clone(),
            inner.region_problem.clone(),
            &inner.problems,
        )))
    }

    /// The part of [`with`](Self::with) that is compiled once.
    fn overridden(&self, overrides: Overrides) -> Self {
        let inner = &*self.inner;
        let Overrides {
            region,
            is_fips,
            use_dual_stack,
            endpoint_url,
            credentials,
            tokens,
            retry,
            timeouts,
            headers,
            interceptors,
            classifier,
            budget,
            region_problem,
            problems,
        } = overrides;
        let is_same_endpoint = region.is_none()
            && is_fips.is_none()
            && use_dual_stack.is_none()
            && endpoint_url.is_none();
        let before = &inner.endpoint;
        let endpoint = EndpointSettings {
            region: region.or_else(|| before.region.clone()),
            endpoint_url: endpoint_url.or_else(|| before.endpoint_url.clone()),
            use_fips: is_fips.unwrap_or(before.use_fips),
            use_dual_stack: use_dual_stack.unwrap_or(before.use_dual_stack),
            partitions: before.partitions.clone(),
            account_id_endpoint_mode: before.account_id_endpoint_mode,
            of_services: before.of_services.clone(),
        };
        // Answers of the endpoint rules, and endpoints that the service told, are those of a region.
        let (endpoints, discovered, looks_at_account) = match is_same_endpoint {
            true => (
                inner.endpoints.clone(),
                inner.discovered.clone(),
                inner.looks_at_account.clone(),
            ),
            false => Default::default(),
        };
        // A signer keeps one key, which is of a region and of credentials.
        let signer = match is_same_endpoint && credentials.is_none() {
            true => inner.signer.clone(),
            false => Arc::default(),
        };
        let limiter = (retry.mode == RetryMode::Adaptive).then(|| {
            let limiter = inner.limiter.clone();
            limiter.unwrap_or_else(|| Arc::new(RateLimiter::new()))
        });
        let connect = match timeouts.connect == inner.timeouts.connect {
            true => inner.connect,
            false => Some(ConnectWithin(timeouts.connect)),
        };
        let mut resources = inner.resources.clone();
        if let Some(credentials) = credentials {
            resources.credentials = credentials;
        }
        Self {
            inner: Arc::new(Inner {
                service: inner.service,
                endpoint,
                region_problem,
                problems,
                endpoints,
                endpoint_discovery: inner.endpoint_discovery,
                discovered,
                retry,
                timeouts,
                connect,
                max_response_size: inner.max_response_size,
                resources,
                classifier,
                budget: budget.unwrap_or_else(|| inner.budget.clone()),
                limiter,
                clock: inner.clock.clone(),
                signer,
                user_agent: inner.user_agent.clone(),
                headers,
                interceptors,
                meter: inner.meter.clone(),
                options: inner.options,
                looks_at_account,
                trace_id: inner.trace_id.clone(),
                auth_schemes: inner.auth_schemes.clone(),
                tokens: tokens.unwrap_or_else(|| inner.tokens.clone()),
                s3_sessions: inner.s3_sessions.clone(),
                bucket_regions: inner.bucket_regions.clone(),
            }),
        }
    }
}
