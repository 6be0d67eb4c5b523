//! Runs one case, for a tool that counts the instructions of `budgets::measured`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(run) = budgets::prepared() else {
        eprintln!("expected the name of a case");
        return ExitCode::from(2);
    };
    budgets::measured(run);
    ExitCode::SUCCESS
}
