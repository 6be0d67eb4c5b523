//! **IR**: the plan of a crate, as data. `plan` and `protocol` write it; `emit`, `diff`, `package`
//! and `catalogue` read it. Nothing is decided here.
//!
//! Every name is the one that generated code has, and every type the one that users see.

mod check;
mod checksum;
mod conformance;
mod constraint;
mod custom;
mod discovery;
pub(crate) mod endpoint;
mod example;
mod file_scope;
mod format;
mod http;
mod item;
pub(crate) mod jmespath;
mod literal;
mod name;
mod operation;
pub(crate) mod paginator;
mod read_write;
mod recorded;
mod service;
mod tag;
mod transfer;
mod types;
pub(crate) mod waiter;

pub(crate) use check::{Access, Check, CheckBody, CheckFunction, MemberCheck, VariantCheck};
pub(crate) use checksum::{ChecksumAlgorithm, ChecksumMember, RequestChecksum, ResponseChecksum};
pub(crate) use conformance::{
    EventCase, EventStreamTest, EventValue, MalformedTest, RequestTest, ResponseTest,
};
pub(crate) use constraint::{Bounds, Constraint, Pattern, PatternConstant, Values};
pub(crate) use custom::{Custom, LabelText};
pub(crate) use discovery::{Discovered, Discovery};
pub(crate) use example::{Example, ExampleTest, Outcome, Shown};
pub(crate) use file_scope::FileScope;
pub(crate) use format::{Format, Formats};
pub(crate) use http::{
    Binding, Body, ErrorBody, ErrorWrapping, HostPart, Media, Request, Route, Segment, Serving,
    TargetPart,
};
pub(crate) use item::{
    AttributeVariants, Conversion, ConversionFrom, EnumVariant, Enumeration, ErrorShape,
    EventError, Initial, IntEnumeration, Item, Member, MemberOnServer, Presence, Stream, Structure,
    Union, Variant, VariantMethods,
};
pub(crate) use literal::{DocumentLiteral, FieldLiteral, ItemLiteral, Literal};
pub(crate) use name::Name;
pub(crate) use operation::{Auth, Operation, StreamIn};
pub(crate) use read_write::{Directions, FunctionFile, FunctionFiles};
pub(crate) use recorded::Recorded;
pub(crate) use service::{Client, Crate, LeftOut, Server, Service, Skipped};
pub(crate) use tag::{EntryTags, Envelope, ItemTag, MemberTags, Namespace, SentAndReceived, Tag};
pub(crate) use transfer::{
    ChecksumFields, Copied, DownloadByRanges, FullObject, HeadObject, ListParts, ObjectChecksums,
    Step, Transfers, UploadInParts,
};
pub(crate) use types::{BigForm, Named, NamedKind, Scalar, Type};
