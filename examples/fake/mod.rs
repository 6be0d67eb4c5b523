//! A working EMR and EMR Containers in memory: what `fake_emr` serves, and what `sessions` and
//! the tests call.
//!
//! Some names make it misbehave, so that a client's error handling can be tried:
//!
//! | name | answer |
//! | --- | --- |
//! | Studio `es-INTERNALERROR` | `InternalServerError` |
//! | cluster `j-UNKNOWN` | a union member that no published model has |
//! | a cluster that isn't `j-` and capitals and digits | `InvalidRequestException` |
//! | virtual cluster or endpoint `missing` | `ResourceNotFoundException` |
//! | virtual cluster `throttled` | `RequestThrottledException` |
//! | virtual cluster `broken` | `InternalServerException` |
//! | credential type other than `TOKEN` | `ValidationException` |

mod containers;
mod signature;
mod studios;

use std::io;

use emr_sessions::runtime::Timestamp;
use emr_sessions::runtime::bytes::Bytes;
use emr_sessions::runtime::http::{Request, Response};
use emr_sessions::runtime::server::Body;
use emr_sessions::{emr, emr_containers};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use containers::Containers;
use signature::Keys;
use studios::Studios;

/// The two services at one address, as `x-amz-target` or its absence tells them apart.
#[derive(Clone)]
pub(crate) struct FakeEmr {
    emr: emr::server::Server<Studios>,
    containers: emr_containers::server::Server<Containers>,
    keys: Option<Keys>,
}

impl FakeEmr {
    /// Makes a fake without any mapping, which takes requests whoever signed them.
    pub(crate) fn new() -> Self {
        Self {
            emr: emr::server::Server::new(Studios::default()),
            containers: emr_containers::server::Server::new(Containers::default()),
            keys: None,
        }
    }

    /// Refuses requests that aren't signed with these keys.
    #[must_use]
    pub(crate) fn check_signatures(mut self, access_key_id: &str, secret_access_key: &str) -> Self {
        self.keys = Some(Keys::new(access_key_id, secret_access_key));
        self
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        let is_json_rpc = request.headers().contains_key("x-amz-target");
        if let Some(keys) = &self.keys {
            let service = if is_json_rpc {
                "elasticmapreduce"
            } else {
                "emr-containers"
            };
            if let Err(refusal) = keys.check(&request, service) {
                return refusal.response(is_json_rpc);
            }
        }
        if is_json_rpc {
            self.emr.answer(request).await
        } else {
            self.containers.answer(request).await
        }
    }

    /// Answers what comes in, for ever.
    ///
    /// # Errors
    /// The listener can't accept any more.
    pub(crate) async fn serve(self, listener: TcpListener) -> io::Result<()> {
        loop {
            let (stream, _) = listener.accept().await?;
            let fake = self.clone();
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    let fake = fake.clone();
                    async move { fake.answer_incoming(request).await }
                });
                // A client that goes away is none of the others' business.
                _ = http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    }

    async fn answer_incoming(&self, request: Request<Incoming>) -> io::Result<Response<Body>> {
        let (parts, body) = request.into_parts();
        let body = Limited::new(body, 10 * 1024 * 1024).collect().await;
        let body = body.map_err(io::Error::other)?;
        let request = Request::from_parts(parts, body.to_bytes());
        Ok(self.answer(request).await.map(Body::from))
    }
}

impl Default for FakeEmr {
    fn default() -> Self {
        Self::new()
    }
}

/// The time so many seconds from now.
fn in_seconds(seconds: i64) -> Timestamp {
    let then = Timestamp::now().epoch_seconds() + seconds;
    Timestamp::from_epoch_seconds(then).unwrap_or_else(|_| Timestamp::now())
}
