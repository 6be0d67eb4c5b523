//! Events: findings of validation, by the ids that the reference has for them
//! ([Smithy 2.0, model validation](https://smithy.io/2.0/spec/model-validation.html)).

use std::borrow::Cow;
use std::fmt;

use crate::diagnostic::Diagnostic;

/// The weight of an [`Event`].
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The model says that the event is known and accepted.
    Suppressed,
    /// The model is fine; something is worth knowing.
    Note,
    /// The model should be changed.
    Warning,
    /// The model is very likely wrong, and says nothing to the contrary.
    Danger,
    /// The model is invalid.
    Error,
}

impl Severity {
    const NAMES: [(&'static str, Self); 5] = [
        ("SUPPRESSED", Self::Suppressed),
        ("NOTE", Self::Note),
        ("WARNING", Self::Warning),
        ("DANGER", Self::Danger),
        ("ERROR", Self::Error),
    ];

    /// The name in models, such as `WARNING`.
    pub fn name(self) -> &'static str {
        let mut names = Self::NAMES.iter();
        names
            .find(|(_, it)| *it == self)
            .map_or("", |(name, _)| name)
    }

    /// The severity of a name, in upper or lower case.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        names
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, it)| *it)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Numbers of events by their severity.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts([usize; Severity::NAMES.len()]);

impl Counts {
    pub(crate) fn add(&mut self, severity: Severity, number: usize) {
        if let Some(count) = self.0.get_mut(severity as usize) {
            *count += number;
        }
    }

    pub(crate) fn of(&self, severity: Severity) -> usize {
        self.0.get(severity as usize).copied().unwrap_or_default()
    }

    /// The number of events of at least a severity.
    pub(crate) fn at_least(&self, least: Severity) -> usize {
        self.0.iter().skip(least as usize).sum()
    }
}

/// A finding of validation.
#[derive(Clone, Debug)]
pub struct Event {
    id: Cow<'static, str>,
    severity: Severity,
    diagnostic: Diagnostic,
    /// The namespace that suppressions are compared with.
    namespace: String,
}

impl Event {
    pub(crate) fn new(
        id: impl Into<Cow<'static, str>>,
        severity: Severity,
        diagnostic: Diagnostic,
    ) -> Self {
        let namespace = diagnostic.shape_id().and_then(|id| id.split_once('#'));
        let namespace = namespace.map(|(namespace, _)| namespace.to_owned());
        Self {
            id: id.into(),
            severity,
            namespace: namespace.unwrap_or_default(),
            diagnostic,
        }
    }

    /// The id, such as `HttpLabelTrait`. Parts of hierarchical ids are separated by dots.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The severity, after suppressions and overrides of the model.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The message, place, shape and advice.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.diagnostic
    }

    pub(crate) fn into_diagnostic(self) -> Diagnostic {
        self.diagnostic
    }

    pub(super) fn set_severity(&mut self, severity: Severity) {
        self.severity = severity;
    }

    pub(super) fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Whether an id in the model means the event: its own id, or the start of it up to a dot.
    pub(super) fn is_named(&self, id: &str) -> bool {
        let rest = self.id.strip_prefix(id);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}
