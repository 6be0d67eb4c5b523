//! Documentation in HTML, as Markdown.

use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, Options};

use super::super::html;

/// The tags that documentation of services is written with.
const TAGS: [&str; 44] = [
    "a",
    "abbr",
    "admonition",
    "b",
    "blockquote",
    "body",
    "br",
    "caution",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "example",
    "fullname",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "important",
    "li",
    "note",
    "ol",
    "p",
    "para",
    "pre",
    "q",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "title",
    "tr",
    "ul",
    "warning",
];

/// Whether a text holds HTML: a tag of documentation, or an entity.
pub(super) fn has_html(text: &str) -> bool {
    let tag = text.match_indices('<').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let end = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let (name, after) = name.split_at(end);
        TAGS.contains(&name.to_ascii_lowercase().as_str())
            && after.starts_with(['>', ' ', '/', '\n', '\t'])
    });
    tag || ["&lt;", "&gt;", "&amp;", "&quot;", "&#"]
        .iter()
        .any(|entity| text.contains(entity))
}

pub(super) fn from_html(html: &str) -> String {
    if html::is_deep(html) {
        return html::without_tags(html);
    }
    let options = Options {
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    HtmlToMarkdown::builder()
        .options(options)
        .skip_tags(vec!["script", "style", "fullname"])
        .build()
        .convert(&html.replace("href=\" ", "href=\""))
        .unwrap_or_else(|_| html.to_owned())
}

/// Markdown without the backslashes before underscores within words, which converters write. What
/// is in code stays as it is.
pub(super) fn bare_underscores(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut is_code = false;
    let mut chars = markdown.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if !is_code => {
                let Some(marked) = chars.next() else {
                    out.push(c);
                    break;
                };
                let next = chars.peek().copied().is_some_and(char::is_alphanumeric);
                if !(marked == '_' && next && out.ends_with(char::is_alphanumeric)) {
                    out.push(c);
                }
                out.push(marked);
            }
            _ => {
                is_code ^= c == '`' && chars.peek() != Some(&'`');
                out.push(c);
            }
        }
    }
    out
}
