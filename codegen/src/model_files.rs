//! The model files of a configuration, read from disk.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Report};
use crate::idl;
use crate::source::Sources;

impl Sources {
    /// Reads `paths` below `root`. A folder stands for the `.smithy` and `.json` files in it
    /// (sorted by name), as in the `sources` of a `smithy-build.json`. What can't be read goes into
    /// the report; the rest is read all the same.
    pub(crate) fn load(root: &Path, paths: &[PathBuf], report: &mut Report) -> Self {
        let mut sources = Self::default();
        for path in paths {
            for file in files_at(root, path, report) {
                match fs::read(root.join(&file)) {
                    Ok(bytes) => sources.add_bytes(&display_name(&file), bytes, report),
                    Err(error) => report.add(unreadable(&file, &error)),
                }
            }
        }
        idl::translate(&mut sources, report);
        sources
    }

    /// Adds the text that bytes are, or reports that they are none.
    pub(crate) fn add_bytes(&mut self, name: &str, bytes: Vec<u8>, report: &mut Report) {
        match String::from_utf8(bytes) {
            Ok(mut text) => {
                // Some editors put a byte order mark there; to JSON it is an error.
                if text.starts_with('\u{feff}') {
                    text.remove(0);
                }
                self.add(name, text);
            }
            Err(error) => report.add(
                Diagnostic::new(format!(
                    "{name} is not UTF-8 text (byte {})",
                    error.utf8_error().valid_up_to()
                ))
                .help("Smithy models are UTF-8: save the file as that"),
            ),
        }
    }
}

fn files_at(root: &Path, path: &Path, report: &mut Report) -> Vec<PathBuf> {
    if !root.join(path).is_dir() {
        return vec![path.to_path_buf()];
    }
    match fs::read_dir(root.join(path)).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
        Ok(entries) => {
            let mut files: Vec<_> = entries
                .iter()
                .map(|entry| path.join(entry.file_name()))
                .filter(|file| {
                    file.extension()
                        .is_some_and(|extension| extension == "json" || extension == "smithy")
                })
                .collect();
            files.sort();
            if files.is_empty() {
                report.add(
                    Diagnostic::new(format!("there is no model in {}", display_name(path))).help(
                        "a folder among the sources stands for the .smithy and .json files in it",
                    ),
                );
            }
            files
        }
        Err(error) => {
            report.add(unreadable(path, &error));
            Vec::new()
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let name = display_name(path);
    match error.kind() {
        std::io::ErrorKind::NotFound => Diagnostic::new(format!("{name} isn't there"))
            .help("name an existing Smithy model (paths are relative to the config file)"),
        _ => Diagnostic::new(format!("{name} can't be read: {error}")),
    }
}

/// Forward slashes on every system, so that output and reports don't depend on it.
fn display_name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
