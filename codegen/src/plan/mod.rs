//! **Plan**: every Rust decision, made once: names, modules, types, boxing, optionality,
//! sensitivity, codecs, and where each member goes in a request.
//!
//! What emit prints is all in here; it neither looks at the model nor invents a name.

mod auth;
mod boxing;
mod constraint;
mod docs;
mod endless;
pub(crate) mod endpoint;
mod event_stream;
mod event_stream_test;
mod html;
mod instant;
pub(crate) mod jmespath;
mod literal;
mod names;
mod operation;
pub(crate) mod paginator;
mod protocol_test;
mod reach;
mod rustdoc;
mod scope;
mod series;
mod service;
mod serving;
mod shape;
mod size;
mod suite;
mod types;
pub(crate) mod waiter;
mod wire;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::model;

pub(crate) use crate::model::{AcceptorState, Retryable, TimestampFormat};
pub(crate) use auth::{Auth, is_open_by_choice};
pub(crate) use constraint::named;
pub(crate) use docs::code;
#[cfg(feature = "cli")]
pub(crate) use docs::lines as documentation_lines;
pub(crate) use names::FileScope;
pub(crate) use service::{module_name, plan};
pub use suite::ProtocolTests;
pub(crate) use suite::{
    EventCase, EventStreamTest, EventValue, MalformedTest, RequestTest, ResponseTest, Skipped,
};
pub(crate) use wire::{
    Binding, Body, HostPart, Media, Request, Route, Segment, Serving, TargetPart,
};

/// The whole crate.
#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) docs: Vec<String>,
    pub(crate) services: Vec<Service>,
    pub(crate) serde_feature: Option<String>,
    pub(crate) server_feature: Option<String>,
    pub(crate) buildtime_feature: Option<String>,
    pub(crate) protocol_tests: ProtocolTests,
    /// The cargo feature that endpoint rules are behind, if they are emitted.
    pub(crate) client_feature: Option<String>,
    /// Nothing but endpoint rules is emitted, for tests of them.
    pub(crate) endpoints_only: bool,
}

/// One service: a module of the crate.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) module: String,
    pub(crate) id: String,
    /// What people call it.
    pub(crate) title: Option<String>,
    pub(crate) docs: Vec<String>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) waiters: Vec<waiter::Waiter>,
    pub(crate) items: Vec<Item>,
    pub(crate) errors: Vec<ErrorShape>,
    /// The members of an error body that may hold its code, the best first.
    pub(crate) error_code_members: &'static [&'static str],
    /// All names of types and modules: what generated files can't import under the same name.
    pub(crate) names: BTreeSet<String>,
    /// Whether anything in it is deprecated, so that the module must not warn of itself.
    pub(crate) has_deprecated: bool,
    /// Some types are lists and maps in one another, several deep, as the model has them.
    pub(crate) has_deep_types: bool,
    /// Operations that the model has and that were left out, with the reason.
    pub(crate) skipped: Vec<Skipped>,
    /// The error's code may be in the header of the query protocol.
    pub(crate) is_query_compatible: bool,
    pub(crate) request_tests: Vec<RequestTest>,
    pub(crate) response_tests: Vec<ResponseTest>,
    pub(crate) event_stream_tests: Vec<EventStreamTest>,
    /// Its other side.
    pub(crate) server: Server,
    /// What its client has to know, if that is asked for.
    pub(crate) client: Option<Client>,
    /// Where its requests go, if that is asked for.
    pub(crate) endpoint: Option<endpoint::EndpointRules>,
    /// How many shapes of the model went into it.
    pub(crate) shapes: usize,
    /// The shapes that types come from, by the types' names; those of inputs and outputs come
    /// from their operation.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) origins: BTreeMap<String, model::ShapeId>,
}

/// A generated type that isn't an operation's own or an error.
#[derive(Debug)]
pub(crate) enum Item {
    Structure(Structure),
    Union(Union),
    Enumeration(Enumeration),
    IntEnumeration(IntEnumeration),
}

impl Item {
    pub(crate) fn name(&self) -> &Name {
        match self {
            Self::Structure(item) => &item.name,
            Self::Union(item) => &item.name,
            Self::Enumeration(item) => &item.name,
            Self::IntEnumeration(item) => &item.name,
        }
    }

    pub(crate) fn wire(&self) -> Wire {
        match self {
            Self::Structure(item) => item.wire,
            Self::Union(item) => item.wire,
            Self::Enumeration(item) => item.wire,
            Self::IntEnumeration(item) => item.wire,
        }
    }
}

/// A type's name, and the module (file) that it lives in with its codec.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    pub(crate) ty: String,
    pub(crate) module: String,
}

/// Which directions of a type's codec a client needs. The others exist with serde only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wire {
    pub(crate) read: bool,
    pub(crate) write: bool,
}

/// A Rust structure.
#[derive(Clone, Debug)]
pub(crate) struct Structure {
    pub(crate) name: Name,
    /// What functions in other files that read or write it are called after.
    pub(crate) stem: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) members: Vec<Member>,
    /// All of it is a secret.
    pub(crate) sensitive: bool,
    pub(crate) wire: Wire,
    /// Whether values are checked before they are sent.
    pub(crate) checked: bool,
    /// The `content-type` of the members that a message doesn't carry otherwise, if this is an
    /// event of a stream.
    pub(crate) event: Option<String>,
}

impl Structure {
    /// Whether `#[derive(Debug)]` would print a secret.
    pub(crate) fn hides(&self) -> bool {
        self.sensitive || self.members.iter().any(|member| member.sensitive)
    }
}

/// A field.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// What the model calls it, in reports.
    pub(crate) name: String,
    pub(crate) field: String,
    pub(crate) setter: String,
    /// What it is called in JSON.
    pub(crate) wire_name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
    /// The value is a secret that its own type doesn't hide.
    pub(crate) sensitive: bool,
    /// Where the message carries it.
    pub(crate) binding: Binding,
    /// As text, it is base64: a string with a media type.
    pub(crate) is_base64: bool,
    /// What a server checks of it.
    pub(crate) server: MemberOnServer,
}

/// What the model demands of a member that only servers see to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct MemberOnServer {
    /// A request without it is refused; nothing stands in for it.
    pub(crate) required: bool,
    /// What stands in for it if a client leaves it out, although the type is an `Option`.
    pub(crate) default: Option<Literal>,
    pub(crate) constraint: Option<Constraint>,
}

/// The constraint traits of a value, and of what is in it
/// ([Smithy 2.0, constraint traits](https://smithy.io/2.0/spec/constraint-traits.html)).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Constraint {
    pub(crate) length: Option<Bounds>,
    pub(crate) range: Option<Bounds>,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) unique: bool,
    /// The values of an enum, for keys of maps, which are strings whatever they are in the model.
    pub(crate) one_of: Option<Values>,
    /// Of a list's items or a map's values.
    pub(crate) items: Option<Box<Constraint>>,
    pub(crate) keys: Option<Box<Constraint>>,
}

/// The values of an enum.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Values {
    pub(crate) all: Vec<String>,
    /// Those that aren't internal.
    pub(crate) told: Vec<String>,
}

/// A `pattern` trait's value, and the name of the shape that first has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    pub(crate) shape: String,
    pub(crate) text: String,
}

/// Bounds that count themselves in, as the model writes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
}

/// What a client has to know of a service.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) sdk_id: String,
    pub(crate) signing_name: String,
    pub(crate) endpoint_prefix: String,
    pub(crate) version: String,
}

/// What a service's server side needs to know besides its operations.
#[derive(Debug, Default)]
pub(crate) struct Server {
    /// The `content-type` of errors.
    pub(crate) error_type: String,
    /// Whether an error's code is in its body.
    pub(crate) code_in_body: bool,
    /// Types whose values are checked, those of inputs included, and the functions that do it.
    pub(crate) checks: BTreeMap<Name, String>,
    /// The operations' indices, those with the more specific routes first.
    pub(crate) order: Vec<usize>,
    /// Names of constants and their patterns.
    pub(crate) patterns: Vec<(String, String)>,
    pub(crate) request_tests: Vec<RequestTest>,
    pub(crate) response_tests: Vec<ResponseTest>,
    pub(crate) malformed_tests: Vec<MalformedTest>,
    pub(crate) event_stream_tests: Vec<EventStreamTest>,
}

/// Whether a field can be absent
/// ([Smithy 2.0, structure member optionality](https://smithy.io/2.0/spec/aggregate-types.html#structure-member-optionality)).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    /// `Option`, and fine without.
    Optional,
    /// `Option`, but a request without it is refused.
    Required,
    /// No `Option`: this stands in while nothing is set or received.
    Always(Initial),
}

/// What a field without `Option` starts as.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Initial {
    /// The type's own `Default`, which is also what Smithy's error correction fills in.
    TypeDefault,
    Value(Literal),
}

/// A Rust type together with its JSON form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Scalar(Scalar),
    Named(Named),
    List { item: Box<Type>, sparse: bool },
    Map { value: Box<Type>, sparse: bool },
}

/// A type that the language or the runtime has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    String,
    Blob,
    Boolean,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Document,
    IdempotencyToken,
    Timestamp(TimestampFormat),
}

/// A value in the generated code.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Boolean(bool),
    Integer(i64),
    Float {
        value: f64,
        is_single: bool,
    },
    String(String),
    Token(String),
    Blob(Vec<u8>),
    BigInteger(String),
    BigDecimal(String),
    Timestamp {
        seconds: i64,
        nanos: u32,
    },
    Document(DocumentLiteral),
    Enumeration {
        name: Name,
        value: String,
    },
    IntEnumeration {
        name: Name,
        value: i32,
    },
    Structure {
        name: Name,
        fields: Vec<FieldLiteral>,
        is_whole: bool,
    },
    Union {
        name: Name,
        variant: String,
        value: Option<Box<Literal>>,
    },
    Boxed(Box<Literal>),
    List(Vec<ItemLiteral>),
    Map(Vec<(String, ItemLiteral)>),
}

/// Any JSON value. Numbers are JSON's own text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum DocumentLiteral {
    Null,
    Boolean(bool),
    Number(String),
    String(String),
    Array(Vec<DocumentLiteral>),
    Object(Vec<(String, DocumentLiteral)>),
}

/// A field's value; `is_option` where the field is an `Option`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FieldLiteral {
    pub(crate) field: String,
    pub(crate) value: Literal,
    pub(crate) is_option: bool,
}

/// An item of a list or map: of a sparse one, it may be missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ItemLiteral {
    Dense(Literal),
    Sparse(Option<Literal>),
}

/// A generated type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) name: Name,
    pub(crate) kind: NamedKind,
    /// Recursion goes through a `Box`.
    pub(crate) boxed: bool,
    /// Its values are checked before they are sent.
    pub(crate) checked: bool,
}

/// What kind of item a generated type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamedKind {
    Structure,
    Union,
    Enumeration,
    IntEnumeration,
}

/// A tagged union.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) variants: Vec<Variant>,
    /// The variants differ much in size.
    pub(crate) is_uneven: bool,
    pub(crate) sensitive: bool,
    pub(crate) wire: Wire,
    pub(crate) checked: bool,
    /// Its variants are the events of a stream.
    pub(crate) stream: Option<Stream>,
}

/// What a union of events has besides its variants.
#[derive(Debug)]
pub(crate) struct Stream {
    /// What the model calls the union.
    pub(crate) name: String,
    /// The `content-type` of errors.
    pub(crate) content_type: String,
    /// The errors that it can end with.
    pub(crate) errors: Vec<EventError>,
}

/// An error that a stream can end with.
#[derive(Debug)]
pub(crate) struct EventError {
    /// The member of the union that it is.
    pub(crate) member: String,
    /// What the service's error enum calls it.
    pub(crate) variant: String,
}

/// A member of a union.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) wire_name: String,
    /// What the model calls it.
    pub(crate) member: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    /// `None` for members that target `Unit`: the tag says all.
    pub(crate) ty: Option<Type>,
    /// What a server checks of it.
    pub(crate) constraint: Option<Constraint>,
    pub(crate) sensitive: bool,
}

/// An open enum of strings.
#[derive(Debug)]
pub(crate) struct Enumeration {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) variants: Vec<EnumVariant<String>>,
    pub(crate) sensitive: bool,
    pub(crate) wire: Wire,
}

/// An open enum of integers.
#[derive(Debug)]
pub(crate) struct IntEnumeration {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) variants: Vec<EnumVariant<i32>>,
    pub(crate) sensitive: bool,
    pub(crate) wire: Wire,
}

/// A value of an enum.
#[derive(Debug)]
pub(crate) struct EnumVariant<V> {
    pub(crate) name: String,
    pub(crate) value: V,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    /// Taken, but told to nobody.
    pub(crate) internal: bool,
}

/// A modelled error.
#[derive(Debug)]
pub(crate) struct ErrorShape {
    pub(crate) structure: Structure,
    /// What the service's error enum calls it.
    pub(crate) variant: String,
    /// The codes that the service tells it by, most usual first.
    pub(crate) codes: Vec<String>,
    pub(crate) retryable: Option<Retryable>,
    /// The status of its response.
    pub(crate) status: u16,
    /// The code that a server sends.
    pub(crate) sent_code: String,
    /// The header in which a server says what the error was in the query protocol.
    pub(crate) query_error: Option<String>,
    /// The message is a secret and must not be printed.
    pub(crate) message_is_sensitive: bool,
    /// The `content-type` of the member that is its whole body, if there is one.
    pub(crate) payload_type: Option<String>,
    /// The members that a message of an event stream carries beside its JSON, with these bindings.
    pub(crate) in_events: Vec<Member>,
}

/// An operation: its input is the operation's own type.
#[derive(Debug)]
pub(crate) struct Operation {
    /// What the service calls it.
    pub(crate) wire_name: String,
    pub(crate) input: Structure,
    pub(crate) output: Structure,
    /// The handler's method.
    pub(crate) method: String,
    /// The client's method.
    pub(crate) client_method: String,
    /// How a client authenticates, most wanted first. Nothing for an operation that is open, or
    /// whose schemes clients don't have.
    pub(crate) auth: Vec<Auth>,
    /// Anybody may call it.
    pub(crate) is_open: bool,
    pub(crate) request: Request,
    pub(crate) serving: Serving,
    /// The union of the events that the request carries.
    pub(crate) events_in: Option<Name>,
    /// The union of the events that the response carries.
    pub(crate) events_out: Option<Name>,
    /// How to go from page to page, if the answer comes in pages.
    pub(crate) paginator: Option<paginator::Paginator>,
}
