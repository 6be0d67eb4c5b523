//! The listing of a crate's public surface, a line for each item.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Fields, ImplItem, Item, TraitItem, Visibility};

use super::print::{self, kept};
use super::sources::{self, Path, Sources, Target, is_hidden, name_of};

pub(crate) struct Listing<'s> {
    sources: &'s Sources,
    lines: BTreeSet<String>,
    /// The public items, each with its first public path.
    public: BTreeMap<Target, String>,
    visited: BTreeSet<Path>,
    /// The signatures, each by its path and the module that it is written in.
    signatures: Vec<(String, Path, TokenStream)>,
}

impl<'s> Listing<'s> {
    pub(crate) fn of(sources: &'s Sources) -> Self {
        let mut listing = Self {
            sources,
            lines: BTreeSet::new(),
            public: BTreeMap::new(),
            visited: BTreeSet::new(),
            signatures: Vec::new(),
        };
        listing.module(&Path::new(), "");
        for (module, items) in &sources.modules {
            for item in items {
                match item {
                    Item::Impl(item) if !is_hidden(&item.attrs) => listing.block(module, item),
                    Item::Macro(item) => listing.macro_item(module, item),
                    _ => {}
                }
            }
        }
        listing
    }

    pub(crate) fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The types of the crate that signatures show and that aren't public.
    pub(crate) fn hidden_in_signatures(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        for (at, module, tokens) in &self.signatures {
            let mut paths = Vec::new();
            collect_paths(tokens.clone(), &mut paths);
            for path in paths {
                let target = self.sources.resolve(module, &path);
                if let Some(target @ Target::Item(..)) = target
                    && !self.public.contains_key(&target)
                {
                    found.insert(format!("{at} names {}", path.join("::")));
                }
            }
        }
        found.into_iter().collect()
    }

    fn line(&mut self, at: &str, text: &str) {
        self.lines.insert(format!("{at}: {text}"));
    }

    fn module(&mut self, module: &Path, at: &str) {
        if !self.visited.insert(module.clone()) {
            return;
        }
        let sources = self.sources;
        for item in sources.items(module) {
            if is_hidden(sources::attributes(item)) {
                continue;
            }
            match item {
                Item::Mod(item) if is_public(&item.vis) => {
                    let name = item.ident.to_string();
                    let path = joined(at, &name);
                    let cfg = cfg(&item.attrs);
                    self.line(&path, format!("{cfg} pub mod").trim_start());
                    self.module(&[module.as_slice(), &[name]].concat(), &path);
                }
                Item::Use(item) if is_public(&item.vis) => {
                    for import in sources::imports(&item.tree) {
                        self.import(module, at, &import, &cfg(&item.attrs));
                    }
                }
                _ => {
                    if let Some(name) = name_of(item)
                        && is_public_item(item)
                    {
                        self.item(module, item, &joined(at, &name), "");
                    }
                }
            }
        }
    }

    fn import(&mut self, module: &[String], at: &str, import: &sources::Import, cfg: &str) {
        let target = self.sources.resolve(module, &import.path);
        let path = joined(at, &import.name);
        match target {
            Some(Target::Module(from)) if import.name == "*" => self.module(&from, at),
            Some(Target::Module(from)) => {
                self.line(&path, format!("{cfg} pub mod").trim_start());
                self.module(&from, &path);
            }
            Some(Target::Item(from, name)) => {
                let items = self.sources.items(&from);
                let item = items
                    .iter()
                    .find(|item| name_of(item).as_ref() == Some(&name));
                if let Some(item) = item {
                    self.item(&from, item, &path, cfg);
                }
            }
            Some(Target::Elsewhere(from)) => {
                self.line(&path, format!("{cfg} pub use {from}").trim_start());
            }
            None => panic!("{path}: the item behind this `pub use` isn't found"),
        }
    }

    /// Adds an item, and the members that belong to it.
    fn item(&mut self, module: &[String], item: &Item, at: &str, cfg: &str) {
        let name = name_of(item).unwrap_or_default();
        let target = Target::Item(module.to_vec(), name);
        self.public.entry(target).or_insert_with(|| at.to_owned());
        let attributes = kept(sources::attributes(item));
        let head = match item {
            Item::Const(item) => {
                let (ident, ty) = (&item.ident, &item.ty);
                quote!(pub const #ident: #ty = _;)
            }
            Item::Static(item) => {
                let (ident, ty) = (&item.ident, &item.ty);
                quote!(pub static #ident: #ty = _;)
            }
            Item::Fn(item) => {
                let signature = &item.sig;
                quote!(pub #signature {})
            }
            Item::Enum(item) => {
                for variant in &item.variants {
                    let at = joined(at, &variant.ident.to_string());
                    self.variant(module, &at, variant);
                }
                let (ident, generics) = (&item.ident, &item.generics);
                let where_ = &generics.where_clause;
                quote!(pub enum #ident #generics #where_ {})
            }
            Item::Struct(item) => {
                self.fields(module, at, &item.fields);
                let (ident, generics) = (&item.ident, &item.generics);
                let where_ = &generics.where_clause;
                quote!(pub struct #ident #generics #where_ {})
            }
            Item::Trait(item) => {
                for member in &item.items {
                    self.trait_member(module, at, member);
                }
                let mut item = item.clone();
                item.items.clear();
                item.attrs.clear();
                item.into_token_stream()
            }
            Item::Type(item) => {
                let mut item = item.clone();
                item.attrs.clear();
                item.into_token_stream()
            }
            other => other.to_token_stream(),
        };
        self.signatures
            .push((at.to_owned(), module.to_vec(), head.clone()));
        let text = print::item(quote!(#attributes #head));
        let text = text.trim_end_matches(" = _");
        self.line(at, format!("{cfg} {text}").trim_start());
    }

    fn variant(&mut self, module: &[String], at: &str, variant: &syn::Variant) {
        if is_hidden(&variant.attrs) {
            return;
        }
        let fields = &variant.fields;
        self.signatures
            .push((at.to_owned(), module.to_vec(), fields.to_token_stream()));
        let mut fields = fields.clone();
        for field in &mut fields {
            field.attrs.clear();
        }
        let text = match &fields {
            Fields::Unit => String::new(),
            Fields::Unnamed(_) => print::ty(&fields.to_token_stream()),
            Fields::Named(named) => {
                let fields = named.named.iter().map(|field| {
                    let name = field.ident.as_ref().map(ToString::to_string);
                    let ty = print::ty(&field.ty.to_token_stream());
                    format!("{}: {ty}", name.unwrap_or_default())
                });
                format!(" {{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
        };
        self.lines.insert(format!("{at}{text}"));
    }

    fn fields(&mut self, module: &[String], at: &str, fields: &Fields) {
        for (index, field) in fields.iter().enumerate() {
            if !is_public(&field.vis) || is_hidden(&field.attrs) {
                continue;
            }
            let name = field.ident.as_ref().map(ToString::to_string);
            let at = joined(at, &name.unwrap_or_else(|| index.to_string()));
            let ty = field.ty.to_token_stream();
            self.line(&at, &print::ty(&ty));
            self.signatures.push((at, module.to_vec(), ty));
        }
    }

    fn trait_member(&mut self, module: &[String], at: &str, member: &TraitItem) {
        let (attributes, name, tokens, has_default) = match member {
            TraitItem::Fn(item) => {
                let signature = &item.sig;
                let has_default = item.default.is_some();
                (
                    &item.attrs,
                    &signature.ident,
                    quote!(#signature;),
                    has_default,
                )
            }
            TraitItem::Const(item) => {
                let (ident, ty) = (&item.ident, &item.ty);
                let tokens = quote!(const #ident: #ty;);
                (&item.attrs, ident, tokens, item.default.is_some())
            }
            TraitItem::Type(item) => {
                let mut bare = item.clone();
                bare.attrs.clear();
                (&item.attrs, &item.ident, bare.into_token_stream(), false)
            }
            _ => return,
        };
        if is_hidden(attributes) {
            // A type without a default still has to be given by who implements the trait.
            return;
        }
        let text = print::item(quote!(trait T { #tokens }));
        let text = text.trim_start_matches("trait T { ").trim_end_matches(" }");
        let text = text.trim_end_matches(';');
        let default = if has_default { " { .. }" } else { "" };
        let at = joined(at, &name.to_string());
        self.line(&at, &format!("{text}{default}"));
        self.signatures.push((at, module.to_vec(), tokens));
    }

    /// Adds an `impl` of a public type: its methods, or the trait.
    fn block(&mut self, module: &[String], block: &syn::ItemImpl) {
        let Some(at) = self.public_type(module, &block.self_ty) else {
            return self.block_of_another(module, block);
        };
        let cfg = cfg(&block.attrs);
        if let Some(of) = &block.trait_ {
            let path = segments(&of.0);
            let target = self.sources.resolve(module, &path);
            let is_private = matches!(&target, Some(Target::Item(..)))
                && !target.is_some_and(|target| self.public.contains_key(&target));
            if !is_private {
                let mut bare = block.clone();
                bare.items.clear();
                bare.attrs.clear();
                let text = print::item(bare.into_token_stream());
                self.line(&at, format!("{cfg} {text}").trim_start());
            }
            return;
        }
        for member in &block.items {
            match member {
                ImplItem::Fn(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
                    let (signature, attributes) = (&item.sig, kept(&item.attrs));
                    let at = joined(&at, &signature.ident.to_string());
                    let text = print::item(quote!(#attributes pub #signature {}));
                    self.line(&at, format!("{cfg} {text}").trim_start());
                    let tokens = signature.to_token_stream();
                    self.signatures.push((at, module.to_vec(), tokens));
                }
                ImplItem::Const(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
                    let at = joined(&at, &item.ident.to_string());
                    let ty = item.ty.to_token_stream();
                    self.line(&at, &format!("pub const {}", print::ty(&ty)));
                    self.signatures.push((at, module.to_vec(), ty));
                }
                ImplItem::Macro(item) => {
                    self.line(&at, &macro_text(&item.mac));
                }
                _ => {}
            }
        }
    }

    /// Adds an `impl` of another crate's type that names a public type, such as
    /// `From<Timestamp> for SystemTime`.
    fn block_of_another(&mut self, module: &[String], block: &syn::ItemImpl) {
        let Some(of) = &block.trait_ else { return };
        let is_own = matches!(
            &*block.self_ty,
            syn::Type::Path(ty) if matches!(
                self.sources.resolve(module, &segments(&ty.path)),
                Some(Target::Item(..))
            )
        );
        let mut paths = Vec::new();
        collect_paths(of.0.to_token_stream(), &mut paths);
        let targets = paths
            .iter()
            .filter_map(|path| self.sources.resolve(module, path));
        let named = targets.filter_map(|target| self.public.get(&target)).next();
        if let Some(at) = named.filter(|_| !is_own).cloned() {
            let mut bare = block.clone();
            bare.items.clear();
            bare.attrs.clear();
            let text = print::item(bare.into_token_stream());
            self.line(&at, &text);
        }
    }

    /// The public path of the type that an `impl` is for.
    fn public_type(&self, module: &[String], ty: &syn::Type) -> Option<String> {
        let syn::Type::Path(ty) = ty else { return None };
        let target = self.sources.resolve(module, &segments(&ty.path))?;
        self.public.get(&target).cloned()
    }

    /// Adds an exported macro; or what a private one, which isn't expanded here, gives to types,
    /// and where it is used.
    fn macro_item(&mut self, module: &[String], item: &syn::ItemMacro) {
        let at = module.join("::");
        let is_exported = item
            .attrs
            .iter()
            .any(|at| at.path().is_ident("macro_export"));
        match &item.ident {
            Some(_) if is_hidden(&item.attrs) => {}
            Some(name) if is_exported => self.line(&name.to_string(), "macro"),
            Some(_) | None if !self.has_public_item(&at) => {}
            Some(name) => {
                for text in definitions(item.mac.tokens.clone()) {
                    self.line(&at, &format!("{name}! has {text}"));
                }
            }
            None => self.line(&at, &macro_text(&item.mac)),
        }
    }

    fn has_public_item(&self, module: &str) -> bool {
        let mut targets = self.public.keys();
        targets.any(|target| matches!(target, Target::Item(at, _) if at.join("::") == module))
    }
}

fn joined(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}::{name}")
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_public_item(item: &Item) -> bool {
    match item {
        Item::Const(item) => is_public(&item.vis),
        Item::Enum(item) => is_public(&item.vis),
        Item::Fn(item) => is_public(&item.vis),
        Item::Static(item) => is_public(&item.vis),
        Item::Struct(item) => is_public(&item.vis),
        Item::Trait(item) => is_public(&item.vis),
        Item::Type(item) => is_public(&item.vis),
        Item::Union(item) => is_public(&item.vis),
        _ => false,
    }
}

fn segments(path: &syn::Path) -> Path {
    let segments = path.segments.iter();
    segments.map(|segment| segment.ident.to_string()).collect()
}

fn cfg(attributes: &[syn::Attribute]) -> String {
    let cfg = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"));
    let cfg = cfg.map(|attribute| attribute.to_token_stream().to_string().replace(' ', ""));
    cfg.collect::<Vec<_>>().join(" ")
}

fn macro_text(item: &syn::Macro) -> String {
    let name = item.path.to_token_stream().to_string();
    let tokens = item
        .tokens
        .to_string()
        .replace(" :", ":")
        .replace(" ;", ";");
    format!("{name}! {{ {tokens} }}")
}

/// The public functions and the implementations in a macro.
fn definitions(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_hidden = false;
    let mut head: Option<TokenStream> = None;
    for token in tokens {
        match &token {
            TokenTree::Ident(word) if head.is_none() && (word == "pub" || word == "impl") => {
                head = Some(token.into());
                continue;
            }
            TokenTree::Group(group) => {
                let is_body = group.delimiter() == Delimiter::Brace;
                if is_body && let Some(head) = head.take() {
                    let text = head.to_string().replace("$ ", "$").replace(" (", "(");
                    if !std::mem::take(&mut is_hidden) {
                        found.push(text);
                    }
                }
                if group.delimiter() == Delimiter::Bracket {
                    let text = group.stream().to_string();
                    is_hidden |= text.replace(' ', "") == "doc(hidden)";
                }
                if head.is_none() {
                    found.extend(definitions(group.stream()));
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => head = None,
            _ => {}
        }
        if let Some(head) = &mut head {
            head.extend([token]);
        }
    }
    found
}

/// The paths in a signature.
fn collect_paths(tokens: TokenStream, found: &mut Vec<Path>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_colons = |at: usize| {
        let is =
            |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
        is(at) && is(at + 1)
    };
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Group(group) => collect_paths(group.stream(), found),
            TokenTree::Ident(first) => {
                let mut path = vec![first.to_string()];
                while is_colons(at + 1)
                    && let Some(TokenTree::Ident(next)) = tokens.get(at + 3)
                {
                    path.push(next.to_string());
                    at += 3;
                }
                if path.iter().any(|name| name.starts_with(char::is_uppercase)) {
                    found.push(path);
                }
            }
            _ => {}
        }
        at += 1;
    }
}
