//! The measured cases, each a function of no arguments. See `scripts/budgets.sh`.

mod cases;
#[allow(
    dead_code,
    missing_docs,
    unused_imports,
    clippy::all,
    reason = "one codec is used, and the root package checks them"
)]
mod emr;
mod format_payload;
mod formats;
mod object;
mod payload;

#[allow(
    dead_code,
    missing_docs,
    unused_imports,
    clippy::wrong_self_convention,
    reason = "a few functions of each service are used"
)]
mod services {
    include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
}

pub use cases::Case;

/// All cases.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    cases::CASES
        .iter()
        .chain(object::CASES)
        .chain(formats::CASES)
}

/// Runs a case, all but its preparation: what a tool looks for in the list of functions.
#[inline(never)]
pub fn measured(run: Box<dyn FnOnce()>) {
    run();
}

/// The case that the only argument names, after a few runs that are not measured: caches are
/// filled, and what is made once is there.
pub fn prepared() -> Option<Box<dyn FnOnce()>> {
    let name = std::env::args().nth(1)?;
    let case = cases().find(|case| case.name == name)?;
    for _ in 0..3 {
        (case.prepare)()();
    }
    Some((case.prepare)())
}
