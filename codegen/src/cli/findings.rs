//! Findings of validation, beside what another command does.

use std::fmt::Write;
use std::path::PathBuf;

use tinsmith::{Event, Severity, Validation};

use super::global::Global;
use super::output::{has_colors, print_error};

/// The number of dangers that are shown whole.
const SHOWN: usize = 5;

/// The number of ids whose events are counted.
const IDS: usize = 8;

/// Shows dangers of `.smithy` files, which somebody has just written.
pub(super) fn show_dangers(validation: &Validation) {
    let mut left = SHOWN;
    let dangers = validation.filtered(|event| {
        let is_shown =
            left > 0 && event.severity() == Severity::Danger && validation.is_of_idl(event);
        left -= usize::from(is_shown);
        is_shown
    });
    print_error(&dangers.render(Severity::Danger, has_colors()));
}

/// Counts the events by severity, and those of `.smithy` files by id too. Nothing is said if there
/// is none.
pub(super) fn summary(
    validation: &Validation,
    named: Option<&[PathBuf]>,
    global: &Global,
) -> String {
    let severities = [Severity::Error, Severity::Danger, Severity::Warning];
    let counts = validation.counts(severities);
    if counts.is_empty() {
        return String::new();
    }
    let mut text = format!("validation: {counts}\n");
    let ids = ids(validation);
    for (severity, id, count) in ids.iter().take(IDS) {
        let _ = writeln!(text, "  {count} {severity} {id}");
    }
    if ids.len() > IDS {
        let _ = writeln!(text, "  … and {} more ids", ids.len() - IDS);
    }
    let _ = writeln!(text, "  `{}` shows them", command(named, global));
    text
}

/// The ids of events in `.smithy` files with their severities and counts, the gravest first.
fn ids(validation: &Validation) -> Vec<(Severity, &str, usize)> {
    let own = validation.events().iter();
    let mut own: Vec<&Event> = own.filter(|event| validation.is_of_idl(event)).collect();
    own.sort_by_key(|event| (event.severity(), event.id()));
    let same =
        |one: &&Event, other: &&Event| (one.severity(), one.id()) == (other.severity(), other.id());
    let mut ids: Vec<(Severity, &str, usize)> = own
        .chunk_by(same)
        .filter_map(|events| {
            let first = events.first()?;
            Some((first.severity(), first.id(), events.len()))
        })
        .collect();
    ids.sort_by_key(|(severity, id, count)| (std::cmp::Reverse((*severity, *count)), *id));
    ids
}

/// The command that shows all events of models that are named, or of those of the build file.
fn command(named: Option<&[PathBuf]>, global: &Global) -> String {
    match (named, &global.config) {
        (Some([model]), _) => format!("tinsmith validate {}", model.display()),
        (Some(_), _) => "tinsmith validate MODEL…".to_owned(),
        (None, Some(file)) => format!("tinsmith --config {} validate", file.display()),
        (None, None) => "tinsmith validate".to_owned(),
    }
}
