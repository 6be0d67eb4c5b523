//! The modules of the generator and of the runtime: no cycle of imports, and one layout of files.
//!
//! Modules import only what lies below them.
//! A module imports another if it names an item that the other one defines. A re-export counts
//! as an import of the module that defines the item, not of the one that passes it on. Unit
//! tests and quoted code don't count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path as FilePath, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The segments of a path.
type Path = Vec<String>;

/// The contents of a file.
#[derive(Default)]
struct Module {
    items: BTreeSet<String>,
    /// The paths that `use` brings in, by their names here.
    imports: BTreeMap<String, Path>,
    /// All paths in its code.
    paths: BTreeSet<Path>,
    /// Modules that only unit tests have.
    tests: BTreeSet<String>,
}

type Modules = BTreeMap<Path, Module>;

#[test]
fn the_generator_has_no_cycle() {
    let cycles = cycles(&read("src"));
    assert!(cycles.is_empty(), "{}", cycles.join("\n"));
}

#[test]
fn the_runtime_has_no_cycle() {
    let cycles = cycles(&read("../runtime/src"));
    assert!(cycles.is_empty(), "{}", cycles.join("\n"));
}

/// A module with modules in it is `foo/mod.rs`, and never `foo.rs` beside `foo/`.
#[test]
fn modules_have_one_layout() {
    for folder in ["src", "tests", "../runtime/src", "../runtime/tests"] {
        let files = files(folder);
        let has_modules = |folder: &FilePath| files.iter().any(|file| file.starts_with(folder));
        let beside: Vec<String> = files
            .iter()
            .filter(|file| has_modules(&file.with_extension("")))
            .map(|file| file.display().to_string())
            .collect();
        assert!(beside.is_empty(), "move these to `mod.rs`: {beside:#?}");
    }
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_for() {
    for folder in ["src", "tests", "../runtime/src", "../runtime/tests"] {
        let without: Vec<String> = files(folder)
            .into_iter()
            .filter(|file| {
                !fs::read_to_string(file)
                    .expect("a file")
                    .starts_with("//! ")
            })
            .map(|file| file.display().to_string())
            .collect();
        assert!(without.is_empty(), "{without:#?}");
    }
}

/// The Rust files below a folder.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![FilePath::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let file = entry.expect("an entry").path();
            if file.is_dir() {
                folders.push(file);
            } else if file.extension().is_some_and(|extension| extension == "rs") {
                files.push(file);
            }
        }
    }
    assert!(files.len() > 10, "{} files in {folder}", files.len());
    files
}

#[test]
fn a_cycle_is_found() {
    let mut modules = Modules::new();
    let files = [
        (vec![], "mod a; mod b; pub use b::Made; fn unrelated() {}"),
        (vec!["a"], "pub struct Data; fn f() { crate::Made::new() }"),
        (
            vec!["b"],
            "use super::a::Data; pub struct Made(Data); fn g() { quote!(super::unrelated) }",
        ),
    ];
    for (path, text) in files {
        let path = path.into_iter().map(str::to_owned).collect();
        modules.insert(path, module(text.parse().expect("tokens")));
    }
    assert_eq!(cycles(&modules), ["a → b (crate::Made::new)\nb → a (Data)"]);
    modules.remove(&vec!["a".to_owned()]);
    assert!(cycles(&modules).is_empty());
}

/// Reads the modules of a crate.
fn read(folder: &str) -> Modules {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut modules = Modules::new();
    let mut folders = vec![(folder, Path::new())];
    while let Some((folder, path)) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let file = entry.expect("an entry").path();
            let name = file.file_stem().and_then(|name| name.to_str());
            let name = name.expect("a name in UTF-8").to_owned();
            let mut path = path.clone();
            if !["lib", "main", "mod"].contains(&name.as_str()) {
                path.push(name);
            }
            if file.is_dir() {
                folders.push((file, path));
            } else if file.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&file).expect("a file");
                let tokens = text.parse().expect("Rust");
                modules.insert(path, module(tokens));
            }
        }
    }
    let tests: Vec<Path> = modules
        .iter()
        .flat_map(|(path, module)| {
            let tests = module.tests.iter();
            tests.map(|name| [path.as_slice(), std::slice::from_ref(name)].concat())
        })
        .collect();
    modules.retain(|path, _| !tests.iter().any(|test| path.starts_with(test)));
    assert!(modules.len() > 10, "{} modules", modules.len());
    modules
}

fn module(tokens: TokenStream) -> Module {
    let mut module = Module::default();
    collect(tokens, &mut module);
    module
}

/// Adds what tokens define, import and name.
fn collect(tokens: TokenStream, module: &mut Module) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let ident = |at: usize| match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    };
    let is = |at: usize, punct: char| matches!(tokens.get(at), Some(TokenTree::Punct(found)) if found.as_char() == punct);
    let mut is_test = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket && is(at.wrapping_sub(1), '#') =>
            {
                is_test |= group.stream().to_string().replace(' ', "") == "cfg(test)";
            }
            TokenTree::Group(group) => collect(group.stream(), module),
            TokenTree::Ident(word) => {
                let word = word.to_string();
                match word.as_str() {
                    "use" => {
                        let end = (at..tokens.len()).find(|&end| is(end, ';'));
                        let end = end.unwrap_or(tokens.len() - 1);
                        let item = tokens.get(at..=end).unwrap_or_default();
                        // `use<'a>` of a return type is no item.
                        if let Ok(item) =
                            syn::parse2::<syn::ItemUse>(item.iter().cloned().collect())
                        {
                            import(&item.tree, &mut Path::new(), module);
                            at = end;
                        }
                    }
                    "mod" if std::mem::take(&mut is_test) => {
                        module.tests.extend(ident(at + 1));
                        // The name, and the semicolon or the items.
                        at += 2;
                    }
                    "struct" | "enum" | "union" | "trait" | "type" | "fn" | "const" | "static" => {
                        is_test = false;
                        module.items.extend(ident(at + 1));
                    }
                    "quote" | "parse_quote" if is(at + 1, '!') => at += 2,
                    _ => {
                        is_test = false;
                        // The path of a macro counts where the macro is used.
                        let is_of_macro = is(at.wrapping_sub(1), '$');
                        let mut path = vec![word];
                        while is(at + 1, ':') && is(at + 2, ':') {
                            let Some(next) = ident(at + 3) else { break };
                            path.push(next);
                            at += 3;
                        }
                        if !is_of_macro {
                            module.paths.insert(path);
                        }
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn import(tree: &syn::UseTree, before: &mut Path, module: &mut Module) {
    let mut add = |name: String, last: String| {
        let mut path = before.clone();
        let mut name = name;
        if last == "self" {
            if name == "self" {
                name = path.last().cloned().unwrap_or_default();
            }
        } else {
            path.push(last);
        }
        module.imports.insert(name, path);
    };
    match tree {
        syn::UseTree::Name(name) => add(name.ident.to_string(), name.ident.to_string()),
        syn::UseTree::Rename(rename) => add(rename.rename.to_string(), rename.ident.to_string()),
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            import(&path.tree, before, module);
            before.pop();
        }
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                import(tree, before, module);
            }
        }
        _ => {}
    }
}

/// A path from the crate's root, if it starts in this crate.
fn absolute(modules: &Modules, module: &Path, path: &[String]) -> Option<Path> {
    let (first, rest) = path.split_first()?;
    let mut start = module.clone();
    let mut rest = rest;
    match first.as_str() {
        "crate" => start.clear(),
        "self" => {}
        "super" => {
            start.pop();
            while let Some((first, after)) =
                rest.split_first().filter(|(first, _)| *first == "super")
            {
                let _ = first;
                start.pop();
                rest = after;
            }
        }
        name => {
            start.push(name.to_owned());
            if !modules.contains_key(&start) {
                return None;
            }
        }
    }
    start.extend_from_slice(rest);
    Some(start)
}

/// The module that defines what a path from the root names; `None` for a module itself.
fn owner(modules: &Modules, path: &Path, depth: usize) -> Option<Path> {
    let (module, name, rest) = (0..path.len()).rev().find_map(|at| {
        let (module, rest) = path.split_at(at);
        let (name, rest) = rest.split_first()?;
        modules.contains_key(module).then_some((module, name, rest))
    })?;
    if modules.contains_key(path) || depth > 8 {
        return None;
    }
    let found = modules.get(module)?;
    if let Some(import) = found
        .imports
        .get(name)
        .filter(|_| !found.items.contains(name))
    {
        let mut import = absolute(modules, &module.to_vec(), import)?;
        import.extend_from_slice(rest);
        return owner(modules, &import, depth + 1);
    }
    Some(module.to_vec())
}

/// The imports of each module, each with a path that makes it.
fn imports(modules: &Modules) -> BTreeMap<&Path, BTreeMap<Path, Path>> {
    let imports = modules.iter().map(|(path, module)| {
        let mut found = BTreeMap::new();
        for named in &module.paths {
            let from_root = match named.split_first() {
                Some((first, rest)) if module.imports.contains_key(first) => {
                    let import = module
                        .imports
                        .get(first)
                        .and_then(|import| absolute(modules, path, import));
                    import.map(|import| [import.as_slice(), rest].concat())
                }
                Some((first, rest)) if !rest.is_empty() || first == "super" => {
                    absolute(modules, path, named)
                }
                _ => None,
            };
            let owner = from_root.and_then(|named| owner(modules, &named, 0));
            if let Some(owner) = owner.filter(|owner| owner != path) {
                found.entry(owner).or_insert_with(|| named.clone());
            }
        }
        (path, found)
    });
    imports.collect()
}

/// The cycles, each as its imports in lines.
fn cycles(modules: &Modules) -> Vec<String> {
    let imports = imports(modules);
    let reachable = |from: &Path| {
        let mut found = BTreeSet::new();
        let mut left: Vec<&Path> = imports
            .get(from)
            .into_iter()
            .flat_map(BTreeMap::keys)
            .collect();
        while let Some(next) = left.pop() {
            if found.insert(next.clone()) {
                left.extend(imports.get(next).into_iter().flat_map(BTreeMap::keys));
            }
        }
        found
    };
    let reached: BTreeMap<&Path, BTreeSet<Path>> =
        modules.keys().map(|path| (path, reachable(path))).collect();
    let is_both = |a: &Path, b: &Path| {
        let reaches =
            |from: &Path, to: &Path| reached.get(from).is_some_and(|found| found.contains(to));
        reaches(a, b) && reaches(b, a)
    };
    let mut cycles = Vec::new();
    let mut seen: BTreeSet<&Path> = BTreeSet::new();
    for path in modules.keys().filter(|path| is_both(path, path)) {
        if !seen.insert(path) {
            continue;
        }
        let cycle: Vec<&Path> = modules
            .keys()
            .filter(|other| is_both(path, other))
            .collect();
        seen.extend(&cycle);
        let mut lines = Vec::new();
        for from in &cycle {
            let to = imports.get(from).into_iter().flatten();
            for (to, named) in to.filter(|(to, _)| cycle.contains(to)) {
                lines.push(format!(
                    "{} → {} ({})",
                    shown(from),
                    shown(to),
                    named.join("::")
                ));
            }
        }
        cycles.push(lines.join("\n"));
    }
    cycles
}

fn shown(path: &Path) -> String {
    if path.is_empty() {
        "the root".to_owned()
    } else {
        path.join("::")
    }
}
