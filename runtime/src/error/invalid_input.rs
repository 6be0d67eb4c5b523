//! Inputs that can't be sent.

use std::fmt;

use super::{Problem, ProblemKind};

/// An input that can't be sent, with all reasons.
///
/// The problems are found before anything is sent. `Display` names the operation and every problem
/// in one line.
///
/// ```
/// # use tinsmith_runtime::generated::request::Problems;
/// use tinsmith_runtime::{InvalidInput, ProblemKind};
///
/// fn unset(error: &InvalidInput) -> Vec<&str> {
///     let problems = error.problems().iter();
///     let missing = problems.filter(|problem| *problem.kind() == ProblemKind::Missing);
///     missing.map(|problem| problem.path()).collect()
/// }
///
/// # let mut problems = Problems::new();
/// # problems.enter("Tags");
/// # problems.enter_index(3);
/// # problems.missing("Key");
/// # let error = problems.finish("CreateStudio").unwrap_err();
/// assert_eq!(unset(&error), ["Tags[3].Key"]);
/// assert!(error.missing().eq(unset(&error)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidInput {
    operation: &'static str,
    problems: Vec<Problem>,
}

impl InvalidInput {
    pub(super) const fn new(operation: &'static str, problems: Vec<Problem>) -> Self {
        Self {
            operation,
            problems,
        }
    }

    /// The operation's name in the service's model.
    pub fn operation(&self) -> &str {
        self.operation
    }

    /// Returns all problems, in the order in which they were found.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The paths of the required members that have no value.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.problems
            .iter()
            .filter(|problem| *problem.kind() == ProblemKind::Missing)
            .map(Problem::path)
    }
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: invalid input", self.operation)?;
        let mut before = ": missing required ";
        for path in self.missing() {
            write!(f, "{before}{path}")?;
            before = ", ";
        }
        let mut before = if before == ", " { "; " } else { ": " };
        for problem in &self.problems {
            if *problem.kind() != ProblemKind::Missing {
                write!(f, "{before}{problem}")?;
                before = "; ";
            }
        }
        Ok(())
    }
}

impl std::error::Error for InvalidInput {}
