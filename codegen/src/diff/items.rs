//! Generated types that aren't an operation's own: structures, unions and enums.

use std::fmt::Display;

use crate::ir::{EnumVariant, Item, Type, Union, Variant};

use super::change::Group;
use super::comparison::{Comparison, Effect, Owner, Subject};
use super::describe::rust_type;
use super::forms::{kind, wire_form};
use super::rule::Rule;
use super::side::Use;
use super::{serving, types};

fn docs(item: &Item) -> &[String] {
    match item {
        Item::Structure(item) => &item.docs,
        Item::Union(item) => &item.docs,
        Item::Enumeration(item) => &item.docs,
        Item::IntEnumeration(item) => &item.docs,
    }
}

fn deprecated(item: &Item) -> Option<&String> {
    match item {
        Item::Structure(item) => item.deprecated.as_ref(),
        Item::Union(item) => item.deprecated.as_ref(),
        Item::Enumeration(item) => item.deprecated.as_ref(),
        Item::IntEnumeration(item) => item.deprecated.as_ref(),
    }
}

fn is_sensitive(item: &Item) -> bool {
    match item {
        Item::Structure(item) => item.sensitive,
        Item::Union(item) => item.sensitive,
        Item::Enumeration(item) => item.sensitive,
        Item::IntEnumeration(item) => item.sensitive,
    }
}

impl<'c> Comparison<'c> {
    pub(super) fn items(&mut self) {
        let (old_service, new_service) = (self.old, self.new);
        for (name, item) in &old_service.items {
            if self.renames.is_source(name) || new_service.items.contains_key(name) {
                continue;
            }
            let id = self.origin_id(name);
            let subject = subject(name, &id, &old_service.use_of(name));
            let effect = Effect::rust(format!("the {} is gone", kind(item)));
            self.add(Rule::TypeRemoved, &subject, *name, id, effect);
        }
        for (name, item) in &new_service.items {
            if self.renames.is_target(name) || old_service.items.contains_key(name) {
                continue;
            }
            let id = self.origin_id(name);
            let subject = subject(name, &id, &new_service.use_of(name));
            let effect = Effect::rust(format!("new {}", kind(item)));
            self.add(Rule::TypeAdded, &subject, *name, id, effect);
        }
        for (name, old) in &old_service.items {
            let now = self.renames.apply(name).to_owned();
            if let Some(new) = new_service.items.get(now.as_str()) {
                self.item(name, old, new);
            }
        }
    }

    fn origin_id(&self, name: &str) -> String {
        let shape = self.new.origin(name).or_else(|| self.old.origin(name));
        shape.map_or_else(String::new, |shape| shape.id.to_string())
    }

    fn item(&mut self, was: &str, old: &'c Item, new: &'c Item) {
        let now = new.name().ty.as_str();
        let (before, after) = self.uses(was, now);
        let mut subject = subject(now, &self.origin_id(now), &after);
        subject.operations.extend(before.operations);
        let owner = Owner {
            subject,
            ty: now.to_owned(),
            old_shape: self.old.origin(was),
            new_shape: self.new.origin(now),
            sent: before.sent && after.sent,
            received: before.received && after.received,
        };
        let id = owner.id();
        if was != now {
            let effect = Effect::rust(format!("the type was `{was}`, is `{now}`"));
            self.add(Rule::TypeRenamed, &owner.subject, now, &id, effect);
        }
        let notes = (deprecated(old), deprecated(new));
        self.deprecation(&owner.subject, now, &id, notes);
        self.documentation(&owner.subject, now, &id, (docs(old), docs(new)));
        let (rule, text) = match (is_sensitive(old), is_sensitive(new)) {
            (false, true) => (Rule::SensitiveAdded, "`Debug` redacts all of it"),
            _ => (
                Rule::SensitiveRemoved,
                "`Debug` prints it, as no secret any more",
            ),
        };
        if is_sensitive(old) != is_sensitive(new) {
            self.add(rule, &owner.subject, now, &id, Effect::rust(text));
        }
        match (old, new) {
            (Item::Structure(old), Item::Structure(new)) => self.members(&owner, old, new),
            (Item::Union(old), Item::Union(new)) => self.variants(&owner, old, new),
            (Item::Enumeration(old), Item::Enumeration(new)) => {
                self.values(&owner, &old.variants, &new.variants);
            }
            (Item::IntEnumeration(old), Item::IntEnumeration(new)) => {
                self.values(&owner, &old.variants, &new.variants);
            }
            _ => {
                let form = |item: &Item| match item {
                    Item::Structure(_) => "an object",
                    Item::Union(_) => "an object of one member",
                    Item::Enumeration(_) => "text",
                    Item::IntEnumeration(_) => "a number",
                };
                let (was, is) = (form(old), form(new));
                let wire = (was != is).then(|| format!("is {is} instead of {was}"));
                let text = format!("was a {}, is a {}", kind_of(old), kind_of(new));
                let effect = Effect::rust(text.replace(" a enum", " an enum")).and_wire(wire);
                self.add(Rule::KindChanged, &owner.subject, now, &id, effect);
            }
        }
    }

    /// The members of a union.
    fn variants(&mut self, owner: &Owner<'_>, old: &Union, new: &Union) {
        let (old, new) = (&old.variants, &new.variants);
        let pair = |variant: &Variant, among: &[Variant]| {
            let by_name = among
                .iter()
                .position(|other| other.member == variant.member);
            by_name.or_else(|| {
                among
                    .iter()
                    .position(|other| other.wire_name == variant.wire_name)
            })
        };
        for variant in old {
            match pair(variant, new).and_then(|at| new.get(at)) {
                Some(now) => self.variant(owner, variant, now),
                None => {
                    let wire = match (owner.sent, owner.received) {
                        (false, false) => None,
                        (true, false) => Some("can't be sent any more"),
                        (_, true) => Some("comes as `Unknown` if it comes"),
                    };
                    let server = owner
                        .sent
                        .then(|| serving::unreadable(&format!("send `{}`", variant.wire_name)));
                    let effect = Effect::rust("the variant is gone")
                        .and_wire(wire.map(str::to_owned))
                        .and_server(server);
                    self.add(
                        Rule::UnionMemberRemoved,
                        &owner.subject,
                        owner.place(&variant.name),
                        owner.member_id(&variant.member),
                        effect,
                    );
                }
            }
        }
        for variant in new {
            if pair(variant, old).is_some() {
                continue;
            }
            let of = match &variant.ty {
                Some(ty) => format!(" of `{}`", rust_type(ty, &self.renames)),
                None => " without data".to_owned(),
            };
            self.add(
                Rule::UnionMemberAdded,
                &owner.subject,
                owner.place(&variant.name),
                owner.member_id(&variant.member),
                Effect::rust(format!("new variant{of}")),
            );
        }
    }

    fn variant(&mut self, owner: &Owner<'_>, old: &Variant, new: &Variant) {
        let at = owner.place(&new.name);
        let id = owner.member_id(&new.member);
        let is_on_wire = owner.sent || owner.received;
        if old.name != new.name {
            let text = format!("the variant was `{}`, is `{}`", old.name, new.name);
            self.add(
                Rule::MemberRenamed,
                &owner.subject,
                &at,
                &id,
                Effect::rust(text),
            );
        }
        if is_on_wire && old.wire_name != new.wire_name && self.same_protocol() {
            let text = format!("was called `{}`, is `{}`", old.wire_name, new.wire_name);
            self.add(
                Rule::WireNameChanged,
                &owner.subject,
                &at,
                &id,
                Effect::wire(text),
            );
        }
        self.variant_type(owner, old, new, &at, &id);
        self.sensitivity(
            owner,
            (&old.member, &new.member),
            &at,
            (old.sensitive, new.sensitive),
        );
        if owner.sent {
            let constraints = (old.constraint.as_ref(), new.constraint.as_ref());
            self.constraints(owner, (&old.member, &new.member), &at, constraints);
        }
        let notes = (old.deprecated.as_ref(), new.deprecated.as_ref());
        self.deprecation(&owner.subject, &at, &id, notes);
        self.documentation(&owner.subject, &at, &id, (&old.docs, &new.docs));
    }

    fn variant_type(
        &mut self,
        owner: &Owner<'_>,
        old: &Variant,
        new: &Variant,
        at: &str,
        id: &str,
    ) {
        let rule = match (&old.ty, &new.ty) {
            (Some(old), Some(new)) => types::difference(old, new, &self.renames),
            (None, None) => None,
            _ => Some(Rule::TypeChanged),
        };
        let Some(rule) = rule else { return };
        let text = |ty: Option<&Type>| match ty {
            Some(ty) => format!("`{}`", rust_type(ty, &self.renames)),
            None => "nothing".to_owned(),
        };
        let form = |ty: Option<&Type>| ty.map_or_else(|| "an empty object".to_owned(), wire_form);
        let (was, is) = (text(old.ty.as_ref()), text(new.ty.as_ref()));
        let (was_form, is_form) = (form(old.ty.as_ref()), form(new.ty.as_ref()));
        let is_on_wire = owner.sent || owner.received;
        let wire = (is_on_wire && was_form != is_form)
            .then(|| format!("is {is_form} instead of {was_form}"));
        if rule == Rule::TimestampFormatChanged {
            if self.same_protocol() {
                let (subject, shape) =
                    self.cause(owner, (&old.member, &new.member), &[], |traits| {
                        traits.timestamp_format.is_some()
                    });
                let effect = Effect::default().and_wire(wire);
                self.add(rule, &subject, at, shape, effect);
            }
            return;
        }
        let effect = Effect::rust(format!("it held {was}, holds {is}")).and_wire(wire);
        self.add(rule, &owner.subject, at, id, effect);
    }

    /// The values of an enum: what a value is called may change, and what a name stands for.
    fn values<V: PartialEq + Display>(
        &mut self,
        owner: &Owner<'_>,
        old: &[EnumVariant<V>],
        new: &[EnumVariant<V>],
    ) {
        let refused = |was: &EnumVariant<V>| {
            let callers = format!("send `{}`", was.value);
            owner.sent.then(|| serving::refused(&callers))
        };
        let has_value = |among: &[EnumVariant<V>], value: &V| {
            among.iter().any(|variant| variant.value == *value)
        };
        for was in old {
            let by_value = new.iter().find(|now| now.value == was.value);
            // A variant of this name that isn't another value's.
            let by_name = new
                .iter()
                .find(|now| now.name == was.name && !has_value(old, &now.value));
            let (rule, effect, name) = match (by_value, by_name) {
                (Some(now), _) => {
                    self.value(owner, was, now);
                    continue;
                }
                (None, Some(now)) => {
                    let text = format!("stands for `{}` instead of `{}`", now.value, was.value);
                    (
                        Rule::EnumValueChanged,
                        Effect::wire(text).and_server(refused(was)),
                        &now.name,
                    )
                }
                (None, None) => (
                    Rule::EnumValueRemoved,
                    Effect::rust(format!("the variant of `{}` is gone", was.value))
                        .and_server(refused(was)),
                    &was.name,
                ),
            };
            let id = owner.id();
            self.add(rule, &owner.subject, owner.place(name), id, effect);
        }
        for now in new {
            let is_changed = old
                .iter()
                .any(|was| was.name == now.name && !has_value(new, &was.value));
            if !has_value(old, &now.value) && !is_changed {
                self.add(
                    Rule::EnumValueAdded,
                    &owner.subject,
                    owner.place(&now.name),
                    owner.id(),
                    Effect::rust(format!("new variant, for `{}`", now.value)).and_server(
                        owner.sent.then(|| {
                            format!("a handler gets `{}`, which was refused before", now.value)
                        }),
                    ),
                );
            }
        }
    }

    fn value<V>(&mut self, owner: &Owner<'_>, was: &EnumVariant<V>, now: &EnumVariant<V>) {
        let at = owner.place(&now.name);
        let id = owner.id();
        if was.name != now.name {
            let text = format!("the variant was `{}`, is `{}`", was.name, now.name);
            let effect = Effect::rust(text);
            self.add(Rule::EnumVariantRenamed, &owner.subject, &at, &id, effect);
        }
        let notes = (was.deprecated.as_ref(), now.deprecated.as_ref());
        self.deprecation(&owner.subject, &at, &id, notes);
        self.documentation(&owner.subject, &at, &id, (&was.docs, &now.docs));
    }
}

fn kind_of(item: &Item) -> &'static str {
    match item {
        Item::IntEnumeration(_) => "enum of integers",
        Item::Enumeration(_) => "enum of text",
        other => kind(other),
    }
}

fn subject(name: &str, shape: &str, used: &Use) -> Subject {
    Subject {
        group: Group::Type(name.to_owned()),
        shape: shape.to_owned(),
        operations: used.operations.clone(),
    }
}
