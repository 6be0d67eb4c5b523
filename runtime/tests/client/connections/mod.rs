//! Connections between calls: whether they are used again, by whom, and when they are closed.

mod server;
mod strays;

use std::future::{Future as _, poll_fn};
use std::net::TcpListener;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::server::response;
use crate::support::service::{Client, Echo, Error, config};
use rustls::{ServerConnection, StreamOwned};
use tinsmith_runtime::client::Timeouts;
use tinsmith_runtime::generated::client::Runtime;

pub(super) use server::{Answer, Server, Then, framed, said, tls_config};
use server::{FRAMINGS, Stream, tls};

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
