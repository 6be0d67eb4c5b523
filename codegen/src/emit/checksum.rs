//! Prints the checksums of an operation's bodies.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{ChecksumMember, Operation, RequestChecksum, Type};

use super::{Imports, ident};

/// The statement that adds a checksum to a finished `request` in memory.
pub(super) fn add(operation: &Operation, imports: &Imports<'_>) -> Option<TokenStream> {
    let checksum = wanted(operation, imports)?;
    Some(quote!(#checksum.add(&mut request, options)?;))
}

/// The end of the function that makes a request with a body that needn't be in memory.
pub(super) fn add_to_stream(operation: &Operation, imports: &Imports<'_>) -> Option<TokenStream> {
    let checksum = wanted(operation, imports)?;
    Some(quote!(Ok(#checksum.add_to_stream(request, options)?)))
}

/// An expression of the checksum that the request wants.
fn wanted(operation: &Operation, imports: &Imports<'_>) -> Option<TokenStream> {
    let RequestChecksum {
        chosen_by,
        is_required,
        ..
    } = operation.checksum_in.as_ref()?;
    let ty = imports.generated("request::BodyChecksum");
    let required = is_required.then(|| quote!(.required()));
    let chosen = chosen_by.as_ref().map(|member| {
        let value = value(member, operation, imports);
        let name = &member.name;
        let header = match &member.header {
            Some(header) => quote!(Some(#header)),
            None => quote!(None),
        };
        quote!(.chosen_by(#name, #header, #value))
    });
    Some(quote!(#ty::new(Self::NAME) #required #chosen))
}

/// An expression of the text of a member, as an `Option`.
fn value(member: &ChecksumMember, operation: &Operation, imports: &Imports<'_>) -> TokenStream {
    let field = ident(&member.field);
    let mut members = operation.input.members.iter();
    let member = members.find(|it| it.field == member.field);
    match member.map(|member| &member.ty) {
        Some(Type::Named(named)) => {
            let ty = imports.ty(&named.name);
            quote!(self.#field.as_ref().map(#ty::as_str))
        }
        _ => quote!(self.#field.as_deref()),
    }
}

/// Whether the request asks for a checksum of the response.
pub(super) fn asks(operation: &Operation) -> bool {
    header(operation).is_some()
}

fn header(operation: &Operation) -> Option<&str> {
    let mode = operation.checksum_out.as_ref()?.mode.as_ref()?;
    mode.header.as_deref()
}

/// The statement that asks for a checksum of the response.
pub(super) fn ask(operation: &Operation, imports: &Imports<'_>) -> Option<TokenStream> {
    let header = header(operation)?;
    let ask = imports.generated("request::ask_for_checksum");
    Some(quote!(#ask(&mut request, #header, options);))
}

/// The function of the trait `Operation` that tells the checksums of responses.
pub(super) fn responses(operation: &Operation, imports: &Imports<'_>) -> Option<TokenStream> {
    let checksum = operation.checksum_out.as_ref()?;
    let algorithm = imports.runtime("ChecksumAlgorithm");
    let mode = imports.runtime("ChecksumMode");
    let options = imports.runtime("RequestOptions");
    let count = Literal::usize_unsuffixed(checksum.algorithms.len());
    let variants = checksum.algorithms.iter().map(|it| ident(it.variant()));
    let is_set = checksum.mode.as_ref().map(|member| {
        let field = ident(&member.field);
        quote!(|| self.#field.is_some())
    });
    Some(quote! {
        fn response_checksums(&self, options: &#options) -> &'static [#algorithm] {
            static ALGORITHMS: [#algorithm; #count] = [#(#algorithm::#variants),*];
            if options.response_checksums == #mode::WhenSupported #is_set {
                &ALGORITHMS
            } else {
                &[]
            }
        }
    })
}
