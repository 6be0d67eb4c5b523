//! Two versions of a service side by side, and the changes found so far.

use std::collections::BTreeSet;

use crate::model::{Kind, Shape, ShapeId, Traits};
use crate::plan;

use super::change::{Change, Group};
use super::renames::Renames;
use super::rule::Rule;
use super::side::{self, Service, Use};

/// Both versions of a service, and what is different.
pub(super) struct Comparison<'c> {
    pub(super) old: &'c Service<'c>,
    pub(super) new: &'c Service<'c>,
    pub(super) renames: Renames,
    pub(super) changes: Vec<Change>,
}

/// What a change is grouped under, and the operations that it touches.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) group: Group,
    pub(super) operations: BTreeSet<String>,
}

/// What a change means, in Rust and on the wire.
#[derive(Clone, Debug, Default)]
pub(super) struct Effect {
    rust: Option<String>,
    wire: Option<String>,
}

impl Effect {
    pub(super) fn rust(text: impl Into<String>) -> Self {
        Self {
            rust: Some(text.into()),
            wire: None,
        }
    }

    pub(super) fn wire(text: impl Into<String>) -> Self {
        Self {
            rust: None,
            wire: Some(text.into()),
        }
    }

    pub(super) fn and_wire(mut self, text: Option<String>) -> Self {
        self.wire = text;
        self
    }
}

/// A structure, union or enum in both versions, as what it is compared.
pub(super) struct Owner<'c> {
    pub(super) subject: Subject,
    /// Its name in Rust, which paths to its members start with.
    pub(super) ty: String,
    pub(super) old_shape: Option<&'c Shape>,
    pub(super) new_shape: Option<&'c Shape>,
    /// Whether clients of both versions send it, and whether they receive it.
    pub(super) sent: bool,
    pub(super) received: bool,
}

impl Owner<'_> {
    /// A member as Rust writes it.
    pub(super) fn place(&self, member: &str) -> String {
        format!("{}::{member}", self.ty)
    }

    /// The shape id of a member; the new version's goes before the old one's.
    pub(super) fn member_id(&self, member: &str) -> String {
        let has = |shape: &&Shape| side::member(Some(shape), member).is_some();
        let shape = self.new_shape.filter(has).or(self.old_shape);
        shape.map_or_else(String::new, |shape| shape.id.member(member))
    }

    pub(super) fn id(&self) -> String {
        let shape = self.new_shape.or(self.old_shape);
        shape.map_or_else(String::new, |shape| shape.id.to_string())
    }
}

impl<'c> Comparison<'c> {
    pub(super) fn new(old: &'c Service<'c>, new: &'c Service<'c>) -> Self {
        Self {
            renames: Renames::find(old, new),
            old,
            new,
            changes: Vec::new(),
        }
    }

    /// Whether what the protocol decides can be compared: if the protocol is another, all of it
    /// is, and that is told once.
    pub(super) fn same_protocol(&self) -> bool {
        self.old.protocol == self.new.protocol
    }

    pub(super) fn add(
        &mut self,
        rule: Rule,
        subject: &Subject,
        place: impl Into<String>,
        shape: impl Into<String>,
        effect: Effect,
    ) {
        let place = place.into();
        self.changes.push(Change {
            service: self.new.plan.module.clone(),
            group: subject.group.clone(),
            rule,
            places: (!place.is_empty()).then_some(place).into_iter().collect(),
            shape: shape.into(),
            operations: subject.operations.clone(),
            rust: effect.rust,
            wire: effect.wire,
            texts: None,
        });
    }

    /// The service as a whole.
    pub(super) fn whole(&self) -> Subject {
        Subject {
            group: Group::Service,
            operations: BTreeSet::new(),
        }
    }

    /// How a type is used, by its names in both versions.
    pub(super) fn uses(&self, old: &str, new: &str) -> (Use, Use) {
        (self.old.use_of(old), self.new.use_of(new))
    }

    /// What a trait of a member's value is said of: the shape that it targets, if that has the
    /// trait and no type of its own. Then all that target it change in the same way.
    pub(super) fn cause(
        &self,
        owner: &Owner<'_>,
        names: (&str, &str),
        has: impl Fn(&Traits) -> bool,
    ) -> (Subject, String) {
        let own = || (owner.subject.clone(), owner.member_id(names.1));
        let (Some(old), Some(new)) = (
            side::member(owner.old_shape, names.0),
            side::member(owner.new_shape, names.1),
        ) else {
            return own();
        };
        if has(&old.traits) || has(&new.traits) {
            return own();
        }
        let (Some(from), Some(to)) = (self.old.model.target(old), self.new.model.target(new))
        else {
            return own();
        };
        let is_plain = |shape: &Shape| {
            matches!(
                shape.kind,
                Kind::Simple(_) | Kind::List(_) | Kind::Map { .. }
            ) && !is_prelude(&shape.id)
        };
        let is_same = from.id.name() == to.id.name();
        if !is_same || !is_plain(to) || !is_plain(from) || !(has(&from.traits) || has(&to.traits)) {
            return own();
        }
        let subject = Subject {
            group: Group::Simple(to.id.name().to_owned()),
            operations: owner.subject.operations.clone(),
        };
        (subject, to.id.to_string())
    }

    /// A note of deprecation that came, went or changed.
    pub(super) fn deprecation(
        &mut self,
        subject: &Subject,
        place: &str,
        shape: &str,
        notes: (Option<&String>, Option<&String>),
    ) {
        let (rule, text) = match notes {
            (None, Some(note)) => (Rule::Deprecated, format!("is deprecated: {note}")),
            (Some(_), None) => (
                Rule::NoLongerDeprecated,
                "is no longer deprecated".to_owned(),
            ),
            (Some(old), Some(new)) if old != new => (
                Rule::DeprecationChanged,
                format!("the deprecation's note is: {new}"),
            ),
            _ => return,
        };
        self.add(rule, subject, place, shape, Effect::rust(text));
    }

    /// Documentation that reads otherwise.
    pub(super) fn documentation(
        &mut self,
        subject: &Subject,
        place: &str,
        shape: &str,
        texts: (&[String], &[String]),
    ) {
        let (old, new) = texts;
        if old == new {
            return;
        }
        self.add(
            Rule::DocumentationChanged,
            subject,
            place,
            shape,
            Effect::default(),
        );
        if let Some(change) = self.changes.last_mut() {
            change.texts = Some((flowing(old), flowing(new)));
        }
    }

    /// The documentation of a member of a structure, as the model has it: the plan's has the
    /// constraints in it, and these are compared as such.
    pub(super) fn member_documentation(
        &mut self,
        owner: &Owner<'_>,
        place: &str,
        names: (&str, &str),
    ) {
        let text = |member: Option<&'c crate::model::Member>| {
            member.and_then(|member| member.traits.documentation.as_deref())
        };
        let (old_shape, new_shape) = (
            owner.old_shape.and_then(|shape| self.old.model.shape(&shape.id)),
            owner.new_shape.and_then(|shape| self.new.model.shape(&shape.id)),
        );
        let old = text(side::member(old_shape, names.0));
        let new = text(side::member(new_shape, names.1));
        if old == new {
            return;
        }
        let (old, new) = (
            plan::documentation_lines(old),
            plan::documentation_lines(new),
        );
        let id = owner.member_id(names.1);
        self.documentation(&owner.subject, place, &id, (&old, &new));
    }
}

/// Lines as running text; how documentation is wrapped is for us to say.
fn flowing(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(line.trim());
    }
    out
}

pub(super) fn is_prelude(id: &ShapeId) -> bool {
    id.namespace() == "smithy.api"
}
