use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::{BoxError, HyperSettings, Tls};
use crate::client::BoxFuture;

/// Connects within a time: name, TCP, proxy and TLS together.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: Proxied,
    tls: Tls,
    timeout: Option<Duration>,
}

impl Connector {
    pub(super) fn new(settings: &HyperSettings) -> Self {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        Self {
            tcp: Proxied {
                http,
                proxy: settings.proxy.clone(),
            },
            tls: settings.tls.clone(),
            timeout: settings.connect_timeout,
        }
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let mut tcp = self.tcp.clone();
        let (tls, timeout) = (self.tls.clone(), self.timeout);
        Box::pin(async move {
            let connect = async move {
                if uri.scheme_str() == Some("https") {
                    HttpsConnector::from((tcp, tls.config()?)).call(uri).await
                } else {
                    tcp.call(uri).await.map(MaybeHttpsStream::Http)
                }
            };
            match timeout {
                Some(timeout) => tokio::time::timeout(timeout, connect)
                    .await
                    .map_err(|_| ConnectTimeout(timeout))?,
                None => connect.await,
            }
        })
    }
}

/// No connection within this time.
#[derive(Debug)]
pub(crate) struct ConnectTimeout(pub(crate) Duration);

impl fmt::Display for ConnectTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no connection within {:?}", self.0)
    }
}

impl std::error::Error for ConnectTimeout {}

/// The proxy for `https` that the environment names, if any.
#[derive(Clone, Default)]
pub(crate) struct Proxy(Option<Arc<Matcher>>);

impl Proxy {
    /// As `HTTPS_PROXY` and `NO_PROXY` say; empty texts are none.
    pub(crate) fn new(https: Option<&str>, no: Option<&str>) -> Self {
        let https = https.filter(|https| !https.is_empty());
        Self(https.map(|https| {
            let matcher = Matcher::builder().https(https).no(no.unwrap_or_default());
            Arc::new(matcher.build())
        }))
    }
}

/// TCP, directly or through a tunnel of the proxy.
#[derive(Clone)]
struct Proxied {
    http: HttpConnector,
    proxy: Proxy,
}

impl Service<Uri> for Proxied {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let proxy = self
            .proxy
            .0
            .as_ref()
            .and_then(|proxy| proxy.intercept(&uri));
        let mut http = self.http.clone();
        match proxy {
            None => Box::pin(async move { Ok(http.call(uri).await?) }),
            Some(proxy) => {
                let mut tunnel = Tunnel::new(proxy.uri().clone(), http);
                if let Some(auth) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(auth.clone());
                }
                Box::pin(async move { Ok(tunnel.call(uri).await?) })
            }
        }
    }
}
