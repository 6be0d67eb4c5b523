//! How files are named in reports, and the reports of those that can't be read.

use std::io;
use std::path::Path;

use crate::diagnostic::Diagnostic;

pub(super) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let name = display_name(path);
    match error.kind() {
        io::ErrorKind::NotFound => Diagnostic::new(format!("{name} isn't there"))
            .help("name an existing Smithy model (paths are relative to the config file)"),
        _ => Diagnostic::new(format!("{name} can't be read: {error}")),
    }
}

/// Forward slashes on every system, so that output and reports don't depend on it.
pub(super) fn display_name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
