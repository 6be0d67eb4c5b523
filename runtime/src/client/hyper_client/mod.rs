//! The HTTP client over hyper and rustls that calls go through by default.

mod body;
mod connector;
mod tls;

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use hyper::body::{Body as _, Incoming};
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::{BoxFuture, Chunks, HttpClient, ResponseBody, TransportError, TransportErrorKind};
use body::Body;
use connector::Connector;
pub(crate) use connector::{ConnectTimeout, Proxy};
pub(crate) use tls::Tls;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How long an unused connection is kept: less than AWS's load balancers keep theirs (60 s),
/// so that it is rarely the other side that ends one.
const IDLE: Duration = Duration::from_secs(30);

/// What the client is made from.
#[derive(Clone)]
pub(crate) struct HyperSettings {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) max_response_size: usize,
    /// Connections to keep that nobody uses.
    pub(crate) max_idle: usize,
    pub(crate) proxy: Proxy,
    pub(crate) tls: Tls,
}

/// HTTP/1.1 with pooled connections; TLS 1.2 and 1.3 with the operating system's root
/// certificates.
pub(crate) struct HyperClient {
    client: Client<Connector, Body>,
    max_response_size: usize,
}

impl HyperClient {
    pub(crate) fn new(settings: &HyperSettings) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(settings.max_idle)
            .build(Connector::new(settings));
        Self {
            client,
            max_response_size: settings.max_response_size,
        }
    }
}

impl HttpClient for HyperClient {
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let response = self.client.request(request.map(Body::new));
        Box::pin(async move {
            let (head, body) = response.await.map_err(request_error)?.into_parts();
            let body = read(body, self.max_response_size).await?;
            Ok(Response::from_parts(head, body))
        })
    }

    fn open(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let response = self.client.request(request.map(Body::new));
        Box::pin(async move {
            let response = response.await.map_err(request_error)?;
            Ok(response.map(ResponseBody::new))
        })
    }
}

impl Chunks for Incoming {
    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            let frame = match ready!(Pin::new(&mut *self).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Ok(frame)) => frame,
                Some(Err(error)) => {
                    let error = TransportError::new(TransportErrorKind::Body, error);
                    return Poll::Ready(Some(Err(error)));
                }
            };
            // The other kind of frame is trailers.
            if let Ok(data) = frame.into_data() {
                return Poll::Ready(Some(Ok(data)));
            }
        }
    }
}

/// Reads a body to its end. One that is in a single piece, as small ones are, isn't copied.
async fn read(mut body: Incoming, limit: usize) -> Result<Bytes, TransportError> {
    let too_large = || {
        let text = format!("its body has more than {limit} bytes");
        TransportError::new(TransportErrorKind::TooLarge, text)
    };
    let expected = body.size_hint().lower();
    if expected > limit as u64 {
        return Err(too_large());
    }
    let mut first = Bytes::new();
    let mut all: Option<BytesMut> = None;
    loop {
        let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let Some(frame) = frame.await else {
            return Ok(all.map_or(first, BytesMut::freeze));
        };
        let frame = frame.map_err(|error| TransportError::new(TransportErrorKind::Body, error))?;
        // The other kind of frame is trailers.
        let Ok(data) = frame.into_data() else {
            continue;
        };
        let length = all.as_ref().map_or(first.len(), BytesMut::len);
        if length + data.len() > limit {
            return Err(too_large());
        }
        match &mut all {
            Some(all) => all.extend_from_slice(&data),
            None if first.is_empty() => first = data,
            None => {
                let mut together = BytesMut::with_capacity(first.len() + data.len());
                together.extend_from_slice(&first);
                together.extend_from_slice(&data);
                all = Some(together);
            }
        }
    }
}

fn request_error(error: legacy::Error) -> TransportError {
    let mut timeout = None;
    let mut protocol = false;
    let mut hyper = false;
    let mut cause = std::error::Error::source(&error);
    while let Some(source) = cause {
        if let Some(ConnectTimeout(after)) = source.downcast_ref() {
            timeout = Some(*after);
        }
        if let Some(error) = source.downcast_ref::<hyper::Error>() {
            hyper = true;
            protocol |= error.is_parse();
        }
        cause = source.source();
    }
    if let Some(after) = timeout {
        return TransportError::connect_timeout(after);
    }
    let kind = match (error.is_connect(), protocol, hyper) {
        (true, ..) => TransportErrorKind::Connect,
        (_, true, _) => TransportErrorKind::Protocol,
        (_, _, true) => TransportErrorKind::Io,
        (_, _, false) => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}
