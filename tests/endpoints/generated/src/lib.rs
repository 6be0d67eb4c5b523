//! The generated endpoint rules. `tests/cases.rs` of the package `endpoints` runs the models' cases.

#![deny(warnings)]
#![forbid(unsafe_code)]

pub mod json;

use tinsmith_runtime::Document;
use tinsmith_runtime::endpoint::{Bind, Builtins, Endpoint, EndpointError};

/// The result of a case, or the reason why it can't be run.
pub type Outcome = Result<Result<Endpoint, EndpointError>, String>;

/// Resolves an endpoint with parameters by their names.
pub type Run = fn(&[(String, Document)]) -> Outcome;

/// Resolves an endpoint for an operation, by its name, and its input.
pub type Operate = fn(&Builtins, &str, serde_json::Value) -> Outcome;

/// A model file with a service.
#[derive(Debug)]
pub struct Model {
    /// The file.
    pub path: &'static str,
    /// Whether the rules are those of its decision diagram, and not those of its tree.
    pub is_bdd: bool,
    /// The service's shape id.
    pub service: &'static str,
    /// The size of the emitted rules.
    pub lines: usize,
    /// The size in bytes.
    pub bytes: usize,
    /// The rules, or why they couldn't be generated.
    pub run: Result<Run, &'static str>,
    /// The operations that cases have inputs for, if their protocol is supported.
    pub operate: Option<Operate>,
}

/// Lets an operation say what it has to.
#[allow(
    dead_code,
    reason = "without published models, no case has an operation's input"
)]
fn bind<P, O: Bind<P>>(params: &mut P, operation: serde_json::Result<O>) -> Result<(), String> {
    let operation = operation.map_err(|error| error.to_string())?;
    if let Some(bound) = operation.bind(params) {
        *params = bound;
    }
    Ok(())
}

include!(concat!(env!("OUT_DIR"), "/models.rs"));
