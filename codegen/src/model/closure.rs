//! The closure of the chosen operations: what is generated, and nothing else.

use foldhash::{HashSet, HashSetExt};

use crate::config::ServiceConfig;
use crate::diagnostic::{Diagnostic, Report};
use crate::spelling;

use super::service_names::{Candidate, find, is_named, known, label, services, unknown_service};
use super::{Kind, Model, Operation, Reference, Service, Shape, ShapeId};

/// A service with the operations that were chosen of it.
#[derive(Clone)]
pub(crate) struct Selection<'m> {
    pub(crate) shape: &'m Shape,
    pub(crate) service: &'m Service,
    pub(crate) operations: Vec<(&'m Shape, &'m Operation)>,
}

/// An entry for each service that the model defines, or one that fails if there is none. They are
/// in the order of their ids: that of shapes in a file, or of files, means nothing.
pub(crate) fn all_services(model: &Model) -> Vec<ServiceConfig> {
    let mut ids: Vec<&str> = model
        .shapes()
        .filter(|shape| matches!(shape.kind, Kind::Service(_)) && !shape.traits.mixin)
        .map(|shape| shape.id.as_str())
        .collect();
    ids.sort_unstable();
    let mut all: Vec<ServiceConfig> = ids
        .into_iter()
        .map(|id| ServiceConfig::new().id(id))
        .collect();
    if all.is_empty() {
        all.push(ServiceConfig::default());
    }
    all
}

/// Finds the service and operations that `config` names; what isn't there is reported.
pub(crate) fn select<'m>(
    model: &'m Model,
    config: &ServiceConfig,
    report: &mut Report,
) -> Option<Selection<'m>> {
    let (shape, service) = find_service(model, config, report)?;
    let available = operations_of(model, service);
    let operations = match &config.operations {
        None => available,
        Some(names) => {
            let mut chosen: Vec<(&Shape, &Operation)> = Vec::new();
            for name in names {
                match available.iter().find(|(shape, _)| is_named(shape, name)) {
                    Some(found) if chosen.iter().any(|(shape, _)| shape.id == found.0.id) => {}
                    Some(found) => chosen.push(*found),
                    None => report.add(unknown_operation(model, shape, name, &available)),
                }
            }
            chosen
        }
    };
    Some(Selection {
        shape,
        service,
        operations,
    })
}

fn find_service<'m>(
    model: &'m Model,
    config: &ServiceConfig,
    report: &mut Report,
) -> Option<Candidate<'m>> {
    let services = services(model);
    let found = match &config.service {
        Some(name) => find(&services, name),
        None if services.len() == 1 => services.first().copied(),
        None => None,
    };
    // While a file couldn't be read, its services can't be missed.
    if found.is_none() && !model.is_incomplete {
        report.add(match &config.service {
            Some(name) => unknown_service(&services, name),
            None if services.is_empty() => {
                Diagnostic::new("there is no service to generate").help(known(&services))
            }
            None => Diagnostic::new("it isn't clear which service is meant").help(known(&services)),
        });
    }
    found
}

/// Returns all operations of a service, those of its resources included, in the model's order
/// ([Smithy 2.0, service closure](https://smithy.io/2.0/spec/service-types.html#service-closure)).
pub(crate) fn operations_of<'m>(
    model: &'m Model,
    service: &'m Service,
) -> Vec<(&'m Shape, &'m Operation)> {
    let mut operations = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |references: &'m [Reference]| {
        for reference in references {
            if let Some(shape) = model.shape(&reference.id)
                && let Kind::Operation(operation) = &shape.kind
                && seen.insert(&shape.id)
            {
                operations.push((shape, &**operation));
            }
        }
    };
    add(&service.operations);
    let mut resources: Vec<&Reference> = service.resources.iter().collect();
    let mut visited = HashSet::new();
    let mut next = 0;
    while let Some(reference) = resources.get(next).copied() {
        next += 1;
        if let Some(Shape {
            kind: Kind::Resource(resource),
            ..
        }) = model.shape(&reference.id)
            && visited.insert(&reference.id)
        {
            add(&resource.operations);
            resources.extend(&resource.resources);
        }
    }
    operations
}

fn unknown_operation(
    model: &Model,
    service: &Shape,
    name: &str,
    available: &[(&Shape, &Operation)],
) -> Diagnostic {
    let names = available.iter().map(|(shape, _)| shape.id.name());
    let near = spelling::nearest(name, names);
    let mut diagnostic = Diagnostic::new(format!(
        "service {} has no operation {name}",
        label(&services(model), service)
    ))
    .shape(&service.id);
    if let Some(location) = &service.location {
        diagnostic = diagnostic.at(location.clone(), "the service");
    }
    diagnostic.help(match near {
        Some(near) => format!("did you mean {near}?"),
        None => {
            let mut names: Vec<_> = available
                .iter()
                .take(8)
                .map(|(shape, _)| shape.id.name())
                .collect();
            if available.len() > names.len() {
                names.push("…");
            }
            format!("its operations are {}", names.join(", "))
        }
    })
}

impl Model {
    /// The shapes that hold the values of `roots`: themselves and all that their members
    /// reach, in the order of the search.
    pub(crate) fn reachable(&self, roots: impl IntoIterator<Item = ShapeId>) -> Vec<&Shape> {
        self.search(roots, Kind::members)
    }

    /// Returns the reachable shapes without keys of maps. Keys are text in a message, whatever
    /// they target: their shapes have no form of their own there.
    pub(crate) fn reachable_values(&self, roots: impl IntoIterator<Item = ShapeId>) -> Vec<&Shape> {
        self.search(roots, |kind| match kind {
            Kind::Map { value, .. } => vec![value],
            kind => kind.members(),
        })
    }

    fn search(
        &self,
        roots: impl IntoIterator<Item = ShapeId>,
        members: impl Fn(&Kind) -> Vec<&super::Member>,
    ) -> Vec<&Shape> {
        let mut seen = HashSet::new();
        let mut open: Vec<ShapeId> = roots.into_iter().collect();
        open.reverse();
        let mut found = Vec::new();
        while let Some(id) = open.pop() {
            if let Some(shape) = self.shape(&id)
                && seen.insert(id)
            {
                found.push(shape);
                let members = members(&shape.kind);
                open.extend(members.iter().rev().map(|member| member.target.clone()));
            }
        }
        found
    }
}
