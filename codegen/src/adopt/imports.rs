//! The names of the generated crate that the new code of each file uses.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};

use crate::ir::{Crate, Service as Planned};

use super::data::{AdoptedPiece, AdoptedService, FileImports};
use super::found::Found;
use super::operations::squashed;
use super::services::Services;

/// Names by modules; those of the crate itself are in the module without a name.
type Names = BTreeMap<String, BTreeSet<String>>;

/// The imports of each file: of what its new code names, and of the types that its code names already.
pub(super) fn of(
    known: &Services,
    services: &[AdoptedService],
    pieces: &[AdoptedPiece],
    found: &Found,
    plan: &Crate,
) -> Vec<FileImports> {
    let mut files: BTreeMap<&str, Names> = BTreeMap::new();
    for service in services {
        let planned = plan.services.iter().find(|it| it.module == service.module);
        let calls = service.operations.iter().flat_map(|it| &it.calls);
        for call in calls {
            if let (Some(new), Some(planned)) = (&call.new, planned) {
                let names = files.entry(&call.place.file).or_default();
                of_code(new, &[planned], names);
            }
        }
    }
    let all: Vec<&Planned> = plan.services.iter().collect();
    for piece in pieces {
        if let Some(new) = &piece.new {
            let names = files.entry(&piece.place.file).or_default();
            let own = all
                .iter()
                .filter(|it| Some(&it.module) == piece.module.as_ref());
            let own: Vec<&Planned> = own.copied().collect();
            of_code(new, if own.is_empty() { &all } else { &own }, names);
        }
    }
    for mention in &found.mentions {
        let path: Vec<&str> = mention.path.iter().map(String::as_str).collect();
        let [krate, rest @ ..] = path.as_slice() else {
            continue;
        };
        let Some(service) = known.of(krate) else {
            continue;
        };
        let planned = all.iter().find(|it| it.id == service.model.id);
        let name = match rest {
            ["Client", ..] => Some("Client".to_owned()),
            ["Error", ..] => Some("Error".to_owned()),
            ["types", name, ..] => planned.and_then(|it| ours(it, name)),
            ["operation", _, name, ..] => planned.and_then(|it| ours(it, name)),
            _ => None,
        };
        if let (Some(name), Some(planned)) = (name, planned) {
            let renamed = found.renames.iter().find(|it| {
                it.file == mention.place.file
                    && mention.path.starts_with(&it.path)
                    && mention.import.as_ref() == Some(&it.name)
            });
            let name = match (&mention.import, renamed) {
                // A path begins with the module.
                (None, _) => SELF.to_owned(),
                (_, Some(it)) if it.path.len() > 1 && it.name != "_" => {
                    format!("{name} as {}", it.name)
                }
                _ => name,
            };
            let names = files.entry(&mention.place.file).or_default();
            names
                .entry(planned.module.clone())
                .or_default()
                .insert(name);
        }
    }
    let files = files.into_iter().filter(|(_, names)| !names.is_empty());
    files
        .map(|(file, names)| FileImports {
            file: file.to_owned(),
            paths: apart(names).into_iter().filter_map(path).collect(),
        })
        .collect()
}

/// Names that several modules have are written behind their modules.
fn apart(names: Names) -> Names {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names.values().flatten() {
        *counts.entry(name.clone()).or_default() += 1;
    }
    let apart = names.into_iter().map(|(module, names)| {
        let names = names.into_iter().map(|name| {
            let is_shared = counts.get(&name).is_some_and(|count| *count > 1);
            if is_shared { SELF.to_owned() } else { name }
        });
        (module, names.collect())
    });
    apart.collect()
}

/// The module itself.
const SELF: &str = "self";

/// The path of an import.
fn path((module, names): (String, BTreeSet<String>)) -> Option<String> {
    let mut all: Vec<String> = names.into_iter().collect();
    all.sort_by_key(|name| (name != SELF, name.clone()));
    match (module.as_str(), all.as_slice()) {
        (_, []) => None,
        ("", [name]) => Some(name.clone()),
        ("", names) => Some(format!("{{{}}}", names.join(", "))),
        (module, [name]) if name == SELF => Some(module.to_owned()),
        (module, [name]) => Some(format!("{module}::{name}")),
        (module, names) => Some(format!("{module}::{{{}}}", names.join(", "))),
    }
}

/// Adds what new code names.
fn of_code(code: &str, services: &[&Planned], names: &mut Names) {
    if let Ok(tokens) = code.parse::<TokenStream>() {
        of_tokens(tokens, services, names);
    }
}

fn of_tokens(tokens: TokenStream, services: &[&Planned], names: &mut Names) {
    let mut before = [None, None];
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let mark = match &token {
            TokenTree::Punct(it) => Some(it.as_char()),
            _ => None,
        };
        let next = match tokens.peek() {
            Some(TokenTree::Punct(it)) => Some(it.as_char()),
            _ => None,
        };
        match token {
            TokenTree::Group(it) => of_tokens(it.stream(), services, names),
            TokenTree::Ident(it) if before != [Some(':'), Some(':')] => {
                of_name(&it.to_string(), next == Some(':'), services, names);
            }
            _ => {}
        }
        before = [before[1], mark];
    }
}

/// Adds a name that begins a path.
fn of_name(name: &str, is_module: bool, services: &[&Planned], names: &mut Names) {
    if is_module && ["client", "runtime"].contains(&name) {
        names
            .entry(String::new())
            .or_default()
            .insert(name.to_owned());
    }
    for service in services {
        let own = names.entry(service.module.clone()).or_default();
        if is_module && service.module == name {
            own.insert(SELF.to_owned());
        } else if let Some(ours) = ours(service, name).filter(|it| it.ends_with(name)) {
            own.insert(ours);
        }
    }
}

/// The path of a type in the module of its service, by the name that the SDK or the crate has.
fn ours(service: &Planned, name: &str) -> Option<String> {
    if !name.starts_with(char::is_uppercase) {
        return None;
    }
    let is_it = |ty: &str| squashed(ty) == squashed(name);
    let items = service.items.iter().map(|it| &it.name().ty);
    let operations = service.operations.iter();
    let mut types = items.chain(operations.flat_map(|it| [&it.input.name.ty, &it.output.name.ty]));
    if let Some(found) = types.find(|ty| is_it(ty)) {
        return Some(found.clone());
    }
    let mut errors = service.errors.iter().map(|it| &it.structure.name.ty);
    let error = errors.find(|ty| is_it(ty))?;
    Some(format!("error::{error}"))
}
