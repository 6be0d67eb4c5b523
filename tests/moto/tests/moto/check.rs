//! A line per check, and how many there were.

use std::fmt::Debug;
use std::process::ExitCode;

use tinsmith_runtime::ErrorMeta;

use super::Done;

#[derive(Default)]
pub(crate) struct Checks {
    group: &'static str,
    passed: u32,
    failed: u32,
}

impl Checks {
    /// Begins a group of checks.
    pub(crate) fn begin(&mut self, group: &'static str) {
        self.group = group;
    }

    pub(crate) fn that(&mut self, name: &str, holds: bool, otherwise: impl Debug) {
        let group = self.group;
        if holds {
            self.passed += 1;
            println!("ok      {group}: {name}");
        } else {
            self.failed += 1;
            println!("FAILED  {group}: {name}: {otherwise:?}");
        }
    }

    pub(crate) fn equal<T: Debug + PartialEq<U>, U: Debug>(
        &mut self,
        name: &str,
        got: T,
        expected: U,
    ) {
        self.that(name, got == expected, format!("{got:?}, not {expected:?}"));
    }

    /// A group that ends early has failed.
    pub(crate) fn ends(&mut self, part: &str, done: Done) {
        self.begin("the part");
        self.that(&format!("{part} goes on to its end"), done.is_ok(), done);
    }

    pub(crate) fn finish(self) -> ExitCode {
        println!("{} passed, {} failed", self.passed, self.failed);
        // Without a check, nothing is proven.
        if self.failed == 0 && self.passed > 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// The status of an error response.
pub(crate) fn status(error: &ErrorMeta) -> Option<u16> {
    error.status().map(|status| status.as_u16())
}
