//! Properties that objects of the AST don't have. They have no effect, so a slip of the pen goes
//! unnoticed without a warning. The reference's loader of ASTs warns of the same properties.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::diagnostic::{Diagnostic, Report};
use crate::shape_type::Type;
use crate::spelling;

use super::node::{Key, Node};
use super::place::Place;

/// Warns of the properties that a shape, its members and its references don't have. Resolve
/// reports a type that isn't known, and its properties aren't known either.
pub(super) fn check(
    id: &str,
    node: Node<'_>,
    kind: Node<'_>,
    place: &Place<'_>,
    report: &mut Report,
) {
    let kind = kind.string().unwrap_or_default();
    let form = match Type::from_name(&kind) {
        Some(kind) => Form::Shape(kind),
        None if kind == "apply" => Form::Apply,
        None => return,
    };
    let mut unknown = Vec::new();
    let objects = Objects {
        form,
        nesting: Nesting::One,
        unknown: &mut unknown,
    };
    // A value that isn't made of such objects ends the search: other stages report the value.
    let _ = objects.deserialize(&mut serde_json::Deserializer::from_str(node.text()));
    for (form, key) in unknown {
        report.warn(form.warning(&key, place).shape(id));
    }
}

/// Warns of the properties that a file has beside its own three.
pub(super) fn check_file(others: &[Key<'_>], place: &Place<'_>, report: &mut Report) {
    for key in others {
        report.warn(Form::File.warning(key, place));
    }
}

/// The objects of an AST whose properties are known.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    File,
    Shape(Type),
    Apply,
    Member,
    Reference,
}

impl Form {
    /// The form with its article.
    fn told(self) -> String {
        match self {
            Self::File => "a JSON AST".to_owned(),
            Self::Shape(kind) => spelling::with_article(kind.name()),
            Self::Apply => "an apply statement".to_owned(),
            Self::Member => "a member".to_owned(),
            Self::Reference => "a reference".to_owned(),
        }
    }

    /// The properties that the object has for itself, and those that other objects have, too.
    fn properties(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::File => (&["smithy", "metadata", "shapes"], &[]),
            Self::Shape(kind) => (kind.properties(), &["type", "traits", "mixins"]),
            Self::Apply => (&[], &["type", "traits"]),
            Self::Member => (&["target"], &["traits"]),
            Self::Reference => (&["target"], &[]),
        }
    }

    fn has(self, name: &str) -> bool {
        let (own, shared) = self.properties();
        own.contains(&name) || shared.contains(&name)
    }

    /// The objects in the value of a property, if their properties are known.
    fn inner(self, property: &str) -> Option<(Self, Nesting)> {
        match (self, property) {
            (Self::Shape(_), "members") => Some((Self::Member, Nesting::Values)),
            (Self::Shape(Type::List | Type::Set | Type::Map), "member" | "key" | "value") => {
                Some((Self::Member, Nesting::One))
            }
            (Self::Shape(_), "identifiers" | "properties") => {
                Some((Self::Reference, Nesting::Values))
            }
            (
                Self::Shape(_),
                "mixins" | "errors" | "operations" | "collectionOperations" | "resources",
            ) => Some((Self::Reference, Nesting::Items)),
            (Self::Shape(Type::Operation), "input" | "output")
            | (
                Self::Shape(Type::Resource),
                "create" | "put" | "read" | "update" | "delete" | "list",
            ) => Some((Self::Reference, Nesting::One)),
            _ => None,
        }
    }

    fn warning(self, key: &Key<'_>, place: &Place<'_>) -> Diagnostic {
        let (own, shared) = self.properties();
        let known = || own.iter().chain(shared).copied();
        let help = match spelling::nearest(&key.name, known()) {
            Some(near) => format!("did you mean {near}?"),
            None => {
                let known: Vec<&str> = known().collect();
                let known = known.join(", ");
                match self {
                    Self::Reference => format!("a reference has the property {known} only"),
                    _ => format!("the properties of {} are {known}", self.told()),
                }
            }
        };
        Diagnostic::new(format!(
            "`{}` isn't a property of {}",
            key.name,
            self.told()
        ))
        .at(place.of(&key.name), "has no effect")
        .help(help)
    }
}

/// How objects stand in the value of a property.
#[derive(Clone, Copy, PartialEq)]
enum Nesting {
    /// The value is one.
    One,
    /// The value is a list of them.
    Items,
    /// The value is an object, whose properties have any names and are such objects.
    Values,
}

/// Reads a value that is made of objects of a form, and keeps the names of the properties that they
/// don't have.
struct Objects<'u, 'a> {
    form: Form,
    nesting: Nesting,
    unknown: &'u mut Vec<(Form, Key<'a>)>,
}

impl<'a> Objects<'_, 'a> {
    fn inner(&mut self, form: Form, nesting: Nesting) -> Objects<'_, 'a> {
        Objects {
            form,
            nesting,
            unknown: self.unknown,
        }
    }
}

impl<'de: 'a, 'a> DeserializeSeed<'de> for Objects<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.nesting {
            Nesting::Items => deserializer.deserialize_seq(self),
            Nesting::One | Nesting::Values => deserializer.deserialize_map(self),
        }
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Objects<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("objects of the AST")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let form = self.form;
        while let Some(()) = items.next_element_seed(self.inner(form, Nesting::One))? {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let form = self.form;
        while let Some(key) = map.next_key::<Key<'a>>()? {
            let inner = match self.nesting {
                Nesting::Values => Some((form, Nesting::One)),
                _ => form.inner(&key.name),
            };
            if self.nesting == Nesting::One && !form.has(&key.name) {
                self.unknown.push((form, key));
            }
            match inner {
                Some((form, nesting)) => map.next_value_seed(self.inner(form, nesting))?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}
