//! Makes the requests and reads the responses that stand on standard input, a JSON object per line,
//! and prints their checksums in the same form. `scripts/checksum_compare.sh` compares them with
//! botocore's.

use std::error::Error;
use std::io::{BufRead, Write};
use std::task::{Context, Poll, Waker};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::request::{
    BodyChecksum, Target, ask_for_checksum, build, header, with_body,
};
use tinsmith_runtime::http::{HeaderMap, HeaderName, HeaderValue, Method};
use tinsmith_runtime::{Body, BodyError, ChecksumAlgorithm, ChecksumMode, Chunks, RequestOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let case: Value = serde_json::from_str(&line)?;
        let answer = match case["kind"].as_str() {
            Some("request") => request(&case),
            _ => response(&case),
        };
        let answer = answer.map_err(|error| format!("{error} in {line}"))?;
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

/// Chunks of these sizes, over and over.
struct Pieces {
    rest: Bytes,
    sizes: Vec<usize>,
    next: usize,
}

impl Chunks for Pieces {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let size = self.sizes.get(self.next % self.sizes.len().max(1));
        self.next += 1;
        let length = size.map_or(1, |size| (*size).max(1)).min(self.rest.len());
        let piece = self.rest.split_to(length);
        Poll::Ready((length > 0).then_some(Ok(piece)))
    }
}

/// The body of a case, whole or in pieces.
fn body(case: &Value) -> Result<Body, Box<dyn Error>> {
    let bytes = Bytes::from(STANDARD.decode(case["body"].as_str().unwrap_or_default())?);
    let Some(sizes) = case["pieces"].as_array() else {
        return Ok(Body::from(bytes));
    };
    let length = case["has_length"].as_bool().unwrap_or_default();
    let length = length.then_some(bytes.len() as u64);
    let sizes = sizes.iter().filter_map(Value::as_u64);
    let sizes = sizes
        .filter_map(|size| usize::try_from(size).ok())
        .collect();
    let pieces = Pieces {
        rest: bytes,
        sizes,
        next: 0,
    };
    Ok(Body::from_chunks(pieces, length))
}

fn mode(value: &Value) -> ChecksumMode {
    match value.as_str() {
        Some("when_required") => ChecksumMode::WhenRequired,
        _ => ChecksumMode::WhenSupported,
    }
}

fn request(case: &Value) -> Result<Value, Box<dyn Error>> {
    let body = body(case)?;
    let options = RequestOptions::new()
        .request_checksums(mode(&case["calculation"]))
        .response_checksums(mode(&case["validation"]));
    let endpoint = "https://bucket.s3.example".parse()?;
    let known = body.bytes().cloned().unwrap_or_default();
    let target = Target::new().literal("/key");
    let mut request = build("Put", Method::PUT, &endpoint, &target, &[], known)?;
    for (name, value) in case["headers"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        request.headers_mut().insert(
            HeaderName::from_bytes(name.as_bytes())?,
            HeaderValue::from_str(value)?,
        );
    }
    let name = "x-amz-sdk-checksum-algorithm";
    let algorithm = case["algorithm"].as_str();
    if let Some(algorithm) = algorithm {
        header(&mut request, "Put", "ChecksumAlgorithm", name, algorithm)?;
    }
    ask_for_checksum(&mut request, "x-amz-checksum-mode", &options);
    let request = with_body("Put", "Body", request, &body, false)?;
    let checksum = BodyChecksum::new("Put").chosen_by("ChecksumAlgorithm", Some(name), algorithm);
    let checksum = match case["is_required"].as_bool() {
        Some(true) => checksum.required(),
        _ => checksum,
    };
    let (head, body) = checksum.add_to_stream(request, &options)?.into_parts();
    let mut headers = Map::new();
    for (name, value) in &head.headers {
        headers.insert(name.to_string(), value.to_str()?.into());
    }
    Ok(json!({ "headers": headers, "body": STANDARD.encode(collect(body)?) }))
}

fn response(case: &Value) -> Result<Value, Box<dyn Error>> {
    let mut headers = HeaderMap::new();
    for (name, value) in case["headers"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        let name = HeaderName::from_bytes(name.as_bytes())?;
        headers.insert(name, HeaderValue::from_str(value)?);
    }
    let names = case["algorithms"].as_array().into_iter().flatten();
    let names = names.filter_map(Value::as_str);
    let algorithms: Vec<ChecksumAlgorithm> =
        names.filter_map(ChecksumAlgorithm::from_name).collect();
    let body = body(case)?.compared(&headers, &algorithms);
    let algorithm = body.checksum().map(ChecksumAlgorithm::as_str);
    Ok(json!({ "algorithm": algorithm, "is_whole": collect(body).is_ok() }))
}

/// Reads a body that is there.
fn collect(mut body: Body) -> Result<Vec<u8>, BodyError> {
    let mut all = Vec::new();
    let mut context = Context::from_waker(Waker::noop());
    while let Poll::Ready(Some(chunk)) = body.poll_next(&mut context) {
        all.extend(chunk?);
    }
    Ok(all)
}
