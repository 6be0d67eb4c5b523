//! A conversation: events in both directions over HTTP/2, with a server in the same process that
//! says each line again. No network is needed:
//!
//! ```text
//! cargo run --package goldens --example chat
//! ```

use std::convert::Infallible;
use std::error::Error;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use goldens::radio::{Broadcast, Chat, Client, Line};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials};
use tinsmith_runtime::event_stream::{CONTENT_TYPE, Decoder};
use tinsmith_runtime::http::{Request, Response};
use tinsmith_runtime::{Body, BodyError, BodyErrorKind, Chunks};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let config = Config::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"))
        .endpoint_url(format!("http://{}", serve().await?));
    let client = Client::new(&config)?;

    // The sender is there before the service has answered, and may go to another task.
    let (mut sender, answer) = client.chat(Chat::new()).await?;
    let sending = tokio::spawn(async move {
        for text in ["Is anybody there?", "It rains.", "Good night."] {
            let line = Broadcast::Line(Line::new().text(text));
            sender.send(line).await?;
        }
        // Without this the service would see a stream that broke off.
        sender.finish().await
    });

    let mut events = answer.await?;
    let mut lines = 0;
    while let Some(event) = events.next().await? {
        if let Broadcast::Line(line) = event {
            println!("heard: {}", line.text.unwrap_or_default());
            lines += 1;
        }
    }
    sending.await??;
    if lines != 3 {
        return Err(format!("{lines} lines came back, and 3 were sent").into());
    }
    Ok(())
}

/// Serves HTTP/2 on a port of the system's choice.
async fn serve() -> Result<SocketAddr, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service_fn(|request| async { Ok::<_, Infallible>(say_again(request)) });
            let server = http2::Builder::new(TokioExecutor::new());
            tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
        }
    });
    Ok(address)
}

/// Answers while the request still comes.
fn say_again(request: Request<Incoming>) -> Response<Body> {
    let echo = Echo {
        request: request.into_body(),
        messages: Decoder::new(),
    };
    let mut response = Response::new(Body::from_chunks(echo, None));
    let content_type = tinsmith_runtime::http::HeaderValue::from_static(CONTENT_TYPE);
    response.headers_mut().insert("content-type", content_type);
    response
}

/// The messages of a request, one after the other. A request to AWS would have them wrapped in signed
/// ones; the radio takes them as they are.
struct Echo {
    request: Incoming,
    messages: Decoder,
}

impl Echo {
    fn failed(error: impl Into<Box<dyn Error + Send + Sync>>) -> BodyError {
        BodyError::new(BodyErrorKind::Source, error)
    }

    async fn next(&mut self) -> Result<Option<Bytes>, BodyError> {
        loop {
            if let Some(message) = self.messages.next().map_err(Self::failed)? {
                return message.encode().map(Some).map_err(Self::failed);
            }
            let frame = poll_fn(|context| Pin::new(&mut self.request).poll_frame(context)).await;
            match frame.transpose().map_err(Self::failed)? {
                Some(frame) => self.messages.push(frame.into_data().unwrap_or_default()),
                None => {
                    self.messages.finish().map_err(Self::failed)?;
                    return Ok(None);
                }
            }
        }
    }
}

impl Chunks for Echo {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        // Nothing is lost if the future is dropped and made anew.
        let next = ready!(std::pin::pin!(self.next()).poll(context));
        Poll::Ready(next.transpose())
    }
}
