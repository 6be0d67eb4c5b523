//! **Validate**: what is wrong with a model, by the rules and ids of events of Smithy
//! ([Smithy 2.0, model validation](https://smithy.io/2.0/spec/model-validation.html)).
//!
//! Validation stands beside resolve: both take what read gives. Resolve makes a graph of what
//! code is generated from, with the traits that matter for that. Validation sees all shapes with
//! all traits, and merges the definitions of [`known`](crate::known) traits in.

mod build;
mod closure;
mod definitions;
mod event;
mod findings;
mod graph;
mod ids;
mod metadata;
mod pattern;
mod rules;
mod selector;
mod unsure;
mod validation;
mod value;

use foldhash::{HashSet, HashSetExt};

pub(crate) use build::build;
pub(crate) use definitions::Known;
pub(crate) use event::Counts;
pub use event::{Event, Severity};
pub(crate) use graph::{Applied, At, Graph, Rel, strings};
pub(crate) use selector::{Evaluator, parse as parse_selector};
pub use validation::Validation;

use crate::ast::File;
use crate::config::ServiceConfig;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::FileId;
use findings::Findings;
use metadata::Metadata;

/// Validates files, and gives the events in the order of their places. If files couldn't be read,
/// references to what may be in them aren't reported.
pub(crate) fn validate(
    files: &[File<'_>],
    is_incomplete: bool,
    services: Option<&[ServiceConfig]>,
) -> (Vec<Event>, Counts) {
    let found = events(files, is_incomplete, services, false);
    (found.events, found.more)
}

/// Validates what services and operations need: all events that are warnings at least.
pub(crate) fn events_of_services(
    files: &[File<'_>],
    is_incomplete: bool,
    services: &[ServiceConfig],
) -> Vec<Event> {
    warnings_at_least(events(files, is_incomplete, Some(services), true).events)
}

fn warnings_at_least(mut events: Vec<Event>) -> Vec<Event> {
    events.retain(|event| event.severity() >= Severity::Warning);
    events
}

/// Validates what services and operations need: errors that stop the generator, errors that don't,
/// and events that aren't errors.
pub(crate) fn of_services(
    files: &[File<'_>],
    is_incomplete: bool,
    services: &[ServiceConfig],
) -> Checked {
    let written: HashSet<FileId> = files
        .iter()
        .filter_map(|file| file.place.translated_file())
        .collect();
    let found = events(files, is_incomplete, Some(services), true);
    let mut checked = Checked {
        unsure: found.unsure,
        ..Checked::default()
    };
    for event in warnings_at_least(found.events) {
        if event.severity() < Severity::Error {
            checked.events.push(event);
            continue;
        }
        let location = event.diagnostic().location();
        let is_written = location.is_some_and(|location| written.contains(&location.file));
        let passes = PLANNED_ALL_THE_SAME.contains(&event.id())
            || (!is_written && PASSES_IN_JSON.contains(&event.id()));
        if event.id() == UNRESOLVED_TRAIT && !passes {
            let shape = event.diagnostic().shape_id();
            checked.undefined.extend(shape.map(ToOwned::to_owned));
        }
        match passes {
            true => checked.warnings.push(event.into_diagnostic()),
            false => checked.problems.push(event.into_diagnostic()),
        }
    }
    checked
}

/// The outcome of validation for the generator.
#[derive(Default)]
pub(crate) struct Checked {
    problems: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
    /// Dangers and warnings.
    events: Vec<Event>,
    /// The ids of shapes that can't be judged, as they refer to shapes that couldn't be read.
    unsure: HashSet<String>,
    /// The ids of shapes with a trait that isn't defined. It may be one that plan looks for, such as a
    /// protocol, whose `use` was forgotten.
    undefined: HashSet<String>,
}

impl Checked {
    /// Adds the problems of the plan to a report, but for those about shapes that can't be judged, or
    /// that have a trait which isn't defined.
    pub(crate) fn add_planned(&self, planned: Report, report: &mut Report) {
        planned.move_some_to(report, |problem| {
            let shape = problem.shape_id().and_then(|id| id.split('$').next());
            shape.is_none_or(|id| !self.unsure.contains(id) && !self.undefined.contains(id))
        });
    }

    /// Adds the errors to a report, but for those about shapes that it has a problem of: that is
    /// the same one in most cases. Returns the events that aren't errors.
    pub(crate) fn add_to(self, report: &mut Report) -> Vec<Event> {
        report.add_of_new_shapes(self.problems);
        self.warnings.into_iter().for_each(|it| report.warn(it));
        self.events
    }
}

/// The outcome of all rules.
#[derive(Default)]
struct Found {
    events: Vec<Event>,
    /// The events that aren't kept.
    more: Counts,
    /// The ids of shapes that can't be judged.
    unsure: HashSet<String>,
}

/// Applies all rules. If a plan is made beside, the plan reports what it has to judge.
fn events(
    files: &[File<'_>],
    is_incomplete: bool,
    services: Option<&[ServiceConfig]>,
    is_planned: bool,
) -> Found {
    // A file that can't be read is reported, and there is nothing else.
    if files.is_empty() {
        return Found::default();
    }
    let built = build(files, Known::load().files());
    let mut metadata = Metadata::read(files);
    let mut findings = Findings::new(&built.graph, built.broken, is_incomplete);
    for conflict in &built.conflicts {
        findings.conflict(conflict);
    }
    for twice in &built.twice {
        findings.twice(twice);
    }
    rules::all(&mut findings);
    if !is_planned {
        rules::of_plan(&mut findings);
    }
    metadata.validators(&mut findings);
    let unsure = unsure::unsure(&findings);
    let (mut events, more) = findings.into_events();
    events.retain(|event| unsure::is_sure(event, &built.graph, &unsure));
    for event in &mut events {
        metadata.apply(&built.graph, event);
    }
    if let Some(services) = services {
        let chosen = closure::chosen(&built.graph, services);
        events.retain(|event| {
            let shape = event.diagnostic().shape_id();
            let shape = shape.and_then(|id| built.graph.find(id.split('$').next()?));
            shape.is_none_or(|at| chosen.contains(&at))
        });
    }
    events.sort_by_cached_key(|event| {
        let place = event.diagnostic().location();
        let place = place.map(|it| (it.file, it.range.start));
        (
            place,
            event.id().to_owned(),
            event.diagnostic().message().to_owned(),
        )
    });
    // Shapes have the problems of their mixins, at the same places.
    let mut seen = HashSet::new();
    events.retain(|event| {
        let place = event.diagnostic().location().cloned();
        let message = event.diagnostic().message().to_owned();
        seen.insert((place, event.id().to_owned(), message))
    });
    Found {
        events,
        more,
        unsure: unsure::ids(&built.graph, &unsure),
    }
}

/// The id of events about traits without a definition.
const UNRESOLVED_TRAIT: &str = "Model.UnresolvedTrait";

/// Errors that stop the generator in `.smithy` files only, where they are mistakes that somebody has
/// just made. JSON that other programs made is in use with such traits, which change nothing of the
/// code; and definitions of traits are often removed from it.
const PASSES_IN_JSON: [&str; 4] = [UNRESOLVED_TRAIT, "TraitConflict", "TraitTarget", "Union"];

/// Errors that don't stop the generator, since its code is right all the same, or plan reports what
/// it can't do. They are shown as warnings.
const PLANNED_ALL_THE_SAME: [&str; 12] = [
    "EnumShape",
    "ExamplesTrait",
    "ExclusiveStructureMemberTrait",
    "HttpUriConflict",
    "HttpUriGreedyLabel",
    "PaginatedTrait",
    "ResourceIdentifierBinding",
    "ResourceLifecycle",
    "ResourceOperationInputOutput",
    "SingleOperationBinding",
    "SingleResourceBinding",
    "StreamingTrait",
];
