//! A server that answers GetStudioSessionMapping, and gives credentials for a role.
//!
//! `server MILLISECONDS CERTIFICATE KEY` prints an address for HTTP and one for TLS. It waits so long
//! before it answers.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const MAPPING: &str = r#"{"SessionMapping":{"StudioId":"es-1","IdentityId":"9067-11ee",
"IdentityName":"ada@example.com","IdentityType":"USER","SessionPolicyArn":
"arn:aws:iam::123456789012:policy/basic","CreationTime":1.7e9,"LastModifiedTime":1.7e9}}"#;

const ROLE: &str = "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
<AssumeRoleWithWebIdentityResult><SubjectFromWebIdentityToken>app</SubjectFromWebIdentityToken>\
<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/app/app</Arn><AssumedRoleId>AROAEXAMPLE:app\
</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>\
secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>\
</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";

async fn answer(
    request: Request<Incoming>,
    pause: Duration,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let is_mapping = request.headers().contains_key("x-amz-target");
    let _ = request.into_body().collect().await;
    if !pause.is_zero() {
        tokio::time::sleep(pause).await;
    }
    let (kind, body) = match is_mapping {
        true => ("application/x-amz-json-1.1", MAPPING),
        false => ("text/xml", ROLE),
    };
    let response = Response::builder()
        .header("content-type", kind)
        .header("x-amzn-requestid", "f7d1a2a5-8d3c-4f0e-9a63-1d2b8e7c5f60")
        .body(Full::new(Bytes::from_static(body.as_bytes())));
    Ok(response.expect("a response"))
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin, pause: Duration) {
    let service = service_fn(move |request| answer(request, pause));
    _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pause, certificate, key] = &arguments[..] else {
        panic!("server MILLISECONDS CERTIFICATE KEY");
    };
    let pause = Duration::from_millis(pause.parse().expect("milliseconds"));
    let certificates = vec![CertificateDer::from_pem_file(certificate).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_file(key).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .expect("a key that fits");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let plain = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let tls = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = |listener: &TcpListener| listener.local_addr().expect("an address").port();
    println!(
        "http://localhost:{}\nhttps://localhost:{}",
        port(&plain),
        port(&tls)
    );
    loop {
        tokio::select! {
            accepted = plain.accept() => {
                let (stream, _) = accepted.expect("a connection");
                tokio::spawn(serve(stream, pause));
            }
            accepted = tls.accept() => {
                let (stream, _) = accepted.expect("a connection");
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, pause).await;
                    }
                });
            }
        }
    }
}
