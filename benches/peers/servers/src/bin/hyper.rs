//! Answers that are known, behind hyper: what is left of a server that does nothing itself.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use peers_servers::{accept, run};
use tokio::net::TcpListener;

const GOT: &str = r#"{"title":"Crows","cents":1250}"#;
const BOUGHT: &str = r#"{"cents":2500}"#;

/// Reads the body, as a server has to.
async fn answer(request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let (head, body) = request.into_parts();
    if head.method == "GET" {
        return Ok(response(200, GOT));
    }
    _ = axum::body::to_bytes(Body::new(body), 10 << 20).await;
    Ok(response(201, BOUGHT))
}

fn response(status: u16, text: &'static str) -> Response<Body> {
    let response = Response::builder()
        .status(status)
        .header("content-type", "application/json");
    let body = Body::from(Bytes::from_static(text.as_bytes()));
    response.body(body).expect("a response")
}

async fn serve(listener: TcpListener) -> std::io::Result<()> {
    accept(listener, service_fn(answer)).await
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(serve)
}
