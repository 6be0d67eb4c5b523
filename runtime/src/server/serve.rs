//! The steps between a request and its response.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response};

use super::{Context, ErrorForm, Failure, Incoming};
use crate::Body;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// The future of a response.
pub type Serving = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

/// A request as what is read from it, and what the handler is told of it.
pub(super) fn begin(head: Parts, body: Body, limit: usize) -> (Incoming, Context) {
    let incoming = Incoming::with_body(head, body, limit);
    let context = Context::new(incoming.head());
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
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
