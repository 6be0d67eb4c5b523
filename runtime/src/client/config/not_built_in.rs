//! Stands for the settings of the built-in HTTP client where no feature has brought one.

use std::sync::Arc;
use std::time::Duration;

use super::reader::Reader;
use crate::client::HttpClient;

/// No settings.
#[derive(Clone, Default)]
pub(super) struct BuiltIn(());

impl BuiltIn {
    /// Reads nothing: proxies and certificates are up to the program's HTTP client.
    pub(super) fn read(_: &mut Reader<'_>) -> Self {
        Self(())
    }

    /// Returns `None`.
    pub(super) fn http_client(
        &self,
        _: Option<Duration>,
        _: usize,
        _: usize,
    ) -> Option<Arc<dyn HttpClient>> {
        None
    }
}
