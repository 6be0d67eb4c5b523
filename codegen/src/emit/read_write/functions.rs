//! The places of the functions that read and write types, the names that these go by, and the Rust
//! types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{BigForm, Formats, Member, Name, Scalar, SentAndReceived, Type};
use crate::model::TimestampFormat;

use super::super::Imports;

/// The side that functions are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::emit) enum Side {
    Client,
    Server,
    /// serde, which has none of the names that formats other than JSON have.
    Serde,
}

/// The places of the functions that read and write generated types.
pub(in crate::emit) trait Functions {
    fn read(&self, name: &Name) -> TokenStream;
    fn write(&self, name: &Name) -> TokenStream;
    fn imports(&self) -> &Imports<'_>;
    /// Whether this is the form that people exchange through serde: all members are in it,
    /// whatever HTTP binds elsewhere, and an idempotency token isn't made up.
    fn has_all_members(&self) -> bool;
    /// The formats that are read (received) and written (sent).
    fn formats(&self) -> Formats;

    /// The side whose functions these are.
    fn side(&self) -> Side;

    /// An item of the runtime's module for the format that is read.
    fn reading(&self, name: &str) -> TokenStream {
        let module = self.formats().received.module();
        self.imports().generated(&format!("{module}::{name}"))
    }

    /// An item of the runtime's module for the format that is written.
    fn writing(&self, name: &str) -> TokenStream {
        let module = self.formats().sent.module();
        self.imports().generated(&format!("{module}::{name}"))
    }
}

/// The functions for the wire: each beside its type.
impl Functions for Imports<'_> {
    fn read(&self, name: &Name) -> TokenStream {
        self.function(name, "read")
    }

    fn write(&self, name: &Name) -> TokenStream {
        self.function(name, "write")
    }

    fn imports(&self) -> &Imports<'_> {
        self
    }

    fn has_all_members(&self) -> bool {
        false
    }

    fn formats(&self) -> Formats {
        Imports::formats(self)
    }

    fn side(&self) -> Side {
        Side::Client
    }
}

/// The names that are read, of those in both directions.
pub(in crate::emit) fn to_read<'t, T>(
    tags: &'t SentAndReceived<T>,
    functions: &dyn Functions,
) -> Option<&'t T> {
    match functions.side() {
        Side::Client => Some(&tags.received),
        Side::Server => Some(&tags.sent),
        Side::Serde => None,
    }
}

/// The names that are written, of those in both directions.
pub(in crate::emit) fn to_write<'t, T>(
    tags: &'t SentAndReceived<T>,
    functions: &dyn Functions,
) -> Option<&'t T> {
    match functions.side() {
        Side::Client => Some(&tags.sent),
        Side::Server => Some(&tags.received),
        Side::Serde => None,
    }
}

/// The Rust type.
pub(in crate::emit) fn ty(ty: &Type, imports: &Imports<'_>) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => self::scalar(*scalar, imports),
        Type::Named(named) => {
            let name = imports.ty(&named.name);
            if named.boxed {
                quote!(Box<#name>)
            } else {
                name
            }
        }
        Type::List { item, sparse, .. } => {
            let item = self::ty(item, imports);
            if *sparse {
                quote!(Vec<Option<#item>>)
            } else {
                quote!(Vec<#item>)
            }
        }
        Type::Map { value, sparse, .. } => {
            let map = imports.item("std::collections::BTreeMap");
            let value = self::ty(value, imports);
            if *sparse {
                quote!(#map<String, Option<#value>>)
            } else {
                quote!(#map<String, #value>)
            }
        }
    }
}

fn scalar(scalar: Scalar, imports: &Imports<'_>) -> TokenStream {
    match scalar {
        Scalar::String => quote!(String),
        Scalar::Blob => imports.runtime("bytes::Bytes"),
        Scalar::Body => imports.runtime("Body"),
        Scalar::Boolean => quote!(bool),
        Scalar::Byte => quote!(i8),
        Scalar::Short => quote!(i16),
        Scalar::Integer => quote!(i32),
        Scalar::Long => quote!(i64),
        Scalar::Float => quote!(f32),
        Scalar::Double => quote!(f64),
        Scalar::BigInteger(_) => imports.runtime("BigInteger"),
        Scalar::BigDecimal(_) => imports.runtime("BigDecimal"),
        Scalar::Document => imports.runtime("Document"),
        Scalar::IdempotencyToken => imports.runtime("IdempotencyToken"),
        Scalar::Timestamp(_) => imports.runtime("Timestamp"),
    }
}

/// The name of the reader's and writer's method for a scalar.
pub(super) fn method(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String | Scalar::IdempotencyToken => "string",
        Scalar::Blob => "blob",
        Scalar::Body => "body",
        Scalar::Boolean => "boolean",
        Scalar::Byte => "byte",
        Scalar::Short => "short",
        Scalar::Integer => "integer",
        Scalar::Long => "long",
        Scalar::Float => "float",
        Scalar::Double => "double",
        Scalar::BigInteger(BigForm::Number) => "big_integer",
        Scalar::BigInteger(BigForm::Text) => "big_integer_text",
        Scalar::BigDecimal(BigForm::Number) => "big_decimal",
        Scalar::BigDecimal(BigForm::Text) => "big_decimal_text",
        Scalar::Document => "document",
        Scalar::Timestamp(TimestampFormat::EpochSeconds) => "epoch_seconds",
        Scalar::Timestamp(TimestampFormat::DateTime) => "date_time",
        Scalar::Timestamp(TimestampFormat::HttpDate) => "http_date",
    }
}

/// Whether a member is an attribute of its structure's element.
pub(super) fn is_attribute(member: &Member, functions: &dyn Functions) -> bool {
    let tags = member.tags.as_ref().filter(|tags| tags.is_attribute);
    tags.is_some() && functions.side() != Side::Serde
}
