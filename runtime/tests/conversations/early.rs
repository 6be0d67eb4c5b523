//! A server that answers and closes the connection while the client is still writing.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use h2::server;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{CallError, RetryConfig};
use tinsmith_runtime::http::Response;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use crate::chat::{Chats, call_error, code, line};
use crate::proof::encoded;
use crate::support::service::config;

/// A connection that is no longer read at some time.
struct Deaf {
    stream: TcpStream,
    is_deaf: Arc<AtomicBool>,
}

impl AsyncRead for Deaf {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.is_deaf.load(Ordering::SeqCst) {
            true => Poll::Pending,
            false => Pin::new(&mut self.stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Deaf {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// How a server ends.
#[derive(Clone, Copy, PartialEq)]
enum Ending {
    /// With an error in place of events.
    Refusal,
    /// With an event, and the end of the answer.
    Events,
    /// With nothing.
    Silence,
}

/// A server of one request, whose client can't write any more since nobody reads. It gives its
/// answer and closes the connection, which resets it: bytes are left that nobody read.
async fn start(ending: Ending) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let is_deaf = Arc::new(AtomicBool::new(false));
        let stream = Deaf {
            stream,
            is_deaf: is_deaf.clone(),
        };
        // Nothing but the sockets' buffers holds the client up.
        let mut connection = server::Builder::new()
            .initial_window_size(1 << 30)
            .initial_connection_window_size(1 << 30)
            .handshake::<_, Bytes>(stream)
            .await
            .unwrap();
        let (_request, mut respond) = connection.accept().await.unwrap().unwrap();
        is_deaf.store(true, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let answer = match ending {
            Ending::Refusal => Some((400, Bytes::from_static(br#"{"__type":"Refused"}"#))),
            Ending::Events => Some((200, encoded("bye"))),
            Ending::Silence => None,
        };
        if let Some((status, body)) = answer {
            let head = Response::builder().status(status).body(()).unwrap();
            let mut stream = respond.send_response(head, false).unwrap();
            stream.send_data(body, true).unwrap();
        }
        // Writes what there is, and is gone before the client does anything: there is one thread.
        std::future::poll_fn(|context| {
            for _ in 0..5 {
                _ = connection.poll_closed(context);
            }
            Poll::Ready(())
        })
        .await;
    });
    address
}

/// Sends until it can't.
async fn fill(
    mut sender: tinsmith_runtime::client::EventSender<crate::chat::Said>,
) -> crate::chat::Error {
    let text = "x".repeat(60_000);
    loop {
        if let Err(error) = sender.send(line(&*text)).await {
            return error;
        }
    }
}

fn client(address: SocketAddr) -> Chats {
    let config = config(&format!("http://{address}"));
    Chats::new(&config.retry(RetryConfig::off()))
}

#[tokio::test]
async fn an_error_is_seen_although_nothing_can_be_written_any_more() {
    let client = client(start(Ending::Refusal).await);
    let (sender, answer) = client.chat().await;
    let sending = tokio::spawn(fill(sender));
    let error = answer.await.unwrap_err();
    assert_eq!(code(&error), Some("Refused"), "{error}");
    assert_eq!(code(&sending.await.unwrap()), Some("Refused"));
}

#[tokio::test]
async fn events_are_seen_although_nothing_can_be_written_any_more() {
    let client = client(start(Ending::Events).await);
    let (sender, answer) = client.chat().await;
    let sending = tokio::spawn(fill(sender));
    let mut events = answer.await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("bye")));
    assert_eq!(events.next().await.unwrap(), None);
    // Not all was sent, and nobody says so.
    sending.await.unwrap();
}

#[tokio::test]
async fn a_connection_that_breaks_without_an_answer_is_an_error_of_the_network() {
    let client = client(start(Ending::Silence).await);
    let (sender, answer) = client.chat().await;
    let sending = tokio::spawn(fill(sender));
    let error = answer.await.unwrap_err();
    assert!(
        matches!(call_error(&error), CallError::Transport(_)),
        "{error}"
    );
    assert_eq!(sending.await.unwrap(), error);
}
