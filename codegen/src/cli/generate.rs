//! `tinsmith generate`: writes the code, and the crate around it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use tinsmith::{Changes, Diagnostic, SmithyBuild, Tree};

use super::findings;
use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::{counted, shown, warn};
use super::progress::Meter;
use super::runtime;
use super::settings::{Job, Settings};

#[derive(Default, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    settings: Settings,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith generate
      what smithy-build.json in this folder says
  tinsmith generate --model kms.json --operations Encrypt --out src/kms --client
      only the code, in a crate that has the feature `client` = [\"tinsmith-runtime/client\"]
  tinsmith generate --model kms.json --operations Encrypt --crate kms-calls
      a crate in ./kms-calls; running `tinsmith` in there generates it again
  tinsmith generate --model kms.json --model sqs.json --operations Encrypt,SendMessage \\
    --crate calls
      two services; KMS:TagResource says which is meant, if both have such an operation

Only files that start with tinsmith's own first line are deleted, and only what differs is
written. A crate's Cargo.toml, README.md and .gitignore are kept up to date until you edit them;
then they are yours. If operations need what isn't supported, all of them are reported with the
reasons, and nothing is written; --skip-unsupported leaves them out, and the documentation of the
code lists them.";

/// The number of operations of a service that are named.
const NAMED: usize = 20;

pub(super) fn run(arguments: &Args, global: &Global) -> Result<Outcome, Failure> {
    let job = arguments.settings.job(global)?;
    let mut text = write(&job, global)?;
    if global.quiet {
        text.clear();
    }
    Ok(Outcome { text, code: 0 })
}

/// Generates and writes what a job says, and tells what has changed.
pub(super) fn write(job: &Job, global: &Global) -> Result<String, Failure> {
    let mut meter = Meter::new(global.quiet);
    let tree = job
        .config
        .generate_with(&mut |progress| meter.show(progress))?;
    drop(meter);
    warn(&tree);
    if !global.quiet {
        findings::show_dangers(tree.validation());
    }
    let build_file = job.build_file.as_ref();
    let build_file = build_file.map(|file| (&*file.path, file.text(&tree)));
    refuse_to_replace(job, &tree, build_file.as_ref())?;

    let changes = tree.write_to(&job.output)?;
    let mut text = String::new();
    summary(&tree, &mut text);
    let mut is_changed = tell(&changes, &job.output, &mut text);
    if let Some((path, build)) = &build_file
        && write_if_other(path, build)?
    {
        is_changed = true;
        let _ = writeln!(text, "wrote {}", path.display());
    }
    if let Some(package) = tree.package() {
        let changes = package.write_to(&job.folder)?;
        is_changed |= tell(&changes, &job.folder, &mut text);
        let is_new = changes.added.iter().any(|file| file == "Cargo.toml");
        if is_new && !package.has_runtime_path() {
            text.push_str(&runtime::advice());
        }
    }
    tell_of_features(&job.output, &tree, &mut text);
    let named = job.is_from_command_line.then_some(job.config.models());
    text.push_str(&findings::summary(tree.validation(), named, global));
    if !is_changed {
        let folder = if tree.package().is_some() {
            &job.folder
        } else {
            &job.output
        };
        let _ = writeln!(text, "{}: nothing changed", shown(folder));
    }
    Ok(text)
}

/// A mistyped `--out` must not cost anybody a file.
fn refuse_to_replace(
    job: &Job,
    tree: &Tree,
    build_file: Option<&(&Path, String)>,
) -> Result<(), Failure> {
    if !job.is_from_command_line {
        return Ok(());
    }
    if let Some(path) = tree.foreign_files(&job.output)?.first() {
        let path = job.output.join(path);
        return Err(Diagnostic::new(format!(
            "{} isn't tinsmith's, and would be replaced",
            path.display()
        ))
        .help("generate into a folder of its own, or delete the file first")
        .into());
    }
    if let Some((path, build)) = build_file
        && let Ok(found) = fs::read_to_string(path)
        // One that ends early is of a run that broke off.
        && !build.starts_with(&found)
        && !SmithyBuild::is_unedited(&found)
    {
        let path = path.display();
        return Err(
            Diagnostic::new(format!("{path} has been edited, and says something else"))
                .help(format!(
                    "change it and run `tinsmith --config {path}`, or delete it"
                ))
                .into(),
        );
    }
    Ok(())
}

fn write_if_other(path: &Path, text: &str) -> Result<bool, Failure> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(false);
    }
    fs::write(path, text).map_err(|error| {
        Diagnostic::new(format!("can't write {}: {error}", path.display()))
            .help("check the path and its permissions, and run the command again")
    })?;
    Ok(true)
}

fn summary(tree: &Tree, text: &mut String) {
    for service in tree.summary() {
        let _ = writeln!(
            text,
            "{}: {}, {}, {} in {}",
            service.service,
            counted(service.operations.len(), "operation"),
            counted(service.shapes, "shape"),
            counted(service.lines, "line"),
            counted(service.files, "file"),
        );
        for operation in service.operations.iter().take(NAMED) {
            let _ = writeln!(text, "  {}::{operation}", service.module);
        }
        if service.operations.len() > NAMED {
            let _ = writeln!(text, "  … and {} more", service.operations.len() - NAMED);
        }
        for skipped in &service.skipped {
            let _ = writeln!(text, "  left out {}: {}", skipped.operation, skipped.reason);
        }
    }
    for skipped in tree.skipped_services() {
        let _ = writeln!(text, "left out {}: {}", skipped.service, skipped.reason);
    }
}

/// Lists the changes, and says whether there were any.
fn tell(changes: &Changes, folder: &Path, text: &mut String) -> bool {
    let kinds = [
        ("added", &changes.added),
        ("changed", &changes.changed),
        ("removed", &changes.removed),
    ];
    for (kind, paths) in kinds {
        for path in paths {
            let _ = writeln!(text, "{kind} {}", folder.join(path).display());
        }
    }
    for path in &changes.kept {
        let _ = writeln!(
            text,
            "kept {} as it was edited",
            folder.join(path).display()
        );
    }
    !changes.is_empty()
}

/// Tells of features of the runtime that the code needs and that its crate's manifest doesn't
/// name: the manifest is somebody's own.
fn tell_of_features(output: &Path, tree: &Tree, text: &mut String) {
    let output = std::path::absolute(output).unwrap_or_else(|_| output.to_path_buf());
    let mut folders = output.ancestors();
    let manifest = folders.find_map(|it| fs::read_to_string(it.join("Cargo.toml")).ok());
    let found = manifest.unwrap_or_default();
    for missing in tree.missing_features(&found) {
        let _ = writeln!(text, "  {missing}");
    }
}
