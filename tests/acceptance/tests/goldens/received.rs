//! Checksums of bodies on servers: what is taken, and what is refused as S3 refuses it.

use std::sync::{Arc, Mutex};
use std::task::{Context as Poller, Poll};

use goldens::{checksums, s3};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::testing::now;
use tinsmith_runtime::http::Request;
use tinsmith_runtime::server::Context;
use tinsmith_runtime::{Body, BodyError, BodyErrorKind, Chunks, RequestOptions};

/// The input that the handler got, and what it read of the body.
#[derive(Clone, Debug, Default)]
struct Got {
    length: Option<u64>,
    content_length: Option<i64>,
    content_encoding: Option<String>,
    body: Vec<u8>,
    error: Option<BodyErrorKind>,
}

/// A handler that reads a body to its end, and answers with success whatever comes of that.
#[derive(Clone, Default)]
struct Store(Arc<Mutex<Option<Got>>>);

impl s3::server::Handler for Store {
    async fn put_object(
        &self,
        input: s3::PutObject,
        _: &Context,
    ) -> Result<s3::PutObjectOutput, s3::Error> {
        let mut body = input.body;
        let mut got = Got {
            length: body.length(),
            content_length: input.content_length,
            content_encoding: input.content_encoding,
            ..Got::default()
        };
        loop {
            match body.next().await {
                Ok(Some(chunk)) => got.body.extend(chunk),
                Ok(None) => break,
                Err(error) => {
                    got.error = Some(error.kind());
                    break;
                }
            }
        }
        *self.0.lock().expect("no panic") = Some(got);
        Ok(s3::PutObjectOutput::new())
    }

    async fn put_tags(
        &self,
        input: s3::PutTags,
        _: &Context,
    ) -> Result<s3::PutTagsOutput, s3::Error> {
        assert!(input.tags.is_some());
        Ok(s3::PutTagsOutput::new())
    }
}

/// Chunks of a size.
struct Pieces(Bytes, usize);

impl Chunks for Pieces {
    fn poll_chunk(&mut self, _: &mut Poller<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let length = self.0.len().min(self.1);
        let piece = self.0.split_to(length);
        Poll::Ready((length > 0).then_some(Ok(piece)))
    }
}

type Headers<'a> = Vec<(&'a str, &'a str)>;

/// Puts an object: the code of the error, and what the handler got.
fn put(headers: &[(&str, &str)], body: Body) -> (Option<String>, Option<Got>) {
    send("PUT", "/bucket/key?x-id=PutObject", headers, body)
}

fn send(
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: Body,
) -> (Option<String>, Option<Got>) {
    let store = Store::default();
    let server = s3::server::Server::new(store.clone());
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = now(server.answer_stream(request.body(body).expect("a request")));
    let (head, body) = response.into_parts();
    let got = store.0.lock().expect("no panic").take();
    if head.status.is_success() {
        return (None, got);
    }
    let body = now(body.collect(10_000)).expect("an error");
    let body = String::from_utf8_lossy(&body).into_owned();
    let code = body
        .split("<Code>")
        .nth(1)
        .and_then(|it| it.split('<').next());
    let code = code.unwrap_or_default();
    let is_411 = code == "MissingContentLength";
    assert_eq!(head.status, if is_411 { 411 } else { 400 }, "{body}");
    (Some(code.to_owned()), got)
}

/// A body in pieces of each of these sizes, and in memory.
fn bodies(bytes: &[u8]) -> Vec<Body> {
    let bytes = Bytes::copy_from_slice(bytes);
    let sizes = [1, 3, 7, 1_000].iter();
    let pieces = sizes.map(|size| Body::from_chunks(Pieces(bytes.clone(), *size), None));
    pieces.chain([Body::from(bytes.clone())]).collect()
}

/// The CRC32 and CRC32C of `hello world`, by Python's `binascii` and `awscrt`.
const CRC32: (&str, &str) = ("x-amz-checksum-crc32", "DUoRhQ==");
const CRC32C: (&str, &str) = ("x-amz-checksum-crc32c", "yZRlqg==");
const LENGTH: (&str, &str) = ("x-amz-decoded-content-length", "11");
const ENCODING: (&str, &str) = ("content-encoding", "aws-chunked");
const UNSIGNED: (&str, &str) = ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
const SIGNED: (&str, &str) = (
    "x-amz-content-sha256",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
);
const TRAILER: (&str, &str) = ("x-amz-trailer", "x-amz-checksum-crc32");
const FRAMED: &str = "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n";
const SIGNATURE: &str =
    ";chunk-signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#[test]
fn a_framed_body_is_given_without_its_frames() {
    let signed = format!(
        "5{SIGNATURE}\r\nhello\r\n6{SIGNATURE}\r\n world\r\n0{SIGNATURE}\r\n\
         x-amz-checksum-crc32:DUoRhQ==\r\nx-amz-trailer-signature:0123\r\n\r\n"
    );
    let rows: [(Headers<'_>, &str, Option<&str>); 7] = [
        (vec![LENGTH, ENCODING, TRAILER], FRAMED, None),
        (vec![LENGTH, UNSIGNED, TRAILER], FRAMED, None),
        (vec![LENGTH, SIGNED, ENCODING, TRAILER], &signed, None),
        (
            vec![LENGTH, TRAILER, ("content-encoding", "gzip,aws-chunked")],
            FRAMED,
            Some("gzip"),
        ),
        (
            vec![
                LENGTH,
                TRAILER,
                ("content-encoding", "AWS-Chunked, br , gzip"),
            ],
            "5\r\nhello\r\n0006\r\n world\r\n0\r\nX-Amz-Checksum-CRC32: DUoRhQ== \r\n\r\n",
            Some("br, gzip"),
        ),
        // Frames need no checksum, and one in a header is compared, too.
        (
            vec![LENGTH, ENCODING],
            "B\r\nhello world\r\n0\r\n\r\n",
            None,
        ),
        (
            vec![LENGTH, ENCODING, CRC32C],
            "B\r\nhello world\r\n0\r\n\r\n",
            None,
        ),
    ];
    for (headers, framed, encoding) in rows {
        for body in bodies(framed.as_bytes()) {
            let (code, got) = put(&headers, body);
            assert_eq!(code, None, "{headers:?}");
            let got = got.expect("the handler was called");
            assert_eq!(got.body, b"hello world", "{headers:?}");
            assert_eq!(got.length, Some(11));
            assert_eq!(got.content_length, Some(11));
            assert_eq!(got.content_encoding.as_deref(), encoding);
            assert_eq!(got.error, None);
        }
    }
}

#[test]
fn a_body_with_the_checksum_of_its_header_is_taken() {
    let md5 = ("content-md5", "XrY7u+Ae7tCTyyK7j1rNww==");
    let named = ("x-amz-sdk-checksum-algorithm", "CRC32");
    for headers in [
        vec![CRC32],
        vec![CRC32, named],
        vec![md5],
        vec![CRC32C, md5],
        vec![],
    ] {
        for body in bodies(b"hello world") {
            let (code, got) = put(&headers, body);
            assert_eq!(code, None, "{headers:?}");
            assert_eq!(got.expect("the handler was called").body, b"hello world");
        }
    }
    // A header about checksums that isn't one.
    let (code, _) = put(&[("x-amz-checksum-type", "FULL_OBJECT")], Body::from("a"));
    assert_eq!(code, None);
}

/// The handler answers with success, and the server refuses all the same.
#[test]
fn other_bodies_are_refused_as_s3_does() {
    let all = [LENGTH, ENCODING, TRAILER];
    let crc32 = |value| ("x-amz-checksum-crc32", value);
    let named = |value| ("x-amz-sdk-checksum-algorithm", value);
    let rows: Vec<(&str, Headers<'_>, &str)> = vec![
        ("BadDigest", vec![crc32("DUoRhA==")], "hello world"),
        ("BadDigest", vec![CRC32], "hello worle"),
        ("BadDigest", vec![CRC32], ""),
        (
            "BadDigest",
            vec![("content-md5", "XrY7u+Ae7tCTyyK7j1rNwg==")],
            "hello world",
        ),
        (
            "InvalidDigest",
            vec![("content-md5", "XrY7")],
            "hello world",
        ),
        ("InvalidRequest", vec![crc32("DUoRhQ")], "hello world"),
        ("InvalidRequest", vec![crc32("DUoRhQ==-2")], "hello world"),
        ("InvalidRequest", vec![CRC32, CRC32C], "hello world"),
        (
            "InvalidRequest",
            vec![("x-amz-checksum-crc16", "AAA=")],
            "hello world",
        ),
        ("InvalidRequest", vec![named("CRC32")], "hello world"),
        ("InvalidRequest", vec![CRC32, named("SHA1")], "hello world"),
        (
            "BadDigest",
            all.to_vec(),
            "b\r\nhello worle\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n",
        ),
        (
            "BadDigest",
            all.to_vec(),
            "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhA==\r\n\r\n",
        ),
        (
            "InvalidRequest",
            all.to_vec(),
            "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoR\r\n\r\n",
        ),
        (
            "InvalidRequest",
            vec![LENGTH, ENCODING, TRAILER, CRC32C],
            FRAMED,
        ),
        (
            "InvalidRequest",
            vec![LENGTH, ENCODING, TRAILER, named("SHA1")],
            FRAMED,
        ),
        (
            "InvalidRequest",
            vec![LENGTH, ENCODING, ("x-amz-trailer", "x-amz-meta-a")],
            FRAMED,
        ),
        ("MissingContentLength", vec![ENCODING, TRAILER], FRAMED),
        (
            "MissingContentLength",
            vec![ENCODING, TRAILER, ("x-amz-decoded-content-length", "+11")],
            FRAMED,
        ),
        (
            "MissingContentLength",
            vec![ENCODING, TRAILER, ("x-amz-decoded-content-length", "x")],
            FRAMED,
        ),
        (
            "IncompleteBody",
            vec![ENCODING, TRAILER, ("x-amz-decoded-content-length", "10")],
            FRAMED,
        ),
        (
            "IncompleteBody",
            vec![ENCODING, TRAILER, ("x-amz-decoded-content-length", "12")],
            FRAMED,
        ),
        // The trailer isn't there, isn't announced, or is another.
        (
            "MalformedTrailerError",
            all.to_vec(),
            "b\r\nhello world\r\n0\r\n\r\n",
        ),
        ("MalformedTrailerError", vec![LENGTH, ENCODING], FRAMED),
        (
            "MalformedTrailerError",
            all.to_vec(),
            "b\r\nhello world\r\n0\r\n:DUoRhQ==\r\n\r\n",
        ),
        (
            "MalformedTrailerError",
            all.to_vec(),
            "b\r\nhello world\r\n0\r\nother:DUoRhQ==\r\n\r\n",
        ),
        (
            "MalformedTrailerError",
            all.to_vec(),
            "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32\r\n\r\n",
        ),
        // Frames that aren't.
        (
            "IncompleteBody",
            all.to_vec(),
            "b\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n",
        ),
        (
            "IncompleteBody",
            all.to_vec(),
            "b\r\nhello world0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n",
        ),
        (
            "IncompleteBody",
            all.to_vec(),
            "c\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n",
        ),
        (
            "IncompleteBody",
            all.to_vec(),
            "a\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n",
        ),
        (
            "IncompleteBody",
            all.to_vec(),
            "+b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n",
        ),
        (
            "IncompleteBody",
            all.to_vec(),
            "g\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n",
        ),
        (
            "IncompleteBody",
            all.to_vec(),
            "\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n",
        ),
        ("IncompleteBody", all.to_vec(), "fffffffffffffffff\r\nhello"),
        (
            "IncompleteBody",
            all.to_vec(),
            "ffffffffffffffff\r\nhello world, and so on",
        ),
        (
            "IncompleteBody",
            all.to_vec(),
            "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\nmore",
        ),
        ("IncompleteBody", all.to_vec(), ""),
    ];
    for (expected, headers, text) in rows {
        for body in bodies(text.as_bytes()) {
            let (code, got) = put(&headers, body);
            assert_eq!(code.as_deref(), Some(expected), "{headers:?} {text:?}");
            // A handler that was called was told, and didn't get all of a body.
            if let Some(got) = got {
                assert!(got.error.is_some(), "{headers:?} {text:?}");
                assert!(got.body != b"hello world", "{headers:?} {text:?}");
            }
        }
    }
    let lines = [
        format!("b;{}\r\nhello world\r\n", "x".repeat(2_000)),
        format!(
            "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:{}\r\n",
            "A".repeat(2_000)
        ),
        format!("b\r\nhello world\r\n0\r\n{}\r\n", "a:b\r\n".repeat(100)),
    ];
    for (text, expected) in lines.iter().zip([
        "IncompleteBody",
        "MalformedTrailerError",
        "MalformedTrailerError",
    ]) {
        for body in bodies(text.as_bytes()) {
            let (code, _) = put(&all, body);
            assert_eq!(code.as_deref(), Some(expected));
        }
    }
}

#[test]
fn a_body_that_is_cut_after_any_byte_is_refused() {
    let signed = format!(
        "b{SIGNATURE}\r\nhello world\r\n0{SIGNATURE}\r\n\
         x-amz-checksum-crc32:DUoRhQ==\r\nx-amz-trailer-signature:0123\r\n\r\n"
    );
    for (hash, framed) in [(UNSIGNED, FRAMED), (SIGNED, &signed)] {
        for end in 0..framed.len() {
            for body in bodies(&framed.as_bytes()[..end]) {
                let (code, got) = put(&[LENGTH, ENCODING, hash, TRAILER], body);
                assert_eq!(code.as_deref(), Some("IncompleteBody"), "{end}");
                let got = got.expect("the handler was called");
                assert_eq!(got.error, Some(BodyErrorKind::Length), "{end}");
                assert!(got.body != b"hello world", "{end}");
            }
        }
    }
}

/// An operation whose body isn't a stream is refused before the handler is called.
#[test]
fn a_checksum_that_is_required_is_missed() {
    let tags = "<Tags><Text>a</Text></Tags>";
    let put_tags = |headers: &[(&str, &str)], body: &str| {
        let mut all = vec![("content-type", "application/xml")];
        all.extend(headers);
        send("PUT", "/bucket?tagging", &all, Body::from(body.to_owned())).0
    };
    assert_eq!(put_tags(&[], tags).as_deref(), Some("InvalidRequest"));
    // By Python's `binascii`.
    assert_eq!(
        put_tags(&[("x-amz-checksum-crc32", "iHae2Q==")], tags),
        None
    );
    assert_eq!(put_tags(&[CRC32], tags).as_deref(), Some("BadDigest"));
    let framed = format!("1b\r\n{tags}\r\n0\r\nx-amz-checksum-crc32:iHae2Q==\r\n\r\n");
    let length = ("x-amz-decoded-content-length", "27");
    assert_eq!(put_tags(&[ENCODING, TRAILER, length], &framed), None);
    let broken = framed.replace("<Text>a", "<Text>b");
    let code = put_tags(&[ENCODING, TRAILER, length], &broken);
    assert_eq!(code.as_deref(), Some("BadDigest"));
}

/// Frames without an end.
struct Endless(bool);

impl Chunks for Endless {
    fn poll_chunk(&mut self, _: &mut Poller<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let first = std::mem::take(&mut self.0);
        let chunk = if first { "4000000000000\r\n" } else { "chunk" };
        Poll::Ready(Some(Ok(Bytes::from_static(chunk.as_bytes()))))
    }
}

/// A handler that looks at the beginning of a body.
struct Look;

impl s3::server::Handler for Look {
    async fn put_object(
        &self,
        input: s3::PutObject,
        _: &Context,
    ) -> Result<s3::PutObjectOutput, s3::Error> {
        let mut body = input.body;
        assert_eq!(body.length(), Some(1 << 50));
        let chunk = body.next().await.expect("a chunk");
        assert_eq!(chunk.as_deref(), Some(&b"chunk"[..]));
        Ok(s3::PutObjectOutput::new())
    }
}

#[test]
fn nothing_is_collected() {
    let length = (1_u64 << 50).to_string();
    let request = Request::builder()
        .method("PUT")
        .uri("/bucket/key?x-id=PutObject")
        .header("x-amz-decoded-content-length", &length)
        .header(ENCODING.0, ENCODING.1)
        .header(TRAILER.0, TRAILER.1)
        .body(Body::from_chunks(Endless(true), None));
    let server = s3::server::Server::new(Look);
    let response = now(server.answer_stream(request.expect("a request")));
    assert_eq!(response.status(), 200);
}

/// A server reads the frames that a client writes: all algorithms, and lengths around those of frames.
#[test]
fn a_server_understands_the_client() {
    let endpoint = "https://s3.example".parse().expect("a URL");
    let algorithms = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];
    let frame = 64 * 1024;
    for (algorithm, length) in algorithms.into_iter().cycle().zip([
        0,
        1,
        15,
        16,
        255,
        frame - 1,
        frame,
        frame + 1,
        2 * frame,
        3 * frame + 4_097,
    ]) {
        for size in [1_000, frame, 300_000] {
            let bytes: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
            let pieces = Pieces(Bytes::from(bytes.clone()), size);
            let call = s3::PutObject::new()
                .bucket("bucket")
                .key("key")
                .checksum_algorithm(algorithm)
                .body(Body::from_chunks(pieces, Some(length as u64)));
            let request = call.to_streaming_request(&endpoint, &RequestOptions::new());
            let (mut head, body) = request.expect("a request").into_parts();
            head.uri = "/bucket/key?x-id=PutObject".parse().expect("a target");
            let framed = body.length();
            let body = now(body.collect(1 << 20)).expect("a body");
            assert_eq!(framed, Some(body.len() as u64), "{length}");
            let store = Store::default();
            let server = s3::server::Server::new(store.clone());
            let request = Request::from_parts(head, Body::from(body));
            let response = now(server.answer_stream(request));
            assert_eq!(response.status(), 200, "{length} {size}");
            let got = store.0.lock().expect("no panic").take();
            assert_eq!(got.expect("a call").body, bytes, "{length} {size}");
        }
    }
}

fn from_hex(text: &str) -> Vec<u8> {
    let (pairs, _) = text.as_bytes().as_chunks::<2>();
    let pairs = pairs
        .iter()
        .map(|pair| std::str::from_utf8(pair).expect("digits"));
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).expect("digits"))
        .collect()
}

/// Bodies that botocore framed (`scripts/checksum_compare.py --record`): a server takes them, and a
/// client makes the same bytes.
#[test]
fn recorded_bodies_of_botocore() {
    let recorded = include_str!("framed.json");
    let recorded: serde_json::Value = serde_json::from_str(recorded).expect("JSON");
    let recorded = recorded.as_array().expect("a list");
    assert_eq!(recorded.len(), 36);
    let endpoint = "https://service.example".parse().expect("a URL");
    for case in recorded {
        let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
        let algorithm = text(&case["algorithm"]);
        let length = case["length"].as_u64().expect("a length");
        let bytes: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
        let framed = from_hex(&text(&case["body"]));
        let headers = case["headers"].as_object().expect("headers");
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), text(value)));
        // The models here list other algorithms, and name them in another header.
        let headers = headers.filter(|(name, _)| name != "x-amz-sdk-checksum-algorithm");
        let headers: Vec<(String, String)> = headers.collect();
        let pairs: Vec<(&str, &str)> = headers.iter().map(|(a, b)| (&**a, &**b)).collect();
        for body in bodies(&framed) {
            let (code, got) = put(&pairs, body);
            assert_eq!(code, None, "{algorithm} {length}");
            assert_eq!(got.expect("the handler was called").body, bytes);
        }
        let pieces = Pieces(Bytes::from(bytes), 100);
        let call = checksums::Store::new()
            .algorithm(algorithm.as_str())
            .content(Body::from_chunks(pieces, Some(length)));
        let request = call.to_streaming_request(&endpoint, &RequestOptions::new());
        let (head, body) = request.expect("a request").into_parts();
        let body = now(body.collect(10_000)).expect("a body");
        assert_eq!(body, framed, "{algorithm} {length}");
        for (name, value) in &headers {
            assert_eq!(head.headers[name.as_str()], value.as_str());
        }
    }
}
