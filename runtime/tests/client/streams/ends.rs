//! Transfers that the program ends in the middle: by dropping them, and with their runtime.

use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

use tinsmith_runtime::client::{BoxFuture, HttpClient, TransportError};
use tokio::runtime::{Builder, Runtime};

use super::*;
use crate::support::service::config;

/// Chunks of which there is always another one.
struct Endless {
    /// Counts the sources that there are.
    _alive: Arc<()>,
}

impl Chunks for Endless {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        Poll::Ready(Some(Ok(Bytes::from_static(&[0; 4_096]))))
    }
}

fn endless(alive: &Arc<()>) -> Put {
    let alive = alive.clone();
    let body = Body::from_source(1 << 40, move || Endless {
        _alive: alive.clone(),
    });
    Put {
        body,
        ..Put::default()
    }
}

/// Takes uploads without an end, and answers fetches with a part of a body. A fetch on a connection
/// that was fetched from before would show what was left there.
async fn server(closed: Arc<AtomicUsize>) -> Raw {
    Raw::start(move |mut stream, _, seen| {
        let closed = closed.clone();
        async move {
            let (head, _) = head(&mut stream).await;
            if head.starts_with("GET /thing") {
                write(
                    &mut stream,
                    "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
                )
                .await;
            }
            seen.lock().unwrap().push(head.into_bytes());
            let mut buffer = vec![0; 65_536];
            while !matches!(stream.read(&mut buffer).await, Ok(0) | Err(_)) {}
            closed.fetch_add(1, Ordering::SeqCst);
        }
    })
    .await
}

/// Waits until something holds.
async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{what}");
}

#[tokio::test]
async fn a_transfer_that_is_dropped_leaves_nothing_behind() {
    let closed = Arc::<AtomicUsize>::default();
    let server = server(closed.clone()).await;
    // One permit: a lost one would stop the next call.
    let config = config(&server.url).max_concurrency(1);
    let core = Core::new(&config, &SERVICE).unwrap();
    let alive = Arc::new(());
    // Dropped wherever it waits: after this many polls.
    for polls in 0..20 {
        let operation = endless(&alive);
        {
            let mut upload = pin!(send_by(&core, &operation));
            let mut left = polls;
            poll_fn(|context| {
                if left == 0 {
                    return Poll::Ready(());
                }
                left -= 1;
                assert!(upload.as_mut().poll(context).is_pending());
                Poll::Pending
            })
            .await;
        }
        drop(operation);
        assert_eq!(Arc::strong_count(&alive), 1, "after {polls} polls");
        // The next call has a permit and a sound connection.
        let download = send_by(&core, &Get);
        let output = tokio::time::timeout(Duration::from_secs(10), download).await;
        let mut body = output.unwrap().unwrap().body;
        assert_eq!(body.next().await.unwrap().unwrap(), "half");
        // Waits for the rest, and is dropped then.
        let rest = tokio::time::timeout(Duration::from_millis(1), body.next()).await;
        assert!(rest.is_err());
    }
    let all = || closed.load(Ordering::SeqCst) == server.accepted();
    until("connections are still open", all).await;
    let uploads = server
        .seen()
        .iter()
        .filter(|it| it.starts_with(b"PUT"))
        .count();
    assert!(uploads > 5, "{uploads}");
}

#[tokio::test]
async fn downloads_that_are_dropped_at_each_byte_leave_sound_connections() {
    let server = Raw::start(|mut stream, number, _| async move {
        let mut buffer = String::new();
        loop {
            let (head, _) = head(&mut stream).await;
            if head.is_empty() {
                return;
            }
            // Tells the connections apart, and the bytes of each body.
            buffer.clear();
            buffer.push_str(&format!("{number:04}"));
            for byte in raw(200, &buffer) {
                write(&mut stream, [byte]).await;
                tokio::task::yield_now().await;
            }
        }
    })
    .await;
    let config = config(&server.url).max_concurrency(1);
    let core = Core::new(&config, &SERVICE).unwrap();
    for read in 0..60 {
        let mut body = send_by(&core, &Get).await.unwrap().body;
        // An even number is read in part, an odd one whole.
        if read % 2 == 1 {
            assert_eq!(body.collect(10).await.unwrap().len(), 4);
        } else {
            let mut left: usize = read / 2 % 4;
            while left > 0 {
                let chunk = body.next().await.unwrap().unwrap_or_default();
                left = left.saturating_sub(chunk.len().max(1));
            }
        }
    }
    // Connections whose bodies were read whole were used again.
    assert!(
        (20..=31).contains(&server.accepted()),
        "{}",
        server.accepted()
    );
}

fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn a_runtime_that_ends_in_the_middle_takes_its_transfers_along() {
    let servers = runtime();
    let closed = Arc::<AtomicUsize>::default();
    let server = servers.block_on(server(closed.clone()));
    let config = config(&server.url).max_concurrency(1);
    let core = Core::new(&config, &SERVICE).unwrap();
    let alive = Arc::new(());
    for round in 1..=4 {
        let ends = runtime();
        // Its future is held by the runtime, and the body by the program.
        let mut body = ends.block_on(send_by(&core, &Get)).unwrap().body;
        ends.block_on(async {
            assert_eq!(body.next().await.unwrap().unwrap(), "half");
            let rest = tokio::time::timeout(Duration::from_millis(1), body.next()).await;
            assert!(rest.is_err());
        });
        let upload = ends.spawn({
            let (core, operation) = (core.clone(), endless(&alive));
            async move { send_by(&core, &operation).await.is_ok() }
        });
        let begun = || {
            let seen = server.seen();
            seen.iter().filter(|it| it.starts_with(b"PUT")).count() == round
        };
        servers.block_on(until("no upload", begun));
        drop(ends);

        let next = runtime();
        // The call is cancelled, its source is dropped, and the body ends in an error.
        let cancelled = next.block_on(upload).unwrap_err();
        assert!(cancelled.is_cancelled(), "{cancelled}");
        assert_eq!(Arc::strong_count(&alive), 1);
        let rest = next
            .block_on(async { tokio::time::timeout(Duration::from_secs(10), body.next()).await });
        rest.unwrap().unwrap_err();
        let again = next.block_on(send_by(&core, &Get)).unwrap().body;
        drop((again, body));
    }
    let all = || closed.load(Ordering::SeqCst) == server.accepted();
    servers.block_on(until("connections are still open", all));
}

/// Answers with a body that depends on no runtime.
struct OfNoRuntime(Arc<Mutex<Option<Waiting>>>);

struct Waiting {
    polls: usize,
}

impl Chunks for Waiting {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        self.polls += 1;
        match self.polls {
            // Wakes up once, so that a wait is asked about twice.
            1 | 2 => Poll::Pending,
            3 => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            4 => Poll::Ready(Some(Ok(Bytes::from_static(b"there")))),
            _ => Poll::Ready(None),
        }
    }
}

impl HttpClient for OfNoRuntime {
    fn call(&self, _: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        unreachable!("the operation streams")
    }

    fn open(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let waiting = self.0.lock().unwrap().take().unwrap();
        Box::pin(async { Ok(Response::new(Body::from_chunks(waiting, Some(5)))) })
    }
}

/// A timer panics if its runtime has ended.
#[test]
fn a_body_is_waited_for_in_another_runtime_than_before() {
    let http = OfNoRuntime(Arc::new(Mutex::new(Some(Waiting { polls: 0 }))));
    let config = config("http://localhost").http_client(http);
    let first = runtime();
    let mut body = first.block_on(send(&config, &Get)).unwrap().body;
    first.block_on(async {
        let next = tokio::time::timeout(Duration::from_millis(1), body.next()).await;
        assert!(next.is_err());
    });
    drop(first);
    let body = runtime().block_on(body.collect(10));
    assert_eq!(body.unwrap(), "there");
}
