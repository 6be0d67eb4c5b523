//! Errors of endpoint rules.

use std::borrow::Cow;
use std::fmt;

/// The reason why there is no endpoint: the message of an error rule, or the lack of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError {
    message: Cow<'static, str>,
}

impl EndpointError {
    /// Makes an error with an error rule's message.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
        }
    }

    /// Fails as an error rule does, with its message.
    ///
    /// # Errors
    /// Always, with the rule's message.
    #[doc(hidden)]
    #[cold]
    pub fn refuse<T>(message: impl Into<Cow<'static, str>>) -> Result<T, Self> {
        Err(Self::new(message))
    }

    /// Makes the error for parameters that no rule matches.
    #[doc(hidden)]
    #[cold]
    #[must_use]
    pub fn no_rule() -> Self {
        Self::new("no endpoint rule is for these parameters")
    }

    /// Makes the error for an unset parameter that the rule set requires.
    #[doc(hidden)]
    #[cold]
    #[must_use]
    pub fn missing(parameter: &str) -> Self {
        Self::new(format!("the endpoint parameter {parameter} isn't set"))
    }

    /// The message, as the rule set has it.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// Prints one line, whatever the message is.
impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.message.lines().map(str::trim);
        f.write_str(lines.next().unwrap_or_default())?;
        lines.try_for_each(|line| write!(f, " {line}"))
    }
}

impl std::error::Error for EndpointError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_line() {
        let error = EndpointError::new("no\n  endpoint");
        assert_eq!(error.to_string(), "no endpoint");
        assert_eq!(error.message(), "no\n  endpoint");
    }
}
