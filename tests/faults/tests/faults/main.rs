//! Calls of the emr-sessions client, 500 at once, against a server with every fault: resets, stalls,
//! throttling, wrong clocks, half answers, credentials that expire. `scripts/faults.sh` runs it.
//!
//! Each call has to get its own answer, or a reason that its faults explain, within its timeout.
//! Memory, tasks and sockets at the end have to be those after a third of the time.

mod answer;
mod call;
mod draw;
mod fault;
mod growth;
mod peer;
mod provider;
mod reason;
mod request;
mod run;
mod server;
mod settings;
mod tally;

use std::env;
use std::process::ExitCode;

use settings::{Done, Settings};
use tokio::runtime::Builder;

fn main() -> ExitCode {
    match start() {
        Ok(code) => code,
        Err(error) => {
            println!("FAILED: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Done<ExitCode> {
    let Some(settings) = Settings::of_environment()? else {
        println!("SKIPPED: scripts/faults.sh runs this");
        return Ok(ExitCode::SUCCESS);
    };
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    if env::var_os(peer::SERVER).is_some() {
        runtime.block_on(server::serve(settings))?;
        // A read of the input has a thread of its own, which has ended by now.
        return Ok(ExitCode::SUCCESS);
    }
    runtime.block_on(run::run(settings))
}
