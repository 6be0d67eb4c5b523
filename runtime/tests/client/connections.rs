//! Whose answer an answer is: what arrives on a connection while nobody has asked is never taken
//! for one, whichever runtime the client is used from, and whether it runs between calls or not.

use std::future::{Future as _, poll_fn};
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::server::response;
use crate::support::service::{Client, Echo, Error, config, credentials, quick};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tinsmith_runtime::client::{Config, Environment, Timeouts};
use tinsmith_runtime::generated::client::Runtime;

/// The answer to a request, and the fate of the connection.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) bytes: Vec<u8>,
    /// Sent in one piece with the bytes before.
    pub(super) at_once: Vec<u8>,
    /// Sent this long afterwards.
    pub(super) later: Option<(Duration, Vec<u8>)>,
    pub(super) then: Then,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Then {
    /// Another request is read.
    GoOn,
    /// Nothing more is sent, but the connection isn't closed until the client does.
    HalfClose,
    Close,
}

/// A server on threads of its own, so that it goes on while a runtime rests.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    /// Requests after which all was sent that is sent.
    done: Arc<AtomicUsize>,
    /// A message per connection that the client has closed.
    closed: mpsc::Receiver<Instant>,
}

trait Stream: Read + Write {
    fn socket(&self) -> &TcpStream;
}

impl Stream for TcpStream {
    fn socket(&self) -> &TcpStream {
        self
    }
}

impl Stream for StreamOwned<ServerConnection, TcpStream> {
    fn socket(&self) -> &TcpStream {
        self.get_ref()
    }
}

impl Server {
    pub(super) fn start(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        Self::of(answer, |stream| Box::new(stream))
    }

    pub(super) fn start_tls(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let config = tls();
        Self::of(answer, move |stream| {
            let session = ServerConnection::new(config.clone()).unwrap();
            Box::new(StreamOwned::new(session, stream))
        })
    }

    fn of(
        answer: impl Fn(&str) -> Answer + Send + Sync + 'static,
        layer: impl Fn(TcpStream) -> Box<dyn Stream> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, requests) =
            (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let done = Arc::<AtomicUsize>::default();
        let (close, closed) = mpsc::channel();
        thread::spawn({
            let (connections, requests) = (connections.clone(), requests.clone());
            let done = done.clone();
            let shared = Arc::new((answer, layer));
            move || {
                for stream in listener.incoming() {
                    connections.fetch_add(1, Ordering::SeqCst);
                    let (shared, close) = (shared.clone(), close.clone());
                    let (requests, done) = (requests.clone(), done.clone());
                    thread::spawn(move || {
                        let stream = stream.unwrap();
                        stream.set_nodelay(true).unwrap();
                        let mut stream = shared.1(stream);
                        let is_done = serve(&mut *stream, &requests, &done, &shared.0);
                        drop(stream);
                        done.fetch_add(usize::from(!is_done), Ordering::SeqCst);
                        _ = close.send(Instant::now());
                    });
                }
            }
        });
        Self {
            address,
            connections,
            requests,
            done,
            closed,
        }
    }

    /// Waits until nothing more is sent unless somebody asks.
    pub(super) fn is_done(&self) {
        while self.done.load(Ordering::SeqCst) < self.requests() {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(2));
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// Says whether all that was read is done.
fn serve(
    stream: &mut dyn Stream,
    requests: &AtomicUsize,
    done: &AtomicUsize,
    answer: &dyn Fn(&str) -> Answer,
) -> bool {
    let mut buffer = Vec::new();
    loop {
        let Some(text) = read(stream, &mut buffer) else {
            return true;
        };
        requests.fetch_add(1, Ordering::SeqCst);
        let answer = answer(&text);
        let mut bytes = answer.bytes;
        bytes.extend(answer.at_once);
        if stream
            .write_all(&bytes)
            .and_then(|()| stream.flush())
            .is_err()
        {
            return false;
        }
        if let Some((pause, bytes)) = answer.later {
            thread::sleep(pause);
            _ = stream.write_all(&bytes).and_then(|()| stream.flush());
        }
        match answer.then {
            Then::GoOn => {
                done.fetch_add(1, Ordering::SeqCst);
            }
            Then::HalfClose => {
                _ = stream.socket().shutdown(Shutdown::Write);
                done.fetch_add(1, Ordering::SeqCst);
                _ = stream.read(&mut [0; 1]);
                return true;
            }
            Then::Close => return false,
        }
    }
}

/// The text that a request wants to have said.
fn read(stream: &mut dyn Stream, buffer: &mut Vec<u8>) -> Option<String> {
    let mut more = |buffer: &mut Vec<u8>| {
        let mut bytes = [0; 4_096];
        let length = stream.read(&mut bytes).ok().filter(|length| *length > 0)?;
        buffer.extend_from_slice(&bytes[..length]);
        Some(())
    };
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break at + 4;
        }
        more(buffer)?;
    };
    let head = String::from_utf8(buffer[..end].to_vec()).unwrap();
    let length = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        })
        .unwrap_or(0);
    while buffer.len() < end + length {
        more(buffer)?;
    }
    let body: serde_json::Value = serde_json::from_slice(&buffer[end..end + length]).unwrap();
    buffer.drain(..end + length);
    Some(body["Text"].as_str().unwrap().to_owned())
}

fn tls() -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain =
        CertificateDer::from_pem_slice(include_bytes!("../support/tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../support/tls/server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .unwrap();
    Arc::new(config)
}

/// A configuration that trusts the server's certificate.
pub(super) fn tls_config(server: &Server) -> Config {
    let environment = Environment::empty()
        .variable("AWS_CA_BUNDLE", "/root.pem")
        .file("/root.pem", include_bytes!("../support/tls/ca.pem"));
    Config::load(environment)
        .unwrap()
        .region("eu-west-1")
        .credentials(credentials())
        .endpoint_url(format!("https://localhost:{}", server.address.port()))
        .retry(quick())
}

pub(super) fn said(text: &str) -> String {
    format!("{{\"Text\":\"{text}\"}}")
}

/// The forms that a response may have. The last ones have no body, so they are errors.
const FRAMINGS: [&str; 4] = ["length", "chunked", "304", "204"];

pub(super) fn framed(framing: &str, text: &str) -> Vec<u8> {
    let body = said(text);
    match framing {
        "length" => response(200, &[], &body),
        "chunked" => format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
            body.len()
        )
        .into_bytes(),
        status => format!("HTTP/1.1 {status} Status\r\n\r\n").into_bytes(),
    }
}

/// Bytes that servers and proxies have been seen to send without a request.
fn strays() -> Vec<(&'static str, Vec<u8>, Then)> {
    let haproxy = "HTTP/1.1 408 Request Time-out\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    vec![
        ("close", Vec::new(), Then::Close),
        ("half-close", Vec::new(), Then::HalfClose),
        ("408", haproxy.into(), Then::Close),
        ("408, open", haproxy.into(), Then::GoOn),
        ("an answer", framed("length", "somebody else's"), Then::GoOn),
        (
            "a chunked answer",
            framed("chunked", "somebody else's"),
            Then::GoOn,
        ),
        (
            "half an answer",
            framed("length", "somebody else's")[..30].to_vec(),
            Then::GoOn,
        ),
        ("garbage", b"garbage".to_vec(), Then::GoOn),
        ("a byte", b"H".to_vec(), Then::GoOn),
        ("a line", b"\r\n".to_vec(), Then::GoOn),
    ]
}

/// Later than the answer has been read.
const PAUSE: Duration = Duration::from_millis(10);

type AnswerFn = Box<dyn Fn(&str) -> Answer + Send + Sync>;

/// The servers that send each of the strays: with the answer, and a moment later.
fn answers(framing: &'static str) -> Vec<(String, AnswerFn)> {
    let mut all: Vec<(String, AnswerFn)> = Vec::new();
    for (name, stray, then) in strays() {
        for is_later in [false, true] {
            let stray = stray.clone();
            let name = format!(
                "{framing}, {name}, {}",
                if is_later { "later" } else { "at once" }
            );
            all.push((
                name,
                Box::new(move |text| Answer {
                    bytes: framed(framing, text),
                    at_once: if is_later { Vec::new() } else { stray.clone() },
                    later: is_later.then(|| (PAUSE, stray.clone())),
                    then,
                }),
            ));
        }
    }
    all
}

/// Makes some calls: each has to get its own answer, at its first attempt.
fn check(
    name: &str,
    framing: &str,
    server: &Server,
    mut call: impl FnMut(&str) -> Result<String, Error>,
) {
    const CALLS: usize = 3;
    for number in 0..CALLS {
        let text = format!("call {number}");
        let result = call(&text);
        match framing {
            "length" | "chunked" => assert_eq!(result.unwrap(), text, "{name}"),
            "304" => {
                let error = result.unwrap_err();
                assert!(
                    matches!(&error, Error::Unmodeled(meta) if meta.status().is_some_and(|status| status == 304)),
                    "{name}: {error:?}"
                );
            }
            _ => assert!(
                !format!("{result:?}").contains("somebody"),
                "{name}: {result:?}"
            ),
        }
        server.is_done();
    }
    assert_eq!(server.requests(), CALLS, "{name}");
}

pub(super) fn current_thread() -> tokio::runtime::Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap()
}

#[test]
fn nobody_gets_an_answer_that_nobody_asked_for() {
    for framing in FRAMINGS {
        for (name, answer) in answers(framing) {
            let server = Server::start(answer);
            let client = Client::new(&config(&server.url()));
            // It rests between the calls.
            let runtime = current_thread();
            check(&name, framing, &server, |text| {
                runtime.block_on(client.echo(text))
            });
        }
    }
}

#[test]
fn nor_does_a_blocking_client() {
    for (name, answer) in answers("length") {
        let server = Server::start(answer);
        let client = Client::new(&config(&server.url()));
        let runtime = Runtime::new().unwrap();
        check(&name, "length", &server, |text| {
            runtime.run(async { client.echo(text).await })
        });
    }
}

#[test]
fn nor_does_a_client_whose_runtime_goes_on() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    for (name, answer) in answers("chunked") {
        let server = Server::start(answer);
        let client = Client::new(&config(&server.url()));
        check(&name, "chunked", &server, |text| {
            let (client, text) = (client.clone(), text.to_owned());
            let call = runtime.spawn(async move { client.echo(&text).await });
            runtime.block_on(call).unwrap()
        });
    }
}

#[test]
fn nor_does_anybody_over_tls() {
    for framing in ["length", "chunked"] {
        for (name, answer) in answers(framing) {
            let server = Server::start_tls(answer);
            let client = Client::new(&tls_config(&server));
            let runtime = current_thread();
            check(&name, framing, &server, |text| {
                runtime.block_on(client.echo(text))
            });
        }
    }
}

/// TLS whose server sends a part of an answer that nobody asked for in one piece with each answer, and the
/// rest of its record when the next request comes.
struct Torn {
    session: ServerConnection,
    stream: TcpStream,
    /// The bytes of the record that are sent at once.
    at_once: fn(usize) -> usize,
    rest: Vec<u8>,
}

impl Stream for Torn {
    fn socket(&self) -> &TcpStream {
        &self.stream
    }
}

impl Read for Torn {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = rustls::Stream::new(&mut self.session, &mut self.stream).read(buffer)?;
        if read > 0 {
            self.stream.write_all(&std::mem::take(&mut self.rest))?;
        }
        Ok(read)
    }
}

impl Write for Torn {
    fn write(&mut self, answer: &[u8]) -> std::io::Result<usize> {
        let (mut sent, mut stray) = (Vec::new(), Vec::new());
        self.session.writer().write_all(answer)?;
        while self.session.wants_write() {
            self.session.write_tls(&mut sent)?;
        }
        self.session
            .writer()
            .write_all(&framed("length", "somebody else's"))?;
        self.session.write_tls(&mut stray)?;
        self.rest = stray.split_off((self.at_once)(stray.len()));
        self.stream.write_all(&[sent, stray].concat())?;
        Ok(answer.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The kernel has nothing to tell then, and a library of TLS keeps a part of a record to itself.
#[test]
fn nor_does_anybody_if_a_record_came_in_part() {
    let parts: [fn(usize) -> usize; 5] = [|_| 1, |_| 4, |_| 5, |all| all / 2, |all| all - 1];
    for (number, at_once) in parts.into_iter().enumerate() {
        let config = tls();
        let server = Server::of(plain, move |stream| {
            Box::new(Torn {
                session: ServerConnection::new(config.clone()).unwrap(),
                stream,
                at_once,
                rest: Vec::new(),
            })
        });
        let client = Client::new(&tls_config(&server));
        let runtime = current_thread();
        check(&format!("part {number}"), "length", &server, |text| {
            runtime.block_on(client.echo(text))
        });
        assert_eq!(server.connections(), server.requests(), "part {number}");
    }
}

pub(super) fn plain(text: &str) -> Answer {
    Answer {
        bytes: framed("length", text),
        at_once: Vec::new(),
        later: None,
        then: Then::GoOn,
    }
}

#[test]
fn a_sound_connection_is_used_again() {
    for framing in FRAMINGS {
        let answer = move |text: &str| Answer {
            bytes: framed(framing, text),
            ..plain(text)
        };
        let server = Server::start(answer);
        let client = Client::new(&config(&server.url()));
        let runtime = current_thread();
        check(framing, framing, &server, |text| {
            runtime.block_on(client.echo(text))
        });
        assert_eq!(server.connections(), 1, "{framing}");
        let server = Server::start_tls(answer);
        let client = Client::new(&tls_config(&server));
        check(framing, framing, &server, |text| {
            runtime.block_on(client.echo(text))
        });
        assert_eq!(server.connections(), 1, "{framing}");
    }
}

#[test]
fn a_connection_that_is_to_be_closed_is_not_used_again() {
    for bytes in [
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ] {
        let server = Server::start(|text| Answer {
            bytes: bytes.into(),
            ..plain(text)
        });
        let client = Client::new(&config(&server.url()));
        let runtime = current_thread();
        for _ in 0..2 {
            assert_eq!(runtime.block_on(client.echo("hi")).unwrap(), "");
        }
        assert_eq!(server.connections(), 2, "{bytes}");
    }
}

/// No socket rests half closed for ever, although nobody calls.
#[test]
fn what_the_server_has_closed_is_closed_while_nobody_calls() {
    let server = Server::start(|text| Answer {
        then: Then::HalfClose,
        ..plain(text)
    });
    let client = Client::new(&config(&server.url()));
    let runtime = Runtime::new().unwrap();
    let call = async { client.echo("hi").await };
    assert_eq!(runtime.run(call).unwrap(), "hi");
    server.closed.recv_timeout(Duration::from_secs(10)).unwrap();
}

#[test]
fn one_client_and_several_runtimes() {
    let server = Server::start(plain);
    let timeouts = Timeouts::default().attempt(Duration::from_secs(5));
    let client = Client::new(&config(&server.url()).timeouts(timeouts));
    let first = current_thread();
    let second = current_thread();
    let start = Instant::now();
    // The first one rests meanwhile.
    for runtime in [&first, &second, &first, &second] {
        assert_eq!(runtime.block_on(client.echo("hi")).unwrap(), "hi");
    }
    drop(first);
    assert_eq!(second.block_on(client.echo("hi")).unwrap(), "hi");
    drop(second);
    let third = tokio::runtime::Runtime::new().unwrap();
    assert_eq!(third.block_on(client.echo("hi")).unwrap(), "hi");
    third.shutdown_background();
    assert_eq!(current_thread().block_on(client.echo("hi")).unwrap(), "hi");
    assert!(
        start.elapsed() < Duration::from_secs(4),
        "{:?}",
        start.elapsed()
    );
    assert_eq!((server.requests(), server.connections()), (7, 1));
}

/// Calls at once, from runtimes that come and go.
#[test]
fn many_threads_and_runtimes_get_their_own_answers() {
    let server = Server::start(plain);
    let client = Client::new(&config(&server.url()).max_concurrency(4));
    thread::scope(|scope| {
        for thread in 0..6 {
            let client = &client;
            scope.spawn(move || {
                for call in 0..30 {
                    let text = format!("{thread} {call}");
                    assert_eq!(current_thread().block_on(client.echo(&text)).unwrap(), text);
                }
            });
        }
    });
    assert_eq!(server.requests(), 180);
    assert!(server.connections() <= 4, "{}", server.connections());
}

/// The service answers without having read the whole request, and closes.
#[test]
fn an_error_is_seen_although_the_service_closed_early() {
    for is_tls in [false, true] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let config = tls();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                // Otherwise what is closed early may not have left.
                stream.set_nodelay(true).unwrap();
                let mut stream: Box<dyn Stream> = if is_tls {
                    let session = ServerConnection::new(config.clone()).unwrap();
                    Box::new(StreamOwned::new(session, stream))
                } else {
                    Box::new(stream)
                };
                _ = stream.read(&mut [0; 512]);
                let body = "{\"__type\":\"TooLarge\"}";
                _ = stream.write_all(&response(413, &[("connection", "close")], body));
                _ = stream.flush();
                // Closed with bytes that are unread, which resets the connection.
            }
        });
        let server = Server {
            address,
            connections: Arc::default(),
            requests: Arc::default(),
            done: Arc::default(),
            closed: mpsc::channel().1,
        };
        let config = match is_tls {
            true => tls_config(&server),
            false => crate::support::service::config(&server.url()),
        };
        let client = Client::new(&config);
        let runtime = current_thread();
        for _ in 0..10 {
            let echo = Echo::new("x".repeat(4 << 20));
            match runtime.block_on(client.send(echo)).unwrap_err() {
                Error::Unmodeled(error) => assert_eq!(error.code(), Some("TooLarge")),
                other => panic!("{other:?}"),
            }
        }
    }
}

/// A task may do only so much in a turn of its own, and others in the same task may have done it.
#[test]
fn a_call_goes_on_however_little_of_its_turn_is_left() {
    for is_tls in [false, true] {
        let server = if is_tls {
            Server::start_tls(plain)
        } else {
            Server::start(plain)
        };
        let config = if is_tls {
            tls_config(&server)
        } else {
            config(&server.url())
        };
        let client = Client::new(&config);
        let runtime = current_thread();
        for length in [1, 20_000] {
            let text = "x".repeat(length);
            for left in 1..=12 {
                let said = runtime.block_on(async {
                    let mut call = pin!(client.echo(&text));
                    let call = poll_fn(|context| {
                        for _ in left..128 {
                            let used = pin!(tokio::task::coop::consume_budget()).poll(context);
                            assert!(used.is_ready());
                        }
                        call.as_mut().poll(context)
                    });
                    tokio::time::timeout(Duration::from_secs(5), call).await
                });
                assert_eq!(said.unwrap().unwrap(), text, "{left}");
            }
        }
    }
}
