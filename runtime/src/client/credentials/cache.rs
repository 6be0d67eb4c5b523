use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::time::Instant;

use super::{Credentials, CredentialsError, ProvideCredentials};
use crate::Timestamp;

/// How long before they expire credentials are refreshed, as botocore does at the latest.
pub(super) const REFRESH_BEFORE: Duration = Duration::from_secs(5 * 60);

/// How long old credentials, still valid, are used after a refresh failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// Keeps credentials until shortly before they expire. Shared by all clients of a
/// configuration.
pub(crate) struct Cache {
    provider: Arc<dyn ProvideCredentials>,
    current: RwLock<Option<Credentials>>,
    /// Held during a refresh, so that there is one at a time. Inside: when the last one
    /// failed.
    refresh: tokio::sync::Mutex<Option<Instant>>,
}

impl Cache {
    pub(crate) fn new(provider: Arc<dyn ProvideCredentials>) -> Self {
        Self {
            provider,
            current: RwLock::default(),
            refresh: tokio::sync::Mutex::default(),
        }
    }

    /// Valid credentials, from the provider if there are none here.
    pub(crate) async fn get(&self) -> Result<Credentials, CredentialsError> {
        let current = self.current();
        let is_fresh =
            |credentials: &&Credentials| left(credentials).is_none_or(|left| left > REFRESH_BEFORE);
        if let Some(credentials) = current.as_ref().filter(is_fresh) {
            return Ok(credentials.clone());
        }
        let still_valid = |credentials: &Option<Credentials>| {
            credentials
                .clone()
                .filter(|credentials| left(credentials).is_none_or(|left| !left.is_zero()))
        };
        let mut failed_at = match (self.refresh.try_lock(), still_valid(&current)) {
            (Ok(guard), _) => guard,
            // Somebody else is at it, and what there is will do meanwhile.
            (Err(_), Some(credentials)) => return Ok(credentials),
            (Err(_), None) => self.refresh.lock().await,
        };
        // While this call waited for the lock, another may have put new ones here.
        let current = self.current();
        if let Some(credentials) = still_valid(&current) {
            let paused = failed_at.is_some_and(|at| at.elapsed() < PAUSE_AFTER_FAILURE);
            if paused || is_fresh(&&credentials) {
                return Ok(credentials);
            }
        }
        match self.provider.provide().await {
            Ok(credentials) => {
                *failed_at = None;
                self.set(Some(credentials.clone()));
                Ok(credentials)
            }
            Err(error) => {
                *failed_at = Some(Instant::now());
                match still_valid(&current) {
                    Some(credentials) => {
                        tracing::warn!(%error, "can't refresh credentials, the old ones are used on");
                        Ok(credentials)
                    }
                    None => Err(error),
                }
            }
        }
    }

    /// Forgets these credentials, because the service says that they have expired.
    pub(crate) fn forget(&self, credentials: &Credentials) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref() == Some(credentials) {
            *current = None;
        }
    }

    fn current(&self) -> Option<Credentials> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, credentials: Option<Credentials>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = credentials;
    }
}

/// How long they are valid from now on; nothing if they don't expire.
pub(super) fn left(credentials: &Credentials) -> Option<Duration> {
    let expires_at = credentials.expires_at()?;
    let seconds = expires_at
        .epoch_seconds()
        .saturating_sub(Timestamp::now().epoch_seconds());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}
