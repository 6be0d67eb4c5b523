//! The HTTP client over hyper and rustls that calls go through by default.
//!
//! hyper speaks HTTP/1.1 on a connection; the connections are ours. A call takes one that rests,
//! or makes one, drives it while it waits, and puts it back after the end of the response. So
//! nothing runs between calls, and a connection may be used by one runtime after the other.
//!
//! A connection is kept after a response if hyper has read no more than the response. Before the next
//! request the kernel is asked (`peek`) whether anything has arrived, as a runtime at rest doesn't
//! look; hyper's buffer, rustls's buffer and half a TLS record are looked at as well. So nobody gets
//! another call's answer. A thread closes connections that rest, as there may be no runtime.
//! hyper-util's pool needs tasks that run between calls.
//!
//! Alone in a package, hyper with hyper-util and hyper-rustls takes 41 crates and 25.3 s of CPU time
//! to build in dev, and reqwest 85 and 37.0 s. Without hyper-util, the client has 35 crates.

mod bypass;
mod connect;
mod error;
mod exchange;
mod expect;
#[cfg(feature = "http2")]
mod http2;
mod idle;
mod io;
mod line;
mod origin;
mod pool;
mod proxy;
mod route;
mod socket;
mod stream;
#[cfg(test)]
mod tests;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HOST, PROXY_AUTHORIZATION};
use http::uri::PathAndQuery;
use http::{Request, Response, Uri, Version};
use tokio::time::Instant;

use super::marks::{ConnectWithin, Direct};
use super::metrics::{Measured, Observer};
use super::sign::host_header;
use super::{BoxFuture, HttpClient, TransportError, TransportErrorKind};
use crate::body::collect_chunks;
use crate::{Body, BodyErrorKind};
use connect::{Connector, connect_error};
use exchange::{Arriving, Exchange};
use idle::IDLE;
use line::Line;
use origin::Origin;
use pool::Pool;
pub(crate) use proxy::Proxies;
use route::Route;
pub(crate) use tls::Tls;

/// The settings that the client is made from.
#[derive(Clone)]
pub(crate) struct HyperSettings {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) max_response_size: usize,
    /// Connections to keep that nobody uses.
    pub(crate) max_idle: usize,
    pub(crate) proxies: Proxies,
    pub(crate) tls: Tls,
}

/// HTTP/1.1 with pooled connections; TLS 1.2 and 1.3 with the operating system's root
/// certificates.
pub(crate) struct HyperClient {
    connector: Arc<Connector>,
    pool: Arc<Pool>,
    #[cfg(feature = "http2")]
    http2: http2::Connections,
    max_response_size: usize,
}

impl HyperClient {
    pub(crate) fn new(settings: &HyperSettings) -> Self {
        Self {
            connector: Arc::new(Connector {
                proxies: settings.proxies.clone(),
                tls: settings.tls.clone(),
                timeout: settings.connect_timeout,
                resolve: connect::by_system,
            }),
            pool: Arc::new(Pool::new(IDLE, settings.max_idle)),
            #[cfg(feature = "http2")]
            http2: http2::Connections::new(),
            max_response_size: settings.max_response_size,
        }
    }

    /// Sends a request, by a connection that rests or by a new one.
    async fn send(&self, request: Request<Body>) -> Result<Response<Arriving>, TransportError> {
        let mut request = expect::gated(request);
        let is_direct = request.extensions().get::<Direct>().is_some();
        let origin = Origin::of(request.uri(), is_direct).ok_or_else(no_absolute_uri)?;
        let observer = request.extensions().get::<Observer>().cloned();
        let within = request.extensions().get::<ConnectWithin>().copied();
        let route = origin.route(&self.connector.proxies);
        prepare(&mut request, &route);
        let sent = |line, request| Exchange::send(line, origin.clone(), self.pool.clone(), request);
        if let Some(line) = self.pool.take(&origin) {
            match sent(line, request.clone()).await {
                Ok(response) => return Ok(response),
                // The other side closed the connection before anything was sent. hyper may have
                // taken the beginning of a stream already, which doesn't come again.
                Err(failed) if failed.is_unsent && !request.body().has_begun() => {}
                Err(failed) => return Err(failed.error),
            }
        }
        let since = observer.as_ref().map(|_| Instant::now());
        let stream = self.connector.connect(&origin, &route, within).await;
        if let Some((observer, since)) = observer.zip(since) {
            let failed = stream.as_ref().err().map(|_| "connect");
            observer.record(Measured::Connect, since.elapsed(), failed, None);
        }
        let stream = stream.map_err(connect_error)?;
        let response = sent(Box::new(Line::new(stream)), request).await;
        response.map_err(|failed| failed.error)
    }

    /// Sends a request that only HTTP/2 can carry.
    async fn send_http2(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        #[cfg(feature = "http2")]
        {
            let is_direct = request.extensions().get::<Direct>().is_some();
            let origin = Origin::of(request.uri(), is_direct).ok_or_else(no_absolute_uri)?;
            self.http2.send(&self.connector, request, origin).await
        }
        #[cfg(not(feature = "http2"))]
        {
            drop(request);
            let text = "HTTP/2 needs the feature http2 of tinsmith-runtime";
            Err(TransportError::new(TransportErrorKind::Unsupported, text))
        }
    }
}

impl HttpClient for HyperClient {
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let (head, body) = self.send(request.map(Body::from)).await?.into_parts();
            let body = read(body, self.max_response_size).await?;
            Ok(Response::from_parts(head, body))
        })
    }

    fn open(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            if request.version() == Version::HTTP_2 {
                return self.send_http2(request).await;
            }
            let response = self.send(request).await?;
            Ok(response.map(|body| {
                let length = body.length();
                Body::from_chunks(body, length)
            }))
        })
    }
}

fn no_absolute_uri() -> TransportError {
    TransportError::new(TransportErrorKind::Other, "the request has no absolute URI")
}

/// Gives a request the form that it has on this route: hyper writes its URI as it is, and adds no
/// `host`.
fn prepare(request: &mut Request<Body>, route: &Route) {
    if !request.headers().contains_key(HOST) {
        if let Some(host) = host_header(request.uri()) {
            request.headers_mut().insert(HOST, host);
        }
    }
    match route {
        // A proxy is told the whole URI (RFC 9112, section 3.2.2), and who asks.
        Route::Asked(proxy) => {
            if let Some(authorization) = proxy.authorization() {
                let headers = request.headers_mut();
                headers.insert(PROXY_AUTHORIZATION, authorization.clone());
            }
        }
        Route::Direct | Route::Tunnel(_) => {
            let target = request.uri().path_and_query().cloned();
            let target = target.unwrap_or_else(|| PathAndQuery::from_static("/"));
            *request.uri_mut() = Uri::from(target);
        }
    }
}

/// Reads a body to its end.
async fn read(mut body: Arriving, limit: usize) -> Result<Bytes, TransportError> {
    let expected = body.expected();
    let read = collect_chunks(&mut body, expected, limit).await;
    read.map_err(|error| match error.kind() {
        BodyErrorKind::TooLarge => {
            let text = format!("its body has more than {limit} bytes");
            TransportError::new(TransportErrorKind::TooLarge, text)
        }
        _ => TransportError::of_response(error),
    })
}
