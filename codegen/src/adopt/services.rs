//! The services that a project calls: their crates, their models, and what is used of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::config::{Config, ServiceConfig};
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::model::{self, Model, ShapeId};
use crate::source::Sources;
use crate::{ast, ir, plan};

use super::found::{CallKind, Continued, Found, Mention};
use super::index::is_client;
use super::models::{ModelOf, Models};
use super::operations::{Getter, Operations, Structures, Value, squashed};
use super::place::Place;

/// A crate of the SDK and the model of its service.
pub(super) struct Service {
    /// The crate, such as `aws-sdk-dynamodb`.
    pub(super) krate: String,
    pub(super) model: ModelOf,
    /// The operations of the model, by their squashed names.
    operations: BTreeMap<String, String>,
    /// The operations that waiters send, by the waiters' squashed names.
    waiters: BTreeMap<String, String>,
    /// The names of all shapes of the model.
    shapes: Vec<String>,
    structures: Structures,
    /// Other models of the same service that were found.
    pub(super) others: Vec<PathBuf>,
}

/// The crates of a project, with their models and without.
#[derive(Default)]
pub(super) struct Services {
    pub(super) known: Vec<Service>,
    /// The crates without a model.
    pub(super) unknown: Vec<String>,
}

impl Services {
    /// Finds the models of crates.
    pub(super) fn find(
        crates: &[String],
        models: &Models,
        report: &mut Report,
    ) -> Result<Self, Error> {
        let mut services = Self::default();
        for krate in crates {
            let mut all = models.found.iter().filter(|model| model.is_of(krate));
            let Some(model) = all.next() else {
                services.unknown.push(krate.clone());
                continue;
            };
            let others = all
                .flat_map(|model| model.files.iter().take(1).cloned())
                .collect();
            let config = config_of([model]);
            let (read, sources) = read(&config, report);
            if !report.is_empty() {
                return Err(Error::new(std::mem::take(report), sources));
            }
            services.known.push(service(krate, model, others, &read));
        }
        Ok(services)
    }

    /// The operations for a scan.
    pub(super) fn operations(&self) -> Operations {
        let mut operations = Operations::default();
        for service in &self.known {
            let names = service.operations.values().map(String::as_str);
            let krate = service.krate.replace('-', "_");
            operations.add(&krate, Some(names));
            operations.add_structures(&krate, service.structures.clone());
            operations.add_types(&krate, service.shapes.iter().map(String::as_str));
        }
        for krate in &self.unknown {
            operations.add(&krate.replace('-', "_"), None::<std::iter::Empty<&str>>);
        }
        operations
    }

    pub(super) fn of(&self, krate: &str) -> Option<&Service> {
        let mut known = self.known.iter();
        known.find(|service| service.krate.replace('-', "_") == krate)
    }

    /// The operations that are used, by crate. Crates without a model, and operations that models
    /// don't have, are reported.
    pub(super) fn used(
        &self,
        found: &Found,
        models: &[PathBuf],
        broken: &Models,
        report: &mut Report,
    ) -> BTreeMap<String, BTreeSet<String>> {
        let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut missing = BTreeSet::new();
        let calls = found.calls.iter();
        let calls = calls.map(|call| (&call.krate, call.method.as_str(), call.kind, &call.place));
        for (krate, method, kind, place) in calls.chain(found.mentions.iter().filter_map(named)) {
            let Some(service) = self.of(krate) else {
                missing.insert(krate.as_str());
                continue;
            };
            match service.operation(method, kind) {
                Some(operation) => {
                    let operations = used.entry(service.krate.clone()).or_default();
                    operations.insert(operation.to_owned());
                }
                // A type alone: its name tells.
                None if method.is_empty() => {}
                None => report.add(service.without(method, place)),
            }
        }
        for krate in missing {
            report.add(without_model(&krate.replace('_', "-"), models));
            for (files, error) in &broken.broken {
                let first = error.diagnostics().first();
                report.add(
                    Diagnostic::new(format!("{} can't be read as a model", file(files)))
                        .help(first.map_or("", Diagnostic::message)),
                );
            }
        }
        used
    }
}

impl Service {
    fn without(&self, method: &str, place: &Place) -> Diagnostic {
        let (file, name, krate) = (file(&self.model.files), &self.model.name, &self.krate);
        Diagnostic::new(format!("{place} calls `{method}`, which isn't in {file}")).help(format!(
            "take a newer model of {name}: the project's {krate} is made of one"
        ))
    }

    /// Whether the SDK's builder of a type may fail: where a member has to be there.
    pub(super) fn may_fail(&self, ty: &str) -> bool {
        let members = self.structures.members.get(&squashed(ty));
        members.is_some_and(|all| all.values().any(|it| it.is_required && !it.has_default))
    }

    /// Whether the SDK's getter of a member of a type gives the value itself, and not an `Option`.
    pub(super) fn is_required(&self, ty: &str, member: &str) -> bool {
        let members = self.structures.members.get(&squashed(ty));
        let member = members.and_then(|all| all.get(&squashed(member)));
        member.is_some_and(|it| it.is_required)
    }

    /// The name of the output of a method of the client.
    pub(super) fn output(&self, method: &str) -> Option<&str> {
        let outputs = &self.structures.outputs;
        outputs.get(&squashed(method)).map(String::as_str)
    }

    /// The operation of a method of the client.
    pub(super) fn operation(&self, method: &str, kind: CallKind) -> Option<&str> {
        let name = squashed(method);
        let found = match kind {
            CallKind::Waiter | CallKind::Continued(Continued::Waiter) => {
                let waiter = method.strip_prefix("wait_until_").unwrap_or(method);
                self.waiters.get(&squashed(waiter))
            }
            _ => self.operations.get(&name),
        };
        found.map(String::as_str)
    }
}

fn without_model(krate: &str, models: &[PathBuf]) -> Diagnostic {
    let folders: Vec<String> = models.iter().map(|it| it.display().to_string()).collect();
    let folders = folders.join(" and ");
    let wanted = krate.strip_prefix("aws-sdk-").unwrap_or(krate);
    Diagnostic::new(format!("no model for {krate} in {folders}")).help(format!(
        "a model counts if its sdkId is {wanted:?} but for case and spaces; AWS publishes its models on \
         GitHub, in aws/api-models-aws: put the service's into the folder, or name its folder with another --models"
    ))
}

/// The file that stands for a model in reports.
pub(super) fn file(files: &[PathBuf]) -> String {
    files
        .first()
        .map(|file| file.display().to_string())
        .unwrap_or_default()
}

fn service(krate: &str, of: &ModelOf, others: Vec<PathBuf>, model: &Model) -> Service {
    let id = ShapeId::parse(&of.id);
    let shape = id.and_then(|id| model.shape(&id));
    let mut operations = BTreeMap::new();
    let mut waiters = BTreeMap::new();
    let mut structures = Structures::default();
    if let Some(model::Kind::Service(service)) = shape.map(|shape| &shape.kind) {
        for (shape, _) in model::operations_of(model, service) {
            let name = shape.id.name().to_owned();
            for waiter in shape.traits.waitable.iter().flat_map(|all| all.keys()) {
                waiters.insert(squashed(waiter), name.clone());
            }
            if let model::Kind::Operation(it) = &shape.kind
                && let Some(output) = &it.output
            {
                let output = squashed(output.id.name());
                structures.outputs.insert(squashed(&name), output);
            }
            if let Some(items) = shape
                .traits
                .paginated
                .as_ref()
                .and_then(|it| it.items.as_ref())
            {
                structures.items.insert(squashed(&name), squashed(items));
            }
            operations.insert(squashed(&name), name);
        }
    }
    // A folder of files is one model: shapes of the service's own namespace count before others of the
    // same name.
    let namespace = of.id.split_once('#').map_or("", |(namespace, _)| namespace);
    let mut shapes: Vec<&model::Shape> = model.shapes().collect();
    shapes.sort_by_key(|shape| shape.id.namespace() == namespace);
    for shape in shapes {
        if let model::Kind::Structure(members) = &shape.kind {
            let members = members.iter().filter_map(|member| {
                let traits = &member.traits;
                let value = value(model, model.target(member)?, 0);
                let getter = Getter {
                    is_required: (traits.required || traits.default.is_some())
                        && !traits.client_optional
                        && !matches!(value, Value::Named(_)),
                    has_default: traits.default.is_some(),
                    value,
                };
                Some((squashed(&member.name), getter))
            });
            let name = squashed(shape.id.name());
            structures.members.insert(name, members.collect());
        } else if let model::Kind::Union(members) = &shape.kind {
            let variants = members.iter().filter_map(|member| {
                let value = value(model, model.target(member)?, 0);
                Some((squashed(&member.name), value))
            });
            let name = squashed(shape.id.name());
            structures.unions.insert(name, variants.collect());
        }
    }
    Service {
        krate: krate.to_owned(),
        model: of.clone(),
        operations,
        waiters,
        structures,
        shapes: model.shapes().map(|it| it.id.name().to_owned()).collect(),
        others,
    }
}

/// The most lists and maps in one another.
const MAX_DEPTH: usize = 8;

/// The type of a member with this target.
fn value(model: &Model, target: &model::Shape, depth: usize) -> Value {
    let inner = |member: &model::Member| match model.target(member) {
        Some(target) if depth < MAX_DEPTH => Box::new(value(model, target, depth + 1)),
        _ => Box::new(Value::Plain),
    };
    match &target.kind {
        model::Kind::Structure(_) | model::Kind::Union(_) => {
            Value::Named(target.id.name().to_owned())
        }
        model::Kind::List(member) => Value::List(inner(member)),
        model::Kind::Map { value, .. } => Value::Map(inner(value)),
        model::Kind::Simple(model::Simple::Blob) if target.traits.streaming => Value::Body,
        model::Kind::Simple(model::Simple::Blob) => Value::Blob,
        model::Kind::Simple(model::Simple::Timestamp) => Value::Time,
        model::Kind::Simple(model::Simple::String) => Value::Text,
        model::Kind::Simple(
            model::Simple::Boolean
            | model::Simple::Byte
            | model::Simple::Short
            | model::Simple::Integer
            | model::Simple::Long
            | model::Simple::Float
            | model::Simple::Double,
        ) => Value::Copied,
        _ => Value::Plain,
    }
}

/// A configuration of models alone.
fn config_of<'m>(models: impl IntoIterator<Item = &'m ModelOf>) -> Config {
    let files = models.into_iter().flat_map(|model| &model.files);
    let files: BTreeSet<&PathBuf> = files.collect();
    files.into_iter().fold(Config::new(), Config::model)
}

/// The configuration that generates the operations that are used.
pub(super) fn config(services: &Services, used: &BTreeMap<String, BTreeSet<String>>) -> Config {
    let chosen: Vec<(&Service, &BTreeSet<String>)> = services
        .known
        .iter()
        .filter_map(|service| Some((service, used.get(&service.krate)?)))
        .collect();
    let mut config = config_of(chosen.iter().map(|(service, _)| &service.model));
    for (service, operations) in chosen {
        let entry = ServiceConfig::new().id(&service.model.id);
        config = config.service(entry.operations(operations.iter().cloned()));
    }
    config
        .client_feature("client")
        .client_core_feature("client-core")
        .serde_feature("serde")
        .server_feature("server")
}

/// The plan of a configuration. What isn't supported is left out of it.
pub(super) fn planned(config: &Config) -> Result<ir::Crate, Error> {
    let mut report = Report::default();
    let (model, sources) = read(config, &mut report);
    let plan = plan::plan(&model, &config.clone().skip_unsupported(true), &mut report);
    match report.is_empty() {
        true => Ok(plan),
        false => Err(Error::new(report, sources)),
    }
}

fn read(config: &Config, report: &mut Report) -> (Model, Sources) {
    let sources = config.read(report);
    let model = {
        let files = ast::read(&sources, report);
        model::resolve(&files, report)
    };
    (model, sources)
}

/// The operation in the path of one of its types, which counts as a use, as in a builder that a
/// function takes; an empty name for a type that operations share.
fn named(mention: &Mention) -> Option<(&String, &str, CallKind, &Place)> {
    match mention.path.as_slice() {
        [krate, module, rest @ ..] if is_client(krate) => match (module.as_str(), rest) {
            // Traits are beside the modules: `operation::RequestId`.
            ("operation", [operation, _, ..]) if operation.starts_with(char::is_lowercase) => {
                Some((krate, operation, CallKind::Named, &mention.place))
            }
            ("types", [_, ..]) => Some((krate, "", CallKind::Named, &mention.place)),
            _ => None,
        },
        _ => None,
    }
}

/// A path of a model as reports show it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}
