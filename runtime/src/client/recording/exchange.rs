//! A recording as a file.

use std::collections::BTreeMap;

use super::message::{StoredRequest, StoredResponse};
use crate::{Document, json};

/// The version of the file's form.
const VERSION: i64 = 1;

/// A request and its response.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exchange {
    pub(super) service: String,
    pub(super) operation: String,
    pub(super) request: StoredRequest,
    pub(super) response: StoredResponse,
}

/// Reads a file.
///
/// # Errors
/// The reason why the text is no recording.
pub(super) fn read(text: &[u8]) -> Result<Vec<Exchange>, String> {
    let parse = || {
        let mut reader = json::Reader::new(text)?;
        let document = reader.document()?;
        reader.end()?;
        Ok::<_, json::ReadError>(document)
    };
    let document = parse().map_err(|error| {
        let (expected, found, at) = (error.expected(), error.found(), error.offset());
        format!("it isn't JSON: expected {expected}, found {found} at byte {at}")
    })?;
    let version = document.get("version").and_then(Document::as_i64);
    if version != Some(VERSION) {
        return Err(format!("its version isn't {VERSION}; record it again"));
    }
    let exchanges = document.get("exchanges").and_then(Document::as_array);
    let exchanges = exchanges.ok_or("it has no list of exchanges")?;
    let exchanges = exchanges.iter().enumerate();
    exchanges
        .map(|(index, exchange)| {
            of(exchange).ok_or_else(|| format!("exchange {} isn't complete", index + 1))
        })
        .collect()
}

fn of(document: &Document) -> Option<Exchange> {
    Some(Exchange {
        service: document.get("service")?.as_str()?.to_owned(),
        operation: document.get("operation")?.as_str()?.to_owned(),
        request: StoredRequest::from_document(document.get("request")?)?,
        response: StoredResponse::from_document(document.get("response")?)?,
    })
}

/// Writes a file: JSON with a line per value, and names in alphabetical order.
pub(super) fn write<'e>(exchanges: impl Iterator<Item = &'e Exchange>) -> String {
    let exchanges = exchanges.map(|exchange| {
        Document::Object(BTreeMap::from([
            ("service".to_owned(), exchange.service.as_str().into()),
            ("operation".to_owned(), exchange.operation.as_str().into()),
            ("request".to_owned(), exchange.request.to_document()),
            ("response".to_owned(), exchange.response.to_document()),
        ]))
    });
    let document = Document::Object(BTreeMap::from([
        ("version".to_owned(), VERSION.into()),
        ("exchanges".to_owned(), Document::Array(exchanges.collect())),
    ]));
    let mut text = String::new();
    push(&mut text, &document, 0);
    text.push('\n');
    text
}

fn push(text: &mut String, document: &Document, depth: usize) {
    let line = |text: &mut String, depth: usize| {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", depth));
    };
    match document {
        Document::Array(items) if !items.is_empty() => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                line(text, depth + 1);
                push(text, item, depth + 1);
            }
            line(text, depth);
            text.push(']');
        }
        Document::Object(members) if !members.is_empty() => {
            text.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                line(text, depth + 1);
                text.push_str(&plain(&Document::from(name.as_str())));
                text.push_str(": ");
                push(text, value, depth + 1);
            }
            line(text, depth);
            text.push('}');
        }
        plain_value => text.push_str(&plain(plain_value)),
    }
}

/// A value on one line.
fn plain(document: &Document) -> String {
    let mut writer = json::Writer::new();
    writer.document(document);
    String::from_utf8_lossy(&writer.finish()).into_owned()
}
