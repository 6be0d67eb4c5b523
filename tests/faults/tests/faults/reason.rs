//! The ends that attempts and calls may have.

use emr_sessions::client::{
    AttemptOutcome, CallError, TimeoutError, TimeoutKind, TransportError, TransportErrorKind,
};
use emr_sessions::emr::Error;

/// The end of an attempt, or of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Answered,
    Refused,
    Throttled,
    Unavailable,
    Internal,
    Expired,
    Skewed,
    /// An answer that nobody asked for, as servers give it to connections that rest.
    Unasked,
    InvalidResponse,
    AttemptTimeout,
    CallTimeout,
    ConnectTimeout,
    Connect,
    Io,
    Body,
    Protocol,
    TooLarge,
    Credentials,
    Other,
}

use Reason::*;

impl Reason {
    /// All of them, in the order of the summary.
    pub(crate) const ALL: [(Self, &'static str); 19] = [
        (Answered, "answered"),
        (Refused, "InvalidRequestException"),
        (Throttled, "ThrottlingException"),
        (Unavailable, "status 503"),
        (Internal, "InternalServerError"),
        (Expired, "ExpiredTokenException"),
        (Skewed, "wrong time"),
        (Unasked, "status 408"),
        (InvalidResponse, "invalid response"),
        (AttemptTimeout, "timeout of the attempt"),
        (CallTimeout, "timeout of the call"),
        (ConnectTimeout, "timeout of the connection"),
        (Connect, "no connection"),
        (Io, "connection failed"),
        (Body, "response cut off"),
        (Protocol, "not HTTP"),
        (TooLarge, "response too large"),
        (Credentials, "no credentials"),
        (Other, "anything else"),
    ];

    /// Returns the place in [`ALL`](Self::ALL).
    pub(crate) fn index(self) -> usize {
        let mut all = Self::ALL.iter();
        all.position(|(reason, _)| *reason == self).unwrap_or(0)
    }

    /// Returns whether the client makes another attempt after this.
    pub(crate) fn is_retryable(self) -> bool {
        match self {
            Throttled | Unavailable | Internal | Expired | Skewed | AttemptTimeout
            | ConnectTimeout | Connect | Io | Body | Protocol => true,
            Answered | Refused | Unasked | InvalidResponse | CallTimeout | TooLarge
            | Credentials | Other => false,
        }
    }

    /// Returns whether an attempt may end so without a fault of its own: the connection rested when
    /// it was closed, or the computer was busy.
    pub(crate) fn needs_no_plan(self) -> bool {
        matches!(
            self,
            Unasked | AttemptTimeout | ConnectTimeout | Connect | Io | Protocol
        )
    }

    /// Returns the end of a call that failed.
    pub(crate) fn of_error(error: &Error) -> Self {
        match error {
            Error::InvalidRequestException(_) => Refused,
            Error::InternalServerError(_) => Internal,
            Error::Unmodeled(meta) => {
                let status = meta.status().map_or(0, |status| status.as_u16());
                of_code(meta.code().unwrap_or_default(), status)
            }
            Error::InvalidResponse(_) => InvalidResponse,
            Error::Credentials(_) => Credentials,
            Error::Timeout(error) => of_timeout(error),
            Error::Transport(error) => of_transport(error),
            _ => Other,
        }
    }

    /// Returns the end of an attempt. `answer` is the body of its own answer.
    pub(crate) fn of_attempt(outcome: &AttemptOutcome<'_>, answer: &str) -> Self {
        match (outcome.error(), outcome.status(), outcome.body()) {
            (Some(CallError::Timeout(error)), ..) => of_timeout(error),
            (Some(CallError::Transport(error)), ..) => of_transport(error),
            (Some(CallError::Credentials(_)), ..) => Credentials,
            (None, Some(status), Some(body)) => {
                let text = std::str::from_utf8(body).unwrap_or_default();
                if !status.is_success() {
                    let code = text
                        .split_once("\"__type\":\"")
                        .map_or("", |(_, rest)| rest);
                    let code = code.split('"').next().unwrap_or_default();
                    return of_code(code, status.as_u16());
                }
                match text.ends_with(answer) {
                    true => Answered,
                    false => InvalidResponse,
                }
            }
            _ => Other,
        }
    }
}

fn of_code(code: &str, status: u16) -> Reason {
    match (code, status) {
        ("InvalidRequestException", _) => Refused,
        ("ThrottlingException", _) => Throttled,
        ("InternalServerError", _) => Internal,
        ("ExpiredTokenException", _) => Expired,
        ("RequestTimeTooSkewed" | "InvalidSignatureException" | "SignatureDoesNotMatch", _) => {
            Skewed
        }
        (_, 503) => Unavailable,
        (_, 408) => Unasked,
        _ => Other,
    }
}

fn of_timeout(error: &TimeoutError) -> Reason {
    match error.kind() {
        TimeoutKind::Attempt => AttemptTimeout,
        TimeoutKind::Call => CallTimeout,
        TimeoutKind::Connect => ConnectTimeout,
        _ => Other,
    }
}

fn of_transport(error: &TransportError) -> Reason {
    match error.kind() {
        TransportErrorKind::Connect => Connect,
        TransportErrorKind::Io => Io,
        TransportErrorKind::Body => Body,
        TransportErrorKind::Protocol => Protocol,
        TransportErrorKind::TooLarge => TooLarge,
        _ => Other,
    }
}
