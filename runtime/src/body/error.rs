//! Errors of bodies.

use std::fmt;
use std::io;
use std::sync::Arc;

type Cause = Arc<dyn std::error::Error + Send + Sync + 'static>;

/// A body couldn't be read to its end, or isn't what was promised.
///
/// ```
/// use std::io;
/// use tinsmith_runtime::{BodyError, BodyErrorKind};
///
/// let gone = io::Error::from(io::ErrorKind::NotFound);
/// let error = BodyError::new(BodyErrorKind::Source, gone);
/// assert_eq!(error.to_string(), "the body's source failed: entity not found");
/// ```
#[derive(Clone, Debug)]
pub struct BodyError {
    kind: BodyErrorKind,
    cause: Cause,
}

/// The reason why a body couldn't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyErrorKind {
    /// The source that the program gave failed, such as a file.
    Source,
    /// The connection ended, or failed, before the body's end.
    Transport,
    /// The other side was silent, or too slow, for too long.
    Stalled,
    /// The body is a stream that has begun, and can't be read again.
    Used,
    /// The body has more bytes than its reader wants.
    TooLarge,
    /// The body has more or fewer bytes than were promised.
    Length,
    /// A request for a part of the body failed.
    Request,
    /// The bytes aren't those of which the other side made the checksum.
    Checksum,
}

impl BodyError {
    /// Makes an error of this kind, with its cause.
    pub fn new(
        kind: BodyErrorKind,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync + 'static>>,
    ) -> Self {
        Self {
            kind,
            cause: Arc::from(cause.into()),
        }
    }

    /// Returns the reason.
    pub fn kind(&self) -> BodyErrorKind {
        self.kind
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            BodyErrorKind::Source => "the body's source failed",
            BodyErrorKind::Transport => "the body was cut off",
            BodyErrorKind::Stalled => "the transfer of the body stalled",
            BodyErrorKind::Used => "the body can't be read again",
            BodyErrorKind::TooLarge => "the body is too large",
            BodyErrorKind::Length => "the body has another length",
            BodyErrorKind::Request => "a request for a part of the body failed",
            BodyErrorKind::Checksum => "the body has another checksum",
        })?;
        f.write_str(": ")?;
        crate::error::write_on_one_line(f, &self.cause.to_string())
    }
}

impl std::error::Error for BodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.cause)
    }
}

/// An error of the source that the program gave.
impl From<io::Error> for BodyError {
    fn from(error: io::Error) -> Self {
        Self::new(BodyErrorKind::Source, error)
    }
}

/// For those who read the body by the traits of the standard library or of tokio.
impl From<BodyError> for io::Error {
    fn from(error: BodyError) -> Self {
        let kind = match error.kind {
            BodyErrorKind::Stalled => io::ErrorKind::TimedOut,
            BodyErrorKind::Transport | BodyErrorKind::Length => io::ErrorKind::UnexpectedEof,
            BodyErrorKind::Checksum | BodyErrorKind::TooLarge => io::ErrorKind::InvalidData,
            BodyErrorKind::Source | BodyErrorKind::Used | BodyErrorKind::Request => {
                io::ErrorKind::Other
            }
        };
        Self::new(kind, error)
    }
}
