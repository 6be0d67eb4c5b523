//! Shape statements, and the inline structures of operations.

use crate::diagnostic::Diagnostic;
use crate::shape_type::Type;
use crate::spelling;

use super::super::names::{AbsoluteId, inline_structures};
use super::super::tree::{At, NodeKind};
use super::Lowering;
use super::traits::Implied;
use super::value::entries;

/// Whether the order of references has a meaning. That of operations, resources and errors has
/// none: they are sorted by their ids, as the reference writes them.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Kept,
    None,
}

impl<'n> Lowering<'n, '_> {
    /// Writes a shape, and after it the structures that are defined inside of it.
    pub(super) fn shape(&mut self, statement: At<'n, 'n>) {
        let (Some(kind), Some(name)) = (
            statement.child(NodeKind::Keyword),
            statement.child(NodeKind::Name),
        ) else {
            return;
        };
        let id = self.begin_shape(name.text(), kind.text(), name, kind);
        match kind.text() {
            "service" | "resource" => self.entity(kind.text(), statement),
            "operation" => self.operation(name.text(), statement),
            "structure" | "union" | "enum" | "intEnum" | "list" | "set" | "map" => {
                self.members(name.text(), kind.text(), statement);
            }
            _ => {}
        }
        let applied = self.applied_to(name.text(), None);
        self.end_shape(id, statement, &applied, &[]);
        if kind.text() != "operation" {
            return;
        }
        for structure in inline_structures(statement, name.text(), self.scope) {
            let (inline, inline_name) = (structure.node, structure.name);
            let id = self.begin_shape(&inline_name, "structure", inline, inline);
            self.members(&inline_name, "structure", inline);
            let applied = self.applied_to(&inline_name, None);
            self.end_shape(
                id,
                inline,
                &applied,
                &[(
                    AbsoluteId::of_prelude(structure.role),
                    Implied::Json("{}", inline),
                )],
            );
        }
    }

    fn begin_shape<'a>(
        &mut self,
        name: &'a str,
        kind: &str,
        name_at: At<'n, 'n>,
        kind_at: At<'n, 'n>,
    ) -> AbsoluteId<'a>
    where
        'n: 'a,
    {
        let id = AbsoluteId {
            namespace: self.scope.namespace,
            name,
            member: None,
        };
        self.json
            .begin_part(&name_at.range(), &kind_at.range(), |out| id.write(out));
        self.json.key("type", &kind_at.range());
        self.json.string(kind, &kind_at.range());
        id
    }

    /// Writes the mixins and traits of a shape.
    fn end_shape(
        &mut self,
        id: AbsoluteId<'_>,
        shape: At<'n, 'n>,
        applied: &[At<'n, 'n>],
        implied: &[(AbsoluteId<'n>, Implied<'n>)],
    ) {
        if let Some(mixins) = shape.child(NodeKind::Mixins) {
            self.json.key("mixins", &mixins.range());
            self.references(mixins, Order::Kept);
        }
        self.traits_of(id, Some(shape), applied, implied);
        self.json.end_part();
    }

    /// A list of `{"target": …}` of the shape ids or strings among a node's children.
    fn references(&mut self, list: At<'n, 'n>, order: Order) {
        let mut ids: Vec<(Option<AbsoluteId<'n>>, At<'n, 'n>)> = list
            .children()
            .map(|node| (self.id_of(node), node))
            .collect();
        if order == Order::None {
            ids.sort_by_key(|(id, _)| *id);
        }
        self.json.begin_at('[', &list.range());
        for (id, node) in ids {
            self.json.item();
            self.reference_to(id, node);
        }
        self.json.end(']');
    }

    /// The absolute id that a node stands for; none if it is neither an id nor a string.
    fn id_of(&self, id: At<'n, 'n>) -> Option<AbsoluteId<'n>> {
        match id.kind() {
            NodeKind::ShapeId | NodeKind::Word | NodeKind::String => {
                let text = id.text();
                let quoted = text.strip_prefix('"');
                let quoted = quoted.and_then(|text| text.strip_suffix('"'));
                let resolved = self.names.resolve(self.scope.file, quoted.unwrap_or(text));
                Some(resolved.id)
            }
            _ => None,
        }
    }

    /// `{"target": …}` of a shape id, or of a string that is one.
    fn reference(&mut self, node: At<'n, 'n>) {
        self.reference_to(self.id_of(node), node);
    }

    fn reference_to(&mut self, id: Option<AbsoluteId<'n>>, node: At<'n, 'n>) {
        let range = node.range();
        self.json.begin_at('{', &range);
        self.json.key("target", &range);
        match id {
            // A quoted id can have characters to escape.
            Some(id) if node.kind() == NodeKind::String => {
                self.json.string(&id.to_string(), &range);
            }
            Some(id) => self.json.string_with(&range, |out| id.write(out)),
            // Reading the AST reports that the target is no string.
            None => self.value(node),
        }
        self.json.end('}');
    }

    fn operation(&mut self, name: &str, statement: At<'n, 'n>) {
        let mut inline = inline_structures(statement, name, self.scope).into_iter();
        for property in statement.children() {
            let (NodeKind::Property, Some(key)) = (property.kind(), property.child(NodeKind::Name))
            else {
                continue;
            };
            self.json.key(key.text(), &key.range());
            if let Some(ids) = property.child(NodeKind::ShapeIds) {
                self.references(ids, Order::None);
            } else if let Some(id) = property.child(NodeKind::ShapeId) {
                self.reference(id);
            } else if let Some(structure) = inline.next() {
                let range = structure.node.range();
                self.json.begin_at('{', &range);
                self.json.key("target", &range);
                let id = format!("{}#{}", self.scope.namespace, structure.name);
                self.json.string(&id, &range);
                self.json.end('}');
            }
        }
    }

    /// The properties of a service or resource.
    fn entity(&mut self, kind: &str, statement: At<'n, 'n>) {
        let Some(body) = statement.child(NodeKind::Object) else {
            return;
        };
        let known = Type::from_name(kind).map_or(&[][..], Type::properties);
        for (key, name, value) in entries(body) {
            if !known.contains(&&*key) {
                self.unknown_property(kind, &key, name, known);
                continue;
            }
            self.json.key(&key, &name.range());
            match (kind, &*key, value.kind()) {
                (_, "operations" | "resources" | "collectionOperations", NodeKind::Array)
                | ("service", "errors", NodeKind::Array) => self.references(value, Order::None),
                ("resource", "identifiers" | "properties", NodeKind::Object) => {
                    self.json.begin_at('{', &value.range());
                    for (key, name, target) in entries(value) {
                        self.json.key(&key, &name.range());
                        self.reference(target);
                    }
                    self.json.end('}');
                }
                ("resource", "put" | "create" | "read" | "update" | "delete" | "list", _) => {
                    self.reference(value);
                }
                _ => self.value(value),
            }
        }
    }

    /// Warns of a property that a service or resource doesn't have, as the reference does.
    fn unknown_property(&mut self, kind: &str, key: &str, name: At<'n, 'n>, known: &[&str]) {
        let help = match spelling::nearest(key, known.iter().copied()) {
            Some(nearest) => format!("did you mean {nearest}?"),
            None => format!("the properties of a {kind} are {}", known.join(", ")),
        };
        self.report.warn(
            Diagnostic::new(format!("`{key}` isn't a property of a {kind}"))
                .at(self.location(name), "has no effect")
                .help(help),
        );
    }
}
