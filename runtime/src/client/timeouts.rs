//! The time that parts of a call may take.

use std::time::Duration;

/// The time that parts of a call may take.
///
/// ```
/// use std::time::Duration;
/// use tinsmith_runtime::client::Timeouts;
///
/// let timeouts = Timeouts::default().call(Duration::from_secs(10));
/// assert_eq!(timeouts.connect, Some(Duration::from_millis(3_100)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// The time to make a connection: name, TCP, proxy and TLS. 3.1 s by default, as in AWS's
    /// SDKs. An HTTP client of your own has to keep to it itself.
    pub connect: Option<Duration>,
    /// The time of an attempt, from the request to the last byte of the response. 60 s by default,
    /// the time that botocore waits for a response. With a streaming body, it is the time from the
    /// request's last byte to the response's head: [`throughput`](Self::throughput) bounds the rest.
    pub attempt: Option<Duration>,
    /// The time of the whole call: credentials, attempts and the pauses between them. `None` by
    /// default.
    pub call: Option<Duration>,
    /// The time until the next bytes of an event stream, whose length no other timeout bounds:
    /// those of the attempt and the call end with the response's head. 60 s by default.
    pub chunk: Option<Duration>,
    /// The time until the next bytes of the answer in a conversation: an event stream whose request
    /// carries events, too. `None` by default: both sides may be quiet for as long as they like, and
    /// the service has nothing to say while it is told nothing. Whether the connection still stands
    /// is found out by HTTP/2 itself: after 20 s of silence the server is asked, and has 20 s to
    /// answer.
    pub quiet: Option<Duration>,
    /// The least that has to move of a streaming body, in both directions. 1 byte a second over
    /// 20 s by default, as in AWS's SDKs: so a transfer that stands still ends. The time in which
    /// the program's own source or the program itself is waited for doesn't count.
    pub throughput: Option<Throughput>,
}

/// The least that has to move of a streaming body.
///
/// ```
/// use std::time::Duration;
/// use tinsmith_runtime::client::{Throughput, Timeouts};
///
/// // Ends transfers of less than 10 kB a second over half a minute.
/// let least = Throughput::new(10_000, Duration::from_secs(30));
/// let timeouts = Timeouts::default().throughput(least);
/// # let _ = timeouts;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Throughput {
    /// The number of bytes a second.
    pub bytes_per_second: u64,
    /// The time over which the bytes are counted, and the longest pause.
    pub over: Duration,
}

impl Throughput {
    /// Makes a limit of this many bytes a second, counted over a time.
    pub const fn new(bytes_per_second: u64, over: Duration) -> Self {
        Self {
            bytes_per_second,
            over,
        }
    }

    /// The number of bytes that have to move in the time.
    pub(crate) fn bytes(&self) -> u64 {
        let bytes = u128::from(self.bytes_per_second).saturating_mul(self.over.as_millis()) / 1_000;
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

impl Timeouts {
    /// Turns all timeouts off.
    pub const fn none() -> Self {
        Self {
            connect: None,
            attempt: None,
            call: None,
            chunk: None,
            quiet: None,
            throughput: None,
        }
    }

    /// Sets the timeout of connections.
    #[must_use]
    pub const fn connect(mut self, timeout: Duration) -> Self {
        self.connect = Some(timeout);
        self
    }

    /// Sets the timeout of each attempt.
    #[must_use]
    pub const fn attempt(mut self, timeout: Duration) -> Self {
        self.attempt = Some(timeout);
        self
    }

    /// Sets the timeout of the whole call.
    #[must_use]
    pub const fn call(mut self, timeout: Duration) -> Self {
        self.call = Some(timeout);
        self
    }

    /// Sets the timeout of the next bytes of an event stream.
    #[must_use]
    pub const fn chunk(mut self, timeout: Duration) -> Self {
        self.chunk = Some(timeout);
        self
    }

    /// Sets the timeout of the next bytes in a conversation.
    #[must_use]
    pub const fn quiet(mut self, timeout: Duration) -> Self {
        self.quiet = Some(timeout);
        self
    }

    /// Sets the least that has to move of a streaming body.
    #[must_use]
    pub const fn throughput(mut self, least: Throughput) -> Self {
        self.throughput = Some(least);
        self
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_millis(3_100)),
            attempt: Some(Duration::from_secs(60)),
            call: None,
            chunk: Some(Duration::from_secs(60)),
            quiet: None,
            throughput: Some(Throughput::new(1, Duration::from_secs(20))),
        }
    }
}
