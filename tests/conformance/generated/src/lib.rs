//! The generated suites. `tests/suites.rs` of the package `conformance` runs their cases.

#![deny(warnings)]
#![forbid(unsafe_code)]

/// The function that runs a case; `Err` lists all differences.
pub type Run = fn() -> Result<(), String>;

/// The cases of a model file.
#[derive(Debug)]
pub struct Suite {
    /// The file's name, without its ending.
    pub name: &'static str,
    /// The cases of each service, by their ids.
    pub cases: &'static [&'static [(&'static str, Run)]],
    /// Cases of operations that aren't generated, with the reason.
    pub unsupported: &'static [(&'static str, &'static str)],
    /// Why nothing could be generated.
    pub report: Option<&'static str>,
}

include!(concat!(env!("OUT_DIR"), "/suites.rs"));
