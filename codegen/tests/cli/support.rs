//! The command as a person runs it, in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A file of the tests.
pub(crate) fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(path)
}

/// A folder with copies of these files of the tests.
pub(crate) fn folder_with(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for file in files {
        let from = fixture(file);
        let name = from.file_name().expect("a name");
        fs::copy(&from, folder.path().join(name)).expect("copied");
    }
    folder
}

pub(crate) fn tinsmith(folder: &impl AsRef<Path>, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tinsmith"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .output()
        .expect("the command runs")
}

/// Runs the command, which has to succeed without an error, and gives what it prints.
pub(crate) fn succeeds(folder: &impl AsRef<Path>, arguments: &[&str]) -> String {
    let output = tinsmith(folder, arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {}",
        stderr(&output)
    );
    let said = stderr(&output);
    let is_fine = said.is_empty() || said.starts_with("warning: ");
    assert!(is_fine && !said.contains("error"), "{arguments:?}: {said}");
    stdout(&output)
}

/// Runs the command, which has to fail without a word on standard output, and gives the report.
pub(crate) fn fails(folder: &impl AsRef<Path>, arguments: &[&str]) -> String {
    let output = tinsmith(folder, arguments);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{arguments:?}: {}",
        stdout(&output)
    );
    assert_eq!(stdout(&output), "", "{arguments:?}");
    without_folders(folder.as_ref(), &stderr(&output))
}

/// A text without the paths of this computer: of the folder of a test, and of this repository.
pub(crate) fn without_folders(folder: &Path, text: &str) -> String {
    let shown = |path: &Path| path.to_string_lossy().into_owned();
    let real = folder.canonicalize().expect("a folder");
    text.replace(&shown(&real), "FOLDER")
        .replace(&shown(folder), "FOLDER")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
