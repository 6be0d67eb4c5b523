//! Names of services and operations where two versions of a model are compared: a name has to be in one
//! of them.

use crate::config::ServiceConfig;
use crate::diagnostic::Diagnostic;

use super::choice::ALL;
use super::closure::operations_of;
use super::service_names::{Candidate, find, is_named, label, meant, services};
use super::{Model, ShapeId};

/// The services and operations of a model that a configuration names, as far as the model has them.
pub(crate) struct Names<'m> {
    model: &'m Model,
    services: Vec<Candidate<'m>>,
}

impl<'m> Names<'m> {
    pub(crate) fn of(model: &'m Model) -> Self {
        Self {
            model,
            services: services(model),
        }
    }

    /// The id of the service of a name, or of the only one if there is no name.
    pub(crate) fn service(&self, name: Option<&str>) -> Option<String> {
        let found = match name {
            Some(name) => find(&self.services, name)?,
            None => *self.services.first().filter(|_| self.services.len() == 1)?,
        };
        Some(found.0.id.to_string())
    }

    /// The ids of the services that have an operation, of those that an entry names, or of all.
    pub(crate) fn services_with(&self, entry: &ServiceConfig, operation: &str) -> Vec<String> {
        let has = |(_, service): &Candidate<'_>, name: &str| {
            let operations = operations_of(self.model, service);
            name == ALL || operations.iter().any(|(shape, _)| is_named(shape, name))
        };
        let among = self.among(entry);
        let having: Vec<Candidate<'_>> = match operation.split_once(':') {
            Some((service, name)) => {
                let of = find(&among, service).into_iter();
                of.filter(|it| has(it, name)).collect()
            }
            None if operation == ALL => Vec::new(),
            None => among.into_iter().filter(|it| has(it, operation)).collect(),
        };
        having
            .iter()
            .map(|(shape, _)| shape.id.to_string())
            .collect()
    }

    /// The operations of the services that an entry names, or of all, as people type them.
    pub(crate) fn operations(&self, entry: &ServiceConfig) -> Vec<String> {
        let among = self.among(entry).into_iter();
        let names = among.flat_map(|(service, content)| {
            let label = label(&self.services, service);
            let operations = operations_of(self.model, content).into_iter();
            operations.flat_map(move |(shape, _)| {
                let name = shape.id.name();
                [
                    name.to_owned(),
                    shape.id.to_string(),
                    format!("{label}:{name}"),
                ]
            })
        });
        names.collect()
    }

    /// The services that an entry names, or all.
    fn among(&self, entry: &ServiceConfig) -> Vec<Candidate<'m>> {
        let mut names = entry.service.iter().chain(&entry.among).peekable();
        match names.peek() {
            None => self.services.clone(),
            Some(_) => names
                .filter_map(|name| find(&self.services, name))
                .collect(),
        }
    }
}

/// The report of a service that neither of two models has.
pub(crate) fn in_neither(old: &Names<'_>, new: &Names<'_>, name: &str) -> Diagnostic {
    let mut all = new.services.clone();
    let is_new = |id: &ShapeId| new.services.iter().any(|(shape, _)| shape.id == *id);
    all.extend(old.services.iter().filter(|(shape, _)| !is_new(&shape.id)));
    Diagnostic::new(format!("neither version has a service {name}")).help(meant(&all, name))
}
