//! `tinsmith check`: compares what is there with what would be generated.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use similar::TextDiff;
use tinsmith::Difference;

use super::command_line;
use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::warn;
use super::progress::Meter;
use super::settings::Settings;

#[derive(Default, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    settings: Settings,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith check
      in CI, beside smithy-build.json
  tinsmith check --model kms.json --operations Encrypt --out src/kms --client
      the same arguments as for `tinsmith generate`

Nothing is written. Exit codes: 0 the code is fresh, 1 it is stale, 2 nothing could be generated.";

/// The number of lines of differences that are shown; the rest is counted.
const DIFF_LINES: usize = 400;

pub(super) fn run(arguments: &Args, global: &Global) -> Result<Outcome, Failure> {
    let job = arguments.settings.job(global)?;
    let mut meter = Meter::new(global.quiet);
    let tree = job
        .config
        .generate_with(&mut |progress| meter.show(progress))?;
    drop(meter);
    warn(&tree);
    let mut diffs: Vec<String> = tree
        .check(&job.output)?
        .iter()
        .map(|difference| diff(&job.output, difference))
        .collect();
    if let Some(package) = tree.package() {
        let differences = package.check(&job.folder)?;
        diffs.extend(differences.iter().map(|it| diff(&job.folder, it)));
    }
    if let Some(file) = &job.build_file {
        let expected = file.text(&tree);
        let found = fs::read_to_string(&file.path).ok();
        if found.as_ref() != Some(&expected) {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            let difference = Difference {
                path: name.into_owned(),
                found,
                expected: Some(expected),
            };
            diffs.push(diff(&job.folder, &difference));
        }
    }
    let folder = job.output.display();
    let mut text = String::new();
    if diffs.is_empty() {
        let _ = writeln!(text, "{folder}: fresh ({} files)", tree.files().count());
    } else {
        show(&diffs, &mut text);
        let command = command_line::generate(&arguments.settings, global);
        let _ = writeln!(
            text,
            "\n{folder} is stale: {} not what the models give.\nTo mend it, run `{command}` and commit the result.",
            match diffs.len() {
                1 => "1 file is".to_owned(),
                count => format!("{count} files are"),
            }
        );
    }
    if global.quiet {
        text.clear();
    }
    Ok(Outcome {
        text,
        code: u8::from(!diffs.is_empty()),
    })
}

fn show(diffs: &[String], text: &mut String) {
    let lines = || diffs.iter().flat_map(|diff| diff.lines());
    for line in lines().take(DIFF_LINES) {
        let style = match line.as_bytes().first() {
            Some(b'+') => "\u{1b}[32m",
            Some(b'-') => "\u{1b}[31m",
            Some(b'@') => "\u{1b}[36m",
            _ => "",
        };
        let reset = if style.is_empty() { "" } else { "\u{1b}[0m" };
        let _ = writeln!(text, "{style}{line}{reset}");
    }
    let left = lines().count().saturating_sub(DIFF_LINES);
    if left > 0 {
        let _ = writeln!(text, "… and {left} lines more");
    }
}

fn diff(folder: &Path, difference: &Difference) -> String {
    let path = format!("{}/{}", folder.display(), difference.path);
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
