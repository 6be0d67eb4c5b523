//! Patterns: the variables that they bind.

use syn::Pat;

use super::index::segments;
use super::ty::Ty;
use super::walker::Walker;

impl Walker<'_, '_> {
    /// Binds the variables of a pattern for a value of a type.
    pub(super) fn bind(&mut self, pattern: &Pat, ty: &Ty) {
        match pattern {
            Pat::Ident(it) => {
                self.set(&it.ident.to_string(), ty.clone());
                if let Some((_, inner)) = &it.subpat {
                    self.bind(inner, ty);
                }
            }
            Pat::Type(it) => {
                self.mention_type(&it.ty);
                let written = self.with_maps(&it.ty);
                let written = written.unwrap_or_else(|| self.types.ty(&it.ty));
                self.meet(ty, &written);
                self.bind(&it.pat, &written.or(ty));
            }
            Pat::Reference(it) => {
                self.referenced_borrow(it, ty);
                self.bind(&it.pat, ty);
            }
            Pat::Guard(it) => {
                self.bind(&it.pat, ty);
                self.expression(&it.guard);
            }
            Pat::Paren(it) => self.bind(&it.pat, ty),
            Pat::Or(it) => {
                for case in &it.cases {
                    self.bind(case, ty);
                }
            }
            Pat::Tuple(it) => {
                let types: &[Ty] = match ty {
                    Ty::Tuple(types) => types,
                    _ => &[],
                };
                for (at, element) in it.elems.iter().enumerate() {
                    self.bind(element, types.get(at).unwrap_or(&Ty::Unknown));
                }
            }
            Pat::Slice(it) => {
                for element in &it.elems {
                    self.bind(element, &ty.item());
                }
            }
            Pat::TupleStruct(it) => {
                let found = self.mention(&it.path);
                let name = it.path.segments.last().map(|it| it.ident.to_string());
                self.pattern_of_union(it, ty);
                if let Some(inner) = self.pattern_of_error(it, found.as_deref(), ty) {
                    for element in &it.elems {
                        self.bind(element, &inner);
                    }
                    return;
                }
                let of_union = found
                    .as_deref()
                    .and_then(|path| self.value_of_variant(path));
                let types: Vec<Ty> = match (name.as_deref(), ty) {
                    _ if of_union.is_some() => of_union.into_iter().collect(),
                    (Some("Some" | "Ok"), ty) => vec![ty.item()],
                    (Some("Err"), Ty::Result(_, error)) => vec![(**error).clone()],
                    (_, ty) => {
                        let fields = found.map(|path| self.fields(&path)).unwrap_or_default();
                        match fields.is_empty() {
                            // `State(client): State<Client>` of a web framework.
                            true => vec![ty.clone()],
                            false => fields.into_iter().map(|(_, ty)| ty).collect(),
                        }
                    }
                };
                for (at, element) in it.elems.iter().enumerate() {
                    self.bind(element, types.get(at).unwrap_or(&Ty::Unknown));
                }
            }
            Pat::Struct(it) => {
                let found = self.mention(&it.path);
                let is_self = segments(&it.path) == ["Self"];
                let of_path = found.map(|path| self.fields(&path)).unwrap_or_default();
                for field in &it.fields {
                    let name = match &field.member {
                        syn::Member::Named(name) => name.to_string(),
                        syn::Member::Unnamed(at) => at.index.to_string(),
                    };
                    let known = of_path.iter().find(|(known, _)| *known == name);
                    let ty = match known {
                        Some((_, ty)) => ty.clone(),
                        None if is_self => {
                            let of_self = self.types.self_ty.clone();
                            self.field(&of_self, &name)
                        }
                        None => self.field(ty, &name),
                    };
                    self.bind(&field.pat, &ty);
                }
            }
            Pat::Path(it) => {
                if let Some(found) = self.mention(&it.path) {
                    self.pattern_of_unknown(it, &found);
                }
            }
            _ => {}
        }
    }
}
