//! The code of pages of `docs/` that call S3. A test of `codegen/tests/docs` compares the pages
//! with it.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_macros,
    reason = "the pages print what comes"
)]

mod large_objects;
mod migrating;
mod pages_waiters_events;
mod presigning;
mod streaming;

/// The outcome of a page's code.
type Outcome = Result<(), Box<dyn std::error::Error>>;
