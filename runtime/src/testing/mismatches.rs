//! The differences from what a test expects.

use bytes::Bytes;
use http::HeaderMap;

use super::{base64, cbor, form, json, xml};
use crate::header_lines;

fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

pub(super) fn is_cbor(media_type: &str) -> bool {
    essence(media_type) == "application/cbor"
}

fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}

/// Type and subtype in lower case, without parameters.
fn essence(media_type: &str) -> String {
    let essence = media_type
        .split_once(';')
        .map_or(media_type, |(essence, _)| essence);
    essence.trim().to_ascii_lowercase()
}

/// A header's value with one space after each comma that isn't in a quoted string.
fn spaced(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut quoted = false;
    let mut chars = value.trim().chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        match c {
            '"' => quoted = !quoted,
            '\\' if quoted => out.extend(chars.next()),
            ',' if !quoted => {
                while chars.next_if(|c| matches!(c, ' ' | '\t')).is_some() {}
                out.push(' ');
            }
            _ => {}
        }
    }
    out
}

/// The differences, a line each.
#[derive(Default)]
pub(super) struct Mismatches(Vec<String>);

impl Mismatches {
    pub(super) fn add(&mut self, mismatch: String) {
        self.0.push(mismatch);
    }

    pub(super) fn differ(&mut self, what: &str, expected: &str, found: &str) {
        self.add(format!("{what}: expected {expected:?}, found {found:?}"));
    }

    pub(super) fn unless_equal(&mut self, what: &str, expected: &str, found: &str) {
        if expected != found {
            self.differ(what, expected, found);
        }
    }

    /// Headers that there must be, must not be, and must be with any value.
    pub(super) fn check_headers(
        &mut self,
        headers: &HeaderMap,
        expected: &[(&str, &str)],
        forbidden: &[&str],
        required: &[&str],
    ) {
        for &(name, expected) in expected {
            let Some(found) = header_lines::joined(headers, name) else {
                self.add(format!("header {name}: expected {expected:?}, found none"));
                continue;
            };
            let found = String::from_utf8_lossy(&found);
            let is_length = name.eq_ignore_ascii_case("content-length");
            if !is_length && spaced(&found) != spaced(expected) {
                self.differ(&format!("header {name}"), expected, &found);
            }
        }
        for name in forbidden {
            if let Some(found) = header_lines::joined(headers, *name) {
                let found = String::from_utf8_lossy(&found);
                self.add(format!("header {name}: expected none, found {found:?}"));
            }
        }
        for name in required {
            if !headers.contains_key(*name) {
                self.add(format!("header {name}: expected one, found none"));
            }
        }
    }

    /// A body, by what it says if it is JSON, XML, a form or CBOR, which a test has in base64.
    pub(super) fn check_body(
        &mut self,
        found: &Bytes,
        expected: Option<&'static str>,
        media_type: Option<&str>,
    ) {
        let Some(expected) = expected else {
            return;
        };
        let is_empty = expected.is_empty() || found.is_empty();
        if !is_empty && media_type.is_some_and(is_cbor) {
            for difference in cbor::differences(&base64(expected), found) {
                self.add(format!("body: {difference}"));
            }
        } else if !is_empty && media_type.is_some_and(is_json) {
            for difference in json::differences(expected.as_bytes(), found) {
                self.add(format!("body: {difference}"));
            }
        } else if !is_empty && media_type.is_some_and(is_xml) {
            for difference in xml::differences(expected.as_bytes(), found) {
                self.add(format!("body: {difference}"));
            }
        } else if !is_empty && media_type.is_some_and(is_form) {
            for difference in form::differences(expected.as_bytes(), found) {
                self.add(format!("body: {difference}"));
            }
        } else if found != expected {
            self.differ("body", expected, &String::from_utf8_lossy(found));
        }
    }

    pub(super) fn finish(self) -> Result<(), String> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0.join("\n"))
        }
    }
}
