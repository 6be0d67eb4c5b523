//! Lists in a header.

use std::borrow::Cow;

/// Writes a list of strings or enumerations for a header, separated by `, `. An item that is
/// empty, has white space around it, or has a comma or a quotation mark in it becomes a quoted
/// string (Smithy 2.0, `httpHeader` trait; RFC 9110, section 5.6.4).
///
/// ```
/// use tinsmith_runtime::generated::text;
///
/// assert_eq!(text::list(["a", "b,c", r#"say "hi""#]), r#"a, "b,c", "say \"hi\"""#);
/// ```
pub fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let mut out = String::new();
    for item in items {
        separate(&mut out);
        push_string(&mut out, item.as_ref());
    }
    out
}

/// Writes a list of booleans, numbers or timestamps for a header, separated by `, ` (Smithy 2.0,
/// `httpHeader` trait).
///
/// No item is quoted, not even the comma of an HTTP date.
pub fn plain_list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let mut out = String::new();
    for item in items {
        separate(&mut out);
        out.push_str(item.as_ref());
    }
    out
}

fn separate(out: &mut String) {
    if !out.is_empty() {
        out.push_str(", ");
    }
}

fn push_string(out: &mut String, item: &str) {
    let quoted = item.is_empty() || item.contains(['"', ',']) || trimmed(item) != item;
    if !quoted {
        out.push_str(item);
        return;
    }
    out.push('"');
    for c in item.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}

/// Returns the text without the white space that a header may have around it.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// The items of a list in a header, freed from white space and quotation marks.
///
/// An item without any text isn't one (RFC 9110, section 5.6.1.2); an empty string is
/// quoted.
pub(crate) fn items(text: &str) -> Result<Vec<Cow<'_, str>>, &'static str> {
    let mut items = Vec::new();
    let mut rest = trimmed(text);
    while !rest.is_empty() {
        let (item, after) = match rest.strip_prefix('"') {
            Some(inside) => {
                let (item, after) = quoted(inside).ok_or("a quoted string that ends")?;
                let after = trimmed(after);
                if !after.is_empty() && !after.starts_with(',') {
                    return Err("a comma after a quoted string");
                }
                (Some(Cow::Owned(item)), after.strip_prefix(','))
            }
            None => {
                let (item, after) = match rest.split_once(',') {
                    Some((item, after)) => (trimmed(item), Some(after)),
                    None => (rest, None),
                };
                (
                    Some(item)
                        .filter(|item| !item.is_empty())
                        .map(Cow::Borrowed),
                    after,
                )
            }
        };
        items.extend(item);
        rest = trimmed(after.unwrap_or_default());
    }
    Ok(items)
}

/// The text of a quoted string, and what comes after it; the first quotation mark is
/// already gone.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut item = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next()? {
            '"' => return Some((item, chars.as_str())),
            '\\' => item.push(chars.next()?),
            c => item.push(c),
        }
    }
}

/// The items of a list of HTTP dates, each of which has a comma of its own.
pub(crate) fn http_dates(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut rest = trimmed(text);
    while !rest.is_empty() {
        let mut commas = rest.match_indices(',').map(|(at, _)| at);
        let end = commas.nth(1).unwrap_or(rest.len());
        let (item, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        items.push(trimmed(item));
        rest = trimmed(after.strip_prefix(',').unwrap_or(after));
    }
    items
}
