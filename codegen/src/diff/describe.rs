//! The names of types in Rust, and the forms of values on the wire.

use crate::ir::{Binding, HostPart, Member, Presence, Scalar, TargetPart, Type};

use super::renames::Renames;

/// A type as it is written in Rust, under the names that the new version has.
pub(super) fn rust_type(ty: &Type, renames: &Renames) -> String {
    match ty {
        Type::Scalar(scalar) => rust_scalar(*scalar).to_owned(),
        Type::Named(named) => {
            let name = renames.apply(&named.name.ty);
            if named.boxed {
                format!("Box<{name}>")
            } else {
                name.to_owned()
            }
        }
        Type::List { item, sparse, .. } => {
            format!("Vec<{}>", optional(rust_type(item, renames), *sparse))
        }
        Type::Map { value, sparse, .. } => {
            let value = optional(rust_type(value, renames), *sparse);
            format!("BTreeMap<String, {value}>")
        }
    }
}

/// The type of a field.
pub(super) fn field_type(member: &Member, renames: &Renames) -> String {
    let is_option = !matches!(member.presence, Presence::Always(_));
    optional(rust_type(&member.ty, renames), is_option)
}

fn optional(ty: String, is_option: bool) -> String {
    if is_option {
        format!("Option<{ty}>")
    } else {
        ty
    }
}

fn rust_scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "String",
        Scalar::Blob => "Bytes",
        Scalar::Body => "Body",
        Scalar::Boolean => "bool",
        Scalar::Byte => "i8",
        Scalar::Short => "i16",
        Scalar::Integer => "i32",
        Scalar::Long => "i64",
        Scalar::Float => "f32",
        Scalar::Double => "f64",
        Scalar::BigInteger(_) => "BigInteger",
        Scalar::BigDecimal(_) => "BigDecimal",
        Scalar::Document => "Document",
        Scalar::IdempotencyToken => "IdempotencyToken",
        Scalar::Timestamp(_) => "Timestamp",
    }
}

/// Describes the place where a message carries a member.
pub(super) fn place(binding: &Binding) -> String {
    match binding {
        Binding::Body => "the body".to_owned(),
        Binding::Label => "the path".to_owned(),
        Binding::Query(name) => format!("the query as `{name}`"),
        Binding::QueryParams => "the query, each entry under its key".to_owned(),
        Binding::Header(name) => format!("the header `{name}`"),
        Binding::PrefixHeaders(prefix) => format!("headers that start with `{prefix}`"),
        Binding::Payload => "the body, which is nothing else".to_owned(),
        Binding::StatusCode => "the status".to_owned(),
        Binding::EventHeader(name) => format!("the header {name} of an event"),
        Binding::EventPayload(_) => "the payload of an event".to_owned(),
    }
}

/// A request's target; labels are in braces under their fields' names.
pub(super) fn target(parts: &[TargetPart]) -> String {
    let mut out = String::new();
    let mut has_query = false;
    for part in parts {
        match part {
            TargetPart::Literal(text) => out.push_str(text),
            TargetPart::Label { field, greedy } => {
                let mark = if *greedy { "+" } else { "" };
                out.push_str(&format!("{{{field}{mark}}}"));
            }
            TargetPart::Query { name, value } => {
                out.push(if has_query { '&' } else { '?' });
                has_query = true;
                push_encoded(name, &mut out);
                if let Some(value) = value {
                    out.push('=');
                    push_encoded(value, &mut out);
                }
            }
        }
    }
    out
}

/// Appends a name or value of a query as it stands in a URI.
fn push_encoded(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// The prefix of the host.
pub(super) fn host_prefix(parts: &[HostPart]) -> String {
    let parts = parts.iter().map(|part| match part {
        HostPart::Literal(text) => text.clone(),
        HostPart::Label(field) => format!("{{{field}}}"),
    });
    parts.collect()
}

/// `code`, or that there is none.
pub(super) fn or_none(text: &str) -> String {
    if text.is_empty() {
        "nothing".to_owned()
    } else {
        format!("`{text}`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_shown_as_they_are_sent() {
        let query = |name: &str, value: Option<&str>| TargetPart::Query {
            name: name.to_owned(),
            value: value.map(str::to_owned),
        };
        let parts = [
            TargetPart::Literal("/find".to_owned()),
            query("x y", Some("é=1")),
            query("list-type", Some("2")),
            query("acl", None),
        ];
        assert_eq!(target(&parts), "/find?x%20y=%C3%A9%3D1&list-type=2&acl");
    }
}
