//! Values of the model as a person would write them: with setters, and functions of unions.

use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::ast::Value;
use crate::ir::{EnumVariant, Item, Name, Named, Scalar, Shown, Structure, Type, Union};

use super::instant;

/// The most characters of a text that an example has.
const LONGEST: usize = 400;

/// Shows values, and collects the types that they name.
pub(super) struct Showing<'p> {
    items: HashMap<&'p Name, &'p Item>,
    pub(super) types: BTreeSet<String>,
    pub(super) runtime_types: BTreeSet<&'static str>,
    /// Whether a value is a `BTreeMap` by name.
    pub(super) has_maps: bool,
}

impl<'p> Showing<'p> {
    pub(super) fn new(items: &'p [Item]) -> Self {
        Self {
            items: items.iter().map(|item| (item.name(), item)).collect(),
            types: BTreeSet::new(),
            runtime_types: BTreeSet::new(),
            has_maps: false,
        }
    }

    /// The setters of a structure with the values of an object; none if a value can't be shown.
    pub(super) fn setters(
        &mut self,
        structure: &Structure,
        value: &Value,
    ) -> Option<Vec<(String, Shown)>> {
        let empty = Value::Object(std::collections::BTreeMap::new());
        let value = if value.is_null() { &empty } else { value };
        let values = value.as_object()?;
        let is_known = |name: &String| structure.members.iter().any(|it| it.name == *name);
        if !values.keys().all(is_known) {
            return None;
        }
        let mut setters = Vec::new();
        for member in &structure.members {
            match values.get(&member.name) {
                None | Some(Value::Null) => {}
                // A setter that is deprecated warns.
                Some(_) if member.deprecated.is_some() => return None,
                Some(value) => {
                    setters.push((member.setter.clone(), self.argument(&member.ty, value)?));
                }
            }
        }
        Some(setters)
    }

    /// A value as the argument of a setter or of a union's function.
    fn argument(&mut self, ty: &Type, value: &Value) -> Option<Shown> {
        match ty {
            Type::Scalar(scalar) => self.scalar(*scalar, value),
            Type::Named(named) => self.named(named, value),
            Type::List { item, sparse, .. } => {
                let items = value.as_array()?;
                if items.is_empty() {
                    return self.nothing("Vec", item, *sparse);
                }
                let items = items.iter().map(|value| self.part(item, *sparse, value));
                items.collect::<Option<_>>().map(Shown::List)
            }
            Type::Map {
                value: ty, sparse, ..
            } => {
                let entries = value.as_object()?;
                if entries.is_empty() {
                    return None;
                }
                let entries = entries.iter().map(|(key, value)| {
                    let value = self.part(ty, *sparse, value)?;
                    Some((text(key)?, value))
                });
                entries.collect::<Option<_>>().map(Shown::Map)
            }
        }
    }

    /// An empty list, whose type the compiler has to be told.
    fn nothing(&mut self, of: &str, item: &Type, sparse: bool) -> Option<Shown> {
        let item = match item {
            Type::Scalar(Scalar::String) if !sparse => "String".to_owned(),
            Type::Named(named) if !sparse => {
                self.types.insert(named.name.ty.clone());
                named.name.ty.clone()
            }
            _ => return None,
        };
        Some(Shown::Plain(format!("{of}::<{item}>::new()")))
    }

    /// An item of a list, or a value of a map.
    fn part(&mut self, ty: &Type, sparse: bool, value: &Value) -> Option<Shown> {
        match ty {
            // A sparse one takes values of the type itself.
            Type::List { .. } | Type::Map { .. } if sparse => None,
            Type::List { .. } | Type::Map { .. } => self.exact(ty, value),
            _ if sparse => match (ty, value) {
                (_, Value::Null) => Some(Shown::Plain("None".to_owned())),
                (Type::Scalar(Scalar::String), Value::String(value)) => {
                    Some(Shown::Plain(format!("Some({}.to_owned())", text(value)?)))
                }
                (Type::Scalar(scalar), _) if is_number(*scalar) => {
                    let value = self.scalar(*scalar, value)?;
                    Some(Shown::Call("Some".to_owned(), Box::new(value)))
                }
                _ => None,
            },
            _ => self.argument(ty, value),
        }
    }

    /// A value of exactly the type, where no function takes another one.
    fn exact(&mut self, ty: &Type, value: &Value) -> Option<Shown> {
        let (function, parts) = match ty {
            Type::List {
                item,
                sparse: false,
                ..
            } => {
                let items = value.as_array()?.iter();
                let items = items.map(|value| self.exact(item, value));
                ("Vec::from", Shown::List(items.collect::<Option<_>>()?))
            }
            Type::Map {
                value: ty,
                sparse: false,
                ..
            } => {
                self.has_maps = true;
                let entries = value.as_object()?.iter().map(|(key, value)| {
                    let value = self.exact(ty, value)?;
                    Some((format!("{}.to_owned()", text(key)?), value))
                });
                (
                    "BTreeMap::from",
                    Shown::Map(entries.collect::<Option<_>>()?),
                )
            }
            Type::Scalar(Scalar::String) => {
                return Some(Shown::Plain(format!(
                    "{}.to_owned()",
                    text(value.as_str()?)?
                )));
            }
            Type::Scalar(Scalar::Blob | Scalar::Body | Scalar::IdempotencyToken)
            | Type::List { .. }
            | Type::Map { .. } => return None,
            Type::Scalar(_) | Type::Named(_) => return self.argument(ty, value),
        };
        let is_empty = matches!(&parts, Shown::List(parts) if parts.is_empty())
            || matches!(&parts, Shown::Map(parts) if parts.is_empty());
        // The type of what is empty would have to be told.
        (!is_empty).then(|| Shown::Call(function.to_owned(), Box::new(parts)))
    }

    fn scalar(&mut self, scalar: Scalar, value: &Value) -> Option<Shown> {
        let shown = match (scalar, value) {
            (
                Scalar::String | Scalar::Blob | Scalar::Body | Scalar::IdempotencyToken,
                Value::String(value),
            ) => text(value)?,
            (Scalar::Boolean, Value::Bool(value)) => value.to_string(),
            (Scalar::Byte, _) => i8::try_from(value.as_i64()?).ok()?.to_string(),
            (Scalar::Short, _) => i16::try_from(value.as_i64()?).ok()?.to_string(),
            (Scalar::Integer, _) => i32::try_from(value.as_i64()?).ok()?.to_string(),
            (Scalar::Long, _) => value.as_i64()?.to_string(),
            (Scalar::Double, Value::Number(_)) => {
                let value = value.as_f64()?;
                value.is_finite().then(|| format!("{value:?}"))?
            }
            (Scalar::Timestamp(_), _) => {
                let (seconds, nanos) = match value {
                    Value::Number(number) => instant::epoch_seconds(number.as_str())?,
                    Value::String(text) => {
                        instant::date_time(text).or_else(|| instant::http_date(text))?
                    }
                    _ => return None,
                };
                self.runtime_types.insert("Timestamp");
                match nanos {
                    0 => format!("Timestamp::from_epoch_seconds({seconds})?"),
                    _ => format!("Timestamp::from_epoch({seconds}, {nanos})?"),
                }
            }
            _ => return None,
        };
        Some(Shown::Plain(shown))
    }

    fn named(&mut self, named: &Named, value: &Value) -> Option<Shown> {
        let item = *self.items.get(&named.name)?;
        let ty = &named.name.ty;
        let shown = match item {
            Item::Structure(structure) if structure.deprecated.is_none() => {
                Shown::Built(ty.clone(), self.setters(structure, value)?)
            }
            Item::Union(union) if union.deprecated.is_none() => self.union(union, value)?,
            Item::Enumeration(item) if item.deprecated.is_none() => {
                let value = value.as_str()?;
                match variant(&item.variants, |it| it == value)? {
                    Some(name) => Shown::Plain(format!("{ty}::{name}")),
                    None => Shown::Plain(format!("{ty}::from({})", text(value)?)),
                }
            }
            Item::IntEnumeration(item) if item.deprecated.is_none() => {
                let value = i32::try_from(value.as_i64()?).ok()?;
                match variant(&item.variants, |it| *it == value)? {
                    Some(name) => Shown::Plain(format!("{ty}::{name}")),
                    None => Shown::Plain(format!("{ty}::from({value})")),
                }
            }
            _ => return None,
        };
        self.types.insert(ty.clone());
        Some(shown)
    }

    fn union(&mut self, union: &Union, value: &Value) -> Option<Shown> {
        let members = value.as_object()?;
        let (name, value) = members.iter().next().filter(|_| members.len() == 1)?;
        let mut variants = union.variants.iter();
        let variant = variants.find(|variant| variant.member == *name)?;
        if variant.deprecated.is_some() {
            return None;
        }
        let ty = &union.name.ty;
        match &variant.ty {
            None => Some(Shown::Plain(format!("{ty}::{}", variant.name))),
            Some(of) => {
                let value = self.argument(of, value)?;
                let function = format!("{ty}::{}", variant.methods.new);
                Some(Shown::Call(function, Box::new(value)))
            }
        }
    }
}

fn is_number(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::Boolean
            | Scalar::Byte
            | Scalar::Short
            | Scalar::Integer
            | Scalar::Long
            | Scalar::Double
    )
}

/// The name of the variant of a value; `Some(None)` if there is none, and `None` if it is
/// deprecated.
fn variant<V>(variants: &[EnumVariant<V>], is_it: impl Fn(&V) -> bool) -> Option<Option<String>> {
    match variants.iter().find(|variant| is_it(&variant.value)) {
        None => Some(None),
        Some(variant) if variant.deprecated.is_some() => None,
        Some(variant) => Some(Some(variant.name.clone())),
    }
}

/// The literal of a text that can be in a block of code in documentation.
fn text(value: &str) -> Option<String> {
    let is_short = value.chars().count() <= LONGEST;
    (is_short && !value.contains("```")).then(|| format!("{value:?}"))
}
