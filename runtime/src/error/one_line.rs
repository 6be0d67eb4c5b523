//! Errors on one line.

use std::fmt::{self, Write};

/// Writes a text that came from elsewhere on one line: control characters are escaped, so
/// that it can't pass for more than one line of a log.
pub(crate) fn write_on_one_line(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        // Unicode has two line ends that aren't control characters.
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            write!(f, "{}", c.escape_default())?;
        } else {
            f.write_char(c)?;
        }
    }
    Ok(())
}

/// Writes ` (a, b, …)` of the details that there are, or nothing.
pub(super) struct Details<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    any: bool,
}

impl<'a, 'f> Details<'a, 'f> {
    pub(super) fn new(f: &'a mut fmt::Formatter<'f>) -> Self {
        Self { f, any: false }
    }

    pub(super) fn detail(&mut self, name: &str, value: Option<impl fmt::Display>) -> fmt::Result {
        let Some(value) = value else {
            return Ok(());
        };
        let before = if self.any { ", " } else { " (" };
        self.any = true;
        write!(self.f, "{before}{name} {value}")
    }

    pub(super) fn finish(self) -> fmt::Result {
        if self.any {
            self.f.write_char(')')
        } else {
            Ok(())
        }
    }
}
