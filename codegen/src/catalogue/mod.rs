//! The contents of models: services, their operations, and what each would take to generate. A
//! catalogue is for choosing, so it lists every service, supported or not.

mod binding;
mod data;
mod lines;
mod support;

pub use data::{Catalogue, CatalogueOperation, CatalogueService};

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::{Config, ServiceConfig};
use crate::diagnostic::{Error, Report};
use crate::model::{self, Kind, Model, Selection, Shape, ShapeId};
use crate::progress::Progress;
use crate::transform::{Texts, transform};
use crate::validate::Validation;
use crate::{ast, plan, protocol, validate};

impl Config {
    /// Lists what the models offer, without generating any of it.
    ///
    /// # Errors
    /// Every problem with the models, and services and operations that aren't there.
    pub fn list(&self) -> Result<Catalogue, Error> {
        list(self, None).map_err(Error::while_reading)
    }

    /// Lists as [`Config::list`] does, and counts the lines of Rust that each operation would be
    /// alone. Counting takes as long as generating all operations, and reports progress.
    ///
    /// # Errors
    /// The errors of [`Config::list`].
    pub fn list_with_lines(&self, progress: &mut dyn FnMut(Progress)) -> Result<Catalogue, Error> {
        list(self, Some(progress)).map_err(Error::while_reading)
    }
}

/// Lists what the models offer, with the lines of each operation if there is a `progress` to
/// tell: that takes long.
fn list(config: &Config, progress: Option<&mut dyn FnMut(Progress)>) -> Result<Catalogue, Error> {
    let mut report = Report::default();
    let sources = config.read(&mut report);
    let texts = Texts::new(config.transforms.len());
    let files = ast::read(&sources, &mut report);
    let files = transform(files, &config.transforms, &texts, &mut report);
    let is_incomplete = !report.is_empty();
    let model = model::resolve(&files, &mut report);
    let chosen = match config.services.is_empty() {
        true => model::all_services(&model),
        false => model::choose(&model, &config.services, &mut report),
    };
    let services = &chosen;
    let events = validate::events_of_services(&files, is_incomplete, services);
    drop(files);
    let selections: Vec<_> = services
        .iter()
        .filter_map(|entry| Some((entry, model::select(&model, entry, &mut report)?)))
        .collect();
    if !report.is_empty() {
        return Err(Error::new(report, sources));
    }
    let services = selections
        .iter()
        .map(|(entry, selection)| CatalogueService {
            module: plan::module_name(entry, selection.shape),
            ..service(&model, config, entry, selection)
        })
        .collect();
    let sources = Arc::new(sources);
    let mut catalogue = Catalogue {
        version: 1,
        services,
        validation: Validation::of_events(events, &sources),
        warnings: report.into_warnings(&sources),
    };
    if let Some(progress) = progress {
        lines::count(&model, config, &mut catalogue, progress)?;
    }
    Ok(catalogue)
}

fn service(
    model: &Model,
    config: &Config,
    entry: &ServiceConfig,
    selection: &Selection<'_>,
) -> CatalogueService {
    let shape = selection.shape;
    let mut report = Report::default();
    let protocol = protocol::of(shape, entry.protocol.as_deref(), &mut report);
    let unsupported = report.into_messages().into_iter().next();
    let mut problems = match protocol {
        Some(_) => support::problems(model, config, selection),
        None => HashMap::new(),
    };
    let closures: Vec<Vec<&Shape>> = selection
        .operations
        .iter()
        .map(|(_, operation)| closure(model, selection, operation))
        .collect();
    let mut users: HashMap<&ShapeId, usize> = HashMap::new();
    for shape in closures.iter().flatten() {
        *users.entry(&shape.id).or_default() += 1;
    }
    let operations = selection
        .operations
        .iter()
        .zip(&closures)
        .map(|((operation, bound), closure)| CatalogueOperation {
            name: operation.id.name().to_owned(),
            id: operation.id.to_string(),
            shapes: closure.len(),
            own_shapes: closure
                .iter()
                .filter(|shape| users.get(&shape.id) == Some(&1))
                .count(),
            lines: None,
            marks: marks(model, shape, operation, bound),
            unsupported: problems.remove(&operation.id).unwrap_or_default(),
            ..binding::of(shape, operation)
        })
        .collect();
    CatalogueService {
        id: shape.id.to_string(),
        name: shape
            .traits
            .sdk_id
            .clone()
            .unwrap_or_else(|| shape.id.name().to_owned()),
        version: selection.service.version.clone(),
        module: String::new(),
        protocols: protocol::named(shape).map(str::to_owned).collect(),
        protocol: protocol.map(|protocol| protocol.id().to_owned()),
        unsupported,
        shapes: users.len(),
        shared_shapes: users.values().filter(|count| **count > 1).count(),
        operations,
    }
}

/// The shapes that the operation needs, counted as for the summary of generated code.
fn closure<'m>(
    model: &'m Model,
    selection: &Selection<'m>,
    operation: &'m model::Operation,
) -> Vec<&'m Shape> {
    let tops = operation.input.iter().chain(&operation.output);
    let errors = selection.service.errors.iter().chain(&operation.errors);
    model.reachable(tops.chain(errors).map(|reference| reference.id.clone()))
}

fn marks(
    model: &Model,
    service: &Shape,
    operation: &Shape,
    bound: &model::Operation,
) -> Vec<&'static str> {
    let streams = || {
        let tops = bound.input.iter().chain(&bound.output);
        tops.filter_map(|reference| model.shape(&reference.id))
            .flat_map(|shape| shape.kind.members())
            .filter_map(|member| {
                let target = model.target(member)?;
                (target.traits.streaming || member.traits.streaming).then_some(target)
            })
    };
    let is_union = |shape: &&Shape| matches!(shape.kind, Kind::Union(_));
    let traits = &operation.traits;
    let marks = [
        ("streaming", streams().any(|shape| !is_union(&shape))),
        ("eventStream", streams().any(|shape| is_union(&shape))),
        ("paginated", traits.paginated.is_some()),
        ("waitable", traits.waitable.is_some()),
        ("idempotent", traits.has("smithy.api#idempotent")),
        ("readonly", traits.has("smithy.api#readonly")),
        (
            "unsigned",
            plan::is_open_by_choice(model, service, operation),
        ),
        (
            "checksum",
            traits.http_checksum_required || traits.has("aws.protocols#httpChecksum"),
        ),
        ("compressed", traits.request_compression.is_some()),
        ("hostPrefix", traits.endpoint.is_some()),
        ("deprecated", traits.deprecated.is_some()),
    ];
    let marks = marks.into_iter().filter(|(_, is_so)| *is_so);
    marks.map(|(mark, _)| mark).collect()
}
