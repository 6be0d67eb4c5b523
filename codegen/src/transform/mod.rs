//! **Transform**, between read and resolve: the changes that a projection makes to its models.
//!
//! Files keep their places, so reports point at what people wrote. What a transform writes anew
//! (names of renamed shapes) has no place.
//!
//! Rules: [Smithy 2.0, transforms](https://smithy.io/2.0/guides/smithy-build-json.html#transforms).

mod deprecated;
mod ids;
mod mixins;
mod problem;
mod remove;
mod rename;
mod tags;
mod texts;
mod traits;
mod types;
mod unused;

use crate::ast::File;
use crate::diagnostic::{Diagnostic, Report};
use crate::projection::{Change, Choice, Transform, Way};
use crate::shape_type::Type;
use crate::validate::{At, Evaluator, Graph, Known, build, parse_selector};

use ids::{MIXIN, TRAIT};
use problem::Problem;
use remove::Gone;
use texts::Sheet;
pub(crate) use texts::Texts;

/// Makes the changes one after the other, on files without problems. What can't be done goes into
/// the report.
pub(crate) fn transform<'a>(
    mut files: Vec<File<'a>>,
    transforms: &[Transform],
    texts: &'a Texts,
    report: &mut Report,
) -> Vec<File<'a>> {
    for (transform, sheet) in transforms.iter().zip(texts.sheets()) {
        if !report.is_empty() {
            break;
        }
        if let Err((problem, help)) = change(&mut files, &transform.change, sheet) {
            let Transform {
                projection, name, ..
            } = transform;
            let message =
                format!("the transform {name} of the projection {projection} fails: {problem}");
            report.add(Diagnostic::new(message).help(help));
        }
    }
    files
}

/// The first mistake in a selector.
pub(crate) fn selector_mistake(selector: &str) -> Option<String> {
    let error = parse_selector(selector).err()?;
    Some(format!("{}, at byte {}", error.message, error.at))
}

/// Says what is wrong with the date or version of `removeDeprecatedShapes`.
pub(crate) fn check_since(date: Option<&str>, version: Option<&str>) -> Result<(), String> {
    match (date, version) {
        (Some(date), _) if deprecated::day(date).is_none() => {
            Err(format!("{date} isn't a date such as 2024-12-31"))
        }
        (_, Some(version)) if deprecated::Version::parse(version).is_none() => {
            Err(format!("{version} isn't a version such as 1.2.0"))
        }
        _ => Ok(()),
    }
}

fn change<'a>(files: &mut Vec<File<'a>>, change: &Change, sheet: &'a Sheet) -> Result<(), Problem> {
    match change {
        Change::IncludeServices(ids) => {
            let goes = |graph: &Graph<'_>, at: At| {
                graph.kind(at) == Type::Service && !ids.iter().any(|id| *id == graph.id(at))
            };
            remove_if(files, goes);
        }
        Change::IncludeNamespaces(namespaces) => {
            let goes = |graph: &Graph<'_>, at: At| {
                let is_of = |namespace: &String| namespace == graph.namespace(at);
                !namespaces.iter().any(is_of) && !graph.has(at, TRAIT)
            };
            remove_if(files, goes);
        }
        Change::Shapes(way, choice) => shapes(files, *way, choice)?,
        Change::Traits(way, names) => traits::remove(files, *way, names),
        Change::TraitsByTag(way, tags) => traits::remove_by_tag(files, *way, tags),
        Change::Tags(way, tags) => tags::change(files, *way, tags, sheet),
        Change::Metadata(way, keys) => {
            for file in files {
                file.metadata
                    .retain(|key| !way.removes(keys.iter().any(|known| known == key)));
            }
        }
        Change::RemoveUnusedShapes { exported } => {
            remove(files, |graph| unused::unused(graph, exported));
        }
        Change::RemoveDeprecatedShapes { date, version } => remove_if(files, |graph, at| {
            deprecated::is_before(graph, at, date.as_deref(), version.as_deref())
        }),
        Change::RemoveTraitDefinitions { exported } => traits::remove_definitions(files, exported),
        Change::FlattenMixins => {
            mixins::flatten(files, None);
            // Nothing refers to them any more.
            remove_if(files, |graph, at| {
                graph.kind(at) != Type::Member && graph.has(at, MIXIN)
            });
        }
        Change::Rename(ids) => rename::rename(files, ids, sheet)?,
        Change::FlattenNamespaces {
            namespace,
            service,
            tagged,
        } => {
            let ids = {
                let graph = build(files, Known::load().files()).graph;
                unused::namespaces(&graph, namespace, service, tagged)?
            };
            rename::rename(files, &ids, sheet)?;
        }
        Change::Types { types, makes_names } => {
            types::change(files, types, *makes_names, sheet)?;
        }
        Change::StringsToEnums { makes_names } => types::enums(files, *makes_names),
        Change::OptionalTokens => traits::make_tokens_optional(files),
    }
    Ok(())
}

/// Removes shapes, and what can't be without them.
fn remove<'a>(files: &mut Vec<File<'a>>, first: impl Fn(&Graph<'_>) -> Vec<At>) {
    let gone = {
        let graph = build(files, Known::load().files()).graph;
        Gone::of(&graph, first(&graph))
    };
    gone.remove(files);
}

/// Removes the shapes that a test chooses. Members of lists and maps aren't asked about.
fn remove_if<'a>(files: &mut Vec<File<'a>>, goes: impl Fn(&Graph<'_>, At) -> bool) {
    remove(files, |graph| {
        let all = graph.own().filter(|at| can_go(graph, *at));
        all.filter(|at| goes(graph, *at)).collect()
    });
}

fn can_go(graph: &Graph<'_>, at: At) -> bool {
    let container = graph.shape(at).container.map(|at| graph.kind(at));
    container.is_none_or(|kind| !matches!(kind, Type::List | Type::Set | Type::Map))
}

fn shapes(files: &mut Vec<File<'_>>, way: Way, choice: &Choice) -> Result<(), Problem> {
    match choice {
        Choice::Tags(wanted) => remove_if(files, |graph, at| {
            way.removes(tags::has_any(graph, at, wanted))
        }),
        Choice::Traits(names) => remove_if(files, |graph, at| {
            let mut applied = graph.shape(at).traits.iter();
            way.removes(applied.any(|it| names.iter().any(|name| traits::absolute(name) == it.id)))
        }),
        Choice::Selector(text) => {
            let selector = parse_selector(text).map_err(|error| {
                let message = format!("{} in its selector, at byte {}", error.message, error.at);
                (message, "see https://smithy.io/2.0/spec/selectors.html")
            })?;
            remove(files, |graph| {
                let mut chosen = vec![false; graph.len()];
                for at in Evaluator::new(&selector, graph).select() {
                    if let Some(is_chosen) = chosen.get_mut(at.index()) {
                        *is_chosen = true;
                    }
                }
                let all = graph.own().filter(|at| can_go(graph, *at));
                let is_chosen = |at: &At| chosen.get(at.index()) == Some(&true);
                all.filter(|at| way.removes(is_chosen(at))).collect()
            });
        }
    }
    Ok(())
}
