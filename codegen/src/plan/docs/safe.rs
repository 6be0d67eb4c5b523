//! Lines of Markdown without what rustdoc takes for something else.

use super::text::url;

/// Escapes what rustdoc would take for HTML or for a link to an item, and makes bare URLs
/// links. Code spans stay as they are.
pub(super) fn safe(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        let taken = match next {
            '`' => match code_span(rest) {
                Some(length) => length,
                None => {
                    // It would reach into the next line.
                    out.push('\\');
                    1
                }
            },
            '\\' => rest.chars().take(2).map(char::len_utf8).sum(),
            '<' if is_autolink(rest) => rest.find('>').map_or(1, |end| end + 1),
            '[' => match link(rest) {
                Some((text, whole)) => {
                    out.push('[');
                    out.push_str(&safe(rest.get(1..text).unwrap_or_default()));
                    out.push_str(rest.get(text..whole).unwrap_or_default());
                    rest = rest.get(whole..).unwrap_or_default();
                    continue;
                }
                None => {
                    out.push('\\');
                    1
                }
            },
            '<' | ']' => {
                out.push('\\');
                1
            }
            _ => match url(rest) {
                Some(url) => {
                    out.push_str(&format!("<{url}>"));
                    rest = rest.get(url.len()..).unwrap_or_default();
                    continue;
                }
                None => next.len_utf8(),
            },
        };
        let (head, tail) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        out.push_str(head);
        rest = tail;
    }
    out
}

/// The length of the code span that a text starts with, if it is closed.
fn code_span(text: &str) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let fence = text.get(..ticks)?;
    let end = text.get(ticks..)?.find(fence)?;
    Some(ticks + end + ticks)
}

fn is_autolink(text: &str) -> bool {
    text.starts_with("<http://") || text.starts_with("<https://")
}

/// The ends of the text of a Markdown link `[text](url)`, and of the whole link.
fn link(text: &str) -> Option<(usize, usize)> {
    let close = text.find("](")?;
    let inside = text.get(1..close)?;
    if inside.contains('[') {
        return None;
    }
    let end = text.get(close..)?.find(')')?;
    let target = text.get(close + 2..close + end)?.trim_start_matches('<');
    let is_url = ["http://", "https://", "mailto:", "#", "/"]
        .iter()
        .any(|start| target.starts_with(start));
    // An address in angle brackets may have spaces, another none.
    let is_one = target.ends_with('>') || !target.contains(char::is_whitespace);
    (is_url && is_one).then_some((close, close + end + 1))
}
