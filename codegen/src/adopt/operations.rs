//! The operations of the crates of the SDK, by the names of their methods.

use std::collections::{BTreeMap, BTreeSet};

use super::found::Owner;

/// The operations that clients have, for a scan.
#[derive(Debug, Default)]
pub(super) struct Operations {
    /// By the crate's name in code. A crate whose model isn't there has `None`.
    crates: BTreeMap<String, Option<BTreeSet<String>>>,
    /// The structures of a crate's model, and the names of operations' outputs.
    structures: BTreeMap<String, Structures>,
    /// The names of all shapes of a crate's model, by the crate's name in code.
    types: BTreeMap<String, BTreeSet<String>>,
}

/// The structures of a model, by their squashed names.
#[derive(Clone, Debug, Default)]
pub(super) struct Structures {
    /// The members, by their squashed names.
    pub(super) members: BTreeMap<String, BTreeMap<String, Getter>>,
    /// The outputs of operations, by the operations' squashed names.
    pub(super) outputs: BTreeMap<String, String>,
    /// The variants of unions, by the unions' squashed names and their own.
    pub(super) unions: BTreeMap<String, BTreeMap<String, Value>>,
    /// The members of outputs with the items of pages, by the operations' squashed names.
    pub(super) items: BTreeMap<String, String>,
}

/// A getter of a member: the value that the SDK returns. Its clients take structures and unions for
/// optional even if they are required (`CLIENT_CAREFUL` in Smithy's terms).
#[derive(Clone, Debug)]
pub(super) struct Getter {
    pub(super) value: Value,
    /// Whether it is always there.
    pub(super) is_required: bool,
    pub(super) has_default: bool,
}

/// A type of a member.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Plain,
    Text,
    /// A number or a truth value, which is copied.
    Copied,
    /// Bytes: `Blob` in the SDK.
    Blob,
    /// A body that streams: `ByteStream`.
    Body,
    /// A time: `DateTime`.
    Time,
    /// A structure or a union by its name.
    Named(String),
    List(Box<Self>),
    Map(Box<Self>),
}

/// The methods of clients that send nothing.
const OTHERS: [&str; 6] = [
    "clone",
    "config",
    "customize",
    "from_conf",
    "new",
    "builder",
];

impl Operations {
    /// Adds a crate with the names of its operations, if a model tells them.
    pub(super) fn add<'n>(&mut self, krate: &str, names: Option<impl Iterator<Item = &'n str>>) {
        let names = names.map(|names| names.map(squashed).collect());
        self.crates.insert(krate.to_owned(), names);
    }

    /// Whether a name is that of a crate.
    pub(super) fn has(&self, krate: &str) -> bool {
        self.crates.contains_key(krate)
    }

    /// Adds the names of the shapes of a crate's model.
    pub(super) fn add_types<'n>(&mut self, krate: &str, names: impl Iterator<Item = &'n str>) {
        let names = names.map(squashed).collect();
        self.types.insert(krate.to_owned(), names);
    }

    /// Adds the structures of a crate's model.
    pub(super) fn add_structures(&mut self, krate: &str, structures: Structures) {
        self.structures.insert(krate.to_owned(), structures);
    }

    /// The member that a getter of a type reads, if the model tells.
    pub(super) fn getter(&self, of: &Owner, name: &str) -> Option<&Getter> {
        let (structures, ty) = match of {
            Owner::Output { krate, method } => {
                let structures = self.structures.get(krate)?;
                (
                    structures,
                    structures.outputs.get(&squashed(method))?.clone(),
                )
            }
            Owner::Type { krate, name } => (self.structures.get(krate)?, squashed(name)),
        };
        structures.members.get(&ty)?.get(&squashed(name))
    }

    /// The value of a union's variant, if the model tells.
    pub(super) fn variant(&self, krate: &str, union: &str, name: &str) -> Option<&Value> {
        let unions = &self.structures.get(krate)?.unions;
        unions.get(&squashed(union))?.get(&squashed(name))
    }

    /// Whether a type of a crate is a union.
    pub(super) fn is_union(&self, krate: &str, name: &str) -> bool {
        let structures = self.structures.get(krate);
        structures.is_some_and(|it| it.unions.contains_key(&squashed(name)))
    }

    /// Whether the model of a crate has a map with values that are such.
    pub(super) fn has_map(&self, krate: &str, is_it: &dyn Fn(&Value) -> bool) -> bool {
        fn is_in(value: &Value, is_it: &dyn Fn(&Value) -> bool) -> bool {
            match value {
                Value::Map(item) => is_it(item) || is_in(item, is_it),
                Value::List(item) => is_in(item, is_it),
                _ => false,
            }
        }
        let Some(structures) = self.structures.get(krate) else {
            return false;
        };
        let mut members = structures.members.values().flat_map(BTreeMap::values);
        let mut variants = structures.unions.values().flat_map(BTreeMap::values);
        members.any(|it| is_in(&it.value, is_it)) || variants.any(|it| is_in(it, is_it))
    }

    /// The items of an operation's pages, if the model tells.
    pub(super) fn items(&self, krate: &str, method: &str) -> Option<&Value> {
        let structures = self.structures.get(krate)?;
        let output = structures.outputs.get(&squashed(method))?;
        let member = structures.items.get(&squashed(method))?;
        match &structures.members.get(output)?.get(member)?.value {
            Value::List(item) => Some(item),
            _ => None,
        }
    }

    /// Whether a crate may have a type of this name.
    pub(super) fn may_have_type(&self, krate: &str, name: &str) -> bool {
        let known = self.types.get(krate);
        known.is_none_or(|names| names.contains(&squashed(name)))
    }

    /// Whether a method of a client of the crate sends an operation, or would if the model had it.
    pub(super) fn is_method(&self, krate: &str, method: &str) -> bool {
        self.is_operation(krate, method) || !OTHERS.contains(&method)
    }

    /// Whether the model of a crate has the operation. Without a model none is known.
    fn is_operation(&self, krate: &str, method: &str) -> bool {
        let known = self.crates.get(krate).and_then(Option::as_ref);
        known.is_some_and(|names| names.contains(&squashed(method)))
    }

    /// The crates among those of a package with an operation of this name.
    pub(super) fn with<'k>(
        &self,
        method: &str,
        krates: impl Iterator<Item = &'k str>,
    ) -> Vec<&'k str> {
        // A word such as `get` is no operation of a service.
        let found = krates.filter(|krate| self.is_operation(krate, method));
        let mut found: Vec<&str> = found.collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A name without case and underscores: the SDK and tinsmith part words at different places.
pub(super) fn squashed(name: &str) -> String {
    let letters = name.strip_prefix("r#").unwrap_or(name).chars();
    letters
        .filter(|letter| *letter != '_')
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}
