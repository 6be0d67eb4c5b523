//! A server as a `tower::Service`.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::body::refused;
use super::serve::{begin, finish};
use super::{Context, ErrorForm, Failure, Incoming, Rejection, Serving};
use crate::body::collect_http_body;
use crate::{Body, ErrorMeta};

/// The number of bytes that a request's body may have unless the server is told otherwise: 10 MiB,
/// more than any AWS service with a JSON protocol takes.
pub const DEFAULT_BODY_LIMIT: usize = 10 * 1024 * 1024;

/// A service's protocol, which generated code implements: it finds the handler's method for a
/// request, and writes the answer.
pub trait Dispatch<H>: 'static {
    /// The error of handlers.
    type Error: Send;

    /// The form of errors that the model doesn't have.
    #[doc(hidden)]
    const FORM: ErrorForm;

    /// The indices of the routes whose operations take their body as a stream.
    #[doc(hidden)]
    const STREAMS: &'static [usize] = &[];

    /// Decodes a request, asks the handler, and encodes what it answers.
    ///
    /// # Errors
    /// The reason why the request is refused, or the handler's own error.
    #[doc(hidden)]
    fn dispatch(
        handler: &H,
        incoming: &mut Incoming,
        context: &Context,
    ) -> impl Future<Output = Result<Response<Body>, Failure<Self::Error>>> + Send;

    /// The response that tells a handler's error.
    #[doc(hidden)]
    fn encode_error(error: &Self::Error) -> Response<Bytes>;
}

/// Makes the error of a handler that doesn't have an operation, in the form of any service:
/// `UnknownOperationException`, status 404.
pub fn unknown_operation(operation: &'static str) -> ErrorMeta {
    ErrorMeta::default()
        .with_operation(operation)
        .with_status(StatusCode::NOT_FOUND)
        .with_code("UnknownOperationException")
        .with_message("the service doesn't have this operation")
}

/// A service with a handler: a `tower::Service` for HTTP requests with any body.
///
/// `P` is the service's protocol; each generated `server` module has an alias `Server<H>` that
/// names it. Clones share the handler.
pub struct Server<H, P> {
    handler: Arc<H>,
    body_limit: usize,
    protocol: PhantomData<fn() -> P>,
}

impl<H, P: Dispatch<H>> Server<H, P> {
    /// Makes a server of this handler.
    pub fn new(handler: H) -> Self {
        Self::shared(Arc::new(handler))
    }

    /// Makes a server of a handler that others hold, too.
    pub fn shared(handler: Arc<H>) -> Self {
        Self {
            handler,
            body_limit: DEFAULT_BODY_LIMIT,
            protocol: PhantomData,
        }
    }

    /// Sets the limit above which bodies are refused; [`DEFAULT_BODY_LIMIT`] by default.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Answers a request that is in memory. The answer is in memory, too: a body that streams is
    /// collected.
    pub async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        let (head, body) = self
            .answer_stream(request.map(Body::from))
            .await
            .into_parts();
        match body.collect(usize::MAX).await {
            Ok(body) => Response::from_parts(head, body),
            Err(error) => P::FORM.rejection(&Rejection::Internal(error.to_string())),
        }
    }

    /// Answers a request whose body may be yet to come, with a body that may be so, too. Only
    /// operations with a streaming input leave the body to the handler. Of others, the body is
    /// collected, up to the [limit](Self::body_limit).
    pub async fn answer_stream(&self, request: Request<Body>) -> Response<Body> {
        let (head, body) = request.into_parts();
        let (mut incoming, context) = begin(head, body, self.body_limit);
        let is_whole = match P::STREAMS {
            [] => incoming.collect().await,
            _ => Ok(()),
        };
        let answer = self.dispatched(is_whole, &mut incoming, &context).await;
        answered::<P, H>(answer, context)
    }

    /// Asks the handler, unless the body is refused already.
    async fn dispatched(
        &self,
        is_whole: Result<(), Rejection>,
        incoming: &mut Incoming,
        context: &Context,
    ) -> Result<Response<Body>, Failure<P::Error>> {
        let answer = match is_whole {
            Ok(()) => P::dispatch(&self.handler, incoming, context).await,
            Err(refused) => Err(Failure::Rejected(refused)),
        };
        match incoming.refused() {
            Some(refused) => Err(Failure::Rejected(refused)),
            None => answer,
        }
    }
}

/// Makes the response to a request.
fn answered<P: Dispatch<H>, H>(
    answer: Result<Response<Body>, Failure<P::Error>>,
    context: Context,
) -> Response<Body> {
    let response = finish(answer, P::FORM, &context, P::encode_error);
    match context.into_response() {
        None => response,
        Some(instead) => instead.map(Body::from),
    }
}

impl<H, P> Clone for Server<H, P> {
    fn clone(&self) -> Self {
        Self {
            handler: self.handler.clone(),
            body_limit: self.body_limit,
            protocol: PhantomData,
        }
    }
}

impl<H: fmt::Debug, P> fmt::Debug for Server<H, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("handler", &self.handler)
            .field("body_limit", &self.body_limit)
            .finish()
    }
}

impl<H, P, B> tower_service::Service<Request<B>> for Server<H, P>
where
    H: Send + Sync + 'static,
    P: Dispatch<H>,
    B: http_body::Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>>
        + Send
        + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Serving;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Serving {
        let server = self.clone();
        let (head, body) = request.into_parts();
        let limit = server.body_limit;
        // A value that isn't in the future takes no memory of the future.
        if !P::STREAMS.is_empty() {
            let (mut incoming, context) = begin(head, Body::from_http_body(body), limit);
            return Box::pin(async move {
                let answer = server.dispatched(Ok(()), &mut incoming, &context).await;
                Ok(answered::<P, H>(answer, context))
            });
        }
        let (mut incoming, context) = begin(head, Body::new(), limit);
        Box::pin(async move {
            // Collected here, a body needs no memory of its own while it comes.
            let collected = collect_http_body(body, limit).await;
            let is_whole = collected.map(|body| incoming.set_body(body));
            let is_whole = is_whole.map_err(|error| refused(&error, limit));
            let answer = server.dispatched(is_whole, &mut incoming, &context).await;
            Ok(answered::<P, H>(answer, context))
        })
    }
}
