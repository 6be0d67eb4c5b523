//! The built-ins that parameters may be bound to, and the runtime's fields for them
//! ([AWS's built-ins](https://smithy.io/2.0/aws/rules-engine/built-ins.html)).

use crate::model::rules::ParameterType;

const ALL: [(&str, &str, ParameterType); 14] = [
    ("AWS::Region", "region", ParameterType::String),
    ("AWS::UseFIPS", "use_fips", ParameterType::Boolean),
    (
        "AWS::UseDualStack",
        "use_dual_stack",
        ParameterType::Boolean,
    ),
    ("SDK::Endpoint", "endpoint", ParameterType::String),
    ("AWS::Auth::AccountId", "account_id", ParameterType::String),
    (
        "AWS::Auth::AccountIdEndpointMode",
        "account_id_endpoint_mode",
        ParameterType::String,
    ),
    (
        "AWS::Auth::CredentialScope",
        "credential_scope",
        ParameterType::String,
    ),
    (
        "AWS::STS::UseGlobalEndpoint",
        "sts_use_global_endpoint",
        ParameterType::Boolean,
    ),
    (
        "AWS::S3::Accelerate",
        "s3_accelerate",
        ParameterType::Boolean,
    ),
    (
        "AWS::S3::DisableMultiRegionAccessPoints",
        "s3_disable_multi_region_access_points",
        ParameterType::Boolean,
    ),
    (
        "AWS::S3::ForcePathStyle",
        "s3_force_path_style",
        ParameterType::Boolean,
    ),
    (
        "AWS::S3::UseArnRegion",
        "s3_use_arn_region",
        ParameterType::Boolean,
    ),
    (
        "AWS::S3::UseGlobalEndpoint",
        "s3_use_global_endpoint",
        ParameterType::Boolean,
    ),
    (
        "AWS::S3Control::UseArnRegion",
        "s3_control_use_arn_region",
        ParameterType::Boolean,
    ),
];

/// The runtime's field for a built-in, and its type.
pub(super) fn field(built_in: &str) -> Option<(&'static str, ParameterType)> {
    let mut all = ALL.into_iter();
    all.find(|(name, ..)| *name == built_in)
        .map(|(_, field, ty)| (field, ty))
}

/// Lists all built-ins, for reports.
pub(super) fn known() -> String {
    ALL.map(|(name, ..)| name).join(", ")
}
