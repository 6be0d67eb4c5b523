//! A role, by credentials that may assume it.

use super::chain::Chain;
use super::{Credentials, sts};
use crate::client::CredentialsError;

/// What a profile says about a role.
pub(super) struct AssumeRole<'a> {
    pub(super) arn: &'a str,
    pub(super) session: Option<&'a str>,
    pub(super) external_id: Option<&'a str>,
    pub(super) duration_seconds: Option<u32>,
    pub(super) region: Option<&'a str>,
}

/// The role's credentials, by those of `source`.
pub(super) async fn credentials(
    chain: &Chain,
    source: &Credentials,
    role: AssumeRole<'_>,
) -> Result<Credentials, CredentialsError> {
    let duration = role.duration_seconds.map(|seconds| seconds.to_string());
    let ask = sts::Ask {
        operation: "AssumeRole",
        role: role.arn,
        session: role.session,
        parameters: &[
            ("DurationSeconds", duration.as_deref()),
            ("ExternalId", role.external_id),
        ],
        region: role.region,
        signed_by: Some(source),
    };
    sts::assume(chain, ask).await
}
