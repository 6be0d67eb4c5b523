//! Connecting: addresses of a name, one after the other.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::{Semaphore, oneshot};
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

/// Asks the operating system, which can't be told to stop. A runtime waits for its own threads when it
/// ends, so the thread that asks is none of these.
pub(super) fn by_system(
    host: String,
    port: u16,
) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
    Box::pin(on_a_thread(move || {
        Ok((host, port).to_socket_addrs()?.collect())
    }))
}

/// The number of questions that may wait for the operating system at a time: as many as tokio's
/// threads for such work.
static QUESTIONS: Semaphore = Semaphore::const_new(512);

/// Does something on a thread of its own. Who drops the future doesn't wait for the thread.
async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let permit = QUESTIONS.acquire().await.map_err(io::Error::other)?;
    let (sender, done) = oneshot::channel();
    thread::Builder::new()
        .name("name of a host".to_owned())
        .spawn(move || {
            // Nobody may wait any more.
            _ = sender.send(work());
            drop(permit);
        })?;
    done.await.map_err(io::Error::other)?
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_ends_while_the_system_is_asked() {
        let (free, asked) = std::sync::mpsc::channel::<()>();
        let begin = std::time::Instant::now();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let call = on_a_thread(move || {
            _ = asked.recv_timeout(Duration::from_secs(30));
            Ok(())
        });
        let in_time = async { tokio::time::timeout(Duration::from_millis(20), call).await };
        assert!(runtime.block_on(in_time).is_err());
        drop(runtime);
        assert!(begin.elapsed() < Duration::from_secs(10));
        drop(free);
    }

    #[tokio::test]
    async fn the_system_knows_this_machine() {
        let found = by_system("localhost".to_owned(), 80).await.unwrap();
        assert!(
            found.iter().all(|address| address.ip().is_loopback()),
            "{found:?}"
        );
        assert!(!found.is_empty());
        assert!(by_system("no such host".to_owned(), 80).await.is_err());
    }
}
