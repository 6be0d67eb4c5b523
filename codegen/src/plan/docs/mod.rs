//! Documentation: the model's HTML or CommonMark as Markdown that rustdoc takes without a
//! warning, wrapped so that diffs stay small.

mod from_html;
mod from_markdown;
mod safe;
mod sentence;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod tidy;
mod wrap;

use std::borrow::Cow;

use super::rustdoc;
use from_html::{bare_underscores, from_html};
use from_markdown::{html_of, is_html};
use safe::safe;
pub(super) use sentence::first_sentence;
pub(crate) use text::code;
use text::escaped_words;
pub(super) use text::plain;
use tidy::{is_row, opening_fence, tidied};
use wrap::{WIDTH, starts_block, wrap};

/// The lines of a documentation trait.
pub(crate) fn lines(documentation: Option<&str>) -> Vec<String> {
    let Some(text) = documentation else {
        return Vec::new();
    };
    let html = match is_html(text) {
        true => Some(Cow::Borrowed(text)),
        false => html_of(text).map(Cow::Owned),
    };
    let markdown = match html {
        Some(html) => bare_underscores(&from_html(&html)),
        None => text.to_owned(),
    };
    let markdown = plain(&markdown);
    let lines = tidied(&markdown);
    if is_clean(&lines) {
        return lines;
    }
    // Something is in there that the rules for single lines don't see: block by block, what isn't
    // clean by itself becomes plain text, and if that doesn't do it, all of it does.
    let mut out: Vec<String> = Vec::new();
    for block in blocks(&markdown) {
        let mut lines = tidied(&block);
        if !is_clean(&lines) {
            lines = literal(&block);
        }
        if !lines.is_empty() && !out.is_empty() {
            out.push(String::new());
        }
        out.append(&mut lines);
    }
    if is_clean(&out) {
        return out;
    }
    let paragraphs = markdown.split("\n\n").map(literal);
    let paragraphs: Vec<_> = paragraphs.filter(|lines| !lines.is_empty()).collect();
    paragraphs.join(&String::new())
}

/// A text of one line, such as a title or a note, as Markdown that rustdoc takes without a
/// warning.
pub(super) fn line(text: &str) -> String {
    let text = plain(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_line = |text: &str| rustdoc::is_clean(text) && !starts_other_block(text);
    if is_line(&text) {
        return text;
    }
    let escaped = safe(&text);
    if is_line(&escaped) {
        return escaped;
    }
    escaped_words(&text).join(" ")
}

/// Whether a line isn't the beginning of a paragraph.
fn starts_other_block(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    starts_block(first) || is_row(line) || opening_fence(line).is_some() || line.starts_with("    ")
}

fn is_clean(lines: &[String]) -> bool {
    rustdoc::is_clean(&lines.join("\n"))
}

/// The parts between empty lines; a fenced block of code is one, whatever is in it.
fn blocks(markdown: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut fence: Option<String> = None;
    for line in markdown.lines() {
        let mark = line.trim();
        match &fence {
            Some(end) if mark == end => fence = None,
            Some(_) => {}
            None => fence = opening_fence(mark),
        }
        if mark.is_empty() && fence.is_none() {
            blocks.push(String::new());
        } else if let Some(block) = blocks.last_mut() {
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks.retain(|block| !block.trim().is_empty());
    blocks
}

/// A text that means nothing but its characters.
fn literal(text: &str) -> Vec<String> {
    let words = escaped_words(text);
    if words.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    lines.push(line);
    lines
}

/// A paragraph of Markdown that the configuration has, wrapped. Several lines stay as they are.
pub(super) fn wrapped(paragraph: &str) -> String {
    if paragraph.contains('\n') || is_row(paragraph) {
        return paragraph.to_owned();
    }
    let mut lines = Vec::new();
    wrap(paragraph, &mut lines);
    lines.join("\n")
}

/// Adds a paragraph after `lines`.
pub(super) fn paragraph(lines: &mut Vec<String>, text: &str) {
    if !lines.is_empty() {
        lines.push(String::new());
    }
    wrap(&plain(text).replace('\n', " "), lines);
}
