//! What models offer: services, their operations, and what each would take to generate. It
//! is for choosing, so it says something of every service, supported or not.

mod binding;
mod lines;
mod support;

use serde::Serialize;
use std::collections::HashMap;

use crate::config::Config;
use crate::diagnostic::{Error, Report};
use crate::model::{self, Kind, Model, Selection, Shape, ShapeId};
use crate::progress::Progress;
use crate::source::Sources;
use crate::{ast, plan, protocol};

/// What models offer.
///
/// As JSON ([`Catalogue::to_json`]) it is an object with these members, all of them always
/// there. The form has a version: members may be added to it, but none will change its meaning
/// or go away.
///
/// ```text
/// version        1
/// services       a list of
///   id             the shape id
///   name           what people call it: sdkId, or else the shape's name
///   version        the service's own, often a date
///   module         the Rust module that it would become
///   protocols      the ids of all protocol traits that it has
///   protocol       the one that is generated, or null
///   unsupported    why it can't be generated, or null
///   shapes         how many shapes all the listed operations need together
///   sharedShapes   how many of these more than one operation needs
///   operations     a list of
///     name           the shape's name
///     id             the shape id
///     method         the HTTP method, or null
///     uri            the URI pattern, or null
///     target         what tells it from others if the URI doesn't, or null: a header's value,
///                    or an action
///     shapes         how many shapes it needs, as input, output and errors
///     ownShapes      how many of these no other listed operation needs
///     lines          how many lines of Rust it would be alone, or null if that wasn't asked
///     marks          any of "streaming", "eventStream", "paginated", "waitable", "idempotent",
///                    "readonly", "unsigned", "checksum", "compressed", "hostPrefix", "deprecated"
///     unsupported    a list of the reasons why it can't be generated; those that count only with a
///                    client or a server end in "(with a client)" or "(with a server)"
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    /// The version of the JSON form.
    pub version: u32,
    /// Every service, in the order of the models.
    pub services: Vec<CatalogueService>,
}

/// A service in a [`Catalogue`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueService {
    /// The shape id.
    pub id: String,
    /// What people call it: the `sdkId`, or else the shape's name.
    pub name: String,
    /// The service's own version, often a date.
    pub version: String,
    /// The Rust module that it would become.
    pub module: String,
    /// The ids of all protocol traits that it has.
    pub protocols: Vec<String>,
    /// The one that is generated.
    pub protocol: Option<String>,
    /// Why it can't be generated.
    pub unsupported: Option<String>,
    /// How many shapes all the listed operations need together.
    pub shapes: usize,
    /// How many of these more than one operation needs.
    pub shared_shapes: usize,
    /// The operations, in the model's order.
    pub operations: Vec<CatalogueOperation>,
}

/// An operation in a [`Catalogue`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueOperation {
    /// The shape's name.
    pub name: String,
    /// The shape id.
    pub id: String,
    /// The HTTP method, if the protocol is known well enough to tell.
    pub method: Option<String>,
    /// The URI pattern, likewise.
    pub uri: Option<String>,
    /// What tells it from others where the URI doesn't.
    pub target: Option<String>,
    /// How many shapes it needs: input, output, errors, and what is in them.
    pub shapes: usize,
    /// How many of these no other listed operation needs.
    pub own_shapes: usize,
    /// How many lines of Rust it would be alone, without client, server and serde.
    pub lines: Option<usize>,
    /// What is special about it.
    pub marks: Vec<&'static str>,
    /// Why it can't be generated.
    pub unsupported: Vec<String>,
}

impl Catalogue {
    /// The documented JSON form, indented.
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists: there is nothing in it that JSON couldn't hold.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Lists what the models offer, with the lines of each operation if there is a `progress` to
/// tell: that takes long.
pub(crate) fn list(
    config: &Config,
    progress: Option<&mut dyn FnMut(Progress)>,
) -> Result<Catalogue, Error> {
    let mut report = Report::default();
    let sources = Sources::load(&config.root, &config.models, &mut report);
    let files = ast::read(&sources, &mut report);
    let model = model::resolve(&files, &mut report);
    let services = if config.services.is_empty() {
        &model::all_services(&model)
    } else {
        &config.services
    };
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
            ..service(&model, config, selection)
        })
        .collect();
    let mut catalogue = Catalogue {
        version: 1,
        services,
    };
    if let Some(progress) = progress {
        lines::count(&model, config, &mut catalogue, progress)?;
    }
    Ok(catalogue)
}

fn service(model: &Model, config: &Config, selection: &Selection<'_>) -> CatalogueService {
    let shape = selection.shape;
    let mut report = Report::default();
    let protocol = protocol::of(shape, &mut report);
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

/// What the operation needs, counted as for the summary of what was generated.
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
