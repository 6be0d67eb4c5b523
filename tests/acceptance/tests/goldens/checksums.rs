//! Checksums of bodies: where they go, and what they are compared with.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use goldens::{checksums, s3};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials, Presigning, RetryConfig, TransportError};
use tinsmith_runtime::generated::testing::now;
use tinsmith_runtime::http::{HeaderMap, Request, Response};
use tinsmith_runtime::{
    Body, BodyError, BodyErrorKind, ChecksumAlgorithm, ChecksumMode, Chunks, Operation,
    RequestOptions,
};

use crate::support::of_async;

type Seen = Arc<Mutex<Vec<Request<Bytes>>>>;

/// Status, headers and body.
type Answer = (u16, Vec<(&'static str, &'static str)>, &'static str);

/// A configuration whose requests are answered by these, and the last of them over and over.
fn config(answers: Vec<Answer>) -> (Config, Seen) {
    let seen = Seen::default();
    let requests = seen.clone();
    let http = move |request: Request<Bytes>| {
        let mut seen = requests.lock().expect("no panic");
        let (status, headers, body) = &answers[seen.len().min(answers.len() - 1)];
        seen.push(request);
        let mut response = Response::builder().status(*status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let response = response.body(Bytes::from_static(body.as_bytes()));
        async move { Ok::<_, TransportError>(response.expect("a response")) }
    };
    let config = Config::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .retry(RetryConfig::off())
        .http_client(http);
    (config, seen)
}

fn answered() -> (Config, Seen) {
    config(vec![(200, Vec::new(), "")])
}

/// The request of a put, which succeeds.
fn put(config: &Config, seen: &Seen, call: s3::PutObject) -> Request<Bytes> {
    let client = s3::Client::new(config).expect("a client");
    let call = call.bucket("bucket").key("key");
    of_async(client.put_object(call)).expect("an answer");
    seen.lock().expect("no panic").pop().expect("a request")
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Chunks that are there, and how often they were opened.
struct Given(Vec<Bytes>);

impl Given {
    fn new(chunks: &[&'static str]) -> Self {
        let chunks = chunks.iter().rev();
        Self(chunks.map(|it| Bytes::from_static(it.as_bytes())).collect())
    }
}

impl Chunks for Given {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        Poll::Ready(self.0.pop().map(Ok))
    }
}

/// A body of `hello world` that comes once.
fn once(length: Option<u64>) -> Body {
    Body::from_chunks(Given::new(&["hello", " ", "world"]), length)
}

/// The CRC32, CRC32C and SHA-256 of `hello world`, by Python's `binascii`, `awscrt` and `hashlib`.
const CRC32: &str = "DUoRhQ==";
const CRC32C: &str = "yZRlqg==";
const SHA256: &str = "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";

#[test]
fn a_body_that_can_be_read_again_has_its_checksum_in_a_header() {
    let reads = Arc::new(AtomicUsize::new(0));
    let opened = reads.clone();
    let source = Body::from_source(11, move || {
        opened.fetch_add(1, Ordering::SeqCst);
        Given::new(&["hello ", "world"])
    });
    for body in [Body::from("hello world"), source] {
        let (config, seen) = answered();
        let request = put(&config, &seen, s3::PutObject::new().body(body));
        let headers = request.headers();
        assert_eq!(text(headers, "x-amz-checksum-crc32"), Some(CRC32));
        assert_eq!(text(headers, "x-amz-sdk-checksum-algorithm"), Some("CRC32"));
        assert_eq!(
            text(headers, "x-amz-content-sha256"),
            Some("UNSIGNED-PAYLOAD")
        );
        assert_eq!(text(headers, "content-length"), Some("11"));
        for name in [
            "x-amz-trailer",
            "content-encoding",
            "x-amz-decoded-content-length",
        ] {
            assert_eq!(text(headers, name), None);
        }
        let authorization = text(headers, "authorization").expect("a signature");
        assert!(
            authorization.contains("x-amz-checksum-crc32;"),
            "{authorization}"
        );
        assert_eq!(request.body(), "hello world");
    }
    // Once for the sum, once to send it.
    assert_eq!(reads.load(Ordering::SeqCst), 2);
}

#[test]
fn attempts_share_a_checksum() {
    let reads = Arc::new(AtomicUsize::new(0));
    let opened = reads.clone();
    let body = Body::from_source(11, move || {
        opened.fetch_add(1, Ordering::SeqCst);
        Given::new(&["hello world"])
    });
    let (config, seen) = config(vec![
        (503, Vec::new(), ""),
        (503, Vec::new(), ""),
        (200, Vec::new(), ""),
    ]);
    let config = config.retry(RetryConfig::standard());
    let config = config.endpoint_url("http://service.example");
    let s3 = s3::Client::new(&config).expect("a client");
    let checksums = checksums::Client::new(&config).expect("a client");
    let put = s3::PutObject::new().bucket("bucket").key("key");
    let put = put.body(body.clone());
    of_async(s3.put_object(put)).expect("an answer");
    let mut requests = std::mem::take(&mut *seen.lock().expect("no panic"));
    assert_eq!(requests.len(), 3);
    assert_eq!(reads.swap(0, Ordering::SeqCst), 4);
    // The signature needs a hash, too, which the same read makes.
    let store = checksums::Store::new().content(body);
    of_async(checksums.store(store)).expect("an answer");
    requests.append(&mut seen.lock().expect("no panic"));
    assert_eq!(requests.len(), 6);
    assert_eq!(reads.load(Ordering::SeqCst), 4);
    for request in &requests {
        assert_eq!(text(request.headers(), "x-amz-checksum-crc32"), Some(CRC32));
        assert_eq!(request.body(), "hello world");
    }
}

#[test]
fn a_stream_that_comes_once_has_its_checksum_behind_it() {
    let expected = format!("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:{CRC32}\r\n\r\n");
    for (encoding, joined) in [
        (None, "aws-chunked"),
        (Some("gzip"), "gzip,aws-chunked"),
        (Some("br, gzip"), "br, gzip,aws-chunked"),
    ] {
        for length in [Some(11), None] {
            let (config, seen) = answered();
            let mut call = s3::PutObject::new().body(once(length));
            call.content_encoding = encoding.map(str::to_owned);
            let request = put(&config, &seen, call);
            let headers = request.headers();
            assert_eq!(text(headers, "content-encoding"), Some(joined));
            assert_eq!(headers.get_all("content-encoding").iter().count(), 1);
            assert_eq!(text(headers, "x-amz-trailer"), Some("x-amz-checksum-crc32"));
            assert_eq!(text(headers, "x-amz-sdk-checksum-algorithm"), Some("CRC32"));
            assert_eq!(text(headers, "x-amz-checksum-crc32"), None);
            let hash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
            assert_eq!(text(headers, "x-amz-content-sha256"), Some(hash));
            let decoded = length.map(|_| "11");
            assert_eq!(text(headers, "x-amz-decoded-content-length"), decoded);
            let framed = length.map(|_| expected.len().to_string());
            assert_eq!(text(headers, "content-length"), framed.as_deref());
            assert_eq!(request.body(), &expected);
        }
    }
}

/// A member may tell the length of a stream.
#[test]
fn the_length_of_a_member_is_the_decoded_length() {
    let (config, seen) = answered();
    let call = s3::PutObject::new().content_length(11).body(once(None));
    let request = put(&config, &seen, call);
    let headers = request.headers();
    assert_eq!(text(headers, "x-amz-decoded-content-length"), Some("11"));
    let framed = request.body().len().to_string();
    assert_eq!(text(headers, "content-length"), Some(&*framed));
    assert_eq!(headers.get_all("content-length").iter().count(), 1);
}

#[test]
fn frames_are_signed_where_tls_does_not_protect_them() {
    let (config, seen) = answered();
    let config = config.endpoint_url("http://service.example");
    let client = checksums::Client::new(&config).expect("a client");
    let call = checksums::Store::new().content(once(Some(11)));
    of_async(client.store(call)).expect("an answer");
    let request = seen.lock().expect("no panic").pop().expect("a request");
    let headers = request.headers();
    let hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    assert_eq!(text(headers, "x-amz-content-sha256"), Some(hash));
    let framed = request.body().len().to_string();
    assert_eq!(text(headers, "content-length"), Some(&*framed));
    let body = std::str::from_utf8(request.body()).expect("text");
    let lines: Vec<(&str, &str)> = body
        .split("\r\n")
        .map(|line| line.split_once(['=', ':']).unwrap_or((line, "")))
        .collect();
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "b;chunk-signature",
            "hello world",
            "0;chunk-signature",
            "x-amz-checksum-crc32",
            "x-amz-trailer-signature",
            "",
            ""
        ]
    );
    let signatures: Vec<&str> = [0, 2, 4].iter().map(|at| lines[*at].1).collect();
    for signature in &signatures {
        assert_eq!(signature.len(), 64, "{signature}");
    }
    assert_ne!(signatures[0], signatures[1]);
    // A client without credentials can't sign them.
    let store = checksums::Store::new().content(once(None));
    let request = store.to_streaming_request(
        &"http://s3.example".parse().expect("a URL"),
        &RequestOptions::new(),
    );
    let headers = request.expect("a request").into_parts().0.headers;
    let hash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    assert_eq!(text(&headers, "x-amz-content-sha256"), Some(hash));
}

#[test]
fn a_checksum_of_the_caller_is_sent_as_it_is() {
    for body in [Body::from("hello world"), once(Some(11))] {
        let (config, seen) = answered();
        let call = s3::PutObject::new().checksum_sha256("mine").body(body);
        let request = put(&config, &seen, call);
        let headers = request.headers();
        assert_eq!(text(headers, "x-amz-checksum-sha256"), Some("mine"));
        for name in [
            "x-amz-checksum-crc32",
            "x-amz-sdk-checksum-algorithm",
            "x-amz-trailer",
        ] {
            assert_eq!(text(headers, name), None, "{name}");
        }
        assert_eq!(request.body(), "hello world");
    }
}

#[test]
fn the_caller_chooses_the_algorithm() {
    for (name, header, expected) in [
        ("CRC32C", "x-amz-checksum-crc32c", CRC32C),
        ("sha256", "x-amz-checksum-sha256", SHA256),
    ] {
        // A chosen algorithm doesn't depend on the setting.
        for mode in [ChecksumMode::WhenSupported, ChecksumMode::WhenRequired] {
            let (config, seen) = answered();
            let config = config.request_checksum_calculation(mode);
            let call = s3::PutObject::new().checksum_algorithm(name);
            let request = put(&config, &seen, call.clone().body("hello world"));
            assert_eq!(text(request.headers(), header), Some(expected));
            let chosen = text(request.headers(), "x-amz-sdk-checksum-algorithm");
            assert_eq!(chosen, Some(name));
            let request = put(&config, &seen, call.body(once(Some(11))));
            assert_eq!(text(request.headers(), "x-amz-trailer"), Some(header));
            let trailer = format!("0\r\n{header}:{expected}\r\n\r\n");
            assert!(request.body().ends_with(trailer.as_bytes()));
        }
    }
    let (config, seen) = answered();
    let client = s3::Client::new(&config).expect("a client");
    let call = s3::PutObject::new().bucket("bucket").key("key");
    let call = call.checksum_algorithm("CRC-16");
    let error = of_async(client.put_object(call)).expect_err("no such checksum");
    let expected = "PutObject: invalid input: ChecksumAlgorithm: no checksum that there is: \
                    expected CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, MD5, XXHASH64, \
                    XXHASH3 or XXHASH128, or a member with the checksum itself";
    assert_eq!(error.to_string(), expected);
    assert_eq!(seen.lock().expect("no panic").len(), 0);
}

/// With `when_required`, only operations that demand a checksum have one, and nothing is asked for.
#[test]
fn checksums_can_be_left_out_where_they_are_not_required() {
    let (config, seen) = answered();
    let config = config
        .request_checksum_calculation(ChecksumMode::WhenRequired)
        .response_checksum_validation(ChecksumMode::WhenRequired);
    for body in [Body::from("hello world"), once(Some(11))] {
        let request = put(&config, &seen, s3::PutObject::new().body(body));
        let names = request.headers().keys();
        let about = names.filter(|name| name.as_str().contains("checksum"));
        assert_eq!(about.count(), 0);
        assert_eq!(request.body(), "hello world");
    }
    let client = s3::Client::new(&config).expect("a client");
    let call = s3::PutTags::new().bucket("bucket");
    let call = call.tags(s3::Tags::new().text("a"));
    of_async(client.put_tags(call)).expect("an answer");
    let request = seen.lock().expect("no panic").pop().expect("a request");
    let headers = request.headers();
    assert!(text(headers, "x-amz-checksum-crc32").is_some());
    assert_eq!(text(headers, "x-amz-sdk-checksum-algorithm"), Some("CRC32"));
    assert_eq!(text(headers, "content-md5"), None);
    let call = s3::GetObject::new().bucket("bucket").key("key");
    of_async(client.get_object(call)).expect("an answer");
    let request = seen.lock().expect("no panic").pop().expect("a request");
    assert_eq!(text(request.headers(), "x-amz-checksum-mode"), None);
}

#[test]
fn a_compressed_body_has_the_checksum_of_what_is_sent() {
    let call = checksums::Send::new().text("a".repeat(20_000));
    let endpoint = "https://service.example".parse().expect("a URL");
    let request = call.to_request(&endpoint).expect("a request");
    assert_eq!(text(request.headers(), "content-encoding"), Some("gzip"));
    let sum = text(request.headers(), "x-amz-checksum-crc32").expect("a checksum");
    let mut headers = HeaderMap::new();
    headers.insert("x-amz-checksum-crc32", sum.parse().expect("a value"));
    let body = Body::from(request.body().clone());
    let compared = body.compared(&headers, &[ChecksumAlgorithm::Crc32]);
    assert!(now(compared.collect(usize::MAX)).is_ok());
}

/// A member for the algorithm that isn't in a header says nothing by itself.
#[test]
fn a_member_of_the_body_chooses_the_algorithm() {
    let endpoint = "https://service.example".parse().expect("a URL");
    let call = checksums::SendChosen::new();
    let request = call.to_request(&endpoint).expect("a request");
    // The CRC32 of `{}`.
    assert_eq!(
        text(request.headers(), "x-amz-checksum-crc32"),
        Some("o6a/Qw==")
    );
    let call = call.algorithm("MD5");
    let request = call.to_request(&endpoint).expect("a request");
    assert!(text(request.headers(), "x-amz-checksum-md5").is_some());
    assert_eq!(text(request.headers(), "x-amz-checksum-crc32"), None);
}

#[test]
fn a_stream_without_length_is_refused_where_the_length_is_required() {
    let endpoint = "https://service.example".parse().expect("a URL");
    let call = checksums::StoreLength::new().content(once(None));
    let options = RequestOptions::new();
    let error = call.to_streaming_request(&endpoint, &options);
    let error = error.expect_err("no length").to_string();
    assert!(error.contains("its length isn't known"), "{error}");
    let call = checksums::StoreLength::new().content(once(Some(11)));
    let request = call.to_streaming_request(&endpoint, &options);
    let request = request.expect("a request");
    let length = text(request.headers(), "x-amz-decoded-content-length");
    assert_eq!(length, Some("11"));
}

/// As in botocore, whoever gets a presigned request needn't know checksums.
#[test]
fn presigned_requests_have_the_checksums_that_the_caller_chose() {
    let (config, _) = answered();
    let client = s3::Client::new(&config).expect("a client");
    let hour = Duration::from_secs(3600);
    let call = s3::PutObject::new().bucket("bucket").key("key");
    let chosen = call.clone().checksum_algorithm("SHA256");
    let rows: [(s3::PutObject, Option<&str>); 4] = [
        (call.clone(), None),
        (call.clone().body("hello world"), None),
        (chosen.clone(), None),
        (chosen.body("hello world"), Some(SHA256)),
    ];
    for (call, expected) in rows {
        let presigned = of_async(client.presigned(call, hour)).expect("a URL");
        let headers = presigned.headers();
        assert_eq!(text(headers, "x-amz-checksum-sha256"), expected);
        assert_eq!(text(headers, "x-amz-checksum-crc32"), None);
    }
    let call = s3::GetObject::new().bucket("bucket").key("key");
    let presigned = of_async(client.presigned(call.clone(), hour)).expect("a URL");
    assert_eq!(text(presigned.headers(), "x-amz-checksum-mode"), None);
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let presigning = Presigning::new(&credentials, "s3", "eu-west-1", hour).s3();
    let endpoint = "https://bucket.s3.example".parse().expect("a URL");
    let presigned = call.presigned(&endpoint, &presigning).expect("a URL");
    assert_eq!(text(presigned.headers(), "x-amz-checksum-mode"), None);
    let call = s3::PutObject::new().bucket("bucket").key("key").body("a");
    let presigned = call.presigned(&endpoint, &presigning).expect("a URL");
    let mut names = presigned.headers().keys();
    assert!(!names.any(|name| name.as_str().contains("checksum")));
}

/// Gets an object of `hello world` that comes with these headers, and reads it.
fn get(
    headers: Vec<(&'static str, &'static str)>,
) -> (Option<ChecksumAlgorithm>, Result<Bytes, BodyError>) {
    let (config, seen) = config(vec![(200, headers, "hello world")]);
    let client = s3::Client::new(&config).expect("a client");
    let call = s3::GetObject::new().bucket("bucket").key("key");
    let output = of_async(client.get_object(call)).expect("an answer");
    let request = seen.lock().expect("no panic").pop().expect("a request");
    assert_eq!(
        text(request.headers(), "x-amz-checksum-mode"),
        Some("ENABLED")
    );
    (output.body.checksum(), now(output.body.collect(100)))
}

#[test]
fn a_response_is_compared_with_its_checksum() {
    use ChecksumAlgorithm::{Crc32, Crc32C, Sha256};
    let (crc32, crc32c, sha256) = (
        "x-amz-checksum-crc32",
        "x-amz-checksum-crc32c",
        "x-amz-checksum-sha256",
    );
    for (headers, algorithm) in [
        (vec![(crc32, CRC32)], Some(Crc32)),
        // The preferred one counts: the other isn't looked at.
        (vec![(sha256, SHA256), (crc32c, CRC32C)], Some(Crc32C)),
        (vec![(sha256, "AAAA"), (crc32, CRC32)], Some(Crc32)),
        // Of the parts' checksums, nothing is said of the whole.
        (vec![(crc32, "DUoRhQ==-3")], None),
        (vec![(crc32, "DUoRhQ==-3"), (sha256, SHA256)], Some(Sha256)),
        // The model doesn't list it.
        (vec![("x-amz-checksum-md5", "AAAA")], None),
        (vec![("x-amz-checksum-type", "FULL_OBJECT")], None),
        (vec![], None),
    ] {
        let (compared, body) = get(headers.clone());
        assert_eq!(compared, algorithm, "{headers:?}");
        assert_eq!(body.expect("the body"), "hello world", "{headers:?}");
    }
    for (name, value, said) in [
        (crc32, "DUoRhA==", "CRC32"),
        (crc32, CRC32C, "CRC32"),
        (sha256, CRC32, "SHA256"),
        (crc32c, "", "CRC32C"),
        (crc32c, "?", "CRC32C"),
    ] {
        let (_, body) = get(vec![(name, value)]);
        let error = body.expect_err("another checksum");
        assert_eq!(error.kind(), BodyErrorKind::Checksum);
        let expected =
            format!("the body has another checksum: its {said} isn't the one that came with it");
        assert_eq!(error.to_string(), expected);
    }
}

/// A mode that the caller sets is kept, and asks for the comparison.
#[test]
fn the_callers_mode_asks_for_a_checksum() {
    let answer = vec![("x-amz-checksum-crc32", "AAAAAA==")];
    for (is_set, is_compared) in [(true, true), (false, false)] {
        let (config, seen) = config(vec![(200, answer.clone(), "hello world")]);
        let config = config.response_checksum_validation(ChecksumMode::WhenRequired);
        let client = s3::Client::new(&config).expect("a client");
        let mut call = s3::GetObject::new().bucket("bucket").key("key");
        if is_set {
            call = call.checksum_mode("ENABLED");
        }
        let output = of_async(client.get_object(call)).expect("an answer");
        let request = seen.lock().expect("no panic").pop().expect("a request");
        let mode = text(request.headers(), "x-amz-checksum-mode");
        assert_eq!(mode, is_set.then_some("ENABLED"));
        assert_eq!(now(output.body.collect(100)).is_err(), is_compared);
    }
}

/// An output in memory is compared before it is read, and asked for again as after a response that
/// was cut.
#[test]
fn a_response_in_memory_is_compared() {
    let right = ("x-amz-checksum-crc32c", "BmFSGA==");
    let wrong = ("x-amz-checksum-crc32c", "BmFSGQ==");
    let body = r#"{"Text":"a"}"#;
    let right = (200, vec![right], body);
    let wrong = (200, vec![wrong], body);
    let read = |answers| {
        let (config, seen) = config(answers);
        let config = config
            .endpoint_url("https://service.example")
            .retry(RetryConfig::standard().max_attempts(2));
        let client = checksums::Client::new(&config).expect("a client");
        let output = of_async(client.read(checksums::Read::new()));
        let requests = seen.lock().expect("no panic");
        let mode = text(requests[0].headers(), "x-mode");
        assert_eq!(mode, Some("ENABLED"));
        (output, requests.len())
    };
    let (output, attempts) = read(vec![right.clone()]);
    assert_eq!(output.expect("an output").text.as_deref(), Some("a"));
    assert_eq!(attempts, 1);
    let (output, attempts) = read(vec![wrong.clone(), right]);
    assert_eq!(output.expect("an output").text.as_deref(), Some("a"));
    assert_eq!(attempts, 2);
    let (output, _) = read(vec![wrong]);
    let error = output.expect_err("another checksum").to_string();
    assert!(
        error.contains("its CRC32C isn't the one that came with it"),
        "{error}"
    );
}

/// Requests that are made without a client have their checksums, too.
#[test]
fn requests_without_a_client_have_checksums() {
    let endpoint = "https://bucket.s3.example".parse().expect("a URL");
    let call = s3::PutObject::new().bucket("bucket").key("key");
    let request = call.clone().body("hello world").to_request(&endpoint);
    let request = request.expect("a request");
    assert_eq!(text(request.headers(), "x-amz-checksum-crc32"), Some(CRC32));
    // Nothing is read before, so the checksum of a source follows it.
    let source = Body::from_source(11, || Given::new(&["hello world"]));
    let call = call.body(source);
    let request = call.to_streaming_request(&endpoint, &RequestOptions::new());
    let (head, body) = request.expect("a request").into_parts();
    assert_eq!(
        text(&head.headers, "x-amz-trailer"),
        Some("x-amz-checksum-crc32")
    );
    let length = body.length().map(|length| length.to_string());
    assert_eq!(text(&head.headers, "content-length"), length.as_deref());
    let body = now(body.collect(1_000)).expect("a body");
    assert!(body.starts_with(b"b\r\nhello world\r\n0\r\n"));
    let options = RequestOptions::new().request_checksums(ChecksumMode::WhenRequired);
    let request = call.to_streaming_request(&endpoint, &options);
    let headers = request.expect("a request").into_parts().0.headers;
    assert_eq!(text(&headers, "x-amz-trailer"), None);
    // Those of responses.
    let get = s3::GetObject::new();
    assert_eq!(get.response_checksums(&RequestOptions::new()).len(), 5);
    let options = RequestOptions::new().response_checksums(ChecksumMode::WhenRequired);
    assert!(get.response_checksums(&options).is_empty());
    // A response to `HEAD` has no body.
    let peek = checksums::Peek::new();
    assert!(peek.response_checksums(&RequestOptions::new()).is_empty());
}
