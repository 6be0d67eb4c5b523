//! The members of shapes.

use crate::diagnostic::Diagnostic;

use super::super::names::AbsoluteId;
use super::super::tree::{At, NodeKind};
use super::Lowering;
use super::traits::Implied;

/// The target of a member.
enum Target<'n> {
    Id(AbsoluteId<'n>),
    /// The target that an elided member takes from elsewhere.
    Text(String),
}

impl<'n> Lowering<'n, '_> {
    /// Writes the members of a shape as the AST has them: as `members`, or, of lists and maps,
    /// by their names.
    pub(super) fn members(&mut self, name: &str, kind: &str, shape: At<'n, 'n>) {
        let is_named = matches!(kind, "list" | "set" | "map");
        if !is_named {
            self.json.key("members", &shape.range());
            self.json.begin('{');
        }
        for member in shape.children() {
            if !matches!(member.kind(), NodeKind::Member | NodeKind::ElidedMember) {
                continue;
            }
            self.member(name, kind, shape, member);
        }
        if !is_named {
            self.json.end('}');
        }
    }

    fn member(&mut self, owner: &str, kind: &str, shape: At<'n, 'n>, member: At<'n, 'n>) {
        let Some(name) = member.child(NodeKind::Name) else {
            return;
        };
        let id = AbsoluteId {
            namespace: self.scope.namespace,
            name: owner,
            member: Some(name.text()),
        };
        let is_enum = matches!(kind, "enum" | "intEnum");
        let target = match (member.kind(), member.child(NodeKind::ShapeId)) {
            (_, Some(target)) => {
                let resolved = self.names.resolve(self.scope.file, target.text());
                (Target::Id(resolved.id), target)
            }
            (NodeKind::ElidedMember, None) => match self.elided(id, shape, name) {
                Some(target) => (Target::Text(target), name),
                None => return,
            },
            _ if is_enum => (Target::Id(AbsoluteId::of_prelude("Unit")), name),
            _ => return,
        };
        self.json.key(name.text(), &name.range());
        self.json.begin_at('{', &member.range());
        self.json.key("target", &target.1.range());
        match target.0 {
            Target::Id(id) => self
                .json
                .string_with(&target.1.range(), |out| id.write(out)),
            Target::Text(id) => self.json.string(&id, &target.1.range()),
        }
        let assigned = member
            .children()
            .skip_while(|child| child.index <= name.index);
        let assigned = assigned
            .filter(|child| child.kind() != NodeKind::ShapeId)
            .last();
        let implied: Vec<(AbsoluteId<'_>, Implied<'n>)> = match (kind, assigned) {
            ("enum" | "intEnum", Some(value)) => {
                vec![(AbsoluteId::of_prelude("enumValue"), Implied::Value(value))]
            }
            ("enum", None) => vec![(AbsoluteId::of_prelude("enumValue"), Implied::Text(name))],
            ("structure", Some(value)) => {
                vec![(AbsoluteId::of_prelude("default"), Implied::Value(value))]
            }
            _ => Vec::new(),
        };
        // The name of an owner may be made of two parts, so it is found by its text.
        let applied = self.applied_to(owner, Some(name.text()));
        self.traits_of(id, Some(member), &applied, &implied);
        self.json.end('}');
    }

    /// The traits that `apply` statements of this file put on one of its shapes or members.
    pub(super) fn applied_to(&self, shape: &str, member: Option<&str>) -> Vec<At<'n, 'n>> {
        if self.applied.is_empty() {
            return Vec::new();
        }
        self.applied
            .get(&(shape, member))
            .cloned()
            .unwrap_or_default()
    }

    /// Reports an elided member whose target nothing tells.
    pub(super) fn not_elidable(&mut self, id: AbsoluteId<'_>, name: At<'n, 'n>) {
        self.report.add(
            Diagnostic::new(format!(
                "the member {} elides its target, and no resource or mixin has a member of this name",
                name.text()
            ))
            .at(self.location(name), "has no target")
            .shape(id.to_string())
            .help(
                "write the target after a colon; `$` takes the target of an identifier or property \
                 of the resource after `for`, or of a member of a mixin",
            ),
        );
    }
}
