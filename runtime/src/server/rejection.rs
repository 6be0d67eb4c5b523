//! Requests that aren't given to the handler.

use std::fmt;

use super::Violation;
use crate::ChecksumAlgorithm;
use crate::read_error::ReadError;

/// The reason why a request isn't given to the handler.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// No operation has this target or path: `UnknownOperationException`, status 404.
    UnknownOperation,
    /// The path is that of an operation with another method: `UnknownOperationException`,
    /// status 405.
    MethodNotAllowed,
    /// The body is of another type than the operation takes:
    /// `UnsupportedMediaTypeException`, status 415.
    UnsupportedMediaType {
        /// The type that the operation takes, if it takes a body.
        expected: Option<&'static str>,
    },
    /// The operation gives nothing of the types that `accept` names:
    /// `NotAcceptableException`, status 406.
    NotAcceptable,
    /// The request can't be read: `SerializationException`, status 400. The text says where
    /// and why, and nothing of the values.
    Serialization(String),
    /// The input violates constraints: `ValidationException`, status 400.
    Validation {
        /// The violated constraints, the first hundred at most.
        violations: Vec<Violation>,
        /// Whether there are more violations.
        has_more: bool,
    },
    /// The body is larger than the server takes: `RequestEntityTooLargeException`, status 413.
    TooLarge {
        /// The number of bytes that the server takes.
        limit: usize,
    },
    /// The body has another checksum than the request says: `BadDigest`, status 400.
    BadDigest {
        /// The algorithm of the checksum.
        algorithm: ChecksumAlgorithm,
    },
    /// The header `content-md5` is no MD5: `InvalidDigest`, status 400.
    InvalidDigest,
    /// The checksums of a request can't be read, or contradict each other: `InvalidRequest`, status
    /// 400. The text repeats no values.
    InvalidChecksum(String),
    /// The body has another length than the request says, or frames that are broken or cut:
    /// `IncompleteBody`, status 400.
    IncompleteBody,
    /// The trailer of a body isn't the one that the request announces, or can't be read:
    /// `MalformedTrailerError`, status 400.
    MalformedTrailer,
    /// The length of a body in frames isn't told: `MissingContentLength`, status 411.
    MissingContentLength,
    /// The answer can't be written: `InternalFailure`, status 500.
    Internal(String),
}

impl Rejection {
    /// Makes the rejection of a body that can't be read. The text repeats nothing of the values.
    pub(crate) fn unreadable(error: &ReadError, path: &str) -> Self {
        Self::Serialization(format!(
            "expected {}, found {} at {path}, byte {}",
            error.expected(),
            error.found(),
            error.offset(),
        ))
    }

    /// The error's code, by the shapes that belong to no service.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownOperation | Self::MethodNotAllowed => "UnknownOperationException",
            Self::UnsupportedMediaType { .. } => "UnsupportedMediaTypeException",
            Self::NotAcceptable => "NotAcceptableException",
            Self::Serialization(_) => "SerializationException",
            Self::Validation { .. } => "ValidationException",
            Self::TooLarge { .. } => "RequestEntityTooLargeException",
            Self::BadDigest { .. } => "BadDigest",
            Self::InvalidDigest => "InvalidDigest",
            Self::InvalidChecksum(_) => "InvalidRequest",
            Self::IncompleteBody => "IncompleteBody",
            Self::MalformedTrailer => "MalformedTrailerError",
            Self::MissingContentLength => "MissingContentLength",
            Self::Internal(_) => "InternalFailure",
        }
    }

    /// The status of the response.
    pub fn status(&self) -> u16 {
        match self {
            Self::UnknownOperation => 404,
            Self::MethodNotAllowed => 405,
            Self::NotAcceptable => 406,
            Self::TooLarge { .. } => 413,
            Self::UnsupportedMediaType { .. } => 415,
            Self::MissingContentLength => 411,
            Self::Serialization(_)
            | Self::Validation { .. }
            | Self::BadDigest { .. }
            | Self::InvalidDigest
            | Self::InvalidChecksum(_)
            | Self::IncompleteBody
            | Self::MalformedTrailer => 400,
            Self::Internal(_) => 500,
        }
    }
}

/// The message for the one who sent the request.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation => f.write_str("there is no such operation"),
            Self::MethodNotAllowed => f.write_str("no operation has this path with this method"),
            Self::UnsupportedMediaType {
                expected: Some(expected),
            } => write!(f, "the body has to be of type {expected}"),
            Self::UnsupportedMediaType { expected: None } => {
                f.write_str("the operation takes no body")
            }
            Self::NotAcceptable => f.write_str("the operation gives no type that is accepted"),
            Self::Serialization(text) | Self::InvalidChecksum(text) | Self::Internal(text) => {
                f.write_str(text)
            }
            Self::BadDigest { algorithm } => {
                write!(f, "the body has another {algorithm} than the request says")
            }
            Self::InvalidDigest => f.write_str("content-md5 is no MD5"),
            Self::IncompleteBody => {
                f.write_str("the body isn't as long as the request says, or its frames are broken")
            }
            Self::MalformedTrailer => {
                f.write_str("the body's trailer isn't the one that x-amz-trailer announces")
            }
            Self::MissingContentLength => {
                f.write_str("a body in frames needs x-amz-decoded-content-length")
            }
            Self::Validation {
                violations,
                has_more,
            } => {
                let more = if *has_more { "More than " } else { "" };
                let count = violations.len();
                let plural = if count == 1 { "" } else { "s" };
                write!(f, "{more}{count} validation error{plural} detected.")?;
                for (index, violation) in violations.iter().enumerate() {
                    let before = if index == 0 { " " } else { "; " };
                    write!(f, "{before}{}", violation.message())?;
                }
                Ok(())
            }
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
        }
    }
}

impl std::error::Error for Rejection {}

/// The result of a request that has no output.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure<E> {
    /// The handler wasn't called, or its answer can't be written.
    Rejected(Rejection),
    /// The handler's error.
    Failed(E),
}

impl<E> From<Rejection> for Failure<E> {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}
