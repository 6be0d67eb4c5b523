//! Items in one line.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Item};

/// Prints an item as Rust code in one line.
pub(crate) fn item(tokens: TokenStream) -> String {
    let item: Item = syn::parse2(tokens).expect("an item");
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    };
    let text = prettyplease::unparse(&file);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text
        .replace("( ", "(")
        .replace(", )", ")")
        .replace(" )", ")");
    let text = text.replace("< ", "<").replace(", >", ">");
    let text = text.replace(", {", " {").replace(", ;", ";");
    let text = text.strip_suffix(" {}").map_or(&*text, str::trim);
    text.trim_end_matches([';', ',']).to_owned()
}

/// The attributes that callers depend on.
pub(crate) fn kept(attributes: &[Attribute]) -> TokenStream {
    let kept = attributes.iter().filter(|attribute| {
        let names = ["cfg", "deprecated", "derive", "non_exhaustive"];
        names.iter().any(|name| attribute.path().is_ident(name))
    });
    quote!(#(#kept)*)
}

/// Prints a type, in a field or variant.
pub(crate) fn ty(tokens: &TokenStream) -> String {
    let text = item(quote!(type T = #tokens;));
    text.trim_start_matches("type T = ").to_owned()
}
