//! Answers that nobody asked for: what arrives on a connection while nobody has asked is never taken
//! for one, whichever runtime the client is used from, and whether it runs between calls or not.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::server::{Answer, FRAMINGS, Server, Stream, Then, framed, tls, tls_config};
use super::{check, current_thread, plain};
use crate::support::service::{Client, config};
use rustls::ServerConnection;
use tinsmith_runtime::generated::client::Runtime;

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
