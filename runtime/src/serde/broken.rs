//! Errors of text that is no JSON.

use crate::json::ReadError;

/// An error in text that nobody sees: the path says where, an offset wouldn't.
pub(super) fn message(error: &ReadError, text: &str) -> String {
    let path = crate::json::path_at(text.as_bytes(), error.offset());
    format!(
        "{path}: expected {}, found {}",
        error.expected(),
        error.found()
    )
}

/// A writer wrote something that isn't one JSON value, which only
/// [`Writer::raw`](crate::json::Writer::raw) and unbalanced calls make possible.
pub(super) fn broken<E: ::serde::ser::Error>(error: &ReadError, text: &str) -> E {
    E::custom(message(error, text))
}
