//! The modules of a crate, and the items that their paths lead to.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path as FilePath;

use syn::{Attribute, Item, UseTree};

/// The segments of a path from the crate's root.
pub(crate) type Path = Vec<String>;

/// The modules of a crate, without those of unit tests.
pub(crate) struct Sources {
    pub(crate) modules: BTreeMap<Path, Vec<Item>>,
}

/// The end of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Module(Path),
    /// An item by its module and name.
    Item(Path, String),
    /// An item of another crate.
    Elsewhere(String),
}

/// A name that a `use` brings into a module, and the path behind it; `*` for all names.
pub(crate) struct Import {
    pub(crate) name: String,
    pub(crate) path: Path,
}

impl Sources {
    pub(crate) fn read(folder: &FilePath) -> Self {
        let mut files = Vec::new();
        let mut folders = vec![(folder.to_owned(), Path::new())];
        while let Some((folder, path)) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder") {
                let file = entry.expect("an entry").path();
                let mut path = path.clone();
                let name = file.file_stem().and_then(|name| name.to_str());
                match name.expect("a name in UTF-8") {
                    "lib" | "mod" => {}
                    name => path.push(name.to_owned()),
                }
                if file.is_dir() {
                    folders.push((file, path));
                } else if file.extension().is_some_and(|it| it == "rs") {
                    let text = fs::read_to_string(&file).expect("a file");
                    files.push((path, text));
                }
            }
        }
        Self::parse(files)
    }

    /// Takes modules by their paths and texts.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let path = |path: &str| match path {
            "" => Path::new(),
            path => path.split("::").map(str::to_owned).collect(),
        };
        Self::parse(
            files
                .iter()
                .map(|(at, text)| (path(at), (*text).to_owned())),
        )
    }

    fn parse(files: impl IntoIterator<Item = (Path, String)>) -> Self {
        let mut modules = BTreeMap::new();
        for (path, text) in files {
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
            add(&mut modules, path, file.items);
        }
        Self { modules }
    }

    pub(crate) fn items(&self, module: &[String]) -> &[Item] {
        self.modules.get(module).map_or(&[], Vec::as_slice)
    }

    /// The item that a path in a module leads to, through all imports; `None` if no module has it.
    pub(crate) fn resolve(&self, module: &[String], path: &[String]) -> Option<Target> {
        self.follow(module, path, 0)
    }

    fn follow(&self, module: &[String], path: &[String], depth: usize) -> Option<Target> {
        let mut at = module.to_vec();
        for (index, name) in path.iter().enumerate() {
            match name.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => {
                    at.pop();
                }
                name => match self.member(&at, name, depth) {
                    Some(Target::Module(module)) => at = module,
                    None if index == 0 => return Some(Target::Elsewhere(path.join("::"))),
                    found => return found,
                },
            }
        }
        Some(Target::Module(at))
    }

    fn member(&self, module: &[String], name: &str, depth: usize) -> Option<Target> {
        let items = self.items(module);
        if items
            .iter()
            .any(|item| name_of(item).as_deref() == Some(name))
        {
            return Some(Target::Item(module.to_vec(), name.to_owned()));
        }
        let child = [module, &[name.to_owned()]].concat();
        if self.modules.contains_key(&child) {
            return Some(Target::Module(child));
        }
        if depth > 16 {
            return None;
        }
        let uses = items.iter().filter_map(|item| match item {
            Item::Use(item) => Some(imports(&item.tree)),
            _ => None,
        });
        uses.flatten().find_map(|import| {
            if import.name == name && import.path == [name] {
                // `pub use http` passes a crate on.
                Some(Target::Elsewhere(name.to_owned()))
            } else if import.name == name {
                self.follow(module, &import.path, depth + 1)
            } else if import.name == "*" {
                match self.follow(module, &import.path, depth + 1)? {
                    Target::Module(from) => self.member(&from, name, depth + 1),
                    _ => None,
                }
            } else {
                None
            }
        })
    }
}

/// Adds a module and those inside of it.
fn add(modules: &mut BTreeMap<Path, Vec<Item>>, path: Path, mut items: Vec<Item>) {
    items.retain(|item| !is_of_tests(attributes(item)));
    for item in &mut items {
        if let Item::Mod(inner) = item
            && let Some((_, inside)) = inner.content.take()
        {
            let path = [path.as_slice(), &[inner.ident.to_string()]].concat();
            add(modules, path, inside);
        }
    }
    modules.insert(path, items);
}

pub(crate) fn imports(tree: &UseTree) -> Vec<Import> {
    fn collect(tree: &UseTree, before: &Path, found: &mut Vec<Import>) {
        let with = |last: String| match last.as_str() {
            "self" => before.clone(),
            _ => [before.as_slice(), &[last]].concat(),
        };
        match tree {
            UseTree::Name(name) => {
                let path = with(name.ident.to_string());
                let name = path.last().cloned().unwrap_or_default();
                found.push(Import { name, path });
            }
            UseTree::Rename(rename) => found.push(Import {
                name: rename.rename.to_string(),
                path: with(rename.ident.to_string()),
            }),
            UseTree::Path(path) => collect(&path.tree, &with_segment(before, &path.ident), found),
            UseTree::Group(group) => {
                for tree in &group.items {
                    collect(tree, before, found);
                }
            }
            UseTree::Glob(_) => found.push(Import {
                name: "*".to_owned(),
                path: before.clone(),
            }),
        }
    }
    let mut found = Vec::new();
    collect(tree, &Path::new(), &mut found);
    found
}

fn with_segment(before: &Path, segment: &syn::Ident) -> Path {
    [before.as_slice(), &[segment.to_string()]].concat()
}

/// The name of an item that isn't a module.
pub(crate) fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_of_tests(attributes: &[Attribute]) -> bool {
    has(attributes, "cfg", "test")
}

pub(crate) fn is_hidden(attributes: &[Attribute]) -> bool {
    has(attributes, "doc", "hidden")
}

/// Whether there is an attribute of just this argument, such as `doc(hidden)`.
fn has(attributes: &[Attribute], name: &str, argument: &str) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident(name)
            && matches!(&attribute.meta, syn::Meta::List(list)
                if list.tokens.to_string() == argument)
    })
}
