//! An example of the generated code that compiles: one call of one operation.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::emit::shown;
use crate::ir::{Crate, Operation, Service, Shown};

/// The operation that is the easiest to show, of the first service that has one.
fn subject(krate: &Crate) -> Option<(&Service, &Operation)> {
    let mut services = krate.services.iter();
    services.find_map(|service| Some((service, service.operations.get(service.example?)?)))
}

/// A program that calls the operation with the blocking client, or makes its request if
/// there is no client.
pub(super) fn program(krate: &Crate, package: &str) -> Option<String> {
    let (service, operation) = subject(krate)?;
    let path = format!("{}::{}", package.replace('-', "_"), service.module);
    let mut names = BTreeSet::from([operation.input.name.ty.as_str()]);
    let mut lines = vec!["    let call = ".to_owned()];
    let ty = operation.input.name.ty.clone();
    let call = Shown::Built(ty, operation.example.setters.clone());
    shown::append(&call, 4, ";", &mut lines);
    let call = lines.join("\n");
    names.extend(operation.example.types.iter().map(String::as_str));
    let mut imports = String::new();
    if operation.example.has_maps {
        imports.push_str("use std::collections::BTreeMap;\n\n");
    }
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
    for ty in &operation.example.runtime_types {
        let _ = writeln!(imports, "use {}::runtime::{ty};", package.replace('-', "_"));
    }
    let body = if krate.client_feature.is_some() {
        format!(
            "    let client = BlockingClient::from_env()?;
{call}
    let output = client.{}(call)?;
    println!(\"{{output:?}}\");",
            operation.client_method
        )
    } else {
        format!(
            "    let endpoint = {uri}::from_static(\"https://service.example\");
{call}
    let request = call.to_request(&endpoint)?;
    println!(\"{{}} {{}}\", request.method(), request.uri());"
        )
    };
    Some(format!(
        "{imports}\nfn main() -> Result<(), Box<dyn std::error::Error>> {{\n{body}\n    Ok(())\n}}\n"
    ))
}
