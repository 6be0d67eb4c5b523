//! TLS, and the protocol that it settles (ALPN).

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tinsmith_runtime::client::{CallError, Config, Environment, RetryConfig, TransportErrorKind};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

use crate::chat::{Chats, call_error, line};
use crate::peer::{Counts, Manner, echo, erased, serve};
use crate::support::service::credentials;

const ROOT: &[u8] = include_bytes!("../support/tls/ca.pem");

/// Starts a server that offers these protocols; its port.
pub async fn start(protocols: &[&str]) -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain =
        CertificateDer::from_pem_slice(include_bytes!("../support/tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../support/tls/server.key")).unwrap();
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .unwrap();
    config.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else {
                    return;
                };
                let counts = Arc::new(Counts::default());
                let away = Arc::new(Notify::new());
                serve(stream, Manner::default(), erased(echo), counts, away).await;
            });
        }
    });
    port
}

/// An environment that trusts the server's certificate.
pub fn trusting() -> Environment {
    Environment::empty()
        .variable("AWS_CA_BUNDLE", "/root.pem")
        .file("/root.pem", ROOT)
}

fn client(port: u16) -> Chats {
    client_in(trusting(), port)
}

/// A client of the server at this port.
pub fn client_in(environment: Environment, port: u16) -> Chats {
    let config = Config::load(environment)
        .unwrap()
        .region("eu-west-1")
        .credentials(credentials())
        .endpoint_url(format!("https://localhost:{port}"))
        .retry(RetryConfig::standard().max_attempts(2));
    Chats::new(&config)
}

#[tokio::test]
async fn a_conversation_over_tls() {
    let client = client(start(&["h2", "http/1.1"]).await);
    let (mut sender, answer) = client.chat().await;
    let mut events = answer.await.unwrap();
    sender.send(line("hello")).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("hello")));
    sender.finish().await.unwrap();
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn a_server_that_chooses_http_1_is_an_error_that_says_so() {
    for (protocols, text) in [
        (&["http/1.1"][..], "chose http/1.1 by ALPN"),
        (&[], "chose nothing by ALPN, and speaks HTTP/1.1"),
    ] {
        let client = client(start(protocols).await);
        let (sender, answer) = client.chat().await;
        let error = answer.await.unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
        match call_error(&error) {
            CallError::Transport(error) => {
                assert_eq!(error.kind(), TransportErrorKind::Unsupported);
            }
            other => panic!("{other:?}"),
        }
        let same = sender.finish().await.unwrap_err();
        assert_eq!(same, error);
    }
}
