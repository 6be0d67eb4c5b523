//! The values of strings and text blocks
//! ([Smithy 2.0, string values](https://smithy.io/2.0/spec/idl.html#string-values)).

use std::borrow::Cow;

/// The reason why a string has no value.
pub(crate) struct BadString {
    /// The byte offset of the mistake in the text between the quotes, if there is one.
    pub(crate) at: Option<usize>,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

const ESCAPES: &str = "escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t, \\u and four hexadecimal digits, and one before a line break";

/// Checks the text between the quotes.
pub(crate) fn check(content: &str, is_block: bool) -> Result<(), BadString> {
    if is_block {
        let message = match content.as_bytes().first() {
            None => "a text block is empty",
            Some(b'\n' | b'\r') => "",
            Some(_) => "a text block must begin with a line break",
        };
        if !message.is_empty() {
            return Err(BadString {
                at: None,
                message: message.to_owned(),
                help: "begin the text on the line after the opening quotes",
            });
        }
    }
    let mut rest = content;
    while let Some(at) = rest
        .bytes()
        .position(|byte| byte == b'\\' || (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')))
    {
        let (_, found) = rest.split_at(at);
        rest = behind_escape(found).map_err(|(message, help)| BadString {
            at: Some(content.len() - found.len()),
            message,
            help,
        })?;
    }
    Ok(())
}

/// The text behind the escape that a text begins with, or why there is none.
fn behind_escape(text: &str) -> Result<&str, (String, &'static str)> {
    let mut chars = text.chars();
    let first = chars.next().unwrap_or_default();
    if first != '\\' {
        return Err((
            format!("a string has the control character {first:?}"),
            "write control characters as \\u and four hexadecimal digits",
        ));
    }
    match chars.next() {
        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | '\n' | '\r') | None => {
            Ok(chars.as_str())
        }
        Some('u') => behind_code(chars.as_str()),
        Some(other) => Err((
            format!(
                "a string has the escape \\{}, which doesn't exist",
                other.escape_debug()
            ),
            ESCAPES,
        )),
    }
}

/// The text behind the four digits of a unicode escape; behind the second escape, if the first one
/// is half of a surrogate pair.
///
/// The grammar allows a half on its own, and the reference keeps it, as strings of Java are of
/// UTF-16. A string of Smithy is UTF-8, which has no halves.
fn behind_code(text: &str) -> Result<&str, (String, &'static str)> {
    let mut chars = text.chars();
    for _ in 0..4 {
        let message = match chars.next() {
            Some(digit) if digit.is_ascii_hexdigit() => continue,
            Some(other) => {
                format!("a unicode escape has {other:?} where a hexadecimal digit is expected")
            }
            None => "a unicode escape has fewer than four digits".to_owned(),
        };
        return Err((message, ESCAPES));
    }
    let (unit, rest) = hexadecimal(text);
    let second = rest.strip_prefix("\\u").map(hexadecimal);
    match (unit, second) {
        (0xd800..0xdc00, Some((0xdc00..0xe000, behind))) => Ok(behind),
        (0xd800..0xe000, _) => Err((
            format!("the escape \\u{unit:04X} is half of a surrogate pair, which is no character"),
            "write the character itself, or both halves of the pair, such as \\uD83D\\uDE00",
        )),
        _ => Ok(rest),
    }
}

/// The value of a token `String`, given with its quotes.
pub(crate) fn string(token: &str) -> Cow<'_, str> {
    unescaped(unbroken(between(token, 1)))
}

/// The value of a token `TextBlock`, given with its quotes: without the indentation that its
/// lines have in common, and without blanks at their ends
/// ([Smithy 2.0, text blocks](https://smithy.io/2.0/spec/idl.html#text-blocks)).
pub(crate) fn text_block(token: &str) -> Cow<'_, str> {
    let content = unbroken(between(token, 3));
    let lines: Vec<&str> = content.split('\n').skip(1).collect();
    let last = lines.len().saturating_sub(1);
    let indentation = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            // Lines of blanks don't count, but for the last one, which has the closing quotes.
            (blanks < line.len() || at == last).then_some(blanks)
        })
        .min()
        .unwrap_or_default();
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| {
            line.trim_end_matches(' ')
                .get(indentation..)
                .unwrap_or_default()
        })
        .collect();
    Cow::Owned(unescaped(Cow::Owned(lines.join("\n"))).into_owned())
}

/// The text of a documentation comment: without its slashes, one blank after them, and the line
/// break.
pub(crate) fn doc_comment(token: &str) -> &str {
    let line = token.strip_prefix("///").unwrap_or(token);
    let line = line.strip_prefix(' ').unwrap_or(line);
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

fn between(token: &str, quotes: usize) -> &str {
    token
        .get(quotes..token.len().saturating_sub(quotes))
        .unwrap_or_default()
}

/// The text with LF as its only line break, as the same model is the same on every system.
fn unbroken(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text with its escapes resolved. The lexer has checked them. Halves of surrogate pairs are
/// joined.
fn unescaped(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text;
    }
    let mut value = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some((before, escape)) = rest.split_once('\\') {
        value.push_str(before);
        let mut chars = escape.chars();
        match chars.next() {
            Some('b') => value.push('\u{8}'),
            Some('f') => value.push('\u{c}'),
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('u') => {
                let (unit, after) = hexadecimal(chars.as_str());
                chars = after.chars();
                let second = after.strip_prefix("\\u").map(hexadecimal);
                match (unit, second) {
                    (0xd800..0xdc00, Some((low @ 0xdc00..0xe000, after))) => {
                        chars = after.chars();
                        let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                        value.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    _ => value.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)),
                }
            }
            // The escape of a line break joins two lines.
            Some('\n') | None => {}
            Some(other) => value.push(other),
        }
        rest = chars.as_str();
    }
    value.push_str(rest);
    Cow::Owned(value)
}

fn hexadecimal(text: &str) -> (u32, &str) {
    let (digits, rest) = text.split_at_checked(4).unwrap_or((text, ""));
    (u32::from_str_radix(digits, 16).unwrap_or(0xfffd), rest)
}
