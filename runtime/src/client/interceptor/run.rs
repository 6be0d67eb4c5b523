//! Running interceptors, whose errors and panics end the call.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use http::Response;

use super::{AttemptOutcome, CallOutcome, InterceptedRequest, Interceptor, Next};
use crate::client::{TransportError, TransportErrorKind};

type BoxError = Box<dyn Error + Send + Sync>;

/// The interceptors of a client, outermost first.
#[derive(Clone, Default)]
pub(crate) struct Interceptors(Vec<Arc<dyn Interceptor>>);

/// A step before a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    BeforeSigning,
    AfterSigning,
}

/// The result of an attempt for which nothing was sent.
pub(crate) type Answered = Result<Response<Bytes>, TransportError>;

impl Interceptors {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn push(&mut self, interceptor: impl Interceptor) {
        self.0.push(Arc::new(interceptor));
    }

    /// Shows a request to all interceptors, until one answers it.
    ///
    /// # Errors
    ///
    /// An interceptor returned an error or panicked.
    pub(crate) fn before(
        &self,
        step: Step,
        request: &mut InterceptedRequest<'_>,
    ) -> Result<Option<Answered>, TransportError> {
        for interceptor in &self.0 {
            let interceptor = &**interceptor;
            let (method, next) = match step {
                Step::BeforeSigning => (
                    "before_signing",
                    caught(|| interceptor.before_signing(request)),
                ),
                Step::AfterSigning => (
                    "after_signing",
                    caught(|| interceptor.after_signing(request)),
                ),
            };
            match next.map_err(|cause| ended(interceptor, method, cause))? {
                Next::Send => {}
                Next::Respond(response) => return Ok(Some(Ok(response))),
                Next::Fail(error) => return Ok(Some(Err(error))),
            }
        }
        Ok(None)
    }

    /// Shows the end of an attempt to all interceptors.
    ///
    /// # Errors
    ///
    /// The error or panic of the outermost interceptor that had one.
    pub(crate) fn after_attempt(&self, attempt: &AttemptOutcome<'_>) -> Result<(), TransportError> {
        self.after("after_attempt", |it| it.after_attempt(attempt))
    }

    /// Shows the end of a call to all interceptors.
    ///
    /// # Errors
    ///
    /// The panic of the outermost interceptor that had one.
    pub(crate) fn after_call(&self, call: &CallOutcome<'_>) -> Result<(), TransportError> {
        self.after("after_call", |it| {
            it.after_call(call);
            Ok(())
        })
    }

    /// Runs a method of all interceptors, innermost first, whatever others do.
    fn after(
        &self,
        method: &'static str,
        run: impl Fn(&dyn Interceptor) -> Result<(), BoxError>,
    ) -> Result<(), TransportError> {
        let mut result = Ok(());
        for interceptor in self.0.iter().rev() {
            let interceptor = &**interceptor;
            if let Err(cause) = caught(|| run(interceptor)) {
                result = Err(ended(interceptor, method, cause));
            }
        }
        result
    }
}

/// Runs a method of an interceptor. A panic is an error.
fn caught<T>(run: impl FnOnce() -> Result<T, BoxError>) -> Result<T, BoxError> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result,
        Err(panic) => Err(format!("it panicked: {}", words(&*panic)).into()),
    }
}

/// The words of a panic.
fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without words")
}

fn ended(interceptor: &dyn Interceptor, method: &'static str, cause: BoxError) -> TransportError {
    let name = catch_unwind(AssertUnwindSafe(|| interceptor.name().to_owned()));
    let ended = Ended {
        name: name.unwrap_or_else(|_| "an interceptor whose name panics".to_owned()),
        method,
        cause,
    };
    TransportError::new(TransportErrorKind::Interceptor, ended)
}

/// The reason why an interceptor ended a call.
#[derive(Debug)]
struct Ended {
    name: String,
    method: &'static str,
    cause: BoxError,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.name, self.method)
    }
}

impl Error for Ended {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.cause)
    }
}
