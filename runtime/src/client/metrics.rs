//! Counts and durations of calls, for a program's metrics.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::{CallError, TransportErrorKind};

/// Takes counts and durations of calls, attempts, connections and waits, for a library of metrics.
/// [`Config::metrics`](super::Config::metrics) sets it. Nothing is measured without it.
///
/// Each [`Measurement`] is one event of a kind: their number is a counter, and their durations are a
/// histogram.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use tinsmith_runtime::client::{Config, Measured, Measurement, Metrics};
///
/// #[derive(Default)]
/// struct Calls {
///     all: AtomicU64,
///     failed: AtomicU64,
/// }
///
/// impl Metrics for Calls {
///     fn record(&self, measurement: &Measurement<'_>) {
///         if measurement.measured() == Measured::Call {
///             self.all.fetch_add(1, Ordering::Relaxed);
///             let failed = u64::from(measurement.error_type().is_some());
///             self.failed.fetch_add(failed, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let config = Config::new().metrics(Calls::default());
/// # let _ = config;
/// ```
///
/// The function runs on the thread that polls the call, so it must not block. A panic of it is
/// a warning, and changes nothing about the call. A call that is dropped
/// isn't counted.
pub trait Metrics: Send + Sync + 'static {
    /// Takes a measurement.
    fn record(&self, measurement: &Measurement<'_>);
}

/// The kind of a [`Measurement`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Measured {
    /// A call, from its first attempt to its end.
    Call,
    /// An attempt, with its waits.
    Attempt,
    /// The making of a connection: name, TCP, proxy and TLS. Calls that wait for the same connection of
    /// HTTP/2 count it once, for the call that asked first. Connections of other HTTP clients aren't
    /// measured.
    Connect,
    /// The wait of an attempt for credentials, or for a bearer token.
    WaitForCredentials,
    /// The wait of an attempt for a [permit](super::Config::max_concurrency), if there was none at
    /// once.
    WaitForPermit,
    /// The wait of an attempt for its turn, in [adaptive mode](super::RetryMode::Adaptive).
    WaitForRate,
    /// The pause before another attempt.
    WaitForRetry,
}

impl Measured {
    /// Returns a name for metrics, such as `call` or `wait_for_permit`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Attempt => "attempt",
            Self::Connect => "connect",
            Self::WaitForCredentials => "wait_for_credentials",
            Self::WaitForPermit => "wait_for_permit",
            Self::WaitForRate => "wait_for_rate",
            Self::WaitForRetry => "wait_for_retry",
        }
    }
}

/// An event and the time that it took.
#[derive(Clone, Copy, Debug)]
pub struct Measurement<'a> {
    measured: Measured,
    service: &'static str,
    operation: &'static str,
    attempts: u32,
    duration: Duration,
    error_type: Option<&'a str>,
    status: Option<u16>,
}

impl<'a> Measurement<'a> {
    /// Returns what was measured.
    pub fn measured(&self) -> Measured {
        self.measured
    }

    /// Returns the service's name, such as `DynamoDB`.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// Returns the operation's name, such as `PutItem`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the number of attempts that were begun: for an attempt, its number.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the time that it took.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Returns the status of the response to an attempt; `None` if there is no response, and for
    /// everything else.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the kind of the error in few words, for a label; `None` for a success. For a call it
    /// is the code of the service's error, or else a word such as `timeout`. For an attempt it is the
    /// word, or `status` for a response that isn't of success.
    pub fn error_type(&self) -> Option<&'a str> {
        self.error_type
    }
}

/// The metrics of a program.
#[derive(Clone)]
pub(crate) struct Meter(Arc<dyn Metrics>);

impl Meter {
    pub(crate) fn new(metrics: impl Metrics) -> Self {
        Self(Arc::new(metrics))
    }

    fn record(&self, measurement: &Measurement<'_>) {
        if catch_unwind(AssertUnwindSafe(|| self.0.record(measurement))).is_err() {
            tracing::warn!("the metrics of the program panicked");
        }
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meter").finish_non_exhaustive()
    }
}

/// The metrics of a program, for an operation: an extension of a request, too, for the HTTP client.
#[derive(Clone, Debug)]
pub(crate) struct Observer {
    pub(crate) meter: Meter,
    pub(crate) service: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) attempts: u32,
}

impl Observer {
    /// Records an event.
    #[cold]
    pub(crate) fn record(
        &self,
        measured: Measured,
        duration: Duration,
        error_type: Option<&str>,
        status: Option<u16>,
    ) {
        self.meter.record(&Measurement {
            measured,
            service: self.service,
            operation: self.operation,
            attempts: self.attempts,
            duration,
            error_type,
            status,
        });
    }
}

/// A word for an error without a response.
pub(crate) fn word(error: &CallError) -> &'static str {
    match error {
        CallError::Config(_) => "config",
        CallError::Credentials(_) => "credentials",
        CallError::Timeout(_) => "timeout",
        CallError::Transport(error) => match error.kind() {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Interceptor => "interceptor",
            _ => "transport",
        },
    }
}
