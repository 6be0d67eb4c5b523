//! HTTP clients of a program's own.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::{Request, Response};

use super::{ResponseBody, TransportError};

/// A future on the heap, which a trait with async methods needs to be used as an object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends an HTTP request and brings back the response, bodies in memory.
///
/// The client comes with one over hyper and rustls. Bring your own to go through another
/// library, or to answer in memory: any function of the right form is one.
///
/// An implementation doesn't follow redirects and doesn't retry. Dropping the future
/// cancels the request; the client does that when a timeout passes.
///
/// ```
/// use tinsmith_runtime::bytes::Bytes;
/// use tinsmith_runtime::client::{Config, HttpClient};
/// use tinsmith_runtime::http::{Request, Response};
///
/// async fn answer(_: Request<Bytes>) -> Result<Response<Bytes>, tinsmith_runtime::client::TransportError> {
///     Ok(Response::new(Bytes::from_static(b"{}")))
/// }
///
/// let config = Config::new().http_client(answer);
/// # let _ = config;
/// ```
pub trait HttpClient: Send + Sync + 'static {
    /// Sends the request, whose URI is absolute, and reads the whole response.
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>>;

    /// Sends the request, and brings back the response as soon as its head is there, for
    /// operations with event streams. The provided method is [`call`](Self::call), with the whole
    /// body as one chunk.
    fn open(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let response = self.call(request);
        Box::pin(async move { Ok(response.await?.map(ResponseBody::whole)) })
    }
}

impl<F, R> HttpClient for F
where
    F: Fn(Request<Bytes>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'static,
{
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self(request))
    }
}
