//! Reading and writing JSON ([RFC 8259]) without a tree and without generics.
//!
//! [`Reader`] pulls values out of a body one at a time; [`Writer`] builds a body. Both
//! know the forms that the AWS JSON protocols give to Smithy's simple types (base64
//! blobs, timestamps in three formats, `"NaN"`), so generated code is one call a member.
//!
//! ```
//! use tinsmith_runtime::generated::json::{ReadError, ReadResult, Reader, Writer, name};
//!
//! fn read(r: &mut Reader<'_>) -> ReadResult<(Option<String>, Vec<i32>)> {
//!     let (mut name, mut sizes) = (None, Vec::new());
//!     r.begin_object()?;
//!     while let Some(key) = r.next_key()? {
//!         match &*key {
//!             "Name" => r.set(&mut name, Reader::string)?,
//!             "Sizes" => sizes = r.list(Reader::integer)?,
//!             _ => r.skip()?,
//!         }
//!     }
//!     Ok((name, sizes))
//! }
//!
//! let body = br#"{"Name": "studio", "Sizes": [1, 2], "New": {}}"#;
//! let mut reader = Reader::new(body)?;
//! assert_eq!(read(&mut reader)?, (Some("studio".to_owned()), vec![1, 2]));
//! reader.end()?;
//!
//! let mut w = Writer::new();
//! w.begin_object();
//! w.name(name!("Name"));
//! w.string("studio");
//! w.end_object();
//! assert_eq!(w.finish(), r#"{"Name":"studio"}"#);
//! # Ok::<(), ReadError>(())
//! ```
//!
//! # Speed
//!
//! - **Reading.** A structure is read in place, through a `&mut` to where it will stay. The loop over
//!   members is here, once (`Reader::object`), and generated code is the function that it calls with
//!   a name. The loop tries compact JSON first, and leaves whitespace, escapes and errors to a second
//!   function. The end of a string is looked for eight bytes at a time; beyond 64 bytes, in loops
//!   that compilers vectorize. UTF-8 is checked once per body.
//! - **Writing.** Bodies are written into memory that is kept per thread (up to 4 KB) and copied out:
//!   one allocation of the right size. Names are literals with quotation marks and colon (`name!`).
//!   A comma follows each value, and the closing bracket replaces it.
//! - **Tried without gain.** Reading: the position of a byte by `u128`, masks of vector comparisons
//!   (compilers need `unsafe` intrinsics), timestamps by slices, fractions in a word. Writing: a look
//!   for escapes beforehand, memory for a string at once. Requests: an early return for a bad URI, as
//!   a `Result` with a URI is moved more than once.
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259

mod bodies;
mod collections;
mod integer;
mod member_name;
mod number;
mod path;
mod reader;
mod scan;
mod skip;
mod text;
mod union;
mod value;
mod write_collections;
mod write_value;
mod writer;

#[doc(inline)]
pub use crate::__json_name as name;
pub use crate::read_error::{ReadError, ReadResult};
pub use bodies::*;
pub use member_name::Name;
pub use path::path_at;
pub use reader::Reader;
pub use union::Union;
pub(crate) use union::{none_or_many, only_member};
pub use writer::Writer;

/// The depth to which objects and lists may nest while they are read into types
/// ([`Reader::begin_object`], [`Reader::begin_list`], [`Reader::document`]).
///
/// Reading nested types is recursive; RFC 8259, section 9, allows a parser such a limit.
pub const MAX_DEPTH: u32 = 128;

/// The depth to which objects and lists may nest inside a value that [`Reader::skip`] skips.
///
/// Skipping isn't recursive, so this is larger than [`MAX_DEPTH`].
pub const MAX_SKIP_DEPTH: u32 = 1024;

/// The number of violations of an input's constraints that are reported at most. A body can have
/// one in every few bytes, so the answer would be larger than the request.
#[cfg(feature = "server")]
pub(crate) const MAX_VIOLATIONS: usize = 100;

/// The member name under which boto3 shows a union member that it doesn't know.
pub(crate) const SDK_UNKNOWN_MEMBER: &str = "SDK_UNKNOWN_MEMBER";
