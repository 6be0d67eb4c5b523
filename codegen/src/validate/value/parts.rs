//! Values in values: items, entries and members.

use crate::ast::{Entries, Node};

use super::super::graph::At;
use super::super::ids::{DEFAULT, REQUIRED, SPARSE};
use super::comparison::{Class, Comparison, Mismatch, Path};

impl Comparison<'_, '_, '_> {
    pub(super) fn items(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let Some(member) = graph.member(target, "member") else {
            return;
        };
        let is_sparse = graph.has(target, SPARSE);
        let items: Vec<Node<'_>> = node.decode().unwrap_or_default();
        for (item, number) in items.into_iter().zip(0..) {
            if is_sparse && item.text() == "null" {
                continue;
            }
            let step = number.to_string();
            self.value(member, item, &path.then(&step));
        }
    }

    pub(super) fn entries(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let (Some(key), Some(value)) = (graph.member(target, "key"), graph.member(target, "value"))
        else {
            return;
        };
        let is_sparse = graph.has(target, SPARSE);
        let has_rules = [Some(key), graph.target(key)]
            .into_iter()
            .flatten()
            .any(|at| !graph.shape(at).traits.is_empty());
        let entries: Entries<'_, Node<'_>> = node.decode().unwrap_or_default();
        for (name, item) in entries {
            if has_rules {
                self.key(key, &name.name, item, &path.then(&name.name));
            }
            if !(is_sparse && item.text() == "null") {
                self.value(value, item, &path.then(&name.name));
            }
        }
    }

    /// A key is compared as if it were a value, and reported at the value.
    fn key(&mut self, member: At, name: &str, item: Node<'_>, path: &Path<'_>) {
        let text = serde_json::Value::from(name).to_string();
        let Ok(node) = serde_json::from_str::<Node<'_>>(&text) else {
            return;
        };
        let mut comparison = Comparison {
            values: self.values,
            place: self.place,
            namespace: self.namespace,
            found: Vec::new(),
        };
        comparison.value(member, node, &path.then("(key)"));
        let location = self.place.of(item.text());
        self.found
            .extend(comparison.found.into_iter().map(|it| Mismatch {
                location: location.clone(),
                ..it
            }));
    }

    pub(super) fn members(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let entries: Entries<'_, Node<'_>> = node.decode().unwrap_or_default();
        for (name, item) in entries.iter() {
            match graph.member(target, &name.name) {
                Some(member) => self.value(member, *item, &path.then(&name.name)),
                None => {
                    let id = graph.id(target);
                    let names: Vec<String> = graph
                        .members(target)
                        .map(|member| graph.shape(member).name.to_string())
                        .collect();
                    let near = graph.nearest(&name.name, names.iter().map(String::as_str));
                    let help = match near {
                        Some(near) => format!("did you mean {near}?"),
                        None if names.is_empty() => "it has no members".to_owned(),
                        None => format!("its members are {}", names.join(", ")),
                    };
                    let message = format!("{id} has no member {}", name.name);
                    let class = Class::UnknownMember(format!("{id}.{}", name.name));
                    self.wrong(*item, path, class, message, help);
                }
            }
        }
        for member in graph.members(target) {
            let name = &graph.shape(member).name;
            if graph.has(member, REQUIRED)
                && !graph.has(member, DEFAULT)
                && !entries.iter().any(|(key, _)| key.name == *name)
            {
                let message = format!("the member {name} is missing");
                let help = format!("{} requires it", graph.id(target));
                self.wrong(node, path, Class::Constraint, message, help);
            }
        }
    }

    pub(super) fn variant(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let entries: Entries<'_, Node<'_>> = node.decode().unwrap_or_default();
        let count = entries.iter().count();
        if count > 1 {
            let message = format!("expected one member of the union, found {count}");
            self.wrong(node, path, Class::Type, message, "leave one of them");
        }
        for (name, item) in entries.iter() {
            match graph.member(target, &name.name) {
                Some(member) => self.value(member, *item, &path.then(&name.name)),
                None => {
                    let names: Vec<String> = graph
                        .members(target)
                        .map(|member| graph.shape(member).name.to_string())
                        .collect();
                    let message =
                        format!("the union {} has no member {}", graph.id(target), name.name);
                    let help = format!("its members are {}", names.join(", "));
                    self.wrong(*item, path, Class::Type, message, help);
                }
            }
        }
    }
}
