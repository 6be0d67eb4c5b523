//! The settings of single services in a configuration.

use std::sync::Arc;

use super::builder::Config;
use crate::client::{ServiceInfo, ServiceSettings};
use crate::endpoint::Builtins;

impl Config {
    /// Adds settings that only the clients of one service have: the `ClientSettings` of the generated
    /// service. What is set there wins over settings of the service that were added before, and over
    /// variables and files. Clients of other services don't see it.
    #[must_use]
    pub fn settings(mut self, settings: impl ServiceSettings) -> Self {
        self.of_services.push(Arc::new(settings));
        self
    }

    /// Returns the parameters of endpoints for a service: those of variables and files, and over them
    /// what was added for the service.
    pub(crate) fn builtins_for(&self, service: &ServiceInfo) -> Builtins {
        let mut builtins = self.request_settings().builtins.clone();
        let own = self.of_services.iter();
        for settings in own.filter(|it| it.service().sdk_id == service.sdk_id) {
            settings.apply(&mut builtins);
        }
        builtins
    }
}
