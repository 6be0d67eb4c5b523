//! The members of structures: inputs, outputs, errors and what they hold.

use crate::ast::Value;
use crate::ir::{Binding, Initial, Member, Presence, Scalar, Structure, Type};
use crate::model::Traits;

use super::comparison::{Comparison, Effect, Owner, is_prelude};
use super::describe::{field_type, place};
use super::forms::wire_form;
use super::rule::Rule;
use super::{constraint, serving, side, types};

impl Comparison<'_> {
    /// Compares all members of a structure.
    pub(super) fn members(&mut self, owner: &Owner<'_>, old: &Structure, new: &Structure) {
        let pairs = pairs(&old.members, &new.members);
        for member in &old.members {
            if !pairs.iter().any(|(old, _)| old.name == member.name) {
                self.member_removed(owner, member);
            }
        }
        for member in &new.members {
            if !pairs.iter().any(|(_, new)| new.name == member.name) {
                self.member_added(owner, member);
            }
        }
        for (old, new) in pairs {
            self.member(owner, old, new);
        }
    }

    fn member_removed(&mut self, owner: &Owner<'_>, member: &Member) {
        let wire = match (owner.sent, owner.received) {
            (true, true) => Some("is neither sent nor read any more"),
            (true, false) => Some("is no longer sent"),
            (false, true) => Some("is no longer read"),
            (false, false) => None,
        };
        self.add(
            Rule::MemberRemoved,
            &owner.subject,
            owner.place(&member.field),
            owner.member_id(&member.name),
            Effect::rust("the field is gone")
                .and_wire(wire.map(str::to_owned))
                .and_server(
                    owner
                        .sent
                        .then(|| "what existing callers send in it is passed over".to_owned()),
                ),
        );
    }

    fn member_added(&mut self, owner: &Owner<'_>, member: &Member) {
        let is_token = member.ty == Type::Scalar(Scalar::IdempotencyToken);
        let is_demanded = owner.sent && member.server.required && !is_token;
        let rule = if is_demanded {
            Rule::RequiredMemberAdded
        } else {
            Rule::MemberAdded
        };
        let where_ = match &member.binding {
            Binding::Body => String::new(),
            binding => format!(" in {}", place(binding)),
        };
        let wire = if is_token && owner.sent {
            Some(format!("a token is sent{where_} unless it is set"))
        } else if is_demanded {
            Some("a request without it is refused".to_owned())
        } else if !where_.is_empty() {
            Some(format!("goes{where_}"))
        } else {
            None
        };
        let ty = field_type(member, &self.renames);
        self.add(
            rule,
            &owner.subject,
            owner.place(&member.field),
            owner.member_id(&member.name),
            Effect::rust(format!("new field of type `{ty}`"))
                .and_wire(wire)
                .and_server(is_demanded.then(|| serving::refused("leave it out"))),
        );
    }

    fn member(&mut self, owner: &Owner<'_>, old: &Member, new: &Member) {
        let at = owner.place(&new.field);
        let id = owner.member_id(&new.name);
        let is_on_wire = owner.sent || owner.received;
        if old.field != new.field {
            let text = format!("the field was `{}`, is `{}`", old.field, new.field);
            let effect = Effect::rust(text);
            self.add(Rule::MemberRenamed, &owner.subject, &at, &id, effect);
        }
        let in_body = old.binding == Binding::Body && new.binding == Binding::Body;
        if is_on_wire && in_body && old.wire_name != new.wire_name && self.same_protocol() {
            let text = format!("was called `{}`, is `{}`", old.wire_name, new.wire_name);
            let server = owner.sent.then(|| match new.server.required {
                true => serving::refused(&format!("send `{}`", old.wire_name)),
                false => format!("`{}` of existing callers is passed over", old.wire_name),
            });
            let effect = Effect::wire(text).and_server(server);
            self.add(Rule::WireNameChanged, &owner.subject, &at, &id, effect);
        }
        let has_other_type = self.member_type(owner, old, new, &at);
        self.presence(owner, old, new, &at, has_other_type);
        self.sensitivity(
            owner,
            (&old.name, &new.name),
            &at,
            (old.sensitive, new.sensitive),
        );
        if self.same_protocol() && old.binding != new.binding {
            let text = format!(
                "goes in {} instead of {}",
                place(&new.binding),
                place(&old.binding)
            );
            let server = owner.sent.then(|| {
                let was = place(&old.binding);
                match new.server.required {
                    true => serving::refused(&format!("send it in {was}")),
                    false => format!("what existing callers send in {was} is passed over"),
                }
            });
            let effect = Effect::wire(text).and_server(server);
            self.add(Rule::BindingChanged, &owner.subject, &at, &id, effect);
        }
        if old.is_base64 != new.is_base64 && old.binding == new.binding {
            let (was, is) = if new.is_base64 {
                ("text", "base64")
            } else {
                ("base64", "text")
            };
            let effect = Effect::wire(format!("is {is} instead of {was} in the header"));
            self.add(Rule::MediaTypeChanged, &owner.subject, &at, &id, effect);
        }
        if owner.sent {
            let constraints = (
                old.server.constraint.as_ref(),
                new.server.constraint.as_ref(),
            );
            self.constraints(owner, (&old.name, &new.name), &at, constraints);
        }
        let notes = (old.deprecated.as_ref(), new.deprecated.as_ref());
        self.deprecation(&owner.subject, &at, &id, notes);
        self.streaming(owner, old, new, &at);
        self.member_documentation(owner, &at, (&old.name, &new.name));
    }

    /// Whether the field has another type, which is then told.
    fn member_type(&mut self, owner: &Owner<'_>, old: &Member, new: &Member, at: &str) -> bool {
        let Some(rule) = types::difference(&old.ty, &new.ty, &self.renames) else {
            return false;
        };
        let is_on_wire = owner.sent || owner.received;
        let (was, is) = (
            field_type(old, &self.renames),
            field_type(new, &self.renames),
        );
        let has_other_type = was != is;
        let (was_form, is_form) = (wire_form(&old.ty), wire_form(&new.ty));
        let mut wire = (is_on_wire && was_form != is_form)
            .then(|| format!("is {is_form} instead of {was_form}"));
        match rule {
            Rule::TimestampFormatChanged if !self.same_protocol() => return false,
            Rule::TimestampFormatChanged => {
                let (subject, shape) = self.cause(owner, (&old.name, &new.name), &[], |traits| {
                    traits.timestamp_format.is_some()
                });
                let server = owner
                    .sent
                    .then(|| serving::unreadable(&format!("send {was_form}")));
                let effect = Effect::default().and_wire(wire).and_server(server);
                self.add(rule, &subject, at, shape, effect);
                return false;
            }
            Rule::NumberTypeChanged if !types::is_widened(&old.ty, &new.ty) => {
                wire = Some("numbers that don't fit the new type are refused".to_owned());
            }
            Rule::NumberTypeChanged if owner.sent => {
                wire = Some("larger or finer numbers may be sent".to_owned());
            }
            Rule::IdempotencyTokenAdded => {
                wire = Some("a token is sent unless it is set".to_owned());
            }
            Rule::IdempotencyTokenRemoved => {
                wire = Some("nothing is sent unless it is set".to_owned());
            }
            Rule::BecameSparse => wire = Some("nulls may be in it".to_owned()),
            Rule::NoLongerSparse => wire = Some("nulls in it are refused or left out".to_owned()),
            _ => {}
        }
        let id = owner.member_id(&new.name);
        let server = (owner.sent && was_form != is_form)
            .then(|| serving::unreadable(&format!("send {was_form}")));
        let effect = Effect::rust(format!("its type was `{was}`, is `{is}`"))
            .and_wire(wire)
            .and_server(server.or_else(|| {
                (owner.sent && rule == Rule::StringBecameEnum)
                    .then(|| serving::refused("send text that is no value of the enum"))
            }));
        self.add(rule, &owner.subject, at, id, effect);
        has_other_type
    }

    /// Whether it may be left out, and what stands in for it.
    fn presence(
        &mut self,
        owner: &Owner<'_>,
        old: &Member,
        new: &Member,
        at: &str,
        has_other_type: bool,
    ) {
        let is_token = |member: &Member| member.ty == Type::Scalar(Scalar::IdempotencyToken);
        if is_token(old) || is_token(new) {
            return;
        }
        let id = owner.member_id(&new.name);
        let (was, is) = (
            field_type(old, &self.renames),
            field_type(new, &self.renames),
        );
        let types = format!("its type was `{was}`, is `{is}`");
        let defaults = (
            default_of(self.old, owner.old_shape, &old.name),
            default_of(self.new, owner.new_shape, &new.name),
        );
        match (&old.presence, &new.presence) {
            (Presence::Always(from), Presence::Always(to)) => {
                if from != to && !has_other_type {
                    let (from, to) = (initial(from, defaults.0), initial(to, defaults.1));
                    let effect = Effect::rust(format!("starts as {to} instead of {from}"))
                        .and_wire(
                            owner
                                .sent
                                .then(|| format!("{to} is sent unless it is set; it was {from}")),
                        );
                    self.add(Rule::DefaultChanged, &owner.subject, at, id, effect);
                }
            }
            (Presence::Always(from), _) => {
                let from = initial(from, defaults.0);
                if !has_other_type {
                    let wire = format!("nothing is sent unless it is set; it was {from}");
                    let effect = Effect::rust(types).and_wire(owner.sent.then_some(wire));
                    self.add(Rule::OptionAdded, &owner.subject, at, &id, effect);
                }
                if new.presence == Presence::Required && owner.sent {
                    self.required_added(owner, at, &id);
                }
            }
            (_, Presence::Always(to)) => {
                if !has_other_type {
                    let to = initial(to, defaults.1);
                    let wire = format!("{to} is sent unless it is set; it was left out");
                    let effect = Effect::rust(types).and_wire(owner.sent.then_some(wire));
                    self.add(Rule::OptionRemoved, &owner.subject, at, id, effect);
                }
            }
            (from, to) => {
                match (from == &Presence::Required, to == &Presence::Required) {
                    (false, true) if owner.sent => self.required_added(owner, at, &id),
                    (true, false) if owner.sent => {
                        let effect = Effect::wire("a request may leave it out");
                        self.add(Rule::RequiredRemoved, &owner.subject, at, &id, effect);
                    }
                    (false, true) => {
                        let effect = Effect::rust("is documented as required");
                        self.add(Rule::RequiredInOutput, &owner.subject, at, &id, effect);
                    }
                    (true, false) => {
                        let effect = Effect::rust("is no longer documented as required");
                        self.add(Rule::RequiredInOutput, &owner.subject, at, &id, effect);
                    }
                    _ => {}
                }
                if owner.sent && old.server.default != new.server.default {
                    self.default_of_service(owner, at, &id, (old, new), defaults);
                }
            }
        }
    }

    fn required_added(&mut self, owner: &Owner<'_>, at: &str, id: &str) {
        let effect = Effect::wire("a request without it is refused before it is sent")
            .and_server(Some(serving::refused("leave it out")));
        self.add(Rule::RequiredAdded, &owner.subject, at, id, effect);
    }

    /// The value that the service assumes for a member that a client leaves out.
    fn default_of_service(
        &mut self,
        owner: &Owner<'_>,
        at: &str,
        id: &str,
        members: (&Member, &Member),
        defaults: (Option<&Value>, Option<&Value>),
    ) {
        let text = |value: Option<&Value>| value.map(Value::to_string).unwrap_or_default();
        let (was, is) = (text(defaults.0), text(defaults.1));
        let (rule, text) = match (&members.0.server.default, &members.1.server.default) {
            (None, _) => (
                Rule::DefaultAdded,
                format!("the service takes `{is}` for it if it is left out"),
            ),
            (_, None) => (
                Rule::DefaultRemoved,
                format!("the service no longer takes `{was}` for it if it is left out"),
            ),
            _ => (
                Rule::DefaultChanged,
                format!("the service takes `{is}` instead of `{was}` for it if it is left out"),
            ),
        };
        self.add(rule, &owner.subject, at, id, Effect::wire(text));
    }

    /// Whether a member's value is a secret that its own type doesn't hide.
    pub(super) fn sensitivity(
        &mut self,
        owner: &Owner<'_>,
        names: (&str, &str),
        at: &str,
        sensitive: (bool, bool),
    ) {
        let (rule, text) = match sensitive {
            (false, true) => (Rule::SensitiveAdded, "`Debug` redacts it"),
            (true, false) => (
                Rule::SensitiveRemoved,
                "`Debug` prints it, as no secret any more",
            ),
            _ => return,
        };
        let (subject, shape) = self.cause(owner, names, &[], |traits| traits.sensitive);
        self.add(rule, &subject, at, shape, Effect::rust(text));
    }

    pub(super) fn constraints(
        &mut self,
        owner: &Owner<'_>,
        names: (&str, &str),
        at: &str,
        constraints: (
            Option<&crate::ir::Constraint>,
            Option<&crate::ir::Constraint>,
        ),
    ) {
        for difference in constraint::differences(constraints.0, constraints.1) {
            let has = |traits: &Traits| match difference.name {
                "length" => traits.length.is_some(),
                "range" => traits.range.is_some(),
                "pattern" => traits.pattern.is_some(),
                _ => traits.unique_items,
            };
            let (subject, shape) = self.cause(owner, names, &difference.path, has);
            let server = match difference.rule {
                Rule::ConstraintLoosened => {
                    "a handler gets values that were refused before".to_owned()
                }
                _ => serving::refused(difference.callers),
            };
            let effect = Effect::wire(difference.text).and_server(Some(server));
            self.add(difference.rule, &subject, at, shape, effect);
        }
    }

    /// Whether a payload is sent in pieces.
    fn streaming(&mut self, owner: &Owner<'_>, old: &Member, new: &Member, at: &str) {
        let is_streaming = |service: &side::Service<'_>, shape, name: &str| {
            let member = side::member(shape, name);
            let target = member.and_then(|member| service.model.target(member));
            target.is_some_and(|target| target.traits.streaming && !is_prelude(&target.id))
        };
        let was = is_streaming(self.old, owner.old_shape, &old.name);
        let is = is_streaming(self.new, owner.new_shape, &new.name);
        if was != is {
            let text = if is {
                "is a stream: it may be sent in pieces"
            } else {
                "is no stream any more"
            };
            let id = owner.member_id(&new.name);
            let effect = Effect::wire(text);
            self.add(Rule::StreamingChanged, &owner.subject, at, id, effect);
        }
    }
}

/// The members that are the same in both versions: by name, by their name on the wire, or by
/// their name in Rust.
fn pairs<'m>(old: &'m [Member], new: &'m [Member]) -> Vec<(&'m Member, &'m Member)> {
    let mut pairs: Vec<(&Member, &Member)> = Vec::new();
    let same: [fn(&Member, &Member) -> bool; 3] = [
        |old, new| old.name == new.name,
        |old, new| old.wire_name == new.wire_name,
        |old, new| old.field == new.field,
    ];
    for is_same in same {
        for from in old {
            if pairs.iter().any(|(old, _)| old.name == from.name) {
                continue;
            }
            let to = new
                .iter()
                .find(|to| is_same(from, to) && !pairs.iter().any(|(_, new)| new.name == to.name));
            pairs.extend(to.map(|to| (from, to)));
        }
    }
    pairs
}

/// The default that a model gives a member.
fn default_of<'s>(
    service: &side::Service<'s>,
    shape: Option<&'s crate::model::Shape>,
    name: &str,
) -> Option<&'s Value> {
    let member = side::member(shape, name)?;
    let of_target = service
        .model
        .target(member)
        .and_then(|target| target.traits.default.as_ref());
    let default = member.traits.default.as_ref().or(of_target);
    default.filter(|value| !value.is_null())
}

/// Describes the initial value of a field.
fn initial(initial: &Initial, default: Option<&Value>) -> String {
    match (initial, default) {
        (_, Some(value)) => format!("`{value}`"),
        _ => "an empty value".to_owned(),
    }
}
