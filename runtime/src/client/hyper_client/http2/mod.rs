//! HTTP/2, for requests that carry events: connections that several of them share.
//!
//! Unlike connections of HTTP/1.1, these need a task, since streams of one connection belong to
//! several calls. The task belongs to the runtime of the call that connected, so calls of another
//! runtime connect anew. A connection that nobody uses is closed after 30 s, and earlier if the
//! client is dropped.
//!
//! h2 is spoken without hyper. hyper can't be told to give up on a request whose body waits for the
//! server's window, nor why a stream is reset, nor how many streams the server allows.
//!
//! No stream waits for another: a connection isn't used beyond what the server allows, and a call
//! that finds no room connects anew. Whatever the server allows, a connection has 128 streams at most,
//! so that the connection's window holds the windows of all streams: a stream that nobody reads
//! stops no other.

mod connection;
mod driver;
mod ends;
mod entries;
mod exchange;
mod reading_on;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Weak};
use std::task::Poll;

use http::header::HOST;
use http::uri::Authority;
use http::{Request, Response, Uri};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::Instant;

use super::connect::{Connector, connect_error};
use super::origin::Origin;
use crate::Body;
use crate::client::metrics::{Measured, Observer};
use crate::client::{TransportError, TransportErrorKind};
use connection::{Connection, Lease};
use entries::{Entries, Entry, Maker, State};

/// The connections of a client.
pub(super) struct Connections(Arc<Entries>);

type Waiting = watch::Receiver<Option<Result<(), TransportError>>>;

/// The result of a call's search: a place on a connection, or a connection that is being made.
enum Found {
    Place(Lease),
    Making(Waiting),
}

impl Connections {
    pub(super) fn new() -> Self {
        Self(Arc::default())
    }

    /// Sends a request; the response as soon as its head is there.
    pub(super) async fn send(
        &self,
        connector: &Arc<Connector>,
        request: Request<Body>,
        origin: Origin,
    ) -> Result<Response<Body>, TransportError> {
        let mut request = request;
        prepare(&mut request)?;
        let observer = request.extensions().get::<Observer>().cloned();
        let (head, mut body) = request.into_parts();
        let head = Request::from_parts(head, ());
        // A connection may end before it takes the request.
        for _ in 0..2 {
            let lease = self.lease(connector, &origin, observer.as_ref()).await?;
            body = match exchange::send(lease, head.clone(), body).await? {
                Ok(response) => return Ok(response),
                Err(unsent) => unsent,
            };
        }
        let text = "the server closed each connection before it took the request";
        Err(TransportError::new(TransportErrorKind::Io, text))
    }

    /// Finds a connection with room for a stream, or makes one. Calls that need one at the same time
    /// share it, and the error if it can't be made.
    async fn lease(
        &self,
        connector: &Arc<Connector>,
        origin: &Origin,
        observer: Option<&Observer>,
    ) -> Result<Lease, TransportError> {
        loop {
            let mut waiting = match self.find(connector, origin, observer)? {
                Found::Place(lease) => return Ok(lease),
                Found::Making(waiting) => waiting,
            };
            let made = waiting.wait_for(Option::is_some).await;
            match made.as_deref() {
                Ok(Some(Err(error))) => return Err(error.clone()),
                Ok(_) => {}
                Err(_) => {
                    let text = "the runtime that connected has ended";
                    return Err(TransportError::new(TransportErrorKind::Connect, text));
                }
            }
        }
    }

    fn find(
        &self,
        connector: &Arc<Connector>,
        origin: &Origin,
        observer: Option<&Observer>,
    ) -> Result<Found, TransportError> {
        let runtime = Handle::try_current()
            .map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
        let id = runtime.id();
        let mut entries = self.0.lock();
        entries.retain(Entry::is_of_use);
        let known = entries
            .iter()
            .filter(|entry| entry.origin == *origin && entry.runtime == id);
        let mut making = None;
        for entry in known {
            match &entry.state {
                State::Made(connection) => {
                    if let Some(lease) = connection.lease() {
                        return Ok(Found::Place(lease));
                    }
                }
                State::Making(maker) => making = maker.upgrade(),
            }
        }
        let maker = match making {
            Some(maker) => maker,
            None => {
                let maker = Arc::new(Maker::new(None));
                entries.push(Entry {
                    origin: origin.clone(),
                    runtime: id,
                    state: State::Making(Arc::downgrade(&maker)),
                });
                runtime.spawn(make(
                    connector.clone(),
                    origin.clone(),
                    Arc::downgrade(&self.0),
                    maker.clone(),
                    observer.cloned(),
                ));
                maker
            }
        };
        Ok(Found::Making(maker.subscribe()))
    }
}

/// Makes a connection, unless nobody waits for it any more. The observer is that of the call that asked
/// for it first.
async fn make(
    connector: Arc<Connector>,
    origin: Origin,
    connections: Weak<Entries>,
    maker: Arc<Maker>,
    observer: Option<Observer>,
) {
    let since = observer.as_ref().map(|_| Instant::now());
    let mut making = pin!(made(&connector, &origin, connections.clone()));
    loop {
        let made = {
            let mut abandoned = pin!(maker.closed());
            poll_fn(|context| {
                if let Poll::Ready(made) = making.as_mut().poll(context) {
                    return Poll::Ready(Some(made));
                }
                abandoned.as_mut().poll(context).map(|()| None)
            })
            .await
        };
        let Some(connections) = connections.upgrade() else {
            return;
        };
        let Some(made) = made else {
            if connections.settle(&maker, None) {
                continue;
            }
            return;
        };
        if let Some((observer, since)) = observer.as_ref().zip(since) {
            let failed = made.as_ref().err().map(|_| "connect");
            observer.record(Measured::Connect, since.elapsed(), failed, None);
        }
        let (connection, result) = match made {
            Ok(connection) => (Some(connection), Ok(())),
            Err(error) => (None, Err(error)),
        };
        connections.settle(&maker, Some(connection));
        maker.send_replace(Some(result));
        return;
    }
}

async fn made(
    connector: &Connector,
    origin: &Origin,
    connections: Weak<Entries>,
) -> Result<Arc<Connection>, TransportError> {
    let route = origin.tunnelled_route(&connector.proxies);
    let stream = connector.connect_http2(origin, &route).await;
    let stream = stream.map_err(connect_error)?;
    if origin.is_tls() && stream.protocol().as_deref() != Some(b"h2") {
        let chosen = match stream.protocol() {
            Some(other) => format!("chose {} by ALPN", String::from_utf8_lossy(&other)),
            None => "chose nothing by ALPN, and speaks HTTP/1.1".to_owned(),
        };
        let text = format!("the server {chosen}, and a request with events takes HTTP/2");
        return Err(TransportError::new(TransportErrorKind::Unsupported, text));
    }
    driver::start(stream, connector.timeout, connections).await
}

/// Gives a request the form that it has in HTTP/2: the authority in the URI, as it was signed, and no
/// header `host` (RFC 9113, section 8.3.1).
fn prepare(request: &mut Request<Body>) -> Result<(), TransportError> {
    let Some(host) = request.headers_mut().remove(HOST) else {
        return Ok(());
    };
    let authority = Authority::try_from(host.as_bytes());
    let mut parts = std::mem::take(request.uri_mut()).into_parts();
    let uri = authority.ok().and_then(|authority| {
        parts.authority = Some(authority);
        Uri::from_parts(parts).ok()
    });
    match uri {
        Some(uri) => {
            *request.uri_mut() = uri;
            Ok(())
        }
        None => {
            let text = "the request's host isn't one";
            Err(TransportError::new(TransportErrorKind::Other, text))
        }
    }
}

/// The connections are closed with the client, unless streams are left.
impl Drop for Connections {
    fn drop(&mut self) {
        let entries = std::mem::take(&mut *self.0.lock());
        drop(entries);
    }
}
