//! Runs every case of every suite, and ends with a line per suite.
//!
//! `cargo test -p suites -- WORD` runs the cases whose ids have the word in them.

use std::collections::BTreeMap;
use std::fmt;
use std::panic;
use std::process::ExitCode;

use suites::{Case, Outcome, suites};

fn main() -> ExitCode {
    let left_out = left_out(include_str!("../left-out.txt"));
    let mut arguments = std::env::args().skip(1);
    let filter = arguments.find(|argument| !argument.starts_with('-'));
    // A case that panics has failed; its message is told with it.
    panic::set_hook(Box::new(|_| {}));
    let mut total = Tally::default();
    let mut lines = Vec::new();
    for suite in suites() {
        let cases = match &suite.cases {
            Ok(cases) => cases,
            Err(missing) => {
                println!(
                    "SKIPPED: the suite {}: {missing}; set TINSMITH_SUITES to the folder of the \
                     suites",
                    suite.name
                );
                lines.push(format!("suite {}: not there", suite.name));
                continue;
            }
        };
        let mut tally = Tally::default();
        for case in cases {
            let id = format!("{}/{}", suite.name, case.id);
            if filter.as_ref().is_none_or(|filter| id.contains(filter)) {
                tally.run(&id, case, &left_out);
            }
        }
        lines.push(format!("suite {}: {tally}", suite.name));
        total.passed += tally.passed;
        total.failed += tally.failed;
        total.left_out += tally.left_out;
    }
    println!();
    for line in lines {
        println!("{line}");
    }
    println!(
        "\n{} passed, {} failed, {} skipped",
        total.passed, total.failed, total.left_out
    );
    if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    left_out: usize,
}

impl Tally {
    fn run(&mut self, id: &str, case: &Case, left_out: &BTreeMap<&str, &str>) {
        match (case.run(), left_out.get(id)) {
            (Outcome::Passed, None) => self.passed += 1,
            (Outcome::LeftOut(reason), None) => {
                self.left_out += 1;
                println!("left out {id}: {reason}");
            }
            (Outcome::Failed(_), Some(reason)) => {
                self.left_out += 1;
                println!("left out {id}: {reason}");
            }
            (Outcome::Passed | Outcome::LeftOut(_), Some(reason)) => {
                self.failed += 1;
                println!("FAILED {id}: it passes, but is left out ({reason})");
            }
            (Outcome::Failed(problem), None) => {
                self.failed += 1;
                println!("FAILED {id}: {problem}");
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} left out",
            self.passed, self.failed, self.left_out
        )
    }
}

/// Reasons by case id.
fn left_out(text: &str) -> BTreeMap<&str, &str> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.trim().split_once(' '))
        .collect()
}
