//! Settings that only the clients of one service have.

use std::fmt;

use super::service_info::ServiceInfo;
use crate::endpoint::Builtins;

/// Settings that only the clients of one service have, for
/// [`Config::settings`](super::Config::settings). The `ClientSettings` of a generated service are
/// such settings, where the model has `clientContextParams`.
///
/// Only generated code implements this trait: what it demands may change in any version.
pub trait ServiceSettings: fmt::Debug + Send + Sync + 'static {
    /// Returns the service.
    #[doc(hidden)]
    fn service(&self) -> &'static ServiceInfo;

    /// Lays the settings that are set over others.
    #[doc(hidden)]
    fn apply(&self, builtins: &mut Builtins);
}
