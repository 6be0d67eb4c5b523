//! State that clients of one configuration share.

use std::sync::{Arc, OnceLock};

use tokio::sync::Semaphore;

use super::Config;
use crate::client::HttpClient;
use crate::client::bearer::TokenCache;
use crate::client::credentials::Cache;
use crate::client::hyper_client::{HyperClient, HyperSettings};

/// What the clones of a configuration, and all clients made from them, have together.
/// A clone that is changed gets its own.
#[derive(Clone, Default)]
pub(super) struct Shared {
    http: Arc<OnceLock<Http>>,
    credentials: Arc<OnceLock<Arc<Cache>>>,
    tokens: Arc<OnceLock<Arc<TokenCache>>>,
}

/// The HTTP client, and a permit per attempt in flight.
type Http = (Arc<dyn HttpClient>, Arc<Semaphore>);

/// What a client takes from its configuration.
pub(crate) struct Resources {
    pub(crate) http: Arc<dyn HttpClient>,
    /// A permit per attempt in flight.
    pub(crate) limit: Arc<Semaphore>,
    pub(crate) credentials: Arc<Cache>,
    pub(crate) tokens: Arc<TokenCache>,
}

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

    pub(super) fn resources(&self, config: &Config) -> Resources {
        let (http, limit) = self.http.get_or_init(|| {
            let http = config.http_client.clone();
            let http = http.unwrap_or_else(|| Arc::new(HyperClient::new(&hyper_settings(config))));
            let permits = config.max_concurrency.clamp(1, Semaphore::MAX_PERMITS);
            (http, Arc::new(Semaphore::new(permits)))
        });
        let credentials = self
            .credentials
            .get_or_init(|| Arc::new(config.credentials_cache(http)));
        let tokens = self
            .tokens
            .get_or_init(|| Arc::new(config.token_cache(http)));
        Resources {
            http: http.clone(),
            limit: limit.clone(),
            credentials: credentials.clone(),
            tokens: tokens.clone(),
        }
    }
}

fn hyper_settings(config: &Config) -> HyperSettings {
    HyperSettings {
        connect_timeout: config.configured_timeouts().connect,
        max_response_size: config.max_response_size,
        max_idle: config.max_concurrency,
        proxies: config.proxies.clone(),
        tls: config.tls.clone(),
    }
}
