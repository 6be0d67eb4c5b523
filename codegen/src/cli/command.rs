//! The command's arguments.

use clap::{Parser, Subcommand};

use super::global::Global;
use super::{adopt, ast, check, completions, diff, generate, init, list, validate, watch};

/// The most columns of help.
const WIDTH: usize = 100;

/// Smithy models in, a small readable Rust crate out.
#[derive(Parser)]
#[command(version, after_help = AFTER_HELP, max_term_width = WIDTH)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,

    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith list kms.json                     what is in a model, and what each operation takes
  tinsmith validate kms.json                 what is wrong with it
  tinsmith generate --crate kms-calls --model kms.json --operations Encrypt,Decrypt
                                             a crate with these two operations, in ./kms-calls
  tinsmith                                   in that folder: generates it again
  tinsmith init --model kms.json             a commented smithy-build.json, to edit
  tinsmith watch                             generates again when a model changes
  tinsmith check                             in CI: fails if somebody forgot to
  tinsmith diff old/kms.json kms.json        what a newer model breaks, for a pull request
  tinsmith adopt ../shop --models models     a crate for what a program on the AWS SDK calls
  tinsmith ast weather.smithy                the model as JSON

Exit codes: 0 all is well, 1 the generated code is stale, 2 nothing could be generated.";

#[derive(Subcommand)]
pub(super) enum Command {
    /// Generate the code, and say what changed (the default)
    Generate(Box<generate::Args>),
    /// Compare with what would be generated, and show the difference
    Check(Box<check::Args>),
    /// Write a commented smithy-build.json
    Init(Box<init::Args>),
    /// Generate the code again whenever a model or the build file changes
    Watch(Box<watch::Args>),
    /// List a model's operations, and what each would take to generate
    List(list::Args),
    /// Check models by the rules of Smithy
    Validate(validate::Args),
    /// Compare two versions of a model: what breaks, what is new
    Diff(diff::Args),
    /// Generate a crate for a project on the AWS SDK for Rust, and report what changes
    Adopt(adopt::Args),
    /// Print the JSON AST of models in any form, as one model
    Ast(ast::Args),
    /// Print what a shell needs to complete this command's arguments
    Completions(completions::Args),
}

impl Command {
    /// Whether the command writes files if all is well.
    pub(super) fn writes_files(&self) -> bool {
        match self {
            Self::Generate(_) | Self::Init(_) | Self::Watch(_) | Self::Adopt(_) => true,
            Self::Check(_)
            | Self::List(_)
            | Self::Validate(_)
            | Self::Diff(_)
            | Self::Ast(_)
            | Self::Completions(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Cli, WIDTH};

    /// A longer line of a text that has its own line breaks would be broken in the middle.
    #[test]
    fn texts_below_the_help_fit() {
        let cli = Cli::command();
        for command in cli.get_subcommands().chain([&cli]) {
            let text = command.get_after_help().map(ToString::to_string);
            for line in text.unwrap_or_default().lines() {
                let length = line.chars().count();
                assert!(length <= WIDTH, "{}: {line}", command.get_name());
            }
        }
    }
}
