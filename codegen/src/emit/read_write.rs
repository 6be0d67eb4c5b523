//! Reading and writing the form of a type in a body: calls into the runtime's reader and writer
//! of a format.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    BigForm, Binding, Formats, Initial, Literal, Member, Name, NamedKind, Presence, Scalar,
    Structure, Type,
};
use crate::model::TimestampFormat;

use super::{Imports, ident, literal};

/// The places of the functions `read` and `write` of generated types.
pub(super) trait Functions {
    fn read(&self, name: &Name) -> TokenStream;
    fn write(&self, name: &Name) -> TokenStream;
    fn imports(&self) -> &Imports<'_>;
    /// Whether this is the form that people exchange through serde: all members are in it,
    /// whatever HTTP binds elsewhere, and an idempotency token isn't made up.
    fn has_all_members(&self) -> bool;
    /// The formats that are read (received) and written (sent).
    fn formats(&self) -> Formats;

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
}

/// The Rust type.
pub(super) fn ty(ty: &Type, imports: &Imports<'_>) -> TokenStream {
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
        Type::List { item, sparse } => {
            let item = self::ty(item, imports);
            if *sparse {
                quote!(Vec<Option<#item>>)
            } else {
                quote!(Vec<#item>)
            }
        }
        Type::Map { value, sparse } => {
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
fn method(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String | Scalar::IdempotencyToken => "string",
        Scalar::Blob => "blob",
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

/// A path or closure that takes the reader and reads a value.
fn reader(ty: &Type, functions: &dyn Functions) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => {
            let reader = functions.reading("Reader");
            let method = ident(method(*scalar));
            if *scalar == Scalar::IdempotencyToken {
                let token = functions.imports().runtime("IdempotencyToken");
                quote!(|r| r.#method().map(#token::from))
            } else {
                quote!(#reader::#method)
            }
        }
        Type::Named(named) if !named.boxed && named.kind != NamedKind::Structure => {
            functions.read(&named.name)
        }
        Type::Named(_) | Type::List { .. } | Type::Map { .. } => {
            let call = read(ty, functions);
            quote!(|r| #call)
        }
    }
}

/// A path or closure that reads a whole payload, for readers of any lifetime: a method's path is
/// of one lifetime.
pub(super) fn payload_reader(ty: &Type, functions: &dyn Functions) -> TokenStream {
    match ty {
        Type::Scalar(_) => {
            let call = read(ty, functions);
            quote!(|r| #call)
        }
        _ => reader(ty, functions),
    }
}

/// An expression that reads a value from `r` into a `Result`.
pub(super) fn read(ty: &Type, functions: &dyn Functions) -> TokenStream {
    match ty {
        Type::Scalar(Scalar::IdempotencyToken) => {
            let token = functions.imports().runtime("IdempotencyToken");
            quote!(r.string().map(#token::from))
        }
        Type::Scalar(scalar) => {
            let method = ident(method(*scalar));
            quote!(r.#method())
        }
        Type::Named(named) => {
            let read = functions.read(&named.name);
            let read = match named.kind {
                NamedKind::Structure => quote!(r.new_structure(#read)),
                _ => quote!(#read(r)),
            };
            if named.boxed {
                quote!(#read.map(Box::new))
            } else {
                read
            }
        }
        Type::List { item, sparse } => {
            let item = reader(item, functions);
            if *sparse {
                quote!(r.sparse_list(#item))
            } else {
                quote!(r.list(#item))
            }
        }
        Type::Map { value, sparse } => {
            let value = reader(value, functions);
            if *sparse {
                quote!(r.sparse_map(#value))
            } else {
                quote!(r.map(#value))
            }
        }
    }
}

/// An expression that reads a member from `r` into its place.
fn set(ty: &Type, place: &TokenStream, functions: &dyn Functions) -> TokenStream {
    set_by("", ty, place, functions)
}

/// Sets a place by the reader's method with this suffix.
fn set_by(suffix: &str, ty: &Type, place: &TokenStream, functions: &dyn Functions) -> TokenStream {
    match ty {
        Type::Named(named) if named.kind == NamedKind::Structure => {
            let method = ident(&format!("structure{suffix}"));
            let read = functions.read(&named.name);
            if named.boxed {
                quote!(r.#method(#place, |r, value| #read(r, value)))
            } else {
                quote!(r.#method(#place, #read))
            }
        }
        _ => {
            let method = ident(&format!("set{suffix}"));
            let reader = reader(ty, functions);
            quote!(r.#method(#place, #reader))
        }
    }
}

/// Sets a member that has a value even if the text has a null.
fn set_or(
    initial: &Initial,
    ty: &Type,
    place: &TokenStream,
    functions: &dyn Functions,
) -> TokenStream {
    if is_default(initial, ty) {
        return set_by("_or_default", ty, place, functions);
    }
    let reader = reader(ty, functions);
    let value = initial_value(initial, ty, functions.imports());
    quote!(r.set_or(#place, #reader, || #value))
}

/// A value to write: as a reference, and as the value itself (for what is `Copy`).
pub(super) struct Place {
    pub(super) reference: TokenStream,
    pub(super) value: TokenStream,
}

impl Place {
    /// A variable that is a reference.
    pub(super) fn reference(name: &str) -> Self {
        let name = ident(name);
        Self {
            reference: quote!(#name),
            value: quote!(*#name),
        }
    }

    /// A field of `value`.
    fn field(name: &str) -> Self {
        let name = ident(name);
        Self {
            reference: quote!(&value.#name),
            value: quote!(value.#name),
        }
    }
}

/// An expression that writes a value to `w`.
pub(super) fn write(ty: &Type, place: &Place, functions: &dyn Functions) -> TokenStream {
    let Place { reference, value } = place;
    match ty {
        Type::Scalar(scalar) => {
            let method = ident(method(*scalar));
            match scalar {
                Scalar::Boolean
                | Scalar::Byte
                | Scalar::Short
                | Scalar::Integer
                | Scalar::Long
                | Scalar::Float
                | Scalar::Double => quote!(w.#method(#value)),
                Scalar::IdempotencyToken => quote!(w.#method(#value.get())),
                _ => quote!(w.#method(#reference)),
            }
        }
        Type::Named(named) => {
            let write = functions.write(&named.name);
            quote!(#write(#reference, w))
        }
        Type::List { item, sparse } => {
            let item = write(item, &Place::reference("item"), functions);
            let method = ident(if *sparse { "sparse_list" } else { "list" });
            quote!(w.#method(#reference, |w, item| #item))
        }
        Type::Map { value, sparse } => {
            let value = write(value, &Place::reference("item"), functions);
            let method = ident(if *sparse { "sparse_map" } else { "map" });
            quote!(w.#method(#reference, |w, item| #value))
        }
    }
}

/// A function that fills a structure in from its object.
pub(super) fn read_structure(
    structure: &Structure,
    function: &TokenStream,
    ty: &TokenStream,
    functions: &dyn Functions,
) -> TokenStream {
    let reader = functions.reading("Reader");
    let result = functions.reading("ReadResult");
    let members: Vec<&Member> = structure
        .members
        .iter()
        .filter(|member| functions.has_all_members() || member.binding == Binding::Body)
        .collect();
    if members.is_empty() {
        return quote! {
            #function(r: &mut #reader<'_>, _value: &mut #ty) -> #result {
                r.object(|r, _| r.skip())
            }
        };
    }
    let defaults = defaults(structure, &members, functions);
    let finish = (!defaults.is_empty()).then(|| quote!(?; #defaults Ok(())));
    let arms = members.into_iter().map(|member| {
        let key = &member.wire_name;
        let field = ident(&member.field);
        let place = quote!(&mut value.#field);
        let set = match &member.presence {
            Presence::Always(initial) => set_or(initial, &member.ty, &place, functions),
            _ => set(&member.ty, &place, functions),
        };
        quote!(#key => #set,)
    });
    quote! {
        #function(r: &mut #reader<'_>, value: &mut #ty) -> #result {
            r.object(|r, key| match key {
                #(#arms)*
                _ => r.skip(),
            })#finish
        }
    }
}

/// Statements of a server's reader, which fills in the defaults that a client leaves to the
/// service: those of members that are an `Option` all the same. An operation's own input gets
/// its defaults when all of it is decoded.
fn defaults(structure: &Structure, members: &[&Member], functions: &dyn Functions) -> TokenStream {
    let mut fills = members
        .iter()
        .filter(|_| structure.wire.write)
        .filter_map(|member| fill_in(member, functions.imports()))
        .peekable();
    if fills.peek().is_none() {
        return quote!();
    }
    quote! {
        if r.is_strict() {
            #(#fills)*
        }
    }
}

/// A statement that gives a member its default if it isn't there.
pub(super) fn fill_in(member: &Member, imports: &Imports<'_>) -> Option<TokenStream> {
    let default = member.server.default.as_ref()?;
    let field = ident(&member.field);
    let is_empty = match default {
        Literal::List(items) => items.is_empty(),
        Literal::Map(entries) => entries.is_empty(),
        _ => false,
    };
    if is_empty {
        return Some(quote!(value.#field.get_or_insert_default();));
    }
    let value = literal::emit(default, imports);
    Some(match default {
        Literal::Boolean(_) | Literal::Integer(_) | Literal::Float { .. } => {
            quote!(value.#field.get_or_insert(#value);)
        }
        _ => quote!(value.#field.get_or_insert_with(|| #value);),
    })
}

/// Whether an initial value is what `Default` gives.
fn is_default(initial: &Initial, ty: &Type) -> bool {
    let has_default = match ty {
        Type::Named(named) => named.kind == NamedKind::Structure,
        _ => true,
    };
    *initial == Initial::TypeDefault && has_default
}

/// The method that puts the initial value in the place of what is absent.
pub(super) fn or_initial(initial: &Initial, ty: &Type, imports: &Imports<'_>) -> TokenStream {
    if is_default(initial, ty) {
        return quote!(unwrap_or_default());
    }
    let value = initial_value(initial, ty, imports);
    match initial {
        Initial::Value(Literal::Boolean(_) | Literal::Integer(_) | Literal::Float { .. }) => {
            quote!(unwrap_or(#value))
        }
        _ => quote!(unwrap_or_else(|| #value)),
    }
}

/// A function that writes a structure as an object.
pub(super) fn write_structure(
    structure: &Structure,
    function: &TokenStream,
    ty: &TokenStream,
    functions: &dyn Functions,
) -> TokenStream {
    let writer = functions.writing("Writer");
    let members = structure
        .members
        .iter()
        .filter(|member| functions.has_all_members() || member.binding == Binding::Body)
        .map(|member| write_member(member, functions));
    let is_empty = !structure
        .members
        .iter()
        .any(|member| functions.has_all_members() || member.binding == Binding::Body);
    let value = ident(if is_empty { "_value" } else { "value" });
    quote! {
        #function(#value: &#ty, w: &mut #writer) {
            w.begin_object();
            #(#members)*
            w.end_object();
        }
    }
}

pub(super) fn write_member(member: &Member, functions: &dyn Functions) -> TokenStream {
    let name = write_name(&member.wire_name, functions);
    let field = ident(&member.field);
    match member.presence {
        Presence::Always(_) if member.is_token() && functions.has_all_members() => quote! {
            if let Some(member) = value.#field.as_option() {
                #name;
                w.string(member);
            }
        },
        Presence::Always(_) => {
            let write = write(&member.ty, &Place::field(&member.field), functions);
            quote! {
                #name;
                #write;
            }
        }
        Presence::Optional | Presence::Required => {
            let write = write(&member.ty, &Place::reference("member"), functions);
            quote! {
                if let Some(member) = &value.#field {
                    #name;
                    #write;
                }
            }
        }
    }
}

/// Writes the name of a member: in one piece, unless there is something to escape in it.
pub(super) fn write_name(name: &str, functions: &dyn Functions) -> TokenStream {
    let is_plain = |c: char| !c.is_ascii_control() && !matches!(c, '"' | '\\');
    if name.chars().all(is_plain) {
        let literal = functions.writing("name");
        quote!(w.name(#literal!(#name)))
    } else {
        quote!(w.key(#name))
    }
}

/// The value that stands in for a missing one.
pub(super) fn type_default(ty: &Type, imports: &Imports<'_>) -> TokenStream {
    match ty {
        Type::Named(named) => {
            let name = imports.ty(&named.name);
            let value = match named.kind {
                NamedKind::Structure => quote!(#name::default()),
                NamedKind::Enumeration => quote!(#name::from("")),
                NamedKind::IntEnumeration => quote!(#name::from(0)),
                NamedKind::Union => {
                    let unknown = imports.runtime("UnknownMember");
                    quote!(#name::Unknown(#unknown::new("")))
                }
            };
            if named.boxed {
                quote!(Box::new(#value))
            } else {
                value
            }
        }
        _ => quote!(Default::default()),
    }
}

/// Prints the initial value of a field that is always there.
pub(super) fn initial_value(initial: &Initial, ty: &Type, imports: &Imports<'_>) -> TokenStream {
    match initial {
        Initial::TypeDefault => type_default(ty, imports),
        Initial::Value(value) => literal::emit(value, imports),
    }
}
