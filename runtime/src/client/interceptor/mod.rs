//! Interceptors: a program's own code around the attempts of calls.

mod outcome;
mod request;
mod run;

use std::error::Error;

use bytes::Bytes;
use http::Response;

use super::TransportError;

pub(crate) use outcome::About;
pub use outcome::{AttemptOutcome, CallOutcome};
pub use request::InterceptedRequest;
pub(crate) use run::{Answered, Interceptors, Step};

/// Code of a program around the attempts of calls, for headers, logs and faults that tests make up.
/// [`Config::interceptor`](super::Config::interceptor) sets one for all calls, and
/// [`Overrides::interceptor`](super::Overrides::interceptor) for some.
///
/// ```
/// use std::error::Error;
/// use tinsmith_runtime::client::{Config, InterceptedRequest, Interceptor, Next};
/// use tinsmith_runtime::http::HeaderValue;
///
/// /// Says for whom a call is made.
/// struct Tenant(HeaderValue);
///
/// impl Interceptor for Tenant {
///     fn before_signing(
///         &self,
///         request: &mut InterceptedRequest<'_>,
///     ) -> Result<Next, Box<dyn Error + Send + Sync>> {
///         request.headers_mut().insert("x-tenant", self.0.clone());
///         Ok(Next::Send)
///     }
/// }
///
/// let config = Config::new().interceptor(Tenant(HeaderValue::from_static("blue")));
/// # let _ = config;
/// ```
///
/// # Order
///
/// For each attempt [`before_signing`](Self::before_signing) comes first, then
/// [`after_signing`](Self::after_signing), and [`after_attempt`](Self::after_attempt) at its end.
/// [`after_call`](Self::after_call) comes once, after the last attempt. Of several interceptors, the
/// one that was set first is the outermost: its methods before the request come first, and its
/// methods after the response come last.
///
/// Methods run on the thread that polls the call, so they must not block. They run without an
/// attempt's timeout. A call that is dropped ends without `after_attempt` and `after_call`, and so
/// does a call for which no attempt is begun, such as one with an invalid input or without a region.
///
/// # Errors
///
/// A method that returns an error, or panics, ends the call: the error is a [`TransportError`] of the
/// kind [`Interceptor`](super::TransportErrorKind::Interceptor) that names the interceptor and is
/// never tried again. To make up an error of the transport that the retry rules see as such, return
/// [`Next::Fail`].
///
/// # Secrets
///
/// After signing, headers hold the signature or the bearer token (`authorization`) and the session
/// token (`x-amz-security-token`): don't log them. Bodies may hold secrets at any time.
pub trait Interceptor: Send + Sync + 'static {
    /// Returns the name of the interceptor in errors: that of its type, unless it says another.
    fn name(&self) -> &str {
        std::any::type_name::<Self>()
    }

    /// Sees a request before it is signed, and may change its headers. Headers that HTTP or the
    /// signature sets can't be changed here, as they are set later.
    ///
    /// # Errors
    ///
    /// An error ends the call.
    fn before_signing(
        &self,
        request: &mut InterceptedRequest<'_>,
    ) -> Result<Next, Box<dyn Error + Send + Sync>> {
        _ = request;
        Ok(Next::Send)
    }

    /// Sees a request as it will be sent. Headers that are added here aren't signed, and a signed
    /// header that is changed makes the signature wrong.
    ///
    /// # Errors
    ///
    /// An error ends the call.
    fn after_signing(
        &self,
        request: &mut InterceptedRequest<'_>,
    ) -> Result<Next, Box<dyn Error + Send + Sync>> {
        _ = request;
        Ok(Next::Send)
    }

    /// Sees how an attempt ended, before it is decided whether another follows.
    ///
    /// # Errors
    ///
    /// An error ends the call, whatever the attempt brought.
    fn after_attempt(
        &self,
        attempt: &AttemptOutcome<'_>,
    ) -> Result<(), Box<dyn Error + Send + Sync>> {
        _ = attempt;
        Ok(())
    }

    /// Sees how a call ended. With a streaming output or events, that is when the head of the
    /// response was there. If it panics, a call that has failed keeps its error.
    fn after_call(&self, call: &CallOutcome<'_>) {
        _ = call;
    }
}

/// The next step for a request that an interceptor has seen. Anything but `Send` is the result of the
/// attempt, and no further interceptor sees the request.
#[derive(Debug)]
#[non_exhaustive]
pub enum Next {
    /// The request is sent, unless another interceptor says otherwise.
    Send,
    /// Nothing is sent, and this is the response.
    Respond(Response<Bytes>),
    /// Nothing is sent, and this is the error. The retry rules decide whether another attempt
    /// follows.
    Fail(TransportError),
}
