//! Reads of members of the SDK's types: where they are, and what stands for them.

use std::collections::BTreeMap;

use crate::ir::{Crate, Item, Service as Planned, Structure};

use super::data::AdoptedPiece;
use super::found::{CallKind, Found, Method, Owner};
use super::members;
use super::operations::squashed;
use super::place::Extent;
use super::services::Services;
use super::syntax::text;

/// The reads of a project by their files.
pub(super) struct Reads<'f> {
    by_file: BTreeMap<&'f str, Vec<Read<'f>>>,
}

/// A read whose field is known.
pub(super) struct Read<'f> {
    pub(super) method: &'f Method,
    /// The code behind the dot.
    pub(super) new: String,
}

impl<'f> Reads<'f> {
    pub(super) fn of(known: &Services, found: &'f Found, plan: &Crate) -> Self {
        let mut by_file: BTreeMap<&str, Vec<Read<'f>>> = BTreeMap::new();
        for method in &found.methods {
            if let Some(new) = field(known, plan, method) {
                let reads = by_file.entry(&method.place.file).or_default();
                reads.push(Read { method, new });
            }
        }
        Self { by_file }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Read<'f>> {
        self.by_file.values().flatten()
    }

    /// The reads in a part of a file: the code, and what comes behind its last dot instead.
    pub(super) fn within(&self, file: &str, extent: &Extent) -> Vec<(String, String)> {
        let reads = self.by_file.get(file).into_iter().flatten();
        let inside = reads.filter(|read| {
            extent.start <= read.method.extent.start && read.method.extent.end <= extent.end
        });
        let inside = inside.filter_map(|read| {
            let code = syn::parse_str::<syn::Expr>(&read.method.old).ok()?;
            Some((text(&code), read.new.clone()))
        });
        inside.collect()
    }

    /// The reads as pieces, but for those in other code that is shown.
    pub(super) fn pieces(&self, is_shown: impl Fn(&str, &Extent) -> bool) -> Vec<AdoptedPiece> {
        let all = self.all();
        let shown = all.filter(|read| !is_shown(&read.method.place.file, &read.method.extent));
        let pieces = shown.map(|Read { method, new }| AdoptedPiece {
            place: method.place.clone(),
            extent: method.extent.clone(),
            kind: "member",
            old: format!("{}()", method.name),
            new: Some(new.clone()),
            notes: Vec::new(),
        });
        pieces.collect()
    }
}

fn field(known: &Services, plan: &Crate, method: &Method) -> Option<String> {
    let planned = |krate: &str| -> Option<(&super::services::Service, &Planned)> {
        let service = known.of(krate)?;
        let mut all = plan.services.iter();
        let planned = all.find(|it| it.id == service.model.id)?;
        Some((service, planned))
    };
    let structure: &Structure = match method.of.as_ref()? {
        Owner::Output { krate, method } => {
            let (service, planned) = planned(krate)?;
            let name = service.operation(method, CallKind::Operation)?;
            let mut all = planned.operations.iter();
            &all.find(|it| it.wire_name == name)?.output
        }
        Owner::Type { krate, name } => {
            let (_, planned) = planned(krate)?;
            let is_it = |ty: &str| squashed(ty) == squashed(name);
            let items = planned.items.iter().filter_map(|item| match item {
                Item::Structure(it) => Some(it),
                _ => None,
            });
            let errors = planned.errors.iter().map(|error| &error.structure);
            items.chain(errors).find(|it| is_it(&it.name.ty))?
        }
    };
    let mut all = structure.members.iter();
    let member = all.find(|it| squashed(&it.name) == squashed(&method.name))?;
    Some(members::behind_dot(member))
}
