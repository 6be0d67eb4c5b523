//! Settings of single services, and those that clients don't have.

use super::reader::Reader;
use crate::endpoint::Builtins;

/// Reads the settings of single services that their endpoint rules look at.
pub(super) fn builtins(reader: &mut Reader<'_>) -> Builtins {
    let mut builtins = Builtins::new();
    let modes = [("regional", false), ("legacy", true)];
    builtins.sts_use_global_endpoint = reader.choice(
        "AWS_STS_REGIONAL_ENDPOINTS",
        "sts_regional_endpoints",
        &modes,
    );
    builtins.s3_use_global_endpoint = reader
        .choice(
            "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
            "s3_us_east_1_regional_endpoint",
            &modes,
        )
        .or_else(|| reader.choice_below("s3", "us_east_1_regional_endpoint", &modes));
    let flags = [("true", true), ("false", false)];
    builtins.s3_use_arn_region = reader
        .choice("AWS_S3_USE_ARN_REGION", "s3_use_arn_region", &flags)
        .or_else(|| reader.choice_below("s3", "use_arn_region", &flags));
    builtins.s3_control_use_arn_region = builtins.s3_use_arn_region;
    builtins.s3_disable_multi_region_access_points = reader
        .choice(
            "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
            "s3_disable_multiregion_access_points",
            &flags,
        )
        .or_else(|| reader.choice_below("s3", "s3_disable_multiregion_access_points", &flags));
    if let Some(disabled) = reader.choice(
        "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
        "s3_disable_express_session_auth",
        &flags,
    ) {
        builtins.set_flag("DisableS3ExpressSessionAuth", disabled);
    }
    builtins.s3_accelerate = reader.choice_below("s3", "use_accelerate_endpoint", &flags);
    let styles = [("path", true), ("virtual", false), ("auto", false)];
    builtins.s3_force_path_style = reader.choice_below("s3", "addressing_style", &styles);
    // Accelerated endpoints have no paths of buckets, so botocore doesn't look at the style.
    if builtins.s3_accelerate == Some(true) {
        builtins.s3_force_path_style = None;
    }
    builtins
}

/// Reads whether S3 alone is called at endpoints with IPv4 and IPv6.
pub(super) fn s3_use_dual_stack(reader: &mut Reader<'_>) -> Option<bool> {
    let flags = [("true", true), ("false", false)];
    reader.choice_below("s3", "use_dualstack_endpoint", &flags)
}

/// Warns of what has no effect.
pub(super) fn unsupported(reader: &mut Reader<'_>) {
    for (variable, key, harmless, reason) in WITHOUT_EFFECT {
        let variables = variable.as_slice();
        let place = match reader.text(variables, key) {
            Some((value, place)) => {
                let is_harmless = |harmless: &str| value.eq_ignore_ascii_case(harmless);
                Some(place).filter(|_| !harmless.is_some_and(is_harmless))
            }
            None => reader.place_of_keys_below(key),
        };
        if let Some(place) = place {
            tracing::warn!("{place} has no effect: {reason}");
        }
    }
    // Its value is checked, too.
    reader.flag(V1_DISABLED.0, V1_DISABLED.1);
}

const V1_DISABLED: (&str, &str) = ("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled");

/// Settings that nothing comes of but a warning: variable and key, of which one may be missing,
/// the value that is what a client does anyway, and why the others have no effect.
const WITHOUT_EFFECT: [(Option<&str>, &str, Option<&str>, &str); 6] = [
    (
        Some("AWS_SIGV4A_SIGNING_REGION_SET"),
        "sigv4a_signing_region_set",
        None,
        "endpoint rules say the regions of signatures of version 4A",
    ),
    (
        Some(V1_DISABLED.0),
        V1_DISABLED.1,
        Some("true"),
        "version 1 of the instance metadata service isn't spoken",
    ),
    (
        None,
        "api_versions",
        None,
        "a generated client is of the one version that its model has",
    ),
    (
        None,
        "parameter_validation",
        Some("true"),
        "inputs are always checked",
    ),
    (
        Some("AWS_IAM_ROLE_ARN"),
        "",
        None,
        "the role of a web identity is in AWS_ROLE_ARN",
    ),
    (
        Some("AWS_IAM_ROLE_SESSION_NAME"),
        "",
        None,
        "the name of a session is in AWS_ROLE_SESSION_NAME",
    ),
];
