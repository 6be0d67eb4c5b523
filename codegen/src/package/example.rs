//! An example of the generated code that compiles: one call of one operation.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::ir::{
    Crate, Item, Member, Named, NamedKind, Operation, Presence, Scalar, Service, Type,
};

/// The most members that an example sets.
const MOST: usize = 4;

/// The operation that is the easiest to show, and its service.
fn subject(krate: &Crate) -> Option<(&Service, &Operation)> {
    krate
        .services
        .iter()
        .flat_map(|service| service.operations.iter().map(move |it| (service, it)))
        .filter(|(_, operation)| operation.input.deprecated.is_none())
        .min_by_key(|(service, operation)| {
            let shown = required(operation).count();
            // What can't be shown weighs most; among the rest, something to set beats nothing.
            let hidden = required(operation)
                .filter(|member| value(service, member).is_none())
                .count();
            let is_read = ["Get", "Describe", "List"]
                .iter()
                .any(|verb| operation.wire_name.starts_with(verb));
            (hidden, shown > MOST, !is_read, shown == 0, shown)
        })
}

/// A program that calls the operation with the blocking client, or makes its request if
/// there is no client.
pub(super) fn program(krate: &Crate, package: &str) -> Option<String> {
    let (service, operation) = subject(krate)?;
    let path = format!("{}::{}", package.replace('-', "_"), service.module);
    let mut names = BTreeSet::from([operation.input.name.ty.as_str()]);
    let mut setters = String::new();
    for member in required(operation) {
        if let Some(value) = value(service, member) {
            let _ = write!(setters, "\n        .{}({})", member.setter, value.text);
            names.extend(value.name);
        }
    }
    let mut imports = String::new();
    let mut uri = "Uri".to_owned();
    if krate.client_feature.is_some() {
        names.insert("BlockingClient");
    } else if names.contains("Uri") {
        uri = format!("{}::runtime::http::Uri", package.replace('-', "_"));
    } else {
        let _ = writeln!(
            imports,
            "use {}::runtime::http::Uri;",
            package.replace('-', "_")
        );
    }
    let names: Vec<&str> = names.into_iter().collect();
    imports.push_str(&match names.as_slice() {
        [name] => format!("use {path}::{name};\n"),
        names => format!("use {path}::{{{}}};\n", names.join(", ")),
    });
    let input = &operation.input.name.ty;
    let body = if krate.client_feature.is_some() {
        format!(
            "    let client = BlockingClient::from_env()?;
    let call = {input}::new(){setters};
    let output = client.{}(call)?;
    println!(\"{{output:?}}\");",
            operation.client_method
        )
    } else {
        format!(
            "    let endpoint = {uri}::from_static(\"https://service.example\");
    let call = {input}::new(){setters};
    let request = call.to_request(&endpoint)?;
    println!(\"{{}} {{}}\", request.method(), request.uri());"
        )
    };
    Some(format!(
        "{imports}\nfn main() -> Result<(), Box<dyn std::error::Error>> {{\n{body}\n    Ok(())\n}}\n"
    ))
}

/// The members that a call can't do without, and that an example may name.
fn required(operation: &Operation) -> impl Iterator<Item = &Member> {
    let members = operation.input.members.iter();
    members.filter(|member| member.presence == Presence::Required && member.deprecated.is_none())
}

/// An expression, and the type that it names.
struct Value<'p> {
    text: String,
    name: Option<&'p str>,
}

/// A value that stands for any, of the types that have a plain one.
fn value<'p>(service: &'p Service, member: &Member) -> Option<Value<'p>> {
    let text = match &member.ty {
        // Text is a blob, too.
        Type::Scalar(Scalar::String | Scalar::Blob) => "\"…\"",
        Type::Scalar(Scalar::Boolean) => "true",
        Type::Scalar(Scalar::Byte | Scalar::Short | Scalar::Integer | Scalar::Long) => "1",
        Type::Scalar(Scalar::Float | Scalar::Double) => "1.0",
        Type::Named(named) if named.kind == NamedKind::Enumeration => {
            return variant(service, named);
        }
        _ => return None,
    };
    Some(Value {
        text: text.to_owned(),
        name: None,
    })
}

/// The first value of an enum that isn't deprecated.
fn variant<'p>(service: &'p Service, named: &Named) -> Option<Value<'p>> {
    let item = service
        .items
        .iter()
        .find(|item| *item.name() == named.name)?;
    let Item::Enumeration(item) = item else {
        return None;
    };
    let variant = item.variants.iter().find(|it| it.deprecated.is_none())?;
    let ty = item.name.ty.as_str();
    item.deprecated.is_none().then(|| Value {
        text: format!("{ty}::{}", variant.name),
        name: Some(ty),
    })
}
