//! Event streams between generated clients and generated servers, over sockets.

use std::convert::Infallible;
use std::future::{pending, poll_fn};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use goldens::{gates, radio, radio_cbor, radio_target};
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials};
use tinsmith_runtime::event_stream::{CONTENT_TYPE, Event};
use tinsmith_runtime::http::{Request, Response, StatusCode, Uri};
use tinsmith_runtime::server::{Context, EventReceiver, EventResponse, Service};
use tinsmith_runtime::{Body, BodyError, Operation};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::time::timeout;

mod odd;
mod stations;

/// More than enough for what happens at once.
const SOON: Duration = Duration::from_secs(20);

async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(SOON, future).await.expect("it hangs")
}

/// Serves HTTP/1.1 and HTTP/2 on one port, by the first bytes of a connection.
async fn serve<S>(service: S) -> SocketAddr
where
    S: Service<Request<hyper::body::Incoming>, Response = Response<Body>, Error = Infallible>
        + Clone
        + Send
        + 'static,
    S::Future: Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = TowerToHyperService::new(service.clone());
            tokio::spawn(async move {
                let mut first = [0; 3];
                let speaks_2 = stream
                    .peek(&mut first)
                    .await
                    .is_ok_and(|length| length == 3)
                    && first == *b"PRI";
                let stream = TokioIo::new(stream);
                if speaks_2 {
                    let server = http2::Builder::new(TokioExecutor::new());
                    _ = server.serve_connection(stream, service).await;
                } else {
                    let server = http1::Builder::new();
                    _ = server.serve_connection(stream, service).await;
                }
            });
        }
    });
    address
}

fn config(address: SocketAddr) -> Config {
    Config::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"))
        .endpoint_url(format!("http://{address}"))
}

/// Says when it is dropped.
struct Dropped(Option<oneshot::Sender<()>>);

impl Drop for Dropped {
    fn drop(&mut self) {
        if let Some(sender) = self.0.take() {
            _ = sender.send(());
        }
    }
}
