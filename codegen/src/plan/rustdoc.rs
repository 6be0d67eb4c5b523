//! Finds what rustdoc would warn of in Markdown. The rules are those of its lints
//! ([rustdoc, lints](https://doc.rust-lang.org/rustdoc/lints.html)), by the parser that it uses,
//! and stricter where that is simpler.

use std::cell::Cell;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The extensions that rustdoc reads besides CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// Whether there is nothing in it that a lint of rustdoc's is about.
pub(super) fn is_clean(markdown: &str) -> bool {
    // Brackets that lead nowhere would be links to items.
    let is_broken = Cell::new(false);
    let note = |_: BrokenLink<'_>| {
        is_broken.set(true);
        None
    };
    let parser = Parser::new_with_broken_link_callback(markdown, OPTIONS, Some(note));
    if parser.reference_definitions().iter().next().is_some() {
        return false;
    }
    let mut links = 0_usize;
    // The beginnings that a line needs to be in the innermost list item or quotation: others would
    // be in it only by grace, which clippy doesn't like.
    let mut margins: Vec<Margin> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        let is_clean = match &event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Start(Tag::FootnoteDefinition(_) | Tag::HtmlBlock) => false,
            // Everything but text would be compiled as an example.
            Event::Start(Tag::CodeBlock(kind)) => {
                matches!(kind, CodeBlockKind::Fenced(language) if &**language == "text")
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                links += 1;
                is_elsewhere(dest_url)
            }
            // Nobody wants a picture of somebody else's server.
            Event::Start(Tag::Image { .. }) => false,
            Event::End(TagEnd::Link) => {
                links = links.saturating_sub(1);
                true
            }
            Event::Start(Tag::Item) => {
                margins.push(Margin::Columns(content_column(markdown, range.start)));
                true
            }
            Event::Start(Tag::BlockQuote(_)) => {
                margins.push(Margin::Mark);
                true
            }
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_)) => {
                margins.pop();
                true
            }
            // Its rows are lines.
            Event::Start(Tag::Table(_)) => margins.is_empty(),
            Event::SoftBreak | Event::HardBreak => margins.last().is_none_or(|margin| {
                let rest = markdown.get(range.start..).unwrap_or_default();
                let next = rest.split_once('\n').map_or("", |(_, next)| next);
                let text = next.trim_start_matches(' ');
                match margin {
                    Margin::Columns(columns) => next.len() - text.len() >= *columns,
                    Margin::Mark => text.starts_with('>'),
                }
            }),
            Event::Text(text) => {
                let is_url = text.contains("http://") || text.contains("https://");
                (links > 0 || !is_url) && !has_open_tick(markdown, range)
            }
            _ => true,
        };
        if !is_clean || is_broken.get() {
            return false;
        }
    }
    !is_broken.get()
}

/// The start of a line that continues an earlier one.
enum Margin {
    /// A number of columns of space.
    Columns(usize),
    /// The mark of a quotation.
    Mark,
}

/// The column at which the text of a list item begins, of which the marker is at `start`.
fn content_column(markdown: &str, start: usize) -> usize {
    let before = markdown.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let item = markdown.get(start..).unwrap_or_default();
    let marker = item.find(' ').unwrap_or(0) + 1;
    line.len() + marker
}

/// Whether a link leads out of the documentation, or to a place of the page: everything else
/// could be the path of an item.
fn is_elsewhere(url: &str) -> bool {
    ["http://", "https://", "mailto:", "#", "/"]
        .iter()
        .any(|start| url.starts_with(start))
}

/// Whether text has a backtick without a backslash before it: one that a reader would take for
/// the end of some code.
fn has_open_tick(markdown: &str, range: std::ops::Range<usize>) -> bool {
    let text = markdown.get(range.clone()).unwrap_or_default();
    text.match_indices('`').any(|(at, _)| {
        let before = markdown.get(..range.start + at).unwrap_or_default();
        !before.ends_with('\\')
    })
}

#[cfg(test)]
mod tests {
    use super::is_clean;

    #[test]
    fn what_lints_are_about_is_found() {
        for clean in [
            "Plain *text* with `code [x] <b>` and a [link](https://example.com/a_(b)).",
            "<https://example.com>, [a place](#here) and \\[a\\] \\<b> \\`",
            "- a list\n  - of lists\n    that go on\n- item\n\n> a quotation\n> of two lines\n\n```text\n[x] <b>\n```",
            "a | b\n--- | ---\n1 | 2",
            "",
        ] {
            assert!(is_clean(clean), "{clean}");
        }
        for unclean in [
            "[field]",
            "[field][]",
            "[a](b)",
            "[the guide](https://example.com/a guide)",
            "<b>",
            "a </p> b",
            "<!-- c -->",
            "see https://example.com",
            "a ` b",
            "    let x;",
            "```\nlet x;\n```",
            "```rust,ignore\nx\n```",
            "[a]: https://example.com",
            "note[^1]\n\n[^1]: there",
            "![picture](https://example.com/a.png)",
            "- item\nlazy",
            "1. item\n lazy",
            "> quote\nlazy",
            "- a | b\n  --- | ---\n  1 | 2",
        ] {
            assert!(!is_clean(unclean), "{unclean}");
        }
    }
}
