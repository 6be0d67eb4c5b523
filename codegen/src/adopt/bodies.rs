//! Items, the bodies of their functions, and the types that they name.

use syn::{
    Block, FnArg, GenericArgument, ImplItem, Item, ItemImpl, PathArguments, ReturnType, Signature,
    Stmt, TraitItem, Type, TypeParamBound,
};

use super::index::{is_sdk, segments};
use super::ty::Ty;
use super::walker::{Walker, add_impl};

impl Walker<'_, '_> {
    pub(super) fn items(&mut self, items: &[Item]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        let outside = self.types.clone();
        match item {
            Item::Fn(it) => self.function(&it.sig, Some(&it.block)),
            Item::Mod(it) => {
                if let Some((_, items)) = &it.content {
                    let mut module = self.types.module.clone();
                    module.push(it.ident.to_string());
                    self.types = self.types.at(&module);
                    self.items(items);
                }
            }
            Item::Impl(it) => {
                self.mention_generics(&it.generics);
                self.mention_type(&it.self_ty);
                add_impl(&mut self.types, it);
                if !self.conversion_of_any(it) {
                    self.implementation(it);
                }
            }
            Item::Trait(it) => {
                self.types.add_generics(&it.generics);
                self.mention_generics(&it.generics);
                let own = [self.types.module.as_slice(), &[it.ident.to_string()]].concat();
                self.types.self_ty = Ty::With(vec![own]);
                for item in &it.items {
                    if let TraitItem::Fn(it) = item {
                        let outside = self.types.clone();
                        self.function(&it.sig, it.default.as_ref());
                        self.types = outside;
                    }
                }
            }
            Item::Struct(it) => {
                self.types.add_generics(&it.generics);
                self.mention_generics(&it.generics);
                for field in &it.fields {
                    self.mention_type(&field.ty);
                }
            }
            Item::Enum(it) => {
                self.types.add_generics(&it.generics);
                self.mention_generics(&it.generics);
                let own = [self.types.module.as_slice(), &[it.ident.to_string()]].concat();
                for field in it.variants.iter().flat_map(|it| &it.fields) {
                    if field.attrs.iter().any(|it| it.path().is_ident("from")) {
                        self.conversion_of(&own, &field.ty);
                    }
                    self.mention_type(&field.ty);
                }
            }
            Item::Type(it) => {
                self.types.add_generics(&it.generics);
                self.mention_generics(&it.generics);
                self.mention_type(&it.ty);
            }
            Item::Const(it) => {
                self.mention_type(&it.ty);
                self.scoped(|walker| walker.expression(&it.expr));
            }
            Item::Static(it) => {
                self.mention_type(&it.ty);
                self.scoped(|walker| walker.expression(&it.expr));
            }
            Item::Macro(it) => {
                self.macro_call(&it.mac);
            }
            _ => {}
        }
        self.types = outside;
    }

    /// The trait and the items of an `impl`.
    pub(super) fn implementation(&mut self, it: &ItemImpl) {
        if let Some((of_trait, _)) = &it.trait_ {
            self.conversion(of_trait);
            self.interceptor(it);
            self.mention(of_trait);
            self.mention_arguments(of_trait);
        }
        for item in &it.items {
            match item {
                ImplItem::Fn(it) => {
                    let outside = self.types.clone();
                    self.function(&it.sig, Some(&it.block));
                    self.types = outside;
                }
                ImplItem::Const(it) => {
                    self.scoped(|walker| walker.expression(&it.expr));
                }
                ImplItem::Type(it) => self.mention_type(&it.ty),
                ImplItem::Macro(it) => {
                    self.macro_call(&it.mac);
                }
                _ => {}
            }
        }
    }

    fn function(&mut self, signature: &Signature, body: Option<&Block>) {
        self.types.add_generics(&signature.generics);
        self.mention_generics(&signature.generics);
        let outside = std::mem::take(&mut self.variables);
        let began = std::mem::take(&mut self.began);
        let presigning = std::mem::take(&mut self.presigning);
        let events = std::mem::take(&mut self.events);
        let first = (self.found.calls.len(), self.found.pieces.len());
        let mentions = self.found.mentions.len();
        let output = self.types.returned(&signature.output);
        let can_fail = self.takes_errors(&signature.output, &output);
        let is_fallible = std::mem::replace(&mut self.is_fallible, can_fail);
        let is_async = std::mem::replace(&mut self.is_async, signature.asyncness.is_some());
        self.scoped(|walker| {
            for input in &signature.inputs {
                match input {
                    FnArg::Receiver(_) => walker.set("self", walker.types.self_ty.clone()),
                    FnArg::Typed(it) => {
                        walker.mention_type(&it.ty);
                        let ty = walker.types.ty(&it.ty);
                        walker.bind(&it.pat, &ty);
                    }
                }
            }
            if let ReturnType::Type(_, ty) = &signature.output {
                walker.mention_type(ty);
            }
            if let Some(body) = body {
                let outside = std::mem::replace(&mut walker.returns, output.clone());
                let value = walker.block(body);
                walker.meet(&value, &output);
                walker.returns = outside;
            }
        });
        self.is_fallible = is_fallible;
        self.is_async = is_async;
        self.variables = outside;
        self.began = began;
        self.presigning = presigning;
        self.events = events;
        if let Some(body) = body {
            self.bring_together(first, mentions, body);
        }
    }

    /// Whether a function may end with an error of ours by `?`: its error isn't a type that knows only
    /// errors of others.
    fn takes_errors(&self, written: &ReturnType, output: &Ty) -> bool {
        let Ty::Result(_, error) = output else {
            return false;
        };
        // The reports of miette take its own kind of errors alone.
        let is_of_miette = match written {
            ReturnType::Type(_, ty) => matches!(&**ty, Type::Path(it) if {
                let found = self.types.resolve(&segments(&it.path)).unwrap_or_default();
                found.first().is_some_and(|krate| krate == "miette")
            }),
            ReturnType::Default => false,
        };
        let is_closed = match &**error {
            Ty::Named { path, .. } => {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                self.index.is_own(path)
                    || matches!(
                        names.as_slice(),
                        ["std", .., "String" | "str"] | ["std", "io", _]
                    )
            }
            Ty::Tuple(_) => true,
            _ => false,
        };
        !is_of_miette && !is_closed
    }

    /// The type of the block's value.
    pub(super) fn block(&mut self, block: &Block) -> Ty {
        self.scoped(|walker| {
            // Imports count in all of the block.
            for statement in &block.stmts {
                if let Stmt::Item(Item::Use(it)) = statement {
                    walker.add_import(it);
                }
            }
            let mut value = Ty::Tuple(Vec::new());
            for statement in &block.stmts {
                value = walker.statement(statement);
            }
            value
        })
    }

    fn statement(&mut self, statement: &Stmt) -> Ty {
        let nothing = Ty::Tuple(Vec::new());
        match statement {
            Stmt::Local(it) => {
                let expected = match &it.pat {
                    syn::Pat::Type(it) => self.types.ty(&it.ty),
                    _ => Ty::Unknown,
                };
                let ty = match &it.init {
                    Some(init) => {
                        let first = self.found.calls.len();
                        let ty = self.expecting(&init.expr, &expected);
                        self.name_rule(it, &init.expr, first);
                        if let Some((_, other)) = &init.diverge {
                            self.expression(other);
                        }
                        self.remember(&it.pat, &init.expr);
                        ty
                    }
                    None => Ty::Unknown,
                };
                self.let_of_service_error(&it.pat);
                self.bind(&it.pat, &ty);
                nothing
            }
            Stmt::Expr(it, semicolon) => {
                let ty = self.expression(it);
                if semicolon.is_some() { nothing } else { ty }
            }
            Stmt::Macro(it) => self.macro_call(&it.mac),
            Stmt::Item(it) => {
                let variables = std::mem::take(&mut self.variables);
                self.item(it);
                self.variables = variables;
                nothing
            }
        }
    }

    /// Notes the SDK's items in a type.
    pub(super) fn mention_type(&mut self, ty: &Type) {
        match ty {
            Type::Reference(it) => self.mention_type(&it.elem),
            Type::Paren(it) => self.mention_type(&it.elem),
            Type::Group(it) => self.mention_type(&it.elem),
            Type::Slice(it) => self.mention_type(&it.elem),
            Type::Array(it) => self.mention_type(&it.elem),
            Type::Ptr(it) => self.mention_type(&it.elem),
            Type::Tuple(it) => it.elems.iter().for_each(|ty| self.mention_type(ty)),
            Type::ImplTrait(it) => self.mention_bounds(it.bounds.iter()),
            Type::TraitObject(it) => self.mention_bounds(it.bounds.iter()),
            Type::Path(it) => {
                self.type_of_error(ty);
                self.type_of_value(ty);
                self.type_of_map(ty);
                self.type_of_builder(ty);
                self.type_without_form(ty);
                self.mention_in_types(&it.path);
            }
            _ => {}
        }
    }

    /// Notes the SDK's items in the bounds of type parameters.
    fn mention_generics(&mut self, generics: &syn::Generics) {
        for parameter in generics.type_params() {
            self.mention_bounds(parameter.bounds.iter());
        }
        let all = generics.where_clause.iter();
        for predicate in all.flat_map(|it| &it.predicates) {
            if let syn::WherePredicate::Type(it) = predicate {
                self.mention_type(&it.bounded_ty);
                self.mention_bounds(it.bounds.iter());
            }
        }
    }

    fn mention_bounds<'b>(&mut self, bounds: impl Iterator<Item = &'b TypeParamBound>) {
        for bound in bounds {
            if let TypeParamBound::Trait(it) = bound {
                self.mention_in_types(&it.path);
            }
        }
    }

    fn mention_in_types(&mut self, path: &syn::Path) {
        let is_parameter = path
            .get_ident()
            .is_some_and(|name| self.types.generics.contains_key(&name.to_string()));
        if !is_parameter {
            self.mention(path);
        }
        self.mention_arguments(path);
    }

    /// Notes the SDK's items in the generic arguments of a path.
    pub(super) fn mention_arguments(&mut self, path: &syn::Path) {
        for segment in &path.segments {
            match &segment.arguments {
                PathArguments::AngleBracketed(it) => {
                    for argument in &it.args {
                        match argument {
                            GenericArgument::Type(ty) => self.mention_type(ty),
                            GenericArgument::AssocType(it) => self.mention_type(&it.ty),
                            _ => {}
                        }
                    }
                }
                PathArguments::Parenthesized(it) => {
                    it.inputs.iter().for_each(|it| self.mention_type(&it.ty));
                    if let ReturnType::Type(_, ty) = &it.output {
                        self.mention_type(ty);
                    }
                }
                PathArguments::None => {}
            }
        }
    }

    /// Notes imports of the SDK's items that the code of the file doesn't name: traits.
    pub(super) fn imports(&mut self, items: &[Item]) {
        for tree in std::mem::take(&mut self.local_uses) {
            self.imported(&tree, &mut Vec::new());
        }
        for item in items {
            match item {
                Item::Use(it) => self.imported(&it.tree, &mut Vec::new()),
                Item::Struct(it) => self.add_own(&it.ident),
                Item::Enum(it) => self.add_own(&it.ident),
                Item::Union(it) => self.add_own(&it.ident),
                Item::Type(it) => self.add_own(&it.ident),
                Item::Trait(it) => self.add_own(&it.ident),
                Item::Mod(it) => {
                    if let Some((_, items)) = &it.content {
                        self.imports(items);
                    }
                }
                _ => {}
            }
        }
    }

    /// Notes a name that a file has for a type of others than the SDK.
    fn add_own(&mut self, name: &syn::Ident) {
        let own = (self.file.name.clone(), name.to_string());
        self.found.own_names.insert(own);
    }

    fn imported(&mut self, tree: &syn::UseTree, path: &mut Vec<syn::Ident>) {
        match tree {
            syn::UseTree::Path(it) => {
                path.push(it.ident.clone());
                self.imported(&it.tree, path);
                path.pop();
            }
            syn::UseTree::Group(it) => {
                for tree in &it.items {
                    self.imported(tree, path);
                }
            }
            syn::UseTree::Name(syn::UseName { ident, .. })
            | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                let mut names = path.clone();
                names.push(ident.clone());
                let whole = syn::Path {
                    leading_colon: None,
                    segments: names.into_iter().map(syn::PathSegment::from).collect(),
                };
                let found = self.types.resolve(&segments(&whole));
                let is_of_sdk = |it: &Vec<String>| {
                    it.first().is_some_and(|krate| is_sdk(krate)) && !self.index.is_own(it)
                };
                let found = found.filter(is_of_sdk);
                let (name, is_renamed) = match tree {
                    syn::UseTree::Rename(it) => (&it.rename, true),
                    _ => (ident, false),
                };
                let Some(found) = found else {
                    self.add_own(name);
                    return;
                };
                if is_renamed {
                    self.found.renames.push(super::found::Rename {
                        file: self.file.name.clone(),
                        path: found.clone(),
                        name: name.to_string(),
                    });
                }
                let mut mentions = self.found.mentions.iter();
                let is_known =
                    mentions.any(|it| it.import.is_some() && it.path.starts_with(&found));
                if found.len() > 1 && !is_known {
                    let place = self.place(ident.span());
                    self.found.mentions.push(super::found::Mention {
                        path: found,
                        place,
                        import: Some(name.to_string()),
                    });
                }
            }
            _ => {}
        }
    }
}
