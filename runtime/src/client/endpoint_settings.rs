//! The settings that endpoints depend on.

use std::sync::Arc;

use http::Uri;

use super::service_endpoint::unusable;
use super::{AccountIdEndpointMode, ConfigError, ServiceEndpoint, ServiceInfo};
use crate::endpoint::{Builtins, Endpoint, EndpointError, Partitions};
use crate::host;

/// The configuration's settings for endpoints: the input of a service's endpoint rules.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndpointSettings {
    /// The region, such as `eu-west-1`.
    pub region: Option<String>,
    /// The URL that replaces the service's own.
    pub endpoint_url: Option<Uri>,
    /// Whether to use endpoints with FIPS 140 validated cryptography.
    pub use_fips: bool,
    /// Whether to use endpoints with IPv4 and IPv6.
    pub use_dual_stack: bool,
    /// The facts about AWS's partitions.
    pub partitions: Arc<Partitions>,
    /// Whether endpoints with the account's id are used.
    pub account_id_endpoint_mode: AccountIdEndpointMode,
    /// The settings of single services.
    pub(crate) of_services: Builtins,
}

impl EndpointSettings {
    /// The region.
    ///
    /// # Errors
    ///
    /// There is none; the error says how to set it.
    pub fn region(&self) -> Result<&str, ConfigError> {
        self.region
            .as_deref()
            .ok_or_else(ConfigError::missing_region)
    }

    /// The parameters that all services' endpoint rules know.
    pub fn builtins(&self) -> Builtins {
        let mut builtins = self
            .of_services
            .clone()
            .account_id_endpoint_mode(self.account_id_endpoint_mode.as_str())
            .use_fips(self.use_fips)
            .use_dual_stack(self.use_dual_stack);
        builtins.region.clone_from(&self.region);
        builtins.endpoint = self.endpoint_url.as_ref().map(ToString::to_string);
        builtins
    }

    /// Turns the result of a service's endpoint rules into an endpoint.
    ///
    /// # Errors
    ///
    /// The error of the rules. If they lack a region, and there is no URL, the error says how to set one.
    pub fn endpoint(
        &self,
        resolved: Result<Endpoint, EndpointError>,
    ) -> Result<ServiceEndpoint, ConfigError> {
        match resolved {
            Ok(endpoint) => ServiceEndpoint::of(&endpoint),
            Err(error) if self.endpoint_url.is_none() && self.lacks_region(&error) => {
                Err(ConfigError::missing_region())
            }
            Err(error) => Err(ConfigError::new(error.to_string())),
        }
    }

    /// Whether rules ended with an error because there is no region. Services without rules have a
    /// message of their own, to which a region makes no difference.
    fn lacks_region(&self, error: &EndpointError) -> bool {
        let is_about_region = || {
            let message = error.message().to_ascii_lowercase();
            message.contains("region") || *error == EndpointError::no_rule()
        };
        self.region.is_none() && is_about_region()
    }

    /// The configured URL, or else the usual pattern of AWS's endpoints, for services
    /// without rules of their own.
    ///
    /// # Errors
    ///
    /// There is neither a URL nor a region, or the region can't be part of a host name.
    pub fn default_endpoint(&self, service: &ServiceInfo) -> Result<ServiceEndpoint, ConfigError> {
        if let Some(url) = &self.endpoint_url {
            return Ok(ServiceEndpoint::new(url.clone()));
        }
        let region = self.region()?;
        let fips = if self.use_fips { "-fips" } else { "" };
        let suffix = match (self.use_dual_stack, region.starts_with("cn-")) {
            (false, false) => "amazonaws.com",
            (false, true) => "amazonaws.com.cn",
            (true, false) => "api.aws",
            (true, true) => "api.amazonwebservices.com.cn",
        };
        let prefix = service.endpoint_prefix;
        if !host::is_region(region) {
            return Err(ConfigError::invalid_region("the region", region));
        }
        host::base_url(&format!("https://{prefix}{fips}.{region}.{suffix}"))
            .map(ServiceEndpoint::new)
            .map_err(unusable)
    }
}

#[cfg(test)]
mod tests {
    use super::EndpointSettings;
    use crate::endpoint::{EndpointError, Partitions};

    /// A region is the advice only where the rules lack one.
    #[test]
    fn a_missing_region_is_told_if_the_rules_ask_for_it() {
        let settings = EndpointSettings {
            region: None,
            endpoint_url: None,
            use_fips: false,
            use_dual_stack: false,
            partitions: Partitions::default().into(),
            account_id_endpoint_mode: crate::client::AccountIdEndpointMode::default(),
            of_services: crate::endpoint::Builtins::default(),
        };
        let told = |error| {
            let error = settings.endpoint(Err(error)).expect_err("no endpoint");
            error.to_string()
        };
        for error in [
            EndpointError::new("Invalid Configuration: Missing Region"),
            EndpointError::missing("Region"),
            EndpointError::no_rule(),
        ] {
            assert!(told(error).contains("no region: set AWS_REGION"));
        }
        let message = "there are no endpoint rules for Shop: an endpoint has to be set";
        let told = told(EndpointError::new(message));
        assert!(
            told.contains(message) && !told.contains("AWS_REGION"),
            "{told}"
        );
    }
}
