//! A trivial server: takes any body and drops it, and gives bytes of the asked length.
//!
//! `server BYTES` prints its address. A `GET` gives `BYTES`, or the range that is asked for; a `POST`
//! begins or completes an upload in parts.

use std::convert::Infallible;

use bytes::Bytes;
use futures::stream;
use http_body_util::{BodyExt, StreamBody, combinators::BoxBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

static PAGE: [u8; 256 << 10] = [7; 256 << 10];

fn zeros(length: u64) -> BoxBody<Bytes, Infallible> {
    let chunks = stream::unfold(length, |left| async move {
        let next = left.min(PAGE.len() as u64);
        let chunk = Bytes::from_static(&PAGE[..usize::try_from(next).ok()?]);
        (next > 0).then(|| (Ok(Frame::data(chunk)), left - next))
    });
    BodyExt::boxed(StreamBody::new(chunks))
}

fn text(text: String) -> BoxBody<Bytes, Infallible> {
    http_body_util::Full::new(Bytes::from(text)).boxed()
}

async fn answer(
    request: Request<Incoming>,
    length: u64,
) -> Result<Response<BoxBody<Bytes, Infallible>>, Infallible> {
    let response = Response::builder().header("etag", "\"1\"");
    let (head, mut body) = request.into_parts();
    while let Some(Ok(_)) = body.frame().await {}
    let response = match (head.method, head.uri.query().unwrap_or_default()) {
        (Method::GET, _) => {
            let range = head.headers.get("range").and_then(|range| {
                let (first, last) = range
                    .to_str()
                    .ok()?
                    .strip_prefix("bytes=")?
                    .split_once('-')?;
                let last = last.parse().unwrap_or(length - 1).min(length - 1);
                Some((first.parse::<u64>().ok()?, last))
            });
            let response = response.header("last-modified", "Fri, 27 Nov 2026 00:00:00 GMT");
            match range {
                Some((first, last)) => response
                    .status(206)
                    .header("content-range", format!("bytes {first}-{last}/{length}"))
                    .header("content-length", last + 1 - first)
                    .body(zeros(last + 1 - first)),
                None => response
                    .header("content-length", length)
                    .body(zeros(length)),
            }
        }
        (Method::POST, query) if query.starts_with("uploads") => response.body(text(
            "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>1</UploadId>\
             </InitiateMultipartUploadResult>"
                .to_owned(),
        )),
        (Method::POST, _) => response.body(text(
            "<CompleteMultipartUploadResult><ETag>\"1\"</ETag></CompleteMultipartUploadResult>"
                .to_owned(),
        )),
        _ => response.body(text(String::new())),
    };
    Ok(response.expect("a response"))
}

#[tokio::main]
async fn main() {
    let length = std::env::args()
        .nth(1)
        .and_then(|length| length.parse().ok());
    let length = length.expect("server BYTES");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, length));
            _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
