//! Values of headers, of a request or a response.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::HeaderMap;

use crate::{header_lines, text};

/// The expected form of a header, and the kind that was found.
pub(crate) type Unreadable = (&'static str, &'static str);

/// The kind of what a reader didn't take; what exactly it was may be secret.
const OTHERWISE: &str = "another text";

/// A header by its name; `None` if there is none.
pub(crate) fn one<T>(
    headers: &HeaderMap,
    name: &str,
    read: impl FnOnce(&str) -> Result<T, &'static str>,
) -> Result<Option<T>, Unreadable> {
    let Some(value) = text_of(headers, name)? else {
        return Ok(None);
    };
    read(&value).map(Some).map_err(otherwise)
}

/// A header as a list of items that may be quoted; an empty header is an empty list.
pub(crate) fn list<T>(
    headers: &HeaderMap,
    name: &str,
    mut read: impl FnMut(&str) -> Result<T, &'static str>,
) -> Result<Option<Vec<T>>, Unreadable> {
    let Some(value) = text_of(headers, name)? else {
        return Ok(None);
    };
    text::items(&value)
        .and_then(|items| items.iter().map(|item| read(item)).collect())
        .map(Some)
        .map_err(otherwise)
}

/// A header as a list of HTTP dates, each of which has a comma of its own.
pub(crate) fn http_date_list<T>(
    headers: &HeaderMap,
    name: &str,
    read: impl FnMut(&str) -> Result<T, &'static str>,
) -> Result<Option<Vec<T>>, Unreadable> {
    let Some(value) = text_of(headers, name)? else {
        return Ok(None);
    };
    let read: Result<Vec<T>, _> = text::http_dates(&value).into_iter().map(read).collect();
    read.map(Some).map_err(otherwise)
}

/// The headers whose names begin with the prefix, by the rest of their names.
pub(crate) fn prefixed<V: From<String>>(
    headers: &HeaderMap,
    prefix: &str,
) -> Option<BTreeMap<String, V>> {
    let prefix = prefix.to_ascii_lowercase();
    let mut found = BTreeMap::new();
    for name in headers.keys() {
        let value = header_lines::joined(headers, name.as_str());
        if let Some((key, value)) = name.as_str().strip_prefix(&*prefix).zip(value) {
            let value = String::from_utf8_lossy(&value).into_owned();
            found.insert(key.to_owned(), value.into());
        }
    }
    (!found.is_empty()).then_some(found)
}

fn text_of<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<Cow<'h, str>>, Unreadable> {
    let text = match header_lines::joined(headers, name) {
        None => return Ok(None),
        Some(Cow::Borrowed(bytes)) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Some(Cow::Owned(bytes)) => String::from_utf8(bytes).ok().map(Cow::Owned),
    };
    match text {
        Some(text) => Ok(Some(text)),
        None => Err(("a text in UTF-8", "other bytes")),
    }
}

fn otherwise(expected: &'static str) -> Unreadable {
    (expected, OTHERWISE)
}
