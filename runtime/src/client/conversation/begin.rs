//! Beginning a conversation.

use std::sync::Arc;

use tokio::sync::oneshot;
use tokio::time::Instant;
use tracing::Instrument;

use super::super::call::{Call, Opens};
use super::super::core::Core;
use super::super::send::{answer, request};
use super::super::{
    Auth, CallError, ConfigError, EndpointSettings, EventStream, ServiceEndpoint, ServiceError,
};
use super::state::{Conversation, Hold, NO_RUNTIME};
use super::{Answer, EventSender, Flow};
use crate::Body;
use crate::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};
use crate::event_stream::{Event, EventDecoder, SendsEvents};

/// The two halves of a call whose request carries events.
type Halves<O, T> = (
    EventSender<<O as SendsEvents>::Sent>,
    Answer<T, <O as crate::Operation>::Error>,
);

/// Makes what the program gets of an output, and of the body that is to come.
type Make<T, R, E> = fn(&Core, T, Option<Body>, &Arc<Conversation<E>>) -> R;

/// The way to an endpoint.
struct Way {
    endpoint: Arc<ServiceEndpoint>,
    auth: Option<Auth>,
    deadline: Option<Instant>,
}

impl Core {
    /// Begins to send an operation whose request and response carry events, to where `endpoint`
    /// says.
    ///
    /// # Errors
    ///
    /// An input or an endpoint that nothing can be sent of or to. Errors of the call are those of the
    /// [`Answer`].
    pub async fn converse<O, E, T>(
        &self,
        operation: O,
        endpoint: impl FnOnce(&EndpointSettings) -> Result<ServiceEndpoint, ConfigError>,
    ) -> Result<Halves<O, EventStream<E, T>>, O::Error>
    where
        O: SendsEvents<Output = EventDecoder<E, T>> + Send + 'static,
        O::Error: ServiceError + Clone + Send + Sync + 'static,
        E: Event<Error = O::Error> + Send + 'static,
        T: Default + Send + 'static,
    {
        let way = self.given_way(endpoint)?;
        self.begin(operation, way, Some(Opens::Events), stream)
    }

    /// Begins to send an operation whose request and response carry events, to where the service's
    /// endpoint rules say.
    ///
    /// # Errors
    ///
    /// The errors of [`converse`](Self::converse).
    pub async fn converse_by_rules<O, E, T, P>(
        &self,
        operation: O,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<Halves<O, EventStream<E, T>>, O::Error>
    where
        O: SendsEvents<Output = EventDecoder<E, T>> + Bind<P> + Send + 'static,
        O::Error: ServiceError + Clone + Send + Sync + 'static,
        E: Event<Error = O::Error> + Send + 'static,
        T: Default + Send + 'static,
        P: PartialEq + Send + Sync + 'static,
    {
        let way = self.way_by_rules(&operation, params, resolve).await?;
        self.begin(operation, way, Some(Opens::Events), stream)
    }

    /// Begins to send an operation whose request alone carries events, to where `endpoint` says.
    ///
    /// # Errors
    ///
    /// The errors of [`converse`](Self::converse).
    pub async fn tell<O>(
        &self,
        operation: O,
        endpoint: impl FnOnce(&EndpointSettings) -> Result<ServiceEndpoint, ConfigError>,
    ) -> Result<Halves<O, O::Output>, O::Error>
    where
        O: SendsEvents<Output: 'static> + Send + 'static,
        O::Error: ServiceError + Clone + Send + Sync + 'static,
    {
        let way = self.given_way(endpoint)?;
        self.begin(operation, way, None, output)
    }

    /// Begins to send an operation whose request alone carries events, to where the service's
    /// endpoint rules say.
    ///
    /// # Errors
    ///
    /// The errors of [`converse`](Self::converse).
    pub async fn tell_by_rules<O, P>(
        &self,
        operation: O,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<Halves<O, O::Output>, O::Error>
    where
        O: SendsEvents<Output: 'static> + Bind<P> + Send + 'static,
        O::Error: ServiceError + Clone + Send + Sync + 'static,
        P: PartialEq + Send + Sync + 'static,
    {
        let way = self.way_by_rules(&operation, params, resolve).await?;
        self.begin(operation, way, None, output)
    }

    fn given_way(
        &self,
        endpoint: impl FnOnce(&EndpointSettings) -> Result<ServiceEndpoint, ConfigError>,
    ) -> Result<Way, CallError> {
        Ok(Way {
            endpoint: self.given(endpoint)?,
            auth: Some(Auth::SigV4),
            deadline: self.deadline(),
        })
    }

    async fn way_by_rules<O, P>(
        &self,
        operation: &O,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<Way, O::Error>
    where
        O: SendsEvents + Bind<P>,
        O::Error: ServiceError,
        P: PartialEq + Send + Sync + 'static,
    {
        let deadline = self.deadline();
        let auth = self.auth(O::AUTH);
        let account = self.of_account(auth, params, deadline).await?;
        Ok(Way {
            endpoint: self.endpoint(operation, account, params, resolve)?,
            auth,
            deadline,
        })
    }

    /// Starts the call. It begins with an input that can be sent.
    fn begin<O, T>(
        &self,
        operation: O,
        way: Way,
        opens: Option<Opens>,
        make: Make<O::Output, T, O::Error>,
    ) -> Result<Halves<O, T>, O::Error>
    where
        O: SendsEvents<Output: 'static> + Send + 'static,
        O::Error: ServiceError + Clone + Send + Sync + 'static,
        T: Send + 'static,
    {
        let Way {
            endpoint,
            auth,
            deadline,
        } = way;
        let made = request(&operation, &endpoint.url, &self.inner.options)?;
        let conversation = Arc::new(Conversation::new(Flow::new(opens.is_some())));
        let (told, is_told) = oneshot::channel();
        let (core, known) = (self.clone(), conversation.clone());
        // The runtime may end before the call does, or before it begins.
        let hold = Hold::new(&known, NO_RUNTIME);
        let call = async move {
            let mut call = Call::new(&core, O::NAME, endpoint, auth, deadline, made);
            call.sends_events(&core, known.flow.clone());
            if let Some(opens) = opens {
                call.opens(opens);
            }
            let result = match answer(&mut call, &operation, None).await {
                Ok(output) => Ok(make(&core, output, call.opened(), &known)),
                Err(error) => Err(known.fail(error)),
            };
            hold.let_go();
            _ = told.send(result);
        };
        let task = tokio::spawn(call.in_current_span());
        let throughput = self.inner.timeouts.throughput;
        let sender = EventSender::new(conversation.clone(), throughput);
        let answer = Answer::new(is_told, task.abort_handle(), conversation);
        Ok((sender, answer))
    }
}

/// The events of a response.
fn stream<E, T>(
    core: &Core,
    decoder: EventDecoder<E, T>,
    open: Option<Body>,
    conversation: &Arc<Conversation<E::Error>>,
) -> EventStream<E, T>
where
    E: Event<Error: ServiceError + Clone + Send + Sync> + Send + 'static,
    T: Default + Send + 'static,
{
    let stream = EventStream::new(decoder, open, core.inner.timeouts.quiet);
    let text = "the events of the answer were dropped, and with them the call";
    let stream = stream.held(Hold::new(conversation, text));
    conversation.answered(Some(stream.with_sender(&conversation.flow)));
    stream
}

/// The output of an operation whose response carries no events.
fn output<T, E: Clone + From<CallError>>(
    _: &Core,
    output: T,
    _: Option<Body>,
    conversation: &Arc<Conversation<E>>,
) -> T {
    conversation.answered(None);
    output
}
