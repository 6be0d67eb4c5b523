//! Checks before a request is made: what the service could never take.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    HostPart, LabelText, Member, NamedKind, Presence, Request, Scalar, Structure, TargetPart, Type,
    Union,
};

use super::{Imports, ident};

/// `check` of a structure inside an input.
pub(super) fn structure(
    structure: &Structure,
    visibility: &TokenStream,
    imports: &Imports<'_>,
) -> TokenStream {
    let statements = members(structure, &[], None, imports);
    function(structure, visibility, &statements, imports)
}

/// `check` of an operation: its members, and the labels that can't be empty. `None` if there
/// is nothing to check.
pub(super) fn operation(
    input: &Structure,
    request: &Request,
    imports: &Imports<'_>,
) -> Option<TokenStream> {
    let in_path = request.target.iter().filter_map(|part| match part {
        TargetPart::Label { field, .. } => Some(field),
        _ => None,
    });
    let in_host = request.host_prefix.iter().filter_map(|part| match part {
        HostPart::Label(field) => Some(field),
        HostPart::Literal(_) => None,
    });
    let labels: Vec<&Member> = in_path
        .chain(in_host)
        .filter_map(|label| input.members.iter().find(|member| member.field == *label))
        .filter(|label| !may_be_empty(request, label))
        .collect();
    let mut statements = members(input, &labels, Some(request), imports);
    let others = labels
        .into_iter()
        .filter(|label| !is_missed_or_empty(label));
    statements.extend(others.filter_map(empty_label));
    (!statements.is_empty()).then(|| function(input, &quote!(), &statements, imports))
}

/// Whether something is sent for a label that is empty.
fn may_be_empty(request: &Request, label: &Member) -> bool {
    matches!(
        request.custom.labels.get(&label.field),
        Some(LabelText::Or(_))
    )
}

/// Whether a label is checked for being there and for being empty at once.
fn is_missed_or_empty(label: &Member) -> bool {
    label.presence == Presence::Required && label.ty == Type::Scalar(Scalar::String)
}

/// The check that a label isn't empty; types other than strings never are.
fn empty_label(member: &Member) -> Option<TokenStream> {
    let name = &member.name;
    let field = ident(&member.field);
    let is_text = match &member.ty {
        Type::Scalar(scalar) => matches!(scalar, Scalar::String | Scalar::IdempotencyToken),
        Type::Named(named) => named.kind == NamedKind::Enumeration,
        _ => false,
    };
    if !is_text {
        return None;
    }
    let is_empty = match (&member.presence, &member.ty) {
        (Presence::Always(_), Type::Named(_)) => quote!(value.#field.as_str().is_empty()),
        (Presence::Always(_), Type::Scalar(Scalar::IdempotencyToken)) => {
            quote!(value.#field.as_option() == Some(""))
        }
        (Presence::Always(_), _) => quote!(value.#field.is_empty()),
        (_, Type::Named(_)) => {
            quote!(value.#field.as_ref().is_some_and(|label| label.as_str().is_empty()))
        }
        _ => quote!(value.#field.as_deref() == Some("")),
    };
    Some(quote! {
        if #is_empty {
            problems.empty_label(#name);
        }
    })
}

fn function(
    structure: &Structure,
    visibility: &TokenStream,
    statements: &[TokenStream],
    imports: &Imports<'_>,
) -> TokenStream {
    let problems = imports.generated("request::Problems");
    let ty = ident(&structure.name.ty);
    quote! {
        #visibility fn check(value: &#ty, problems: &mut #problems) {
            #(#statements)*
        }
    }
}

fn members(
    structure: &Structure,
    labels: &[&Member],
    request: Option<&Request>,
    imports: &Imports<'_>,
) -> Vec<TokenStream> {
    let mut statements = Vec::new();
    for member in &structure.members {
        let field = ident(&member.field);
        let name = &member.name;
        let is_label = labels.iter().any(|label| label.field == member.field);
        if is_label && is_missed_or_empty(member) {
            let is_segment = request.is_some_and(|request| {
                request.custom.labels.get(&member.field) == Some(&LabelText::LastSegment)
            });
            let of_segment = is_segment.then(|| {
                let last_segment = imports.generated("request::last_segment");
                quote!(.map(#last_segment))
            });
            statements.push(quote! {
                match value.#field.as_deref()#of_segment {
                    None => problems.missing(#name),
                    Some("") => problems.empty_label(#name),
                    Some(_) => {}
                }
            });
        } else if member.presence == Presence::Required {
            statements.push(quote! {
                if value.#field.is_none() {
                    problems.missing(#name);
                }
            });
        }
        let nested = nested(&member.ty, &quote!(member), imports);
        if let Some(nested) = nested {
            let inside = quote! {
                problems.enter(#name);
                #nested
                problems.leave();
            };
            statements.push(match member.presence {
                Presence::Always(_) => quote!({ let member = &value.#field; #inside }),
                _ => quote!(if let Some(member) = &value.#field { #inside }),
            });
        }
    }
    statements
}

/// Statements that check the value in `place`, or `None` if its type has nothing to check.
fn nested(ty: &Type, place: &TokenStream, imports: &Imports<'_>) -> Option<TokenStream> {
    match ty {
        Type::Scalar(_) => None,
        Type::Named(named) => named.checked.then(|| {
            let check = imports.function(&named.name, "check");
            quote!(#check(#place, problems);)
        }),
        Type::List { item, sparse, .. } => {
            let inside = nested(item, &quote!(item), imports)?;
            let item = if *sparse {
                quote!(if let Some(item) = item { #inside })
            } else {
                inside
            };
            Some(quote! {
                for (index, item) in #place.iter().enumerate() {
                    problems.enter_index(index);
                    #item
                    problems.leave();
                }
            })
        }
        Type::Map { value, sparse, .. } => {
            let inside = nested(value, &quote!(item), imports)?;
            let item = if *sparse {
                quote!(if let Some(item) = item { #inside })
            } else {
                inside
            };
            Some(quote! {
                for (key, item) in #place {
                    problems.enter_key(key);
                    #item
                    problems.leave();
                }
            })
        }
    }
}

/// `check` of a union inside an input: an unknown member can't be sent.
pub(super) fn union(union: &Union, imports: &Imports<'_>) -> TokenStream {
    let problems = imports.generated("request::Problems");
    let ty = ident(&union.name.ty);
    let unknown = match union.stream {
        None => quote!(problems.unknown_member(member)),
        Some(_) => quote!(problems.unknown_event(member)),
    };
    let mut all = true;
    let mut arms = Vec::new();
    for variant in &union.variants {
        let inside = variant
            .ty
            .as_ref()
            .and_then(|ty| nested(ty, &quote!(member), imports));
        match inside {
            Some(inside) => {
                let name = ident(&variant.name);
                let wire_name = &variant.member;
                arms.push(quote! {
                    #ty::#name(member) => {
                        problems.enter(#wire_name);
                        #inside
                        problems.leave();
                    }
                });
            }
            None => all = false,
        }
    }
    if arms.is_empty() {
        return quote! {
            pub(crate) fn check(value: &#ty, problems: &mut #problems) {
                if let #ty::Unknown(member) = value {
                    #unknown;
                }
            }
        };
    }
    let rest = (!all).then(|| quote!(_ => {}));
    quote! {
        pub(crate) fn check(value: &#ty, problems: &mut #problems) {
            match value {
                #(#arms)*
                #ty::Unknown(member) => #unknown,
                #rest
            }
        }
    }
}
