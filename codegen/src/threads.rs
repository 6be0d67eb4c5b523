//! Work on several processors.

use std::panic::resume_unwind;
use std::thread::{Builder, scope};

/// Bytes of stack for a thread. Parsing recurses into code as deep as it is nested, and who calls
/// may have less of a stack than that takes.
pub(crate) const STACK: usize = 32 << 20;

/// Does both at once, the second one in a thread of its own, and returns what both return. Where no
/// thread can be had, one comes after the other.
pub(crate) fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl Fn() -> B + Sync) -> (A, B) {
    scope(|scope| {
        let other = Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, &second);
        let first = first();
        let second = match other {
            Ok(other) => other.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => second(),
        };
        (first, second)
    })
}
