//! Conversions from the errors of any operation: `impl<E, R> From<SdkError<E, R>> for Failure`. A service has one enum of
//! errors here, so a project with one service needs no type parameters.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, GenericParam, ImplItem, ItemImpl, PathArguments, Type};

use super::super::found::{New, Part};
use super::super::index::segments;
use super::super::walker::Walker;
use super::failures::Failure;

const KIND: &str = "errors";

impl Walker<'_, '_> {
    /// Notes such a conversion with all that is in it, if each part has a new form. Returns whether it has one.
    pub(in super::super) fn conversion_of_any(&mut self, it: &ItemImpl) -> bool {
        let ([krate], Some(names)) = (self.clients, self.parameters(it)) else {
            return false;
        };
        let krate = krate.clone();
        let bodies = it.items.iter().filter_map(|item| match item {
            ImplItem::Fn(it) => Some(it.block.to_token_stream()),
            _ => None,
        });
        if bodies.into_iter().any(|it| has(it, &names)) {
            return false;
        }
        let outside = self.types.clone();
        let first = self.found.changes.len();
        let conversions = self.found.conversions.clone();
        for name in &names {
            let ty = Failure::Service.ty(Some(&krate));
            self.types.generics.insert(name.clone(), ty);
        }
        self.implementation(it);
        self.types = outside;
        let changes = self.found.changes.get(first..).unwrap_or_default();
        if changes.iter().any(|it| it.new == New::Hand) {
            self.found.changes.truncate(first);
            self.found.conversions = conversions;
            return false;
        }
        let nothing = || New::Whole(vec![Part::text("")]);
        self.whole_changes(KIND, &it.generics, nothing(), None);
        if let Some(clause) = &it.generics.where_clause {
            self.whole_changes(KIND, clause, nothing(), None);
        }
        true
    }

    /// The type parameters of `impl<E, R> From<SdkError<E, R>>`, if it has no others.
    fn parameters(&self, it: &ItemImpl) -> Option<Vec<String>> {
        let (of_trait, _) = it.trait_.as_ref()?;
        let last = of_trait.segments.last().filter(|it| it.ident == "From")?;
        let from = only(&last.arguments)?;
        let Type::Path(from) = from else {
            return None;
        };
        let path = self.types.resolve(&segments(&from.path))?;
        let is_error = path.last().is_some_and(|it| it == "SdkError");
        let is_of_any =
            Failure::of(&self.types.ty(&Type::Path(from.clone()))) == Some((Failure::Sdk, None));
        if !is_error || !is_of_any {
            return None;
        }
        let PathArguments::AngleBracketed(arguments) = &from.path.segments.last()?.arguments else {
            return None;
        };
        let given = arguments.args.iter().map(|it| match it {
            GenericArgument::Type(Type::Path(it)) => it.path.get_ident().map(ToString::to_string),
            _ => None,
        });
        let given: Vec<String> = given.collect::<Option<_>>()?;
        let own = it.generics.params.iter().map(|it| match it {
            GenericParam::Type(it) => Some(it.ident.to_string()),
            _ => None,
        });
        let own: Vec<String> = own.collect::<Option<_>>()?;
        let is_all = !own.is_empty() && own.iter().all(|name| given.contains(name));
        is_all.then_some(own)
    }
}

/// The only type among generic arguments.
fn only(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(it) = arguments else {
        return None;
    };
    match it.args.first()? {
        GenericArgument::Type(ty) if it.args.len() == 1 => Some(ty),
        _ => None,
    }
}

/// Whether one of the names is in code.
fn has(tokens: TokenStream, names: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(it) => names.iter().any(|name| it == name),
        TokenTree::Group(it) => has(it.stream(), names),
        _ => false,
    })
}
