//! Documentation in HTML, as Markdown.

use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, Options};

use super::super::html;

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
        .convert(&without_space_after_breaks(
            &html.replace("href=\" ", "href=\""),
        ))
        .unwrap_or_else(|_| html.to_owned())
}

/// HTML without the space behind `<br>`, which would begin the next line. Preformatted text keeps
/// its space.
fn without_space_after_breaks(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut depth = 0_usize;
    while let Some(at) = rest.find("<br")
        && let Some(length) = rest.get(at..).and_then(|tag| tag.find('>'))
    {
        let (done, after) = rest.split_at(at + length + 1);
        out.push_str(done);
        depth += done.matches("<pre").count();
        depth = depth.saturating_sub(done.matches("</pre").count());
        rest = match depth {
            0 => after.trim_start(),
            _ => after,
        };
    }
    out.push_str(rest);
    out
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
