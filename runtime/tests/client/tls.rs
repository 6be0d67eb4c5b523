//! Calls over TLS, to a server whose certificate a file trusts.

use std::sync::Arc;
use std::time::Duration;

use crate::support::server::{Server, success};
use crate::support::service::{Client, Error, credentials, quick};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tinsmith_runtime::client::{CallError, Config, Environment, TransportErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

const ROOT: &[u8] = include_bytes!("../support/tls/ca.pem");

fn acceptor() -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain =
        CertificateDer::from_pem_slice(include_bytes!("../support/tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../support/tls/server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// Ends TLS in front of a server; the port.
async fn in_front_of(server: &Server) -> u16 {
    let acceptor = acceptor();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let address = server.url().replace("http://", "");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, address) = (acceptor.clone(), address.clone());
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut plain = TcpStream::connect(address).await.unwrap();
                _ = tokio::io::copy_bidirectional(&mut stream, &mut plain).await;
            });
        }
    });
    port
}

fn config(environment: Environment, url: String) -> Config {
    Config::load(environment)
        .unwrap()
        .region("eu-west-1")
        .credentials(credentials())
        .endpoint_url(url)
        .retry(quick())
}

fn trusting() -> Environment {
    Environment::empty()
        .variable("AWS_CA_BUNDLE", "/root.pem")
        .file("/root.pem", ROOT)
}

#[tokio::test]
async fn a_call_over_tls() {
    let server = Server::start(|_| success("hello")).await;
    let port = in_front_of(&server).await;
    let client = Client::new(&config(trusting(), format!("https://localhost:{port}")));
    for _ in 0..3 {
        assert_eq!(client.echo("hi").await.unwrap(), "hello");
    }
    assert_eq!(server.accepted(), 1);
    let host = format!("localhost:{port}");
    assert_eq!(server.received()[0].header("host"), Some(&*host));
    drop(client);
    server.all_closed().await;
}

#[tokio::test]
async fn certificates_that_are_not_trusted_or_for_others_are_refused() {
    let server = Server::start(|_| success("hello")).await;
    let port = in_front_of(&server).await;
    for (environment, host) in [
        (Environment::empty(), "localhost"),
        (trusting(), "[::ffff:127.0.0.1]"),
    ] {
        let client = Client::new(&config(environment, format!("https://{host}:{port}")));
        match client.echo("hi").await.unwrap_err() {
            Error::Call(CallError::Transport(error)) => {
                assert_eq!(error.kind(), TransportErrorKind::Connect, "{error}");
                assert!(error.to_string().contains("certificate"), "{error}");
            }
            other => panic!("{other:?}"),
        }
    }
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(server.requests(), 0);
}

/// A proxy behind TLS: it passes connections on to `target`, whatever they ask for. The first
/// bytes of each connection, before TLS ends, and what was asked.
async fn proxy_in_front_of(target: u16) -> (u16, mpsc::UnboundedReceiver<(u8, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = acceptor();
    let (ask, asked) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, ask) = (acceptor.clone(), ask.clone());
            tokio::spawn(async move {
                let mut first = [0];
                stream.peek(&mut first).await.unwrap();
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    ask.send((first[0], String::new())).unwrap();
                    return;
                };
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                ask.send((first[0], String::from_utf8(head).unwrap()))
                    .unwrap();
                stream
                    .write_all(b"HTTP/1.1 200 Connected\r\n\r\n")
                    .await
                    .unwrap();
                let mut onward = TcpStream::connect(("127.0.0.1", target)).await.unwrap();
                _ = tokio::io::copy_bidirectional(&mut stream, &mut onward).await;
            });
        }
    });
    (port, asked)
}

#[tokio::test]
async fn a_proxy_is_asked_within_tls() {
    let server = Server::start(|_| success("hello")).await;
    let target = in_front_of(&server).await;
    let (port, mut asked) = proxy_in_front_of(target).await;
    let proxy = format!("https://user:p%40ss@localhost:{port}");
    let environment = trusting().variable("HTTPS_PROXY", &proxy);
    // The certificate is for this name; the proxy connects to another.
    let client = Client::new(&config(environment, "https://localhost:1".to_owned()));
    for _ in 0..3 {
        assert_eq!(client.echo("hi").await.unwrap(), "hello");
    }
    // One connection, with TLS to the proxy, and TLS to the server in it.
    let (first, head) = asked.recv().await.unwrap();
    assert_eq!(first, 22, "not TLS");
    assert!(
        head.starts_with("CONNECT localhost:1 HTTP/1.1\r\n"),
        "{head}"
    );
    // user:p@ss
    assert!(
        head.contains("proxy-authorization: Basic dXNlcjpwQHNz\r\n"),
        "{head}"
    );
    assert!(asked.try_recv().is_err());
    assert_eq!(server.received()[2].header("proxy-authorization"), None);
    drop(client);
    server.all_closed().await;
}

#[tokio::test]
async fn a_proxy_whose_certificate_is_not_trusted_sees_no_password() {
    let (port, mut asked) = proxy_in_front_of(1).await;
    let proxy = format!("https://user:password@localhost:{port}");
    let environment = Environment::empty().variable("HTTPS_PROXY", &proxy);
    let config = config(environment, "https://localhost:1".to_owned());
    let client = Client::new(&config.retry(quick().max_attempts(1)));
    let error = client.echo("hi").await.unwrap_err().to_string();
    assert!(
        error.contains("certificate") && !error.contains("password"),
        "{error}"
    );
    assert_eq!(asked.recv().await.unwrap(), (22, String::new()));
}

/// `http` through a proxy behind TLS: the proxy is asked for the whole URI.
#[tokio::test]
async fn a_plain_request_is_within_tls_up_to_the_proxy() {
    let proxy = Server::start(|_| success("from the proxy")).await;
    let port = in_front_of(&proxy).await;
    let environment = trusting().variable("HTTP_PROXY", format!("https://localhost:{port}"));
    let client = Client::new(&config(
        environment,
        "http://toy.example.invalid".to_owned(),
    ));
    for _ in 0..2 {
        assert_eq!(client.echo("hi").await.unwrap(), "from the proxy");
    }
    let received = proxy.received();
    let line = "POST http://toy.example.invalid/ HTTP/1.1\r\n";
    assert!(received[1].head.starts_with(line), "{received:?}");
    assert_eq!(proxy.accepted(), 1);
}

#[test]
fn a_file_without_certificates_is_reported() {
    let load = |text: &str| {
        let environment = Environment::empty()
            .home("/home/me")
            .file("/home/me/.aws/config", "[default]\nca_bundle = ~/root.pem")
            .file("/home/me/root.pem", text);
        Config::load(environment).unwrap_err().to_string()
    };
    let expected = "`ca_bundle` in profile default of /home/me/.aws/config is \"~/root.pem\": \
                    expected a file of certificates in PEM form (";
    for text in [
        "",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let error = load(text);
        assert!(error.contains(expected), "{error}");
    }
}
