//! The runtime that a generated crate depends on.

use std::env;
use std::path::{Path, PathBuf};

use tinsmith::Diagnostic;

use super::outcome::Failure;
use super::paths::{seen_from, way};

/// The most steps of a relative path that people are told.
const MAX_STEPS: usize = 6;

/// The path of the runtime as a package in a folder names it.
pub(super) fn runtime_seen_from(folder: &Path, path: &Path) -> Result<PathBuf, Failure> {
    check_runtime(path)?;
    Ok(seen_from(folder, path))
}

/// Refuses a folder that isn't the runtime's, which cargo would say much later.
pub(super) fn check_runtime(path: &Path) -> Result<(), Failure> {
    if is_runtime(path) {
        return Ok(());
    }
    Err(Diagnostic::new(format!(
        "there is no tinsmith-runtime in {}",
        path.display()
    ))
    .help("--runtime-path is the folder with the Cargo.toml of tinsmith-runtime")
    .into())
}

/// Tells what to do if cargo can't find the runtime, for a manifest that doesn't say where it is.
pub(super) fn advice() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let place = match nearby() {
        Some(folder) => format!("--runtime-path {}", folder.display()),
        None => "--runtime-path DIR, the folder `runtime` of tinsmith's repository".to_owned(),
    };
    format!(
        "cargo will look for tinsmith-runtime {version} in the registry. If cargo doesn't find it there:\n  \
         generate with {place}\n  or name the folder in smithy-build.json, as \"runtimePath\" of \"crate\"\n"
    )
}

/// A runtime in a checkout around the current folder, or around this program.
pub(super) fn nearby() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    let program = env::current_exe().ok();
    let around = |path: &Path| {
        let mut folders = path.ancestors();
        folders.find_map(|folder| {
            let inner = [folder.join("runtime"), folder.join("tinsmith/runtime")];
            inner.into_iter().find(|it| is_runtime(it))
        })
    };
    let found = around(&here).or_else(|| around(&program?))?;
    let way = way(&here, &found);
    Some(match way.components().count() <= MAX_STEPS {
        true => way,
        false => found,
    })
}

fn is_runtime(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    manifest.contains("name = \"tinsmith-runtime\"")
}
