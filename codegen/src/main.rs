//! The command `tinsmith`.

mod cli;
mod cli_diff;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
