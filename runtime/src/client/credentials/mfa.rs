//! Codes of MFA devices, for profiles with `mfa_serial`.

use std::sync::Arc;

use crate::client::{BoxFuture, CredentialsError};

/// Asks for a code of the device with this serial number.
#[derive(Clone)]
pub(crate) struct MfaToken(Arc<Ask>);

type Ask = dyn Fn(String) -> BoxFuture<'static, Result<String, CredentialsError>> + Send + Sync;

impl MfaToken {
    pub(crate) fn new<F, R>(ask: F) -> Self
    where
        F: Fn(String) -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, CredentialsError>> + Send + 'static,
    {
        Self(Arc::new(move |serial| Box::pin(ask(serial))))
    }

    /// A code, which STS would refuse in another form.
    pub(super) async fn code(&self, serial: &str) -> Result<String, CredentialsError> {
        let ask = &self.0;
        let code = ask(serial.to_owned()).await?;
        let code = code.trim();
        match code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Ok(code.to_owned()),
            false => Err(CredentialsError::new(format!(
                "the code of MFA device {serial}: expected six digits"
            ))),
        }
    }
}
