//! The model files of a configuration, read from disk: files, folders and archives.
//!
//! Rules: [Smithy 2.0, smithy-build](https://smithy.io/2.0/guides/smithy-build-json.html), and
//! `ModelLoader` of the reference.

mod archive;
mod folder;
mod known_shapes;
mod manifest;
mod report;

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Report};
use crate::files;
use crate::idl;
use crate::source::Sources;

use folder::Found;
use report::{display_name, unreadable};

/// The files that a path stands for and that may be models by their names.
#[cfg(feature = "cli")]
pub(crate) fn below(path: &Path, report: &mut Report) -> Vec<PathBuf> {
    match folder::files_at(Path::new(""), path, report) {
        Found::Named(files) | Found::Walked(files) => files,
    }
}

impl Config {
    /// Reads the models, and adds the warnings about the build file that names them.
    pub(crate) fn read(&self, report: &mut Report) -> Sources {
        for warning in &self.warnings {
            report.warn(warning.clone());
        }
        Sources::load(&self.root, &self.models, report)
    }
}

impl Sources {
    /// Takes models that are in memory: names and texts.
    pub(crate) fn of_texts(files: Vec<(String, Vec<u8>)>, report: &mut Report) -> Self {
        let mut sources = Self::default();
        for (name, bytes) in files {
            sources.add_bytes(&name, bytes, report);
        }
        known_shapes::add_referenced(&mut sources);
        idl::translate(&mut sources, report);
        sources
    }

    /// Reads `paths` below `root`. A folder stands for the `.smithy`, `.json` and `.jar` files in
    /// it and in its folders (sorted by name), or for the files that its manifest names; a JAR
    /// stands for the files that its manifest names. What can't be read goes into the report; the
    /// rest is read all the same.
    fn load(root: &Path, paths: &[PathBuf], report: &mut Report) -> Self {
        let mut sources = Self::default();
        for path in paths {
            match folder::files_at(root, path, report) {
                Found::Named(files) => {
                    for file in files {
                        match read(root, &file) {
                            Ok(bytes) => sources.add_bytes(&display_name(&file), bytes, report),
                            Err(problem) => report.add(problem),
                        }
                    }
                }
                Found::Walked(files) => {
                    let mut is_empty = true;
                    for file in files {
                        match read(root, &file) {
                            // Files that are no models may lie beside them, as in the reference.
                            Ok(bytes) if !may_be_model(&file, &bytes) => continue,
                            Ok(bytes) => sources.add_bytes(&display_name(&file), bytes, report),
                            Err(problem) => report.add(problem),
                        }
                        is_empty = false;
                    }
                    if is_empty {
                        report.add(no_model(path));
                    }
                }
            }
        }
        known_shapes::add_referenced(&mut sources);
        idl::translate(&mut sources, report);
        sources
    }

    /// Adds the text that bytes are, or the models in an archive, or reports that they are
    /// neither.
    pub(crate) fn add_bytes(&mut self, name: &str, bytes: Vec<u8>, report: &mut Report) {
        if archive::is_archive(name, &bytes) {
            let models = archive::models(name, &bytes, &archive::BOUNDS, report);
            drop(bytes);
            for (inner, bytes) in models {
                if let Some(text) = text_of(&inner, bytes, report) {
                    self.add_of_archive(name, inner, text);
                }
            }
        } else if let Some(text) = text_of(name, bytes, report) {
            self.add(name, text);
        }
    }
}

fn text_of(name: &str, bytes: Vec<u8>, report: &mut Report) -> Option<String> {
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            // Some editors put a byte order mark there; to JSON it is an error.
            if text.starts_with('\u{feff}') {
                text.remove(0);
            }
            Some(text)
        }
        Err(error) => {
            report.add(
                Diagnostic::new(format!(
                    "{name} is not UTF-8 text (byte {})",
                    error.utf8_error().valid_up_to()
                ))
                .help("Smithy models are UTF-8: save the file as that"),
            );
            None
        }
    }
}

fn read(root: &Path, file: &Path) -> Result<Vec<u8>, Diagnostic> {
    let path = root.join(file);
    files::check_is_file(&path).map_err(|error| unreadable(root, file, &error))?;
    if archive::has_name_of_archive(file) {
        let size = fs::metadata(&path).map_err(|error| unreadable(root, file, &error))?;
        if size.len() > archive::BOUNDS.archive {
            return Err(Diagnostic::new(format!(
                "{} is larger than the bound of {} MiB",
                display_name(file),
                archive::BOUNDS.archive >> 20
            ))
            .help("make an archive of the models alone"));
        }
    }
    fs::read(&path).map_err(|error| unreadable(root, file, &error))
}

/// Whether a file of a folder is a model, or is broken and may be meant as one: a JSON file
/// without `smithy`, its version, is something else.
fn may_be_model(file: &Path, bytes: &[u8]) -> bool {
    use serde::de::IgnoredAny;
    use std::collections::HashMap;

    if file.extension().is_none_or(|extension| extension != "json") {
        return true;
    }
    match serde_json::from_slice::<HashMap<String, IgnoredAny>>(bytes) {
        Ok(object) => object.contains_key("smithy"),
        Err(error) => !error.is_data(),
    }
}

fn no_model(path: &Path) -> Diagnostic {
    Diagnostic::new(format!("there is no model in {}", display_name(path))).help(
        "a folder stands for the .smithy, .json and .jar files in it and in its folders; JSON files without \"smithy\" don't count",
    )
}
