//! Runs every case of every suite, and ends with a line per suite.
//!
//! `cargo test -p suites -- WORD` runs the cases whose ids have the word in them.

use std::panic;
use std::process::ExitCode;

use suite_run::{Tally, left_out, summary};
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
                run(&mut tally, &id, case, left_out.get(id.as_str()).copied());
            }
        }
        lines.push(format!("suite {}: {tally}", suite.name));
        total += tally;
    }
    summary(&lines, total);
    if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs a case. Some are left out by a rule, others by the list, for this reason.
fn run(tally: &mut Tally, id: &str, case: &Case, reason: Option<&str>) {
    let outcome = match case.run() {
        Outcome::Passed => Ok(()),
        Outcome::Failed(problem) => Err(problem),
        Outcome::LeftOut(rule) if reason.is_none() => {
            tally.left_out += 1;
            println!("left out {id}: {rule}");
            return;
        }
        Outcome::LeftOut(_) => Ok(()),
    };
    if let (Err(_), Some(reason)) = (&outcome, reason) {
        println!("left out {id}: {reason}");
    }
    tally.count(id, outcome, reason);
}
