//! The events of a model, for people and for programs.

use std::sync::Arc;

use annotate_snippets::Level;
use foldhash::HashSet;
use serde::Serialize;

use crate::config::{Config, ServiceConfig};
use crate::diagnostic::{self, Diagnostic, Error, Report};
use crate::projection::Transform;
use crate::source::{Location, Sources};
use crate::transform::{Texts, transform};
use crate::{ast, model, plan};

use super::{Counts, Event, Severity};

impl Config {
    /// Validates the models by the rules of Smithy, and finds all there is to say of them, after the
    /// transforms of a `smithy-build.json`. Nothing is generated, and services and operations that
    /// are chosen make no difference.
    ///
    /// # Errors
    /// Files that can't be read.
    pub fn validate(&self) -> Result<Validation, Error> {
        let mut report = Report::default();
        let sources = self.read(&mut report);
        if sources.iter().next().is_none() && !report.is_empty() {
            return Err(Error::new(report, sources).while_reading());
        }
        Validation::of(sources, report, &self.transforms, None)
    }

    /// Validates what the chosen services and operations need, as [`Config::generate`] does: their
    /// events are among those of [`Config::validate`].
    ///
    /// # Errors
    /// Files that can't be read, and services and operations that aren't there.
    pub fn validate_chosen(&self) -> Result<Validation, Error> {
        let mut report = Report::default();
        let sources = self.read(&mut report);
        if sources.iter().next().is_none() && !report.is_empty() {
            return Err(Error::new(report, sources).while_reading());
        }
        Validation::of(sources, report, &self.transforms, Some(&self.services))
    }
}

/// The events of a model.
#[derive(Clone, Debug, Default)]
pub struct Validation {
    events: Vec<Event>,
    /// The events that aren't kept, since there are very many.
    more: Counts,
    sources: Arc<Sources>,
}

impl Validation {
    /// Validates what has been read, with problems that have been found while reading. If services
    /// are given, only what they need is looked at.
    pub(crate) fn of(
        sources: Sources,
        mut report: Report,
        transforms: &[Transform],
        services: Option<&[ServiceConfig]>,
    ) -> Result<Self, Error> {
        let texts = Texts::new(transforms.len());
        let files = ast::read(&sources, &mut report);
        let is_incomplete = !report.is_empty();
        let files = transform(files, transforms, &texts, &mut report);
        let model = model::resolve(&files, &mut report);
        let mut asked = Report::default();
        let services = services.map(|entries| {
            let chosen = model::choose(&model, entries, &mut asked);
            for entry in &chosen {
                model::select(&model, entry, &mut asked);
            }
            chosen
        });
        if !asked.is_empty() {
            drop(files);
            return Err(Error::new(asked, sources).while_reading());
        }
        let mut rules = Report::default();
        let is_chosen = |service: &str| match &services {
            Some(chosen) if !chosen.is_empty() => chosen
                .iter()
                .any(|entry| entry.service.as_ref().is_none_or(|id| id == service)),
            _ => true,
        };
        plan::endpoint::check(&model, is_chosen, &mut rules);
        let (mut events, mut more) = super::validate(&files, is_incomplete, services.as_deref());
        let (problems, _) = rules.into_parts();
        let problems = problems.into_iter();
        events.extend(problems.map(|it| Event::new(ENDPOINT_RULES, Severity::Error, it)));
        drop(files);
        more.add(Severity::Error, report.more());
        more.add(Severity::Warning, report.more_warnings());
        Ok(Self {
            events: with_report(events, report),
            more,
            sources: Arc::new(sources),
        })
    }

    /// Keeps events of sources. The text of files is kept only if something of a `.smithy` file is to
    /// be shown: JSON of other people can be large.
    pub(crate) fn of_events(events: Vec<Event>, sources: &Arc<Sources>) -> Self {
        let all = Self {
            events,
            more: Counts::default(),
            sources: Arc::clone(sources),
        };
        match all.events.iter().any(|event| all.is_of_idl(event)) {
            true => all,
            false => Self {
                sources: Arc::default(),
                ..all
            },
        }
    }

    /// Whether an event is about a `.smithy` file, which people write, and whose text is there.
    pub fn is_of_idl(&self, event: &Event) -> bool {
        let location = event.diagnostic().location();
        let file = location.and_then(|location| self.sources.get(location.file));
        file.is_some_and(|file| file.translation.is_some())
    }

    /// Chooses events.
    #[must_use]
    pub fn filtered(&self, mut chooses: impl FnMut(&Event) -> bool) -> Self {
        let events = self.events.iter().filter(|event| chooses(event));
        Self {
            events: events.cloned().collect(),
            more: Counts::default(),
            sources: Arc::clone(&self.sources),
        }
    }

    /// Validates models that are in memory: names and texts.
    pub(crate) fn of_texts(files: Vec<(String, Vec<u8>)>) -> Self {
        let mut report = Report::default();
        let sources = Sources::of_texts(files, &mut report);
        // Only what is asked for can be missing.
        Self::of(sources, report, &[], None).unwrap_or_default()
    }

    /// The events by file and place, with those that the model suppresses. Of very many events, these
    /// are the first ones; [`Validation::count`] counts all.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The files that the events are in.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The number of events of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let events = self.events.iter();
        let kept = events.filter(|event| event.severity() == severity).count();
        kept + self.more.of(severity)
    }

    /// The numbers of events of severities in words, such as `1 danger, 2 warnings`, without those of
    /// which there are none.
    pub fn counts(&self, severities: impl IntoIterator<Item = Severity>) -> String {
        let counts = severities.into_iter().filter_map(|severity| {
            let count = self.count(severity);
            let noun = match severity {
                Severity::Suppressed => "suppressed event",
                Severity::Note => "note",
                Severity::Warning => "warning",
                Severity::Danger => "danger",
                Severity::Error => "error",
            };
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {noun}{plural}"))
        });
        counts.collect::<Vec<String>>().join(", ")
    }

    /// Every event of at least a severity with its source excerpt, as a terminal shows it: in
    /// colour or plain.
    pub fn render(&self, least: Severity, color: bool) -> String {
        let events = self.events.iter().filter(|it| it.severity() >= least);
        let events = events.map(|event| {
            let level = match event.severity() {
                Severity::Error => Level::ERROR,
                Severity::Danger => Level::WARNING.with_name("danger"),
                Severity::Warning => Level::WARNING,
                Severity::Note => Level::NOTE,
                Severity::Suppressed => Level::NOTE.with_name("suppressed"),
            };
            (event.diagnostic(), level, Some(event.id()))
        });
        diagnostic::render_each(events, self.more.at_least(least), &self.sources, color)
    }

    /// The events of at least a severity as JSON: an object with `version` (1) and `events`, a
    /// list of objects with `id`, `severity`, `shape`, `message`, `help`, `file`, `line` and
    /// `column`, of which what isn't known is null.
    pub fn to_json(&self, least: Severity) -> String {
        let events = self.events.iter().filter(|it| it.severity() >= least);
        let events = events.map(|event| {
            let diagnostic = event.diagnostic();
            let location = diagnostic.location();
            let file = location.and_then(|location| self.sources.get(location.file));
            let (line, column) = match (file, location) {
                (Some(file), Some(location)) => {
                    let before = file.text.get(..location.range.start).unwrap_or_default();
                    let line = before.rsplit('\n').next().unwrap_or_default();
                    let lines = 1 + before.matches('\n').count();
                    (Some(lines), Some(1 + line.chars().count()))
                }
                _ => (None, None),
            };
            JsonEvent {
                id: event.id(),
                severity: event.severity().name(),
                shape: diagnostic.shape_id(),
                message: diagnostic.message(),
                help: diagnostic.advice(),
                file: file.map(|file| &*file.name),
                line,
                column,
            }
        });
        let json = Json {
            version: 1,
            events: events.collect(),
        };
        let mut text = serde_json::to_string_pretty(&json).unwrap_or_default();
        text.push('\n');
        text
    }
}

#[derive(Serialize)]
struct Json<'e> {
    version: u32,
    events: Vec<JsonEvent<'e>>,
}

#[derive(Serialize)]
struct JsonEvent<'e> {
    id: &'e str,
    severity: &'static str,
    shape: Option<&'e str>,
    message: &'e str,
    help: Option<&'e str>,
    file: Option<&'e str>,
    line: Option<usize>,
    column: Option<usize>,
}

/// Events with what read and resolve report. Where both report something of a shape or at a place,
/// the event stays if it has an id of its own.
fn with_report(events: Vec<Event>, report: Report) -> Vec<Event> {
    let (problems, warnings) = report.into_parts();
    let mut told = Told::default();
    events
        .iter()
        .filter(|it| it.severity() == Severity::Error && it.id() != MODEL)
        .for_each(|it| told.add(it.diagnostic()));
    let mut all: Vec<Event> = problems
        .into_iter()
        .filter(|problem| !told.has(problem))
        .map(|problem| Event::new(MODEL, Severity::Error, problem))
        .collect();
    let mut told = Told::default();
    all.iter().for_each(|it| told.add(it.diagnostic()));
    let warnings = warnings.into_iter();
    all.extend(warnings.map(|it| Event::new(MODEL, Severity::Warning, it)));
    let is_new = |event: &Event| event.id() != MODEL || !told.has(event.diagnostic());
    all.extend(events.into_iter().filter(is_new));
    all.sort_by_cached_key(|event| {
        let place = event.diagnostic().location();
        place.map(|it| (it.file, it.range.start))
    });
    all
}

/// The id of events about endpoint rules: of both of their forms, and of their parameters.
const ENDPOINT_RULES: &str = "EndpointRuleSet";

/// The id of events that the reference has for what loading a model finds.
const MODEL: &str = "Model";

/// Shapes and places of which something has been told.
#[derive(Default)]
struct Told {
    shapes: HashSet<String>,
    places: HashSet<Location>,
}

impl Told {
    fn add(&mut self, diagnostic: &Diagnostic) {
        self.shapes
            .extend(diagnostic.shape_id().map(ToOwned::to_owned));
        self.places.extend(diagnostic.location().cloned());
    }

    fn has(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic
            .shape_id()
            .is_some_and(|id| self.shapes.contains(id))
            || diagnostic
                .location()
                .is_some_and(|it| self.places.contains(it))
    }
}
