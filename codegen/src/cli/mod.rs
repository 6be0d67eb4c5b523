//! The command `tinsmith`: a file per subcommand.
//!
//! Exit codes: 0 all is well, 1 the generated code is stale, 2 nothing could be done.

mod adopt;
mod ast;
mod check;
mod command;
mod command_line;
mod completions;
mod diff;
mod findings;
mod generate;
mod global;
mod init;
mod list;
mod models;
mod outcome;
mod output;
mod paths;
mod progress;
mod runtime;
mod settings;
mod validate;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use command::{Cli, Command};
use outcome::Failure;
use output::{has_colors, print, print_error};

/// Runs the command with the arguments of this process.
pub(crate) fn run() -> ExitCode {
    let Cli { global, command } = Cli::parse();
    let command = command.unwrap_or_else(|| Command::Generate(Box::default()));
    let writes = command.writes_files();
    let outcome = match command {
        Command::Generate(arguments) => generate::run(&arguments, &global),
        Command::Check(arguments) => check::run(&arguments, &global),
        Command::Init(arguments) => init::run(&arguments, &global),
        Command::Watch(arguments) => watch::run(&arguments, &global),
        Command::List(arguments) => list::run(&arguments, &global),
        Command::Validate(arguments) => validate::run(&arguments, &global),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Adopt(arguments) => adopt::run(&arguments, &global),
        Command::Ast(arguments) => ast::run(&arguments, &global),
        Command::Completions(arguments) => completions::run(&arguments, Cli::command()),
    };
    let outcome = outcome.and_then(|outcome| {
        print(&outcome.text)?;
        Ok(ExitCode::from(outcome.code))
    });
    outcome.unwrap_or_else(|failure| {
        print_error(&match failure {
            Failure::Generator(error) if writes => error.render(has_colors()),
            Failure::Generator(error) => error.while_reading().render(has_colors()),
            Failure::Output(error) => format!("error: can't write the output: {error}\n"),
        });
        ExitCode::from(2)
    })
}
