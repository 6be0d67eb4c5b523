//! Parts that can't be generated: they are reported, or left out if that is asked for.

use std::collections::BTreeMap;

use crate::diagnostic::Report;
use crate::ir::{LeftOut, Skipped};
use crate::model::{Shape, ShapeId};

use super::docs;

impl Problems<'_> {
    pub(super) fn add(&mut self, shape: &Shape, what: &str, problem: String, help: &str) {
        let name = shape.id.name();
        if self.skip {
            let what = format!("{name} ({what})");
            self.skipped.push(skipped(what, problem, Vec::new()));
            return;
        }
        self.report(shape, what, &problem, help);
    }

    /// Adds a problem with a part that its operation can't be used without.
    pub(super) fn refuse(&mut self, operation: &Shape, what: &str, problem: String, help: &str) {
        if self.skip {
            let reasons = self.refused.entry(operation.id.clone()).or_default();
            reasons.push(format!("the {what}: {problem}"));
            return;
        }
        self.report(operation, what, &problem, help);
    }

    fn report(&mut self, shape: &Shape, what: &str, problem: &str, help: &str) {
        let message = format!("the {what} of {}: {problem}", shape.id.name());
        self.report
            .add(shape.problem(message, "this operation", help));
    }
}

/// Problems with parts that a service can be used without. They are reported, or skipped if that
/// is asked for.
pub(super) struct Problems<'a> {
    pub(super) skip: bool,
    pub(super) skipped: &'a mut Vec<Skipped>,
    /// The operations that can't be generated, and why: they are left out if that is asked for.
    pub(super) refused: BTreeMap<ShapeId, Vec<String>>,
    pub(super) report: &'a mut Report,
}

/// Something that is left out of a service, by name, and why.
pub(super) fn skipped(operation: String, reason: String, cases: Vec<String>) -> Skipped {
    Skipped {
        line: format!("- {}: {}", docs::code(&operation), docs::line(&reason)),
        operation,
        reason,
        cases,
    }
}

/// A service that is left out, by its id, and why.
pub(super) fn left_out(service: String, reason: String) -> LeftOut {
    LeftOut {
        line: format!("- {}: {}", docs::code(&service), docs::line(&reason)),
        service,
        reason,
    }
}
