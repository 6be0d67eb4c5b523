//! Settings of the built-in HTTP client.

use std::sync::Arc;
use std::time::Duration;

use super::environment::Environment;
use super::reader::Reader;
use crate::client::HttpClient;
use crate::client::hyper_client::{HyperClient, HyperSettings, Proxies, Tls};

/// The settings that only the built-in HTTP client has.
#[derive(Clone, Default)]
pub(super) struct BuiltIn {
    tls: Tls,
    proxies: Proxies,
}

impl BuiltIn {
    /// Reads trusted certificates and proxies.
    pub(super) fn read(settings: &mut Reader<'_>) -> Self {
        let environment: &Environment = settings.environment;
        let mut tls = Tls::default();
        if let Some((value, place)) = settings.text(&["AWS_CA_BUNDLE"], "ca_bundle") {
            let read = environment
                .read(&environment.expand(&value))
                .map_err(Into::into)
                .and_then(|text| Tls::from_pem(&text));
            match read {
                Ok(read) => tls = read,
                Err(error) => settings.problem(
                    &place,
                    &value,
                    &format!("a file of certificates in PEM form ({error})"),
                ),
            }
        }
        let (proxies, problems) = Proxies::load(|name| environment.raw_var(name));
        settings.problems.extend(problems);
        Self { tls, proxies }
    }

    /// Makes the HTTP client, with settings that other HTTP clients have, too.
    pub(super) fn http_client(
        &self,
        connect_timeout: Option<Duration>,
        max_response_size: usize,
        max_idle: usize,
    ) -> Option<Arc<dyn HttpClient>> {
        Some(Arc::new(HyperClient::new(&HyperSettings {
            connect_timeout,
            max_response_size,
            max_idle,
            proxies: self.proxies.clone(),
            tls: self.tls.clone(),
        })))
    }
}
