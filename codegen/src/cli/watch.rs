//! `tinsmith watch`: generates the code again whenever a model or the build file changes.
//!
//! Files are looked at again and again, instead of asking the system to tell of changes: that needs
//! no other crates, and is the same on every system, in containers and on shared folders. A look is a
//! `stat` per file. Its pause is many times as long as it takes, so watching has a bounded cost.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::generate;
use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::output::{counted, has_colors, print_error};
use super::settings::{DEFAULT_FILE, Settings};

#[derive(Default, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    settings: Settings,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith watch
      generates what smithy-build.json says, and again on each change of it or of a model
  tinsmith watch --model model --out src/api --client
      the same arguments as for `tinsmith generate`

Files that an editor replaces count, and new files in folders of models. What is wrong is reported,
and watching goes on: mend the model. Ctrl-C ends.";

/// The pause between looks at the files.
const PAUSE: Duration = Duration::from_millis(100);

/// The pause is at least so many times as long as a look.
const RATIO: u32 = 25;

/// The time for which nothing may change before code is generated.
const QUIET: Duration = Duration::from_millis(30);

/// The longest time to wait for that.
const PATIENCE: Duration = Duration::from_millis(500);

/// The most files and folders that are looked at.
const MAX_ENTRIES: usize = 100_000;

/// The time, size and place of a file, which differ once it has been written or replaced.
type Mark = (Option<SystemTime>, u64, u64);

/// The files that there are.
type Files = BTreeMap<PathBuf, Mark>;

pub(super) fn run(arguments: &Args, global: &Global) -> Result<Outcome, Failure> {
    // Arguments stay as they are: what is wrong with them can't be mended by a change of a file.
    if !arguments.settings.models.is_empty() {
        arguments.settings.job(global)?;
    }
    let mut inputs = inputs(&arguments.settings, global, Vec::new());
    let mut files = look(&inputs);
    let mut changes = String::new();
    loop {
        let started = Instant::now();
        let outcome = arguments.settings.job(global);
        let outcome = outcome.and_then(|job| generate::write(&job, global));
        // Models may be others after a change of the build file.
        let others = self::inputs(&arguments.settings, global, inputs.clone());
        if others != inputs {
            inputs = others;
            files = look(&inputs);
        }
        match outcome {
            Ok(text) if !global.quiet => {
                let mut told = std::mem::take(&mut changes) + &text;
                let _ = writeln!(
                    told,
                    "generated in {} ms; watching {}",
                    started.elapsed().as_millis(),
                    counted(files.len(), "file")
                );
                if is_closed(&told)? {
                    return Ok(Outcome::default());
                }
            }
            Ok(_) => {}
            Err(Failure::Generator(error)) => {
                print_error(&(std::mem::take(&mut changes) + &error.render(has_colors())));
            }
            Err(failure) => return Err(failure),
        }
        let now = settled(&inputs, &files);
        if !global.quiet {
            changes = difference(&files, &now);
        }
        files = now;
    }
}

/// The paths to watch: those of the settings, or the last known ones if these can't be read.
fn inputs(settings: &Settings, global: &Global, last: Vec<PathBuf>) -> Vec<PathBuf> {
    if let Ok(job) = settings.job(global) {
        return job.config.inputs();
    }
    let file = global.config.clone().unwrap_or_else(|| DEFAULT_FILE.into());
    match last.contains(&file) {
        true => last,
        false => last.into_iter().chain([file]).collect(),
    }
}

/// Waits until files differ from those that are known, and until they stay as they are.
fn settled(inputs: &[PathBuf], known: &Files) -> Files {
    let mut now = loop {
        let started = Instant::now();
        let now = look(inputs);
        if now != *known {
            break now;
        }
        std::thread::sleep(PAUSE.max(started.elapsed() * RATIO));
    };
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        std::thread::sleep(QUIET);
        let later = look(inputs);
        if later == now {
            break;
        }
        now = later;
    }
    now
}

/// The files that paths stand for. Folders stand for the files in them that may be models.
fn look(inputs: &[PathBuf]) -> Files {
    let mut files = Files::new();
    let mut folders: Vec<(PathBuf, usize)> = Vec::new();
    let mut left = MAX_ENTRIES;
    let mut add = |path: PathBuf, depth: usize, is_named: bool, folders: &mut Vec<_>| {
        // A file may vanish between two looks, and one that is replaced may be away for a moment.
        let Ok(metadata) = fs::metadata(&path) else {
            return;
        };
        if metadata.is_dir() {
            folders.push((path, depth));
        } else if is_named || may_be_model(&path) {
            let mark = (metadata.modified().ok(), metadata.len(), place(&metadata));
            files.insert(path, mark);
        }
    };
    for path in inputs {
        add(path.clone(), 0, true, &mut folders);
    }
    while let Some((folder, depth)) = folders.pop() {
        // Links may lead in a circle.
        if depth > 32 {
            continue;
        }
        let entries = fs::read_dir(&folder);
        for entry in entries.into_iter().flatten().flatten() {
            if left == 0 {
                return files;
            }
            left -= 1;
            add(entry.path(), depth + 1, false, &mut folders);
        }
    }
    files
}

fn may_be_model(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    extension == "smithy"
        || extension == "json"
        || extension == "jar"
        || path.file_name().is_some_and(|name| name == "manifest")
}

#[cfg(unix)]
fn place(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn place(_: &fs::Metadata) -> u64 {
    0
}

/// A line for each file that is another.
fn difference(old: &Files, new: &Files) -> String {
    let mut text = String::from("\n");
    for (path, mark) in new {
        let what = match old.get(path) {
            None => "new",
            Some(before) if before != mark => "changed",
            Some(_) => continue,
        };
        let _ = writeln!(text, "{what}: {}", path.display());
    }
    for path in old.keys().filter(|path| !new.contains_key(*path)) {
        let _ = writeln!(text, "gone: {}", path.display());
    }
    text
}

/// Prints, and says whether nobody reads it any more.
fn is_closed(text: &str) -> io::Result<bool> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        written => written.map(|()| false),
    }
}
