//! Endpoints with the account's id in them
//! ([reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-account-endpoints.html)).

use tokio::time::Instant;

use super::core::Core;
use super::{AccountIdEndpointMode, Auth, BoxFuture, CallError};
use crate::endpoint::Builtins;

/// Stands for any account where it is asked whether rules look at it.
const ANY: &str = "000000000000";

impl Core {
    /// Fetches credentials and binds the account to the parameters of endpoint rules, if the rules
    /// look at the account; `None` if they don't, or if requests aren't signed.
    pub(super) async fn of_account<P: PartialEq>(
        &self,
        auth: Option<Auth>,
        params: fn(&Builtins) -> P,
        deadline: Option<Instant>,
    ) -> Result<Option<Builtins>, CallError> {
        match self.looks_at_account(auth, params) {
            true => self.with_account(deadline).await,
            false => Ok(None),
        }
    }

    fn looks_at_account<P: PartialEq>(
        &self,
        auth: Option<Auth>,
        params: fn(&Builtins) -> P,
    ) -> bool {
        let inner = &self.inner;
        let mode = inner.endpoint.account_id_endpoint_mode;
        if auth != Some(Auth::SigV4) || mode == AccountIdEndpointMode::Disabled {
            return false;
        }
        *inner.looks_at_account.get_or_init(|| {
            let builtins = inner.endpoint.builtins();
            params(&builtins.clone().account_id(ANY)) != params(&builtins)
        })
    }

    /// The part of [`of_account`](Self::of_account) that is compiled once.
    fn with_account(
        &self,
        deadline: Option<Instant>,
    ) -> BoxFuture<'_, Result<Option<Builtins>, CallError>> {
        Box::pin(async move {
            self.check()?;
            let inner = &self.inner;
            let credentials = inner.resources.credentials.get();
            let credentials = self.within(deadline, credentials).await??;
            // Without an account, the rules decide.
            let account = credentials.account_id();
            Ok(account.map(|account| inner.endpoint.builtins().account_id(account)))
        })
    }
}
