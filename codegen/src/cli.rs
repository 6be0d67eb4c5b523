//! `tinsmith generate` and `tinsmith check`.
//!
//! Exit codes: 0 all is well, 1 the generated code is stale, 2 nothing could be generated.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli_diff::{self, DiffArguments, DiffFailure};
use anstream::ColorChoice;
use clap::{Parser, Subcommand};
use similar::TextDiff;
use tinsmith::{Changes, Difference, Error, SmithyBuild, Tree};

/// Smithy JSON models in, a small readable Rust crate out.
#[derive(Parser)]
#[command(
    version,
    about,
    after_help = "Exit codes: 0 all is well, 1 the generated code is stale, 2 nothing could be generated."
)]
struct Cli {
    /// What to generate: Smithy's build file with a `tinsmith` plugin entry
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        default_value = "smithy-build.json"
    )]
    config: PathBuf,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Regenerate the crate, and say what changed (the default)
    Generate,
    /// Compare with what would be generated, and show the difference
    Check,
    /// Say what changes between two versions of a model, for users and on the wire
    Diff(DiffArguments),
}

/// How many lines of differences a person is shown; the rest is counted.
const DIFF_LINES: usize = 400;

pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command.unwrap_or(Command::Generate) {
        Command::Generate => generate(&cli.config),
        Command::Check => check(&cli.config),
        Command::Diff(arguments) => cli_diff::run(&arguments).map_err(Failure::from),
    };
    outcome.unwrap_or_else(|failure| {
        let color = !matches!(
            anstream::AutoStream::choice(&io::stderr()),
            ColorChoice::Never
        );
        let text = match failure {
            Failure::Generator(error) => error.render(color),
            // Who reads us has gone; there is nobody to tell.
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => String::new(),
            Failure::Output(error) => format!("error: can't write the output: {error}\n"),
        };
        // Nothing can be done about a standard error that is closed.
        let _ = anstream::stderr().write_all(text.as_bytes());
        ExitCode::from(2)
    })
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

impl From<DiffFailure> for Failure {
    fn from(failure: DiffFailure) -> Self {
        match failure {
            DiffFailure::Comparison(error) => Self::Generator(error),
            DiffFailure::Output(error) => Self::Output(error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn generate(config: &PathBuf) -> Result<ExitCode, Failure> {
    let build = SmithyBuild::read(config)?;
    let tree = build.config.generate()?;
    let changes = tree.write_to(&build.output)?;
    let mut out = anstream::stdout().lock();
    print_summary(&tree, &mut out)?;
    print_changes(&changes, &build, &mut out)?;
    Ok(ExitCode::SUCCESS)
}

fn print_summary(tree: &Tree, out: &mut impl Write) -> io::Result<()> {
    for service in tree.summary() {
        writeln!(
            out,
            "{}: {}, {}, {} in {}",
            service.service,
            counted(service.operations.len(), "operation"),
            counted(service.shapes, "shape"),
            counted(service.lines, "line"),
            counted(service.files, "file"),
        )?;
        for operation in &service.operations {
            writeln!(out, "  {}::{operation}", service.module)?;
        }
    }
    Ok(())
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

fn print_changes(changes: &Changes, build: &SmithyBuild, out: &mut impl Write) -> io::Result<()> {
    let folder = build.output.display();
    if changes.is_empty() {
        return writeln!(out, "{folder}: nothing changed");
    }
    let kinds = [
        ("added", &changes.added),
        ("changed", &changes.changed),
        ("removed", &changes.removed),
    ];
    for (kind, paths) in kinds {
        for path in paths {
            writeln!(out, "{kind} {folder}/{path}")?;
        }
    }
    Ok(())
}

fn check(config: &PathBuf) -> Result<ExitCode, Failure> {
    let build = SmithyBuild::read(config)?;
    let tree = build.config.generate()?;
    let differences = tree.check(&build.output)?;
    let folder = build.output.display();
    if differences.is_empty() {
        writeln!(
            anstream::stdout(),
            "{folder}: fresh ({} files)",
            tree.files().count()
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    let diff: String = differences
        .iter()
        .map(|difference| diff(&build, difference))
        .collect();
    let mut out = anstream::stdout().lock();
    for line in diff.lines().take(DIFF_LINES) {
        let style = match line.as_bytes().first() {
            Some(b'+') => "\u{1b}[32m",
            Some(b'-') => "\u{1b}[31m",
            Some(b'@') => "\u{1b}[36m",
            _ => "",
        };
        let reset = if style.is_empty() { "" } else { "\u{1b}[0m" };
        writeln!(out, "{style}{line}{reset}")?;
    }
    let left = diff.lines().count().saturating_sub(DIFF_LINES);
    if left > 0 {
        writeln!(out, "… and {left} lines more")?;
    }
    writeln!(
        out,
        "\n{folder} is stale: {} not what the models give.\nTo mend it, run `cargo run` (or `tinsmith generate`) and commit the result.",
        match differences.len() {
            1 => "1 file is".to_owned(),
            count => format!("{count} files are"),
        }
    )?;
    Ok(ExitCode::from(1))
}

fn diff(build: &SmithyBuild, difference: &Difference) -> String {
    let path = format!("{}/{}", build.output.display(), difference.path);
    let found = difference.found.as_deref().unwrap_or_default();
    let expected = difference.expected.as_deref().unwrap_or_default();
    let old = if difference.found.is_some() {
        path.as_str()
    } else {
        "/dev/null"
    };
    let new = if difference.expected.is_some() {
        path.as_str()
    } else {
        "/dev/null"
    };
    TextDiff::from_lines(found, expected)
        .unified_diff()
        .header(old, new)
        .to_string()
}
