//! Sending operations: from a call's endpoint to its output.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, Uri};
use tokio::time::Instant;
use tracing::Instrument;

use super::call::{Apart, Call, Opens};
use super::core::Core;
use super::error::AnyServiceError;
use super::redirect::InRegion;
use super::retry::ResponseFacts;
use super::{
    Auth, BoxFuture, CallError, ConfigError, EndpointSettings, EventStream, ServiceEndpoint,
    ServiceError,
};
use crate::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};
use crate::event_stream::{Event, EventDecoder};
use crate::request::RequestOptions;
use crate::{Body, Operation};

impl Core {
    /// Sends an operation to where `endpoint` says, and tries again as the retry rules
    /// want it. Each attempt makes the request anew, with the same idempotency token, and
    /// signs it.
    ///
    /// Dropping the future cancels the call.
    ///
    /// # Errors
    ///
    /// An input that can't be sent, the service's error, or a [`CallError`].
    pub async fn send<O>(
        &self,
        operation: &O,
        endpoint: impl FnOnce(&EndpointSettings) -> Result<ServiceEndpoint, ConfigError>,
    ) -> Result<O::Output, O::Error>
    where
        O: Operation,
        O::Error: ServiceError,
    {
        let endpoint = self.given(endpoint)?;
        let auth = Some(Auth::SigV4);
        let mut call = self.call(operation, endpoint, auth, self.deadline())?;
        answer(&mut call, operation, None).await
    }

    /// Sends an operation to where the service's endpoint rules say, as [`send`](Self::send)
    /// does: `params` makes their parameters of the configuration, and `resolve` is the rules.
    /// The rules are asked once about what the configuration says, and again only if the parameters
    /// differ from those of the call before. So, for one `Core`, there is one `params` and one
    /// `resolve` for a type of parameters.
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send).
    pub async fn send_by_rules<O, P>(
        &self,
        operation: &O,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<O::Output, O::Error>
    where
        O: Operation + Bind<P>,
        O::Error: ServiceError,
        P: PartialEq + Send + Sync + 'static,
    {
        let deadline = self.deadline();
        let auth = self.auth(O::AUTH);
        let account = self.of_account(auth, params, deadline).await?;
        let endpoint = self.endpoint(operation, account, params, resolve)?;
        let mut call = self.call(operation, endpoint, auth, deadline)?;
        call.signs_body(O::SIGNS_BODY);
        let in_region = |region: &str| self.endpoint_in(region, operation, params, resolve);
        answer(&mut call, operation, Some(&in_region)).await
    }

    /// Sends an operation with an event stream in its response, as [`send`](Self::send) does
    /// until the response's head is there.
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send).
    pub async fn open<O, E, T>(
        &self,
        operation: &O,
        endpoint: impl FnOnce(&EndpointSettings) -> Result<ServiceEndpoint, ConfigError>,
    ) -> Result<EventStream<E, T>, O::Error>
    where
        O: Operation<Output = EventDecoder<E, T>>,
        O::Error: ServiceError,
        E: Event<Error = O::Error>,
        T: Default,
    {
        let endpoint = self.given(endpoint)?;
        let auth = Some(Auth::SigV4);
        let call = self.call(operation, endpoint, auth, self.deadline())?;
        self.opened(call, operation, None).await
    }

    /// Sends an operation with an event stream in its response, as
    /// [`send_by_rules`](Self::send_by_rules) does until the response's head is there.
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send).
    pub async fn open_by_rules<O, E, T, P>(
        &self,
        operation: &O,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<EventStream<E, T>, O::Error>
    where
        O: Operation<Output = EventDecoder<E, T>> + Bind<P>,
        O::Error: ServiceError,
        E: Event<Error = O::Error>,
        T: Default,
        P: PartialEq + Send + Sync + 'static,
    {
        let deadline = self.deadline();
        let auth = self.auth(O::AUTH);
        let account = self.of_account(auth, params, deadline).await?;
        let endpoint = self.endpoint(operation, account, params, resolve)?;
        let mut call = self.call(operation, endpoint, auth, deadline)?;
        call.signs_body(O::SIGNS_BODY);
        let in_region = |region: &str| self.endpoint_in(region, operation, params, resolve);
        self.opened(call, operation, Some(&in_region)).await
    }

    async fn opened<O, E, T>(
        &self,
        mut call: Call<'_>,
        operation: &O,
        in_region: Option<InRegion<'_>>,
    ) -> Result<EventStream<E, T>, O::Error>
    where
        O: Operation<Output = EventDecoder<E, T>>,
        O::Error: ServiceError,
        E: Event<Error = O::Error>,
        T: Default,
    {
        call.opens(Opens::Events);
        let decoder = answer(&mut call, operation, in_region).await?;
        let timeout = self.inner.timeouts.chunk;
        Ok(EventStream::new(decoder, call.opened(), timeout))
    }

    pub(super) fn call<O: Operation>(
        &self,
        operation: &O,
        endpoint: Arc<ServiceEndpoint>,
        auth: Option<Auth>,
        deadline: Option<Instant>,
    ) -> Result<Call<'_>, O::Error>
    where
        O::Error: From<CallError>,
    {
        if O::SENDS_EVENTS {
            let text = format!(
                "{} sends events: call the method of its name, which gives their sender",
                O::NAME
            );
            return Err(CallError::from(ConfigError::new(text)).into());
        }
        let request = request(operation, &endpoint.url, &self.inner.options)?;
        let mut call = Call::new(self, O::NAME, endpoint, auth, deadline, request);
        call.streams(O::STREAMS_INPUT);
        call.compares(operation.response_checksums(&self.inner.options));
        if O::STREAMS_OUTPUT {
            call.opens(Opens::Body);
        }
        Ok(call)
    }

    /// Until when a call that begins now has to be done.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let timeout = self.inner.timeouts.call;
        timeout.and_then(|timeout| Instant::now().checked_add(timeout))
    }

    /// Returns the way in which a call authenticates: the first preferred way that its operation
    /// has, or else the operation's first.
    pub(super) fn auth(&self, offered: &[Auth]) -> Option<Auth> {
        let preferred = self.inner.auth_schemes.iter();
        let mut preferred = preferred.filter(|scheme| offered.contains(scheme));
        preferred.next().or(offered.first()).copied()
    }

    pub(super) fn given(
        &self,
        endpoint: impl FnOnce(&EndpointSettings) -> Result<ServiceEndpoint, ConfigError>,
    ) -> Result<Arc<ServiceEndpoint>, CallError> {
        self.check()?;
        let endpoint = endpoint(&self.inner.endpoint).and_then(ServiceEndpoint::checked)?;
        Ok(Arc::new(endpoint))
    }

    pub(super) fn endpoint<P>(
        &self,
        operation: &impl Bind<P>,
        account: Option<Builtins>,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<Arc<ServiceEndpoint>, CallError>
    where
        P: PartialEq + Send + Sync + 'static,
    {
        self.check()?;
        if let Some(builtins) = account {
            let configured = params(&builtins);
            let bound = operation.bind(&configured).unwrap_or(configured);
            return self.resolved(Some(bound), resolve);
        }
        let (settings, endpoints) = (&self.inner.endpoint, &self.inner.endpoints);
        let configure = || params(&settings.builtins());
        let bound = match endpoints.configured(configure) {
            Some(configured) => operation.bind(configured),
            None => {
                let configured = configure();
                Some(operation.bind(&configured).unwrap_or(configured))
            }
        };
        self.resolved(bound, resolve)
    }

    /// The part of [`endpoint`](Self::endpoint) that is compiled once for a service.
    fn resolved<P>(
        &self,
        bound: Option<P>,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<Arc<ServiceEndpoint>, CallError>
    where
        P: PartialEq + Send + Sync + 'static,
    {
        let settings = &self.inner.endpoint;
        let endpoint = self.inner.endpoints.get(bound, |params| {
            settings.endpoint(resolve(params, &settings.partitions))
        });
        Ok(endpoint?)
    }
}

/// The part of an operation that a call needs. The call doesn't know the operation, so that calls
/// are compiled once.
trait Exchange: Send {
    /// Makes the request; `None` if the exchange has failed.
    fn request(&mut self, url: &Uri) -> Option<Apart>;

    /// Reads a response into an output, or into an error.
    fn receive(&mut self, response: Response<Bytes>, stream: Option<Body>);

    /// Fails for a reason of the client.
    fn fail(&mut self, error: CallError);

    /// Returns the error of an exchange that has failed.
    fn error(&self) -> Option<&dyn AnyServiceError>;

    /// The endpoint in another region; `None` if there are no rules to ask.
    fn endpoint_in(&self, region: &str) -> Option<Result<Arc<ServiceEndpoint>, CallError>>;
}

struct Exchanged<'a, O: Operation> {
    operation: &'a O,
    options: RequestOptions,
    in_region: Option<InRegion<'a>>,
    result: Option<Result<O::Output, O::Error>>,
}

impl<O: Operation<Error: ServiceError>> Exchange for Exchanged<'_, O> {
    fn request(&mut self, url: &Uri) -> Option<Apart> {
        let request = request(self.operation, url, &self.options);
        request.map_err(|error| self.result = Some(Err(error))).ok()
    }

    fn receive(&mut self, response: Response<Bytes>, stream: Option<Body>) {
        let mut result = O::from_response(response);
        if let (Ok(output), Some(body)) = (&mut result, stream) {
            O::set_body(output, body);
        }
        self.result = Some(result);
    }

    fn fail(&mut self, error: CallError) {
        self.result = Some(Err(error.into()));
    }

    fn error(&self) -> Option<&dyn AnyServiceError> {
        let error = self.result.as_ref()?.as_ref().err()?;
        Some(error)
    }

    fn endpoint_in(&self, region: &str) -> Option<Result<Arc<ServiceEndpoint>, CallError>> {
        self.in_region.map(|resolve| resolve(region))
    }
}

/// Makes the request of an operation. A body that isn't in memory is apart.
pub(super) fn request<O: Operation>(
    operation: &O,
    url: &Uri,
    options: &RequestOptions,
) -> Result<Apart, O::Error> {
    if !O::STREAMS_INPUT {
        return Ok((operation.to_request_with(url, options)?, None));
    }
    let (head, body) = operation.to_streaming_request(url, options)?.into_parts();
    let (bytes, stream) = match body.bytes() {
        Some(bytes) => (bytes.clone(), None),
        None => (Bytes::new(), Some(body)),
    };
    Ok((Request::from_parts(head, bytes), stream))
}

/// Makes attempts until there is an output, or no use in another, which ends the call. `in_region`
/// asks the endpoint rules.
pub(super) async fn answer<O>(
    call: &mut Call<'_>,
    operation: &O,
    in_region: Option<InRegion<'_>>,
) -> Result<O::Output, O::Error>
where
    O: Operation,
    O::Error: ServiceError,
{
    let result = attempted(call, operation, in_region).await;
    call.ended(any(&result))?;
    result
}

/// Makes attempts, and leaves it to the caller whether the call has ended.
pub(super) async fn attempted<O>(
    call: &mut Call<'_>,
    operation: &O,
    in_region: Option<InRegion<'_>>,
) -> Result<O::Output, O::Error>
where
    O: Operation,
    O::Error: ServiceError,
{
    let mut exchange = Exchanged {
        operation,
        options: call.options(),
        in_region,
        result: None,
    };
    attempts(call, &mut exchange).await;
    // Attempts end with a result.
    let none = || Err(CallError::from(ConfigError::new("no response was received")).into());
    exchange.result.unwrap_or_else(none)
}

/// The error of a result, without its type.
pub(super) fn any<T, E: ServiceError>(result: &Result<T, E>) -> Option<&dyn AnyServiceError> {
    let error = result.as_ref().err()?;
    Some(error)
}

/// Makes attempts until there is an output, or no use in another. The result is in the exchange.
///
/// The future is behind a pointer, so that calls are compiled once. An `async fn` is compiled again in
/// each crate that waits for it, with all that it waits for.
fn attempts<'a>(call: &'a mut Call<'_>, exchange: &'a mut dyn Exchange) -> BoxFuture<'a, ()> {
    let span = call.span();
    let attempts = async move {
        // Where the exchange can't make the request, it has failed.
        _ = attempts_in_turn(call, exchange).await;
    };
    Box::pin(attempts.instrument(span))
}

async fn attempts_in_turn(call: &mut Call<'_>, exchange: &mut dyn Exchange) -> Option<()> {
    if let Some(region) = call.known_region() {
        if let Some(Ok(endpoint)) = exchange.endpoint_in(&region) {
            let request = exchange.request(&endpoint.url)?;
            call.begin_at(endpoint, request);
        }
    }
    loop {
        let (failure, retry_after) = match call.attempt().await {
            Ok(response) => {
                let facts = ResponseFacts::of(&response);
                exchange.receive(response, call.take_stream());
                let Some(error) = exchange.error() else {
                    call.succeeded();
                    return Some(());
                };
                if let Some(endpoint) = elsewhere(call, exchange, error) {
                    let request = exchange.request(&endpoint.url)?;
                    call.go_to(endpoint, request);
                    continue;
                }
                (call.failure_of(error, &facts), facts.retry_after)
            }
            Err(error) => {
                let failure = call.failure_without_response(&error);
                exchange.fail(error);
                (failure, None)
            }
        };
        if !call.again(failure, retry_after).await {
            return Some(());
        }
        call.set_request(exchange.request(call.url())?);
    }
}

/// Returns the endpoint in the region that an error names, if the call goes there. A region that the
/// rules refuse leaves the error, which says more.
fn elsewhere(
    call: &mut Call<'_>,
    exchange: &dyn Exchange,
    error: &dyn AnyServiceError,
) -> Option<Arc<ServiceEndpoint>> {
    let region = call.named_region(error)?;
    let endpoint = exchange.endpoint_in(region)?.ok()?;
    call.moves(&endpoint, region).then_some(endpoint)
}
