//! Reading and writing XML ([XML 1.0]) without a tree and without generics.
//!
//! [`Reader`] pulls values out of a body one at a time; [`Writer`] builds a body. Both know the
//! forms that [Smithy's XML bindings] give to simple types, lists and maps, so generated code is one
//! call a member.
//!
//! ```
//! use tinsmith_runtime::generated::xml::{ReadError, ReadResult, Reader, Writer, name};
//!
//! fn read(r: &mut Reader<'_>) -> ReadResult<(Option<String>, Vec<i32>)> {
//!     let (mut name, mut sizes) = (None, Vec::new());
//!     r.object(|r, key| match key {
//!         "Name" => r.set(&mut name, Reader::string),
//!         "Size" => r.push(&mut sizes, Reader::integer),
//!         _ => r.skip(),
//!     })?;
//!     Ok((name, sizes))
//! }
//!
//! let body = br#"<Studio><Name>a &amp; b</Name><Size>1</Size><New/><Size>2</Size></Studio>"#;
//! let mut reader = Reader::new(body)?;
//! assert_eq!(read(&mut reader)?, (Some("a & b".to_owned()), vec![1, 2]));
//! reader.end()?;
//!
//! let mut w = Writer::new();
//! w.name(name!("Studio", xmlns = "http://example.com"));
//! w.begin_object();
//! w.name(name!("Name"));
//! w.string("a & b");
//! w.end_object();
//! assert_eq!(
//!     w.finish(),
//!     r#"<Studio xmlns="http://example.com"><Name>a &amp; b</Name></Studio>"#,
//! );
//! # Ok::<(), ReadError>(())
//! ```
//!
//! [XML 1.0]: https://www.w3.org/TR/xml/
//! [Smithy's XML bindings]: https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings

mod attributes;
mod bodies;
mod collections;
mod encoding;
mod error_element;
mod markup;
mod member_name;
mod path;
mod prolog;
mod reader;
mod reference;
mod scan;
mod skip;
mod tag;
mod text;
mod union;
mod value;
mod write_collections;
mod write_value;
mod writer;

#[doc(inline)]
pub use crate::__xml_name as name;
pub use crate::read_error::{ReadError, ReadResult};
pub use bodies::*;
pub use member_name::{Name, Tag};
pub use path::path_at;
pub use reader::Reader;
pub use union::Union;
pub use writer::Writer;

/// The depth to which elements may nest while they are read into types ([`Reader::object`],
/// [`Reader::list`], [`Reader::map`]). Reading nested types is recursive.
pub const MAX_DEPTH: u32 = 128;

/// The depth to which elements may nest inside an element that [`Reader::skip`] skips.
///
/// Skipping isn't recursive, so this is larger than [`MAX_DEPTH`].
pub const MAX_SKIP_DEPTH: usize = 1024;
