//! The types that a project writes down.

use std::collections::HashMap;

use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, GenericParam, Generics, PathArguments, ReturnType, Signature, Type,
    TypeParamBound, WherePredicate,
};

use super::index::{Definition, Imports, Index, Path, segments};
use super::ty::Ty;

/// The meanings of types at a place.
#[derive(Clone)]
pub(super) struct Context<'a, 'p> {
    pub(super) index: &'a Index<'p>,
    pub(super) module: Path,
    /// The imports of the blocks around it.
    pub(super) locals: Vec<Imports>,
    /// Type parameters.
    pub(super) generics: HashMap<String, Ty>,
    /// The meaning of `Self`, and the associated types of its `impl`.
    pub(super) self_ty: Ty,
    pub(super) associated: HashMap<String, Ty>,
    /// Type parameters that are known otherwise than by their bounds.
    pub(super) fixed: HashMap<String, Ty>,
    depth: usize,
}

/// The most aliases in one another.
const MAX_DEPTH: usize = 24;

/// Types that every module knows without a path.
const PRIMITIVE: [&str; 17] = [
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];

/// Traits whose implementations stand for the type that is their argument.
const STANDING_FOR: [&str; 5] = ["AsRef", "Borrow", "BorrowMut", "AsMut", "Into"];

impl<'a, 'p> Context<'a, 'p> {
    pub(super) fn new(index: &'a Index<'p>, module: &[String]) -> Self {
        Self {
            index,
            module: module.to_vec(),
            locals: Vec::new(),
            generics: HashMap::new(),
            self_ty: Ty::Unknown,
            associated: HashMap::new(),
            fixed: HashMap::new(),
            depth: 0,
        }
    }

    /// Creates the context of another module, without the type arguments and the `Self` of this one.
    pub(super) fn at(&self, module: &[String]) -> Self {
        Self {
            depth: self.depth + 1,
            ..Self::new(self.index, module)
        }
    }

    pub(super) fn resolve(&self, path: &[String]) -> Option<Path> {
        self.index.resolve(&self.module, &self.locals, path)
    }

    /// Adds the type parameters of an item: each is what its bounds say.
    pub(super) fn add_generics(&mut self, generics: &Generics) {
        let mut bounds: HashMap<String, Vec<&TypeParamBound>> = HashMap::new();
        for parameter in &generics.params {
            if let GenericParam::Type(it) = parameter {
                let known = bounds.entry(it.ident.to_string()).or_default();
                known.extend(&it.bounds);
            }
        }
        for predicate in generics.where_clause.iter().flat_map(|it| &it.predicates) {
            if let WherePredicate::Type(it) = predicate
                && let Type::Path(path) = &it.bounded_ty
                && let Some(name) = path.path.get_ident()
                && let Some(known) = bounds.get_mut(&name.to_string())
            {
                known.extend(&it.bounds);
            }
        }
        for (name, bounds) in bounds {
            let ty = match self.fixed.get(&name) {
                Some(ty) => ty.clone(),
                None => self.of_bounds(bounds),
            };
            self.generics.insert(name, ty);
        }
        for parameter in generics.type_params() {
            let name = parameter.ident.to_string();
            if let Some((_, default)) = &parameter.default
                && self.generics.get(&name).is_none_or(Ty::is_unknown)
            {
                let ty = self.ty(default);
                self.generics.insert(name, ty);
            }
        }
    }

    /// The type of an expression that a `Type` stands for.
    pub(super) fn ty(&self, ty: &Type) -> Ty {
        match ty {
            Type::Reference(it) => self.ty(&it.elem),
            Type::Paren(it) => self.ty(&it.elem),
            Type::Group(it) => self.ty(&it.elem),
            Type::Slice(it) => Ty::Many(Box::new(self.ty(&it.elem))),
            Type::Array(it) => Ty::Many(Box::new(self.ty(&it.elem))),
            Type::Tuple(it) => Ty::Tuple(it.elems.iter().map(|it| self.ty(it)).collect()),
            Type::ImplTrait(it) => self.of_bounds(&it.bounds),
            Type::TraitObject(it) => self.of_bounds(&it.bounds),
            Type::FnPtr(it) => Ty::Function {
                inputs: it.inputs.iter().map(|it| self.ty(&it.ty)).collect(),
                output: Box::new(self.returned(&it.output)),
            },
            Type::Path(it) => match &it.qself {
                Some(_) => Ty::Unknown,
                None => self.of_path(&it.path),
            },
            _ => Ty::Unknown,
        }
    }

    pub(super) fn returned(&self, output: &ReturnType) -> Ty {
        match output {
            ReturnType::Default => Ty::Tuple(Vec::new()),
            ReturnType::Type(_, ty) => self.ty(ty),
        }
    }

    /// The types of a function's parameters but for `self`, and of what it returns. This is
    /// where its signature is.
    pub(super) fn signature(&self, signature: &Signature) -> (Vec<Ty>, Ty) {
        let mut place = self.clone();
        place.add_generics(&signature.generics);
        let inputs = signature.inputs.iter().filter_map(|it| match it {
            syn::FnArg::Typed(it) => Some(place.ty(&it.ty)),
            syn::FnArg::Receiver(_) => None,
        });
        (inputs.collect(), place.returned(&signature.output))
    }

    fn of_path(&self, path: &syn::Path) -> Ty {
        let names = segments(path);
        match names.as_slice() {
            [name] if name == "Self" => return self.self_ty.clone(),
            [first, name] if first == "Self" => {
                return self.associated.get(name).cloned().unwrap_or_default();
            }
            [name] => {
                if let Some(ty) = self.generics.get(name) {
                    return ty.clone();
                }
            }
            _ => {}
        }
        let arguments: Vec<Ty> = match path.segments.last().map(|it| &it.arguments) {
            Some(PathArguments::AngleBracketed(it)) => it
                .args
                .iter()
                .filter_map(|it| match it {
                    GenericArgument::Type(ty) => Some(self.ty(ty)),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let Some(path) = self.resolve(&names) else {
            let is_capital = |name: &String| name.starts_with(char::is_uppercase);
            if let [name] = names.as_slice()
                && PRIMITIVE.contains(&name.as_str())
            {
                return Ty::named(&["std", name]);
            }
            return match names.last().filter(|name| is_capital(name)) {
                Some(name) if !arguments.is_empty() => of_others(name, Vec::new(), arguments),
                _ => Ty::Unknown,
            };
        };
        self.of_resolved(path, arguments)
    }

    /// The type of a path from a root.
    pub(super) fn of_resolved(&self, path: Path, arguments: Vec<Ty>) -> Ty {
        if let Some(Definition::Alias(alias)) = self.index.definition(&path) {
            if self.depth > MAX_DEPTH {
                return Ty::Unknown;
            }
            let mut place = self.at(path.get(..path.len() - 1).unwrap_or_default());
            place.add_generics(&alias.generics);
            let mut arguments = arguments.into_iter();
            for parameter in alias.generics.type_params() {
                let default = || parameter.default.as_ref().map(|(_, it)| place.ty(it));
                if let Some(argument) = arguments.next().or_else(default) {
                    place.generics.insert(parameter.ident.to_string(), argument);
                }
            }
            return place.ty(&alias.ty);
        }
        // Items that a macro or a build script makes aren't known.
        if self.index.is_own(&path) && self.index.definition(&path).is_none() {
            return Ty::Unknown;
        }
        if self.index.is_own(&path) || super::index::is_sdk(path.first().map_or("", String::as_str))
        {
            return Ty::Named { path, arguments };
        }
        let name = path.last().cloned().unwrap_or_default();
        of_others(&name, path, arguments)
    }

    /// The type of anything that has these traits.
    fn of_bounds<'b>(&self, bounds: impl IntoIterator<Item = &'b TypeParamBound>) -> Ty {
        let mut traits = Vec::new();
        for bound in bounds {
            let TypeParamBound::Trait(bound) = bound else {
                continue;
            };
            let names = segments(&bound.path);
            let Some(last) = bound.path.segments.last() else {
                continue;
            };
            let name = last.ident.to_string();
            match &last.arguments {
                PathArguments::Parenthesized(it)
                    if name.starts_with("Fn") || name.starts_with("AsyncFn") =>
                {
                    return Ty::Function {
                        inputs: it.inputs.iter().map(|it| self.ty(&it.ty)).collect(),
                        output: Box::new(self.returned(&it.output)),
                    };
                }
                PathArguments::AngleBracketed(it) => {
                    let associated = of_associated(&it.args);
                    let first = it.args.iter().find_map(|it| match it {
                        GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    });
                    match (name.as_str(), associated, first) {
                        ("Future" | "IntoFuture" | "Deref" | "DerefMut", Some(ty), _) => {
                            return self.ty(ty);
                        }
                        (_, Some(ty), _)
                            if name.ends_with("Iterator") || name.ends_with("Stream") =>
                        {
                            return Ty::Many(Box::new(self.ty(ty)));
                        }
                        (name, _, Some(ty)) if STANDING_FOR.contains(&name) => return self.ty(ty),
                        _ => {}
                    }
                }
                _ => {}
            }
            if let Some(path) = self.resolve(&names).filter(|path| self.index.is_own(path)) {
                traits.push(path);
            }
        }
        match traits.is_empty() {
            true => Ty::Unknown,
            false => Ty::With(traits),
        }
    }
}

/// The type that a bound fixes, as in `Iterator<Item = T>`.
fn of_associated(arguments: &Punctuated<GenericArgument, syn::Token![,]>) -> Option<&Type> {
    arguments.iter().find_map(|it| match it {
        GenericArgument::AssocType(it)
            if ["Item", "Output", "Target"]
                .iter()
                .any(|name| it.ident == name) =>
        {
            Some(&it.ty)
        }
        _ => None,
    })
}

/// Types of other crates that hold many of their last argument.
const MANY: [&str; 8] = [
    "Vec", "Set", "Map", "Deque", "List", "Heap", "Receiver", "JoinSet",
];

/// The type of a crate that isn't the project's. Most types with arguments are pointers, locks and
/// the like: they stand for what is in them.
fn of_others(name: &str, path: Path, arguments: Vec<Ty>) -> Ty {
    let last = || arguments.last().cloned().unwrap_or_default();
    let mut all = arguments.iter().cloned();
    match name {
        "Option" => Ty::Option(Box::new(all.next().unwrap_or_default())),
        name if name.ends_with("Result") && !arguments.is_empty() => {
            let value = all.next().unwrap_or_default();
            Ty::Result(Box::new(value), Box::new(all.next().unwrap_or_default()))
        }
        name if MANY.iter().any(|many| name.ends_with(many)) || name.starts_with("SmallVec") => {
            Ty::Many(Box::new(last()))
        }
        _ => match all.next() {
            Some(inner) => inner,
            None if path.is_empty() => Ty::Unknown,
            None => Ty::Named { path, arguments },
        },
    }
}
