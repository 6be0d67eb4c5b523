//! The steps between a request and its response.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderValue, Request, Response};

use super::{Context, ErrorForm, Failure, Incoming};
use crate::Body;

/// The future of a response.
pub type Serving = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

/// A request as what is read from it, and what the handler is told of it.
pub(super) fn begin(request: Request<Body>, limit: usize) -> (Incoming, Context) {
    let incoming = Incoming::with_body(request, limit);
    let context = Context::new(incoming.parts());
    (incoming, context)
}

/// A response with its request id, whatever came of the request.
pub(super) fn finish<E>(
    answer: Result<Response<Body>, Failure<E>>,
    form: ErrorForm,
    context: &Context,
    of_error: impl FnOnce(&E) -> Response<Bytes>,
) -> Response<Body> {
    let is_error = answer.is_err();
    let mut response = match answer {
        Ok(response) => response,
        Err(Failure::Rejected(rejection)) => form.rejection(&rejection).map(Body::from),
        Err(Failure::Failed(error)) => of_error(&error).map(Body::from),
    };
    form.identify(&mut response, is_error, context.request_id());
    form.finish(&mut response);
    if let Ok(id) = HeaderValue::from_str(context.request_id()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}
