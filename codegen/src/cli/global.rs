//! Arguments that each subcommand takes.

use std::path::PathBuf;

/// The arguments of every subcommand.
#[derive(clap::Args)]
pub(super) struct Global {
    /// The file that says what to generate, in Smithy's own format with a `tinsmith` plugin
    /// entry; smithy-build.json if there is no --model
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,

    /// Say nothing but what is wrong
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}
