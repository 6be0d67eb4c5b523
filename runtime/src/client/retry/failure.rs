//! Failed attempts: whether another one may help.

use std::time::Duration;

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, Response};

use crate::client::error::AnyServiceError;
use crate::client::{CallError, TimeoutKind};
use crate::{ErrorMeta, Timestamp};

/// The meaning of a failed attempt for the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The service, or the way to it, has a problem that may go away.
    Transient,
    /// The service wants fewer requests.
    Throttling,
    /// The service refused the request's time, and ours is indeed far from the service's.
    ClockSkew,
    /// The service says that the credentials have expired.
    ExpiredCredentials,
    /// A failure that another attempt would repeat.
    Final,
}

/// The facts about retries in the headers of an error's response.
#[derive(Clone, Copy, Default)]
pub(crate) struct ResponseFacts {
    /// When the service answered, by its clock.
    pub(crate) date: Option<Timestamp>,
    /// The time that the service wants us to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The status; 0 of a success.
    pub(crate) status: u16,
}

impl ResponseFacts {
    /// Reads the headers; nothing for successes, so that those cost nothing.
    pub(crate) fn of<B>(response: &Response<B>) -> Self {
        if response.status().is_success() {
            return Self::default();
        }
        let headers = response.headers();
        Self {
            date: text(headers, DATE.as_str())
                .and_then(|text| Timestamp::parse_http_date(text).ok()),
            retry_after: retry_after(headers),
            status: response.status().as_u16(),
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// `x-amz-retry-after` in milliseconds, or else `Retry-After` in seconds or as a date;
/// what can't be read is ignored.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let milliseconds = text(headers, "x-amz-retry-after").and_then(|text| text.trim().parse().ok());
    if let Some(milliseconds) = milliseconds {
        return Some(Duration::from_millis(milliseconds));
    }
    let text = text(headers, RETRY_AFTER.as_str())?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = Timestamp::parse_http_date(text).ok()?;
    let seconds = until.epoch_seconds() - Timestamp::now().epoch_seconds();
    Some(Duration::from_secs(seconds.try_into().unwrap_or(0)))
}

impl Failure {
    /// Returns the meaning of an attempt without a response.
    pub(crate) fn without_response(error: &CallError) -> Self {
        let is_final = match error {
            CallError::Timeout(error) => error.kind() == TimeoutKind::Call,
            error => !error.is_retryable(),
        };
        if is_final {
            Self::Final
        } else {
            Self::Transient
        }
    }

    /// Returns the meaning of an error of the service. `clock_was_wrong` compares the service's
    /// time with ours and corrects ours.
    pub(crate) fn of(error: &dyn AnyServiceError, clock_was_wrong: impl FnOnce() -> bool) -> Self {
        let code = error.meta().and_then(ErrorMeta::code).unwrap_or_default();
        if error.is_throttling() {
            Self::Throttling
        } else if is_about_time(code) && clock_was_wrong() {
            Self::ClockSkew
        } else if matches!(
            code,
            "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired"
        ) {
            Self::ExpiredCredentials
        } else if error.is_retryable() || matches!(code, "InternalError" | "IDPCommunicationError")
        {
            Self::Transient
        } else {
            Self::Final
        }
    }
}

/// Codes by which services say that a request's time is wrong, or may say it: a signature
/// made for the wrong day is just a wrong signature.
fn is_about_time(code: &str) -> bool {
    matches!(
        code,
        "AuthFailure"
            | "InvalidSignatureException"
            | "RequestExpired"
            | "RequestInTheFuture"
            | "RequestTimeTooSkewed"
            | "SignatureDoesNotMatch"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &'static str, value: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        retry_after(&headers)
    }

    #[test]
    fn the_time_that_the_service_asks_for() {
        assert_eq!(retry_after(&HeaderMap::new()), None);
        let three = Some(Duration::from_secs(3));
        assert_eq!(asked("x-amz-retry-after", " 3000 "), three);
        assert_eq!(asked("retry-after", "3"), three);
        for (name, value) in [
            ("x-amz-retry-after", "3.5"),
            ("x-amz-retry-after", ""),
            ("retry-after", "soon"),
        ] {
            assert_eq!(asked(name, value), None, "{value}");
        }
        let mut both = HeaderMap::new();
        both.insert("x-amz-retry-after", "soon".parse().unwrap());
        both.insert(RETRY_AFTER, "3".parse().unwrap());
        assert_eq!(retry_after(&both), three);
        let now = Timestamp::now().epoch_seconds();
        let at = |seconds: i64| {
            let mut text = Vec::new();
            let time = Timestamp::from_epoch_seconds(now + seconds).unwrap();
            time.write_http_date(&mut text);
            asked("retry-after", std::str::from_utf8(&text).unwrap()).unwrap()
        };
        assert!((85..=90).contains(&at(90).as_secs()), "{:?}", at(90));
        assert_eq!(at(-90), Duration::ZERO);
    }
}
