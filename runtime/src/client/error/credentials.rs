//! Errors of credentials.

use std::fmt;
use std::sync::Arc;

/// The error for missing credentials, and for credentials that can't be used.
///
/// The error says where credentials were looked for and what was wrong there. It holds nothing of
/// the credentials themselves.
///
/// A [provider](crate::client::ProvideCredentials) of a program's own makes errors, too:
///
/// ```
/// use tinsmith_runtime::client::CredentialsError;
///
/// let cause = std::io::Error::other("the vault is sealed");
/// let error = CredentialsError::new("the vault didn't answer").with_source(cause);
/// assert_eq!(error.to_string(), "no credentials: the vault didn't answer");
/// ```
#[derive(Clone, Debug)]
pub struct CredentialsError {
    message: Box<str>,
    source: Option<Arc<dyn std::error::Error + Send + Sync + 'static>>,
}

impl CredentialsError {
    /// Makes an error with a message. The message must not hold secrets: it ends up in logs.
    pub fn new(message: impl Into<Box<str>>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }

    /// Sets the cause.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync + 'static>>,
    ) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }
}

impl CredentialsError {
    /// Returns the message without the words that it is about credentials, as a part of another
    /// message.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}

impl PartialEq for CredentialsError {
    fn eq(&self, other: &Self) -> bool {
        self.message == other.message
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no credentials: ")?;
        crate::error::write_on_one_line(f, &self.message)
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}
