//! Timestamps.

mod civil;
mod format;
mod parse;

use civil::NANOS_PER_SECOND;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use parse::InvalidTimestamp;

/// A point in time with a resolution of one nanosecond, without a time zone.
///
/// The range is `0000-01-01T00:00:00Z` through `9999-12-31T23:59:59.999999999Z`, the range of RFC
/// 3339. So every timestamp can be written in each of Smithy's
/// [formats](https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait). There are no
/// leap seconds, as in Unix time.
///
/// Reading keeps nanoseconds. Requests and responses are written with milliseconds at
/// most, and HTTP dates with whole seconds, as Smithy's formats ask for.
///
/// `Display` writes RFC 3339 in UTC with all digits, and [`FromStr`](std::str::FromStr) reads any RFC 3339 date-time:
///
/// ```
/// use tinsmith_runtime::Timestamp;
///
/// let timestamp: Timestamp = "2014-04-29T20:30:38.500+02:00".parse()?;
/// assert_eq!(timestamp.epoch_seconds(), 1_398_796_238);
/// assert_eq!(timestamp.subsec_nanos(), 500_000_000);
/// assert_eq!(timestamp.to_string(), "2014-04-29T18:30:38.5Z");
/// # Ok::<(), tinsmith_runtime::InvalidTimestamp>(())
/// ```
///
/// Text in one of Smithy's formats has a function of its own:
///
/// | format | function | text |
/// | --- | --- | --- |
/// | `date-time` | [`parse_date_time`](Self::parse_date_time) | `2014-04-29T20:30:38.5+02:00` |
/// | `date-time`, as strict servers take it | [`parse_date_time_utc`](Self::parse_date_time_utc) | `2014-04-29T18:30:38.5Z` |
/// | `epoch-seconds` | [`parse_epoch_seconds`](Self::parse_epoch_seconds) | `1398796238.5` |
/// | `http-date` | [`parse_http_date`](Self::parse_http_date) | `Tue, 29 Apr 2014 18:30:38 GMT` |
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    // The order of the fields is the order of time, because the nanoseconds always
    // count forward.
    seconds: i64,
    nanos: u32,
}

impl Timestamp {
    /// The earliest timestamp, `0000-01-01T00:00:00Z`.
    pub const MIN: Self = Self {
        seconds: -62_167_219_200,
        nanos: 0,
    };

    /// The latest timestamp, `9999-12-31T23:59:59.999999999Z`.
    pub const MAX: Self = Self {
        seconds: 253_402_300_799,
        nanos: NANOS_PER_SECOND - 1,
    };

    /// Makes the timestamp `seconds` after the start of 1970 in UTC (before it, if negative),
    /// and `nanos` nanoseconds after that.
    ///
    /// The nanoseconds count forward in either case: half a second before 1970 is
    /// `from_epoch(-1, 500_000_000)`.
    ///
    /// # Errors
    ///
    /// A year before 0000 or after 9999, or a whole second of nanoseconds or more.
    pub const fn from_epoch(seconds: i64, nanos: u32) -> Result<Self, OutOfRange> {
        if seconds < Self::MIN.seconds || seconds > Self::MAX.seconds || nanos >= NANOS_PER_SECOND {
            return Err(OutOfRange(()));
        }
        Ok(Self { seconds, nanos })
    }

    /// Makes the timestamp `seconds` after the start of 1970 in UTC (before it, if negative).
    ///
    /// # Errors
    ///
    /// A year before 0000 or after 9999.
    pub const fn from_epoch_seconds(seconds: i64) -> Result<Self, OutOfRange> {
        Self::from_epoch(seconds, 0)
    }

    /// Makes a time of the model. For generated code: the generator has checked the range.
    #[doc(hidden)]
    pub const fn __new(seconds: i64, nanos: u32) -> Self {
        debug_assert!(Self::from_epoch(seconds, nanos).is_ok());
        Self { seconds, nanos }
    }

    /// Returns the present time by the system's clock. A clock outside the range of timestamps
    /// gives the nearest end of the range.
    pub fn now() -> Self {
        let now = SystemTime::now();
        now.try_into().unwrap_or(if now < UNIX_EPOCH {
            Self::MIN
        } else {
            Self::MAX
        })
    }

    /// Returns the whole seconds since the start of 1970 in UTC, rounded toward the past.
    pub const fn epoch_seconds(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after [`epoch_seconds`](Self::epoch_seconds), less than one second.
    pub const fn subsec_nanos(&self) -> u32 {
        self.nanos
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = OutOfRange;

    fn try_from(time: SystemTime) -> Result<Self, Self::Error> {
        let (seconds, nanos) = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => (i64::try_from(after.as_secs()), after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                let seconds = i64::try_from(before.as_secs()).map(|seconds| -seconds);
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    // The greatest i64 negated is greater than the least, so there is
                    // room for the second that the nanoseconds count forward from.
                    nanos => (seconds.map(|s| s - 1), NANOS_PER_SECOND - nanos),
                }
            }
        };
        Self::from_epoch(seconds.map_err(|_| OutOfRange(()))?, nanos)
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = OutOfRange;

    /// Fails only where the system's clock has a smaller range than [`Timestamp`]
    /// (Windows counts from 1601).
    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        let seconds = Duration::from_secs(timestamp.seconds.unsigned_abs());
        let whole = if timestamp.seconds < 0 {
            UNIX_EPOCH.checked_sub(seconds)
        } else {
            UNIX_EPOCH.checked_add(seconds)
        };
        whole
            .and_then(|whole| whole.checked_add(Duration::from_nanos(timestamp.nanos.into())))
            .ok_or(OutOfRange(()))
    }
}

/// A point in time that [`Timestamp`] can't hold, or that the system's clock can't hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange(());

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time is out of range")
    }
}

impl std::error::Error for OutOfRange {}
