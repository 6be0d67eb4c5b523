//! Settings of single services, and those that clients don't have.

use super::load::Reader;
use crate::endpoint::Builtins;

/// What settings of single services say to their endpoint rules.
pub(super) fn builtins(reader: &mut Reader<'_>) -> Builtins {
    let mut builtins = Builtins::new();
    let modes = [("regional", false), ("legacy", true)];
    builtins.sts_use_global_endpoint = reader.choice(
        "AWS_STS_REGIONAL_ENDPOINTS",
        "sts_regional_endpoints",
        &modes,
    );
    builtins.s3_use_global_endpoint = reader.choice(
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
        "s3_us_east_1_regional_endpoint",
        &modes,
    );
    let flags = [("true", true), ("false", false)];
    builtins.s3_use_arn_region =
        reader.choice("AWS_S3_USE_ARN_REGION", "s3_use_arn_region", &flags);
    builtins.s3_control_use_arn_region = builtins.s3_use_arn_region;
    builtins.s3_disable_multi_region_access_points = reader.choice(
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
        "s3_disable_multiregion_access_points",
        &flags,
    );
    builtins
}

/// Refuses what would change where requests go, and warns of what has no effect.
pub(super) fn unsupported(reader: &mut Reader<'_>) {
    // The first is the guide's name, the second botocore's.
    for variable in [
        "AWS_ENABLE_ENDPOINT_DISCOVERY",
        "AWS_ENDPOINT_DISCOVERY_ENABLED",
    ] {
        let Some((value, place)) = reader.text(&[variable], "endpoint_discovery_enabled") else {
            continue;
        };
        if !value.eq_ignore_ascii_case("false") && !value.eq_ignore_ascii_case("auto") {
            let expected = "`false` or `auto`, as endpoint discovery isn't supported";
            reader.problem(&place, &value, expected);
        }
        // The key is the same for both.
        break;
    }
    let regions = reader.text(
        &["AWS_SIGV4A_SIGNING_REGION_SET"],
        "sigv4a_signing_region_set",
    );
    if let Some((_, place)) = regions {
        tracing::warn!("{place} has no effect: signatures of version 4A aren't supported");
    }
    let (variable, key) = ("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled");
    let is_asked_for = reader.text(&[variable], key).is_some();
    if !reader.flag(variable, key) && is_asked_for {
        tracing::warn!(
            "{variable} or `{key}` has no effect: version 1 of the instance metadata service isn't \
             spoken"
        );
    }
}
