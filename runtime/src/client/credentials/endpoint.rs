//! Where the services are that credentials come from.

use super::chain::Chain;
use crate::client::config::configured_endpoint_url;
use crate::client::{ConfigError, CredentialsError, ServiceInfo};
use crate::endpoint::Partition;
use crate::host;

/// The URL of a service, without a slash at its end. Without a region it is the global one,
/// which of the services that are asked here only STS has; their endpoint rules say no
/// more than this.
pub(super) fn url(
    chain: &Chain,
    service: &ServiceInfo,
    region: Option<&str>,
    fips: bool,
) -> Result<String, CredentialsError> {
    if let Some(url) = configured(chain, service)? {
        return Ok(url);
    }
    let Some(region) = region else {
        return Ok(format!("https://{}.amazonaws.com", service.endpoint_prefix));
    };
    let partition = partition(chain, service, region, fips)?;
    // All endpoints of that partition are FIPS endpoints.
    let is_fips_anyway = partition.name == "aws-us-gov" && !chain.use_dual_stack;
    let fips = fips && !is_fips_anyway;
    Ok(regional(chain, service, region, partition, fips))
}

/// The regions that STS served when it had one endpoint, by its endpoint rules.
const OF_GLOBAL_STS: [&str; 15] = [
    "ap-northeast-1",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// Whether STS is called at the endpoint that it had for all regions.
pub(super) fn is_global(
    chain: &Chain,
    sts: &ServiceInfo,
    region: &str,
    fips: bool,
) -> Result<bool, CredentialsError> {
    let is_wanted = chain.is_sts_global && !fips && !chain.use_dual_stack;
    Ok(is_wanted && OF_GLOBAL_STS.contains(&region) && configured(chain, sts)?.is_none())
}

/// The URL of the service that `aws login` signs in at, which has domains of its own.
pub(super) fn signin(chain: &Chain, service: &ServiceInfo) -> Result<String, CredentialsError> {
    if let Some(url) = configured(chain, service)? {
        return Ok(url);
    }
    // The login is the environment's, wherever the calls of the program go.
    let (region, is_fips_region) = match (&chain.loaded.region, &chain.region) {
        (Some(region), _) => (region.name(), region.is_fips()),
        (None, Some(region)) => (region.as_str(), chain.is_fips_region),
        (None, None) => {
            let text = ConfigError::missing_region().problems().join("; ");
            return Err(CredentialsError::new(text));
        }
    };
    let fips = chain.use_fips || is_fips_region;
    let partition = partition(chain, service, region, fips)?;
    if chain.use_dual_stack {
        return Ok(regional(chain, service, region, partition, fips));
    }
    let name = &*partition.name;
    if fips {
        return Ok(match (name, region) {
            ("aws-us-gov", "us-gov-west-1") => {
                "https://signin-fips.amazonaws-us-gov.com".to_owned()
            }
            ("aws-us-gov", _) => format!("https://{region}.signin-fips.amazonaws-us-gov.com"),
            _ => regional(chain, service, region, partition, fips),
        });
    }
    let suffix = match name {
        "aws" => "aws.amazon.com",
        "aws-cn" => "amazonaws.cn",
        "aws-us-gov" => "amazonaws-us-gov.com",
        "aws-iso" => "c2shome.ic.gov",
        "aws-iso-b" => "sc2shome.sgov.gov",
        "aws-iso-e" => "csphome.adc-e.uk",
        "aws-iso-f" => "csphome.hci.ic.gov",
        "aws-eusc" => "amazonaws-eusc.eu",
        _ => &partition.dns_suffix,
    };
    Ok(format!("https://{region}.signin.{suffix}"))
}

fn configured(chain: &Chain, service: &ServiceInfo) -> Result<Option<String>, CredentialsError> {
    let url = configured_endpoint_url(&chain.loaded, service)
        .map_err(|error| CredentialsError::new(error.to_string()).with_source(error))?;
    Ok(url.map(|url| url.to_string().trim_end_matches('/').to_owned()))
}

/// The partition of a region, which has the endpoints that are wanted.
fn partition<'a>(
    chain: &'a Chain,
    service: &ServiceInfo,
    region: &str,
    fips: bool,
) -> Result<&'a Partition, CredentialsError> {
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
    if fips && !partition.supports_fips {
        return Err(failed("it has no FIPS endpoints"));
    }
    if chain.use_dual_stack && !partition.supports_dual_stack {
        return Err(failed("it has no dual-stack endpoints"));
    }
    Ok(partition)
}

fn regional(
    chain: &Chain,
    service: &ServiceInfo,
    region: &str,
    partition: &Partition,
    fips: bool,
) -> String {
    let suffix = match chain.use_dual_stack {
        true => &partition.dual_stack_dns_suffix,
        false => &partition.dns_suffix,
    };
    let fips = if fips { "-fips" } else { "" };
    format!(
        "https://{}{fips}.{region}.{suffix}",
        service.endpoint_prefix
    )
}
