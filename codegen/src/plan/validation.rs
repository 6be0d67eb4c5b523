//! The functions with which a server checks inputs: one for each shape that has something to
//! check.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Access, Check, CheckBody, CheckFunction, Constraint, Enumeration, Item, Member, MemberCheck,
    Name, NamedKind, Operation, Pattern, PatternConstant, Presence, Scalar, Structure, Tag, Type,
    Union, VariantCheck,
};
use crate::model::ShapeId;

use super::types::Context;
use super::{names, pattern};

/// The functions of inputs, of the types in them and of other shapes, and the patterns that they
/// look for.
pub(super) fn plan(
    context: &Context<'_>,
    operations: &[&Operation],
    items: &[Item],
) -> (Vec<CheckFunction>, Vec<PatternConstant>) {
    let inputs: Vec<&Structure> = operations
        .iter()
        .map(|operation| &operation.input)
        .collect();
    let members = inputs.iter().flat_map(|input| &input.members);
    let checked = checked(members.filter_map(|member| member.ty.named()), items);
    let items: Vec<&Item> = items
        .iter()
        .filter(|item| checked.contains(item.name()))
        .collect();
    let constraints = constraints(&inputs, &items);
    let patterns = patterns(&constraints);
    let values = values(&constraints, &checked);
    let names = context.names.check_functions(
        inputs.iter().map(|input| &input.name).chain(&checked),
        values.keys().copied(),
    );
    let checks = Checks {
        types: &|name| checked.contains(name).then(|| names.of_type(name)),
        shapes: &|id| values.contains_key(id).then(|| names.of_shape(id)),
        patterns: &patterns,
    };
    let of_inputs = inputs.iter().filter_map(|input| {
        let body = checks.structure(input)?;
        Some(CheckFunction {
            name: names.of_type(&input.name),
            is_for_input: true,
            body,
        })
    });
    let of_items = items.iter().filter_map(|item| {
        let body = match item {
            Item::Structure(structure) => checks.structure(structure)?,
            Item::Union(union) => checks.union(union),
            Item::Enumeration(item) => enumeration(item),
            Item::IntEnumeration(_) => return None,
        };
        Some(CheckFunction {
            name: names.of_type(item.name()),
            is_for_input: false,
            body,
        })
    });
    let of_values = values.iter().map(|(id, (ty, constraint))| CheckFunction {
        name: names.of_shape(id),
        is_for_input: false,
        body: CheckBody::Value {
            ty: without_token(ty),
            checks: checks.inside(ty, Some(constraint)),
        },
    });
    let mut of_values: Vec<CheckFunction> = of_values.collect();
    of_values.sort_by(|a, b| a.name.cmp(&b.name));
    let functions = of_inputs.chain(of_items).chain(of_values).collect();
    (functions, patterns)
}

/// Whether there is anything to check in a type, or in what it holds.
pub(super) fn is_checked(name: &Name, items: &[Item]) -> bool {
    !checked([name], items).is_empty()
}

/// The types among those that values of `starts` hold that have something to check.
fn checked<'p>(starts: impl IntoIterator<Item = &'p Name>, items: &'p [Item]) -> BTreeSet<Name> {
    let items: BTreeMap<&Name, &Item> = items.iter().map(|item| (item.name(), item)).collect();
    let mut held = BTreeSet::new();
    let mut left: Vec<&Name> = starts.into_iter().collect();
    while let Some(name) = left.pop() {
        if let Some((name, item)) = items.get_key_value(name)
            && held.insert(*name)
        {
            left.extend(types(item).into_iter().filter_map(Type::named));
        }
    }
    let own = Checks::of_no_type();
    grow(&held, &items, |item| match item {
        Item::Enumeration(item) => !item.variants.is_empty(),
        Item::Structure(structure) => own.structure(structure).is_some(),
        Item::Union(union) => !own.variants(union).is_empty(),
        Item::IntEnumeration(_) => false,
    })
}

/// The held types of which `start` is true, and those that hold one of them.
fn grow(
    held: &BTreeSet<&Name>,
    items: &BTreeMap<&Name, &Item>,
    start: impl Fn(&Item) -> bool,
) -> BTreeSet<Name> {
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for name in held {
            let Some(item) = items.get(name) else {
                continue;
            };
            let holds = || {
                let mut types = types(item).into_iter();
                types.any(|ty| ty.named().is_some_and(|name| found.contains(name)))
            };
            if !found.contains(*name) && (holds() || start(item)) {
                found.insert((*name).clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn types(item: &Item) -> Vec<&Type> {
    match item {
        Item::Structure(structure) => structure.members.iter().map(|member| &member.ty).collect(),
        Item::Union(union) => union
            .variants
            .iter()
            .filter_map(|variant| variant.ty.as_ref())
            .collect(),
        Item::Enumeration(_) | Item::IntEnumeration(_) => Vec::new(),
    }
}

/// The constraint of every value in these types, and of what is in lists and maps.
fn constraints<'p>(
    inputs: &[&'p Structure],
    items: &[&'p Item],
) -> Vec<(&'p Type, &'p Constraint)> {
    let structures = items.iter().filter_map(|item| match item {
        Item::Structure(structure) => Some(structure),
        _ => None,
    });
    let members = inputs
        .iter()
        .copied()
        .chain(structures)
        .flat_map(|structure| &structure.members)
        .filter_map(|member| Some((&member.ty, member.server.constraint.as_ref()?)));
    let variants = items
        .iter()
        .filter_map(|item| match item {
            Item::Union(union) => Some(&union.variants),
            _ => None,
        })
        .flatten()
        .filter_map(|variant| Some((variant.ty.as_ref()?, variant.constraint.as_ref()?)));
    let mut found = Vec::new();
    let mut left: Vec<(&Type, &Constraint)> = members.chain(variants).collect();
    while let Some((ty, constraint)) = left.pop() {
        found.push((ty, constraint));
        if let (Type::List { item: inside, .. } | Type::Map { value: inside, .. }, Some(items)) =
            (ty, constraint.items.as_deref())
        {
            left.push((inside, items));
        }
        left.extend(constraint.keys.as_deref().map(|keys| (&KEY, keys)));
    }
    found
}

/// The type of a map's keys.
const KEY: Type = Type::Scalar(Scalar::String);

/// Every pattern, under the name of a constant.
fn patterns(constraints: &[(&Type, &Constraint)]) -> Vec<PatternConstant> {
    let mut found: Vec<&Pattern> = Vec::new();
    let all = constraints.iter();
    for pattern in all.filter_map(|(_, constraint)| constraint.pattern.as_ref()) {
        if !found.iter().any(|known| known.text == pattern.text) {
            found.push(pattern);
        }
    }
    found.sort_by(|a, b| (&a.shape, &a.text).cmp(&(&b.shape, &b.text)));
    let mut constants: Vec<PatternConstant> = Vec::new();
    for pattern in found {
        let own = names::constant_name(&pattern.shape);
        // The prelude's shapes have patterns of many members.
        let numbered = (2..).map(|number| format!("{own}_{number}"));
        let mut names = std::iter::once(own.clone()).chain(numbered);
        let free = names.find(|name| constants.iter().all(|taken| taken.name != *name));
        constants.push(PatternConstant {
            name: free.unwrap_or(own),
            text: pattern.text.clone(),
            // A pattern with a flaw has been reported.
            ecmascript: pattern::ecmascript(&pattern.text).unwrap_or_default(),
        });
    }
    constants.sort_by(|a, b| a.name.cmp(&b.name));
    constants
}

/// The simple shapes, lists and maps that have something to check.
fn values<'p>(
    constraints: &[(&'p Type, &'p Constraint)],
    checked: &BTreeSet<Name>,
) -> BTreeMap<&'p ShapeId, (&'p Type, &'p Constraint)> {
    let name = String::new;
    let checks = Checks {
        types: &|ty| checked.contains(ty).then(name),
        ..Checks::of_no_type()
    };
    let mut values = BTreeMap::new();
    for (ty, constraint) in constraints {
        if let Some(shape) = &constraint.shape
            && !matches!(ty, Type::Named(_))
            && !checks.inside(ty, Some(constraint)).is_empty()
        {
            values.entry(shape).or_insert((*ty, *constraint));
        }
    }
    values
}

/// A token is text once it is looked at.
fn without_token(ty: &Type) -> Type {
    match ty {
        Type::Scalar(Scalar::IdempotencyToken) => KEY,
        other => other.clone(),
    }
}

fn enumeration(item: &Enumeration) -> CheckBody {
    let told = item.variants.iter().filter(|variant| !variant.internal);
    CheckBody::Enumeration {
        name: item.name.clone(),
        told: told.map(|variant| variant.value.clone()).collect(),
    }
}

/// Makes the checks of members, with the functions that there are.
struct Checks<'c> {
    /// The function of a generated type.
    types: &'c dyn Fn(&Name) -> Option<String>,
    /// The function of another shape.
    shapes: &'c dyn Fn(&ShapeId) -> Option<String>,
    /// The patterns that have a constant. Without any, each pattern has an empty name.
    patterns: &'c [PatternConstant],
}

impl Checks<'static> {
    /// Makes checks of a value's own constraints, which leave types out.
    fn of_no_type() -> Self {
        Self {
            types: &|_| None,
            shapes: &|_| None,
            patterns: &[],
        }
    }
}

impl Checks<'_> {
    fn structure(&self, structure: &Structure) -> Option<CheckBody> {
        let members = structure.members.iter();
        let members: Vec<MemberCheck> = members.filter_map(|member| self.member(member)).collect();
        (!members.is_empty()).then(|| CheckBody::Structure {
            name: structure.name.clone(),
            members,
        })
    }

    fn member(&self, member: &Member) -> Option<MemberCheck> {
        let checks = self.value(&member.ty, member.server.constraint.as_ref());
        let is_token = member.is_token();
        let is_option = is_token || !matches!(member.presence, Presence::Always(_));
        let access = match (is_option, member.server.required) {
            (true, true) => Access::Required,
            (true, false) => Access::Optional,
            (false, _) => Access::Always,
        };
        (access == Access::Required || !checks.is_empty()).then(|| MemberCheck {
            // As the reader that misses members names them.
            wire_name: member.wire_name.clone(),
            field: member.field.clone(),
            access,
            is_token,
            checks,
        })
    }

    fn union(&self, union: &Union) -> CheckBody {
        CheckBody::Union {
            name: union.name.clone(),
            variants: self.variants(union),
        }
    }

    fn variants(&self, union: &Union) -> Vec<VariantCheck> {
        let variants = union.variants.iter().filter_map(|variant| {
            let checks = self.value(variant.ty.as_ref()?, variant.constraint.as_ref());
            (!checks.is_empty()).then(|| VariantCheck {
                variant: variant.name.clone(),
                wire_name: variant.wire_name.clone(),
                checks,
            })
        });
        variants.collect()
    }

    /// The checks of a value: the function of its shape, if it has one.
    fn value(&self, ty: &Type, constraint: Option<&Constraint>) -> Vec<Check> {
        let shape = constraint.and_then(|constraint| constraint.shape.as_ref());
        if let Type::Named(named) = ty {
            if named.kind == NamedKind::IntEnumeration {
                // What the numbers are is open; the range isn't.
                let range = constraint.and_then(|constraint| constraint.range.clone());
                return range.map(Check::RangeOfEnum).into_iter().collect();
            }
            let function = (self.types)(&named.name);
            let function = function.map(|name| Check::Function {
                name,
                boxed: named.boxed,
            });
            return function.into_iter().collect();
        }
        match shape.and_then(self.shapes) {
            Some(name) => vec![Check::Function { name, boxed: false }],
            None => self.inside(ty, constraint),
        }
    }

    /// The checks of a value that isn't of a generated type, one by one.
    fn inside(&self, ty: &Type, constraint: Option<&Constraint>) -> Vec<Check> {
        let mut checks = Vec::new();
        if let Some(constraint) = constraint {
            self.own(ty, constraint, &mut checks);
        }
        let items = constraint.and_then(|constraint| constraint.items.as_deref());
        match ty {
            Type::Scalar(_) | Type::Named(_) => {}
            Type::List { item, sparse, .. } => {
                let inside = self.value(item, items);
                checks.extend((!inside.is_empty()).then_some(Check::Items {
                    sparse: *sparse,
                    checks: inside,
                }));
            }
            Type::Map { value, sparse, .. } => {
                let keys = constraint.and_then(|constraint| constraint.keys.as_deref());
                let of_keys = keys.map(|keys| self.value(&KEY, Some(keys)));
                checks.extend(of_keys.filter(|keys| !keys.is_empty()).map(Check::Keys));
                let inside = self.value(value, items);
                checks.extend((!inside.is_empty()).then_some(Check::Values {
                    sparse: *sparse,
                    checks: inside,
                }));
            }
        }
        checks
    }

    /// The checks of a value's own traits, those that its type can have.
    fn own(&self, ty: &Type, constraint: &Constraint, checks: &mut Vec<Check>) {
        let is_text = matches!(ty, Type::Scalar(Scalar::String | Scalar::IdempotencyToken));
        let has_length = is_text
            || matches!(
                ty,
                Type::Scalar(Scalar::Blob) | Type::List { .. } | Type::Map { .. }
            );
        if let Some(bounds) = constraint.length.as_ref().filter(|_| has_length)
            && (bounds.min.is_some() || bounds.max.is_some())
        {
            checks.push(Check::Length(bounds.clone()));
        }
        let has_range = matches!(
            ty,
            Type::Scalar(
                Scalar::Byte
                    | Scalar::Short
                    | Scalar::Integer
                    | Scalar::Long
                    | Scalar::Float
                    | Scalar::Double
                    | Scalar::BigInteger(_)
                    | Scalar::BigDecimal(_)
            )
        );
        if let Some(bounds) = constraint.range.as_ref().filter(|_| has_range) {
            checks.push(Check::Range(bounds.clone()));
        }
        checks.extend(constraint.one_of.clone().map(Check::OneOf));
        if let Some(pattern) = constraint.pattern.as_ref().filter(|_| is_text) {
            let known = self
                .patterns
                .iter()
                .find(|known| known.text == pattern.text);
            let constant = known.map(|known| known.name.clone()).unwrap_or_default();
            checks.push(Check::Pattern(constant));
        }
        if let (true, Type::List { item, sparse, tags }) = (constraint.unique, ty) {
            checks.push(match can_be_hashed(item) {
                true => Check::Distinct,
                false => Check::Unique {
                    item: (**item).clone(),
                    sparse: *sparse,
                    tag: tags.as_ref().map(|_| Tag::new("item")),
                },
            });
        }
    }
}

/// Whether values of a type have a hash that goes with their equality. Structures and unions don't
/// have one, since they may hold floats.
fn can_be_hashed(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => !matches!(
            scalar,
            Scalar::Float
                | Scalar::Double
                | Scalar::Document
                | Scalar::Body
                | Scalar::IdempotencyToken
        ),
        Type::Named(named) => matches!(
            named.kind,
            NamedKind::Enumeration | NamedKind::IntEnumeration
        ),
        Type::List { item, .. } => can_be_hashed(item),
        Type::Map { value, .. } => can_be_hashed(value),
    }
}
