//! Servers as HTTP clients: calls that stay in the process.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::{Dispatch, Server};
use crate::Body;
use crate::client::{BoxFuture, Config, Credentials, HttpClient, RetryConfig, TransportError};

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
        Box::pin(async move { Ok(self.answer_stream(request).await) })
    }
}
