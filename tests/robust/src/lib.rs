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

/// The cases of a property whose cases are large: few, or a multiple of them, which
/// `TINSMITH_TIMES` says. `scripts/soak.sh` sets it.
#[must_use]
pub fn cases(few: u32) -> u32 {
    let times = std::env::var("TINSMITH_TIMES").ok();
    few * times.and_then(|times| times.parse().ok()).unwrap_or(1)
}
