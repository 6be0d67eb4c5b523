//! The steps between a request and its response.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderValue, Request, Response};

use super::body::collect;
use super::{Body, Context, ErrorForm, Failure, Incoming};

/// The future of a response.
pub type Serving = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

/// A request in memory as what is read from it, and what the handler is told of it.
pub(super) fn begin(request: Request<Bytes>) -> (Incoming, Context) {
    let incoming = Incoming::new(request);
    let context = Context::new(incoming.parts());
    (incoming, context)
}

/// A response with its request id, whatever came of the request.
pub(super) fn finish<E>(
    answer: Result<Response<Bytes>, Failure<E>>,
    form: ErrorForm,
    context: &Context,
    of_error: impl FnOnce(&E) -> Response<Bytes>,
) -> Response<Bytes> {
    let is_error = answer.is_err();
    let mut response = match answer {
        Ok(response) => response,
        Err(Failure::Rejected(rejection)) => form.rejection(&rejection),
        Err(Failure::Failed(error)) => of_error(&error),
    };
    form.identify(&mut response, is_error, context.request_id());
    form.finish(&mut response);
    if let Ok(id) = HeaderValue::from_str(context.request_id()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

/// Collects a request's body and gives the whole to `answer`.
pub(super) fn serve<B, F>(
    request: Request<B>,
    limit: usize,
    form: ErrorForm,
    answer: impl FnOnce(Request<Bytes>) -> F + Send + 'static,
) -> Serving
where
    B: http_body::Body + Send + 'static,
    B::Data: Send,
    F: Future<Output = Response<Bytes>> + Send,
{
    Box::pin(async move {
        let (parts, body) = request.into_parts();
        let response = match collect(body, limit).await {
            Ok(body) => answer(Request::from_parts(parts, body)).await,
            Err(rejection) => {
                let context = Context::new(&parts);
                let answer: Result<_, Failure<Infallible>> = Err(rejection.into());
                finish(answer, form, &context, |never| match *never {})
            }
        };
        Ok(response.map(Body::from))
    })
}
