use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use tracing::Instrument;

use super::call::Call;
use super::config::Resources;
use super::retry::{Quota, ResponseFacts, RetryConfig};
use super::time::Clock;
use super::{
    CallError, Config, ConfigError, Destination, EndpointSettings, EventStream, ServiceError,
    ServiceInfo, Signer, Timeouts, user_agent,
};
use crate::Operation;
use crate::event_stream::{Event, EventDecoder};

/// What a generated client is around: a configuration resolved for one service. Cheap to
/// clone; clones share connections, credentials, the retry quota and what is known of the
/// service's clock.
#[derive(Clone)]
pub struct Core {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) service: &'static ServiceInfo,
    pub(super) endpoint: EndpointSettings,
    pub(super) retry: RetryConfig,
    pub(super) timeouts: Timeouts,
    pub(super) resources: Resources,
    pub(super) quota: Quota,
    pub(super) clock: Clock,
    pub(super) signer: Signer,
    pub(super) user_agent: HeaderValue,
}

impl Core {
    /// Resolves a configuration for a service.
    ///
    /// # Errors
    ///
    /// A configured endpoint URL, or user agent, that is none. A missing region is an
    /// error of each call instead, as not all endpoints need one.
    pub fn new(config: &Config, service: &'static ServiceInfo) -> Result<Self, ConfigError> {
        let agent = config.user_agent_for(service);
        let user_agent = user_agent::header(&agent).ok_or_else(|| {
            ConfigError::new(format!(
                "the user agent is {agent:?}: expected text that fits into a header"
            ))
        })?;
        Ok(Self {
            inner: Arc::new(Inner {
                service,
                endpoint: EndpointSettings {
                    region: config.configured_region().map(str::to_owned),
                    endpoint_url: config.endpoint_url_for(service)?,
                    use_fips: config.uses_fips(),
                    use_dual_stack: config.uses_dual_stack(),
                    partitions: config.partitions_or_built_in(),
                },
                retry: config.configured_retry(),
                timeouts: config.configured_timeouts(),
                resources: config.resources(),
                quota: Quota::new(),
                clock: Clock::default(),
                signer: Signer::new(),
                user_agent,
            }),
        })
    }

    /// The service that it is for.
    pub fn service(&self) -> &'static ServiceInfo {
        self.inner.service
    }

    /// What the configuration says about endpoints.
    pub fn endpoint_settings(&self) -> &EndpointSettings {
        &self.inner.endpoint
    }

    /// Sends an operation to where `destination` says, and tries again as the retry rules
    /// want it. The request is made once, so an idempotency token stays the same; each
    /// attempt signs it anew.
    ///
    /// Dropping the future cancels the call.
    ///
    /// # Errors
    ///
    /// An input that can't be sent, the service's error, or a [`CallError`].
    pub async fn send<O>(
        &self,
        operation: &O,
        destination: impl FnOnce(&EndpointSettings) -> Result<Destination, ConfigError>,
    ) -> Result<O::Output, O::Error>
    where
        O: Operation,
        O::Error: ServiceError,
    {
        let mut call = self.call(operation, destination)?;
        answer::<O>(&mut call).await
    }

    /// Sends an operation with an event stream in its response, as [`send`](Self::send) does
    /// until the response's head is there.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub async fn open<O, E, T>(
        &self,
        operation: &O,
        destination: impl FnOnce(&EndpointSettings) -> Result<Destination, ConfigError>,
    ) -> Result<EventStream<E, T>, O::Error>
    where
        O: Operation<Output = EventDecoder<E, T>>,
        O::Error: ServiceError,
        E: Event<Error = O::Error>,
        T: Default,
    {
        let mut call = self.call(operation, destination)?;
        call.opens();
        let decoder = answer::<O>(&mut call).await?;
        let timeout = self.inner.timeouts.chunk;
        Ok(EventStream::new(decoder, call.opened(), timeout))
    }

    fn call<O>(
        &self,
        operation: &O,
        destination: impl FnOnce(&EndpointSettings) -> Result<Destination, ConfigError>,
    ) -> Result<Call<'_>, O::Error>
    where
        O: Operation,
        O::Error: ServiceError,
    {
        let destination = destination(&self.inner.endpoint).map_err(CallError::from)?;
        let request = operation.to_request(&destination.url)?;
        Ok(Call::new(self, O::NAME, destination, request))
    }
}

/// Makes attempts until there is an output, or no use in another.
async fn answer<O>(call: &mut Call<'_>) -> Result<O::Output, O::Error>
where
    O: Operation,
    O::Error: ServiceError,
{
    let span = call.span();
    async {
        loop {
            let response = call.attempt().await?;
            let facts = ResponseFacts::of(&response);
            match O::from_response(response) {
                Ok(output) => {
                    call.succeeded();
                    return Ok(output);
                }
                Err(error) => {
                    let failure = call.failure_of(&error, &facts);
                    if !call.again(failure, facts.retry_after).await {
                        return Err(error);
                    }
                }
            }
        }
    }
    .instrument(span)
    .await
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("service", &self.inner.service.sdk_id)
            .field("endpoint", &self.inner.endpoint)
            .finish_non_exhaustive()
    }
}
