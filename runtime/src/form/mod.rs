//! Writing and reading the forms that are requests of the query protocols
//! (`application/x-www-form-urlencoded`; Smithy 2.0, [AWS query protocol] and [AWS EC2 query
//! protocol]).
//!
//! A form is pairs of keys and values. A key is the path to a value: names of members and numbers of
//! items, joined by dots.
//!
//! ```
//! use tinsmith_runtime::generated::form::{Writer, name};
//!
//! let mut w = Writer::new();
//! w.begin_object();
//! w.name(name!("Name"));
//! w.string("a & b");
//! w.name(name!("Tags"));
//! w.list(name!("member"), &[1, 2], |w, tag| w.integer(*tag));
//! w.end_object();
//! assert_eq!(w.finish(), "Name=a%20%26%20b&Tags.member.1=1&Tags.member.2=2");
//! ```
//!
//! An empty structure has no pair, so that a form can't hold one, nor a union whose member is one:
//! both are left out, as botocore leaves them out. No published model of AWS with a query protocol
//! has such a union.
//!
//! Only servers read forms, so that the reader is there for them only.
//!
//! [AWS query protocol]: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
//! [AWS EC2 query protocol]: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html

mod bodies;
#[cfg(feature = "server")]
mod collections;
mod member_name;
#[cfg(feature = "server")]
mod pairs;
#[cfg(feature = "server")]
mod path;
#[cfg(feature = "server")]
mod reader;
#[cfg(feature = "server")]
mod union;
#[cfg(feature = "server")]
mod value;
mod write_collections;
mod write_value;
mod writer;

#[doc(inline)]
pub use crate::__form_name as name;
pub use crate::read_error::{ReadError, ReadResult};
pub use bodies::*;
pub use member_name::Name;
#[cfg(feature = "server")]
pub use path::path_at;
#[cfg(feature = "server")]
pub use reader::Reader;
#[cfg(feature = "server")]
pub use union::Union;
pub use writer::Writer;

/// The depth to which values may nest while they are read into types ([`Reader::object`],
/// [`Reader::list`], [`Reader::map`]). Reading nested types is recursive.
#[cfg(feature = "server")]
pub const MAX_DEPTH: u32 = 128;
