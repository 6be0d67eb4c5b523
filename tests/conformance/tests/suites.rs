//! Runs every case of every suite, and ends with a line per suite.

use std::collections::BTreeMap;
use std::panic;
use std::process::ExitCode;

use conformance_generated::{MISSING, SUITES, Suite};
use suite_run::{Tally, left_out, summary};

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
        total += tally;
    }
    summary(&lines, total);
    if total.failed == 0 && (total.passed > 0 || filter.is_some()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
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
        let name = format!("{}/{id}", suite.name);
        tally.count(&name, outcome, left_out.get(id).copied());
    }
    for (id, reason) in suite.unsupported.iter().filter(|(id, _)| wanted(id)) {
        let name = format!("{}/{id}", suite.name);
        tally.count(&name, Err((*reason).to_owned()), left_out.get(id).copied());
    }
    tally
}
