//! The command `tinsmith`: a file per subcommand.
//!
//! Exit codes: 0 all is well, 1 the generated code is stale, 2 nothing could be done.

mod check;
mod completions;
mod diff;
mod generate;
mod list;
mod progress;
mod settings;

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::ColorChoice;
use clap::{Parser, Subcommand};
use tinsmith::{Diagnostic, Error, Tree};

/// Smithy JSON models in, a small readable Rust crate out.
#[derive(Parser)]
#[command(version, after_help = AFTER_HELP, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,

    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith list kms.json                     what is in a model, and what each operation takes
  tinsmith generate --crate kms-calls --model kms.json --operations Encrypt,Decrypt
                                             a crate with these two operations, in ./kms-calls
  tinsmith                                   in that folder: generates it again
  tinsmith check                             in CI: fails if somebody forgot to
  tinsmith diff old/kms.json kms.json        what a newer model breaks, for a pull request

Exit codes: 0 all is well, 1 the generated code is stale, 2 nothing could be generated.";

/// What every subcommand takes.
#[derive(clap::Args)]
struct Global {
    /// The file that says what to generate, in Smithy's own format with a `tinsmith` plugin
    /// entry; smithy-build.json if there is no --model
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Say nothing but what is wrong
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the code, and say what changed (the default)
    Generate(Box<generate::Args>),
    /// Compare with what would be generated, and show the difference
    Check(Box<check::Args>),
    /// List a model's operations, and what each would take to generate
    List(list::Args),
    /// Compare two versions of a model: what breaks, what is new
    Diff(diff::Args),
    /// Print what a shell needs to complete this command's arguments
    Completions(completions::Args),
}

pub(crate) fn run() -> ExitCode {
    let Cli { global, command } = Cli::parse();
    let outcome = match command.unwrap_or_else(|| Command::Generate(Box::default())) {
        Command::Generate(arguments) => generate::run(&arguments, &global),
        Command::Check(arguments) => check::run(&arguments, &global),
        Command::List(arguments) => list::run(&arguments, &global),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    let outcome = outcome.and_then(|outcome| {
        print(&outcome.text)?;
        Ok(ExitCode::from(outcome.code))
    });
    outcome.unwrap_or_else(|failure| {
        print_error(&match failure {
            Failure::Generator(error) => error.render(has_colors()),
            Failure::Output(error) => format!("error: can't write the output: {error}\n"),
        });
        ExitCode::from(2)
    })
}

/// Prints what there is to know of a tree although it could be generated.
fn warn(tree: &Tree) {
    print_error(&tree.warnings().render(has_colors()));
}

fn has_colors() -> bool {
    let choice = anstream::AutoStream::choice(&io::stderr());
    !matches!(choice, ColorChoice::Never)
}

fn print_error(text: &str) {
    // Nothing can be done about a standard error that is closed.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// What a subcommand has to say, and its exit code.
#[derive(Default)]
struct Outcome {
    text: String,
    code: u8,
}

enum Failure {
    Generator(Error),
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Generator(error)
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Generator(diagnostic.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// A reader that has gone, such as `head`, has had enough: that isn't an error.
fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A folder as it is shown; the current one has no name of its own.
fn shown(folder: &Path) -> impl Display + '_ {
    let is_here = folder.as_os_str().is_empty();
    if is_here { Path::new(".") } else { folder }.display()
}

fn counted(count: usize, noun: impl Display) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
