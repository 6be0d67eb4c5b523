use std::time::Duration;

/// How long things may take.
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
    /// For a connection to come about: name, TCP, proxy and TLS. 3.1 s by default, as in
    /// AWS's SDKs. An HTTP client of your own has to see to it itself.
    pub connect: Option<Duration>,
    /// For one attempt, from the request to the last byte of the response. 60 s by
    /// default, which is how long botocore waits for a response.
    pub attempt: Option<Duration>,
    /// For the whole call: credentials, attempts and the pauses between them. None by
    /// default.
    pub call: Option<Duration>,
    /// For the next bytes of an event stream, whose length no other timeout bounds: those of
    /// the attempt and the call end with the response's head. 60 s by default.
    pub chunk: Option<Duration>,
}

impl Timeouts {
    /// No timeouts at all.
    pub const fn none() -> Self {
        Self {
            connect: None,
            attempt: None,
            call: None,
            chunk: None,
        }
    }

    /// With this one for connections.
    #[must_use]
    pub const fn connect(mut self, timeout: Duration) -> Self {
        self.connect = Some(timeout);
        self
    }

    /// With this one for each attempt.
    #[must_use]
    pub const fn attempt(mut self, timeout: Duration) -> Self {
        self.attempt = Some(timeout);
        self
    }

    /// With this one for the whole call.
    #[must_use]
    pub const fn call(mut self, timeout: Duration) -> Self {
        self.call = Some(timeout);
        self
    }

    /// With this one for the next bytes of an event stream.
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
