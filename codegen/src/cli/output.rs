//! Printing to the terminal.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

use anstream::ColorChoice;
use tinsmith::{Tree, Warnings};

/// Prints what there is to know of a tree although it could be generated.
pub(super) fn warn(tree: &Tree) {
    warn_of(tree.warnings());
}

pub(super) fn warn_of(warnings: &Warnings) {
    print_error(&warnings.render(has_colors()));
}

pub(super) fn has_colors() -> bool {
    let choice = anstream::AutoStream::choice(&io::stderr());
    !matches!(choice, ColorChoice::Never)
}

pub(super) fn print_error(text: &str) {
    // Nothing can be done about a standard error that is closed.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// A reader that has gone, such as `head`, has had enough: that isn't an error.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A folder as it is shown; the current one has no name of its own.
pub(super) fn shown(folder: &Path) -> impl Display + '_ {
    let is_here = folder.as_os_str().is_empty();
    if is_here { Path::new(".") } else { folder }.display()
}

pub(super) fn counted(count: usize, noun: impl Display) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
