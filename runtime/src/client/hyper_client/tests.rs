//! Tests that depend on the moment, or on names with several addresses.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use tokio::runtime::Runtime;

use super::pool::Pool;
use super::{HyperClient, HyperSettings, Proxies, Tls};
use crate::client::{BoxFuture, HttpClient, TransportErrorKind};
use crate::{Body, BodyError, Chunks};

fn client() -> HyperClient {
    HyperClient::new(&HyperSettings {
        connect_timeout: Some(Duration::from_millis(3_100)),
        max_response_size: 1_000,
        max_idle: 10,
        proxies: Proxies::default(),
        tls: Tls::default(),
    })
}

/// Answers every request with the number of its connection; says when connections end.
fn server() -> (SocketAddr, mpsc::Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ends) = mpsc::channel();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let (mut stream, end) = (stream.unwrap(), end.clone());
            thread::spawn(move || {
                while let Ok(1..) = stream.read(&mut [0; 4_096]) {
                    let text = format!("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n{number}");
                    stream.write_all(text.as_bytes()).unwrap();
                }
                _ = end.send(number);
            });
        }
    });
    (address, ends)
}

fn runtime() -> Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap()
}

fn get(
    client: &HyperClient,
    authority: impl std::fmt::Display,
) -> Result<String, TransportErrorKind> {
    get_in(&runtime(), client, authority)
}

fn get_in(
    runtime: &Runtime,
    client: &HyperClient,
    authority: impl std::fmt::Display,
) -> Result<String, TransportErrorKind> {
    let request = Request::get(format!("http://{authority}/")).body(Bytes::new());
    let response = runtime.block_on(client.call(request.unwrap()));
    let body = response.map_err(|error| error.kind())?.into_body();
    Ok(String::from_utf8(body.to_vec()).unwrap())
}

#[test]
fn connections_are_used_again() {
    let ((address, _), client) = (server(), client());
    for _ in 0..3 {
        assert_eq!(get(&client, address).unwrap(), "0");
    }
}

/// A connection serves calls in several runtimes, one after the other, also when a runtime has ended.
#[test]
fn a_connection_moves_between_runtimes() {
    let ((address, _), client) = (server(), client());
    let (one, other) = (runtime(), runtime());
    for runtime in [&one, &one, &other, &one, &other] {
        assert_eq!(get_in(runtime, &client, address).unwrap(), "0");
    }
    drop(other);
    assert_eq!(get_in(&one, &client, address).unwrap(), "0");
    drop(one);
    assert_eq!(get(&client, address).unwrap(), "0");
}

/// A connection keeps hyper's side of it, but not the buffers of a large response.
#[test]
fn buffers_are_kept_if_they_are_small() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        for length in [1, 10_000, 900_000, 1] {
            let Ok(1..) = stream.read(&mut [0; 4_096]) else {
                return;
            };
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(&vec![b'a'; length]).unwrap();
        }
        _ = stream.read(&mut [0]);
    });
    let mut client = client();
    client.max_response_size = 1_000_000;
    for (length, keeps) in [(1, true), (10_000, true), (900_000, false), (1, true)] {
        assert_eq!(get(&client, address).unwrap().len(), length);
        let idle = client.pool.each(|line| {
            assert_eq!(line.has_ended(), !keeps, "{length}");
            assert!(!line.io().lock().has_grown());
        });
        assert_eq!(idle, 1, "{length}");
    }
}

fn wait_until(is_so: impl Fn() -> bool) -> Duration {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(1));
    }
    start.elapsed()
}

/// The thread that closes connections doesn't end while a call has the only connection, but it ends.
#[test]
fn the_thread_of_the_pool_stays_for_a_while() {
    let ((address, _), mut client) = (server(), client());
    let keep = Duration::from_millis(30);
    client.pool = Arc::new(Pool::new(keep, 10));
    assert!(!client.pool.has_thread());
    assert_eq!(get(&client, address).unwrap(), "0");
    wait_until(|| client.pool.each(|_| ()) == 0);
    assert!(client.pool.has_thread());
    let stayed = wait_until(|| !client.pool.has_thread());
    assert!(stayed > 4 * keep, "{stayed:?}");
    assert_eq!(get(&client, address).unwrap(), "1");
    assert!(client.pool.has_thread());
}

#[test]
fn the_thread_of_the_pool_ends_with_the_pool() {
    let ((address, _), client) = (server(), client());
    assert_eq!(get(&client, address).unwrap(), "0");
    let shared = client.pool.shared();
    assert!(shared.upgrade().is_some());
    drop(client);
    wait_until(|| shared.upgrade().is_none());
}

#[test]
fn what_could_not_be_sent_at_all_is_sent_by_a_new_connection() {
    let ((address, _), client) = (server(), client());
    assert_eq!(get(&client, address).unwrap(), "0");
    // Nothing has arrived, but writing fails at once.
    let idle = client
        .pool
        .each(|line| line.io().lock().stream.socket().shut_down());
    assert_eq!(idle, 1);
    assert_eq!(get(&client, address).unwrap(), "1");
}

#[test]
fn what_was_sent_is_not_sent_again_without_being_counted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (number, numbers) = mpsc::channel();
    thread::spawn(move || {
        for (index, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            // Reads two requests, and answers the first one only.
            for answer in [&b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\na"[..], b""] {
                if let Ok(1..) = stream.read(&mut [0; 4_096]) {
                    number.send(index).unwrap();
                    _ = stream.write_all(answer);
                }
            }
        }
    });
    let client = client();
    assert_eq!(get(&client, address).unwrap(), "a");
    assert_eq!(get(&client, address), Err(TransportErrorKind::Io));
    assert_eq!(numbers.try_iter().collect::<Vec<_>>(), [0, 0]);
}

#[test]
fn connections_that_nobody_uses_are_closed_while_nobody_calls() {
    let (address, ends) = server();
    let mut client = client();
    client.pool = Arc::new(Pool::new(Duration::from_millis(200), 10));
    assert_eq!(get(&client, address).unwrap(), "0");
    let start = Instant::now();
    assert_eq!(ends.recv_timeout(Duration::from_secs(20)), Ok(0));
    assert!(start.elapsed() >= Duration::from_millis(150));
    assert_eq!(client.pool.each(|_| ()), 0);
    assert_eq!(get(&client, address).unwrap(), "1");
}

#[test]
fn there_are_no_more_idle_connections_than_allowed() {
    let mut client = client();
    client.pool = Arc::new(Pool::new(Duration::from_secs(30), 2));
    let servers: Vec<_> = (0..4).map(|_| server()).collect();
    for (address, _) in &servers {
        assert_eq!(get(&client, address).unwrap(), "0");
    }
    assert_eq!(client.pool.each(|_| ()), 2);
    // The oldest ones were closed.
    for (_, ends) in servers.iter().take(2) {
        assert_eq!(ends.recv_timeout(Duration::from_secs(20)), Ok(0));
    }
}

#[test]
fn a_client_that_is_gone_has_closed_its_connections() {
    let ((address, ends), client) = (server(), client());
    assert_eq!(get(&client, address).unwrap(), "0");
    drop(client);
    assert_eq!(ends.recv_timeout(Duration::from_secs(20)), Ok(0));
}

/// An address at which connections come to nothing: nobody accepts, and the queue is full.
struct Silent {
    listener: TcpListener,
    _queued: Vec<TcpStream>,
}

impl Silent {
    fn new() -> Self {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().unwrap();
        let listener = runtime.block_on(async {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
            socket.listen(1).unwrap().into_std().unwrap()
        });
        let address = listener.local_addr().unwrap();
        let mut queued = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
            queued.push(stream);
        }
        Self {
            listener,
            _queued: queued,
        }
    }

    fn address(&self) -> SocketAddr {
        self.listener.local_addr().unwrap()
    }
}

/// An address at which nobody listens.
fn refusing() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

#[test]
fn a_dead_address_does_not_hide_a_live_one() {
    static ADDRESSES: OnceLock<Vec<Vec<SocketAddr>>> = OnceLock::new();
    fn resolve(host: String, _: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let number: usize = host.trim_end_matches(".example").parse().unwrap();
        Box::pin(async move { Ok(ADDRESSES.get().unwrap()[number].clone()) })
    }

    let (live, _ends) = server();
    let silent = Silent::new();
    let (silent, refusing) = (silent.address(), refusing());
    let v6: SocketAddr = "[::1]:1".parse().unwrap();
    let lists = vec![
        vec![live],
        vec![silent, live],
        vec![silent, silent, silent, silent, live],
        vec![refusing, live],
        vec![refusing, silent, refusing, live],
        vec![v6, live],
        vec![v6, v6, silent, live],
        vec![silent, v6, live],
        [vec![silent; 30], vec![live]].concat(),
    ];
    let count = ADDRESSES.get_or_init(|| lists).len();
    for number in 0..count {
        let mut client = client();
        Arc::get_mut(&mut client.connector).unwrap().resolve = resolve;
        let start = Instant::now();
        get(&client, format_args!("{number}.example")).unwrap();
        let elapsed = start.elapsed();
        assert!(
            elapsed < Duration::from_millis(2_500),
            "{number}: {elapsed:?}"
        );
    }
}

#[test]
fn addresses_that_are_all_dead_are_an_error_in_time() {
    fn refused(_: String, _: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        Box::pin(async { Ok(vec![refusing(), refusing()]) })
    }
    fn none(_: String, _: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        Box::pin(async { Ok(Vec::new()) })
    }
    for resolve in [refused, none] {
        let mut client = client();
        Arc::get_mut(&mut client.connector).unwrap().resolve = resolve;
        assert_eq!(
            get(&client, "any.example"),
            Err(TransportErrorKind::Connect)
        );
    }
    let silent = Silent::new();
    let mut client = client();
    Arc::get_mut(&mut client.connector).unwrap().timeout = Some(Duration::from_millis(100));
    let start = Instant::now();
    assert_eq!(
        get(&client, silent.address()),
        Err(TransportErrorKind::Connect)
    );
    assert!(start.elapsed() < Duration::from_secs(2));
}

/// Answers each request of a connection with the next one of these, as soon as its head is there. Says
/// what it read in all, when the connection ends.
fn answers(answers: Vec<Vec<u8>>) -> (SocketAddr, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ends) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, end, answers) = (stream.unwrap(), end.clone(), answers.clone());
            thread::spawn(move || {
                let (mut all, mut heads) = (Vec::new(), 0);
                let mut buffer = [0; 65_536];
                while let Ok(length @ 1..) = stream.read(&mut buffer) {
                    all.extend_from_slice(&buffer[..length]);
                    let read = all
                        .windows(9)
                        .filter(|part| *part == b" HTTP/1.1" || *part == b" HTTP/1.0")
                        .count();
                    for answer in answers.iter().take(read).skip(heads) {
                        _ = stream.write_all(answer);
                    }
                    heads = read;
                }
                _ = end.send(String::from_utf8_lossy(&all).into_owned());
            });
        }
    });
    (address, ends)
}

/// Chunks, and a pause before each.
struct Slowly(
    Vec<&'static str>,
    Option<std::pin::Pin<Box<tokio::time::Sleep>>>,
);

impl Chunks for Slowly {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let pause = || Box::pin(tokio::time::sleep(Duration::from_millis(5)));
        ready!(self.1.get_or_insert_with(pause).as_mut().poll(context));
        self.1 = None;
        let next = (!self.0.is_empty()).then(|| self.0.remove(0));
        Poll::Ready(next.map(|chunk| Ok(Bytes::from_static(chunk.as_bytes()))))
    }
}

/// hyper remembers that the other side spoke HTTP/1.0, in which a body of unknown length can't be sent.
#[test]
fn a_body_is_sent_to_a_server_of_http_1_0_that_goes_on() {
    let answer = b"HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 1\r\n\r\na";
    let (address, ends) = answers(vec![answer.to_vec(); 2]);
    let client = client();
    let runtime = runtime();
    assert_eq!(get_in(&runtime, &client, address).unwrap(), "a");
    let body = Body::from_chunks(Slowly(vec!["one", "two"], None), None);
    let request = Request::put(format!("http://{address}/"))
        .body(body)
        .unwrap();
    runtime.block_on(async {
        let mut body = client.open(request).await.unwrap().into_body();
        while body.next().await.unwrap().is_some() {}
    });
    drop(client);
    let all = ends.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(all.contains("one") && all.contains("two"), "{all}");
}

/// The runtime that a response came in may rest while its body is read in another.
#[test]
fn a_body_is_read_in_another_runtime() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (go_on, goes_on) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        while let Ok(1..) = stream.read(&mut [0; 4_096]) {
            _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\na");
            // Until the first part has been read; later responses don't wait.
            _ = goes_on.recv();
            for part in ["b", "c", "d"] {
                _ = stream.write_all(part.as_bytes());
                thread::sleep(Duration::from_millis(30));
            }
        }
    });
    let client = client();
    let (one, other) = (runtime(), runtime());
    let request = Request::get(format!("http://{address}/")).body(Body::new());
    let response = one.block_on(client.open(request.unwrap())).unwrap();
    let mut body = response.into_body();
    assert_eq!(one.block_on(body.next()).unwrap().unwrap(), "a");
    go_on.send(()).unwrap();
    drop(go_on);
    let mut rest = Vec::new();
    let mut next = || {
        let next = async { tokio::time::timeout(Duration::from_secs(5), body.next()).await };
        other.block_on(next).unwrap().unwrap()
    };
    while let Some(chunk) = next() {
        rest.extend_from_slice(&chunk);
    }
    assert_eq!(rest, b"bcd");
    for runtime in [&one, &other] {
        assert_eq!(get_in(runtime, &client, address).unwrap(), "abcd");
    }
}

/// Memory that a slow server makes hyper take isn't kept.
#[test]
fn the_memory_of_a_slow_head_is_not_kept() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_nodelay(true).unwrap();
        while let Ok(1..) = stream.read(&mut [0; 4_096]) {
            _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n");
            for number in 0..90 {
                _ = stream.write_all(format!("x-{number}: {}\r\n", "a".repeat(3_000)).as_bytes());
                thread::sleep(Duration::from_millis(1));
            }
            _ = stream.write_all(b"\r\na");
        }
    });
    let client = client();
    assert_eq!(get(&client, address).unwrap(), "a");
    let idle = client.pool.each(|line| {
        assert!(line.has_ended());
        assert!(!line.io().lock().has_grown());
    });
    assert_eq!(idle, 1);
}

/// Nothing of a request is left for the next call.
#[test]
fn a_connection_with_bytes_that_have_not_left_does_not_rest() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                _ = stream.read(&mut [0; 512]);
                _ = stream.write_all(b"HTTP/1.1 413 Too large\r\ncontent-length: 1\r\n\r\na");
                thread::sleep(Duration::from_secs(3));
            });
        }
    });
    let client = client();
    let request = Request::put(format!("http://{address}/"))
        .body(Bytes::from(vec![b'x'; 12 << 20]))
        .unwrap();
    let response = runtime().block_on(client.call(request)).unwrap();
    assert_eq!(response.status(), 413);
    assert_eq!(client.pool.each(|_| ()), 0);
}
