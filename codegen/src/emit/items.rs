//! Conversions between serde's types and items, behind the feature of serde.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{AttributeVariants, FileScope, Service, Union};

use super::{Imports, docs, ident};

/// The file `items.rs`.
pub(super) fn emit(service: &Service, union: &Union, variants: &AttributeVariants) -> TokenStream {
    let imports = Imports::new(service, FileScope::items());
    let docs = docs::inner(&[
        "Conversions between the items of tables and types that implement serde's traits.",
        "",
        "[`tinsmith_runtime::items`] says what becomes what. The modules here are for serde's attribute",
        "`with`: fields that are stored as sets, and numbers with more digits than Rust's types have.",
    ]);
    let attribute = imports.ty(&union.name);
    let map = imports.item("std::collections::BTreeMap");
    let [serialize, deserialize] =
        ["Serialize", "Deserialize"].map(|path| imports.generated(&format!("serde::{path}")));
    let implement = implementation(&attribute, variants, &imports);
    let [to_item, to_attribute, from_item, from_items, from_attribute] = [
        "to_item",
        "to_attribute",
        "from_item",
        "from_items",
        "from_attribute",
    ]
    .map(|function| {
        let function = ident(function);
        quote!(tinsmith_runtime::generated::items::#function)
    });
    let imports = imports.tokens();
    quote! {
        #docs

        #imports

        pub use tinsmith_runtime::items::{ItemError, binary_set, number, number_set, string_set};

        #implement

        /// Makes an item of a structure or a map.
        ///
        /// # Errors
        /// If the value is anything else, or has something that can't be stored, such as NaN or an
        /// empty set.
        pub fn to_item<T: #serialize + ?Sized>(
            value: &T,
        ) -> Result<#map<String, #attribute>, ItemError> {
            #to_item(value)
        }

        /// Makes an attribute of any value.
        ///
        /// # Errors
        /// If the value has something that can't be stored, such as NaN or an empty set.
        pub fn to_attribute<T: #serialize + ?Sized>(value: &T) -> Result<#attribute, ItemError> {
            #to_attribute(value)
        }

        /// Reads a value from an item. The value may borrow texts and bytes.
        ///
        /// # Errors
        /// If an attribute isn't what the type wants; the error has its path.
        pub fn from_item<'a, T: #deserialize<'a>>(
            item: &'a #map<String, #attribute>,
        ) -> Result<T, ItemError> {
            #from_item(item)
        }

        /// Reads a value from each of several items.
        ///
        /// # Errors
        /// If an attribute isn't what the type wants; the error has the number of the item, counted
        /// from 0, and the path of the attribute.
        pub fn from_items<'a, T: #deserialize<'a>>(
            items: impl IntoIterator<Item = &'a #map<String, #attribute>>,
        ) -> Result<Vec<T>, ItemError> {
            #from_items(items)
        }

        /// Reads a value from an attribute. The value may borrow texts and bytes.
        ///
        /// # Errors
        /// If the attribute isn't what the type wants; the error has the path in it.
        pub fn from_attribute<'a, T: #deserialize<'a>>(
            attribute: &'a #attribute,
        ) -> Result<T, ItemError> {
            #from_attribute(attribute)
        }
    }
}

/// Describes the union to the runtime.
fn implementation(
    union: &TokenStream,
    variants: &AttributeVariants,
    imports: &Imports<'_>,
) -> TokenStream {
    let implement = imports.generated("impl_attribute");
    let AttributeVariants {
        text,
        number,
        bytes,
        boolean,
        null,
        list,
        map,
        texts,
        numbers,
        blobs,
    } = variants;
    let [text, number, bytes, boolean, null] =
        [text, number, bytes, boolean, null].map(|name| ident(name));
    let [list, map, texts, numbers, blobs] =
        [list, map, texts, numbers, blobs].map(|name| ident(name));
    quote! {
        #implement!(
            #union, #text, #number, #bytes, #boolean, #null, #list, #map, #texts, #numbers, #blobs
        );
    }
}
