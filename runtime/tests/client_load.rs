//! Many calls at once. It is a file of its own, so that nothing else runs meanwhile.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

mod support;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use support::server::{Server, success};
use support::service::{Client, Echo, SERVICE, config};
use support::streaming::{Get, Put, send_by};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::Timeouts;
use tinsmith_runtime::generated::client::Core;
use tinsmith_runtime::{Body, BodyError, Chunks};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const CALLS: usize = 10_000;
const AT_ONCE: usize = 64;

/// As many calls as one likes: the client makes as many connections as it may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_at_once() {
    let server = Server::start(|_| success("hello")).await;
    let config = config(&server.url()).max_concurrency(AT_ONCE);
    let client = Client::new(&config);
    let before = most_memory();
    let calls: Vec<_> = (0..CALLS)
        .map(|index| {
            let client = client.clone();
            tokio::spawn(async move { client.send(Echo::new(format!("call {index}"))).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().text, "hello");
    }
    assert_eq!(server.requests(), CALLS);
    // A few are begun when another becomes free.
    assert!(
        server.most_open() < 2 * AT_ONCE,
        "{} connections",
        server.most_open()
    );
    if let (Some(before), Some(after)) = (before, most_memory()) {
        // 10 MB of it are the server's record of the requests.
        let grown = after.saturating_sub(before) / 1024;
        println!("{grown} MB more, {} connections", server.most_open());
        assert!(grown < 150, "{grown} MB");
    }
    drop((client, config));
    server.all_closed().await;
}

/// The most memory that the process had, in KB; where the operating system doesn't say,
/// nothing.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The streams that are open at once. Each has two ends in this process.
const STREAMS: usize = 500;

/// The number of streams in the large form of the test, which CI runs.
const MANY_STREAMS: usize = 5_000;

/// The bytes of each stream. Much less of it has to be in memory at a time.
const LENGTH: usize = 96 << 10;

/// The memory that a stream may have, in KB: of client, server and test.
const MEMORY: u64 = 80;

/// The calls that begin at a time, so that the queue of the server's socket has room for them.
const WAVE: usize = 250;

const CHILD: &str = "TINSMITH_STREAMS";

/// Runs a test in a process of its own, as it measures memory and wants many open files. A shell
/// raises the limit of open files as far as the user may: CI has 1,024 to begin with. Below that,
/// and where there is no shell, fewer streams are tried.
fn alone(test: &str, body: impl Future<Output = ()>) {
    if std::env::var_os(CHILD).is_some() {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
        let in_time = async { tokio::time::timeout(Duration::from_secs(300), body).await };
        return runtime.block_on(in_time).unwrap();
    }
    let program = std::env::current_exe().unwrap();
    let mut child = if cfg!(unix) {
        let mut shell = Command::new("sh");
        let raise = "ulimit -Sn \"$(ulimit -Hn)\" 2>/dev/null; STREAMS_FILES=$(ulimit -Sn) exec \"$0\" \"$@\"";
        shell.args(["-c", raise]).arg(program);
        shell
    } else {
        Command::new(program)
    };
    child
        .args(["--exact", test, "--nocapture", "--include-ignored"])
        .env(CHILD, "1")
        .env("RUST_BACKTRACE", "0");
    let output = child.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(text.contains("1 passed"), "{text}");
    print!("{text}");
}

/// The number of streams, of these, that the limit of open files lets this process have.
fn as_files_allow(streams: usize) -> usize {
    let files = match std::env::var("STREAMS_FILES").as_deref() {
        Ok("unlimited") => usize::MAX,
        Ok(files) => files.parse().unwrap(),
        Err(_) => 1_024,
    };
    streams.min((files - 200) / 2)
}

/// The content of a stream.
struct Content {
    left: usize,
    byte: u8,
}

impl Content {
    fn chunk(&mut self) -> Option<Bytes> {
        let next = self.left.min(4_096);
        self.left -= next;
        (next > 0).then(|| Bytes::from(vec![self.byte; next]))
    }
}

impl Chunks for Content {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        Poll::Ready(self.chunk().map(Ok))
    }
}

/// Counts the requests that are open, and holds them back until `wanted` are.
#[derive(Default)]
struct Together {
    open: AtomicUsize,
    most: AtomicUsize,
}

impl Together {
    async fn wait(&self, wanted: usize) {
        let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(open, Ordering::SeqCst);
        self.until(wanted).await;
    }

    /// Waits until so many were open.
    async fn until(&self, wanted: usize) {
        while self.most.load(Ordering::SeqCst) < wanted {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Returns whether the bytes are all alike.
fn are_alike(bytes: &[u8], byte: u8) -> bool {
    bytes == vec![byte; bytes.len()]
}

/// Reads so many bytes of a body after the head of its request, which has a length, and tells
/// whether they are all alike.
async fn take(stream: &mut TcpStream, wanted: usize, together: &Together) -> Option<usize> {
    let mut buffer = Vec::with_capacity(8_192);
    let start = loop {
        if let Some(at) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut buffer).await.unwrap_or(0) == 0 {
            return None;
        }
    };
    let is_put = buffer.starts_with(b"PUT");
    together.wait(wanted).await;
    if !is_put {
        return Some(0);
    }
    let (mut taken, mut byte) = (0, None);
    buffer.drain(..start);
    loop {
        taken += buffer.len();
        if let Some(&first) = buffer.first() {
            let byte = *byte.get_or_insert(first);
            assert!(are_alike(&buffer, byte));
        }
        if taken == LENGTH {
            together.open.fetch_sub(1, Ordering::SeqCst);
            return Some(taken);
        }
        buffer.clear();
        assert_ne!(stream.read_buf(&mut buffer).await.unwrap(), 0);
    }
}

/// A server that answers once `wanted` requests are open.
async fn storage(wanted: usize) -> (String, Arc<Together>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let together = Arc::<Together>::default();
    let all = together.clone();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let together = all.clone();
            tokio::spawn(async move {
                while let Some(taken) = take(&mut stream, wanted, &together).await {
                    if taken > 0 {
                        let text = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
                        stream.write_all(text).await.unwrap();
                        continue;
                    }
                    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {LENGTH}\r\n\r\n");
                    stream.write_all(head.as_bytes()).await.unwrap();
                    let mut content = Content {
                        left: LENGTH,
                        byte: 7,
                    };
                    while let Some(chunk) = content.chunk() {
                        stream.write_all(&chunk).await.unwrap();
                    }
                }
            });
        }
    });
    (url, together)
}

/// Bodies that nobody reads have no permit, so that all are open at a time whatever the limit is.
async fn downloads(streams: usize, max_concurrency: usize) {
    let streams = as_files_allow(streams);
    let (url, _) = storage(1).await;
    // A busy computer needs longer than the usual times to open all.
    let config = config(&url)
        .max_concurrency(max_concurrency)
        .timeouts(Timeouts::none());
    let core = Core::new(&config, &SERVICE).unwrap();
    let before = most_memory();
    let mut bodies = Vec::with_capacity(streams);
    while bodies.len() < streams {
        let calls = (bodies.len()..streams).take(WAVE).map(|_| {
            let core = core.clone();
            tokio::spawn(async move { send_by(&core, &Get).await.unwrap().body })
        });
        for call in calls.collect::<Vec<_>>() {
            bodies.push(call.await.unwrap());
        }
    }
    assert_eq!(bodies.len(), streams);
    // Another call isn't held up.
    let another = send_by(&core, &Get).await.unwrap().body;
    assert_eq!(another.collect(LENGTH).await.unwrap().len(), LENGTH);
    let readers = bodies.into_iter().map(|mut body| {
        tokio::spawn(async move {
            let mut length = 0;
            while let Some(chunk) = body.next().await.unwrap() {
                assert!(are_alike(&chunk, 7));
                length += chunk.len();
            }
            assert_eq!(length, LENGTH);
        })
    });
    for reader in readers.collect::<Vec<_>>() {
        reader.await.unwrap();
    }
    bounded(streams, before);
}

/// Uploads have a permit until they are answered.
async fn uploads(streams: usize, max_concurrency: usize) {
    let streams = as_files_allow(streams);
    let at_once = streams.min(max_concurrency);
    let (url, together) = storage(at_once).await;
    // A busy computer needs longer than the usual times to open all.
    let config = config(&url)
        .max_concurrency(max_concurrency)
        .timeouts(Timeouts::none());
    let core = Core::new(&config, &SERVICE).unwrap();
    let before = most_memory();
    let mut calls = Vec::with_capacity(streams);
    for index in 0..streams {
        let core = core.clone();
        let byte = u8::try_from(index % 251).unwrap();
        let body = Body::from_source(LENGTH as u64, move || Content { left: LENGTH, byte });
        let operation = Put {
            body,
            ..Put::default()
        };
        let call = async move { send_by(&core, &operation).await.unwrap().text };
        calls.push(tokio::spawn(call));
        if calls.len() % WAVE == 0 {
            together.until(calls.len().min(at_once)).await;
        }
    }
    for call in calls {
        assert_eq!(call.await.unwrap(), "ok");
    }
    assert_eq!(together.most.load(Ordering::SeqCst), at_once);
    bounded(streams, before);
}

fn bounded(streams: usize, before: Option<u64>) {
    if let (Some(before), Some(after)) = (before, most_memory()) {
        let each = after.saturating_sub(before) / streams as u64;
        println!("{streams} streams: {each} KB each");
        assert!(each < MEMORY, "{each} KB");
    }
}

#[test]
fn downloads_at_once_with_few_permits() {
    alone("downloads_at_once_with_few_permits", downloads(STREAMS, 8));
}

#[test]
fn downloads_at_once_with_many_permits() {
    alone(
        "downloads_at_once_with_many_permits",
        downloads(STREAMS, STREAMS),
    );
}

#[test]
fn uploads_at_once_with_few_permits() {
    alone("uploads_at_once_with_few_permits", uploads(STREAMS, 8));
}

#[test]
fn uploads_at_once_with_many_permits() {
    alone(
        "uploads_at_once_with_many_permits",
        uploads(STREAMS, STREAMS),
    );
}

#[test]
#[ignore = "takes 4 s; CI runs it"]
fn thousands_of_downloads_with_few_permits() {
    alone(
        "thousands_of_downloads_with_few_permits",
        downloads(MANY_STREAMS, 8),
    );
}

#[test]
#[ignore = "takes 12 s; CI runs it"]
fn thousands_of_downloads_with_many_permits() {
    alone(
        "thousands_of_downloads_with_many_permits",
        downloads(MANY_STREAMS, MANY_STREAMS),
    );
}

#[test]
#[ignore = "takes 2 s; CI runs it"]
fn thousands_of_uploads_with_few_permits() {
    alone(
        "thousands_of_uploads_with_few_permits",
        uploads(MANY_STREAMS, 8),
    );
}

#[test]
#[ignore = "takes 12 s; CI runs it"]
fn thousands_of_uploads_with_many_permits() {
    alone(
        "thousands_of_uploads_with_many_permits",
        uploads(MANY_STREAMS, MANY_STREAMS),
    );
}
