//! XML without secrets.

use super::rules::{REDACTED, Rules, Spoken};
use crate::xml::Reader;

/// Takes the texts out of elements that are secret, and leaves the rest as it is, without comments.
///
/// # Errors
/// A body that isn't well-formed, or a secret element with attributes.
pub(super) fn redacted(body: &[u8], rules: &Rules, spoken: &Spoken) -> Result<String, String> {
    let not_xml = || "it isn't the XML that the service has".to_owned();
    let whole = || {
        let mut reader = Reader::new(body)?;
        reader.skip()?;
        reader.end()
    };
    whole().map_err(|_| not_xml())?;
    let mut rest = std::str::from_utf8(body).map_err(|_| not_xml())?;
    let mut out = String::with_capacity(rest.len());
    // Whether each open element is a secret, or in one.
    let mut open: Vec<bool> = Vec::new();
    while let Some(start) = rest.find('<') {
        let (text, markup) = rest.split_at(start);
        push_text(&mut out, text, &open, spoken);
        if let Some(comment) = markup.strip_prefix("<!--") {
            rest = comment.split_once("-->").ok_or_else(not_xml)?.1;
            continue;
        }
        if let Some(text) = markup.strip_prefix("<![CDATA[") {
            let (text, after) = text.split_once("]]>").ok_or_else(not_xml)?;
            let text = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            push_text(&mut out, &text, &open, spoken);
            rest = after;
            continue;
        }
        let end = end_of_tag(markup).ok_or_else(not_xml)?;
        let (tag, after) = markup.split_at(end);
        rest = after;
        if tag.starts_with("<?") {
            // A declaration goes before the root; nothing else is kept.
            if open.is_empty() && out.trim().is_empty() && tag.starts_with("<?xml ") {
                out.push_str(tag);
            }
            continue;
        }
        if tag.starts_with("<!") {
            return Err(not_xml());
        }
        if tag.starts_with("</") {
            open.pop().ok_or_else(not_xml)?;
            out.push_str(tag);
            continue;
        }
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let is_empty = inner.ends_with('/');
        let (name, attributes) = inner
            .trim_end_matches('/')
            .split_once(char::is_whitespace)
            .unwrap_or((inner.trim_end_matches('/'), ""));
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        let is_secret = open.last().is_some_and(|it| *it) || rules.is_secret(local);
        if is_secret && !attributes.trim().is_empty() {
            return Err("a secret element has attributes".to_owned());
        }
        out.push_str(&spoken.scrub(tag));
        if !is_empty {
            open.push(is_secret);
        }
    }
    push_text(&mut out, rest, &open, spoken);
    Ok(out)
}

fn push_text(out: &mut String, text: &str, open: &[bool], spoken: &Spoken) {
    let is_secret = open.last().is_some_and(|it| *it);
    if text.trim().is_empty() {
        out.push_str(text);
    } else if !is_secret {
        out.push_str(&spoken.scrub(text));
    } else if !out.ends_with(REDACTED) {
        // Text in several pieces is one secret.
        out.push_str(REDACTED);
    }
}

/// The end of a tag, behind its `>`, which may be in the quotes of an attribute before.
fn end_of_tag(markup: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in markup.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}
