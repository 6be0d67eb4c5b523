//! Source files as they were read, and places in them that a report can point at.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Report};

/// Which file of a [`Sources`] a [`Location`] is in.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(usize);

/// A stretch of bytes in one source file.
#[derive(Clone, Debug, Hash, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// Byte offsets into its text.
    pub range: Range<usize>,
}

/// One source file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as a person should read it: relative to where the config lies.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Every file that was read in one run, in the order it was asked for.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Reads `paths` below `root`. A folder stands for the `.json` files in it (sorted by
    /// name), as in the `sources` of a `smithy-build.json`. What can't be read goes into
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
                .help("a Smithy model is JSON, and JSON is UTF-8: save the file as that"),
            ),
        }
    }

    /// The files and folders on disk that the sources came from.
    pub(crate) fn paths(&self, root: &Path, named: &[PathBuf]) -> Vec<PathBuf> {
        let read = self.files.iter().map(|file| PathBuf::from(&file.name));
        let mut paths: Vec<PathBuf> = named.iter().cloned().chain(read).collect();
        paths.sort();
        paths.dedup();
        paths.into_iter().map(|path| root.join(path)).collect()
    }

    /// Adds a text under a name and says which file it has become.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(SourceFile {
            name: name.into(),
            text: text.into(),
        });
        FileId(self.files.len() - 1)
    }

    /// The files with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(at, file)| (FileId(at), file))
    }

    /// The file of an id. Ids come from [`Sources::add`], so there always is one; an id of
    /// another `Sources` may give `None`.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0)
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
                        .is_some_and(|extension| extension == "json")
                })
                .collect();
            files.sort();
            if files.is_empty() {
                report.add(
                    Diagnostic::new(format!("there is no model in {}", display_name(path)))
                        .help("a folder among the sources stands for the .json files in it"),
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
            .help("name an existing Smithy JSON model (paths are relative to the config file)"),
        _ => Diagnostic::new(format!("{name} can't be read: {error}")),
    }
}

/// Forward slashes on every system, so that output and reports don't depend on it.
fn display_name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
