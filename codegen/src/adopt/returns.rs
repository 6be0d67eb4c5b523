//! Type parameters of functions that closures tell.

use syn::{
    FnArg, GenericArgument, PathArguments, ReturnType, Signature, Type, TypeParamBound,
    WherePredicate,
};

use super::ty::Ty;

/// The type parameters of a function that its parameters return, directly or as futures, by what the
/// arguments return: `fn f<T>(make: impl Fn() -> T) -> T`.
pub(super) fn returned(signature: &Signature, outputs: Vec<Option<Ty>>) -> Vec<(String, Ty)> {
    let mut bounds: Vec<(String, &TypeParamBound)> = Vec::new();
    for parameter in signature.generics.type_params() {
        let name = parameter.ident.to_string();
        bounds.extend(parameter.bounds.iter().map(|bound| (name.clone(), bound)));
    }
    let clauses = signature
        .generics
        .where_clause
        .iter()
        .flat_map(|it| &it.predicates);
    for clause in clauses {
        if let WherePredicate::Type(it) = clause
            && let Some(name) = ident(&it.bounded_ty)
        {
            bounds.extend(it.bounds.iter().map(|bound| (name.clone(), bound)));
        }
    }
    let inputs = signature.inputs.iter().filter_map(|it| match it {
        FnArg::Typed(it) => Some(&*it.ty),
        FnArg::Receiver(_) => None,
    });
    let mut found = Vec::new();
    for (input, output) in inputs.zip(outputs) {
        let Some(output) = output else {
            continue;
        };
        let own: Vec<&TypeParamBound> = match (input, ident(input)) {
            (Type::ImplTrait(it), _) => it.bounds.iter().collect(),
            (_, Some(name)) => {
                let of_name = bounds.iter().filter(|(bounded, _)| *bounded == name);
                of_name.map(|(_, bound)| *bound).collect()
            }
            _ => continue,
        };
        let result = own.into_iter().find_map(|bound| match bound {
            TypeParamBound::Trait(it) => match &it.path.segments.last()?.arguments {
                PathArguments::Parenthesized(it) => match &it.output {
                    ReturnType::Type(_, ty) => ident(ty),
                    ReturnType::Default => None,
                },
                _ => None,
            },
            _ => None,
        });
        let Some(name) = result else {
            continue;
        };
        // `Fut: Future<Output = T>`
        let of_future = bounds.iter().filter(|(bounded, _)| *bounded == name);
        let mut of_future = of_future.filter_map(|(_, bound)| match bound {
            TypeParamBound::Trait(it) => {
                let last = it.path.segments.last().filter(|it| it.ident == "Future")?;
                let PathArguments::AngleBracketed(it) = &last.arguments else {
                    return None;
                };
                it.args.iter().find_map(|it| match it {
                    GenericArgument::AssocType(it) => ident(&it.ty),
                    _ => None,
                })
            }
            _ => None,
        });
        let inner = of_future.next();
        found.push((inner.unwrap_or(name), output));
    }
    found
}

/// The name that a type is.
fn ident(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(it) => it.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}
