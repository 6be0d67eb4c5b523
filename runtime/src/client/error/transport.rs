//! Errors of requests that didn't get through.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::{BodyError, BodyErrorKind};

type Source = Arc<dyn std::error::Error + Send + Sync + 'static>;

/// The request, or the response to it, didn't get through.
///
/// Two are equal if they are of the same kind and say the same.
///
/// ```
/// use std::io;
/// use tinsmith_runtime::client::{TransportError, TransportErrorKind};
///
/// let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
/// let error = TransportError::new(TransportErrorKind::Connect, refused);
/// assert_eq!(error.to_string(), "can't connect: connection refused");
/// assert!(error.is_retryable());
/// ```
#[derive(Clone, Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Source,
    connect_timeout: Option<Duration>,
}

/// The step at which a transport failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection failed: name, address, TLS or proxy.
    Connect,
    /// The connection ended, or failed, before the response's head was there.
    Io,
    /// The connection ended, or failed, within the response's body.
    Body,
    /// The response isn't HTTP.
    Protocol,
    /// The response's body is larger than allowed.
    TooLarge,
    /// The request's body couldn't be read, or has another length than was promised.
    Source,
    /// The server, or the HTTP client, doesn't speak what the request needs: HTTP/2.
    Unsupported,
    /// An [`Interceptor`](super::super::Interceptor) returned an error or panicked.
    Interceptor,
    /// Anything else, such as a request that an HTTP client refuses.
    Other,
}

impl TransportError {
    /// Makes an error of this kind, with its cause.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn std::error::Error + Send + Sync + 'static>>,
    ) -> Self {
        Self {
            kind,
            source: Arc::from(source.into()),
            connect_timeout: None,
        }
    }

    /// Makes the error for a connection that took longer than this. The client turns it into a
    /// [`TimeoutError`](super::TimeoutError).
    pub fn connect_timeout(after: Duration) -> Self {
        Self {
            connect_timeout: Some(after),
            ..Self::new(
                TransportErrorKind::Connect,
                format!("timed out after {after:?}"),
            )
        }
    }

    /// Returns the step at which the transport failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Makes the error of a request whose body failed.
    pub(crate) fn of_request(error: BodyError) -> Self {
        Self::new(TransportErrorKind::Source, error)
    }

    /// Makes the error of a response whose body failed.
    pub(crate) fn of_response(error: BodyError) -> Self {
        let kind = match error.kind() {
            BodyErrorKind::TooLarge => TransportErrorKind::TooLarge,
            _ => TransportErrorKind::Body,
        };
        match std::error::Error::source(&error).and_then(|source| source.downcast_ref::<Self>()) {
            Some(inner) => inner.clone(),
            None => Self::new(kind, error),
        }
    }

    /// Returns whether another attempt may succeed: after all errors but a body that is too large,
    /// a request whose body failed, a server without the protocol, a request that an HTTP client
    /// refuses, and an interceptor's own error.
    pub fn is_retryable(&self) -> bool {
        match self.kind {
            TransportErrorKind::Connect
            | TransportErrorKind::Io
            | TransportErrorKind::Body
            | TransportErrorKind::Protocol => true,
            TransportErrorKind::TooLarge
            | TransportErrorKind::Source
            | TransportErrorKind::Unsupported
            | TransportErrorKind::Interceptor
            | TransportErrorKind::Other => false,
        }
    }

    pub(crate) fn connect_timeout_after(&self) -> Option<Duration> {
        self.connect_timeout
    }
}

impl PartialEq for TransportError {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.to_string() == other.to_string()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "can't connect",
            TransportErrorKind::Io => "the connection failed",
            TransportErrorKind::Body => "the response was cut off",
            TransportErrorKind::Protocol => "the response isn't HTTP",
            TransportErrorKind::TooLarge => "the response is too large",
            TransportErrorKind::Source => "the request's body can't be sent",
            TransportErrorKind::Unsupported => "the request can't be sent here",
            TransportErrorKind::Interceptor => "an interceptor ended the call",
            TransportErrorKind::Other => "the request failed",
        })?;
        // The errors of HTTP libraries say little themselves and much in their sources.
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&*self.source);
        let mut last = String::new();
        while let Some(error) = cause {
            let text = error.to_string();
            if !last.contains(&text) {
                f.write_str(": ")?;
                crate::error::write_on_one_line(f, &text)?;
                last = text;
            }
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
