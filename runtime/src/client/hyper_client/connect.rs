//! Connecting: addresses of a name, one after the other.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::Instant;

use super::error::BoxError;
use super::origin::{Origin, address};
use super::route::Route;
use super::stream::Stream;
use super::{Proxies, Tls};
use crate::client::marks::ConnectWithin;
use crate::client::{BoxFuture, TransportError, TransportErrorKind};

/// Finds the addresses of a name.
pub(super) type Resolve = fn(String, u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;

/// Makes connections.
pub(super) struct Connector {
    pub(super) proxies: Proxies,
    pub(super) tls: Tls,
    /// The time for name, TCP, proxy and TLS together.
    pub(super) timeout: Option<Duration>,
    pub(super) resolve: Resolve,
}

impl Connector {
    /// A connection to an origin, on this route.
    pub(super) async fn connect(
        &self,
        origin: &Origin,
        route: &Route,
        within: Option<ConnectWithin>,
    ) -> Result<Stream, BoxError> {
        let timeout = within.map_or(self.timeout, |ConnectWithin(timeout)| timeout);
        let connected = self.connected(origin, route, false, timeout);
        in_time(timeout, connected).await
    }

    /// A connection to an origin, which is asked for HTTP/2.
    #[cfg(feature = "http2")]
    pub(super) async fn connect_http2(
        &self,
        origin: &Origin,
        route: &Route,
    ) -> Result<Stream, BoxError> {
        let connected = self.connected(origin, route, true, self.timeout);
        in_time(self.timeout, connected).await
    }

    async fn connected(
        &self,
        origin: &Origin,
        route: &Route,
        wants_http2: bool,
        timeout: Option<Duration>,
    ) -> Result<Stream, BoxError> {
        let stream = match route {
            Route::Direct => self.tcp(origin.host(), origin.port(), timeout).await?,
            Route::Tunnel(proxy) | Route::Asked(proxy) => {
                let tcp = self.tcp(proxy.host(), proxy.port(), timeout).await?;
                match proxy.is_tls() {
                    true => tcp.with_tls(proxy.host(), &self.tls, false).await?,
                    false => tcp,
                }
            }
        };
        let stream = match route {
            Route::Tunnel(proxy) => proxy.tunnel(stream, origin).await?,
            Route::Direct | Route::Asked(_) => stream,
        };
        if !origin.is_tls() {
            return Ok(stream);
        }
        stream.with_tls(origin.host(), &self.tls, wants_http2).await
    }

    async fn tcp(
        &self,
        host: &str,
        port: u16,
        timeout: Option<Duration>,
    ) -> Result<Stream, BoxError> {
        let addresses = match address(host) {
            Some(address) => vec![SocketAddr::new(address, port)],
            None => (self.resolve)(host.to_owned(), port).await?,
        };
        let stream = first_of(in_turns(addresses), timeout).await?;
        // Requests are written in one piece, so there is nothing to wait for.
        stream.set_nodelay(true)?;
        Ok(Stream::tcp(stream))
    }
}

async fn in_time(
    timeout: Option<Duration>,
    connecting: impl Future<Output = Result<Stream, BoxError>>,
) -> Result<Stream, BoxError> {
    let connecting = pin!(connecting);
    match timeout {
        None => connecting.await,
        Some(after) => tokio::time::timeout(after, connecting)
            .await
            .map_err(|_| ConnectTimeout(after))?,
    }
}

/// Asks the operating system.
pub(super) fn by_system(
    host: String,
    port: u16,
) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
    Box::pin(async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })
}

/// The time that an address is waited for before the next address is tried besides (RFC 8305,
/// section 5).
const PAUSE: Duration = Duration::from_millis(250);

/// Addresses of both families in turns, the first address first: if one family leads nowhere,
/// the next address is of the other (RFC 8305, section 4).
fn in_turns(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) = addresses
        .into_iter()
        .partition(|address| address.is_ipv6() == is_v6);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut all = Vec::new();
    loop {
        let before = all.len();
        all.extend(first.next());
        all.extend(second.next());
        if all.len() == before {
            return all;
        }
    }
}

/// Connects to the first of these addresses that answers. The next one is tried when those before
/// it have failed or are silent; all have been tried within half of `timeout`.
async fn first_of(addresses: Vec<SocketAddr>, timeout: Option<Duration>) -> io::Result<TcpStream> {
    type Attempt = Pin<Box<dyn Future<Output = io::Result<TcpStream>> + Send>>;

    let count = u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
    let pause = timeout.map_or(PAUSE, |timeout| PAUSE.min(timeout / 2 / count));
    let mut waiting = addresses.into_iter();
    let mut attempts: Vec<Attempt> = Vec::new();
    let mut failure = None;
    let mut silence = pin!(tokio::time::sleep(pause));
    poll_fn(|context| {
        loop {
            let mut index = 0;
            while let Some(attempt) = attempts.get_mut(index) {
                match attempt.as_mut().poll(context) {
                    Poll::Pending => index += 1,
                    Poll::Ready(Ok(stream)) => return Poll::Ready(Ok(stream)),
                    Poll::Ready(Err(error)) => {
                        drop(attempts.remove(index));
                        failure.get_or_insert(error);
                    }
                }
            }
            let is_next = attempts.is_empty() || silence.as_mut().poll(context).is_ready();
            if !is_next {
                return Poll::Pending;
            }
            match waiting.next() {
                Some(address) => {
                    attempts.push(Box::pin(TcpStream::connect(address)));
                    silence.as_mut().reset(Instant::now() + pause);
                }
                None if attempts.is_empty() => {
                    let none =
                        || io::Error::new(io::ErrorKind::NotFound, "the name has no address");
                    return Poll::Ready(Err(failure.take().unwrap_or_else(none)));
                }
                None => return Poll::Pending,
            }
        }
    })
    .await
}

/// The error of a connection that took longer than this.
#[derive(Debug)]
pub(super) struct ConnectTimeout(pub(super) Duration);

impl fmt::Display for ConnectTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no connection within {:?}", self.0)
    }
}

impl std::error::Error for ConnectTimeout {}

/// Names an error of [`Connector`] for those who called.
pub(super) fn connect_error(error: BoxError) -> TransportError {
    match error.downcast_ref() {
        Some(ConnectTimeout(after)) => TransportError::connect_timeout(*after),
        None => TransportError::new(TransportErrorKind::Connect, error),
    }
}
