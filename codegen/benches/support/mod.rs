//! Models for the benchmarks of time and of memory: the published models, one by one and
//! together, and models that are made up, of growing size.
//!
//! The published models are where `TINSMITH_SHARED` says (by default `../shared`), in a folder
//! `models`.

use std::fs;
use std::path::{Path, PathBuf};

use tinsmith::{Config, Progress};

#[path = "../../tests/bounds/synthetic/mod.rs"]
mod synthetic;

/// A stage of the pipeline, as measurements tell them apart. Emit and format are one, since a
/// file is formatted as soon as it is emitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Read,
    Resolve,
    Plan,
    Emit,
}

impl Stage {
    pub(crate) fn of(progress: Progress) -> Option<Self> {
        match progress {
            Progress::Reading => Some(Self::Read),
            Progress::Resolving => Some(Self::Resolve),
            Progress::Planning => Some(Self::Plan),
            Progress::Emitting { .. } => Some(Self::Emit),
            Progress::Measuring { .. } => None,
        }
    }
}

/// Models that are measured as one.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) config: Config,
    /// The bytes of all its files.
    pub(crate) size: u64,
}

impl Case {
    fn new(name: String, models: &[PathBuf]) -> Self {
        let size = models
            .iter()
            .map(|path| fs::metadata(path).map_or(0, |found| found.len()))
            .sum();
        let config = models.iter().fold(
            Config::new()
                .client_feature("client")
                .server_feature("server")
                .serde_feature("serde")
                .skip_unsupported(true),
            Config::model,
        );
        Self { name, config, size }
    }
}

/// Prints a table with a row for each case that the command line asks for.
pub(crate) fn table(columns: &[&str], row: impl Fn(&Case) -> Vec<String>) {
    // `cargo bench` passes `--bench`.
    let filter = std::env::args().skip(1).find(|arg| !arg.starts_with("--"));
    println!("| model | MB | {} |", columns.join(" | "));
    println!("| --- |{}", " ---: |".repeat(columns.len() + 1));
    let print = |name: String, models: &[PathBuf]| {
        if filter.as_deref().is_none_or(|filter| name.contains(filter)) {
            let case = Case::new(name, models);
            let size = case.size as f64 / 1e6;
            println!("| {} | {size:.2} | {} |", case.name, row(&case).join(" | "));
        }
    };
    let published = published();
    if published.is_empty() {
        eprintln!("SKIPPED the published models: there are none (see TINSMITH_SHARED)");
    }
    for path in &published {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        print(name.into_owned(), std::slice::from_ref(path));
    }
    if !published.is_empty() {
        print("together".to_owned(), &published);
    }
    let folder = tempfile::tempdir().expect("a folder");
    for shapes in [1_000, 3_000, 10_000, 30_000, 100_000] {
        let path = folder.path().join(format!("{shapes}.json"));
        fs::write(&path, synthetic::model(shapes)).expect("written");
        print(format!("made-up-{shapes}"), &[path]);
    }
}

/// The models that have a protocol with JSON bodies.
fn published() -> Vec<PathBuf> {
    let shared = std::env::var_os("TINSMITH_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let mut models: Vec<PathBuf> = fs::read_dir(shared.join("models"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .filter(|path| {
            let text = fs::read_to_string(path).unwrap_or_default();
            ["awsJson1_0\"", "awsJson1_1\"", "restJson1\""]
                .iter()
                .any(|protocol| text.contains(&format!("\"aws.protocols#{protocol}")))
        })
        .collect();
    models.sort();
    models
}
