//! Credentials that expire, and whose provider fails and hangs at times.

use std::future::pending;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use emr_sessions::client::{BoxFuture, Credentials, CredentialsError, ProvideCredentials};
use emr_sessions::runtime::Timestamp;
use tokio::time::sleep;

use crate::draw::{Draw, part};
use crate::settings::{Settings, now};

/// The message of credentials that are refused.
pub(crate) const REFUSED: &str = "no credentials: the vault is sealed";

/// The beginning of the message if the provider hangs.
pub(crate) const NONE_IN_TIME: &str = "no credentials: their provider gave none within";

/// Gives credentials that expire after a period.
pub(crate) struct Provider {
    pub(crate) settings: Settings,
    /// Which of the providers it is.
    pub(crate) number: u64,
    pub(crate) asked: AtomicU64,
}

impl Provider {
    async fn next(&self) -> Result<Credentials, CredentialsError> {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        let mut draw = Draw::of(self.settings.seed, [self.number, asked, part::CREDENTIALS]);
        match draw.below(10) {
            0 => return Err(CredentialsError::new("the vault is sealed")),
            1 => pending().await,
            2 => sleep(Duration::from_millis(300)).await,
            _ => sleep(Duration::from_millis(draw.below(20))).await,
        }
        let expires_at = now() + self.settings.period as i64;
        let id = format!("AKID{expires_at}N{asked}");
        let credentials =
            Credentials::new(id, "secret").with_session_token(format!("token {asked}"));
        match Timestamp::from_epoch_seconds(expires_at) {
            Ok(time) => Ok(credentials.with_expires_at(time)),
            Err(_) => Err(CredentialsError::new("the clock is wrong")),
        }
    }
}

impl ProvideCredentials for Provider {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(self.next())
    }

    fn time_limit(&self) -> Duration {
        Duration::from_secs(1)
    }
}
