//! Examples of inputs: every required member, with a value that stands for any.

use std::collections::BTreeSet;

use crate::ir::{
    Example, Item, Member, Named, NamedKind, Operation, Presence, Scalar, Shown, Type,
};

/// The most members that an example should set.
const MOST: usize = 4;

/// Gives the operations their examples.
pub(super) fn plan(operations: &mut [Operation], items: &[Item]) {
    for operation in operations {
        // The model's own are better.
        if operation.example.title.is_none() {
            operation.example = example(operation, items);
        }
    }
}

fn example(operation: &Operation, items: &[Item]) -> Example {
    let mut example = Example::default();
    let mut types = BTreeSet::new();
    for member in required(operation) {
        match value(items, &member.ty) {
            Some(value) => {
                let value_text = Shown::Plain(value.text);
                example.setters.push((member.setter.clone(), value_text));
                types.extend(value.name);
            }
            None => example.left_out.push(member.field.clone()),
        }
    }
    types.remove(&operation.input.name.ty);
    example.types = types.into_iter().collect();
    example
}

/// The operation that is the easiest to show, among those that a client has a method for.
pub(super) fn easiest(operations: &[Operation]) -> Option<usize> {
    let shown = operations.iter().enumerate().filter(|(_, operation)| {
        operation.input.deprecated.is_none() && operation.events_in.is_none()
    });
    let easiest = shown.min_by_key(|(_, operation)| {
        let Example {
            setters, left_out, ..
        } = &operation.example;
        let count = setters.len() + left_out.len();
        let is_read = ["Get", "Describe", "List"]
            .iter()
            .any(|verb| operation.wire_name.starts_with(verb));
        // Members that can't be shown weigh most. Then an example that sets something goes first.
        (left_out.len(), count > MOST, !is_read, count == 0, count)
    });
    easiest.map(|(at, _)| at)
}

/// The members that a call can't do without, and that an example may name.
fn required(operation: &Operation) -> impl Iterator<Item = &Member> {
    let members = operation.input.members.iter();
    members.filter(|member| member.presence == Presence::Required && member.deprecated.is_none())
}

/// An expression, and the type that it names.
struct Value {
    text: String,
    name: Option<String>,
}

impl Value {
    fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            name: None,
        }
    }
}

/// A value that a setter takes, of the types that have a plain one.
fn value(items: &[Item], ty: &Type) -> Option<Value> {
    match ty {
        // Text is a blob, too.
        Type::Scalar(Scalar::String | Scalar::Blob | Scalar::Body) => Some(Value::plain("\"…\"")),
        Type::Scalar(scalar) => number(*scalar),
        Type::Named(named) => of_type(items, named),
        Type::List {
            item,
            sparse: false,
            ..
        } => {
            let item = match &**item {
                Type::Scalar(Scalar::String) => Value::plain("\"…\""),
                Type::Scalar(scalar) => number(*scalar)?,
                Type::Named(named) => of_type(items, named)?,
                Type::List { .. } | Type::Map { .. } => return None,
            };
            Some(Value {
                text: format!("[{}]", item.text),
                name: item.name,
            })
        }
        Type::List { .. } | Type::Map { .. } => None,
    }
}

fn number(scalar: Scalar) -> Option<Value> {
    let text = match scalar {
        Scalar::Boolean => "true",
        Scalar::Byte | Scalar::Short | Scalar::Integer | Scalar::Long => "1",
        Scalar::Float | Scalar::Double => "1.0",
        _ => return None,
    };
    Some(Value::plain(text))
}

/// An empty structure, or the first value of an enum; nothing that is deprecated.
fn of_type(items: &[Item], named: &Named) -> Option<Value> {
    let found = items.iter().find(|item| *item.name() == named.name)?;
    let of = match found {
        Item::Enumeration(item) if item.deprecated.is_none() => {
            let mut variants = item.variants.iter();
            let variant = variants.find(|it| it.deprecated.is_none())?;
            variant.name.as_str()
        }
        Item::Structure(item)
            if item.deprecated.is_none() && named.kind == NamedKind::Structure =>
        {
            "new()"
        }
        _ => return None,
    };
    let ty = &named.name.ty;
    Some(Value {
        text: format!("{ty}::{of}"),
        name: Some(ty.clone()),
    })
}
