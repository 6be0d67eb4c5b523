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
    /// the time that botocore waits for a response.
    pub attempt: Option<Duration>,
    /// The time of the whole call: credentials, attempts and the pauses between them. `None` by
    /// default.
    pub call: Option<Duration>,
    /// The time until the next bytes of an event stream, whose length no other timeout bounds:
    /// those of the attempt and the call end with the response's head. 60 s by default.
    pub chunk: Option<Duration>,
}

impl Timeouts {
    /// Turns all timeouts off.
    pub const fn none() -> Self {
        Self {
            connect: None,
            attempt: None,
            call: None,
            chunk: None,
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
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_millis(3_100)),
            attempt: Some(Duration::from_secs(60)),
            call: None,
            chunk: Some(Duration::from_secs(60)),
        }
    }
}
