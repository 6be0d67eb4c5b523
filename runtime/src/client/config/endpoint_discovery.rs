//! The setting of endpoint discovery.

use super::reader::Reader;

/// Whether endpoints are asked for, by operations that their services answer at special endpoints
/// ([reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoint-discovery.html)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndpointDiscovery {
    /// Only by operations that need it.
    #[default]
    Auto,
    /// By all operations that have it.
    Enabled,
    /// Never: calls of operations that need it fail.
    Disabled,
}

/// Reads the setting. The first variable is the guide's, the second botocore's.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<EndpointDiscovery> {
    const KEY: &str = "endpoint_discovery_enabled";
    let choices = [
        ("true", EndpointDiscovery::Enabled),
        ("false", EndpointDiscovery::Disabled),
        ("auto", EndpointDiscovery::Auto),
    ];
    let variables = [
        "AWS_ENABLE_ENDPOINT_DISCOVERY",
        "AWS_ENDPOINT_DISCOVERY_ENABLED",
    ];
    let found = reader.text(&variables, KEY)?;
    reader.chosen(found, &choices)
}
