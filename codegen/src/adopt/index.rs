//! The items of a project by their paths: what a name means in a module.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use syn::{Item, ItemEnum, ItemImpl, ItemStruct, ItemTrait, ItemType, Signature, Type, UseTree};

pub(super) use super::crates::{is_beside_sdk, is_client, is_sdk};
use super::operations::Operations;
use super::project::{Package, Project};
use super::source::Source;

/// A path from the root of a crate, whose name is the first segment.
pub(super) type Path = Vec<String>;

/// Names that `use` has brought in.
pub(super) type Imports = HashMap<String, Path>;

/// The items of all packages.
pub(super) struct Index<'p> {
    packages: &'p [Package],
    operations: &'p Operations,
    modules: HashMap<Path, Module<'p>>,
    impls: HashMap<Path, Vec<Impl<'p>>>,
    /// The names that `extern crate … as …` in the roots of crates gives to others, by the root.
    externs: HashMap<String, HashMap<String, String>>,
    search: RefCell<Search>,
}

/// The state of searches through globs, which may lead in circles, and in many ways to the same.
#[derive(Default)]
struct Search {
    /// The meanings of names in modules, as far as they have been looked up.
    known: HashMap<(Path, String), Option<Path>>,
    /// The names and modules that the search has been at.
    seen: HashSet<(Path, String)>,
    depth: usize,
}

/// A module: its items and imports by their names.
#[derive(Default)]
struct Module<'p> {
    package: usize,
    items: HashMap<String, Definition<'p>>,
    imports: Imports,
    globs: Vec<Path>,
}

/// An item that a name stands for.
#[derive(Clone, Copy)]
pub(super) enum Definition<'p> {
    Structure(&'p ItemStruct),
    Enumeration(&'p ItemEnum),
    Alias(&'p ItemType),
    Trait(&'p ItemTrait),
    Function(&'p Signature),
    /// A constant or a static.
    Value(&'p Type),
}

/// An `impl` block, and the module that it is in.
#[derive(Clone)]
pub(super) struct Impl<'p> {
    pub(super) module: Path,
    pub(super) item: &'p ItemImpl,
}

/// The name for what globs of a block import, and what stands between their paths.
pub(super) const GLOB: &str = "*";

/// The most steps from an import to what it stands for: imports may go in circles.
const MAX_STEPS: usize = 32;

/// The names that every module knows.
const PRELUDE: [&str; 11] = [
    "Box", "Err", "FnMut", "None", "Ok", "Option", "Result", "Some", "String", "ToString", "Vec",
];

/// The module of the standard library's maps, whose others have no form of their own here.
const COLLECTIONS: [&str; 2] = ["std", "collections"];

/// Crates whose names every module knows.
const BUILT_IN: [&str; 3] = ["alloc", "core", "std"];

impl<'p> Index<'p> {
    pub(super) fn new(
        project: &'p Project,
        operations: &'p Operations,
        sources: &'p [Source<'p>],
    ) -> Self {
        let mut index = Self {
            packages: &project.packages,
            operations,
            modules: HashMap::new(),
            impls: HashMap::new(),
            externs: HashMap::new(),
            search: RefCell::default(),
        };
        let mut impls = Vec::new();
        for source in sources {
            let (module, package) = (source.file.module.clone(), source.file.package);
            index.add(module, package, &source.tree.items, &mut impls);
        }
        for found in impls {
            if let Type::Path(path) = unwrapped(&found.item.self_ty) {
                let name = segments(&path.path);
                if let Some(name) = index.resolve(&found.module, &[], &name) {
                    index.impls.entry(name).or_default().push(found);
                }
            }
        }
        index
    }

    fn add(&mut self, path: Path, package: usize, items: &'p [Item], impls: &mut Vec<Impl<'p>>) {
        let mut inner = Vec::new();
        let module = self.modules.entry(path.clone()).or_default();
        module.package = package;
        for item in items {
            let (name, definition) = match item {
                Item::Struct(item) => (&item.ident, Definition::Structure(item)),
                Item::Enum(item) => (&item.ident, Definition::Enumeration(item)),
                Item::Type(item) => (&item.ident, Definition::Alias(item)),
                Item::Trait(item) => (&item.ident, Definition::Trait(item)),
                Item::Fn(item) => (&item.sig.ident, Definition::Function(&item.sig)),
                Item::Const(item) => (&item.ident, Definition::Value(&item.ty)),
                Item::Static(item) => (&item.ident, Definition::Value(&item.ty)),
                Item::Use(item) => {
                    let start = match item.leading_colon {
                        Some(_) => vec![String::new()],
                        None => Vec::new(),
                    };
                    import(&item.tree, start, &mut module.imports, &mut module.globs);
                    continue;
                }
                Item::ExternCrate(item) => {
                    let krate = item.ident.to_string();
                    let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
                    let target = match krate.as_str() {
                        "self" => vec!["crate".to_owned()],
                        _ => vec![String::new(), krate.clone()],
                    };
                    module.imports.insert(name.to_string(), target);
                    // In the root of a crate, it is for all modules.
                    if let [root] = path.as_slice() {
                        let names = self.externs.entry(root.clone()).or_default();
                        names.insert(name.to_string(), krate);
                    }
                    continue;
                }
                Item::Impl(item) => {
                    impls.push(Impl {
                        module: path.clone(),
                        item,
                    });
                    continue;
                }
                Item::Mod(item) => {
                    if let Some((_, items)) = &item.content {
                        let mut path = path.clone();
                        path.push(item.ident.to_string());
                        inner.push((path, items));
                    }
                    continue;
                }
                _ => continue,
            };
            module.items.insert(name.to_string(), definition);
        }
        for (path, items) in inner {
            self.add(path, package, items, impls);
        }
    }

    /// The path from a root that a path in a module stands for. `locals` are imports of the
    /// blocks around it, the innermost last.
    pub(super) fn resolve(
        &self,
        module: &[String],
        locals: &[Imports],
        path: &[String],
    ) -> Option<Path> {
        self.follow(module, locals, path, 0)
    }

    fn follow(
        &self,
        module: &[String],
        locals: &[Imports],
        path: &[String],
        steps: usize,
    ) -> Option<Path> {
        if steps > MAX_STEPS {
            return None;
        }
        let (first, rest) = path.split_first()?;
        let root = module.first()?;
        let joined = |start: &[String], rest: &[String]| [start, rest].concat();
        let found = match first.as_str() {
            // `::krate::…`
            "" => self
                .external(module, rest.first()?)
                .map(|krate| joined(&[krate], rest.get(1..).unwrap_or_default()))?,
            "crate" => joined(std::slice::from_ref(root), rest),
            "self" => joined(module, rest),
            "super" => {
                let (mut start, mut rest) = (module.split_last()?.1, rest);
                while let Some((_, after)) = rest.split_first().filter(|(it, _)| *it == "super") {
                    (start, rest) = (start.split_last()?.1, after);
                }
                joined(start, rest)
            }
            name => {
                let local = locals.iter().rev().find_map(|imports| imports.get(name));
                let start = match local {
                    Some(target) => {
                        // `use name::…` doesn't mean itself.
                        let is_itself = target.first() == Some(first);
                        let locals = if is_itself { &[] } else { locals };
                        self.follow(module, locals, target, steps + 1)?
                    }
                    None => self
                        .through_local_globs(module, locals, name, steps)
                        .or_else(|| self.named(module, name, steps))?,
                };
                joined(&start, rest)
            }
        };
        Some(self.canonical(found, steps + 1))
    }

    /// The path from a root that a name in a module stands for.
    fn named(&self, module: &[String], name: &str, steps: usize) -> Option<Path> {
        if let Some(found) = self.member(module, name, steps) {
            return Some(found);
        }
        if let Some(krate) = self.external(module, name) {
            return Some(vec![krate]);
        }
        if PRELUDE.contains(&name) {
            return Some(vec!["std".to_owned(), name.to_owned()]);
        }
        None
    }

    /// The path from a root of an item, a module or an import of a module.
    fn member(&self, path: &[String], name: &str, steps: usize) -> Option<Path> {
        if steps > MAX_STEPS {
            return None;
        }
        let module = self.modules.get(path)?;
        let own = [path, &[name.to_owned()]].concat();
        if module.items.contains_key(name) || self.modules.contains_key(&own) {
            return Some(own);
        }
        if let Some(target) = module.imports.get(name) {
            // `use name;` and `use name::{…}` mean the crate, not this import.
            if target.first().is_some_and(|first| first == name) {
                let krate = self.external(path, name)?;
                let rest = target.get(1..).unwrap_or_default();
                return Some(self.canonical([&[krate], rest].concat(), steps + 1));
            }
            return self.follow(path, &[], target, steps + 1);
        }
        if module.globs.is_empty() {
            return None;
        }
        let key = (path.to_vec(), name.to_owned());
        {
            let mut search = self.search.borrow_mut();
            if let Some(found) = search.known.get(&key) {
                return found.clone();
            }
            if search.depth == 0 {
                search.seen.clear();
            }
            if !search.seen.insert(key.clone()) {
                return None;
            }
            search.depth += 1;
        }
        let found = self.through_globs(path, &module.globs, name, steps);
        let mut search = self.search.borrow_mut();
        search.depth -= 1;
        // A search within another may have missed what the other is at.
        if found.is_some() || search.depth == 0 {
            search.known.insert(key, found.clone());
        }
        found
    }

    /// The path of a name that a glob in one of the blocks around the code brings.
    fn through_local_globs(
        &self,
        module: &[String],
        locals: &[Imports],
        name: &str,
        steps: usize,
    ) -> Option<Path> {
        locals.iter().rev().find_map(|imports| {
            let globs = imports.get(GLOB).map(Vec::as_slice)?;
            // One after the other, as a glob has no name.
            let globs: Vec<Path> = globs.split(|it| it == GLOB).map(<[_]>::to_vec).collect();
            self.through_globs(module, &globs, name, steps)
        })
    }

    fn through_globs(
        &self,
        path: &[String],
        globs: &[Path],
        name: &str,
        steps: usize,
    ) -> Option<Path> {
        globs.iter().find_map(|glob| {
            let target = self.follow(path, &[], glob, steps + 1)?;
            if target.first().is_some_and(|krate| is_sdk(krate)) {
                // Types begin with a capital; those of the prelude aren't the SDK's.
                let is_type = name.starts_with(|first: char| first.is_ascii_uppercase());
                let krate = target.first().map_or("", String::as_str);
                let is_it = is_type
                    && !PRELUDE.contains(&name)
                    && self.operations.may_have_type(krate, name);
                return is_it.then(|| [target.as_slice(), &[name.to_owned()]].concat());
            }
            if target == path {
                return None;
            }
            if target == COLLECTIONS && name == "HashMap" {
                return Some([target.as_slice(), &[name.to_owned()]].concat());
            }
            match self.enumeration(&target) {
                Some(found) => {
                    let mut variants = found.variants.iter();
                    variants
                        .any(|variant| variant.ident == name)
                        .then(|| [target.as_slice(), &[name.to_owned()]].concat())
                }
                None => self.member(&target, name, steps + 1),
            }
        })
    }

    /// The name of a crate that the package of a module depends on.
    pub(super) fn external(&self, module: &[String], name: &str) -> Option<String> {
        if BUILT_IN.contains(&name) {
            return Some("std".to_owned());
        }
        let package = self.package(module)?;
        if name == package.library {
            return Some(package.library.clone());
        }
        let renamed = || {
            let name = self.externs.get(module.first()?)?.get(name)?;
            package.dependencies.get(name)
        };
        let krate = package.dependencies.get(name).or_else(renamed)?;
        let mut own = self.packages.iter();
        match own.find(|package| package.name == *krate) {
            Some(package) => Some(package.library.clone()),
            None => Some(krate.replace('-', "_")),
        }
    }

    fn package(&self, module: &[String]) -> Option<&'p Package> {
        let mut found = None;
        for end in (1..=module.len()).rev() {
            found = found.or_else(|| self.modules.get(module.get(..end)?));
        }
        self.packages.get(found?.package)
    }

    /// Follows the imports in a path from a root.
    fn canonical(&self, path: Path, steps: usize) -> Path {
        let own = (1..path.len()).rev().find_map(|end| {
            let (module, rest) = path.split_at(end);
            self.modules.contains_key(module).then_some((module, rest))
        });
        let Some((module, rest)) = own else {
            return simple(self.through(path));
        };
        match rest.split_first() {
            Some((name, rest)) => match self.member(module, name, steps + 1) {
                Some(found) => [found.as_slice(), rest].concat(),
                None => path,
            },
            None => path,
        }
    }

    /// A path through another crate that re-exports a client of the SDK under its own name.
    fn through(&self, path: Path) -> Path {
        let krate = path.first().map_or("", String::as_str);
        if is_sdk(krate) || BUILT_IN.contains(&krate) {
            return path;
        }
        let inner = path.iter().skip(1).position(|it| self.operations.has(it));
        inner.map_or(path.clone(), |at| path.into_iter().skip(at + 1).collect())
    }

    pub(super) fn definition(&self, path: &[String]) -> Option<Definition<'p>> {
        let (name, module) = path.split_last()?;
        self.modules.get(module)?.items.get(name).copied()
    }

    pub(super) fn enumeration(&self, path: &[String]) -> Option<&'p ItemEnum> {
        match self.definition(path)? {
            Definition::Enumeration(item) => Some(item),
            _ => None,
        }
    }

    /// The names that a module gives to types of the SDK, and their own.
    pub(super) fn renamed(&self, module: &[String]) -> impl Iterator<Item = (String, String)> {
        let imports = self.modules.get(module).into_iter();
        let imports = imports.flat_map(|module| &module.imports);
        imports.filter_map(|(name, path)| {
            let own = path.last()?;
            let is_of_sdk = path.iter().any(|it| it == "types");
            (is_of_sdk && own != name && own != "types").then(|| (name.clone(), own.clone()))
        })
    }

    /// The `impl` blocks of a type.
    pub(super) fn impls(&self, path: &[String]) -> &[Impl<'p>] {
        self.impls.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether the first segment of a path is a crate of the project.
    pub(super) fn is_own(&self, path: &[String]) -> bool {
        let root = path.first().and_then(|root| root.split(':').next());
        root.is_some_and(|root| self.packages.iter().any(|package| package.library == root))
    }
}

/// A path of the SDK without the modules that re-export others.
fn simple(path: Path) -> Path {
    match path.as_slice() {
        [krate, client, rest @ ..]
            if is_client(krate)
                && client == "client"
                && rest.first().is_some_and(|it| it == "Client") =>
        {
            [std::slice::from_ref(krate), rest].concat()
        }
        _ => path,
    }
}

/// The names of a path, without generic arguments.
pub(super) fn segments(path: &syn::Path) -> Path {
    let start = path.leading_colon.map(|_| String::new());
    let names = path.segments.iter().map(|it| it.ident.to_string());
    start.into_iter().chain(names).collect()
}

/// A type without references and parentheses.
pub(super) fn unwrapped(ty: &Type) -> &Type {
    match ty {
        Type::Reference(inner) => unwrapped(&inner.elem),
        Type::Paren(inner) => unwrapped(&inner.elem),
        Type::Group(inner) => unwrapped(&inner.elem),
        Type::Ptr(inner) => unwrapped(&inner.elem),
        ty => ty,
    }
}

/// Adds what a `use` brings in.
pub(super) fn import(tree: &UseTree, mut path: Path, imports: &mut Imports, globs: &mut Vec<Path>) {
    match tree {
        UseTree::Path(it) => {
            path.push(it.ident.to_string());
            import(&it.tree, path, imports, globs);
        }
        UseTree::Name(it) if it.ident == "self" => {
            if let Some(name) = path.last().cloned() {
                imports.insert(name, path);
            }
        }
        UseTree::Name(it) => {
            let name = it.ident.to_string();
            path.push(name.clone());
            imports.insert(name, path);
        }
        UseTree::Rename(it) => {
            if it.ident != "self" {
                path.push(it.ident.to_string());
            }
            imports.insert(it.rename.to_string(), path);
        }
        UseTree::Glob(_) => globs.push(path),
        UseTree::Group(group) => {
            for tree in &group.items {
                import(tree, path.clone(), imports, globs);
            }
        }
    }
}
