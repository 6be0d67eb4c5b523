//! Servers that answer as a test says, over TCP or TLS.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::server::response;
use crate::support::service::{credentials, quick};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tinsmith_runtime::client::{Config, Environment};

/// The answer to a request, and the fate of the connection.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) bytes: Vec<u8>,
    /// Sent in one piece with the bytes before.
    pub(crate) at_once: Vec<u8>,
    /// Sent this long afterwards.
    pub(crate) later: Option<(Duration, Vec<u8>)>,
    pub(crate) then: Then,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Then {
    /// Another request is read.
    GoOn,
    /// Nothing more is sent, but the connection isn't closed until the client does.
    HalfClose,
    Close,
}

/// A server on threads of its own, so that it goes on while a runtime rests.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(super) connections: Arc<AtomicUsize>,
    pub(super) requests: Arc<AtomicUsize>,
    /// Requests after which all was sent that is sent.
    pub(super) done: Arc<AtomicUsize>,
    /// A message per connection that the client has closed.
    pub(super) closed: mpsc::Receiver<Instant>,
}

pub(super) trait Stream: Read + Write {
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
    pub(crate) fn start(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        Self::of(answer, |stream| Box::new(stream))
    }

    pub(crate) fn start_tls(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let config = tls();
        Self::of(answer, move |stream| {
            let session = ServerConnection::new(config.clone()).unwrap();
            Box::new(StreamOwned::new(session, stream))
        })
    }

    pub(super) fn of(
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
    pub(crate) fn is_done(&self) {
        while self.done.load(Ordering::SeqCst) < self.requests() {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(2));
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn requests(&self) -> usize {
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

pub(super) fn tls() -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain =
        CertificateDer::from_pem_slice(include_bytes!("../../support/tls/server.pem")).unwrap();
    let key =
        PrivateKeyDer::from_pem_slice(include_bytes!("../../support/tls/server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .unwrap();
    Arc::new(config)
}

/// A configuration that trusts the server's certificate.
pub(crate) fn tls_config(server: &Server) -> Config {
    let environment = Environment::empty()
        .variable("AWS_CA_BUNDLE", "/root.pem")
        .file("/root.pem", include_bytes!("../../support/tls/ca.pem"));
    Config::load(environment)
        .unwrap()
        .region("eu-west-1")
        .credentials(credentials())
        .endpoint_url(format!("https://localhost:{}", server.address.port()))
        .retry(quick())
}

pub(crate) fn said(text: &str) -> String {
    format!("{{\"Text\":\"{text}\"}}")
}

/// The forms that a response may have. The last ones have no body, so they are errors.
pub(super) const FRAMINGS: [&str; 4] = ["length", "chunked", "304", "204"];

pub(crate) fn framed(framing: &str, text: &str) -> Vec<u8> {
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
