//! A server of HTTP/2 that checks every signature.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http2;
use hyper::service::service_fn;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::event_stream::{Decoder, Event, HeaderValue, Message};
use tinsmith_runtime::http::request::Parts;
use tinsmith_runtime::http::{Request, Response};
use tinsmith_runtime::{Body, BodyError, BodyErrorKind, Chunks};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};

use crate::chat::{Error, Said};
use crate::proof::Chain;

/// Makes the response to a request.
///
/// The type is erased: the compiler would make all code of a server again for each test.
pub type Handler = dyn Fn(Asked) -> Pin<Box<dyn Future<Output = Answer> + Send>> + Send + Sync;

/// The response, or why there is none.
pub type Answer = Result<Response<Body>, String>;

/// Erases the type of a handler.
pub fn erased<F, R>(handler: F) -> Arc<Handler>
where
    F: Fn(Asked) -> R + Send + Sync + 'static,
    R: Future<Output = Answer> + Send + 'static,
{
    Arc::new(move |asked| Box::pin(handler(asked)))
}

/// A request, as a handler gets it.
pub struct Asked {
    pub parts: Parts,
    pub events: Events,
}

/// The events of a request, with their signatures checked.
pub struct Events {
    pub body: Incoming,
    decoder: Decoder,
    chain: Option<Chain>,
    ended: bool,
}

impl Events {
    /// The next message; `None` if the stream was ended as it has to be.
    pub async fn next(&mut self) -> Result<Option<Message>, String> {
        loop {
            if let Some(message) = self.decoder.next().map_err(|error| error.to_string())? {
                if self.ended {
                    return Err("a message after the end".to_owned());
                }
                let Some(chain) = &mut self.chain else {
                    return Ok(Some(message));
                };
                match chain.unwrap(&message)? {
                    Some(inner) => return Ok(Some(inner)),
                    None => self.ended = true,
                }
                continue;
            }
            let frame =
                std::future::poll_fn(|context| Pin::new(&mut self.body).poll_frame(context)).await;
            match frame {
                None => {
                    self.decoder.finish().map_err(|error| error.to_string())?;
                    if self.chain.is_some() && !self.ended {
                        return Err("no message ends the stream".to_owned());
                    }
                    return Ok(None);
                }
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.decoder.push(data);
                    }
                }
                Some(Err(error)) => return Err(format!("reset: {error:?}")),
            }
        }
    }

    /// The text of the next event.
    pub async fn line(&mut self) -> Result<Option<String>, String> {
        let Some(message) = self.next().await? else {
            return Ok(None);
        };
        match message.header(":event-type") {
            Some(HeaderValue::String(name)) if name == "line" => {
                Ok(Some(String::from_utf8(message.payload.to_vec()).unwrap()))
            }
            other => Err(format!("another event: {other:?}")),
        }
    }
}

/// Gives the events of a response.
#[derive(Clone)]
pub struct Telling(mpsc::Sender<Result<Bytes, BodyError>>);

impl Telling {
    /// Makes a response whose events come later.
    pub fn response() -> (Self, Response<Body>) {
        let (sender, chunks) = mpsc::channel(1);
        let response = Response::new(Body::from_chunks(Told(chunks), None));
        (Self(sender), response)
    }

    pub async fn bytes(&self, bytes: impl Into<Bytes>) -> bool {
        self.0.send(Ok(bytes.into())).await.is_ok()
    }

    pub async fn line(&self, text: &str) -> bool {
        self.bytes(crate::proof::encoded(text)).await
    }

    /// Ends the response with an exception.
    pub async fn exception(&self) {
        let message = Said::error_message(&Error::Call(
            tinsmith_runtime::client::ConfigError::new("").into(),
        ));
        self.bytes(message.encode().unwrap()).await;
    }

    /// Resets the stream.
    pub async fn reset(&self) {
        let error = BodyError::new(BodyErrorKind::Source, "reset by the test");
        _ = self.0.send(Err(error)).await;
    }
}

struct Told(mpsc::Receiver<Result<Bytes, BodyError>>);

impl Chunks for Told {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        self.0.poll_recv(context)
    }
}

/// Counts of a server.
#[derive(Default)]
pub struct Counts {
    pub accepted: AtomicUsize,
    pub open: AtomicUsize,
    pub requests: AtomicUsize,
    pub at_once: AtomicUsize,
    pub most_at_once: AtomicUsize,
    /// Problems of requests that no test asked for.
    pub wrong: Mutex<Vec<String>>,
}

pub struct Server {
    address: SocketAddr,
    pub counts: Arc<Counts>,
    /// Has connections end when their streams have.
    pub going_away: Arc<Notify>,
    task: tokio::task::JoinHandle<()>,
}

/// How a server differs from the usual.
#[derive(Clone, Copy)]
pub struct Manner {
    pub streams: u32,
    pub window: u32,
    pub is_signed: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            streams: 100,
            window: 65_535,
            is_signed: true,
        }
    }
}

impl Server {
    pub async fn start<F, R>(handler: F) -> Self
    where
        F: Fn(Asked) -> R + Send + Sync + 'static,
        R: Future<Output = Answer> + Send + 'static,
    {
        Self::with(Manner::default(), handler).await
    }

    pub async fn with<F, R>(manner: Manner, handler: F) -> Self
    where
        F: Fn(Asked) -> R + Send + Sync + 'static,
        R: Future<Output = Answer> + Send + 'static,
    {
        Self::handled_by(manner, erased(handler)).await
    }

    async fn handled_by(manner: Manner, handler: Arc<Handler>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let counts = Arc::new(Counts::default());
        let going_away = Arc::new(Notify::new());
        let known = counts.clone();
        let away = going_away.clone();
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                known.accepted.fetch_add(1, Ordering::SeqCst);
                let connection =
                    serve(stream, manner, handler.clone(), known.clone(), away.clone());
                connections.spawn(connection);
            }
        });
        Self {
            address,
            counts,
            going_away,
            task,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }

    pub fn accepted(&self) -> usize {
        self.counts.accepted.load(Ordering::SeqCst)
    }

    /// Waits until no connection is open.
    pub async fn all_closed(&self) {
        for _ in 0..1_000 {
            if self.counts.open.load(Ordering::SeqCst) == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("connections are left");
    }

    /// Waits until no request is being answered.
    pub async fn all_done(&self) {
        for _ in 0..1_000 {
            if self.counts.at_once.load(Ordering::SeqCst) == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("requests are left");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        if !std::thread::panicking() {
            let wrong = self.counts.wrong.lock().unwrap();
            assert!(wrong.is_empty(), "{wrong:?}");
        }
    }
}

/// Counts down when it is dropped.
struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

pub async fn serve<S>(
    stream: S,
    manner: Manner,
    handler: Arc<Handler>,
    counts: Arc<Counts>,
    going_away: Arc<Notify>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let _open = Counted::new(&counts.open);
    let service = service_fn(|request: Request<Incoming>| {
        counts.requests.fetch_add(1, Ordering::SeqCst);
        let (counts, handler) = (counts.clone(), handler.clone());
        async move {
            let _at_once = Counted::new(&counts.at_once);
            let now = counts.at_once.load(Ordering::SeqCst);
            counts.most_at_once.fetch_max(now, Ordering::SeqCst);
            let (parts, body) = request.into_parts();
            let chain = match manner.is_signed {
                false => None,
                true => match Chain::of(&parts) {
                    Ok(chain) => Some(chain),
                    Err(wrong) => {
                        counts.wrong.lock().unwrap().push(wrong.clone());
                        return Err(io::Error::other(wrong));
                    }
                },
            };
            let events = Events {
                body,
                decoder: Decoder::new(),
                chain,
                ended: false,
            };
            handler(Asked { parts, events })
                .await
                .map_err(io::Error::other)
        }
    });
    let mut connection = std::pin::pin!(
        http2::Builder::new(Spawn)
            .max_concurrent_streams(manner.streams)
            .initial_stream_window_size(manner.window)
            .initial_connection_window_size(manner.window.max(65_535))
            .serve_connection(Io(stream), service)
    );
    let mut away = std::pin::pin!(going_away.notified());
    let mut is_told = false;
    std::future::poll_fn(|context| {
        if !is_told && away.as_mut().poll(context).is_ready() {
            is_told = true;
            connection.as_mut().graceful_shutdown();
        }
        connection.as_mut().poll(context)
    })
    .await
    .ok();
}

#[derive(Clone)]
struct Spawn;

impl<F: Future<Output: Send> + Send + 'static> hyper::rt::Executor<F> for Spawn {
    fn execute(&self, task: F) {
        tokio::spawn(task);
    }
}

/// A connection as hyper takes it.
struct Io<S>(S);

impl<S: AsyncRead + Unpin> hyper::rt::Read for Io<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut cursor: hyper::rt::ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut space = vec![0; cursor.remaining().min(16_384)];
        let mut buffer = ReadBuf::new(&mut space);
        ready!(Pin::new(&mut self.0).poll_read(context, &mut buffer))?;
        cursor.put_slice(buffer.filled());
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> hyper::rt::Write for Io<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

/// Answers each line of a request with the same line, and ends with it.
pub async fn echo(asked: Asked) -> Answer {
    let (telling, response) = Telling::response();
    let mut events = asked.events;
    tokio::spawn(async move {
        loop {
            match events.line().await {
                Ok(Some(text)) => {
                    if !telling.line(&text).await {
                        return;
                    }
                }
                Ok(None) => return,
                Err(_) => return telling.reset().await,
            }
        }
    });
    Ok(response)
}

/// A TCP connection in front of a server that is cut after some bytes of a direction.
pub async fn cut(server: SocketAddr, requests: usize, responses: usize) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(async move {
                let server = TcpStream::connect(server).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                // Dropped together, so that both sides see the end.
                let mut up = Box::pin(copy(from_client, to_server, requests));
                let mut down = Box::pin(copy(from_server, to_client, responses));
                std::future::poll_fn(|context| {
                    if up.as_mut().poll(context).is_ready() {
                        return Poll::Ready(());
                    }
                    down.as_mut().poll(context)
                })
                .await;
            });
        }
    });
    address
}

async fn copy(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, mut left: usize) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut buffer = VecDeque::from(vec![0; 8_192]);
    let buffer = buffer.make_contiguous();
    while left > 0 {
        let most = left.min(buffer.len());
        match from.read(&mut buffer[..most]).await {
            Ok(0) | Err(_) => return,
            Ok(read) => {
                left -= read;
                if to.write_all(&buffer[..read]).await.is_err() {
                    return;
                }
            }
        }
    }
}
