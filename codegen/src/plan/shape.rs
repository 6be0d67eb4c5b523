//! Structures, unions and enums of the model as items.
//!
//! Required members of what inputs hold are an `Option`, and no arguments of `new`:
//! `KeySchemaElement::new().attribute_name("Artist")` stays as it is when a member becomes required
//! or stops being so, and one error lists all unset members with their paths, as botocore does
//! (`MessageAttributes["k"].DataType`). `KeySchemaElement::new("Artist", KeyType::Hash)` would fail
//! when it is compiled. But each change of the model would break each caller, and arguments have no
//! names: of 2,730 structures that inputs hold in 40 published AWS models, 576 have two required
//! members or more, and in 282 of these two are of one simple type, such as `Key` and `Value` of a
//! tag, and could be swapped. Typestate builders cost a type per member and build time.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::ast::Value;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{
    Binding, EnumVariant, Enumeration, FunctionFiles, Initial, IntEnumeration, Item, Member,
    MemberOnServer, Name, Presence, Scalar, Structure, Type, Union, Variant, VariantMethods,
};
use crate::model::{self, Kind, Shape, ShapeId, Traits};
use crate::protocol::Message;
use crate::services;
use crate::spelling::with_article;

use super::default::{default_of, initial};
use super::names::{self, Extras, FieldNames};
use super::scope::Scope;
use super::types::Context;
use super::{attributes, constraint, docs, event_stream, methods, streams};

/// Whether a shape becomes an item.
pub(super) fn is_item(shape: &Shape) -> bool {
    let is_kind = matches!(
        shape.kind,
        Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_) | Kind::IntEnum(_)
    );
    is_kind && !shape.id.is_unit()
}

/// The item that a shape becomes; simple shapes, lists and maps become none.
pub(super) fn item(context: &Context<'_>, shape: &Shape, report: &mut Report) -> Option<Item> {
    if shape.id.is_unit() {
        return None;
    }
    match &shape.kind {
        Kind::Structure(_) => {
            let name = context.name(shape);
            Some(Item::Structure(structure(
                context,
                shape,
                name,
                Role::Nested,
                report,
            )))
        }
        Kind::Union(members) => Some(Item::Union(union(context, shape, members))),
        Kind::Enum(members) => Some(Item::Enumeration(enumeration(
            context, shape, members, report,
        ))),
        Kind::IntEnum(members) => Some(Item::IntEnumeration(int_enumeration(
            context, shape, members, report,
        ))),
        _ => None,
    }
}

/// The use of a structure, which optionality depends on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// An operation's input: members are optional in the type, whatever the model says.
    Input,
    /// An operation's output, or an error.
    Received,
    /// Inside another.
    Nested,
}

/// A structure under the given name.
pub(super) fn structure(
    context: &Context<'_>,
    shape: &Shape,
    name: Name,
    role: Role,
    report: &mut Report,
) -> Structure {
    let mut on_wire = Scope::new("name on the wire", "give one of them another name");
    let members = match &shape.kind {
        Kind::Structure(members) => members.as_slice(),
        _ => &[],
    };
    let extras = match shape.traits.error {
        Some(_) if role == Role::Received => Extras::Error,
        _ => Extras::None,
    };
    let own: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let mut patterns = HashMap::new();
    let members = members
        .iter()
        .zip(names::fields(&own, extras))
        .filter(|(member, _)| !streams::is_stream_member(context.model, member))
        .filter_map(|(member, names)| {
            let mut planned = self::member(context, shape, member, names, role, report)?;
            let target = context.model.target(member)?;
            document_constraints(&mut planned, member, target, &mut patterns);
            let id = shape.id.member(&member.name);
            on_wire.take(&planned.wire_name, &id, Some(&member.location), report);
            Some(planned)
        });
    let mut members: Vec<Member> = members.collect();
    if role == Role::Input || context.held_by_inputs.contains(&shape.id) {
        methods::add_adders(&mut members);
    }
    Structure {
        stem: name.module.clone(),
        name,
        docs: documentation(&shape.traits),
        deprecated: deprecated(&shape.traits),
        members,
        sensitive: shape.traits.sensitive,
        wire: context.wire(&shape.id),
        files: FunctionFiles::default(),
        checked: context.checked.contains(&shape.id),
        root: context.protocol.root(context.service, shape),
        event: (role == Role::Nested && context.streams.events.contains(&shape.id))
            .then(|| context.event_type().to_owned()),
    }
}

fn member(
    context: &Context<'_>,
    shape: &Shape,
    member: &model::Member,
    names: FieldNames,
    role: Role,
    report: &mut Report,
) -> Option<Member> {
    let target = context.model.target(member)?;
    let binding = match role {
        Role::Nested if context.streams.events.contains(&shape.id) => {
            streams::binding(context.model, member, context.event_type())
        }
        Role::Nested => Binding::Body,
        Role::Input => context.protocol.binding(Message::Request, member),
        Role::Received => context.protocol.binding(Message::Response, member),
    };
    let mut ty = context.ty(shape, member, &binding)?;
    // Tokens are made for an input's own members only
    // (https://smithy.io/2.0/spec/behavior-traits.html#idempotencytoken-trait).
    let is_token = role == Role::Input && member.traits.idempotency_token;
    if is_token && ty == Type::Scalar(Scalar::String) {
        ty = Type::Scalar(Scalar::IdempotencyToken);
    }
    let maker = match role {
        Role::Input => Maker::CallerAtTop,
        Role::Nested => Maker::of_nested(shape, &context.held_by_inputs),
        Role::Received => Maker::Service,
    };
    let presence = presence(member, target, &ty, maker).unwrap_or_else(|problem| {
        report.add(
            Diagnostic::new(format!(
                "the default of {} doesn't fit: {problem}",
                member.name
            ))
            .at(member.location.clone(), "has a default that doesn't fit")
            .shape(shape.id.member(&member.name))
            .help("a default is a value of the member's own type"),
        );
        Presence::Optional
    });
    let mut docs = documentation(&member.traits);
    let is_named_only = docs.is_empty();
    if is_named_only {
        docs.push(format!("The `{}` member.", member.name));
    }
    let setter_docs = methods::setter_docs(&names.field, &docs, is_named_only);
    if let Some(key) = key_enum(context, target) {
        docs::paragraph(&mut docs, &format!("Keys are values of `{}`.", key.ty));
    }
    Some(Member {
        name: member.name.clone(),
        argument: names::argument(&names.field),
        setter_docs,
        setter_sounds_borrowing: methods::sounds_borrowing(&names.setter),
        setter: names.setter,
        adder: None,
        field: names.field,
        wire_name: context.protocol.wire_name(member).to_owned(),
        tags: context
            .protocol
            .member_tags(context.service, member, context.model)
            .map(Box::new),
        docs,
        deprecated: deprecated(&member.traits),
        // Of a body that streams, nothing is known before it is read.
        server: match ty {
            Type::Scalar(Scalar::Body) => MemberOnServer::default(),
            _ => constraint::of_member(context, member, target, &presence, &ty),
        },
        is_lenient: false,
        is_base64: matches!(binding, Binding::Header(_))
            && ty == Type::Scalar(Scalar::String)
            && (member.traits.media_type.is_some() || target.traits.media_type.is_some()),
        ty,
        presence,
        sensitive: member.traits.sensitive || context.hides_value(target),
        binding,
    })
}

/// The enum of which a map's keys are values.
fn key_enum(context: &Context<'_>, shape: &Shape) -> Option<Name> {
    let Kind::Map { key, .. } = &shape.kind else {
        return None;
    };
    let key = context.model.target(key)?;
    matches!(key.kind, Kind::Enum(_)).then(|| context.name(key))
}

/// The maker of a structure's values, which decides whether its members can be absent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Maker {
    /// A caller makes an operation's input: each member is an `Option`.
    CallerAtTop,
    /// A caller makes it to put it into an input.
    Caller,
    /// The service makes it.
    Service,
}

impl Maker {
    /// The maker of a structure inside another.
    pub(super) fn of_nested(shape: &Shape, held_by_inputs: &HashSet<ShapeId>) -> Self {
        if shape.traits.input {
            Self::CallerAtTop
        } else if held_by_inputs.contains(&shape.id) {
            Self::Caller
        } else {
            Self::Service
        }
    }
}

/// Whether a value can lack the member although it must not be sent without: the field is an
/// `Option`, and nothing stands in for it.
pub(super) fn can_be_missed(member: &model::Member, target: &Shape, maker: Maker) -> bool {
    let traits = &member.traits;
    traits.required
        && match maker {
            _ if traits.client_optional => true,
            Maker::CallerAtTop => true,
            Maker::Caller => default_of(member, target).is_none(),
            Maker::Service => false,
        }
}

/// `Err` says what is wrong with a default.
///
/// A required member that a caller has to set is an `Option`: so it is known whether it was set,
/// and a member that becomes required, or stops being so, keeps its type. In what only the
/// service makes, an empty value stands in for a required member that is missing
/// ([Smithy 2.0, client error correction](https://smithy.io/2.0/spec/aggregate-types.html#client-error-correction)).
fn presence(
    member: &model::Member,
    target: &Shape,
    ty: &Type,
    maker: Maker,
) -> Result<Presence, String> {
    // A body that isn't set is an empty one.
    if let Type::Scalar(Scalar::IdempotencyToken | Scalar::Body) = ty {
        return Ok(Presence::Always(Initial::TypeDefault));
    }
    if can_be_missed(member, target, maker) {
        return Ok(Presence::Required);
    }
    if maker == Maker::CallerAtTop || member.traits.client_optional {
        return Ok(Presence::Optional);
    }
    match default_of(member, target) {
        Some(value) => initial(value, ty).map(Presence::Always),
        None if member.traits.required => Ok(Presence::Always(Initial::TypeDefault)),
        None => Ok(Presence::Optional),
    }
}

/// Characters of a pattern that is no longer than a reference to it.
const SHORT_PATTERN: usize = 40;

/// Adds the constraints that the service checks to a member's documentation. A structure's page
/// has a long pattern once: `patterns` has the first field of each.
fn document_constraints<'m>(
    planned: &mut Member,
    member: &'m model::Member,
    target: &'m Shape,
    patterns: &mut HashMap<&'m str, String>,
) {
    let pattern = (member.traits.pattern.as_deref()).or(target.traits.pattern.as_deref());
    let pattern = pattern.map(|pattern| match patterns.get(pattern) {
        Some(field) if pattern.chars().count() > SHORT_PATTERN => {
            format!("the pattern of {}", docs::code(field))
        }
        _ => {
            patterns.insert(pattern, planned.field.clone());
            format!("pattern {}", docs::code(pattern))
        }
    });
    let is_required = planned.presence == Presence::Required;
    if let Some(line) = constraints(is_required, &member.traits, &target.traits, pattern) {
        docs::paragraph(&mut planned.docs, &line);
    }
    if planned.is_token() {
        docs::paragraph(
            &mut planned.docs,
            "If it isn't set, a random UUID is sent, the same each time the same request is made.",
        );
    }
}

/// The constraints that the service checks, in a line.
fn constraints(
    required: bool,
    member: &Traits,
    target: &Traits,
    pattern: Option<String>,
) -> Option<String> {
    let mut all = Vec::new();
    if required {
        all.push("required".to_owned());
    }
    for (bounds, what) in [
        (member.length.as_ref().or(target.length.as_ref()), "length"),
        (member.range.as_ref().or(target.range.as_ref()), "value"),
    ] {
        let Some(bounds) = bounds else { continue };
        match (&bounds.min, &bounds.max) {
            (Some(min), Some(max)) => all.push(format!("{what} {min} to {max}")),
            (Some(min), None) => all.push(format!("{what} at least {min}")),
            (None, Some(max)) => all.push(format!("{what} at most {max}")),
            (None, None) => {}
        }
    }
    all.extend(pattern);
    let mut line = all.join(", ");
    line.get_mut(..1)?.make_ascii_uppercase();
    Some(format!("{line}."))
}

fn union(context: &Context<'_>, shape: &Shape, members: &[model::Member]) -> Union {
    let stream = streams::is_stream(shape).then(|| event_stream::plan(context, shape));
    let is_error = |member: &model::Member| streams::is_error(context.model, member);
    let own: Vec<(&str, &str)> = members
        .iter()
        .map(|member| (member.name.as_str(), member.name.as_str()))
        .collect();
    let mut variants: Vec<Variant> = members
        .iter()
        .zip(names::variants(&own))
        .filter(|(member, _)| stream.is_none() || !is_error(member))
        .map(|(member, name)| Variant {
            name,
            wire_name: context.protocol.wire_name(member).to_owned(),
            tags: context
                .protocol
                .member_tags(context.service, member, context.model)
                .map(Box::new),
            member: member.name.clone(),
            docs: documented(&member.traits, "member", &member.name),
            deprecated: deprecated(&member.traits),
            ty: context.ty(shape, member, &Binding::Body),
            constraint: constraint::of_variant(context, member),
            sensitive: member.traits.sensitive
                || context
                    .model
                    .target(member)
                    .is_some_and(|target| context.hides_value(target)),
            methods: VariantMethods::default(),
        })
        .collect();
    let name = context.name(shape);
    methods::name_methods(&name.ty, &mut variants);
    let attributes = services::special(context.service).attributes;
    let attributes = attributes.filter(|attributes| attributes.union == shape.id.name());
    Union {
        conversions: methods::conversions(&variants, attributes),
        attributes: attributes
            .and_then(|members| attributes::plan(&name, &variants, members))
            .map(Box::new),
        name,
        docs: documentation(&shape.traits),
        deprecated: deprecated(&shape.traits),
        variants,
        is_uneven: false,
        sensitive: shape.traits.sensitive,
        wire: context.wire(&shape.id),
        files: FunctionFiles::default(),
        checked: context.checked.contains(&shape.id),
        stream,
    }
}

fn enumeration(
    context: &Context<'_>,
    shape: &Shape,
    members: &[model::Member],
    report: &mut Report,
) -> Enumeration {
    let variants = variants(shape, members, report, |value, name| match value {
        Some(Value::String(text)) => Some(text.clone()),
        None => Some(name.to_owned()),
        Some(_) => None,
    });
    Enumeration {
        name: context.name(shape),
        docs: documentation(&shape.traits),
        deprecated: deprecated(&shape.traits),
        variants,
        sensitive: shape.traits.sensitive,
        wire: context.wire(&shape.id),
        files: FunctionFiles::default(),
    }
}

fn int_enumeration(
    context: &Context<'_>,
    shape: &Shape,
    members: &[model::Member],
    report: &mut Report,
) -> IntEnumeration {
    let variants = variants(shape, members, report, |value, _| {
        value?.as_i64().and_then(|value| i32::try_from(value).ok())
    });
    IntEnumeration {
        name: context.name(shape),
        docs: documentation(&shape.traits),
        deprecated: deprecated(&shape.traits),
        variants,
        sensitive: shape.traits.sensitive,
        wire: context.wire(&shape.id),
        files: FunctionFiles::default(),
    }
}

fn variants<V: PartialEq + std::fmt::Debug>(
    shape: &Shape,
    members: &[model::Member],
    report: &mut Report,
    value: impl Fn(Option<&Value>, &str) -> Option<V>,
) -> Vec<EnumVariant<V>> {
    let own: Vec<(&str, &str)> = members
        .iter()
        .map(|member| {
            let value = member.traits.enum_value.as_ref().and_then(Value::as_str);
            (member.name.as_str(), value.unwrap_or(&member.name))
        })
        .collect();
    let mut values = Scope::new("value", "an enum has each value once: take one of them out");
    members
        .iter()
        .zip(names::variants(&own))
        .filter_map(|(member, name)| {
            let id = shape.id.member(&member.name);
            let Some(value) = value(member.traits.enum_value.as_ref(), &member.name) else {
                report.add(
                    Diagnostic::new(format!("{} has no value that {} can have", member.name, with_article(shape.kind.name())))
                        .at(member.location.clone(), "its smithy.api#enumValue is missing or of another type")
                        .shape(&id)
                        .help("members of an enum have string values, those of an intEnum 32-bit integers"),
                );
                return None;
            };
            values.take(&format!("{value:?}"), &id, Some(&member.location), report);
            Some(EnumVariant {
                name,
                value,
                docs: documented(&member.traits, "value", &member.name),
                deprecated: deprecated(&member.traits),
                internal: member.traits.internal,
            })
        })
        .collect()
}

/// The documentation trait's lines.
pub(super) fn documentation(traits: &Traits) -> Vec<String> {
    docs::lines(traits.documentation.as_deref())
}

/// The documentation trait's lines, or a line that at least names the member.
fn documented(traits: &Traits, kind: &str, name: &str) -> Vec<String> {
    let lines = documentation(traits);
    if lines.is_empty() {
        vec![format!("The {kind} `{name}`.")]
    } else {
        lines
    }
}

/// Whether documentation is but a name, which stands where the model says nothing.
#[cfg(feature = "cli")]
pub(crate) fn only_names(lines: &[String]) -> bool {
    match lines {
        [] => true,
        [line] => ["The member `", "The value `"].iter().any(|start| {
            let name = line.strip_prefix(start);
            let name = name.and_then(|name| name.strip_suffix("`."));
            name.is_some_and(|name| !name.contains(['`', ' ']))
        }),
        _ => false,
    }
}

/// The note of a `#[deprecated]` attribute.
pub(super) fn deprecated(traits: &Traits) -> Option<String> {
    let deprecated = traits.deprecated.as_ref()?;
    // The attribute's text is Markdown for rustdoc.
    let message = deprecated.message.as_deref().map(docs::line);
    let message = message.filter(|message| !message.is_empty());
    Some(
        match (message, deprecated.since.as_deref().map(docs::line)) {
            (Some(message), Some(since)) => format!("{message} (since {since})"),
            (Some(message), None) => message,
            (None, Some(since)) => format!("deprecated by the service since {since}"),
            (None, None) => "deprecated by the service".to_owned(),
        },
    )
}
