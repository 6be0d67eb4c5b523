//! The constraint traits of members, and those that a server can't check.

use foldhash::{HashMap, HashMapExt};

use crate::ast::Number;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{Bounds, Constraint, MemberOnServer, Pattern, Presence, Scalar, Type, Values};
use crate::model::{self, Kind, Shape, ShapeId, Traits};
use crate::source::Location;

use super::types::Context;
use super::{default, pattern};

/// The constraints of a member.
pub(super) fn of_member(
    context: &Context<'_>,
    member: &model::Member,
    target: &Shape,
    presence: &Presence,
    ty: &Type,
) -> MemberOnServer {
    let default = member
        .traits
        .default
        .as_ref()
        .or(target.traits.default.as_ref())
        .filter(|value| !value.is_null());
    // A default of the wrong type has been reported.
    let default = default.and_then(|value| default::default_value(value, ty).ok());
    let is_token = *ty == Type::Scalar(Scalar::IdempotencyToken);
    MemberOnServer {
        required: member.traits.required && default.is_none(),
        default: default.filter(|_| !is_token && !matches!(presence, Presence::Always(_))),
        constraint: constraint(context, &member.traits, target),
    }
}

/// The constraints of a value; a member's own traits go before its target's.
fn constraint(context: &Context<'_>, member: &Traits, target: &Shape) -> Option<Constraint> {
    let inside = |member: &model::Member| {
        let target = context.model.target(member)?;
        constraint(context, &member.traits, target).map(Box::new)
    };
    let (items, keys) = match &target.kind {
        Kind::List(item) => (inside(item), None),
        Kind::Map { key, value } => (inside(value), of_key(context, key)),
        _ => (None, None),
    };
    let traits = &target.traits;
    // An enum's values are all that it can be; an int enum may have any number.
    let is_enum = matches!(target.kind, Kind::Enum(_));
    let pattern = member.pattern.as_ref().or(traits.pattern.as_ref());
    let has_own = member.length.is_some() || member.range.is_some() || member.pattern.is_some();
    let constraint = Constraint {
        shape: (!has_own).then(|| target.id.clone()),
        length: bounds(member.length.as_deref().or(traits.length.as_deref())).filter(|_| !is_enum),
        range: bounds(member.range.as_deref().or(traits.range.as_deref())),
        pattern: pattern.filter(|_| !is_enum).map(|text| Pattern {
            shape: target.id.name().to_owned(),
            text: text.clone(),
        }),
        unique: traits.unique_items,
        // Of an enum, the type says what its values are. An old one whose values have no names
        // stays a string.
        one_of: values(target).filter(|_| !is_enum),
        items,
        keys,
    };
    let is_any = Constraint {
        shape: None,
        ..constraint.clone()
    } != Constraint::default();
    (is_any || holds_types(context, target)).then_some(constraint)
}

/// Whether a list or a map holds values of a generated type, which may have something to check.
fn holds_types(context: &Context<'_>, shape: &Shape) -> bool {
    let (Kind::List(member) | Kind::Map { value: member, .. }) = &shape.kind else {
        return false;
    };
    context.model.target(member).is_some_and(|target| {
        matches!(
            target.kind,
            Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_)
        )
    })
}

/// The constraints of a map's keys.
fn of_key(context: &Context<'_>, key: &model::Member) -> Option<Box<Constraint>> {
    let target = context.model.target(key)?;
    let constraint = match &target.kind {
        Kind::Enum(_) => Some(Constraint {
            one_of: values(target),
            ..Constraint::default()
        }),
        _ => constraint(context, &key.traits, target),
    };
    constraint.map(Box::new)
}

/// The values of an enum.
fn values(shape: &Shape) -> Option<Values> {
    let values: Vec<(String, bool)> = match (&shape.kind, &shape.traits.enum_trait) {
        (Kind::Enum(members), _) => {
            let value = |member: &model::Member| match &member.traits.enum_value {
                Some(value) => value.as_str().map(str::to_owned),
                None => Some(member.name.clone()),
            };
            let with_value =
                |member: &model::Member| Some((value(member)?, member.traits.internal));
            members.iter().filter_map(with_value).collect()
        }
        (_, Some(definitions)) => definitions
            .iter()
            .map(|definition| (definition.value.clone(), definition.is_internal()))
            .collect(),
        _ => return None,
    };
    let (internal, told): (Vec<_>, Vec<_>) = values
        .into_iter()
        .partition(|(_, is_internal)| *is_internal);
    let texts = |values: Vec<(String, bool)>| values.into_iter().map(|(value, _)| value).collect();
    Some(Values {
        told: texts(told),
        internal: texts(internal),
    })
}

fn bounds(bounds: Option<&model::Bounds>) -> Option<Bounds> {
    let bounds = bounds?;
    let text = |bound: &Option<Number>| bound.as_ref().map(ToString::to_string);
    Some(Bounds {
        min: text(&bounds.min),
        max: text(&bounds.max),
    })
}

/// The constraints that can't be checked, with their shapes: patterns that are
/// none, and lengths that aren't whole numbers
/// ([Smithy 2.0, constraint traits](https://smithy.io/2.0/spec/constraint-traits.html)).
pub(super) fn unsound<'m>(shapes: &[&'m Shape]) -> Vec<(&'m ShapeId, Diagnostic)> {
    let mut flaws: HashMap<&str, Option<String>> = HashMap::new();
    let mut found = Vec::new();
    for constrained in shapes.iter().flat_map(|shape| constrained(shape)) {
        let name = constrained.name();
        if let Some(pattern) = &constrained.traits.pattern
            && let Some(flaw) = flaws
                .entry(pattern)
                .or_insert_with(|| pattern::ecmascript(pattern).err())
        {
            let problem = constrained.problem(
                format!("the pattern of {name} isn't a regular expression: {flaw}"),
                "has a smithy.api#pattern that can't be checked",
                "correct it: patterns have the rules of ECMAScript (ECMA-262), or Java's where \
                 ECMAScript can say the same; or generate no server, or leave out the operations that take it: `--skip-unsupported`, or \
                 `skipUnsupported` in the build file",
            );
            found.push((constrained.shape, problem));
        }
        if let Some(bounds) = &constrained.traits.length
            && [&bounds.min, &bounds.max]
                .into_iter()
                .flatten()
                .any(|bound| bound.to_string().parse::<usize>().is_err())
        {
            let problem = constrained.problem(
                format!("the length of {name} isn't a whole number"),
                "has a smithy.api#length that can't be checked",
                "give whole numbers from 0 to 2^64 - 1 as `min` and `max`",
            );
            found.push((constrained.shape, problem));
        }
    }
    found
}

/// Warns of patterns that mean something else than they seem to: a property that Unicode doesn't
/// have is the text itself by ECMAScript's older grammar.
pub(super) fn warn_of_literal_properties(shapes: &[&Shape], report: &mut Report) {
    for constrained in shapes.iter().flat_map(|shape| constrained(shape)) {
        let pattern = constrained.traits.pattern.as_deref();
        if let Some(property) = pattern.and_then(pattern::unknown_property) {
            let name = constrained.name();
            report.warn(constrained.problem(
                format!("the pattern of {name} has {property}, which isn't a property of Unicode"),
                "has a smithy.api#pattern that takes hardly any text",
                "write a class such as [A-Za-z0-9] instead: ECMAScript takes it for the text \
                 without the backslash, and so does the server",
            ));
        }
    }
}

/// A shape or member that may have constraints.
struct Constrained<'m> {
    shape: &'m ShapeId,
    id: String,
    traits: &'m Traits,
    location: Option<&'m Location>,
}

fn constrained(shape: &Shape) -> impl Iterator<Item = Constrained<'_>> {
    let members = shape.kind.members().into_iter();
    let members = members.map(|member| Constrained {
        shape: &shape.id,
        id: shape.id.member(&member.name),
        traits: &member.traits,
        location: Some(&member.location),
    });
    members.chain([Constrained {
        shape: &shape.id,
        id: shape.id.to_string(),
        traits: &shape.traits,
        location: shape.location.as_ref(),
    }])
}

impl Constrained<'_> {
    fn name(&self) -> &str {
        self.id.rsplit('#').next().unwrap_or(&self.id)
    }

    fn problem(&self, message: String, label: &str, help: &str) -> Diagnostic {
        let diagnostic = Diagnostic::new(message).shape(&self.id).help(help);
        match self.location {
            Some(location) => diagnostic.at(location.clone(), label),
            None => diagnostic,
        }
    }
}

/// The constraints of a union's member.
pub(super) fn of_variant(context: &Context<'_>, member: &model::Member) -> Option<Constraint> {
    let target = context.model.target(member)?;
    constraint(context, &member.traits, target)
}
