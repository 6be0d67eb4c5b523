//! Examples in documentation. They are compiled where the path of the generated code is known (`crate`,
//! `crateName`): a doctest can't import from a module of which only a build script knows the path.

use crate::ir::{Crate, Example, Operation, Service, Shown};

use super::shown;

/// The columns of a line in an example.
const WIDTH: usize = 92;

/// The hidden end of an example that uses `?`.
const DONE: &str = "# Ok::<(), Box<dyn std::error::Error>>(())";

/// The clients, each of which has an example.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    Client,
    BlockingClient,
}

/// The lines of the examples that make the request of an operation.
pub(super) fn of_operation(krate: &Crate, service: &Service, operation: &Operation) -> Vec<String> {
    let examples = [&operation.example]
        .into_iter()
        .chain(&operation.more_examples);
    examples
        .flat_map(|example| {
            let mut lines = input(operation, example);
            lines.push(
                "let request = call.to_request(&\"https://service.example\".parse()?)?;".to_owned(),
            );
            lines.push(DONE.to_owned());
            let names = names(operation, example, &[]);
            fenced(krate, service, example, &names, None, lines)
        })
        .collect()
}

/// The lines of an example that sends an operation with a client.
pub(super) fn of_client(krate: &Crate, service: &Service, caller: Caller) -> Vec<String> {
    let operation = service.example.and_then(|at| service.operations.get(at));
    let Some(operation) = operation else {
        return Vec::new();
    };
    let (client, pause) = match caller {
        Caller::Client => ("Client", ".await"),
        Caller::BlockingClient => ("BlockingClient", ""),
    };
    let mut lines = vec![format!("let client = {client}::from_env(){pause}?;")];
    let example = &operation.example;
    lines.extend(input(operation, example));
    let method = &operation.client_method;
    lines.push(format!("let output = client.{method}(call){pause}?;"));
    let start = match caller {
        Caller::Client => {
            lines.push("# Ok(())".to_owned());
            lines.push("# }".to_owned());
            Some("# async fn example() -> Result<(), Box<dyn std::error::Error>> {")
        }
        Caller::BlockingClient => {
            lines.push(DONE.to_owned());
            None
        }
    };
    let names = names(operation, example, &[client]);
    // The title is about the operation.
    let untitled = Example {
        runtime_types: example.runtime_types.clone(),
        has_maps: example.has_maps,
        ..Example::default()
    };
    fenced(krate, service, &untitled, &names, start, lines)
}

/// The statement that makes an operation's input.
fn input(operation: &Operation, example: &Example) -> Vec<String> {
    let mut lines = Vec::new();
    if !example.left_out.is_empty() {
        lines.push(format!(
            "// Required, too: {}.",
            example.left_out.join(", ")
        ));
    }
    lines.push("let call = ".to_owned());
    let call = Shown::Built(operation.input.name.ty.clone(), example.setters.clone());
    shown::append(&call, 0, ";", &mut lines);
    lines
}

/// The types that an example imports.
fn names<'p>(operation: &'p Operation, example: &'p Example, others: &[&'p str]) -> Vec<&'p str> {
    let own = operation.input.name.ty.as_str();
    let types = example.types.iter().map(String::as_str);
    let mut names: Vec<&str> = types.chain([own]).chain(others.iter().copied()).collect();
    names.sort_unstable();
    names
}

/// An example behind a heading. Without the crate's name, its imports can't be told, and it isn't
/// compiled.
fn fenced(
    krate: &Crate,
    service: &Service,
    example: &Example,
    names: &[&str],
    start: Option<&str>,
    lines: Vec<String>,
) -> Vec<String> {
    let mut out = vec![String::new()];
    match &example.title {
        Some(title) if !title.is_empty() => out.push(format!("# Example: {title}")),
        _ => out.push("# Example".to_owned()),
    }
    if !example.docs.is_empty() {
        out.push(String::new());
        out.extend(example.docs.iter().cloned());
        out.push(String::new());
    }
    match &krate.library {
        Some(library) => {
            out.push("```no_run".to_owned());
            if example.has_maps {
                out.push("use std::collections::BTreeMap;".to_owned());
                out.push(String::new());
            }
            out.extend(imports(&format!("{library}::{}", service.module), names));
            let runtime_types = example.runtime_types.iter();
            out.extend(runtime_types.map(|ty| format!("use tinsmith_runtime::{ty};")));
            out.push(String::new());
            out.extend(start.map(str::to_owned));
            out.extend(lines);
        }
        None => {
            out.push("```ignore".to_owned());
            out.extend(lines.into_iter().filter(|line| !line.starts_with("# ")));
        }
    }
    out.push("```".to_owned());
    out
}

fn imports(path: &str, names: &[&str]) -> Vec<String> {
    let whole = match names {
        [name] => format!("use {path}::{name};"),
        names => format!("use {path}::{{{}}};", names.join(", ")),
    };
    if whole.chars().count() <= WIDTH {
        return vec![whole];
    }
    let mut lines = vec![format!("use {path}::{{")];
    let mut line = "   ".to_owned();
    for name in names {
        if line.chars().count() + name.chars().count() + 2 > WIDTH {
            lines.push(std::mem::replace(&mut line, "   ".to_owned()));
        }
        line.push(' ');
        line.push_str(name);
        line.push(',');
    }
    lines.push(line);
    lines.push("};".to_owned());
    lines
}
