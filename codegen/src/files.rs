//! Files on disk: what writing changes in them, and how they differ from what is generated.

use std::path::Path;
use std::{fs, io};

use crate::diagnostic::Error;

/// The changes that [`Tree::write_to`](crate::Tree::write_to) made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new.
    pub added: Vec<String>,
    /// Files whose text is another now.
    pub changed: Vec<String>,
    /// Files of an earlier run that are no longer generated.
    pub removed: Vec<String>,
    /// Files of the package that somebody has edited: they were left alone.
    pub kept: Vec<String>,
}

impl Changes {
    /// Whether nothing was written or deleted.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A file that isn't what would be generated now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Below the output folder.
    pub path: String,
    /// The text that is there; `None` if there is no file.
    pub found: Option<String>,
    /// The text that would be generated; `None` if there would be no file.
    pub expected: Option<String>,
}

/// Opens nothing that isn't a file: reading a pipe waits for a writer, and a device may have no end.
/// Paths of what is open already, such as `/dev/stdin` and those of `<(…)` in a shell, are named on
/// purpose.
pub(crate) fn check_is_file(path: &Path) -> io::Result<()> {
    let kind = fs::metadata(path)?.file_type();
    let is_open = |prefix| path.starts_with(prefix);
    if kind.is_file() || ["/dev/fd", "/dev/stdin", "/proc"].into_iter().any(is_open) {
        return Ok(());
    }
    let found = match kind.is_dir() {
        true => "a folder",
        false => special(kind),
    };
    let message = format!("it is {found}, and no file");
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

#[cfg(unix)]
fn special(kind: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special(_: fs::FileType) -> &'static str {
    "a device"
}

pub(crate) fn read_text(path: &Path) -> Result<Option<String>, Error> {
    match check_is_file(path).and_then(|()| fs::read(path)) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("read", path, &error)),
    }
}

pub(crate) fn failed(what: &str, path: &Path, error: &io::Error) -> Error {
    Error::from_message(
        format!("can't {what} {}: {error}", path.display()),
        "check the path and its permissions, and run the command again",
    )
    .unfinished()
}
