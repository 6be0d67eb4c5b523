//! Maps that the code makes without their types: each is what it is put into, or what is put into it.

use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, GenericArgument, Type};

use super::super::index::{Definition, segments};
use super::super::maps::{MAKES, entries, has_literal_keys, is_map, of_entries};
use super::super::source::extent;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::text;

impl Walker<'_, '_> {
    /// The map that a function of its type makes, if it is one.
    pub(in super::super) fn made_map(&mut self, it: &ExprCall, path: &[String]) -> Option<Ty> {
        let (function, owner) = path.split_last()?;
        let Expr::Path(written) = &*it.func else {
            return None;
        };
        if !MAKES.contains(&function.as_str()) {
            // `HashMap::len(&map)`
            let named = self.function_of_map(written, path)?;
            for (at, argument) in it.args.iter().enumerate() {
                let given = self.expression(argument);
                if let (Ty::Function { inputs, .. }, 0) = (&named, at) {
                    self.meet(&given, inputs.first().unwrap_or(&Ty::Unknown));
                }
            }
            return Some(Ty::Unknown);
        }
        let (is_own, ty) = match is_map(owner) {
            true => (true, Ty::Unknown),
            // The map by another name of the project.
            false => (false, self.alias_of_map(owner)?),
        };
        let mut given = Ty::Unknown;
        for argument in &it.args {
            given = self.expression(argument);
        }
        let sized = (function == "with_capacity").then(|| {
            let owner = segments(&written.path);
            let owner = owner
                .split_last()
                .map_or(String::new(), |(_, it)| it.join("::"));
            let span = it.span();
            (extent(span), self.text(it), owner)
        });
        if !is_own {
            if let (Some((extent, old, owner)), Ty::Many(value)) = (sized, &ty)
                && self.is_generated(value)
            {
                self.sized_map(extent, old, text(it), format!("{owner}::new()"));
            }
            self.meet(&of_entries(&given), &ty);
            return Some(ty);
        }
        let at = written.path.segments.len().checked_sub(2)?;
        let name = self.name_of_map(&written.path, at)?;
        let number = self.open_map(name);
        if let Some(map) = self.maps.open.get_mut(number) {
            map.sized = sized.map(|(extent, old, _)| (extent, old, text(it)));
            map.is_other |= it.args.first().is_some_and(has_literal_keys);
        }
        let arguments = written.path.segments.iter().nth(at).map(|it| &it.arguments);
        if let Some((key, value)) = arguments.and_then(entries) {
            let is_text = self.is_text(key);
            let value = self.types.ty(value);
            if let Some(map) = self.maps.open.get_mut(number) {
                map.is_other |= !is_text;
                map.value = value;
            }
        }
        if function.starts_with("from") {
            self.meet(&of_entries(&given), &Ty::Map(number));
        }
        Some(Ty::Map(number))
    }

    /// The type of the map that an alias of the project stands for.
    fn alias_of_map(&self, path: &[String]) -> Option<Ty> {
        let mut path = path.to_vec();
        // An alias may stand for another.
        for _ in 0..8 {
            let Some(Definition::Alias(alias)) = self.index.definition(&path) else {
                return None;
            };
            let Type::Path(target) = &*alias.ty else {
                return None;
            };
            let module = path.split_last().map_or(&[][..], |(_, module)| module);
            let found = self.types.at(module).resolve(&segments(&target.path))?;
            if is_map(&found) {
                return Some(self.types.at(module).ty(&alias.ty));
            }
            path = found;
        }
        None
    }

    /// A function of the map's type that is given to another, as in `unwrap_or_else(HashMap::new)` and
    /// `map(HashMap::len)`.
    pub(in super::super) fn function_of_map(
        &mut self,
        it: &syn::ExprPath,
        path: &[String],
    ) -> Option<Ty> {
        let (function, owner) = path.split_last()?;
        if !is_map(owner) {
            return None;
        }
        let at = it.path.segments.len().checked_sub(2)?;
        let name = self.name_of_map(&it.path, at)?;
        let number = self.open_map(name);
        let map = Ty::Map(number);
        Some(match MAKES.contains(&function.as_str()) {
            true => Ty::Function {
                inputs: Vec::new(),
                output: Box::new(map),
            },
            false => Ty::Function {
                inputs: vec![map],
                output: Box::default(),
            },
        })
    }

    /// A method of a map whose values the code around it tells.
    pub(in super::super) fn of_open_map(
        &mut self,
        number: usize,
        it: &ExprMethodCall,
    ) -> Option<Ty> {
        let ty = Ty::Map(number);
        match it.method.to_string().as_str() {
            "insert" | "or_insert" => {
                let mut value = Ty::Unknown;
                for argument in &it.args {
                    value = self.expression(argument);
                }
                let key = it.args.first().filter(|_| it.args.len() == 2);
                if key.is_some_and(|it| matches!(it, Expr::Lit(_)))
                    && let Some(map) = self.maps.open.get_mut(number)
                {
                    map.is_other = true;
                }
                self.meet(&Ty::Many(Box::new(value.clone())), &ty);
                Some(match it.method == "insert" {
                    true => Ty::Option(Box::new(value)),
                    false => value,
                })
            }
            "extend" => {
                for argument in &it.args {
                    let given = self.expression(argument);
                    self.meet(&of_entries(&given), &ty);
                }
                Some(Ty::Tuple(Vec::new()))
            }
            "entry" | "and_modify" => {
                for argument in &it.args {
                    self.expression(argument);
                }
                Some(ty)
            }
            "clone" | "as_ref" | "as_mut" | "borrow" | "to_owned" | "into" => Some(ty),
            _ => None,
        }
    }

    /// The values that `collect` puts into a map.
    pub(in super::super) fn collected_map(&mut self, ty: &Ty, it: &ExprMethodCall) -> Option<Ty> {
        let arguments = it.turbofish.as_ref().filter(|_| it.method == "collect")?;
        let Some(GenericArgument::Type(written)) = arguments.args.first() else {
            return None;
        };
        let made = self.with_maps(written)?;
        let item = self.seen(ty).item();
        self.meet(&of_entries(&Ty::Many(Box::new(item))), &made);
        Some(made)
    }

    /// A type as far as it is known by now.
    pub(in super::super) fn seen(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Map(number) => {
                let known = self.maps.open.get(*number).map(|it| it.value.clone());
                Ty::Many(Box::new(known.unwrap_or_default()))
            }
            ty => ty.clone(),
        }
    }

    /// Takes two types for the same, so that one tells what is open in the other.
    pub(in super::super) fn meet(&mut self, one: &Ty, other: &Ty) {
        match (one, other) {
            (Ty::Map(one), Ty::Map(other)) => self.maps.same.push((*one, *other)),
            (Ty::Map(number), Ty::Many(_)) | (Ty::Many(_), Ty::Map(number)) => {
                let known = match (one, other) {
                    (Ty::Map(_), known) | (known, _) => of_entries(known).item(),
                };
                if let Some(map) = self.maps.open.get_mut(*number)
                    && map.value.is_unknown()
                {
                    map.value = known;
                }
            }
            (Ty::Option(one), Ty::Option(other)) | (Ty::Many(one), Ty::Many(other)) => {
                self.meet(one, other);
            }
            (Ty::Result(one, error), Ty::Result(other, other_error)) => {
                self.meet(one, other);
                self.meet(error, other_error);
            }
            (Ty::Tuple(one), Ty::Tuple(other)) => {
                for (one, other) in one.iter().zip(other) {
                    self.meet(one, other);
                }
            }
            _ => {}
        }
    }

    /// Notes that a map is given to a setter of the SDK. Ours take any.
    pub(in super::super) fn free(&mut self, ty: &Ty) {
        match ty {
            Ty::Map(number) => {
                if let Some(map) = self.maps.open.get_mut(*number) {
                    map.is_free = true;
                }
            }
            Ty::Option(inner) => self.free(inner),
            _ => {}
        }
    }
}
