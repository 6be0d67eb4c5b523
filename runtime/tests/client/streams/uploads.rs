//! Request bodies.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tinsmith_runtime::client::{CallError, Throughput, TimeoutKind, Timeouts, TransportErrorKind};
use tinsmith_runtime::generated::client::ServiceInfo;
use tinsmith_runtime::{BodyErrorKind, Operation as _};

use super::*;
use crate::support::server::{Server, error};
use crate::support::service::{Client, config};

fn source(text: &'static str) -> Body {
    Body::from_source(text.len() as u64, move || Given::new(&[text]).0)
}

fn put(body: impl Into<Body>) -> Put {
    Put {
        body: body.into(),
        ..Put::default()
    }
}

#[tokio::test]
async fn bodies_of_each_kind_arrive() {
    let server = Server::start(|request| reply(&request.body)).await;
    let file = std::env::temp_dir().join(format!("streams-{}", std::process::id()));
    std::fs::write(&file, "skip this, from a file").unwrap();
    for body in [
        Body::from("from a file"),
        source("from a file"),
        Body::from_chunks(Given::new(&["from ", "", "a file"]).0, Some(11)),
        Body::from_file_part(&file, 11..22).unwrap(),
        Body::from_read("from a file".as_bytes(), Some(11)),
        Body::from_async_read("from a file".as_bytes(), Some(11)),
    ] {
        let output = send(&config(&server.url()), &put(body)).await.unwrap();
        assert_eq!(output.text, "from a file");
        let received = server.received();
        let last = received.last().unwrap();
        assert_eq!(last.header("content-length"), Some("11"));
    }
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn a_body_of_unknown_length_is_sent_in_chunks() {
    let server = Raw::start(|mut stream, _, seen| async move {
        let (head, mut body) = head(&mut stream).await;
        assert!(
            head.to_ascii_lowercase()
                .contains("transfer-encoding: chunked"),
            "{head}"
        );
        while !body.ends_with(b"0\r\n\r\n") {
            assert_ne!(stream.read_buf(&mut body).await.unwrap(), 0);
        }
        seen.lock().unwrap().push(body);
        write(&mut stream, raw(200, "ok")).await;
    })
    .await;
    let (chunks, taken) = Given::new(&["one", "two"]);
    let body = Body::from_chunks(chunks, None);
    send(&config(&server.url), &put(body)).await.unwrap();
    assert_eq!(server.seen(), [b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"]);
    assert_eq!(taken.load(Ordering::SeqCst), 2);

    // Unless the service wants to know the length.
    let body = Body::from_chunks(Given::new(&["one"]).0, None);
    let operation = Put {
        body,
        requires_length: true,
    };
    let refused = send(&config(&server.url), &operation).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Put: invalid input: Body: its length isn't known, and the service wants to know it"
    );
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn what_can_be_read_again_is_sent_again() {
    let server = Server::start(|request| match request.number {
        0 => error(503, "Unavailable"),
        _ => reply(&request.body),
    })
    .await;
    let output = send(&config(&server.url()), &put(source("again"))).await;
    assert_eq!(output.unwrap().text, "again");
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_stream_that_has_begun_is_sent_once() {
    let server = Server::start(|_| error(503, "Unavailable")).await;
    let body = Body::from_chunks(Given::new(&["once"]).0, Some(4));
    let refused = send(&config(&server.url()), &put(body)).await.unwrap_err();
    // The service's answer, and not a word about the stream.
    assert!(refused.to_string().contains("Unavailable"), "{refused}");
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_stream_that_has_not_begun_is_sent_after_a_failure() {
    // The first connection ends before anything of the body is taken.
    let server = Raw::start(|mut stream, number, _| async move {
        if number == 0 {
            return;
        }
        let (_, mut body) = head(&mut stream).await;
        while body.len() < 4 {
            assert_ne!(stream.read_buf(&mut body).await.unwrap(), 0);
        }
        write(&mut stream, raw(200, std::str::from_utf8(&body).unwrap())).await;
    })
    .await;
    // A chunk that comes later than the connection ends.
    let (sender, reader) = tokio::io::duplex(64);
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let mut sender = sender;
        sender.write_all(b"late").await.unwrap();
    });
    let body = Body::from_async_read(reader, Some(4));
    let output = send(&config(&server.url), &put(body)).await.unwrap();
    assert_eq!(output.text, "late");
    assert_eq!(server.accepted(), 2);
}

#[tokio::test]
async fn another_length_than_promised_is_never_a_success() {
    let server = Raw::start(|mut stream, _, _| async move {
        head(&mut stream).await;
        // Answers only if all has come, which never happens.
        let mut body = Vec::new();
        _ = stream.read_to_end(&mut body).await;
    })
    .await;
    for (length, what) in [
        (5, "it ended after 4 of the 5 bytes that were promised"),
        (3, "it has more than the 3 bytes that were promised"),
    ] {
        let body = Body::from_chunks(Given::new(&["four"]).0, Some(length));
        let failed = send(&config(&server.url), &put(body)).await.unwrap_err();
        let Error::Call(CallError::Transport(failed)) = failed else {
            panic!("{failed:?}");
        };
        assert_eq!(failed.kind(), TransportErrorKind::Source);
        assert!(!failed.is_retryable());
        assert!(failed.to_string().contains(what), "{failed}");
    }
    assert_eq!(server.accepted(), 2);
}

#[tokio::test]
async fn a_source_that_fails_says_why() {
    let server = Server::start(|_| reply("ok")).await;
    let file = std::env::temp_dir().join(format!("streams-gone-{}", std::process::id()));
    std::fs::write(&file, "here").unwrap();
    let body = Body::from_file(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let failed = send(&config(&server.url()), &put(body)).await.unwrap_err();
    let text = failed.to_string();
    assert!(
        text.contains("the body's source failed: No such file"),
        "{text}"
    );
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn an_answer_before_the_end_is_seen() {
    // The server reads the head, answers, and closes while the body is being sent.
    let server = Raw::start(|mut stream, _, _| async move {
        head(&mut stream).await;
        let refusal = raw(400, r#"{"__type":"EntityTooLarge"}"#);
        write(&mut stream, refusal).await;
        _ = stream.shutdown().await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    })
    .await;
    for _ in 0..20 {
        let body = Body::from_source(64 << 20, || Zeros(64 << 20));
        let refused = send(&config(&server.url), &put(body)).await.unwrap_err();
        assert!(refused.to_string().contains("EntityTooLarge"), "{refused}");
    }
}

/// Chunks of zeros: as many bytes as the number says.
struct Zeros(u64);

impl Chunks for Zeros {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        static PAGE: [u8; 65_536] = [0; 65_536];
        let next = PAGE.len().min(usize::try_from(self.0).unwrap());
        self.0 -= next as u64;
        Poll::Ready((next > 0).then(|| Ok(Bytes::from_static(&PAGE[..next]))))
    }
}

#[tokio::test]
async fn a_server_that_takes_nothing_more_is_noticed() {
    let server = Raw::start(|mut stream, _, _| async move {
        head(&mut stream).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
    })
    .await;
    let least = Throughput::new(1, Duration::from_millis(300));
    // The timeout of the attempt begins after the body only.
    let timeouts = Timeouts::none()
        .throughput(least)
        .attempt(Duration::from_millis(100));
    let config = config(&server.url).timeouts(timeouts);
    for body in [
        Body::from_source(1 << 30, || Zeros(1 << 30)),
        Body::from(vec![0; 64 << 20]),
    ] {
        let start = Instant::now();
        let failed = send(&config, &put(body)).await.unwrap_err();
        let Error::Call(CallError::Timeout(failed)) = failed else {
            panic!("{failed:?}");
        };
        assert_eq!(failed.kind(), TimeoutKind::Throughput);
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{:?}",
            start.elapsed()
        );
    }
}

#[tokio::test]
async fn a_slow_source_is_the_programs_own_business() {
    let server = Server::start(|request| reply(&request.body)).await;
    let (mut sender, reader) = tokio::io::duplex(64);
    tokio::spawn(async move {
        for _ in 0..4 {
            tokio::time::sleep(Duration::from_millis(150)).await;
            sender.write_all(b"ab").await.unwrap();
        }
    });
    let least = Throughput::new(1_000, Duration::from_millis(100));
    let timeouts = Timeouts::none()
        .throughput(least)
        .attempt(Duration::from_millis(100));
    let config = config(&server.url()).timeouts(timeouts);
    let body = Body::from_async_read(reader, Some(8));
    assert_eq!(send(&config, &put(body)).await.unwrap().text, "abababab");
}

#[tokio::test]
async fn the_response_has_to_follow_the_body() {
    let server = Raw::start(|mut stream, _, _| async move {
        let mut body = Vec::new();
        _ = stream.read_to_end(&mut body).await;
    })
    .await;
    let timeouts = Timeouts::none().attempt(Duration::from_millis(200));
    let config = config(&server.url).timeouts(timeouts);
    let failed = send(&config, &put(source("quick"))).await.unwrap_err();
    let Error::Call(CallError::Timeout(failed)) = failed else {
        panic!("{failed:?}");
    };
    assert_eq!(failed.kind(), TimeoutKind::Attempt);
}

#[tokio::test]
async fn signatures_cover_a_source_and_refuse_a_stream() {
    let server = Server::start(|request| reply(&request.body)).await;
    let client = Client::new(&config(&server.url()));
    for body in [Body::from("signed"), source("signed")] {
        assert_eq!(client.send(put(body)).await.unwrap().text, "signed");
    }
    // Both have the same signature, as far as both were made in the same second.
    let received = server.received();
    let of = |number: usize, name: &str| {
        let value: &super::super::support::server::Received = &received[number];
        value.header(name).unwrap().to_owned()
    };
    if of(0, "x-amz-date") == of(1, "x-amz-date") {
        assert_eq!(of(0, "authorization"), of(1, "authorization"));
    }
    let stream = Body::from_chunks(Given::new(&["x"]).0, Some(1));
    let refused = client.send(put(stream)).await.unwrap_err();
    let refused = refused.to_string();
    assert!(refused.contains("give bytes, a file or"), "{refused}");
    // Only S3 knows other ways.
    assert!(!refused.contains("https"), "{refused}");
    assert_eq!(server.requests(), 2);
}

#[test]
fn a_request_in_memory_takes_bytes_only() {
    let endpoint = Uri::from_static("https://example.com");
    let request = put("bytes").to_request(&endpoint).unwrap();
    assert_eq!(request.body(), "bytes");
    let refused = put(source("bytes")).to_request(&endpoint).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Put: invalid input: Body: it isn't in memory: make the request by to_streaming_request"
    );
}

#[tokio::test]
async fn http_clients_without_streams_take_bodies_in_memory() {
    async fn answer(
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, tinsmith_runtime::client::TransportError> {
        Ok(Response::new(request.into_body()))
    }
    let config = config("http://localhost").http_client(answer);
    let output = send(&config, &put(source("kept"))).await.unwrap();
    assert_eq!(output.text, "kept");
    let large = Body::from_source(1 << 30, || Zeros(1 << 30));
    let refused = send(&config, &put(large)).await.unwrap_err();
    assert!(
        refused.to_string().contains("HttpClient::open"),
        "{refused}"
    );
    let output = send(&config, &Get).await.unwrap();
    assert_eq!(output.body, Body::new());
}

#[tokio::test]
async fn progress_begins_anew_with_each_attempt() {
    let server = Server::start(|request| match request.number {
        0 => error(503, "Unavailable"),
        _ => reply("ok"),
    })
    .await;
    let told = Arc::<Mutex<Vec<u64>>>::default();
    let moved = told.clone();
    let body = Body::from_source(6, || Given::new(&["ab", "cdef"]).0);
    let body = body.on_progress(move |bytes| moved.lock().unwrap().push(bytes));
    send(&config(&server.url()), &put(body)).await.unwrap();
    assert_eq!(*told.lock().unwrap(), [2, 6, 2, 6]);
}

#[tokio::test]
async fn progress_is_of_what_is_sent_and_not_of_what_is_hashed() {
    let server = Server::start(|request| reply(&request.body)).await;
    let told = [(); 2].map(|()| Arc::<Mutex<Vec<u64>>>::default());
    let mut body = Body::from_source(6, || Given::new(&["ab", "cdef"]).0);
    for told in &told {
        let moved = told.clone();
        body = body.on_progress(move |bytes| moved.lock().unwrap().push(bytes));
    }
    store(&config(&server.url()), body).await.unwrap();
    let received = server.received();
    let hash = received[0].header("x-amz-content-sha256").unwrap();
    assert_eq!(hash.len(), 64, "{hash}");
    for told in told {
        assert_eq!(*told.lock().unwrap(), [2, 6]);
    }
}

#[test]
fn a_stream_tells_how_it_failed_each_time() {
    let body = Body::from_chunks(Given::new(&["abc"]).0, Some(2));
    let mut context = Context::from_waker(std::task::Waker::noop());
    let mut body = body;
    for _ in 0..2 {
        let Poll::Ready(Some(Err(error))) = body.poll_next(&mut context) else {
            panic!("no error");
        };
        assert_eq!(error.kind(), BodyErrorKind::Length);
    }
}

/// A service whose bodies are asked for first, as S3's are.
const STORE: ServiceInfo = ServiceInfo::new("Toy Store", "store", "0.1.0").content_hash();

async fn store(config: &Config, body: Body) -> Result<PutOutput, Error> {
    let core = Core::new(config, &STORE).unwrap();
    let operation = put(body);
    core.send(&operation, |settings| settings.default_endpoint(&STORE))
        .await
}

#[tokio::test]
async fn a_large_body_waits_until_it_is_wanted() {
    const LENGTH: u64 = 2 << 20;
    let large = || Body::from_source(LENGTH, || Zeros(LENGTH));
    // The second server never says that it wants it.
    for says_so in [true, false] {
        let server = Raw::start(move |mut stream, _, seen| async move {
            let (head, mut body) = head(&mut stream).await;
            assert!(head.contains("expect: 100-continue\r\n"), "{head}");
            let wait = stream.read_buf(&mut body);
            let came = tokio::time::timeout(Duration::from_millis(300), wait).await;
            assert!(came.is_err() && body.is_empty());
            if says_so {
                write(&mut stream, "HTTP/1.1 100 Continue\r\n\r\n").await;
            }
            while (body.len() as u64) < LENGTH {
                assert_ne!(stream.read_buf(&mut body).await.unwrap(), 0);
            }
            seen.lock().unwrap().push(head.into_bytes());
            write(&mut stream, raw(200, "ok")).await;
        })
        .await;
        let start = Instant::now();
        store(&config(&server.url), large()).await.unwrap();
        let took = start.elapsed();
        assert_eq!(took >= Duration::from_secs(1), !says_so, "{took:?}");
        // Over plain HTTP, the body is hashed.
        let head = String::from_utf8(server.seen()[0].clone()).unwrap();
        let mut hash = head
            .lines()
            .filter_map(|line| line.strip_prefix("x-amz-content-sha256: "));
        assert_eq!(hash.next().map(str::len), Some(64), "{head}");
    }
}

#[tokio::test]
async fn a_large_body_that_is_not_wanted_is_not_sent() {
    let server = Raw::start(|mut stream, _, seen| async move {
        head(&mut stream).await;
        write(&mut stream, raw(403, r#"{"__type":"AccessDenied"}"#)).await;
        let mut body = Vec::new();
        _ = stream.read_to_end(&mut body).await;
        seen.lock().unwrap().push(body);
    })
    .await;
    let (chunks, taken) = Given::new(&["never"]);
    let core = config(&server.url);
    let body = Body::from_chunks(chunks, None);
    // The body isn't signed, so that it can be a stream.
    let core = Core::new(&core, &STORE).unwrap();
    let operation = put(body);
    let refused = core.send(&operation, |settings| {
        settings.default_endpoint(&STORE).map(|mut endpoint| {
            endpoint.sign = false;
            endpoint
        })
    });
    let refused = refused.await.unwrap_err();
    assert!(refused.to_string().contains("AccessDenied"), "{refused}");
    assert_eq!(taken.load(Ordering::SeqCst), 0);
}

/// The body would be read for the signature, and then there is nothing left to send. boto3 fails, too,
/// and says less.
#[tokio::test]
async fn a_stream_that_would_have_to_be_read_twice_is_refused_with_a_way_out() {
    let server = Server::start(|request| reply(&request.body)).await;
    let (chunks, taken) = Given::new(&["once"]);
    let stream = Body::from_chunks(chunks, Some(4));
    let error = store(&config(&server.url()), stream).await.unwrap_err();
    let error = error.to_string();
    for way in ["a file", "with https", "`request_checksum_calculation`"] {
        assert!(error.contains(way), "{error}");
    }
    assert_eq!(taken.load(Ordering::SeqCst), 0);
    assert!(server.received().is_empty());
}
