//! HTTP clients of a program's own.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

use super::{TransportError, TransportErrorKind};
use crate::{Body, BodyErrorKind};

/// A future on the heap, which a trait with async methods needs to be used as an object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends an HTTP request and brings back the response, bodies in memory.
///
/// The feature `client` comes with one over hyper and rustls. Bring your own to go through another
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

    /// Sends the request, whose body may be yet to come, and brings back the response as soon as its
    /// head is there, for operations with streaming members or event streams.
    ///
    /// The provided method is [`call`](Self::call), with both bodies in memory: of the request,
    /// 64 MiB at most.
    fn open(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect(MAX_IN_MEMORY).await.map_err(|error| {
                if error.kind() == BodyErrorKind::TooLarge {
                    let text = format!(
                        "this HTTP client takes a request in memory, and {error}: implement \
                         HttpClient::open to stream it"
                    );
                    return TransportError::new(TransportErrorKind::Source, text);
                }
                TransportError::of_request(error)
            })?;
            let response = self.call(Request::from_parts(head, body)).await?;
            Ok(response.map(Body::from))
        })
    }
}

/// An HTTP client that several parts of a program share, such as the one that
/// [`Config::wrap_http_client`](super::Config::wrap_http_client) hands out.
#[derive(Clone)]
pub struct SharedHttpClient(pub(super) Arc<dyn HttpClient>);

impl HttpClient for SharedHttpClient {
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.0.call(request)
    }

    fn open(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.0.open(request)
    }
}

impl fmt::Debug for SharedHttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedHttpClient")
    }
}

/// The size of a request's body above which an HTTP client has to stream it.
const MAX_IN_MEMORY: usize = 64 << 20;

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
