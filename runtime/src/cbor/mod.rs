//! Reading and writing CBOR ([RFC 8949]) without a tree and without generics.
//!
//! [`Reader`] pulls values out of a body one at a time; [`Writer`] builds a body. Both know the
//! forms that Smithy's [RPC v2 CBOR protocol] gives to simple types: tag 1 for timestamps, tags 2,
//! 3 and 4 for big numbers. The names are those of the module for JSON, so that generated code
//! differs in its `use` line only.
//!
//! The reader takes any well-formed CBOR: definite and indefinite lengths, integers in more bytes
//! than they need, floating-point numbers of 16, 32 and 64 bits. The writer writes the shortest
//! integers, and floating-point numbers of the type's own size.
//!
//! [RFC 8949]: https://www.rfc-editor.org/rfc/rfc8949
//! [RPC v2 CBOR protocol]: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html

mod big;
mod bodies;
mod collections;
mod float;
mod head;
mod integer;
mod member_name;
mod path;
mod read_head;
mod reader;
mod skip;
mod text;
mod timestamp;
#[cfg(any(feature = "recording", feature = "testing"))]
mod tree;
mod union;
mod value;
mod write_collections;
#[cfg(feature = "recording")]
mod write_tree;
mod write_value;
mod writer;

#[doc(inline)]
pub use crate::__cbor_name as name;
pub use crate::read_error::{ReadError, ReadResult};
pub use bodies::*;
pub use member_name::Name;
pub use path::path_at;
pub use reader::Reader;
#[cfg(any(feature = "recording", feature = "testing"))]
pub(crate) use tree::Tree;
pub use union::Union;
pub use writer::Writer;

/// The depth to which maps and lists may nest while they are read into types. Reading nested types
/// is recursive.
pub const MAX_DEPTH: u32 = 128;

/// The depth to which maps and lists of indefinite length may nest inside a value that
/// [`Reader::skip`] skips. Those of definite length may nest to any depth: skipping counts the
/// items that are left.
pub const MAX_OPEN_DEPTH: usize = 128;

/// The length of a big number in bytes that is read at most. Turning bytes into decimal digits
/// takes time that grows with the square of the length.
pub const MAX_BIG_BYTES: usize = 4_096;
