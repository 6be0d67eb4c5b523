//! A role, by the token of an identity provider, such as Kubernetes puts into a file.

use super::chain::Chain;
use super::{Credentials, sts, token_file};
use crate::client::CredentialsError;

/// The credentials of a role, for the token in this file.
pub(super) async fn credentials(
    chain: &Chain,
    file: &str,
    role: &str,
    session: Option<&str>,
) -> Result<Credentials, CredentialsError> {
    let token = token_file::read(chain, "web identity", file)?;
    let ask = sts::Ask {
        operation: "AssumeRoleWithWebIdentity",
        role,
        session,
        parameters: &[("WebIdentityToken", Some(token.trim()))],
        signed_by: None,
    };
    sts::assume(chain, ask).await
}
