//! Lists: chains of iterators, collected where a list is wanted as such.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::jmespath::{Expr, Stage, Ty, Value};
use crate::ir::{NamedKind, Scalar, Type};

use super::super::ident;
use super::Emit;
use super::unused::uses;
use super::value::is_reference;

impl Emit<'_, '_> {
    /// A list as a `Vec`, or an `Option` of it.
    pub(super) fn list(self, value: &Value) -> TokenStream {
        match (&value.expr, &value.ty) {
            (Expr::Array(items), Ty::List { nullable, .. }) => {
                let array = self.array(items, *nullable);
                quote!(Vec::from(#array))
            }
            (Expr::SortedBy(list, by), _) => self.sorted_by(list, by),
            (expr, Ty::List { .. }) if is_vec(expr) => self.value(value),
            _ => self.collected(value),
        }
    }

    /// The items of a list, an `Option` of them if the list is nullable, as a `Vec`.
    fn collected(self, value: &Value) -> TokenStream {
        let list = plain(value);
        match &list.ty {
            Ty::StoredList {
                item,
                sparse: false,
            } if !is_reference(item) && self.conversion(item).is_none() => {
                if list.nullable {
                    let list = self.value(list);
                    quote!(#list.cloned())
                } else {
                    let list = self.place(list);
                    quote!(#list.clone())
                }
            }
            _ => self.over(value, |items| quote!(#items.collect::<Vec<_>>())),
        }
    }

    pub(super) fn array(self, items: &[Value], nullable: bool) -> TokenStream {
        let items = items.iter().map(|item| {
            let tokens = self.value(item);
            if nullable && !item.nullable {
                quote!(Some(#tokens))
            } else {
                tokens
            }
        });
        quote!([#(#items),*])
    }

    /// Prints what is done with the items of a list or map; an `Option` of it if the list is
    /// nullable.
    pub(super) fn over(
        self,
        list: &Value,
        then: impl FnOnce(TokenStream) -> TokenStream,
    ) -> TokenStream {
        self.over_by("map", list, then)
    }

    /// Prints as [`Self::over`] does, with this method of `Option` in place of `map`.
    pub(super) fn over_by(
        self,
        method: &str,
        list: &Value,
        then: impl FnOnce(TokenStream) -> TokenStream,
    ) -> TokenStream {
        let (of, stages) = match &list.expr {
            Expr::Items { of, stages } => (&**of, stages.as_slice()),
            _ => (list, &[][..]),
        };
        if let Expr::SortedBy(list, by) = &of.expr {
            let sorted = self.sorted_by(list, by);
            let items = then(self.stages(&quote!(list), of, stages));
            let method = ident(method);
            return quote!(#sorted.#method(|list| #items));
        }
        if let Expr::OrEmpty(list) = &of.expr {
            let list = self.or_empty(list);
            return then(self.stages(&list, of, stages));
        }
        let source = match &of.expr {
            Expr::Keys(map) | Expr::Values(map) => &**map,
            // Its members are those of the item.
            Expr::Members { of: structure, .. } => {
                let items = then(self.stages(&quote!(it), of, stages));
                let (source, method) = (self.value(structure), ident(method));
                return quote!(#source.#method(|it| #items));
            }
            _ => of,
        };
        if matches!(of.expr, Expr::Array(_)) {
            return then(self.stages(&TokenStream::new(), of, stages));
        }
        if source.nullable {
            let items = then(self.stages(&quote!(list), of, stages));
            let source = self.value(source);
            let method = ident(method);
            quote!(#source.#method(|list| #items))
        } else {
            then(self.stages(&self.place(source), of, stages))
        }
    }

    /// Prints as [`Self::over`] does what is done with the items and with another value, which is
    /// of the item around the list.
    pub(super) fn over_with(
        self,
        method: &str,
        list: &Value,
        other: &TokenStream,
        then: impl FnOnce(TokenStream) -> TokenStream,
    ) -> TokenStream {
        let of = match &list.expr {
            Expr::Items { of, .. } => of,
            _ => list,
        };
        // Its members are of an item of their own, which hides that one.
        if !matches!(of.expr, Expr::Members { .. }) || !uses(other, "it") {
            return self.over_by(method, list, then);
        }
        let items = then(quote!(list.into_iter()));
        let (list, method) = (self.list(list), ident(method));
        quote!(#list.#method(|list| #items))
    }

    /// A list, or an empty one if it is null.
    pub(super) fn or_empty(self, list: &Value) -> TokenStream {
        match (&list.expr, &list.ty) {
            (
                Expr::Field {
                    of,
                    field,
                    is_option: true,
                    ..
                },
                Ty::StoredList { .. },
            ) if !of.nullable => {
                let (of, field) = (self.place(of), ident(field));
                quote!(#of.#field.as_deref().unwrap_or_default())
            }
            (_, Ty::StoredList { .. }) => {
                let list = self.value(list);
                quote!(#list.map(Vec::as_slice).unwrap_or_default())
            }
            _ => {
                let list = self.value(list);
                quote!(#list.unwrap_or_default())
            }
        }
    }

    /// A list in the order of what an expression comes to for each item, an `Option` of a `Vec`.
    pub(super) fn sorted_by(self, list: &Value, by: &Value) -> TokenStream {
        let sort = self.imports.generated("waiter::sorted_by");
        let key = self.key(list, by);
        let sorted = |items: TokenStream| quote!(#sort(#items, #key));
        if list.nullable {
            self.over_by("and_then", list, sorted)
        } else {
            self.over(list, sorted)
        }
    }

    /// The greatest or least item of a list, by itself or by what an expression comes to for it.
    pub(super) fn extreme(self, is_max: bool, list: &Value, by: Option<&Value>) -> TokenStream {
        let name = match (is_max, by) {
            (true, None) => "waiter::max",
            (false, None) => "waiter::min",
            (true, Some(_)) => "waiter::max_by",
            (false, Some(_)) => "waiter::min_by",
        };
        let function = self.imports.generated(name);
        let found = |items: TokenStream| match by {
            None => quote!(#function(#items)),
            Some(by) => {
                let key = self.key(list, by);
                quote!(#function(#items, #key))
            }
        };
        self.over_by("and_then", list, found)
    }

    /// Prints the function of the key that a list is ordered by, an `Option`.
    fn key(self, list: &Value, by: &Value) -> TokenStream {
        let key = self.value(by);
        let key = if by.nullable { key } else { quote!(Some(#key)) };
        if list.has_copied_items() {
            quote!(|&it| #key)
        } else {
            quote!(|it| #key)
        }
    }

    /// The items of `of`, which is at `source`, after all stages.
    pub(super) fn stages(self, source: &TokenStream, of: &Value, stages: &[Stage]) -> TokenStream {
        let mut items = match (&of.expr, &of.ty) {
            (Expr::Keys(_), _) => quote!(#source.keys().map(String::as_str)),
            (Expr::Values(map), _) => match &map.ty {
                Ty::StoredMap { value, sparse } => {
                    self.stored(quote!(#source.values()), value, *sparse)
                }
                _ => quote!(#source.values()),
            },
            (
                Expr::Array(values)
                | Expr::Members {
                    members: values, ..
                },
                Ty::List { nullable, .. },
            ) => {
                let array = self.array(values, *nullable);
                quote!(#array.into_iter())
            }
            (Expr::OrEmpty(list), _) => match &list.ty {
                Ty::StoredList { item, sparse } => {
                    self.stored(quote!(#source.iter()), item, *sparse)
                }
                _ => quote!(#source.into_iter()),
            },
            (_, Ty::StoredList { item, sparse }) => {
                self.stored(quote!(#source.iter()), item, *sparse)
            }
            (_, Ty::StoredMap { .. }) => quote!(#source.values()),
            _ => quote!(#source.into_iter()),
        };
        let mut stages = stages.iter().peekable();
        while let Some(stage) = stages.next() {
            items = match stage {
                Stage::Present | Stage::Flatten(None) => quote!(#items.flatten()),
                Stage::Flatten(Some((item, sparse))) => {
                    self.stored(quote!(#items.flatten()), item, *sparse)
                }
                Stage::Where(condition) => {
                    let condition = self.truth(condition);
                    match condition.to_string().as_str() {
                        // The model says that it holds for each item.
                        "true" => items,
                        _ => quote!(#items.filter(|&it| #condition)),
                    }
                }
                Stage::WhereOwned(condition) => {
                    let condition = self.truth(condition);
                    quote!(#items.filter(|it| #condition))
                }
                Stage::Each(body) if body.nullable => {
                    let body = self.tail(body);
                    quote!(#items.filter_map(|it| #body))
                }
                Stage::Each(body) => match stages.next_if(|next| matches!(next, Stage::Flatten(_)))
                {
                    Some(Stage::Flatten(of)) => {
                        let tokens = self.made(body);
                        let items = quote!(#items.flat_map(|it| #tokens));
                        match of {
                            Some((item, sparse)) => self.stored(items, item, *sparse),
                            None => items,
                        }
                    }
                    _ => {
                        let tokens = self.made(body);
                        quote!(#items.map(|it| #tokens))
                    }
                },
                Stage::Map(body) if is_some_of_item(body) => quote!(#items.map(Some)),
                Stage::Map(body) if body.nullable => {
                    let body = self.tail(body);
                    quote!(#items.map(|it| #body))
                }
                Stage::Map(body) => {
                    let tokens = self.made(body);
                    quote!(#items.map(|it| #tokens))
                }
                Stage::Slice { start, stop, step } => {
                    let slice = self.imports.generated("waiter::slice");
                    let bound = |bound: &Option<i64>| match bound {
                        Some(bound) => {
                            let bound = Literal::i64_unsuffixed(*bound);
                            quote!(Some(#bound))
                        }
                        None => quote!(None),
                    };
                    let (start, stop) = (bound(start), bound(stop));
                    let step = Literal::i64_unsuffixed(*step);
                    quote!(#slice(#items, #start, #stop, #step))
                }
                Stage::Reversed => quote!(#items.rev()),
                Stage::Sorted => {
                    let sort = self.imports.generated("waiter::sorted");
                    quote!(#sort(#items))
                }
            };
        }
        items
    }

    /// A value that is made for each item; a list as an array, if it is one.
    fn made(self, body: &Value) -> TokenStream {
        match (&body.expr, &body.ty) {
            (Expr::Array(items), Ty::List { nullable, .. }) => self.array(items, *nullable),
            _ => self.value(body),
        }
    }

    /// References to what a type has as what they are here.
    fn stored(self, items: TokenStream, item: &Type, sparse: bool) -> TokenStream {
        let items = if sparse {
            quote!(#items.flatten())
        } else {
            items
        };
        self.converted(items, item)
    }

    /// Texts of a sparse list, and `None` for items that are null.
    pub(super) fn sparse(self, items: &TokenStream, item: &Type) -> TokenStream {
        match self.conversion(item) {
            Some(conversion) if *item != Type::Scalar(Scalar::String) => {
                quote!(#items.map(|item| item.as_ref().map(#conversion)))
            }
            _ => quote!(#items.map(Option::as_deref)),
        }
    }

    /// Likewise of an iterator or an `Option`.
    fn converted(self, found: TokenStream, item: &Type) -> TokenStream {
        if is_reference(item) {
            return found;
        }
        let by_reference = match item {
            Type::Scalar(scalar) => *scalar == Scalar::String,
            Type::Named(named) => named.kind == NamedKind::Enumeration,
            _ => false,
        };
        match self.conversion(item) {
            Some(conversion) if by_reference => quote!(#found.map(#conversion)),
            Some(conversion) => quote!(#found.copied().map(#conversion)),
            None => quote!(#found.copied()),
        }
    }

    pub(super) fn index(self, of: &Value, index: i64, is_tail: bool) -> TokenStream {
        let of = plain(of);
        // From the end, the last one is at -1.
        let back = index.unsigned_abs();
        if let Ty::StoredList { item, sparse } = &of.ty {
            let pick = |list: TokenStream| self.stored_at(&list, index, item, *sparse);
            return match (of.nullable, is_tail) {
                (true, true) => {
                    let list = self.tail(of);
                    pick(quote!(#list?))
                }
                (true, false) => {
                    let (list, found) = (self.value(of), pick(quote!(list)));
                    quote!(#list.and_then(|list| #found))
                }
                (false, _) => pick(self.place(of)),
            };
        }
        let method = match (index, back) {
            (0, _) => quote!(next()),
            (1.., _) => {
                let at = Literal::u64_unsuffixed(back);
                quote!(nth(#at))
            }
            (_, 1) => quote!(next_back()),
            _ => {
                let at = Literal::u64_unsuffixed(back - 1);
                quote!(nth_back(#at))
            }
        };
        let flat = matches!(of.ty, Ty::List { nullable: true, .. }).then(|| quote!(.flatten()));
        // The first for which a condition holds.
        if index == 0
            && let Some((before, condition)) = last_condition(of)
        {
            let condition = self.truth(condition);
            let it = if before.has_copied_items() {
                quote!(&it)
            } else {
                quote!(it)
            };
            return self.over_by(
                "and_then",
                &before,
                |items| quote!(#items.find(|#it| #condition) #flat),
            );
        }
        self.over_by("and_then", of, |items| quote!(#items.#method #flat))
    }

    /// An item of a list that a type has.
    fn stored_at(self, list: &TokenStream, index: i64, item: &Type, sparse: bool) -> TokenStream {
        let found = match index {
            0 => quote!(#list.first()),
            1.. => {
                let at = Literal::i64_unsuffixed(index);
                quote!(#list.get(#at))
            }
            -1 => quote!(#list.last()),
            _ => {
                let at = Literal::u64_unsuffixed(index.unsigned_abs() - 1);
                quote!(#list.iter().nth_back(#at))
            }
        };
        let found = if sparse {
            quote!(#found.and_then(Option::as_ref))
        } else {
            found
        };
        self.converted(found, item)
    }

    /// A map's value under a key, an `Option`.
    pub(super) fn entry(self, of: &Value, key: &str, item: &Type, sparse: bool) -> TokenStream {
        let found = |map: TokenStream| {
            let found = quote!(#map.get(#key));
            let found = if sparse {
                quote!(#found.and_then(Option::as_ref))
            } else {
                found
            };
            self.converted(found, item)
        };
        if of.nullable {
            let (map, found) = (self.value(of), found(quote!(map)));
            quote!(#map.and_then(|map| #found))
        } else {
            found(self.place(of))
        }
    }
}

/// Whether a value is the item itself, where there may be null.
fn is_some_of_item(body: &Value) -> bool {
    match &body.expr {
        Expr::As(item) => body.nullable && item.expr == Expr::Item && item.ty == body.ty,
        _ => false,
    }
}

/// A list as a type has it, if its items are all that is asked for.
fn plain(list: &Value) -> &Value {
    match &list.expr {
        Expr::Items { of, stages }
            if stages.is_empty() && matches!(of.ty, Ty::StoredList { sparse: false, .. }) =>
        {
            of
        }
        _ => list,
    }
}

/// Whether a list that an expression makes is a `Vec` already.
pub(super) fn is_vec(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::And(..)
            | Expr::Or(..)
            | Expr::NotNull(_)
            | Expr::Within { .. }
            | Expr::SortedBy(..)
            | Expr::If(_)
    )
}

/// A list before its last condition, and that.
pub(super) fn last_condition(list: &Value) -> Option<(Value, &Value)> {
    let Expr::Items { of, stages } = &list.expr else {
        return None;
    };
    let (Stage::Where(condition) | Stage::WhereOwned(condition), before) = stages.split_last()?
    else {
        return None;
    };
    let expr = Expr::Items {
        of: of.clone(),
        stages: before.to_vec(),
    };
    let before = Value {
        expr,
        ..list.clone()
    };
    Some((before, condition))
}
