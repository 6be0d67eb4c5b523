//! Runs every case of every suite, and ends with a line per suite.

use std::collections::BTreeMap;
use std::panic;
use std::process::ExitCode;

use conformance_generated::{MISSING, SUITES, Suite};

fn main() -> ExitCode {
    let left_out = left_out(include_str!("../left-out.txt"));
    let filter = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    if let Some(folder) = MISSING {
        println!(
            "SKIPPED: the official suites: no models in {folder}; \
             set TINSMITH_PROTOCOL_TESTS to a folder of them"
        );
    }
    // A case that panics has failed; its message is told with it.
    panic::set_hook(Box::new(|_| {}));
    let mut total = Tally::default();
    let mut lines = Vec::new();
    for suite in SUITES {
        let tally = run(suite, &left_out, filter.as_deref());
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
    if total.failed == 0 && (total.passed > 0 || filter.is_some()) {
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

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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

fn run(suite: &Suite, left_out: &BTreeMap<&str, &str>, filter: Option<&str>) -> Tally {
    let mut tally = Tally::default();
    if let Some(report) = suite.report {
        tally.failed += 1;
        println!("FAILED {}: it can't be generated\n{report}", suite.name);
    }
    let wanted = |id: &str| filter.is_none_or(|filter| id.contains(filter));
    let cases = suite.cases.iter().flat_map(|cases| cases.iter());
    for (id, case) in cases.filter(|(id, _)| wanted(id)) {
        let outcome = panic::catch_unwind(case).unwrap_or_else(|_| Err("it panicked".to_owned()));
        match (outcome, left_out.get(id)) {
            (Ok(()), None) => tally.passed += 1,
            (Err(_), Some(_)) => tally.left_out += 1,
            (Ok(()), Some(reason)) => {
                tally.failed += 1;
                println!(
                    "FAILED {}/{id}: it passes, but is left out ({reason})",
                    suite.name
                );
            }
            (Err(problem), None) => {
                tally.failed += 1;
                println!("FAILED {}/{id}: {problem}", suite.name);
            }
        }
    }
    for (id, reason) in suite.unsupported.iter().filter(|(id, _)| wanted(id)) {
        if left_out.contains_key(id) {
            tally.left_out += 1;
        } else {
            tally.failed += 1;
            println!("FAILED {}/{id}: {reason}", suite.name);
        }
    }
    tally
}
