//! The crates of the SDK, by their names in code.

/// Whether a crate is one of the SDK's. Others have names like these, such as `aws_lambda_events`.
pub(super) fn is_sdk(krate: &str) -> bool {
    is_client(krate) || krate.starts_with("aws_smithy_") || SHARED.contains(&krate)
}

/// The crates that the clients of the SDK share, besides those of Smithy.
const SHARED: [&str; 10] = [
    "aws_config",
    "aws_credential_types",
    "aws_endpoint",
    "aws_http",
    "aws_hyper",
    "aws_runtime",
    "aws_runtime_api",
    "aws_sig_auth",
    "aws_sigv4",
    "aws_types",
];

/// Whether a crate is one that programs use beside the SDK, and that something stands for here.
pub(super) fn is_beside_sdk(krate: &str) -> bool {
    krate == "serde_dynamo"
}

/// Whether a crate is a client of a service.
pub(super) fn is_client(krate: &str) -> bool {
    krate.starts_with("aws_sdk_")
}
