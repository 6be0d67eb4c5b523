//! Problems for the person who has to mend them: what is wrong, where, and what to do.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use foldhash::HashSet;

use crate::source::{FileId, Location, Sources};

/// The number of problems that are shown; the rest is counted.
const MAX_SHOWN: usize = 200;

/// The number of problems that are kept, and of warnings. Files can be of any length.
const MAX_KEPT: usize = 1_000_000;

/// The number of bytes of a line that are shown on either side of a problem.
const MAX_LINE: usize = 300;

/// The number of characters of a message, a label or an id that are kept.
const MAX_TEXT: usize = 2_000;

/// A problem.
#[derive(Clone, Debug, Hash, PartialEq, Eq)]
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
            message: shortened(message.into()),
            location: None,
            label: String::new(),
            shape: None,
            help: None,
            related: Vec::new(),
        }
    }

    /// Sets the place, and the label under the excerpt there.
    #[must_use]
    pub fn at(mut self, location: Location, label: impl Into<String>) -> Self {
        self.location = Some(location);
        self.label = shortened(label.into());
        self
    }

    /// A second place that has to do with it.
    #[must_use]
    pub fn see(mut self, location: Location, label: impl Into<String>) -> Self {
        self.related.push((location, shortened(label.into())));
        self
    }

    /// The shape id (`namespace#Shape$member`) that it is about.
    #[must_use]
    pub fn shape(mut self, id: impl ToString) -> Self {
        self.shape = Some(shortened(id.to_string()));
        self
    }

    /// Sets the advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shortened(help.into()));
        self
    }

    /// The one-line message.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The place, if a source file shows it.
    pub fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }

    /// Message, shape and help in one line.
    pub(crate) fn in_a_line(&self) -> String {
        let shape = self.shape.as_ref().map(|shape| format!(" ({shape})"));
        let help = self.help.as_ref().map(|help| format!("; {help}"));
        let (shape, help) = (shape.unwrap_or_default(), help.unwrap_or_default());
        format!("{}{shape}{help}", self.message).replace(char::is_control, " ")
    }

    /// The advice, if there is any.
    pub(crate) fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The shape id, if it is about one.
    pub fn shape_id(&self) -> Option<&str> {
        self.shape.as_deref()
    }
}

/// All problems of a run. Every stage adds to the report and goes on with what is sound, so that a
/// person sees everything at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    diagnostics: Vec<Diagnostic>,
    /// Code is generated all the same, and a person should know of these.
    warnings: Vec<Diagnostic>,
    /// The number of problems, and of warnings, that aren't kept.
    more: usize,
    more_warnings: usize,
    /// Hashes of the problems so far. There can be as many problems as shapes.
    known: HashSet<u64>,
}

impl Report {
    /// Adds a problem; one that is there already isn't said twice.
    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        if !self.is_new(&diagnostic) {
            return;
        }
        if self.diagnostics.len() < MAX_KEPT {
            self.diagnostics.push(diagnostic);
        } else {
            self.more += 1;
        }
    }

    /// Counts problems that nobody needs to see, as there are many of the kind.
    pub(crate) fn add_more(&mut self, more: usize) {
        self.more += more;
    }

    /// Adds problems of shapes that have none yet. A member counts for its shape.
    pub(crate) fn add_of_new_shapes(&mut self, diagnostics: Vec<Diagnostic>) {
        let shape = |it: &Diagnostic| Some(it.shape.as_ref()?.split('$').next()?.to_owned());
        let known: HashSet<String> = self.diagnostics.iter().filter_map(shape).collect();
        let places: HashSet<Location> = self
            .diagnostics
            .iter()
            .filter_map(|it| it.location.clone())
            .collect();
        for diagnostic in diagnostics {
            let is_known = shape(&diagnostic).is_some_and(|shape| known.contains(&shape))
                || diagnostic
                    .location
                    .as_ref()
                    .is_some_and(|it| places.contains(it));
            if !is_known {
                self.add(diagnostic);
            }
        }
    }

    /// Adds a warning, which stops nothing.
    pub(crate) fn warn(&mut self, diagnostic: Diagnostic) {
        if !self.is_new(&diagnostic) {
            return;
        }
        if self.warnings.len() < MAX_KEPT {
            self.warnings.push(diagnostic);
        } else {
            self.more_warnings += 1;
        }
    }

    fn is_new(&mut self, diagnostic: &Diagnostic) -> bool {
        let mut hasher = DefaultHasher::new();
        diagnostic.hash(&mut hasher);
        self.known.insert(hasher.finish())
    }

    /// The problems, and the warnings.
    pub(crate) fn into_parts(self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        (self.diagnostics, self.warnings)
    }

    /// The number of problems that aren't kept.
    pub(crate) fn more(&self) -> usize {
        self.more
    }

    /// The number of warnings that aren't kept.
    pub(crate) fn more_warnings(&self) -> usize {
        self.more_warnings
    }

    /// The warnings, of these sources.
    pub(crate) fn into_warnings(self, sources: &Arc<Sources>) -> Warnings {
        let mut diagnostics = self.warnings;
        diagnostics.sort_by_key(place);
        // A model's text is kept only if something of it is to be shown.
        let sources = match diagnostics.is_empty() {
            true => Arc::default(),
            false => Arc::clone(sources),
        };
        Warnings {
            diagnostics,
            more: self.more_warnings,
            sources,
        }
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.diagnostics.is_empty() && self.more == 0
    }

    /// Adds all of this one's problems and warnings to another.
    pub(crate) fn move_to(self, other: &mut Self) {
        other.more += self.more;
        other.more_warnings += self.more_warnings;
        self.diagnostics.into_iter().for_each(|it| other.add(it));
        self.warnings.into_iter().for_each(|it| other.warn(it));
    }

    /// Adds those of this one's problems that are wanted, and all warnings, to another.
    pub(crate) fn move_some_to(
        mut self,
        other: &mut Self,
        is_wanted: impl Fn(&Diagnostic) -> bool,
    ) {
        self.diagnostics.retain(is_wanted);
        self.move_to(other);
    }

    /// Returns the message of each problem in one line, by file and place.
    pub(crate) fn into_messages(self) -> Vec<String> {
        let sorted = self.sorted().diagnostics;
        let mut messages: Vec<String> = sorted.into_iter().map(|it| it.message).collect();
        messages.dedup();
        messages
    }

    /// The problems by file and place; those without a place come first.
    pub(crate) fn sorted(mut self) -> Self {
        self.diagnostics.sort_by_key(place);
        self
    }
}

/// The place of a problem, to sort by. Problems without a place come first.
fn place(diagnostic: &Diagnostic) -> Option<(FileId, usize)> {
    let location = diagnostic.location.as_ref()?;
    Some((location.file, location.range.start))
}

/// Warnings about code that was generated, such as what a server leaves unchecked.
/// [`Tree::warnings`](crate::Tree::warnings) has them.
#[derive(Clone, Default)]
pub struct Warnings {
    diagnostics: Vec<Diagnostic>,
    /// The number of warnings that aren't kept.
    more: usize,
    sources: Arc<Sources>,
}

impl Warnings {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The warnings, ordered by file and place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Every warning with its source excerpt, as a terminal shows it: in colour or plain.
    pub fn render(&self, color: bool) -> String {
        let all = self.diagnostics.iter();
        let all = all.map(|it| (it, Level::WARNING, None));
        render_each(all, self.more, &self.sources, color)
    }
}

impl fmt::Display for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl fmt::Debug for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.diagnostics).finish()
    }
}

/// The effect of a failed run on files.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Files would have been written.
    NothingWritten,
    /// The error happened while files were written; some may be.
    Unfinished,
    /// No file is written in any case.
    Read,
}

/// Why nothing was generated.
///
/// `Display` renders every problem with its source excerpt, as plain text; [`Error::render`]
/// does so in colour.
#[derive(Clone)]
pub struct Error {
    report: Report,
    sources: Arc<Sources>,
    outcome: Outcome,
}

impl Error {
    pub(crate) fn new(report: Report, sources: Sources) -> Self {
        Self {
            report: report.sorted(),
            sources: Arc::new(sources),
            outcome: Outcome::NothingWritten,
        }
    }

    /// Says that some files may have been written.
    pub(crate) fn unfinished(mut self) -> Self {
        self.outcome = Outcome::Unfinished;
        self
    }

    /// Leaves out of `Display` that nothing was written: for programs that write nothing anyway.
    #[must_use]
    pub fn while_reading(mut self) -> Self {
        self.outcome = Outcome::Read;
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
        let all = self.diagnostics().iter();
        let all = all.map(|it| (it, Level::ERROR, None));
        let mut out = render_each(all, self.report.more, &self.sources, color);
        let count = self.diagnostics().len() + self.report.more;
        let noun = if count == 1 { "problem" } else { "problems" };
        let outcome = match self.outcome {
            Outcome::NothingWritten => "; nothing was written",
            Outcome::Unfinished | Outcome::Read => "",
        };
        out.push_str(&format!("{count} {noun}{outcome}\n"));
        out
    }
}

/// Each problem with its level, its id and its source excerpt, and the number of those that aren't
/// shown, of which `more` aren't among them.
pub(crate) fn render_each<'d>(
    diagnostics: impl Iterator<Item = (&'d Diagnostic, Level<'d>, Option<&'d str>)>,
    more: usize,
    sources: &Sources,
    color: bool,
) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    let mut diagnostics = diagnostics;
    for (diagnostic, level, id) in diagnostics.by_ref().take(MAX_SHOWN) {
        let text = render_one(diagnostic, sources, level, id, &renderer);
        // A snippet whose place is told by itself begins with a line that has nothing.
        let lines = text.lines().filter(|line| plain(line).trim() != ":::");
        for line in lines {
            out.push_str(line);
            out.push('\n');
        }
        out.push('\n');
    }
    let more = more + diagnostics.count();
    if more > 0 {
        out.push_str(&format!("… and {more} more\n\n"));
    }
    out
}

fn render_one(
    diagnostic: &Diagnostic,
    sources: &Sources,
    level: Level<'_>,
    id: Option<&str>,
    renderer: &Renderer,
) -> String {
    let mut title = level.primary_title(diagnostic.message.as_str());
    if let Some(id) = id {
        title = title.id(id);
    }
    let mut group = title.elements(std::iter::empty::<Origin<'_>>());
    let primary = diagnostic
        .location
        .iter()
        .map(|location| (location, diagnostic.label.as_str(), AnnotationKind::Primary));
    let related = diagnostic
        .related
        .iter()
        .map(|(location, label)| (location, label.as_str(), AnnotationKind::Context));
    for (location, label, kind) in primary.chain(related) {
        if let Some(file) = sources.get(location.file) {
            let label = (!label.is_empty()).then_some(label);
            let excerpt = Excerpt::of(&file.text, &location.range);
            let snippet = Snippet::source(excerpt.text)
                .line_start(excerpt.line)
                .annotation(kind.span(excerpt.range).label(label));
            let name = file.name.as_str();
            group = match excerpt.column {
                None => group.element(snippet.path(name)),
                Some(column) => {
                    let origin = Origin::path(name).line(excerpt.line);
                    group.element(origin.char_column(column)).element(snippet)
                }
            };
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

/// The excerpt of a file: the lines of a range, or parts of them if they are long.
struct Excerpt<'t> {
    /// The line where it begins, counted from one.
    line: usize,
    /// The range's column, likewise, if the line's beginning isn't shown.
    column: Option<usize>,
    text: &'t str,
    /// The range in the text.
    range: Range<usize>,
}

impl<'t> Excerpt<'t> {
    fn of(file: &'t str, range: &Range<usize>) -> Self {
        let range = whole(file, range);
        let (before, rest) = file.split_at(range.start);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        // A model can be one line of megabytes, or a name can.
        let end = range.end.min(range.start + MAX_LINE);
        let found = whole(file, &(range.start..end));
        let line_end = rest
            .split_at(found.end - found.start)
            .1
            .find('\n')
            .map_or(file.len(), |at| found.end + at);
        let start = line_start.max(range.start.saturating_sub(MAX_LINE));
        let shown = whole(file, &(start..line_end.min(found.end + MAX_LINE)));
        Self {
            line: 1 + before.matches('\n').count(),
            column: (start > line_start).then(|| {
                let before = file.get(line_start..range.start).unwrap_or_default();
                1 + before.chars().count()
            }),
            text: file.get(shown.clone()).unwrap_or_default(),
            range: range.start - shown.start..found.end - shown.start,
        }
    }
}

/// A line without its colours.
fn plain(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or(part, |(_, text)| text)
    })
}

/// A text that is no longer than people read; names can have any length.
fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(end);
        text.shrink_to_fit();
        text.push('…');
    }
    text
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

/// Prints as `Display` does, on lines of its own, so that a build script that unwraps shows it
/// readably.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Error {}
