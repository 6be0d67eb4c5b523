//! A role, by credentials that may assume it.

use super::chain::Chain;
use super::{Credentials, MfaToken, sts};
use crate::client::CredentialsError;

/// The settings of a profile for a role.
pub(super) struct AssumeRole<'a> {
    pub(super) arn: &'a str,
    pub(super) session: Option<&'a str>,
    pub(super) external_id: Option<&'a str>,
    pub(super) duration_seconds: Option<u32>,
    /// The MFA device that the role wants, and who is asked for its codes.
    pub(super) mfa: Option<(&'a str, &'a MfaToken)>,
}

/// The role's credentials, by those of `source`.
pub(super) async fn credentials(
    chain: &Chain,
    source: &Credentials,
    role: AssumeRole<'_>,
) -> Result<Credentials, CredentialsError> {
    let duration = role.duration_seconds.map(|seconds| seconds.to_string());
    let (serial, code) = match role.mfa {
        Some((serial, token)) => (Some(serial), Some(token.code(serial).await?)),
        None => (None, None),
    };
    let ask = sts::Ask {
        operation: "AssumeRole",
        role: role.arn,
        session: role.session,
        parameters: &[
            ("DurationSeconds", duration.as_deref()),
            ("ExternalId", role.external_id),
            ("SerialNumber", serial),
            ("TokenCode", code.as_deref()),
        ],
        signed_by: Some(source),
    };
    sts::assume(chain, ask).await
}
