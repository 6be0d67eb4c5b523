//! ECMAScript's patterns in the words of an engine whose time is linear in the text.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

use regex_lite::Regex;

/// The meaning of `\s` (ECMAScript, `WhiteSpace` and `LineTerminator`), in a class.
const SPACES: &str =
    r"\x{9}-\x{D} \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

/// A pattern that says the same, in the sense that it matches the same texts. `None` if it
/// looks around or back, which takes an engine that tries and tries again.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    Regex::new(&translated(pattern)?).ok()
}

/// The pattern in the words of the engine.
pub(super) fn translated(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut rest = pattern.chars().peekable();
    // Whether there is something that a quantifier can be about.
    let mut is_quantifiable = false;
    while let Some(character) = rest.next() {
        let mut is_atom = true;
        match character {
            '.' => out.push_str(r"[^\x{A}\x{D}\x{2028}\x{2029}]"),
            '[' => class(&mut rest, &mut out)?,
            '(' => {
                is_atom = false;
                out.push_str("(?:");
                if rest.next_if_eq(&'?').is_some() {
                    // Names are of no use to a pattern that is only matched.
                    match rest.next()? {
                        ':' => {}
                        '<' if !matches!(rest.peek(), Some('=' | '!')) => {
                            rest.by_ref().find(|c| *c == '>')?;
                        }
                        _ => return None,
                    }
                }
            }
            ')' => out.push(')'),
            '^' | '$' | '|' => {
                is_atom = false;
                out.push(character);
            }
            '*' | '+' | '?' | '{' => {
                if !is_quantifiable {
                    return None;
                }
                is_atom = false;
                out.push(character);
                if character == '{' {
                    bounds(&mut rest, &mut out)?;
                }
                if rest.next_if_eq(&'?').is_some() {
                    out.push('?');
                }
            }
            '\\' => match rest.peek()? {
                'b' | 'B' => {
                    is_atom = false;
                    out.push('\\');
                    out.extend(rest.next());
                }
                // Back to a group.
                'k' | '1'..='9' => return None,
                _ => match escape(&mut rest)? {
                    Escape::One(code) => push(&mut out, code)?,
                    Escape::Set(inside) => _ = write!(out, "[{inside}]"),
                    Escape::Not(inside) => _ = write!(out, "[^{inside}]"),
                },
            },
            other => push(&mut out, u32::from(other))?,
        }
        is_quantifiable = is_atom;
    }
    Some(out)
}

/// The bounds of a quantifier after the brace, and the brace that ends them.
fn bounds(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    loop {
        match rest.next()? {
            '}' => {
                out.push('}');
                return Some(());
            }
            part if part.is_ascii_digit() || part == ',' => out.push(part),
            _ => return None,
        }
    }
}

/// A class after its opening bracket.
fn class(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    let start = out.len();
    out.push('[');
    if rest.next_if_eq(&'^').is_some() {
        out.push('^');
    }
    // The last character of the class, if a range may begin with it.
    let mut before = None;
    let mut is_empty = true;
    loop {
        let member = match rest.next()? {
            ']' => break,
            '-' if before.is_some() && !matches!(rest.peek(), Some(']')) => {
                let first = before.take()?;
                let last = match rest.next()? {
                    '\\' => match escape_in_class(rest)? {
                        Escape::One(code) => code,
                        _ => return None,
                    },
                    other => u32::from(other),
                };
                if last < first {
                    return None;
                }
                out.push('-');
                push(out, last)?;
                continue;
            }
            '\\' => match escape_in_class(rest)? {
                Escape::One(code) => code,
                Escape::Set(inside) => {
                    out.push_str(inside);
                    (before, is_empty) = (None, false);
                    continue;
                }
                // A class in a class isn't worth it.
                Escape::Not(_) => return None,
            },
            other => u32::from(other),
        };
        push(out, member)?;
        (before, is_empty) = (Some(member), false);
    }
    if is_empty {
        // Nothing at all, or anything.
        let negated = out.ends_with('^');
        out.truncate(start);
        out.push_str(if negated {
            r"[\x{0}-\x{10FFFF}]"
        } else {
            r"[^\x{0}-\x{10FFFF}]"
        });
        return Some(());
    }
    out.push(']');
    Some(())
}

enum Escape {
    One(u32),
    /// The content of a class.
    Set(&'static str),
    Not(&'static str),
}

fn escape_in_class(rest: &mut Peekable<Chars<'_>>) -> Option<Escape> {
    if rest.next_if_eq(&'b').is_some() {
        return Some(Escape::One(8));
    }
    escape(rest)
}

/// An escape after its backslash.
fn escape(rest: &mut Peekable<Chars<'_>>) -> Option<Escape> {
    Some(Escape::One(match rest.next()? {
        'd' => return Some(Escape::Set("0-9")),
        'D' => return Some(Escape::Not("0-9")),
        'w' => return Some(Escape::Set("0-9A-Za-z_")),
        'W' => return Some(Escape::Not("0-9A-Za-z_")),
        's' => return Some(Escape::Set(SPACES)),
        'S' => return Some(Escape::Not(SPACES)),
        't' => 9,
        'n' => 0xA,
        'v' => 0xB,
        'f' => 0xC,
        'r' => 0xD,
        'x' => digits(rest, 2)?,
        'u' => unicode(rest)?,
        '0' if !rest.peek().is_some_and(char::is_ascii_digit) => 0,
        // Characters by other means, properties, and what has no meaning yet.
        other if other.is_ascii_alphanumeric() => return None,
        other => u32::from(other),
    }))
}

/// A code after `\u`; two halves of a pair of surrogates are one.
fn unicode(rest: &mut Peekable<Chars<'_>>) -> Option<u32> {
    if rest.next_if_eq(&'{').is_some() {
        let mut code = 0_u32;
        loop {
            match rest.next()? {
                '}' => return Some(code),
                digit => code = code.checked_mul(16)?.checked_add(digit.to_digit(16)?)?,
            }
        }
    }
    let first = digits(rest, 4)?;
    if !(0xD800..0xDC00).contains(&first) {
        return Some(first);
    }
    if rest.next()? != '\\' || rest.next()? != 'u' {
        return None;
    }
    let second = digits(rest, 4)?
        .checked_sub(0xDC00)
        .filter(|second| *second < 0x400)?;
    Some(0x1_0000 + ((first - 0xD800) << 10) + second)
}

fn digits(rest: &mut Peekable<Chars<'_>>, count: usize) -> Option<u32> {
    let mut code = 0;
    for _ in 0..count {
        code = code * 16 + rest.next()?.to_digit(16)?;
    }
    Some(code)
}

/// A character by its code, which never means anything else; half a pair of surrogates is in
/// no text.
fn push(out: &mut String, code: u32) -> Option<()> {
    let character = char::from_u32(code)?;
    if character.is_ascii_alphanumeric() {
        out.push(character);
    } else {
        // Writing into a string can't fail.
        _ = write!(out, r"\x{{{code:X}}}");
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regress::Flags;

    use super::*;

    /// Patterns that both engines have to agree about.
    const PATTERNS: [&str; 28] = [
        r"^[a-m]+$",
        r"^([0-9]+)+$",
        r"\S",
        r"^\s*$",
        r"^[\s\w]+$",
        r"^[^\s]+$",
        r"^.*$",
        r"^(a|b)*c?$",
        r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*$",
        r"^\uD83D\uDE00$",
        r"^\u{1F600}+$",
        r"^[a\-z]+$",
        r"^[-a]+$",
        r"^[a-]+$",
        r"^[[&&~~]+$",
        r"^[^a]$",
        r"^[^]$",
        r"[]",
        r"^(?<name>a)(?:b)$",
        r"^a{2}b{1,}c{0,2}$",
        r"^a+?b??$",
        r"\bab\b",
        r"\Ba",
        r"^[\b]$",
        r"^\x41\t\/$",
        r"^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+$",
        r"^\W\D$",
        r"^é$",
    ];

    #[test]
    fn what_looks_around_or_back_is_left_to_the_other_engine() {
        for pattern in [
            r"^(?!xn--)a$",
            r"a(?=b)",
            r"(?<=a)b",
            r"(?<!a)b",
            r"(a)\1",
            r"(?<n>a)\k<n>",
            r"\p{L}",
            r"[\S\n]",
            r"\cJ",
            r"a{",
            r"*a",
            r"a**",
            r"[b-a]",
            r"\uD800",
            r"(",
        ] {
            assert!(compile(pattern).is_none(), "{pattern}");
        }
        for pattern in PATTERNS {
            assert!(compile(pattern).is_some(), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn both_engines_agree(text in "[ -~]{0,4}|[ab c\\-\\[&~\n\r\t\u{2028}\u{a0}é😀\u{8}]{0,6}|A\t/|ab|aab|aabc|123|😀+") {
            for pattern in PATTERNS {
                let unicode = Flags { unicode: true, ..Flags::default() };
                let other = regress::Regex::with_flags(pattern, unicode)
                    .or_else(|_| regress::Regex::new(pattern))
                    .unwrap();
                let ours = compile(pattern).unwrap();
                prop_assert_eq!(ours.is_match(&text), other.find(&text).is_some(), "{}", pattern);
            }
        }
    }
}
