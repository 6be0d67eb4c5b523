//! Collects events.

use foldhash::HashSet;

use crate::diagnostic::Diagnostic;

use super::build::{MemberConflict, Twice};
use super::event::{Counts, Event, Severity};
use super::graph::{Applied, At, Graph};

/// The number of events that are kept. Hostile models can have as many as shapes, and more.
const MAX_EVENTS: usize = 100_000;

/// The events so far.
pub(super) struct Findings<'g, 'f> {
    pub(super) graph: &'g Graph<'f>,
    events: Vec<Event>,
    /// The events that aren't kept.
    more: Counts,
    /// Ids of shapes that couldn't be read.
    broken: HashSet<String>,
    is_incomplete: bool,
}

impl<'g, 'f> Findings<'g, 'f> {
    pub(super) fn new(graph: &'g Graph<'f>, broken: HashSet<String>, is_incomplete: bool) -> Self {
        Self {
            graph,
            events: Vec::new(),
            more: Counts::default(),
            broken,
            is_incomplete,
        }
    }

    /// Whether a shape couldn't be read, or not with all of its traits.
    pub(super) fn is_broken(&self, id: &str) -> bool {
        self.broken.contains(id)
    }

    /// Whether it has been reported why a shape isn't there.
    pub(super) fn is_excused(&self, id: &str) -> bool {
        let namespace = id.split('#').next().unwrap_or_default();
        self.broken.contains(id) || (self.is_incomplete && !self.graph.has_namespace(namespace))
    }

    /// Whether shapes are missing that couldn't be read.
    pub(super) fn has_broken(&self) -> bool {
        self.is_incomplete || !self.broken.is_empty()
    }

    /// The events, and the number of those that aren't kept.
    pub(super) fn into_events(self) -> (Vec<Event>, Counts) {
        (self.events, self.more)
    }

    pub(super) fn add(&mut self, event: Event) {
        if self.events.len() < MAX_EVENTS {
            self.events.push(event);
        } else {
            self.more.add(event.severity(), 1);
        }
    }

    /// Adds an event about a shape, at its name.
    pub(super) fn at(
        &mut self,
        id: &'static str,
        severity: Severity,
        at: At,
        message: impl Into<String>,
        label: &str,
        help: &str,
    ) {
        let mut diagnostic = self.graph.about(at, message, label);
        if !help.is_empty() {
            diagnostic = diagnostic.help(help);
        }
        self.add(Event::new(id, severity, diagnostic));
    }

    /// Adds an error about a shape, at its name.
    pub(super) fn error(
        &mut self,
        id: &'static str,
        at: At,
        message: impl Into<String>,
        label: &str,
        help: &str,
    ) {
        self.at(id, Severity::Error, at, message, label, help);
    }

    /// Adds a warning about a shape, at its name.
    pub(super) fn warning(
        &mut self,
        id: &'static str,
        at: At,
        message: impl Into<String>,
        label: &str,
        help: &str,
    ) {
        self.at(id, Severity::Warning, at, message, label, help);
    }

    /// Adds an event about a trait of a shape, at the trait.
    pub(super) fn at_trait(
        &mut self,
        id: &'static str,
        severity: Severity,
        at: At,
        applied: &Applied<'_>,
        message: impl Into<String>,
        help: &str,
    ) {
        let mut diagnostic = Diagnostic::new(message)
            .shape(self.graph.id(at))
            .at(applied.spot.location(), "");
        if !help.is_empty() {
            diagnostic = diagnostic.help(help);
        }
        self.add(Event::new(id, severity, diagnostic));
    }

    /// Adds an error about a trait that is there twice.
    pub(super) fn twice(&mut self, twice: &Twice<'_>) {
        let Twice {
            shape,
            member,
            first,
            second,
        } = twice;
        let owner = match member {
            Some(member) => format!("{shape}${member}"),
            None => (*shape).to_owned(),
        };
        let message = format!(
            "the trait {} of {owner} is there twice, with other values",
            second.id
        );
        let diagnostic = Diagnostic::new(message)
            .at(second.spot.location(), "another value")
            .see(first.spot.location(), "the first value")
            .shape(owner)
            .help("keep one of the two; only lists are joined");
        self.add(Event::new("Model", Severity::Error, diagnostic));
    }

    /// Adds an error about a member that differs from that of a mixin.
    pub(super) fn conflict(&mut self, conflict: &MemberConflict<'_>) {
        let MemberConflict {
            shape,
            member,
            mixin,
            spot,
        } = conflict;
        let message =
            format!("the member {member} of {shape} targets another shape than that of a mixin");
        let diagnostic = Diagnostic::new(message)
            .shape(format!("{shape}${member}"))
            .at(spot.location(), "")
            .help(format!(
                "it is mixed in by {mixin}; give it another name, or the same target"
            ));
        self.add(Event::new("Model", Severity::Error, diagnostic));
    }
}
