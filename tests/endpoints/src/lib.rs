//! The generated endpoint rules. `tests/cases.rs` runs the models' cases.

#![deny(warnings)]

use tinsmith_runtime::Document;
use tinsmith_runtime::endpoint::{Endpoint, EndpointError};

/// What came out, or why a case can't be run.
pub type Outcome = Result<Result<Endpoint, EndpointError>, String>;

/// Resolves an endpoint with parameters by their names.
pub type Run = fn(&[(String, Document)]) -> Outcome;

/// One model file with a service.
#[derive(Debug)]
pub struct Model {
    /// The file.
    pub path: &'static str,
    /// The service's shape id.
    pub service: &'static str,
    /// The size of the emitted rules.
    pub lines: usize,
    /// The same in bytes.
    pub bytes: usize,
    /// The rules, or why they couldn't be generated.
    pub run: Result<Run, &'static str>,
}

include!(concat!(env!("OUT_DIR"), "/models.rs"));
