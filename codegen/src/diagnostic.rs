//! Problems for the person who has to mend them: what is wrong, where, and what to do.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::source::{Location, Sources};

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    message: String,
    location: Option<Location>,
    label: String,
    shape: Option<String>,
    help: Option<String>,
    related: Vec<(Location, String)>,
}

impl Diagnostic {
    /// A problem that `message` tells in one line.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            location: None,
            label: String::new(),
            shape: None,
            help: None,
            related: Vec::new(),
        }
    }

    /// Where it is, and what to write under the excerpt there.
    #[must_use]
    pub fn at(mut self, location: Location, label: impl Into<String>) -> Self {
        self.location = Some(location);
        self.label = label.into();
        self
    }

    /// A second place that has to do with it.
    #[must_use]
    pub fn see(mut self, location: Location, label: impl Into<String>) -> Self {
        self.related.push((location, label.into()));
        self
    }

    /// The shape id (`namespace#Shape$member`) that it is about.
    #[must_use]
    pub fn shape(mut self, id: impl ToString) -> Self {
        self.shape = Some(id.to_string());
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The one-line message.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is, if a source file shows it.
    pub fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }

    /// The shape id, if it is about one.
    pub fn shape_id(&self) -> Option<&str> {
        self.shape.as_deref()
    }
}

/// All problems of one run. Every stage adds to it and goes on with what is sound, so
/// that a person sees everything at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a problem; one that is there already isn't said twice.
    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// What each problem says in one line, by file and place.
    pub(crate) fn into_messages(self) -> Vec<String> {
        let sorted = self.sorted().diagnostics;
        let mut messages: Vec<String> = sorted.into_iter().map(|it| it.message).collect();
        messages.dedup();
        messages
    }

    /// The problems by file and place; those without a place come first.
    pub(crate) fn sorted(mut self) -> Self {
        self.diagnostics.sort_by_key(|diagnostic| {
            diagnostic
                .location
                .as_ref()
                .map(|location| (location.file, location.range.start))
        });
        self
    }
}

/// Why nothing was generated.
///
/// `Display` renders every problem with its source excerpt, as plain text; [`Error::render`]
/// does so in colour.
#[derive(Clone)]
pub struct Error {
    report: Report,
    sources: Arc<Sources>,
    /// It happened while files were written; some may be.
    is_unfinished: bool,
}

impl Error {
    pub(crate) fn new(report: Report, sources: Sources) -> Self {
        Self {
            report: report.sorted(),
            sources: Arc::new(sources),
            is_unfinished: false,
        }
    }

    /// Says that some files may have been written.
    pub(crate) fn unfinished(mut self) -> Self {
        self.is_unfinished = true;
        self
    }

    /// An error of a single problem that no source file shows.
    pub(crate) fn from_message(message: impl Into<String>, help: &str) -> Self {
        let mut report = Report::default();
        report.add(Diagnostic::new(message).help(help));
        Self::new(report, Sources::default())
    }

    /// The problems, ordered by file and place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.report.diagnostics
    }

    /// Every problem with its source excerpt, as a terminal shows it: in colour or plain.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut out = String::new();
        for diagnostic in self.diagnostics() {
            out.push_str(&self.render_one(diagnostic, &renderer));
            out.push_str("\n\n");
        }
        let count = self.diagnostics().len();
        let noun = if count == 1 { "problem" } else { "problems" };
        let outcome = if self.is_unfinished {
            ""
        } else {
            "; nothing was written"
        };
        out.push_str(&format!("{count} {noun}{outcome}\n"));
        out
    }

    fn render_one(&self, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
        let mut group = Level::ERROR
            .primary_title(diagnostic.message.as_str())
            .elements(std::iter::empty::<Origin<'_>>());
        let primary = diagnostic
            .location
            .iter()
            .map(|location| (location, diagnostic.label.as_str(), AnnotationKind::Primary));
        let related = diagnostic
            .related
            .iter()
            .map(|(location, label)| (location, label.as_str(), AnnotationKind::Context));
        for (location, label, kind) in primary.chain(related) {
            if let Some(file) = self.sources.get(location.file) {
                let label = (!label.is_empty()).then_some(label);
                group = group.element(
                    Snippet::source(file.text.as_str())
                        .path(file.name.as_str())
                        .annotation(kind.span(whole(&file.text, &location.range)).label(label)),
                );
            }
        }
        if let Some(shape) = &diagnostic.shape {
            group = group.element(Level::NOTE.with_name("shape").message(shape.as_str()));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}

/// A range with its ends moved out to where characters begin, so that no excerpt can be of
/// half a character.
fn whole(text: &str, range: &Range<usize>) -> Range<usize> {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// A problem that no source file shows, such as one with what a person asked for.
impl From<Diagnostic> for Error {
    fn from(diagnostic: Diagnostic) -> Self {
        let mut report = Report::default();
        report.add(diagnostic);
        Self::new(report, Sources::default())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

/// As `Display`, on lines of its own: a build script that unwraps shows it readably.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Error {}
