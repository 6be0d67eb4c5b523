//! Conversations through proxies, which are asked for a tunnel (`CONNECT`).

use std::sync::Arc;
use std::sync::Mutex;

use tinsmith_runtime::client::{CallError, Config, TransportErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::chat::{Chats, call_error, line};
use crate::peer::{Server, echo};
use crate::support::service::credentials;
use crate::tls::{client_in, start, trusting};

/// The heads of requests that a proxy got.
type Heads = Arc<Mutex<Vec<String>>>;

/// Starts a proxy that gives this answer, and leads to where it is asked to if that is a success.
async fn proxy(answer: &'static str) -> (u16, Heads) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heads = Heads::default();
    let known = heads.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let known = known.clone();
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let head = String::from_utf8(head).unwrap();
                let target = head.split(' ').nth(1).unwrap().to_owned();
                known.lock().unwrap().push(head);
                stream.write_all(answer.as_bytes()).await.unwrap();
                if !answer.starts_with("HTTP/1.1 200") {
                    return;
                }
                // A name that leads nowhere else.
                let target = target.replace("localhost", "127.0.0.1");
                let mut onward = TcpStream::connect(target).await.unwrap();
                _ = tokio::io::copy_bidirectional(&mut stream, &mut onward).await;
            });
        }
    });
    (port, heads)
}

const CONNECTED: &str = "HTTP/1.1 200 Connected\r\n\r\n";

/// Two conversations, each of an event and its echo.
async fn two(client: &Chats) {
    for text in ["hello", "again"] {
        let (mut sender, answer) = client.chat().await;
        sender.send(line(text)).await.unwrap();
        let mut events = answer.await.unwrap();
        assert_eq!(events.next().await.unwrap(), Some(line(text)));
        sender.finish().await.unwrap();
        assert_eq!(events.next().await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_conversation_over_tls_goes_through_a_tunnel() {
    let port = start(&["h2"]).await;
    let (through, heads) = proxy(CONNECTED).await;
    let url = format!("http://user:p%40ss@127.0.0.1:{through}");
    let client = client_in(trusting().variable("HTTPS_PROXY", url), port);
    two(&client).await;
    let heads = heads.lock().unwrap();
    // One connection for both.
    assert_eq!(heads.len(), 1);
    let line = format!("CONNECT localhost:{port} HTTP/1.1\r\n");
    assert!(heads[0].starts_with(&line), "{heads:?}");
    let authorization = "proxy-authorization: Basic dXNlcjpwQHNz\r\n";
    assert!(heads[0].contains(authorization), "{heads:?}");
    // Neither the request nor its signature.
    assert!(!heads[0].contains("AWS4"), "{heads:?}");
}

#[tokio::test]
async fn a_conversation_without_tls_goes_through_a_tunnel_too() {
    let server = Server::start(echo).await;
    let (through, heads) = proxy(CONNECTED).await;
    let url = format!("http://127.0.0.1:{through}");
    let config = Config::load(trusting().variable("HTTP_PROXY", url)).unwrap();
    let config = config.region("eu-west-1").credentials(credentials());
    let client = Chats::new(&config.endpoint_url(server.url()));
    two(&client).await;
    let heads = heads.lock().unwrap();
    assert_eq!(heads.len(), 1);
    let line = format!("CONNECT {} HTTP/1.1\r\n", server.address());
    assert!(heads[0].starts_with(&line), "{heads:?}");
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told() {
    let answer = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
    let (through, _) = proxy(answer).await;
    let url = format!("http://127.0.0.1:{through}");
    let client = client_in(trusting().variable("HTTPS_PROXY", url), 1);
    let (sender, answer) = client.chat().await;
    let error = answer.await.unwrap_err();
    assert!(error.to_string().contains("407"), "{error}");
    match call_error(&error) {
        CallError::Transport(error) => assert_eq!(error.kind(), TransportErrorKind::Connect),
        other => panic!("{other:?}"),
    }
    assert_eq!(sender.finish().await.unwrap_err(), error);
}
