//! Two versions of a service side by side, and the changes found so far.

use std::collections::BTreeSet;

use crate::model::{Kind, Model, Shape, ShapeId, Traits};
use crate::plan;

use super::change::{Change, Group};
use super::constraint::Step;
use super::renames::Renames;
use super::rule::Rule;
use super::serving;
use super::side::{self, Service, Use};

/// Both versions of a service, and what is different.
pub(super) struct Comparison<'c> {
    pub(super) old: &'c Service<'c>,
    pub(super) new: &'c Service<'c>,
    pub(super) renames: Renames,
    pub(super) changes: Vec<Change>,
}

/// The group of a change, and the operations that it touches.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) group: Group,
    /// Its shape id.
    pub(super) shape: String,
    pub(super) operations: BTreeSet<String>,
}

/// The meaning of a change, in Rust and on the wire.
#[derive(Clone, Debug, Default)]
pub(super) struct Effect {
    rust: Option<String>,
    wire: Option<String>,
    server: Option<String>,
}

impl Effect {
    pub(super) fn rust(text: impl Into<String>) -> Self {
        Self {
            rust: Some(text.into()),
            ..Self::default()
        }
    }

    pub(super) fn wire(text: impl Into<String>) -> Self {
        Self {
            wire: Some(text.into()),
            ..Self::default()
        }
    }

    pub(super) fn and_server(mut self, text: Option<String>) -> Self {
        self.server = text;
        self
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
            group_shape: subject.shape.clone(),
            rule,
            places: (!place.is_empty()).then_some(place).into_iter().collect(),
            shape: shape.into(),
            operations: subject.operations.clone(),
            rust: effect.rust,
            wire: effect.wire,
            server: effect
                .server
                .or_else(|| serving::reason(rule).map(str::to_owned)),
            texts: None,
        });
    }

    /// The service as a whole.
    pub(super) fn whole(&self) -> Subject {
        Subject {
            group: Group::Service,
            shape: self.new.shape.id.to_string(),
            operations: BTreeSet::new(),
        }
    }

    /// Returns the uses of a type, by its names in both versions.
    pub(super) fn uses(&self, old: &str, new: &str) -> (Use, Use) {
        (self.old.use_of(old), self.new.use_of(new))
    }

    /// Finds the shape that a trait of a member's value belongs to: the shape that the value
    /// targets, if that has the trait and no type of its own. Then all members that target it
    /// change in the same way. `path` leads into lists and maps.
    pub(super) fn cause(
        &self,
        owner: &Owner<'_>,
        names: (&str, &str),
        path: &[Step],
        has: impl Fn(&Traits) -> bool,
    ) -> (Subject, String) {
        let own = || (owner.subject.clone(), owner.member_id(names.1));
        let (Some(old), Some(new)) = (
            member_at(self.old.model, owner.old_shape, names.0, path),
            member_at(self.new.model, owner.new_shape, names.1, path),
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
        // The member may target another shape now; then it is that one that has the trait.
        let shape = match (has(&from.traits), has(&to.traits)) {
            (_, true) if is_plain(to) => to,
            (true, false) if is_plain(from) => from,
            _ => return own(),
        };
        let subject = Subject {
            group: Group::Simple(shape.id.name().to_owned()),
            shape: shape.id.to_string(),
            operations: owner.subject.operations.clone(),
        };
        (subject, shape.id.to_string())
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
        if old == new || (plan::only_names(old) && plan::only_names(new)) {
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
        let text = |shape, name: &str| -> Option<String> {
            let member = side::member(shape, name)?;
            member.traits.documentation.clone()
        };
        let old = text(owner.old_shape, names.0);
        let new = text(owner.new_shape, names.1);
        if old == new {
            return;
        }
        let (old, new) = (
            plan::documentation_lines(old.as_deref()),
            plan::documentation_lines(new.as_deref()),
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

/// A member, or what is in the list or map that it targets.
fn member_at<'s>(
    model: &'s Model,
    shape: Option<&'s Shape>,
    name: &str,
    path: &[Step],
) -> Option<&'s crate::model::Member> {
    let mut member = side::member(shape, name)?;
    for step in path {
        let target = model.target(member)?;
        member = match (&target.kind, step) {
            (Kind::List(item), Step::Items) => item,
            (Kind::Map { value, .. }, Step::Items) => value,
            (Kind::Map { key, .. }, Step::Keys) => key,
            _ => return None,
        };
    }
    Some(member)
}

/// The documentation of a shape; where the model says nothing, the plan has a sentence of ours.
pub(super) fn said(shape: Option<&Shape>) -> Vec<String> {
    let text = shape.and_then(|shape| shape.traits.documentation.as_deref());
    plan::documentation_lines(text)
}
