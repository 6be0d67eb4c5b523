//! Folders of cases.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::Case;

/// A folder of cases.
#[derive(Clone)]
pub(crate) struct Folder {
    path: PathBuf,
}

/// Makes cases of a file, whose stem begins their names.
pub(crate) type Reader = fn(&Path) -> Result<Vec<Case>, String>;

impl Folder {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Its name, without the folders that it is in.
    pub(crate) fn name(&self) -> &str {
        let name = self.path.file_name().and_then(|name| name.to_str());
        name.unwrap_or_default()
    }

    /// The name of the folder that it is in.
    pub(crate) fn parent(&self) -> Option<&str> {
        self.path.parent()?.file_name()?.to_str()
    }

    fn entries(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(&self.path).into_iter().flatten();
        let mut entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        entries
    }

    /// The folders in it, by name.
    pub(crate) fn folders(&self) -> Vec<Self> {
        let entries = self.entries().into_iter();
        entries
            .filter(|path| path.is_dir())
            .map(Self::new)
            .collect()
    }

    /// The cases of the files in it. A file without a reader is a case that fails, unless it is
    /// documentation.
    pub(crate) fn files(&self, reader: impl Fn(&str) -> Option<Reader>) -> Vec<Case> {
        let mut cases = Vec::new();
        for path in self.entries().iter().filter(|path| path.is_file()) {
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.unwrap_or_default();
            if name.ends_with(".md") || name.ends_with(".schema.json") {
                continue;
            }
            let read = match reader(name) {
                Some(reader) => reader(path),
                None => Err(format!("{} has no reader here", path.display())),
            };
            match read {
                Ok(read) => cases.extend(read),
                Err(problem) => cases.push(Case::unreadable(name, problem)),
            }
        }
        cases
    }

    /// The JSON files in it.
    pub(crate) fn json_files(&self) -> Vec<PathBuf> {
        let entries = self.entries().into_iter();
        let is_json = |path: &PathBuf| path.extension().is_some_and(|end| end == "json");
        entries.filter(is_json).collect()
    }

    /// The text of a file.
    pub(crate) fn text(&self, name: &str) -> Result<String, String> {
        text(&self.path.join(name))
    }

    /// A JSON file.
    pub(crate) fn json<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        json(&self.path.join(name))
    }

    /// The names of the files in it, those in folders as paths with slashes, and their contents.
    pub(crate) fn tree(&self, name: &str) -> Result<BTreeMap<String, Vec<u8>>, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![(self.path.join(name), String::new())];
        while let Some((folder, prefix)) = folders.pop() {
            for path in Self::new(folder).entries() {
                let name = path.file_name().and_then(|name| name.to_str());
                let name = format!("{prefix}/{}", name.unwrap_or_default());
                if path.is_dir() {
                    folders.push((path, name));
                } else {
                    let bytes = std::fs::read(&path);
                    let bytes = bytes.map_err(|error| format!("{}: {error}", path.display()))?;
                    files.insert(name, bytes);
                }
            }
        }
        Ok(files)
    }

    /// Returns the files in the folder besides these.
    pub(crate) fn unknown(&self, known: &[&str]) -> Vec<String> {
        let entries = self.entries();
        let names = entries.iter().filter_map(|path| path.file_name()?.to_str());
        names
            .filter(|name| !known.contains(name))
            .map(str::to_owned)
            .collect()
    }
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Reads a JSON file; what its type doesn't name is an error.
pub(crate) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    serde_json::from_str(&text(path)?).map_err(|error| format!("{}: {error}", path.display()))
}
