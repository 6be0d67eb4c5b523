//! Errors of a configuration.

use std::fmt;

/// The problems of a configuration, all of them at once.
///
/// Each problem names the environment variable, or the file, profile and key, that it is
/// about, and what was expected there.
///
/// ```
/// use tinsmith_runtime::client::ConfigError;
///
/// let error = ConfigError::new("AWS_MAX_ATTEMPTS is \"many\": expected a number from 1 on");
/// assert_eq!(error.problems().len(), 1);
/// assert_eq!(
///     error.to_string(),
///     "invalid configuration: AWS_MAX_ATTEMPTS is \"many\": expected a number from 1 on",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<String>,
}

impl ConfigError {
    /// Makes an error of one problem.
    pub fn new(problem: impl Into<String>) -> Self {
        Self {
            problems: vec![problem.into()],
        }
    }

    /// Makes an error of these problems, unless there are none.
    pub(crate) fn of(problems: Vec<String>) -> Result<(), Self> {
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Self { problems })
        }
    }

    /// Makes an error of these problems.
    pub(crate) fn of_all(problems: Vec<String>) -> Self {
        Self { problems }
    }

    /// Makes the error for a missing region, which says how to name one.
    pub fn missing_region() -> Self {
        Self::new(
            "no region: set AWS_REGION, or `region` in the profile of ~/.aws/config, \
             or call Config::region",
        )
    }

    /// A region that can't be part of a host, and where it is from.
    pub(crate) fn invalid_region(place: &str, region: &str) -> Self {
        Self::new(format!(
            "{place} is {region:?}: expected the name of a region such as `eu-west-1`"
        ))
    }

    /// Something that needs tokio is waited for by something else.
    pub(crate) fn no_runtime() -> Self {
        Self::new(
            "a call outside of a tokio runtime: make it within one, or use the blocking client",
        )
    }

    /// The problems, in words.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid configuration: ")?;
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            crate::error::write_on_one_line(f, problem)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
