//! What is left out, and how that is told.

use crate::ir::Skipped;

use super::docs;

/// Something that is left out of a service, by name, and why.
pub(super) fn skipped(operation: String, reason: String, cases: Vec<String>) -> Skipped {
    Skipped {
        line: format!("- {}: {}", docs::code(&operation), docs::line(&reason)),
        operation,
        reason,
        cases,
    }
}
