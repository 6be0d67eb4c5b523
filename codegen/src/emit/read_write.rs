//! Reading and writing the form of a type in a body: calls into the runtime's reader and writer
//! of a format.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    BigForm, Binding, BothWays, EntryTags, Formats, Initial, Literal, Member, Name, NamedKind,
    Presence, Scalar, Structure, Tag, Type,
};
use crate::model::TimestampFormat;

use super::{Imports, ident, literal};

/// The side that codecs are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Server,
    /// serde, which has none of the names that formats other than JSON have.
    Serde,
}

/// The places of the codec functions of generated types.
pub(super) trait Functions {
    fn read(&self, name: &Name) -> TokenStream;
    fn write(&self, name: &Name) -> TokenStream;
    fn imports(&self) -> &Imports<'_>;
    /// Whether this is the form that people exchange through serde: all members are in it,
    /// whatever HTTP binds elsewhere, and an idempotency token isn't made up.
    fn has_all_members(&self) -> bool;
    /// The formats that are read (received) and written (sent).
    fn formats(&self) -> Formats;

    /// The side whose codecs these are.
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
pub(super) fn to_read<'t, T>(tags: &'t BothWays<T>, functions: &dyn Functions) -> Option<&'t T> {
    match functions.side() {
        Side::Client => Some(&tags.received),
        Side::Server => Some(&tags.sent),
        Side::Serde => None,
    }
}

/// The names that are written, of those in both directions.
pub(super) fn to_write<'t, T>(tags: &'t BothWays<T>, functions: &dyn Functions) -> Option<&'t T> {
    match functions.side() {
        Side::Client => Some(&tags.sent),
        Side::Server => Some(&tags.received),
        Side::Serde => None,
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
        Type::List { item, sparse, tags } => {
            let item = reader(item, functions);
            let tags = tags.as_ref().and_then(|tags| to_read(tags, functions));
            let method = ident(if *sparse { "sparse_list" } else { "list" });
            match tags.map(|tags| tags.item.as_ref().map(Tag::local)) {
                None => quote!(r.#method(#item)),
                Some(Some(tag)) => quote!(r.#method(#tag, #item)),
                Some(None) => {
                    let item = nullable(item, *sparse);
                    quote!(r.siblings(#item))
                }
            }
        }
        Type::Map {
            value,
            sparse,
            tags,
        } => {
            let value = reader(value, functions);
            let tags = tags.as_ref().and_then(|tags| to_read(tags, functions));
            let method = ident(if *sparse { "sparse_map" } else { "map" });
            let Some(tags) = tags else {
                return quote!(r.#method(#value));
            };
            let (key_tag, value_tag) = (tags.key.local(), tags.value.local());
            match tags.entry.as_ref().map(Tag::local) {
                Some(entry) => quote!(r.#method(#entry, #key_tag, #value_tag, #value)),
                None => {
                    let value = nullable(value, *sparse);
                    quote!(r.sibling_entries(#key_tag, #value_tag, #value))
                }
            }
        }
    }
}

/// The reader of an item that may be absent, if items may be.
fn nullable(reader: TokenStream, sparse: bool) -> TokenStream {
    if sparse {
        quote!(|r| r.nullable(#reader))
    } else {
        reader
    }
}

/// An expression that adds what `r` reads to a member that is a flattened list or map; `None` for
/// other members.
fn add(member: &Member, functions: &dyn Functions) -> Option<TokenStream> {
    let field = ident(&member.field);
    let place = match member.presence {
        Presence::Always(_) => quote!(&mut value.#field),
        _ => quote!(value.#field.get_or_insert_default()),
    };
    match &member.ty {
        Type::List { item, sparse, tags } => {
            let tags = to_read(tags.as_ref()?, functions)?;
            let item = nullable(reader(item, functions), *sparse);
            tags.item.is_none().then(|| quote!(r.push(#place, #item)))
        }
        Type::Map {
            value,
            sparse,
            tags,
        } => {
            let tags = to_read(tags.as_ref()?, functions)?;
            let value = nullable(reader(value, functions), *sparse);
            let (key_tag, value_tag) = (tags.key.local(), tags.value.local());
            let is_flat = tags.entry.is_none();
            is_flat.then(|| quote!(r.put(#place, #key_tag, #value_tag, #value)))
        }
        _ => None,
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
        Type::List { item, sparse, tags } => {
            let item = write(item, &Place::reference("item"), functions);
            let tags = tags.as_ref().and_then(|tags| to_write(tags, functions));
            let name = tags.map(|tags| tags.item.as_ref());
            let (method, name) = match name {
                None => ("list", None),
                Some(None) => ("flat_list", None),
                Some(Some(tag)) => ("list", Some(name_of(tag, functions))),
            };
            let method = of_items(method, *sparse);
            let name = name.into_iter();
            quote!(w.#method(#(#name,)* #reference, |w, item| #item))
        }
        Type::Map {
            value,
            sparse,
            tags,
        } => {
            let value = write(value, &Place::reference("item"), functions);
            let tags = tags.as_ref().and_then(|tags| to_write(tags, functions));
            let names = tags.map(|tags| entry_names(tags, functions));
            let method = match tags {
                Some(EntryTags { entry: None, .. }) => "flat_map",
                _ => "map",
            };
            let method = of_items(method, *sparse);
            let names = names.into_iter().flatten();
            quote!(w.#method(#(#names,)* #reference, |w, item| #value))
        }
    }
}

/// A writer's method for a list or a map, whose items may be absent.
fn of_items(method: &str, sparse: bool) -> proc_macro2::Ident {
    if sparse {
        ident(&format!("sparse_{method}"))
    } else {
        ident(method)
    }
}

/// The names that a writer needs for a map: the entry's, if it isn't flattened, the key's and the
/// value's.
fn entry_names(tags: &EntryTags, functions: &dyn Functions) -> Vec<TokenStream> {
    let names = tags.entry.iter().chain([&tags.key, &tags.value]);
    names.map(|tag| name_of(tag, functions)).collect()
}

/// A name for a writer.
pub(super) fn name_of(tag: &Tag, functions: &dyn Functions) -> TokenStream {
    let name = functions.writing("name");
    let text = &tag.name;
    let Some(namespace) = &tag.namespace else {
        return quote!(#name!(#text));
    };
    let uri = &namespace.uri;
    match &namespace.prefix {
        None => quote!(#name!(#text, xmlns = #uri)),
        Some(prefix) => match syn::parse_str::<syn::Ident>(prefix) {
            Ok(prefix) => quote!(#name!(#text, xmlns:#prefix = #uri)),
            Err(_) => quote!(#name!(#text, xmlns:#prefix = #uri)),
        },
    }
}

/// Statements that write a member's name and its value.
pub(super) fn write_named(
    tags: Option<&Tag>,
    wire_name: &str,
    ty: &Type,
    place: &Place,
    functions: &dyn Functions,
) -> TokenStream {
    if let Some(statement) = tags.and_then(|tag| write_flat(tag, ty, place, functions)) {
        return statement;
    }
    let name = match tags {
        Some(tag) => {
            let name = name_of(tag, functions);
            quote!(w.name(#name))
        }
        None => write_name(wire_name, functions),
    };
    let write = write(ty, place, functions);
    quote! {
        #name;
        #write;
    }
}

/// A statement that writes a flattened list or map under the member's name; `None` for others.
fn write_flat(
    tag: &Tag,
    ty: &Type,
    place: &Place,
    functions: &dyn Functions,
) -> Option<TokenStream> {
    let reference = &place.reference;
    let name = name_of(tag, functions);
    match ty {
        Type::List { item, sparse, tags } => {
            let tags = to_write(tags.as_ref()?, functions)?;
            let item = write(item, &Place::reference("item"), functions);
            let method = of_items("items", *sparse);
            let is_flat = tags.item.is_none();
            is_flat.then(|| quote!(w.#method(#name, #reference, |w, item| #item);))
        }
        Type::Map {
            value,
            sparse,
            tags,
        } => {
            let tags = to_write(tags.as_ref()?, functions)?;
            let value = write(value, &Place::reference("item"), functions);
            let names = entry_names(tags, functions);
            let method = of_items("entries", *sparse);
            let is_flat = tags.entry.is_none();
            is_flat.then(|| quote!(w.#method(#name, #(#names,)* #reference, |w, item| #value);))
        }
        _ => None,
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
    let (attributes, members): (Vec<&Member>, Vec<&Member>) = members
        .into_iter()
        .partition(|member| is_attribute(member, functions));
    if members.is_empty() && attributes.is_empty() {
        return quote! {
            #function(r: &mut #reader<'_>, _value: &mut #ty) -> #result {
                r.object(|r, _| r.skip())
            }
        };
    }
    let attributes: Vec<TokenStream> = attributes
        .into_iter()
        .map(|member| {
            let name = read_name(member, functions);
            let set = set_member(member, functions);
            quote!(r.attribute(#name, |r| #set)?;)
        })
        .collect();
    if members.is_empty() {
        return quote! {
            #function(r: &mut #reader<'_>, value: &mut #ty) -> #result {
                #(#attributes)*
                r.object(|r, _| r.skip())
            }
        };
    }
    let defaults = defaults(structure, &members, functions);
    let finish = (!defaults.is_empty()).then(|| quote!(?; #defaults Ok(())));
    let arms = members.into_iter().map(|member| {
        let key = read_name(member, functions);
        let also = also_read(member, functions);
        let set = set_member(member, functions);
        let also = also.into_iter();
        quote!(#key #(| #also)* => #set,)
    });
    quote! {
        #function(r: &mut #reader<'_>, value: &mut #ty) -> #result {
            #(#attributes)*
            r.object(|r, key| match key {
                #(#arms)*
                _ => r.skip(),
            })#finish
        }
    }
}

/// Whether a member is an attribute of its structure's element.
fn is_attribute(member: &Member, functions: &dyn Functions) -> bool {
    let tags = member.tags.as_ref().filter(|tags| tags.is_attribute);
    tags.is_some() && functions.side() != Side::Serde
}

/// The name by which a member is read.
fn read_name<'m>(member: &'m Member, functions: &dyn Functions) -> &'m str {
    let tags = member.tags.as_ref();
    let tag = tags.and_then(|tags| to_read(&tags.tags, functions));
    tag.map_or(&member.wire_name, Tag::local)
}

/// Another name by which a client reads a member.
fn also_read(member: &Member, functions: &dyn Functions) -> Option<&'static str> {
    let is_client = functions.side() == Side::Client;
    let tags = member.tags.as_deref().filter(|_| is_client);
    tags.and_then(|tags| tags.also_read)
}

/// The name under which a member is written, in formats that have tags.
fn write_tag<'m>(member: &'m Member, functions: &dyn Functions) -> Option<&'m Tag> {
    to_write(&member.tags.as_ref()?.tags, functions)
}

/// An expression that reads a member from `r` into the field of `value`.
fn set_member(member: &Member, functions: &dyn Functions) -> TokenStream {
    if let Some(add) = add(member, functions) {
        return add;
    }
    let field = ident(&member.field);
    let place = quote!(&mut value.#field);
    match &member.presence {
        Presence::Always(initial) => set_or(initial, &member.ty, &place, functions),
        _ => set(&member.ty, &place, functions),
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
    let (attributes, others): (Vec<&Member>, Vec<&Member>) = structure
        .members
        .iter()
        .filter(|member| functions.has_all_members() || member.binding == Binding::Body)
        .partition(|member| is_attribute(member, functions));
    let members = attributes.into_iter().chain(others);
    let members = members.map(|member| write_member(member, functions));
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
    let field = ident(&member.field);
    let tag = write_tag(member, functions);
    let written = |place: &Place| {
        if let Some(tag) = tag.filter(|_| is_attribute(member, functions)) {
            let name = name_of(tag, functions);
            let write = write(&member.ty, place, functions);
            return quote! {
                w.attribute(#name);
                #write;
            };
        }
        write_named(tag, &member.wire_name, &member.ty, place, functions)
    };
    match member.presence {
        Presence::Always(_) if member.is_token() && functions.has_all_members() => {
            let name = write_name(&member.wire_name, functions);
            quote! {
                if let Some(member) = value.#field.as_option() {
                    #name;
                    w.string(member);
                }
            }
        }
        Presence::Always(_) => written(&Place::field(&member.field)),
        Presence::Optional | Presence::Required => {
            let written = written(&Place::reference("member"));
            quote! {
                if let Some(member) = &value.#field {
                    #written
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
