//! A source of credentials that is asked over HTTP: a container's agent, an instance, SSO, STS.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, Uri};
use tokio::runtime::Handle;

use crate::client::marks::Direct;
use crate::client::{BoxFuture, ConfigError, CredentialsError, HttpClient};
use crate::host;

/// Bytes that an answer may have: much more than credentials do.
const MAX_ANSWER: usize = 1 << 20;

/// Characters of what a source says that are told.
const MAX_TEXT: usize = 500;

/// A source that is asked over HTTP, with timeouts and retries of its own, as the call's are about
/// the service.
#[derive(Clone, Copy)]
pub(super) struct HttpSource<'a> {
    /// Its name in error messages.
    name: &'static str,
    http: &'a dyn HttpClient,
    /// How long an attempt may take.
    timeout: Duration,
    attempts: u32,
    is_direct: bool,
    is_transient: fn(&Response<Bytes>) -> bool,
}

impl<'a> HttpSource<'a> {
    /// Makes a source that is asked three times, with 10 seconds each.
    pub(super) fn new(name: &'static str, http: &'a dyn HttpClient) -> Self {
        Self {
            name,
            http,
            timeout: Duration::from_secs(10),
            attempts: 3,
            is_direct: false,
            is_transient: |_| false,
        }
    }

    pub(super) fn limits(mut self, timeout: Duration, attempts: u32) -> Self {
        self.timeout = timeout;
        self.attempts = attempts;
        self
    }

    /// Never through a proxy: who is asked is on this machine, or on its link.
    pub(super) fn direct(mut self) -> Self {
        self.is_direct = true;
        self
    }

    /// Has requests sent again after such responses, too.
    pub(super) fn transient(mut self, is_transient: fn(&Response<Bytes>) -> bool) -> Self {
        self.is_transient = is_transient;
        self
    }

    /// Sends a request, again if there is no response, or one that says that the source is
    /// busy or broken.
    ///
    /// The future is on the heap: otherwise the compiler copies it into each source's, and
    /// those into the chain's.
    pub(super) fn send(
        &self,
        mut request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, CredentialsError>> {
        if self.is_direct {
            request.extensions_mut().insert(Direct);
        }
        Box::pin(async move {
            if Handle::try_current().is_err() {
                return Err(self.error(ConfigError::no_runtime()));
            }
            let mut attempt = 1;
            loop {
                let call = self.http.call(request.clone());
                let result = tokio::time::timeout(self.timeout, call).await;
                let is_last = attempt >= self.attempts;
                match result {
                    Ok(Ok(response)) if response.body().len() > MAX_ANSWER => {
                        let text = format!("its answer has more than {MAX_ANSWER} bytes");
                        return Err(self.error(text));
                    }
                    Ok(Ok(response)) if is_last || !self.is_failure(&response) => {
                        return Ok(response);
                    }
                    Ok(Err(error)) if is_last || !error.is_retryable() => {
                        return Err(self.error(&error).with_source(error));
                    }
                    Err(_) if is_last => {
                        return Err(self.error(format!("no response within {:?}", self.timeout)));
                    }
                    _ => {}
                }
                tokio::time::sleep(Duration::from_millis(100 << attempt.min(5))).await;
                attempt += 1;
            }
        })
    }

    fn is_failure(&self, response: &Response<Bytes>) -> bool {
        let status = response.status();
        status.is_server_error() || status == 429 || (self.is_transient)(response)
    }

    /// An error that says who was asked.
    pub(super) fn error(&self, text: impl fmt::Display) -> CredentialsError {
        CredentialsError::new(format!("{}: {text}", self.name))
    }

    /// For a response that isn't a success: with what it says of itself, if that is known.
    pub(super) fn refusal(
        &self,
        response: &Response<Bytes>,
        code: Option<&str>,
        message: Option<&str>,
    ) -> CredentialsError {
        let mut text = format!("status {}", response.status().as_u16());
        for part in [code, message].into_iter().flatten() {
            text.push_str(": ");
            text.extend(part.chars().take(MAX_TEXT));
        }
        self.error(text)
    }

    /// For an answer that isn't what was expected. It may hold secrets, so it isn't quoted.
    pub(super) fn strange(&self, expected: &str) -> CredentialsError {
        self.error(format!("its answer isn't {expected}"))
    }

    /// A secret as the value of a header.
    pub(super) fn secret(&self, what: &str, text: &str) -> Result<HeaderValue, CredentialsError> {
        let mut value = HeaderValue::from_str(text)
            .map_err(|_| self.error(format!("{what} has characters that a header can't have")))?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// Makes a URI of the text that was put together.
    pub(super) fn uri(&self, text: &str) -> Result<Uri, CredentialsError> {
        let uri: Option<Uri> = text.parse().ok();
        uri.filter(|uri| host::check_uri(uri).is_ok())
            .ok_or_else(|| match text.contains('@') {
                // User information may hold a password.
                true => self.error("its URL has user information"),
                false => self.error(format!("{:?} isn't a URL", host::without_query(text))),
            })
    }
}
