//! Markdown by the rules for single lines.

use super::safe::safe;
use super::wrap::{starts_block, wrap};

/// Markdown by the rules for single lines.
pub(super) fn tidied(markdown: &str) -> Vec<String> {
    let mut out = Vec::new();
    // The fence that ends the block of code that a line is in.
    let mut fence: Option<String> = None;
    let joined = joined(markdown.trim());
    for (at, line) in joined.iter().enumerate() {
        let mark = line.trim_start();
        if let Some(end) = &fence {
            if mark.trim_end() == end {
                fence = None;
                out.push("```".to_owned());
            } else {
                out.push(line.to_owned());
            }
        } else if let Some(end) = opening_fence(mark) {
            fence = Some(end);
            // A block of another language, or of none, would be compiled as a doctest.
            out.push("```text".to_owned());
        } else if line.starts_with("    ") && out.last().is_none_or(String::is_empty) {
            // Four spaces would make a code block, which rustdoc would compile.
            wrap(&safe(line.trim_start()), &mut out);
        } else {
            wrap(&safe(line.trim_end()), &mut out);
            if is_broken(line, joined.get(at + 1))
                && let Some(last) = out.last_mut()
            {
                last.push('\\');
            }
        }
    }
    if fence.is_some() {
        out.push("```".to_owned());
    }
    out.dedup_by(|next, last| next.is_empty() && last.is_empty());
    tighten(out)
}

/// Whether a line of a paragraph ends with a hard line break: a backslash shows that, which no editor
/// takes away.
fn is_broken(line: &str, next: Option<&String>) -> bool {
    let next = next.map_or("", |next| next.trim());
    let first = next.split(' ').next().unwrap_or_default();
    let goes_on =
        !next.is_empty() && opening_fence(next).is_none() && !starts_block(first) && !is_row(next);
    line.ends_with("  ") && goes_on && !line.trim_start().starts_with('#')
}

/// Whether a line is a row of a table.
pub(super) fn is_row(line: &str) -> bool {
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

/// The lines of a text, each with those that only continue it: code spans may reach over
/// several, and how a paragraph is broken is for us to say.
fn joined(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let mark = line.trim();
        if let Some(end) = &fence {
            if mark == end {
                fence = None;
            }
            out.push(line.to_owned());
            continue;
        }
        fence = opening_fence(mark);
        let first = mark.split(' ').next().unwrap_or_default();
        let starts = mark.is_empty() || fence.is_some() || starts_block(first) || is_row(mark);
        match out.last_mut() {
            Some(last)
                if !starts
                    && !last.trim().is_empty()
                    && !last.ends_with("  ")
                    && !last.trim_start().starts_with('#')
                    && !is_row(last.trim())
                    && opening_fence(last.trim()).is_none() =>
            {
                last.push(' ');
                last.push_str(mark);
            }
            _ => out.push(line.to_owned()),
        }
    }
    out
}

/// The fence that closes the block of code that a line opens, if it opens one.
pub(super) fn opening_fence(line: &str) -> Option<String> {
    ['`', '~'].into_iter().find_map(|mark| {
        let rest = line.trim_start_matches(mark);
        let length = line.len() - rest.len();
        (length >= 3 && !rest.contains(mark)).then(|| mark.to_string().repeat(length))
    })
}

/// Takes out the empty line between two items of a list, which HTML's `<li><p>` leaves.
fn tighten(lines: Vec<String>) -> Vec<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_item = |line: &str| line.trim_start().starts_with("- ");
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    for line in lines {
        if is_item(&line)
            && let [.., before, blank] = out.as_slice()
            && blank.is_empty()
            && (is_item(before) || indent(before) > 0)
        {
            out.pop();
        }
        out.push(line);
    }
    out
}
