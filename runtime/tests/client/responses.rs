//! Responses of any shape: what is read of them, and whether their connection is used again.
//!
//! Whatever a server sends, a call gets its own answer or an error, and nothing that is left over
//! reaches the next call.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use tinsmith_runtime::client::{CallError, RetryConfig, Timeouts, TransportErrorKind};

use crate::connections::{Answer, Server, Then, current_thread, framed, plain, said, tls_config};
use crate::support::server::response;
use crate::support::service::{Client, Echo, Error, config};

/// A server that answers with these bytes, in which `TEXT` is what was said.
fn server(bytes: &'static str, then: Then) -> Server {
    Server::start(move |text| Answer {
        bytes: with_text(bytes, text),
        then,
        ..plain(text)
    })
}

fn with_text(bytes: &str, text: &str) -> Vec<u8> {
    let body = said(text);
    let length = body.len();
    bytes
        .replace("BODY", &body)
        .replace("LENGTH", &length.to_string())
        .replace("HEX", &format!("{length:x}"))
        .into_bytes()
}

/// Makes several calls. Returns their results, and the number of connections.
fn calls(server: &Server, client: &Client) -> (Vec<Result<String, Error>>, usize) {
    let runtime = current_thread();
    let call = |number: usize| {
        let result = runtime.block_on(client.echo(&format!("call {number}")));
        server.is_done();
        result
    };
    ((0..3).map(call).collect(), server.connections())
}

fn client(server: &Server) -> Client {
    Client::new(&config(&server.url()).retry(RetryConfig::off()))
}

/// Own answers, over this many connections.
#[track_caller]
fn answered(name: &str, server: &Server, client: &Client, connections: usize) {
    let (results, found) = calls(server, client);
    for (number, result) in results.iter().enumerate() {
        assert_eq!(result.as_deref(), Ok(&*format!("call {number}")), "{name}");
    }
    assert_eq!(found, connections, "{name}");
}

#[test]
fn whole_answers_in_all_forms() {
    for (name, bytes, then, connections) in [
        (
            "interim responses before",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n\
             HTTP/1.1 200 OK\r\ncontent-length: LENGTH\r\n\r\nBODY",
            Then::GoOn,
            1,
        ),
        (
            "chunks with extensions and trailers",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n\
             HEX;name=\"value\"\r\nBODY\r\n0\r\nx-sum: 1\r\nx-more: 2\r\n\r\n",
            Then::GoOn,
            1,
        ),
        (
            "capitals, and no reason",
            "HTTP/1.1 200\r\nTRANSFER-ENCODING: CHUNKED\r\n\r\nHEX\r\nBODY\r\n0\r\n\r\n",
            Then::GoOn,
            1,
        ),
        (
            "one length twice",
            "HTTP/1.1 200 OK\r\ncontent-length: LENGTH\r\ncontent-length: LENGTH\r\n\r\nBODY",
            Then::GoOn,
            1,
        ),
        (
            "up to the end of the connection",
            "HTTP/1.1 200 OK\r\n\r\nBODY",
            Then::Close,
            3,
        ),
        (
            "up to the half end of the connection",
            "HTTP/1.0 200 OK\r\n\r\nBODY",
            Then::HalfClose,
            3,
        ),
        (
            "an end that is announced and doesn't come",
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: LENGTH\r\n\r\nBODY",
            Then::GoOn,
            3,
        ),
        (
            "HTTP/1.0 that goes on",
            "HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: LENGTH\r\n\r\nBODY",
            Then::GoOn,
            1,
        ),
        (
            "more than its length",
            "HTTP/1.1 200 OK\r\ncontent-length: LENGTH\r\n\r\nBODYand more",
            Then::GoOn,
            3,
        ),
        (
            "something behind the last chunk",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nHEX\r\nBODY\r\n0\r\n\r\n0\r\n\r\n",
            Then::GoOn,
            3,
        ),
    ] {
        let server = server(bytes, then);
        answered(name, &server, &client(&server), connections);
    }
}

/// Nobody takes the next answer for what is left of the one before.
#[test]
fn answers_that_are_none() {
    for (name, bytes) in [
        (
            "another protocol",
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n\
             HTTP/1.1 200 OK\r\ncontent-length: LENGTH\r\n\r\nBODY",
        ),
        (
            "two lengths",
            "HTTP/1.1 200 OK\r\ncontent-length: LENGTH\r\ncontent-length: 5\r\n\r\nBODY",
        ),
        (
            "a length that is none",
            "HTTP/1.1 200 OK\r\ncontent-length: +LENGTH\r\n\r\nBODY",
        ),
        (
            "a length beyond all numbers",
            "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\nBODY",
        ),
        (
            "a chunk without length",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\nBODY\r\n0\r\n\r\n",
        ),
        (
            "a chunk beyond all numbers",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nBODY\r\n",
        ),
        (
            "a chunk longer than it says",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nBODY\r\n0\r\n\r\n",
        ),
        (
            "a later version",
            "HTTP/2.0 200 OK\r\ncontent-length: LENGTH\r\n\r\nBODY",
        ),
        (
            "a name with a space",
            "HTTP/1.1 200 OK\r\ncontent length: LENGTH\r\n\r\nBODY",
        ),
        (
            "an early body",
            "HTTP/1.1 204 No Content\r\ncontent-length: LENGTH\r\n\r\nBODY",
        ),
    ] {
        let server = server(bytes, Then::GoOn);
        let timeouts = Timeouts::default().attempt(Duration::from_secs(2));
        let config = config(&server.url()).retry(RetryConfig::off());
        let (results, connections) = calls(&server, &Client::new(&config.timeouts(timeouts)));
        for result in &results {
            // Without a body there is no text; all others are errors.
            let is_fine = matches!(result, Ok(text) if text.is_empty()) || result.is_err();
            assert!(is_fine, "{name}: {results:?}");
            let timed_out = matches!(result, Err(Error::Call(CallError::Timeout(_))));
            assert!(!timed_out, "{name}: {results:?}");
        }
        assert_eq!(connections, 3, "{name}: {results:?}");
    }
}

/// The end of a connection without TLS's own end may be anybody's doing: what ends with it may be
/// cut off.
#[test]
fn a_body_that_ends_with_the_connection_needs_the_end_of_tls() {
    let server = Server::start_tls(|text| Answer {
        bytes: with_text("HTTP/1.1 200 OK\r\n\r\nBODY", text),
        then: Then::Close,
        ..plain(text)
    });
    let client = Client::new(&tls_config(&server).retry(RetryConfig::off()));
    let (results, _) = calls(&server, &client);
    for result in results {
        match result {
            Err(Error::Call(CallError::Transport(error))) => {
                assert_eq!(error.kind(), TransportErrorKind::Body, "{error}");
            }
            other => panic!("{other:?}"),
        }
    }
    // With a length it doesn't matter.
    let server = Server::start_tls(|text| Answer {
        bytes: framed("length", text),
        then: Then::Close,
        ..plain(text)
    });
    let client = Client::new(&tls_config(&server).retry(RetryConfig::off()));
    answered("close", &server, &client, 3);
}

/// Reads what there is, up to this many bytes. Says whether the connection is there still.
fn read(stream: &mut TcpStream, length: usize) -> bool {
    let mut bytes = vec![0; 1 << 16];
    let mut left = length;
    while left > 0 {
        let most = left.min(bytes.len());
        match stream.read(&mut bytes[..most]) {
            Ok(0) | Err(_) => return false,
            Ok(read) => left -= read,
        }
    }
    true
}

/// The bytes of a request's head, and the length of its body.
fn read_head(stream: &mut TcpStream) -> Option<usize> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    head.lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
}

/// The answer is there before the body has left: the rest of the body is never taken for another
/// request, nor its answer for another call's.
#[test]
fn an_answer_before_the_body_has_left() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let mut number = 0;
        // A connection at a time, as the calls are.
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            while let Some(length) = read_head(&mut stream) {
                let answer = response(200, &[], &said(&number.to_string()));
                number += 1;
                _ = stream.write_all(&answer);
                thread::sleep(Duration::from_millis(20));
                if !read(&mut stream, length) {
                    break;
                }
            }
        }
    });
    let client = Client::new(&config(&url).retry(RetryConfig::off()));
    let runtime = current_thread();
    for number in 0..6 {
        // Larger and smaller than what the kernel takes by itself.
        let size = [8 << 20, 10, 1 << 18][number % 3];
        let output = runtime.block_on(client.send(Echo::new("x".repeat(size))));
        assert_eq!(output.unwrap().text, number.to_string());
    }
}

/// A call that is given up takes its connection with it, and with that the answer that comes later.
#[test]
fn an_answer_that_comes_after_its_call_is_nobodys() {
    for pause in [0, 1, 5, 20, 60] {
        let server = Server::start(|text| {
            if text.starts_with("slow") {
                thread::sleep(Duration::from_millis(20));
            }
            plain(text)
        });
        let client = client(&server);
        let runtime = current_thread();
        for round in 0..4 {
            let slow = format!("slow {round}");
            let given_up = runtime.block_on(async {
                tokio::time::timeout(Duration::from_millis(pause), client.echo(&slow)).await
            });
            if let Ok(answer) = given_up {
                assert_eq!(answer.unwrap(), slow);
            }
            let next = format!("next {round}");
            assert_eq!(runtime.block_on(client.echo(&next)).unwrap(), next);
        }
    }
}
