//! The state of a walk through a file: where it is, what variables are, and what it has found.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Fields, ImplItem, ItemImpl, TraitItem};

use super::context::Context;
use super::found::{Found, Mention};
use super::index::{
    Definition, GLOB, Impl, Imports, Index, import, is_beside_sdk, is_sdk, segments, unwrapped,
};
use super::lines::on_one_line;
use super::maps::Maps;
use super::operations::Operations;
use super::place::Place;
use super::project::RustFile;
use super::source::place;
use super::ty::Ty;

/// A walk through a file.
pub(super) struct Walker<'a, 'p> {
    pub(super) file: &'a RustFile,
    pub(super) index: &'a Index<'p>,
    pub(super) operations: &'a Operations,
    /// The crates of clients that the package depends on, by their names in code.
    pub(super) clients: &'a [String],
    pub(super) types: Context<'a, 'p>,
    /// Variables by their names, those of the innermost block last.
    pub(super) variables: Vec<HashMap<String, Ty>>,
    /// The clients that began the calls in variables, as code.
    pub(super) began: HashMap<String, String>,
    /// The values of variables that are configurations of presigning, as code.
    pub(super) presigning: HashMap<String, String>,
    /// The values of variables that are events of recorded traffic, as code.
    pub(super) events: HashMap<String, String>,
    /// The client of the call that the last chain began and did not send.
    pub(super) last_client: Option<String>,
    /// Whether a chain goes on behind the step that is looked at.
    pub(super) has_next: bool,
    /// Whether the function may end with an error by `?`, as far as its signature tells.
    pub(super) is_fallible: bool,
    /// Whether the code may wait with `.await`.
    pub(super) is_async: bool,
    /// The imports of blocks, for the list of the file's imports.
    pub(super) local_uses: Vec<syn::UseTree>,
    /// The maps of the file that may have another type.
    pub(super) maps: Maps,
    /// The bytes at which the names of functions begin that made enums of text.
    pub(super) made_of_text: BTreeSet<usize>,
    /// The type that `return` takes.
    pub(super) returns: Ty,
    pub(super) found: Found,
}

/// The most types that dereference to others.
const MAX_DEPTH: usize = 16;

impl<'a, 'p> Walker<'a, 'p> {
    pub(super) fn new(
        file: &'a RustFile,
        index: &'a Index<'p>,
        operations: &'a Operations,
        clients: &'a [String],
    ) -> Self {
        Self {
            file,
            index,
            operations,
            clients,
            types: Context::new(index, &file.module),
            variables: Vec::new(),
            began: HashMap::new(),
            presigning: HashMap::new(),
            events: HashMap::new(),
            last_client: None,
            has_next: false,
            is_fallible: false,
            is_async: false,
            local_uses: Vec::new(),
            maps: Maps::default(),
            made_of_text: BTreeSet::new(),
            returns: Ty::Unknown,
            found: Found::default(),
        }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        place(self.file, span)
    }

    /// The code of a node, on one line.
    pub(super) fn text(&self, node: &impl Spanned) -> String {
        let range = node.span().byte_range();
        on_one_line(self.file.text.get(range).unwrap_or_default())
    }

    /// Walks with a scope of its own for variables and imports.
    pub(super) fn scoped<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.variables.push(HashMap::new());
        self.types.locals.push(Imports::new());
        let done = walk(self);
        self.types.locals.pop();
        self.variables.pop();
        done
    }

    pub(super) fn set(&mut self, name: &str, ty: Ty) {
        if let Some(scope) = self.variables.last_mut() {
            scope.insert(name.to_owned(), ty);
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&Ty> {
        let mut scopes = self.variables.iter().rev();
        scopes.find_map(|scope| scope.get(name))
    }

    /// Adds the imports of a `use` in a block.
    pub(super) fn add_import(&mut self, item: &syn::ItemUse) {
        self.local_uses.push(item.tree.clone());
        if let Some(locals) = self.types.locals.last_mut() {
            let mut globs = Vec::new();
            import(&item.tree, Vec::new(), locals, &mut globs);
            for glob in globs {
                let all = locals.entry(GLOB.to_owned()).or_default();
                if !all.is_empty() {
                    all.push(GLOB.to_owned());
                }
                all.extend(glob);
            }
        }
    }

    /// Notes a path that leads into the SDK, and returns it from its root.
    pub(super) fn mention(&mut self, path: &syn::Path) -> Option<Vec<String>> {
        let names = segments(path);
        if let [name] = names.as_slice()
            && self.variable(name).is_some()
        {
            return None;
        }
        if let (Some((first, rest)), Ty::Named { path, .. }) =
            (names.split_first(), &self.types.self_ty)
            && first == "Self"
        {
            return Some([path.as_slice(), rest].concat());
        }
        let found = self.types.resolve(&names)?;
        if found
            .first()
            .is_some_and(|krate| is_sdk(krate) || is_beside_sdk(krate))
            && !self.index.is_own(&found)
        {
            let is_path = self.is_path_of_sdk(&names);
            if is_path {
                self.path_of_item(path, &found);
            }
            let first = names.first().map_or("", String::as_str);
            let is_alone = names.len() == 1 || first.starts_with(char::is_uppercase);
            self.found.mentions.push(Mention {
                path: found.clone(),
                place: self.place(path.span()),
                import: (is_alone && !is_path).then(|| first.to_owned()),
            });
        }
        Some(found)
    }

    /// The types of the SDK that the module has under other names, and their own.
    pub(super) fn aliases(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = self.index.renamed(&self.types.module).collect();
        for (name, target) in self.types.locals.iter().flatten() {
            if let Some(own) = target.last().filter(|own| *own != name && name != GLOB)
                && let Some(path) = self.types.resolve(target)
                && path.first().is_some_and(|krate| is_sdk(krate))
            {
                all.push((name.clone(), own.clone()));
            }
        }
        all.sort();
        all
    }

    /// The type of a field.
    pub(super) fn field(&self, ty: &Ty, name: &str) -> Ty {
        self.field_of(ty, name, 0)
    }

    fn field_of(&self, ty: &Ty, name: &str, depth: usize) -> Ty {
        match ty {
            Ty::Tuple(types) => {
                let at: Option<usize> = name.parse().ok();
                at.and_then(|at| types.get(at)).cloned().unwrap_or_default()
            }
            Ty::Named { path, arguments } => {
                if let Some(Definition::Structure(item)) = self.index.definition(path) {
                    let context = self.inside(path, &item.generics, arguments);
                    let of_name = item.fields.iter().enumerate().find(|(at, field)| {
                        let ident = field.ident.as_ref();
                        ident.map_or_else(|| at.to_string(), ToString::to_string) == name
                    });
                    if let Some((_, field)) = of_name {
                        return context.ty(&field.ty);
                    }
                }
                match self.dereferenced(path).filter(|_| depth < MAX_DEPTH) {
                    Some(target) => self.field_of(&target, name, depth + 1),
                    None if ty.sdk().is_some() => self.member(ty, name),
                    None => Ty::Unknown,
                }
            }
            _ => Ty::Unknown,
        }
    }

    /// The type of a field of the SDK's types.
    fn member(&self, ty: &Ty, name: &str) -> Ty {
        let krate = ty.sdk().unwrap_or_default();
        let of = ty.owner();
        let known = of.and_then(|of| self.operations.getter(&of, name));
        match known {
            Some(getter) => {
                let value = Ty::of_value(krate, &getter.value);
                match getter.is_required {
                    true => value,
                    false => Ty::Option(Box::new(value)),
                }
            }
            None => Ty::of_sdk(krate),
        }
    }

    /// The types of the fields of a variant or a tuple structure.
    pub(super) fn fields(&self, path: &[String]) -> Vec<(String, Ty)> {
        let of = |fields: &Fields, context: Context<'_, '_>| {
            let fields = fields.iter().enumerate();
            fields
                .map(|(at, field)| {
                    let ident = field.ident.as_ref();
                    let name = ident.map_or_else(|| at.to_string(), ToString::to_string);
                    (name, context.ty(&field.ty))
                })
                .collect()
        };
        if let Some(Definition::Structure(item)) = self.index.definition(path) {
            return of(&item.fields, self.inside(path, &item.generics, &[]));
        }
        let variant = path.split_last().and_then(|(variant, path)| {
            let item = self.index.enumeration(path)?;
            let found = item.variants.iter().find(|it| it.ident == variant)?;
            Some((path, item, found))
        });
        variant.map_or_else(Vec::new, |(path, item, variant)| {
            of(&variant.fields, self.inside(path, &item.generics, &[]))
        })
    }

    /// The meanings of types in an item with these arguments.
    fn inside(
        &self,
        path: &[String],
        generics: &syn::Generics,
        arguments: &[Ty],
    ) -> Context<'a, 'p> {
        let module = path.split_last().map_or(path, |(_, module)| module);
        let mut context = self.types.at(module);
        context.add_generics(generics);
        for (parameter, argument) in generics.type_params().zip(arguments) {
            if !argument.is_unknown() {
                let name = parameter.ident.to_string();
                context.generics.insert(name, argument.clone());
            }
        }
        context.self_ty = Ty::Named {
            path: path.to_vec(),
            arguments: arguments.to_vec(),
        };
        context
    }

    /// The target of a type's `Deref`.
    fn dereferenced(&self, path: &[String]) -> Option<Ty> {
        let is_deref = |it: &&Impl<'_>| {
            let name = it
                .item
                .trait_
                .as_ref()
                .and_then(|(path, _)| path.segments.last());
            name.is_some_and(|name| name.ident == "Deref")
        };
        let found = self.index.impls(path).iter().find(is_deref)?;
        self.inside_impl(found, &[])
            .associated
            .get("Target")
            .cloned()
    }

    /// The meanings of types in an `impl` for a type with these arguments.
    fn inside_impl(&self, found: &Impl<'p>, arguments: &[Ty]) -> Context<'a, 'p> {
        let mut context = self.types.at(&found.module);
        add_impl(&mut context, found.item);
        if let syn::Type::Path(path) = unwrapped(&found.item.self_ty)
            && let Some(syn::PathArguments::AngleBracketed(it)) =
                path.path.segments.last().map(|it| &it.arguments)
        {
            for (parameter, argument) in it.args.iter().zip(arguments) {
                if let syn::GenericArgument::Type(syn::Type::Path(name)) = parameter
                    && let Some(name) = name.path.get_ident()
                    && !argument.is_unknown()
                {
                    context.generics.insert(name.to_string(), argument.clone());
                }
            }
        }
        context
    }

    /// The types of the parameters of a method of the project, and of what it returns.
    pub(super) fn method(&self, ty: &Ty, name: &str) -> Option<(Vec<Ty>, Ty)> {
        self.method_of(ty, name, 0)
    }

    fn method_of(&self, ty: &Ty, name: &str, depth: usize) -> Option<(Vec<Ty>, Ty)> {
        if depth > MAX_DEPTH {
            return None;
        }
        match ty {
            Ty::With(traits) => traits
                .iter()
                .find_map(|path| self.method_of_trait(path, ty, name, depth)),
            Ty::Named { path, arguments } => {
                let impls = self.index.impls(path);
                let own = impls.iter().find_map(|it| {
                    let signature = it.item.items.iter().find_map(|item| match item {
                        ImplItem::Fn(item) if item.sig.ident == name => Some(&item.sig),
                        _ => None,
                    })?;
                    let mut context = self.inside_impl(it, arguments);
                    context.self_ty = ty.clone();
                    Some(context.signature(signature))
                });
                let of_traits = || {
                    impls.iter().find_map(|it| {
                        let (of_trait, _) = it.item.trait_.as_ref()?;
                        let path = self.index.resolve(&it.module, &[], &segments(of_trait))?;
                        self.method_of_trait(&path, ty, name, depth)
                    })
                };
                let of_target = || {
                    let target = self.dereferenced(path)?;
                    self.method_of(&target, name, depth + 1)
                };
                // A trait may be a path, too: `Store::open(…)`.
                own.or_else(of_traits)
                    .or_else(of_target)
                    .or_else(|| self.method_of_trait(path, ty, name, depth))
            }
            _ => None,
        }
    }

    fn method_of_trait(
        &self,
        path: &[String],
        self_ty: &Ty,
        name: &str,
        depth: usize,
    ) -> Option<(Vec<Ty>, Ty)> {
        let Some(Definition::Trait(item)) = self.index.definition(path) else {
            return None;
        };
        let mut context = self.inside(path, &item.generics, &[]);
        context.self_ty = self_ty.clone();
        let signature = item.items.iter().find_map(|item| match item {
            TraitItem::Fn(item) if item.sig.ident == name => Some(&item.sig),
            _ => None,
        });
        if let Some(signature) = signature {
            return Some(context.signature(signature));
        }
        let mut above = item.supertraits.iter();
        above.find_map(|bound| {
            let syn::TypeParamBound::Trait(bound) = bound else {
                return None;
            };
            let path = context.resolve(&segments(&bound.path))?;
            let with = Ty::With(vec![path]);
            self.method_of(&with, name, depth + 1)
        })
    }

    /// The type of a value through the `Deref` of its own type.
    pub(super) fn target(&self, ty: &Ty) -> Option<Ty> {
        match ty {
            Ty::Named { path, .. } => self.dereferenced(path),
            _ => None,
        }
    }
}

/// Adds what an `impl` says of types in it.
pub(super) fn add_impl(context: &mut Context<'_, '_>, item: &ItemImpl) {
    context.add_generics(&item.generics);
    context.self_ty = context.ty(&item.self_ty);
    for item in &item.items {
        if let ImplItem::Type(item) = item {
            let ty = context.ty(&item.ty);
            context.associated.insert(item.ident.to_string(), ty);
        }
    }
}
