//! Where the services are that credentials come from.

use super::chain::Chain;
use crate::client::config::configured_endpoint_url;
use crate::client::{CredentialsError, ServiceInfo};
use crate::host;

/// The URL of a service, without a slash at its end. Without a region it is the global one,
/// which of the services that are asked here only STS has; their endpoint rules say no
/// more than this.
pub(super) fn url(
    chain: &Chain,
    service: &ServiceInfo,
    region: Option<&str>,
) -> Result<String, CredentialsError> {
    let configured = configured_endpoint_url(&chain.loaded, service)
        .map_err(|error| CredentialsError::new(error.to_string()).with_source(error))?;
    if let Some(url) = configured {
        return Ok(url.to_string().trim_end_matches('/').to_owned());
    }
    let prefix = service.endpoint_prefix;
    let Some(region) = region else {
        return Ok(format!("https://{prefix}.amazonaws.com"));
    };
    let failed = |text: &str| {
        CredentialsError::new(format!("{} in region {region:?}: {text}", service.sdk_id))
    };
    if !host::is_region(region) {
        return Err(failed("expected a region such as `eu-west-1`"));
    }
    let partition = chain
        .partitions
        .find(region)
        .ok_or_else(|| failed("there are no partitions"))?;
    if chain.use_fips && !partition.supports_fips {
        return Err(failed("it has no FIPS endpoints"));
    }
    if chain.use_dual_stack && !partition.supports_dual_stack {
        return Err(failed("it has no dual-stack endpoints"));
    }
    let suffix = match chain.use_dual_stack {
        true => &partition.dual_stack_dns_suffix,
        false => &partition.dns_suffix,
    };
    // All endpoints of that partition are FIPS endpoints.
    let is_fips_anyway = partition.name == "aws-us-gov" && !chain.use_dual_stack;
    let fips = match chain.use_fips && !is_fips_anyway {
        true => "-fips",
        false => "",
    };
    Ok(format!("https://{prefix}{fips}.{region}.{suffix}"))
}
