//! An example of the generated code that compiles: one call of one operation.

use crate::plan::{Crate, Member, Operation, Presence, Scalar, Service, Type};

/// The most members that an example sets.
const MOST: usize = 4;

/// The operation that is the easiest to show, and its service.
pub(super) fn subject(krate: &Crate) -> Option<(&Service, &Operation)> {
    krate
        .services
        .iter()
        .flat_map(|service| service.operations.iter().map(move |it| (service, it)))
        .filter(|(_, operation)| operation.input.deprecated.is_none())
        .min_by_key(|(_, operation)| {
            let required = || required(operation);
            // What can't be shown weighs most; among the rest, something to set beats nothing.
            let hidden = required().filter(|it| value(it).is_none()).count();
            let is_read = ["Get", "Describe", "List"]
                .iter()
                .any(|verb| operation.wire_name.starts_with(verb));
            let shown = required().count();
            (hidden, shown > MOST, !is_read, shown == 0, shown)
        })
}

/// A program that calls the operation with the blocking client, or makes its request if
/// there is no client.
pub(super) fn program(krate: &Crate, package: &str, with_client: bool) -> Option<String> {
    let (service, operation) = subject(krate)?;
    let library = package.replace('-', "_");
    let module = &service.module;
    let input = &operation.input.name.ty;
    let call = call(operation);
    Some(if with_client {
        let path = match &service.client {
            Some(client) if client.is_exported => format!("{library}::{module}"),
            _ => format!("{library}::{module}::client"),
        };
        let method = &operation.input.name.module;
        format!(
            "use {library}::{module}::{input};\nuse {path}::BlockingClient;\n\n\
             fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let client = BlockingClient::from_env()?;\n    \
             let output = client.{method}({call})?;\n    \
             println!(\"{{output:?}}\");\n    Ok(())\n}}\n"
        )
    } else {
        format!(
            "use {library}::{module}::{input};\nuse {library}::runtime::http::Uri;\n\n\
             fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let endpoint = Uri::from_static(\"https://service.example\");\n    \
             let request = {call}.to_request(&endpoint)?;\n    \
             println!(\"{{}} {{}}\", request.method(), request.uri());\n    Ok(())\n}}\n"
        )
    })
}

fn required(operation: &Operation) -> impl Iterator<Item = &Member> {
    let members = operation.input.members.iter();
    members.filter(|member| member.presence == Presence::Required)
}

fn call(operation: &Operation) -> String {
    let setters: String = required(operation)
        .filter(|member| member.deprecated.is_none())
        .filter_map(|member| Some(format!("\n        .{}({})", member.setter, value(member)?)))
        .collect();
    format!("{}::new(){setters}", operation.input.name.ty)
}

/// A value that stands for any, of the types that have a plain one.
fn value(member: &Member) -> Option<&'static str> {
    match &member.ty {
        Type::Scalar(Scalar::String) => Some("\"…\""),
        Type::Scalar(Scalar::Boolean) => Some("true"),
        Type::Scalar(Scalar::Byte | Scalar::Short | Scalar::Integer | Scalar::Long) => Some("1"),
        Type::Scalar(Scalar::Float | Scalar::Double) => Some("1.0"),
        Type::List {
            item,
            sparse: false,
        } if **item == Type::Scalar(Scalar::String) => Some("[\"…\"]"),
        _ => None,
    }
}
