//! Text as Markdown: as code, or so that no character means anything.

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

/// Text without what rustc refuses in comments and literals: lone carriage returns, and the
/// characters that turn the direction of text.
pub(in super::super) fn plain(text: &str) -> String {
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

/// Words of which no character means anything in Markdown. Addresses become links.
pub(super) fn escaped_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(escaped).collect()
}

pub(super) fn escaped(word: &str) -> String {
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

/// The address that a text begins with, without what ends a sentence.
pub(super) fn url(text: &str) -> Option<&str> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let end = text
        .find(|c: char| c.is_whitespace() || c.is_control() || "<>()[]\"'`|\\".contains(c))
        .unwrap_or(text.len());
    Some(text.get(..end)?.trim_end_matches(['.', ',', ';', ':']))
}
