//! Checks that every generated type and every reader has to withstand.
//!
//! - [`services`]: all types and operations of the goldens and of emr-sessions, made by the build
//!   script;
//! - [`walk`]: random documents of any shape, by its model;
//! - [`checks`]: what the fuzz targets in `fuzz/` do with bytes. `tests/replay.rs` does the same
//!   with the corpora and with what fuzzing found.

#![forbid(unsafe_code)]

pub mod checks;
mod recorder;
// Some goldens are deprecated.
#[allow(deprecated)]
mod table;
pub mod walk;

pub use recorder::Recorder;
pub use table::{Decoded, Operation, Service, Type, services};
