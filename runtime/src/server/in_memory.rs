//! Servers as HTTP clients: calls that stay in the process.

use std::future::poll_fn;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, Version};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::{Dispatch, Server};
use crate::client::{BoxFuture, Config, Credentials, HttpClient, RetryConfig, TransportError};
use crate::{Body, BodyError, Chunks};

/// The address of requests that go to no network. Services with names of buckets in their host have
/// them in the path where the host is an address.
const NOWHERE: &str = "http://127.0.0.1";

impl<H, P> Server<H, P>
where
    H: Send + Sync + 'static,
    P: Dispatch<H>,
{
    /// Makes the configuration of clients that talk to this server, in memory: requests are signed, sent
    /// and read as they are otherwise, without a network. The region is `us-east-1`, the credentials
    /// are made up, and calls are tried again without pauses. Nothing is read from the environment.
    ///
    /// ```
    /// use tinsmith_runtime::client::{Config, RetryConfig};
    /// use tinsmith_runtime::server::{Dispatch, Mock, Server};
    ///
    /// /// A generated server: `Server::new(mock)`.
    /// fn config<P: Dispatch<Mock>>(server: Server<Mock, P>) -> Config {
    ///     server.client_config().retry(RetryConfig::off())
    /// }
    /// ```
    pub fn client_config(&self) -> Config {
        let at_once = RetryConfig::standard()
            .base_delay(Duration::ZERO)
            .throttling_base_delay(Duration::ZERO);
        Config::new()
            .region("us-east-1")
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            .endpoint_url(NOWHERE)
            .retry(at_once)
            .http_client(self.clone())
    }
}

/// Answers the requests of a client in memory; see [`client_config`](Server::client_config).
impl<H, P> HttpClient for Server<H, P>
where
    H: Send + Sync + 'static,
    P: Dispatch<H>,
{
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move { Ok(self.answer(request).await) })
    }

    fn open(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            // Both halves of a conversation may be waited for by one task.
            let request = match request.version() {
                Version::HTTP_2 => request.map(buffered),
                _ => request,
            };
            Ok(self.answer_stream(request).await)
        })
    }
}

/// The chunks that are buffered. Those of events have 16 KiB at most, so this is what a connection of
/// HTTP/2 buffers before its service reads anything.
const CHUNKS: usize = 4;

/// Buffers the beginning of a body, as a network does, whether somebody reads it or not. The rest of a
/// body that nobody wants is thrown away.
fn buffered(mut body: Body) -> Body {
    let Ok(runtime) = Handle::try_current() else {
        return body;
    };
    let length = body.length();
    let (sender, chunks) = mpsc::channel(CHUNKS);
    // The task ends with the body: when its sender ends it, or is dropped.
    runtime.spawn(async move {
        while let Some(chunk) = poll_fn(|context| body.poll_next(context)).await {
            let is_last = chunk.is_err();
            _ = sender.send(chunk).await;
            if is_last {
                return;
            }
        }
    });
    Body::from_chunks(Buffered(chunks), length)
}

/// The chunks of a body that a task reads.
struct Buffered(mpsc::Receiver<Result<Bytes, BodyError>>);

impl Chunks for Buffered {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        self.0.poll_recv(context)
    }
}
