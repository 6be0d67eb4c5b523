//! A line on standard error that says how far the generator is, while somebody waits for it.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use tinsmith::Progress;

/// The time after which progress is shown.
const PATIENCE: Duration = Duration::from_millis(400);

/// The shortest time between changes of the line.
const INTERVAL: Duration = Duration::from_millis(80);

/// Shows progress if standard error is a terminal and it takes long; takes the line back in
/// the end.
pub(super) struct Meter {
    is_on: bool,
    started: Instant,
    shown: Option<Instant>,
}

impl Meter {
    pub(super) fn new(quiet: bool) -> Self {
        Self {
            is_on: !quiet && io::stderr().is_terminal(),
            started: Instant::now(),
            shown: None,
        }
    }

    pub(super) fn show(&mut self, progress: Progress) {
        let is_early = self.started.elapsed() < PATIENCE;
        let is_recent = self.shown.is_some_and(|shown| shown.elapsed() < INTERVAL);
        if !self.is_on || is_early || is_recent {
            return;
        }
        self.shown = Some(Instant::now());
        // A terminal that can't be written to needs no progress, either.
        let _ = write!(io::stderr(), "\r\u{1b}[K{}", text(progress));
        let _ = io::stderr().flush();
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}

fn text(progress: Progress) -> String {
    match progress {
        Progress::Reading => "reading the models …".to_owned(),
        Progress::Resolving => "resolving …".to_owned(),
        Progress::Planning => "planning …".to_owned(),
        Progress::Emitting { done, of } => format!("emitting, {done} of {of} files …"),
        Progress::Measuring { done, of } => format!("measuring, {done} of {of} operations …"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, text};

    #[test]
    fn what_is_counted_is_shown_with_its_end() {
        let text = text(Progress::Emitting { done: 3, of: 70 });
        assert_eq!(text, "emitting, 3 of 70 files …");
    }
}
