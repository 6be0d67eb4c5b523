//! State that clients of one configuration share.

use std::sync::{Arc, OnceLock};

use tokio::sync::Semaphore;

use crate::client::HttpClient;
use crate::client::bearer::TokenCache;
use crate::client::credentials::Cache;

/// The parts that the clones of a configuration, and all clients made from them, share.
/// A clone that is changed gets its own.
#[derive(Clone, Default)]
pub(super) struct Shared {
    pub(super) http: Arc<OnceLock<Http>>,
    pub(super) credentials: Arc<OnceLock<Arc<Cache>>>,
    pub(super) tokens: Arc<OnceLock<Arc<TokenCache>>>,
}

/// The HTTP client, and a permit per attempt in flight.
pub(super) type Http = (Arc<dyn HttpClient>, Arc<Semaphore>);

impl Shared {
    pub(super) fn forget_http(&mut self) {
        self.http = Arc::default();
        // The chain fetches credentials through the HTTP client.
        self.forget_credentials();
    }

    pub(super) fn forget_credentials(&mut self) {
        self.credentials = Arc::default();
        self.tokens = Arc::default();
    }
}
