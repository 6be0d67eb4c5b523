//! The form of messages over HTTP: the places of their members, and how they find their operation.

use super::{Custom, Envelope, Tag};

/// Where a message carries a member
/// ([Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    /// A member of the object that is the body.
    Body,
    /// A part of the path.
    Label,
    Query(String),
    QueryParams,
    /// A header, by its lower-case name.
    Header(String),
    /// All headers whose names start with this prefix, in lower case.
    PrefixHeaders(String),
    /// The whole body.
    Payload,
    StatusCode,
    /// A header of an event's message.
    EventHeader(String),
    /// The whole payload of an event's message, of this content type.
    EventPayload(String),
}

/// The way in which an operation's request is made.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: Vec<TargetPart>,
    /// Lower-case names and values.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    /// The place of the members in the body.
    pub(crate) envelope: Envelope,
    /// The prefix of the endpoint's host.
    pub(crate) host_prefix: Vec<HostPart>,
    /// The MD5 of the body goes into a header.
    pub(crate) has_checksum: bool,
    /// A large body is compressed with gzip.
    pub(crate) is_compressed: bool,
    /// The differences from the model that a special service wants.
    pub(crate) custom: Custom,
}

/// A piece of a host prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HostPart {
    Literal(String),
    /// A member: protocols say the model's name, and plan puts its field's there.
    Label(String),
}

/// A piece of the request target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TargetPart {
    Literal(String),
    /// A member, as in a host prefix.
    Label {
        field: String,
        greedy: bool,
    },
    Query {
        name: String,
        value: Option<String>,
    },
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Empty,
    /// An object of the members that are bound to the body.
    Object,
    /// Always an object without members.
    EmptyObject,
    /// A member, with this content type.
    Payload {
        field: String,
        content_type: String,
        /// The root element of a structure or a union, in a format that has one.
        root: Option<Tag>,
    },
    /// An event stream. If there are other members, and HTTP doesn't carry them, they are an
    /// object of this content type in a message before all events.
    Events {
        initial: Option<String>,
    },
}

impl Body {
    /// Whether members are in an object: the body, or a message before all events.
    pub(crate) fn has_object(&self) -> bool {
        match self {
            Self::Object => true,
            Self::Events { initial } => initial.is_some(),
            _ => false,
        }
    }
}

/// The way in which an operation is served.
#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) route: Route,
    pub(crate) takes: Media,
    pub(crate) gives: Media,
    pub(crate) status: u16,
    pub(crate) body: Body,
    /// The place of the members in the body.
    pub(crate) envelope: Envelope,
    /// The `content-type` of a body that isn't a payload.
    pub(crate) content_type: Option<String>,
    /// The operation is a `HEAD`: an answer has no body, and may have the length of another one.
    pub(crate) is_head: bool,
}

/// The sign by which a request is known to be for an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Route {
    Target(String),
    /// A `POST` with a header to a path, before which there may be more.
    Rpc {
        header: (String, String),
        path: String,
    },
    /// A form with these fields.
    Action {
        action: String,
        version: String,
    },
    Http {
        method: String,
        path: Vec<Segment>,
        query: Vec<(String, Option<String>)>,
        /// Headers that the request must have, by lower-case names.
        headers: Vec<String>,
    },
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Segment {
    Literal(String),
    /// A member, as in a host prefix.
    Label(String),
    Greedy(String),
}

/// The body that an operation takes or gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    Any,
    None,
    /// An empty object of this type may be there.
    Maybe(String),
    Type(String),
}

/// The form of an error's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorBody {
    /// An object of the members, which may have the code.
    Object { has_code: bool },
    /// An element with code and members, wrapped in others.
    Element(ErrorWrapping),
}

impl Default for ErrorBody {
    fn default() -> Self {
        Self::Object { has_code: false }
    }
}

/// The elements around an error's element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorWrapping {
    /// `ErrorResponse`.
    ErrorResponse,
    /// `ErrorResponse`, and responses of success have a request id, too.
    Query,
    /// No element.
    Bare,
    /// `Response` and `Errors`.
    Errors,
}
