//! Generated types: structures, unions, enums and errors.

use super::Name;
use super::{Directions, FunctionFiles};
use crate::model::Retryable;

use super::{Binding, Constraint, Literal, MemberTags, Scalar, Tag, Type};

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

    pub(crate) fn files(&self) -> FunctionFiles {
        match self {
            Self::Structure(item) => item.files,
            Self::Union(item) => item.files,
            Self::Enumeration(item) => item.files,
            Self::IntEnumeration(item) => item.files,
        }
    }

    pub(crate) fn files_mut(&mut self) -> &mut FunctionFiles {
        match self {
            Self::Structure(item) => &mut item.files,
            Self::Union(item) => &mut item.files,
            Self::Enumeration(item) => &mut item.files,
            Self::IntEnumeration(item) => &mut item.files,
        }
    }

    pub(crate) fn wire(&self) -> Directions {
        match self {
            Self::Structure(item) => item.wire,
            Self::Union(item) => item.wire,
            Self::Enumeration(item) => item.wire,
            Self::IntEnumeration(item) => item.wire,
        }
    }
}

/// A Rust structure.
#[derive(Clone, Debug)]
pub(crate) struct Structure {
    pub(crate) name: Name,
    /// The stem of the names of functions in other files that read or write the type.
    pub(crate) stem: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) members: Vec<Member>,
    /// Whether all of it is a secret.
    pub(crate) sensitive: bool,
    pub(crate) wire: Directions,
    pub(crate) files: FunctionFiles,
    /// Whether values are checked before they are sent.
    pub(crate) checked: bool,
    /// The name of the root element of a body with the members, in a format that has one.
    pub(crate) root: Option<Tag>,
    /// The `content-type` of the members that a message doesn't carry otherwise, if this is an
    /// event of a stream.
    pub(crate) event: Option<String>,
}

impl Structure {
    /// Returns the member of this name in the model.
    pub(crate) fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// Whether messages carry members elsewhere than in the body's object.
    pub(crate) fn is_bound(&self) -> bool {
        let mut members = self.members.iter();
        members.any(|member| member.binding != Binding::Body)
    }

    /// Whether `#[derive(Debug)]` would print a secret.
    pub(crate) fn hides(&self) -> bool {
        self.sensitive || self.members.iter().any(|member| member.sensitive)
    }
}

/// A field.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The member's name in the model, for reports.
    pub(crate) name: String,
    pub(crate) field: String,
    pub(crate) setter: String,
    /// The name of the setter's argument.
    pub(crate) argument: String,
    pub(crate) setter_docs: Vec<String>,
    /// Whether clippy expects a setter of this name to borrow.
    pub(crate) setter_sounds_borrowing: bool,
    /// The method that adds an item to a list or an entry to a map, for callers.
    pub(crate) adder: Option<String>,
    /// The name in JSON and CBOR.
    pub(crate) wire_name: String,
    /// The names in formats that have others.
    pub(crate) tags: Option<Box<MemberTags>>,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
    /// The value is a secret that its own type doesn't hide.
    pub(crate) sensitive: bool,
    /// The place where the message carries the member.
    pub(crate) binding: Binding,
    /// Whether its text is base64: a string with a media type.
    pub(crate) is_base64: bool,
    /// Whether it is left out of a response if it can't be read.
    pub(crate) is_lenient: bool,
    /// The constraint that a server checks.
    pub(crate) server: MemberOnServer,
}

impl Member {
    /// Whether the field is an `Option`.
    pub(crate) fn is_option(&self) -> bool {
        !matches!(self.presence, Presence::Always(_))
    }

    /// Whether a token is made for it if nobody sets one.
    pub(crate) fn is_token(&self) -> bool {
        self.ty == Type::Scalar(Scalar::IdempotencyToken)
    }
}

/// The constraints of a member that only servers check.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct MemberOnServer {
    /// A request without it is refused; nothing stands in for it.
    pub(crate) required: bool,
    /// The value that stands in if a client leaves the member out, although the type is an
    /// `Option`.
    pub(crate) default: Option<Literal>,
    pub(crate) constraint: Option<Constraint>,
}

/// Whether a field can be absent
/// ([Smithy 2.0, structure member optionality](https://smithy.io/2.0/spec/aggregate-types.html#structure-member-optionality)).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    /// `Option`, and fine without.
    Optional,
    /// `Option`, but a request without it is refused.
    Required,
    /// No `Option`: this value stands in while nothing is set or received.
    Always(Initial),
}

/// The initial value of a field without `Option`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Initial {
    /// The type's own `Default`, which is also what Smithy's error correction fills in.
    TypeDefault,
    Value(Literal),
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
    pub(crate) wire: Directions,
    pub(crate) files: FunctionFiles,
    pub(crate) checked: bool,
    /// Its variants are the events of a stream.
    pub(crate) stream: Option<Stream>,
    pub(crate) conversions: Vec<Conversion>,
    /// The variants by what they hold, if the union has the values that attributes of items have.
    pub(crate) attributes: Option<Box<AttributeVariants>>,
}

/// The names of the variants of a union of attribute values.
#[derive(Debug)]
pub(crate) struct AttributeVariants {
    pub(crate) text: String,
    pub(crate) number: String,
    pub(crate) bytes: String,
    pub(crate) boolean: String,
    pub(crate) null: String,
    pub(crate) list: String,
    pub(crate) map: String,
    pub(crate) texts: String,
    pub(crate) numbers: String,
    pub(crate) blobs: String,
}

/// A type that a union is made `From`, and the variant that it becomes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conversion {
    pub(crate) from: ConversionFrom,
    pub(crate) variant: String,
}

/// The source of a conversion.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ConversionFrom {
    /// A value of the variant's type.
    Value(Type),
    /// A text that is borrowed.
    Text,
    /// An integer of this type, as text.
    Integer(&'static str),
}

/// The parts of a union of events besides its variants.
#[derive(Debug)]
pub(crate) struct Stream {
    /// The union's name in the model.
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
    /// The error's variant in the service's error enum.
    pub(crate) variant: String,
}

/// A member of a union.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) wire_name: String,
    /// The names in formats that have others.
    pub(crate) tags: Option<Box<MemberTags>>,
    /// The member's name in the model.
    pub(crate) member: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    /// `None` for members that target `Unit`: the tag says all.
    pub(crate) ty: Option<Type>,
    /// The constraint that a server checks.
    pub(crate) constraint: Option<Constraint>,
    pub(crate) sensitive: bool,
    pub(crate) methods: VariantMethods,
}

/// The names of the methods of a union's variant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VariantMethods {
    /// Makes the variant of a value.
    pub(crate) new: String,
    /// Returns the value.
    pub(crate) get: String,
    /// Tells whether a value is of the variant.
    pub(crate) test: String,
}

/// An open enum of strings.
#[derive(Debug)]
pub(crate) struct Enumeration {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) variants: Vec<EnumVariant<String>>,
    pub(crate) sensitive: bool,
    pub(crate) wire: Directions,
    pub(crate) files: FunctionFiles,
}

/// An open enum of integers.
#[derive(Debug)]
pub(crate) struct IntEnumeration {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) variants: Vec<EnumVariant<i32>>,
    pub(crate) sensitive: bool,
    pub(crate) wire: Directions,
    pub(crate) files: FunctionFiles,
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
    /// The error's variant in the service's error enum.
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
