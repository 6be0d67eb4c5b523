//! Documentation in CommonMark with HTML in it, as HTML.
//!
//! The trait `documentation` is CommonMark, in which HTML may stand within lines and between blocks
//! ([Smithy 2.0, documentation trait](https://smithy.io/2.0/spec/documentation-traits.html)).

use foldhash::HashSet;
use pulldown_cmark::{CowStr, Event, Options, Parser, html};

use super::tags::{Tag, tags};

/// Whether a text is an HTML document: it begins with an element of blocks, as documentation of
/// AWS does.
pub(super) fn is_html(text: &str) -> bool {
    let text = text.trim_start();
    Tag::at(text).is_some_and(|tag| {
        let has_end = || tags(text).any(|(_, it)| it.is_end && it.name == tag.name);
        tag.is_of_block() && (!tag.needs_end() || has_end())
    })
}

/// A text in CommonMark as HTML, if there are tags or entities in it outside of code. What looks
/// like a tag, but is a placeholder, is text.
pub(super) fn html_of(markdown: &str) -> Option<String> {
    if !markdown.contains(['<', '&']) {
        return None;
    }
    let mut has_entity = false;
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
    let events: Vec<Event<'_>> = parser
        .map(|(event, range)| {
            let source = markdown.get(range).unwrap_or_default();
            has_entity |= matches!(&event, Event::Text(text) if is_entity(source, text));
            event
        })
        .collect();
    let ended: HashSet<String> = events
        .iter()
        .filter_map(raw)
        .flat_map(tags)
        .filter(|(_, tag)| tag.is_end)
        .map(|(_, tag)| tag.name)
        .collect();
    let is_tag =
        |tag: &Tag| tag.is_known() && (!tag.needs_end() || ended.contains(tag.name.as_str()));
    let mut has_tag = |html: &str| tags(html).any(|(_, tag)| is_tag(&tag));
    if !has_entity && !events.iter().filter_map(raw).any(&mut has_tag) {
        return None;
    }
    let events = events.into_iter().map(|event| match event {
        Event::Html(html) => Event::Html(without_placeholders(&html, is_tag)),
        Event::InlineHtml(html) => Event::InlineHtml(without_placeholders(&html, is_tag)),
        other => other,
    });
    let mut out = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut out, events);
    Some(out)
}

/// The HTML of an event.
fn raw<'a>(event: &'a Event<'_>) -> Option<&'a str> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html),
        _ => None,
    }
}

/// Whether a text is written as an entity.
fn is_entity(source: &str, text: &str) -> bool {
    source.starts_with('&') && source.ends_with(';') && source != text
}

/// HTML in which all tags but those of documentation are text. Comments stay comments.
fn without_placeholders(html: &str, is_tag: impl Fn(&Tag) -> bool) -> CowStr<'static> {
    let mut out = String::with_capacity(html.len() + 8);
    let mut done = 0;
    for (at, _) in html.match_indices('<') {
        let (before, rest) = (html.get(done..at), html.get(at..).unwrap_or_default());
        out.push_str(before.unwrap_or_default());
        done = at + 1;
        out.push_str(
            match rest.starts_with("<!--") || Tag::at(rest).is_some_and(|tag| is_tag(&tag)) {
                true => "<",
                false => "&lt;",
            },
        );
    }
    out.push_str(html.get(done..).unwrap_or_default());
    out.into()
}
