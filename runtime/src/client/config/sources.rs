//! Where a program says that credentials and tokens come from.

use std::sync::Arc;

use crate::client::{BearerToken, Credentials, ProvideBearerToken, ProvideCredentials};

/// Where a program says that credentials come from.
#[derive(Clone)]
pub(super) enum CredentialsSource {
    /// The program has given credentials.
    Given(Credentials),
    Asked(Arc<dyn ProvideCredentials>),
}

/// Where a program says that bearer tokens come from.
#[derive(Clone)]
pub(super) enum TokenSource {
    /// The token is here, and nobody has to be asked.
    Given(BearerToken),
    Asked(Arc<dyn ProvideBearerToken>),
}
