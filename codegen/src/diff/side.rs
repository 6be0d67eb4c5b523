//! A version: its model, its plan, and indexes into them.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Config, ProtocolTests, ServiceConfig};
use crate::diagnostic::{Error, Report};
use crate::ir::{Crate, ErrorShape, Item, Name, Operation, Structure, Type};
use crate::model::{self, Kind, Model, Shape, ShapeId};
use crate::source::Sources;
use crate::transform::{Texts, transform};
use crate::{ast, ir, plan};

/// A version whose model has been read, and not yet planned.
pub(super) struct Read {
    sources: Sources,
    pub(super) model: Model,
    pub(super) config: Config,
}

impl Read {
    pub(super) fn new(config: &Config) -> Result<Self, Error> {
        let mut report = Report::default();
        let sources = config.read(&mut report);
        let model = {
            let texts = Texts::new(config.transforms.len());
            let files = ast::read(&sources, &mut report);
            let files = transform(files, &config.transforms, &texts, &mut report);
            model::resolve(&files, &mut report)
        };
        if !report.is_empty() {
            return Err(Error::new(report, sources));
        }
        let mut config = config.clone();
        // Features change what is emitted, and nothing that is compared; endpoint rules are
        // compared as the models have them.
        config.server_feature = None;
        config.client_feature = None;
        config.protocol_tests = ProtocolTests::None;
        config.endpoints_only = false;
        Ok(Self {
            sources,
            model,
            config,
        })
    }

    pub(super) fn plan(self) -> Result<Side, Error> {
        let mut report = Report::default();
        let entries = self.config.services.clone();
        let plan = if entries.is_empty() {
            // To plan, no entry at all would stand for every service.
            None
        } else {
            Some(plan::plan(&self.model, &self.config, &mut report))
        };
        if !report.is_empty() {
            return Err(Error::new(report, self.sources));
        }
        Ok(Side {
            model: self.model,
            plan,
            entries,
        })
    }
}

/// A version.
pub(super) struct Side {
    model: Model,
    plan: Option<Crate>,
    entries: Vec<ServiceConfig>,
}

impl Side {
    pub(super) fn services(&self) -> Vec<Service<'_>> {
        // Services are in the order of their entries. An entry without one was left out.
        let mut entries = self.entries.iter();
        let mut services = Vec::new();
        for plan in self.plan.iter().flat_map(|plan| &plan.services) {
            let service = entries.find_map(|entry| {
                Service::new(&self.model, plan, entry).filter(|it| it.shape.id.as_str() == plan.id)
            });
            services.extend(service);
        }
        services
    }
}

/// The uses of a type.
#[derive(Clone, Debug, Default)]
pub(super) struct Use {
    /// Whether the type is in inputs; and whether in outputs or errors.
    pub(super) sent: bool,
    pub(super) received: bool,
    pub(super) operations: BTreeSet<String>,
}

/// An operation's plan with its shapes.
#[derive(Clone, Copy)]
pub(super) struct OperationSide<'s> {
    pub(super) plan: &'s Operation,
    pub(super) shape: &'s Shape,
    pub(super) input: Option<&'s Shape>,
    pub(super) output: Option<&'s Shape>,
}

/// A service of a version, by names.
pub(super) struct Service<'s> {
    pub(super) model: &'s Model,
    pub(super) plan: &'s ir::Service,
    pub(super) shape: &'s Shape,
    pub(super) version: &'s str,
    pub(super) protocol: &'static str,
    pub(super) operations: BTreeMap<&'s str, OperationSide<'s>>,
    pub(super) items: BTreeMap<&'s str, &'s Item>,
    pub(super) errors: BTreeMap<&'s str, &'s ErrorShape>,
    /// The errors of each operation, the service's own included, by their types' names.
    pub(super) errors_of: BTreeMap<&'s str, BTreeSet<&'s str>>,
    pub(super) uses: BTreeMap<&'s str, Use>,
}

impl<'s> Service<'s> {
    fn new(model: &'s Model, plan: &'s ir::Service, entry: &ServiceConfig) -> Option<Self> {
        let selection = model::select(model, entry, &mut Report::default())?;
        let shape_of = |reference: &Option<model::Reference>| {
            let id = &reference.as_ref()?.id;
            model.shape(id).filter(|shape| !shape.id.is_unit())
        };
        let errors: BTreeMap<&str, &ErrorShape> = plan
            .errors
            .iter()
            .map(|error| (error.structure.name.ty.as_str(), error))
            .collect();
        let type_of: BTreeMap<&ShapeId, &str> = errors
            .keys()
            .filter_map(|ty| Some((plan.origins.get(*ty)?, *ty)))
            .collect();
        let mut operations = BTreeMap::new();
        let mut errors_of = BTreeMap::new();
        for planned in &plan.operations {
            let (shape, operation) = selection
                .operations
                .iter()
                .find(|(shape, _)| shape.id.name() == planned.wire_name)?;
            let name = planned.wire_name.as_str();
            let own = selection.service.errors.iter().chain(&operation.errors);
            errors_of.insert(
                name,
                own.filter_map(|error| type_of.get(&error.id).copied())
                    .collect(),
            );
            operations.insert(
                name,
                OperationSide {
                    plan: planned,
                    shape,
                    input: shape_of(&operation.input),
                    output: shape_of(&operation.output),
                },
            );
        }
        let mut service = Self {
            model,
            plan,
            shape: selection.shape,
            version: &selection.service.version,
            protocol: plan.protocol,
            operations,
            items: plan
                .items
                .iter()
                .map(|item| (item.name().ty.as_str(), item))
                .collect(),
            errors,
            errors_of,
            uses: BTreeMap::new(),
        };
        service.uses = service.find_uses();
        Some(service)
    }

    /// The shape that a type comes from; not for those of inputs and outputs.
    pub(super) fn origin(&self, ty: &str) -> Option<&'s Shape> {
        self.model.shape(self.plan.origins.get(ty)?)
    }

    pub(super) fn use_of(&self, ty: &str) -> Use {
        self.uses.get(ty).cloned().unwrap_or_default()
    }

    /// Finds the operations that use each type, and in which direction.
    fn find_uses(&self) -> BTreeMap<&'s str, Use> {
        let mut uses: BTreeMap<&'s str, Use> = BTreeMap::new();
        for (name, operation) in &self.operations {
            let sent = self.reachable([&operation.plan.input], operation.plan.events_in.as_ref());
            let errors = self.errors_of.get(name).into_iter().flatten();
            let errors: Vec<&'s ErrorShape> = errors
                .filter_map(|ty| self.errors.get(ty).copied())
                .collect();
            for error in &errors {
                let used = uses.entry(error.structure.name.ty.as_str()).or_default();
                used.received = true;
                used.operations.insert((*name).to_owned());
            }
            let structures = errors.iter().map(|error| &error.structure);
            let received = self.reachable(
                structures.chain([&operation.plan.output]),
                operation.plan.events_out.as_ref(),
            );
            for ty in &sent {
                uses.entry(ty).or_default().sent = true;
            }
            for ty in &received {
                uses.entry(ty).or_default().received = true;
            }
            for ty in sent.union(&received) {
                let used = uses.entry(ty).or_default();
                used.operations.insert((*name).to_owned());
            }
        }
        uses
    }

    /// The types that structures hold, directly or not, and those of events.
    fn reachable(
        &self,
        tops: impl IntoIterator<Item = &'s Structure>,
        events: Option<&Name>,
    ) -> BTreeSet<&'s str> {
        let mut found = BTreeSet::new();
        let events = events.and_then(|events| self.items.get_key_value(events.ty.as_str()));
        found.extend(events.map(|(name, _)| *name));
        let mut open: Vec<&'s Type> = tops
            .into_iter()
            .flat_map(|structure| &structure.members)
            .map(|member| &member.ty)
            .chain(events.into_iter().flat_map(|(_, item)| types(item)))
            .collect();
        while let Some(ty) = open.pop() {
            match ty {
                Type::Scalar(_) => {}
                Type::List { item, .. } => open.push(item),
                Type::Map { value, .. } => open.push(value),
                Type::Named(named) => {
                    let Some((name, item)) = self.items.get_key_value(named.name.ty.as_str())
                    else {
                        continue;
                    };
                    if found.insert(*name) {
                        open.extend(types(item));
                    }
                }
            }
        }
        found
    }
}

/// The types that an item's members have.
fn types(item: &Item) -> Vec<&Type> {
    match item {
        Item::Structure(item) => item.members.iter().map(|member| &member.ty).collect(),
        Item::Union(item) => {
            let variants = item.variants.iter();
            variants.filter_map(|variant| variant.ty.as_ref()).collect()
        }
        Item::Enumeration(_) | Item::IntEnumeration(_) => Vec::new(),
    }
}

/// A member of a structure, union or enum, by the model's name for it.
pub(super) fn member<'s>(shape: Option<&'s Shape>, name: &str) -> Option<&'s model::Member> {
    let (Kind::Structure(members)
    | Kind::Union(members)
    | Kind::Enum(members)
    | Kind::IntEnum(members)) = &shape?.kind
    else {
        return None;
    };
    members.iter().find(|member| member.name == name)
}
