//! Documentation: the model's HTML or CommonMark as Markdown that rustdoc takes without a
//! warning, wrapped so that diffs stay small.

use super::{html, rustdoc};
use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, Options};

/// Columns that a documentation line may have, without the `/// ` before it.
const WIDTH: usize = 92;

/// The lines of a documentation trait.
pub(crate) fn lines(documentation: Option<&str>) -> Vec<String> {
    let Some(text) = documentation else {
        return Vec::new();
    };
    let markdown = if has_html(text) {
        bare_underscores(&from_html(text))
    } else {
        text.to_owned()
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

/// A text as code within a line.
pub(crate) fn code(text: &str) -> String {
    let text = plain(text).replace('\n', " ");
    if text.is_empty() {
        return "` `".to_owned();
    }
    let mut run = 0;
    let mut longest = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    // The spaces are no part of the code; without them, ticks could be part of the fence.
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
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

/// Words of which no character means anything in Markdown. Addresses become links.
fn escaped_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(escaped).collect()
}

fn escaped(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 8);
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut at = 0;
    while let Some(rest) = word.get(at..)
        && let Some(c) = rest.chars().next()
    {
        if let Some(url) = url(rest) {
            out.push_str(&format!("<{url}>"));
            at += url.len();
            continue;
        }
        let is_mark = "\\`*_[]<&|~".contains(c) && !is_within_word(word, at);
        // These begin blocks, as numbers of items do.
        let begins = at == 0 && "-+=#>:".contains(c) || at == digits && at > 0 && ".)".contains(c);
        if is_mark || begins {
            out.push('\\');
        }
        out.push(c);
        at += c.len_utf8();
    }
    out
}

/// Whether the byte at this place is an underscore between letters or digits, where it never means
/// emphasis ([CommonMark](https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis)).
fn is_within_word(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else {
        return false;
    };
    let mut after = after.chars();
    before.ends_with(char::is_alphanumeric)
        && after.next() == Some('_')
        && after.next().is_some_and(char::is_alphanumeric)
}

/// Markdown without the backslashes before underscores within words, which converters write. What
/// is in code stays as it is.
fn bare_underscores(markdown: &str) -> String {
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

/// The address that a text begins with, without what ends a sentence.
fn url(text: &str) -> Option<&str> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let end = text
        .find(|c: char| c.is_whitespace() || c.is_control() || "<>()[]\"'`|\\".contains(c))
        .unwrap_or(text.len());
    Some(text.get(..end)?.trim_end_matches(['.', ',', ';', ':']))
}

/// Markdown by the rules for single lines.
fn tidied(markdown: &str) -> Vec<String> {
    let mut out = Vec::new();
    // The fence that ends the block of code that a line is in.
    let mut fence: Option<String> = None;
    for line in &joined(markdown.trim()) {
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
        }
    }
    if fence.is_some() {
        out.push("```".to_owned());
    }
    out.dedup_by(|next, last| next.is_empty() && last.is_empty());
    tighten(out)
}

/// Whether a line is a row of a table.
fn is_row(line: &str) -> bool {
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
fn opening_fence(line: &str) -> Option<String> {
    ['`', '~'].into_iter().find_map(|mark| {
        let rest = line.trim_start_matches(mark);
        let length = line.len() - rest.len();
        (length >= 3 && !rest.contains(mark)).then(|| mark.to_string().repeat(length))
    })
}

/// Text without what rustc refuses in comments and literals: lone carriage returns, and the
/// characters that turn the direction of text.
pub(super) fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace(
            |c: char| {
                ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c)
            },
            "",
        )
        .replace('\0', "")
        .replace('\t', "    ")
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
fn has_html(text: &str) -> bool {
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

fn from_html(html: &str) -> String {
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

/// Escapes what rustdoc would take for HTML or for a link to an item, and makes bare URLs
/// links. Code spans stay as they are.
fn safe(line: &str) -> String {
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

/// Breaks a line at spaces; the lines after the first are indented as a list item's are.
fn wrap(line: &str, out: &mut Vec<String>) {
    let body = line.trim_start();
    let margin = line.len() - body.len();
    let marker = match body.split_once(' ') {
        Some(("-" | "*" | "+", _)) => 2,
        Some((number, _)) if is_number(number) => number.len() + 1,
        _ => 0,
    };
    let indent = margin + marker;
    // Each line of a quotation has its marks.
    let marks = body.len() - body.trim_start_matches(['>', ' ']).len();
    let marks = body.get(..marks).unwrap_or_default().trim_end();
    let start = if marks.is_empty() {
        " ".repeat(indent)
    } else {
        format!("{}{marks} ", " ".repeat(margin))
    };
    let mut current = String::new();
    let mut width = 0;
    for word in words(line) {
        let columns = word.chars().count();
        let fits = width + 1 + columns <= WIDTH;
        // A marker alone on its line would be an empty item.
        let is_start = current.trim().is_empty() || current.chars().count() < indent;
        if is_start || fits || starts_block(&word) {
            if !current.is_empty() {
                current.push(' ');
                width += 1;
            }
        } else {
            out.push(current.trim_end().to_owned());
            current.clone_from(&start);
            width = start.chars().count();
        }
        current.push_str(&word);
        width += columns;
    }
    out.push(current.trim_end().to_owned());
}

/// Splits at spaces, but keeps code spans and links whole; leading spaces stay.
fn words(line: &str) -> Vec<String> {
    let body = line.trim_start();
    let mut words = vec![" ".repeat(line.len() - body.len())];
    let mut in_code = false;
    let mut depth = 0_usize;
    for c in body.chars() {
        match c {
            '`' => in_code = !in_code,
            '[' if !in_code => depth += 1,
            ']' if !in_code => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ' ' && !in_code && depth == 0 {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words
}

/// Whether a word at the start of a line would begin a block of its own.
fn starts_block(word: &str) -> bool {
    matches!(word, "-" | "+" | "*" | "=" | "|") || word.starts_with(['#', '>']) || is_number(word)
}

/// Whether a word numbers an item of a list: `1.`
fn is_number(word: &str) -> bool {
    word.strip_suffix(['.', ')']).is_some_and(|number| {
        !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::{code, escaped, line, lines, rustdoc};

    /// Pieces of which texts are made that nobody thought of.
    const AWKWARD: [&str; 74] = [
        "[",
        "]",
        "(",
        ")",
        "<b>",
        "</b>",
        "<",
        ">",
        "`",
        "``",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "# ",
        "> ",
        "|",
        "| a |\n|---|\n",
        "---",
        "===",
        "https://example.com",
        "http://a b",
        "[x]: y",
        "]: ",
        "[^1]",
        "[^1]: ",
        "![",
        "&lt;",
        "&amp;",
        "&",
        "\\",
        "*",
        "_",
        "**",
        "~~",
        "<!--",
        "-->",
        "<a href=\"",
        "\">",
        "</a>",
        "<p>",
        "</p>",
        "<ul><li>",
        "</li></ul>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<br/>",
        "<note>",
        "<h1>",
        "<table><tr><td>",
        "</td></tr></table>",
        "word",
        "Vec<u8>",
        "crate::Foo",
        "é",
        "\r",
        "\u{202e}",
        "\0",
        "<https://",
        "mailto:",
        "![a](b)",
        "[a](https://x.example/a b)",
        "'",
        "\"",
        " ",
    ];

    /// Makes texts of random pieces, the same texts in each run.
    fn awkward_texts(count: usize) -> impl Iterator<Item = String> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below as u64).expect("below a usize")
        };
        (0..count).map(move |_| {
            let length = 1 + next(24);
            (0..length).map(|_| AWKWARD[next(AWKWARD.len())]).collect()
        })
    }

    #[test]
    fn rustdoc_has_nothing_to_say_whatever_the_text() {
        for text in awkward_texts(4_000) {
            let lines = lines(Some(&text)).join("\n");
            assert!(rustdoc::is_clean(&lines), "{text:?} became {lines:?}");
            let line = line(&text);
            assert!(rustdoc::is_clean(&line), "{text:?} became {line:?}");
            assert!(!line.contains('\n'), "{text:?} became {line:?}");
            let code = format!("Pattern {}.", code(&text));
            assert!(rustdoc::is_clean(&code), "{text:?} became {code:?}");
        }
    }

    #[test]
    fn no_word_is_lost() {
        for text in awkward_texts(1_000) {
            // Words within tags and comments are none of the text.
            if text.contains(['<', '&']) {
                continue;
            }
            let text = text.replace("word", " word ");
            let count = text.matches("word").count();
            let lines = lines(Some(&text)).join("\n");
            assert_eq!(
                lines.matches("word").count(),
                count,
                "{text:?} became {lines:?}"
            );
        }
    }

    #[test]
    fn one_line_is_escaped_where_it_has_to_be() {
        for (text, expected) in [
            ("Plain (v2), 50 % - of *it*", "Plain (v2), 50 % - of *it*"),
            (
                "use the new [field] instead",
                "use the new \\[field\\] instead",
            ),
            ("Svc [beta] <b>", "Svc \\[beta\\] \\<b>"),
            ("see https://example.com/a.", "see <https://example.com/a>."),
            ("two\nlines  here", "two lines here"),
            ("- no item", "\\- no item"),
            ("1. no item", "1\\. no item"),
        ] {
            assert_eq!(line(text), expected);
        }
    }

    #[test]
    fn underscores_within_words_stand_by_themselves() {
        for (text, expected) in [
            (
                "<p>ends in SHA_256, not RSA_AES_KEY</p>",
                "ends in SHA_256, not RSA_AES_KEY",
            ),
            ("<p>_a_ and b_ _c</p>", "\\_a\\_ and b\\_ \\_c"),
            ("<p>a__b</p>", "a\\_\\_b"),
            (
                r"<p><code>a\_b</code> a_b <code>c\_d</code></p>",
                r"`a\_b` a_b `c\_d`",
            ),
        ] {
            assert_eq!(lines(Some(text)), [expected], "{text}");
        }
        assert_eq!(escaped("SHA_256"), "SHA_256");
        assert_eq!(escaped("_b_"), "\\_b\\_");
    }

    #[test]
    fn code_is_fenced_by_more_ticks_than_it_has() {
        for (text, expected) in [
            ("^a+$", "`^a+$`"),
            ("a`b", "`` a`b ``"),
            ("`", "`` ` ``"),
            ("a``b`c", "``` a``b`c ```"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn what_cannot_be_kept_becomes_text() {
        assert_eq!(
            text("See [the guide](https://example.com/a guide.html)."),
            "See \\[the guide\\](<https://example.com/a> guide.html)."
        );
        assert_eq!(
            text("Fine *here*.\n\n[a]: https://example.com/b\n\nAnd **here**."),
            "Fine *here*.\n\n\\[a\\]: <https://example.com/b>\n\nAnd **here**."
        );
    }

    fn text(html: &str) -> String {
        lines(Some(html)).join("\n")
    }

    #[test]
    fn html_becomes_markdown() {
        assert_eq!(
            text(
                "<p>Maps a <code>user</code> to <i>one</i> Studio.</p> <p>See <a href=\"https://example.com/a_b\">this page</a>.</p>"
            ),
            "Maps a `user` to *one* Studio.\n\nSee [this page](https://example.com/a_b)."
        );
        assert_eq!(
            text("<ul><li><p>first</p></li><li><p>second <b>one</b></p></li></ul>"),
            "- first\n- second **one**"
        );
    }

    #[test]
    fn markdown_stays() {
        assert_eq!(
            text("A `code<T>` and a [link](https://example.com)."),
            "A `code<T>` and a [link](https://example.com)."
        );
    }

    #[test]
    fn what_rustdoc_would_warn_of_is_escaped() {
        assert_eq!(text("from [a] to Vec<u8>"), "from \\[a\\] to Vec\\<u8>");
        assert_eq!(
            text("see https://example.com/x."),
            "see <https://example.com/x>."
        );
        assert_eq!(text("a ` alone"), "a \\` alone");
        assert_eq!(
            text("[x](crate::Foo) and [y](#z)"),
            "\\[x\\](crate::Foo) and [y](#z)"
        );
        assert_eq!(text("a\rb\u{202e}c"), "a bc");
    }

    #[test]
    fn code_blocks_are_no_doctests() {
        assert_eq!(
            text("Like this:\n\n```\nlet x = 1;\n```"),
            "Like this:\n\n```text\nlet x = 1;\n```"
        );
        assert_eq!(text("Like this:\n\n    indented"), "Like this:\n\nindented");
    }

    #[test]
    fn long_lines_are_wrapped_and_lists_indented() {
        let wrapped = text(&format!("- {}", "word ".repeat(30)));
        let wrapped: Vec<_> = wrapped.lines().collect();
        assert_eq!(wrapped.len(), 2);
        assert!(wrapped[1].starts_with("  word"));
        assert!(wrapped.iter().all(|line| line.len() <= super::WIDTH));
    }

    #[test]
    fn lines_that_continue_are_joined() {
        assert_eq!(
            text("<ul><li>A <code>{\"a\":\n      1}</code> there</li></ul><p>b\n   c</p>"),
            "- A `{\"a\": 1}` there\n\nb c"
        );
        assert_eq!(
            text("a\nb\n- c\n  d\n\n```\nx\n  y\n```\nz"),
            "a b\n- c d\n\n```text\nx\n  y\n```\nz"
        );
    }

    #[test]
    fn a_marker_keeps_its_text() {
        let long = format!("[{}](https://example.com)", "word ".repeat(20));
        assert!(
            !text(&format!("- {long} and more"))
                .lines()
                .any(|line| line.trim() == "-")
        );
        let wrapped = text(&format!("- **{}** {}", "bold", "word ".repeat(30)));
        assert!(
            wrapped.lines().skip(1).all(|line| line.starts_with("  w")),
            "{wrapped}"
        );
    }

    #[test]
    fn every_fence_is_plain_text() {
        for fence in ["```rust", "~~~", "````"] {
            let end = fence.trim_end_matches("rust");
            assert_eq!(
                text(&format!("{fence}\nx\n{end}")),
                "```text\nx\n```",
                "{fence}"
            );
        }
    }

    #[test]
    fn a_break_makes_no_list_of_a_number() {
        let wrapped = text(&format!("{}1999. And on.", "aaaa ".repeat(18)));
        assert!(
            wrapped.lines().all(|line| !line.starts_with("1999.")),
            "{wrapped}"
        );
    }
}
