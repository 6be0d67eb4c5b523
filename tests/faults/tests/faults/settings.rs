//! The settings of a run, which client and server share.

use std::env;
use std::error::Error;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(crate) type Done<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Calls at once.
pub(crate) const CALLS: usize = 500;

/// The settings of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) length: Duration,
    /// The seconds after which credentials expire, and after which the server's clock jumps.
    pub(crate) period: u64,
    /// The timeout of attempts.
    pub(crate) attempt: Duration,
    /// The timeout of calls.
    pub(crate) call: Duration,
}

impl Settings {
    /// Makes the settings of a run of this length.
    pub(crate) fn new(seed: u64, seconds: u64) -> Self {
        Self {
            seed,
            length: Duration::from_secs(seconds),
            // A minute in a run of ten minutes or more.
            period: (seconds / 10).clamp(3, 60),
            attempt: Duration::from_secs(1),
            call: Duration::from_secs(5),
        }
    }

    /// Reads the settings from the variables of `scripts/faults.sh`; `None` without them.
    pub(crate) fn of_environment() -> Done<Option<Self>> {
        let Ok(seconds) = env::var("FAULTS_SECONDS") else {
            return Ok(None);
        };
        let seed = match env::var("FAULTS_SEED") {
            Ok(seed) => seed.parse()?,
            Err(_) => now().unsigned_abs(),
        };
        Ok(Some(Self::new(seed, seconds.parse()?)))
    }
}

/// The time, in seconds since 1970.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() as i64)
}
