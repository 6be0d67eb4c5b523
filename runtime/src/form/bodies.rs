//! Whole forms.

use bytes::Bytes;

use super::Writer;
#[cfg(feature = "server")]
pub use for_servers::*;

/// Makes the body of a request of the query protocol: `pairs`, which every request has, and those of
/// the input. An empty list is its key with an empty value.
pub fn write_body(pairs: &str, write: impl FnOnce(&mut Writer)) -> Bytes {
    written(Writer::new(), pairs, write)
}

/// Makes the body of a request of EC2's protocol, which leaves out empty lists.
pub fn write_ec2_body(pairs: &str, write: impl FnOnce(&mut Writer)) -> Bytes {
    written(Writer::new().without_empty_lists(), pairs, write)
}

fn written(mut body: Writer, pairs: &str, write: impl FnOnce(&mut Writer)) -> Bytes {
    body.raw(pairs);
    write(&mut body);
    body.finish()
}

/// The server's side.
#[cfg(feature = "server")]
mod for_servers {
    use std::borrow::Cow;

    use crate::form::{Reader, path_at};
    use crate::percent;
    use crate::read_error::ReadResult;
    use crate::server::{Incoming, Rejection};

    /// Reads an input from the body, strictly. `Action` and `Version` aren't members.
    ///
    /// # Errors
    /// A body that isn't what `read` reads.
    pub fn read_input<T: Default>(
        incoming: &Incoming,
        read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
    ) -> Result<T, Rejection> {
        let body = incoming.body();
        let read = || Reader::new(body)?.strict().new_structure(read);
        read().map_err(|error| Rejection::unreadable(&error, &path_at(body, error.offset())))
    }

    /// Returns the action of a request: the value of the first key `Action`. Nothing after that is
    /// looked at.
    pub fn action(body: &[u8]) -> Option<Cow<'_, str>> {
        field(body, b"Action=")
    }

    /// Returns the version of a request's interface: the value of the first key `Version`.
    pub fn version(body: &[u8]) -> Option<Cow<'_, str>> {
        field(body, b"Version=")
    }

    fn field<'b>(body: &'b [u8], start: &[u8]) -> Option<Cow<'b, str>> {
        let mut pairs = body.split(|byte| *byte == b'&');
        let value = pairs.find_map(|pair| pair.strip_prefix(start))?;
        let value = std::str::from_utf8(value).ok()?;
        Some(percent::form_text(value))
    }
}
