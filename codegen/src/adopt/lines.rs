//! The parts of code that a change of its lines keeps as they are: strings, characters and comments.

/// A kind of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Code,
    Comment,
    /// A string, a raw string or a character.
    Literal,
}

/// The parts of code, in order.
pub(super) fn parts(text: &str) -> Vec<(Kind, &str)> {
    let mut parts = Vec::new();
    let (mut rest, mut code) = (text, 0);
    let mut before = None;
    while let Some(first) = rest.get(code..).and_then(|it| it.chars().next()) {
        let here = rest.get(code..).unwrap_or_default();
        let is_word = before.is_some_and(|it: char| it.is_alphanumeric() || it == '_');
        let Some((kind, length)) = special(here, is_word) else {
            before = Some(first);
            code += first.len_utf8();
            continue;
        };
        let (own, after) = rest.split_at(code);
        let (part, after) = after.split_at_checked(length).unwrap_or((after, ""));
        if !own.is_empty() {
            parts.push((Kind::Code, own));
        }
        parts.push((kind, part));
        (rest, code, before) = (after, 0, None);
    }
    if !rest.is_empty() {
        parts.push((Kind::Code, rest));
    }
    parts
}

/// The comment or literal at the beginning of code, and its length in bytes.
fn special(text: &str, is_in_word: bool) -> Option<(Kind, usize)> {
    if text.starts_with("//") {
        return Some((Kind::Comment, text.find('\n').unwrap_or(text.len())));
    }
    if text.starts_with("/*") {
        return Some((Kind::Comment, block(text)));
    }
    if text.starts_with('"') {
        return Some((Kind::Literal, quoted(text, '"')));
    }
    if let Some(inner) = text.strip_prefix('\'') {
        let mut inner = inner.chars();
        // A lifetime has no second mark.
        let is_character = match inner.next()? {
            '\\' => true,
            _ => inner.next() == Some('\''),
        };
        return is_character.then(|| (Kind::Literal, quoted(text, '\'')));
    }
    let raw = ["r", "br", "cr"].iter().find_map(|start| {
        let marks = text.strip_prefix(start)?;
        let inner = marks.trim_start_matches('#');
        let marks = marks.len() - inner.len();
        let inner = inner.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(marks));
        let length = inner.find(&end).map_or(inner.len(), |at| at + end.len());
        Some(text.len() - inner.len() + length)
    });
    raw.filter(|_| !is_in_word)
        .map(|length| (Kind::Literal, length))
}

/// The length of a comment in marks, which may have others in it.
fn block(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
        let step = if rest.starts_with("/*") {
            depth += 1;
            2
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            2
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a literal between two marks.
fn quoted(text: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if letter == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Code without its line breaks and comments: spaces stay only where they part words. Literals stay as
/// they are.
pub(super) fn on_one_line(text: &str) -> String {
    let mut line = String::new();
    let (mut gap, mut is_broken) = (String::new(), false);
    for (kind, part) in parts(text) {
        match kind {
            Kind::Comment => {}
            Kind::Literal => {
                join(&mut line, &mut gap, &mut is_broken, '"');
                line.push_str(part);
            }
            Kind::Code => {
                for letter in part.chars() {
                    match letter {
                        '\n' => is_broken = true,
                        _ if letter.is_whitespace() => gap.push(letter),
                        _ => {
                            join(&mut line, &mut gap, &mut is_broken, letter);
                            line.push(letter);
                        }
                    }
                }
            }
        }
    }
    line
}

/// Writes the gap before a letter.
fn join(line: &mut String, gap: &mut String, is_broken: &mut bool, next: char) {
    if std::mem::take(is_broken) {
        // The comma behind the last of many goes with the line break.
        if matches!(next, ')' | ']') && line.ends_with(',') {
            line.pop();
        }
        let is_joined = matches!(next, '.' | '?' | ')' | ']' | ',')
            || line.ends_with(['(', '['])
            || line.is_empty();
        if !is_joined {
            line.push(' ');
        }
    } else if !line.is_empty() {
        line.push_str(gap);
    }
    gap.clear();
}

/// The lines of code, each with whether it begins in a literal.
pub(super) fn lines(text: &str) -> Vec<(bool, &str)> {
    let mut inside = std::collections::BTreeSet::new();
    let mut line = 0;
    for (kind, part) in parts(text) {
        for _ in part.matches('\n') {
            line += 1;
            if kind == Kind::Literal {
                inside.insert(line);
            }
        }
    }
    let all = text.lines().enumerate();
    all.map(|(at, line)| (inside.contains(&at), line)).collect()
}
