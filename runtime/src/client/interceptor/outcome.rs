//! The ends of attempts and calls as interceptors see them.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

use crate::ErrorMeta;
use crate::client::CallError;

/// The call that an interceptor sees a part of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    pub(crate) service: &'static str,
    pub(crate) operation: &'static str,
    /// Attempts that were begun.
    pub(crate) attempts: u32,
    pub(crate) call_id: &'a str,
}

/// The end of an attempt: a response of any status, or an error.
pub struct AttemptOutcome<'a> {
    about: About<'a>,
    result: &'a Result<Response<Bytes>, CallError>,
    duration: Duration,
}

impl<'a> AttemptOutcome<'a> {
    pub(crate) fn new(
        about: About<'a>,
        result: &'a Result<Response<Bytes>, CallError>,
        duration: Duration,
    ) -> Self {
        Self {
            about,
            result,
            duration,
        }
    }

    /// Returns the service's name, such as `DynamoDB`.
    pub fn service(&self) -> &'static str {
        self.about.service
    }

    /// Returns the operation's name, such as `PutItem`.
    pub fn operation(&self) -> &'static str {
        self.about.operation
    }

    /// Returns the number of the attempt, from 1 on.
    pub fn attempt(&self) -> u32 {
        self.about.attempts
    }

    /// Returns the id that all attempts of the call have in `amz-sdk-invocation-id`.
    pub fn call_id(&self) -> &str {
        self.about.call_id
    }

    /// Returns the time from the attempt's beginning to its end, with waiting for credentials and
    /// for a permit.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Returns the status of the response; `None` if there is no response.
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.result.as_ref().ok()?.status())
    }

    /// Returns the headers of the response; `None` if there is no response.
    pub fn headers(&self) -> Option<&'a HeaderMap> {
        Some(self.result.as_ref().ok()?.headers())
    }

    /// Returns the body of the response, which is empty if it is yet to come; `None` if there is no
    /// response.
    pub fn body(&self) -> Option<&'a Bytes> {
        Some(self.result.as_ref().ok()?.body())
    }

    /// Returns the error of an attempt without a response. An error that the service answers is a
    /// response.
    pub fn error(&self) -> Option<&'a CallError> {
        self.result.as_ref().err()
    }
}

impl fmt::Debug for AttemptOutcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Bodies may hold secrets.
        f.debug_struct("AttemptOutcome")
            .field("about", &self.about)
            .field("status", &self.status())
            .field("error", &self.error())
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}

/// The end of a call: success, or an error.
#[derive(Debug)]
pub struct CallOutcome<'a> {
    about: About<'a>,
    error: Option<&'a (dyn Error + 'a)>,
    meta: Option<&'a ErrorMeta>,
    duration: Duration,
}

impl<'a> CallOutcome<'a> {
    pub(crate) fn new(
        about: About<'a>,
        error: Option<&'a (dyn Error + 'a)>,
        meta: Option<&'a ErrorMeta>,
        duration: Duration,
    ) -> Self {
        Self {
            about,
            error,
            meta,
            duration,
        }
    }

    /// Returns the service's name, such as `DynamoDB`.
    pub fn service(&self) -> &'static str {
        self.about.service
    }

    /// Returns the operation's name, such as `PutItem`.
    pub fn operation(&self) -> &'static str {
        self.about.operation
    }

    /// Returns the number of attempts that were begun.
    pub fn attempts(&self) -> u32 {
        self.about.attempts
    }

    /// Returns the id that all attempts of the call have in `amz-sdk-invocation-id`.
    pub fn call_id(&self) -> &str {
        self.about.call_id
    }

    /// Returns the time from the call's first attempt to its end, pauses included.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Returns the error of the call; `None` if it succeeded.
    pub fn error(&self) -> Option<&(dyn Error + 'a)> {
        self.error
    }

    /// Returns the details of an error that the service answered, such as its code and the id of
    /// the request.
    pub fn error_meta(&self) -> Option<&'a ErrorMeta> {
        self.meta
    }
}
