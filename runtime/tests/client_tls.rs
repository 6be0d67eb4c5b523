//! Calls over TLS, to a server whose certificate a file trusts.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use support::server::{Server, success};
use support::service::{Client, Error, credentials, quick};
use tinsmith_runtime::client::{CallError, Config, Environment, TransportErrorKind};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const ROOT: &[u8] = include_bytes!("support/tls/ca.pem");

/// Ends TLS in front of a server; the port.
async fn in_front_of(server: &Server) -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain = CertificateDer::from_pem_slice(include_bytes!("support/tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("support/tls/server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
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
