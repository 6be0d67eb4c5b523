//! `tinsmith completions`: scripts for shells.

use clap_complete::Shell;

use super::outcome::{Failure, Outcome};

#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith completions bash > ~/.local/share/bash-completion/completions/tinsmith
  tinsmith completions zsh > ~/.zfunc/_tinsmith          (with ~/.zfunc in $fpath)
  tinsmith completions fish > ~/.config/fish/completions/tinsmith.fish
  tinsmith completions powershell >> $PROFILE
  tinsmith completions elvish >> ~/.config/elvish/rc.elv";

/// Prints the script for the arguments of `command`.
pub(super) fn run(arguments: &Args, mut command: clap::Command) -> Result<Outcome, Failure> {
    // Into memory first: clap_complete panics where it can't write.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "tinsmith", &mut script);
    Ok(Outcome {
        text: String::from_utf8_lossy(&script).into_owned(),
        code: 0,
    })
}
