//! Open enums of strings and of integers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Directions, EnumVariant, Enumeration, IntEnumeration};

use super::read_write::Functions;
use super::{Imports, docs, ident};

/// An enum of strings.
pub(super) fn strings(item: &Enumeration, imports: &Imports<'_>) -> TokenStream {
    let name = ident(&item.name.ty);
    let unknown = imports.runtime("UnknownValue");
    let fmt = imports.item("std::fmt");
    let definition = definition(
        &Head {
            name: &item.name.ty,
            docs: &item.docs,
            deprecated: item.deprecated.as_ref(),
            sensitive: item.sensitive,
            derives: &quote!(Clone),
            unknown: &unknown,
        },
        &item.variants,
        imports,
    );
    let (to_text, from_text): (Vec<_>, Vec<_>) = item
        .variants
        .iter()
        .map(|variant| {
            let value = &variant.value;
            let variant = ident(&variant.name);
            (
                quote!(Self::#variant => #value,),
                quote!(#value => Self::#variant,),
            )
        })
        .unzip();
    let functions = functions(item.wire, &name, imports);
    let from_text = if item.variants.is_empty() {
        quote!(Self::Unknown(#unknown::__new(text)))
    } else {
        quote! {
            match text {
                #(#from_text)*
                _ => Self::Unknown(#unknown::__new(text)),
            }
        }
    };
    quote! {
        #definition

        impl #name {
            /// Returns the value's text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(#to_text)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                #from_text
            }
        }

        impl From<String> for #name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl #fmt::Display for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #functions
    }
}

/// An enum of integers.
pub(super) fn integers(item: &IntEnumeration, imports: &Imports<'_>) -> TokenStream {
    let name = ident(&item.name.ty);
    let unknown = imports.runtime("UnknownNumber");
    let definition = definition(
        &Head {
            name: &item.name.ty,
            docs: &item.docs,
            deprecated: item.deprecated.as_ref(),
            sensitive: item.sensitive,
            derives: &quote!(Clone, Copy),
            unknown: &unknown,
        },
        &item.variants,
        imports,
    );
    let (to_number, from_number): (Vec<_>, Vec<_>) = item
        .variants
        .iter()
        .map(|variant| {
            let value = Literal::i32_unsuffixed(variant.value);
            let variant = ident(&variant.name);
            (
                quote!(Self::#variant => #value,),
                quote!(#value => Self::#variant,),
            )
        })
        .unzip();
    let functions = int_functions(item.wire, &name, imports);
    quote! {
        #definition

        impl #name {
            /// Returns the value's number on the wire.
            pub fn as_i32(self) -> i32 {
                match self {
                    #(#to_number)*
                    Self::Unknown(value) => value.get(),
                }
            }
        }

        impl From<i32> for #name {
            fn from(number: i32) -> Self {
                match number {
                    #(#from_number)*
                    _ => Self::Unknown(#unknown::__new(number)),
                }
            }
        }

        #functions
    }
}

struct Head<'h> {
    name: &'h str,
    docs: &'h [String],
    deprecated: Option<&'h String>,
    sensitive: bool,
    derives: &'h TokenStream,
    unknown: &'h TokenStream,
}

fn definition<V>(
    head: &Head<'_>,
    variants: &[EnumVariant<V>],
    imports: &Imports<'_>,
) -> TokenStream {
    let name = ident(head.name);
    let otherwise = format!("The enum `{}` of the service.", head.name);
    let documentation = docs::outer_or(head.docs, &otherwise);
    let deprecated = docs::deprecated(head.deprecated);
    let variants = variants.iter().map(|variant| {
        let docs = docs::outer(&variant.docs);
        let deprecated = docs::deprecated(variant.deprecated.as_ref());
        let name = ident(&variant.name);
        quote!(#docs #deprecated #name,)
    });
    let (derives, unknown) = (head.derives, head.unknown);
    let (debug_derive, debug) = if head.sensitive {
        let fmt = imports.item("std::fmt");
        let redacted = imports.runtime("Redacted");
        let text = head.name;
        let debug = quote! {
            impl #fmt::Debug for #name {
                fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                    f.debug_tuple(#text).field(&#redacted).finish()
                }
            }
        };
        (quote!(), debug)
    } else {
        (quote!(Debug,), quote!())
    };
    quote! {
        #documentation
        #deprecated
        #[non_exhaustive]
        #[derive(#derives, #debug_derive PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#variants)*
            /// A value that this code doesn't know, from a newer version of the service. The value
            /// is kept, and sent as it came.
            Unknown(#unknown),
        }

        #debug
    }
}

fn functions(wire: Directions, name: &proc_macro2::Ident, imports: &Imports<'_>) -> TokenStream {
    let visibility = quote!(pub(crate));
    let read = wire
        .read
        .then(|| read_string(&quote!(#visibility fn read), name, imports));
    let write = wire
        .write
        .then(|| write_string(&quote!(#visibility fn write), name, imports));
    quote!(#read #write)
}

fn int_functions(
    wire: Directions,
    name: &proc_macro2::Ident,
    imports: &Imports<'_>,
) -> TokenStream {
    let visibility = quote!(pub(crate));
    let read = wire
        .read
        .then(|| read_integer(&quote!(#visibility fn read), name, imports));
    let write = wire
        .write
        .then(|| write_integer(&quote!(#visibility fn write), name, imports));
    quote!(#read #write)
}

pub(super) fn read_string(
    function: &TokenStream,
    ty: &proc_macro2::Ident,
    functions: &dyn Functions,
) -> TokenStream {
    let reader = functions.reading("Reader");
    let result = functions.reading("ReadResult");
    quote! {
        #function(r: &mut #reader<'_>) -> #result<#ty> {
            r.text().map(|text| #ty::from(&*text))
        }
    }
}

pub(super) fn write_string(
    function: &TokenStream,
    ty: &proc_macro2::Ident,
    functions: &dyn Functions,
) -> TokenStream {
    let writer = functions.writing("Writer");
    quote! {
        #function(value: &#ty, w: &mut #writer) {
            w.string(value.as_str());
        }
    }
}

pub(super) fn read_integer(
    function: &TokenStream,
    ty: &proc_macro2::Ident,
    functions: &dyn Functions,
) -> TokenStream {
    let reader = functions.reading("Reader");
    let result = functions.reading("ReadResult");
    quote! {
        #function(r: &mut #reader<'_>) -> #result<#ty> {
            r.integer().map(#ty::from)
        }
    }
}

pub(super) fn write_integer(
    function: &TokenStream,
    ty: &proc_macro2::Ident,
    functions: &dyn Functions,
) -> TokenStream {
    let writer = functions.writing("Writer");
    quote! {
        #function(value: &#ty, w: &mut #writer) {
            w.integer(value.as_i32());
        }
    }
}
