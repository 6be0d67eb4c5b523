//! The files that a path stands for, which may be a folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Report;

use super::manifest;
use super::report::{display_name, unreadable};

/// The most files and folders of any kind that are looked at below a path.
const MAX_ENTRIES: usize = 100_000;

/// The files of a path.
pub(super) enum Found {
    /// The path is a file, or has a manifest: all of its files have to be models.
    Named(Vec<PathBuf>),
    /// All files of a folder and its folders that may be models by their names, sorted.
    Walked(Vec<PathBuf>),
}

/// Finds the files that a path stands for, each relative to `root`.
pub(super) fn files_at(root: &Path, path: &Path, report: &mut Report) -> Found {
    let folder = root.join(path);
    if !folder.is_dir() {
        return Found::Named(vec![path.to_path_buf()]);
    }
    // A JAR that was unpacked, and the folder of models of one.
    for inner in [path.join(manifest::FOLDER), path.to_path_buf()] {
        let file = inner.join(manifest::FILE);
        if root.join(&file).is_file() {
            return Found::Named(of_manifest(root, &inner, &file, report));
        }
    }
    let mut files = Vec::new();
    if let Err((at, error)) = walk(root, path, &mut files) {
        report.add(unreadable(root, &at, &error));
    }
    files.sort();
    Found::Walked(files)
}

fn of_manifest(root: &Path, folder: &Path, file: &Path, report: &mut Report) -> Vec<PathBuf> {
    let name = display_name(file);
    match fs::read_to_string(root.join(file)) {
        Ok(text) => manifest::paths(&name, &text, report)
            .iter()
            .map(|path| folder.join(path))
            .collect(),
        Err(error) => {
            report.add(unreadable(root, file, &error));
            Vec::new()
        }
    }
}

/// Adds the files of a folder and of those in it. Links are followed, and each folder is read
/// once, so that links in a circle have an end.
fn walk(root: &Path, path: &Path, files: &mut Vec<PathBuf>) -> Result<(), (PathBuf, io::Error)> {
    let mut seen = BTreeSet::new();
    let mut folders = vec![path.to_path_buf()];
    let mut entries = 0;
    while let Some(folder) = folders.pop() {
        let at = |error| (folder.clone(), error);
        let real = fs::canonicalize(root.join(&folder)).map_err(at)?;
        if !seen.insert(real) {
            continue;
        }
        for entry in fs::read_dir(root.join(&folder)).map_err(at)? {
            let file = folder.join(entry.map_err(at)?.file_name());
            entries += 1;
            if entries > MAX_ENTRIES {
                let error = format!(
                    "it has more than {MAX_ENTRIES} files in it; name the folders with models"
                );
                return Err((path.to_path_buf(), io::Error::other(error)));
            }
            if root.join(&file).is_dir() {
                folders.push(file);
            } else if has_name_of_model(&file) {
                files.push(file);
            }
        }
    }
    Ok(())
}

fn has_name_of_model(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "smithy" || extension == "json" || extension == "jar")
}
