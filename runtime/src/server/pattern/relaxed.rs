//! Patterns that only ECMAScript's older grammar takes, in the words of the newer one.

use std::iter::Peekable;
use std::str::Chars;

/// A pattern in which nothing is escaped that needs no escape, and every bracket and brace that
/// stands for itself is, as the flag `u` wants it
/// ([ECMAScript, annex B.1.2](https://tc39.es/ecma262/#sec-regular-expressions-patterns)).
/// With that flag, `\p{L}` is a letter; without it, the text `p{L}`.
pub(super) fn relaxed(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => _ = escape(&mut rest, &mut out),
            '[' => class(&mut rest, &mut out),
            '{' if !is_quantifier(rest.clone()) => out.push_str(r"\{"),
            '{' => {
                out.push('{');
                out.extend(rest.by_ref().take_while(|c| *c != '}'));
                out.push('}');
            }
            '}' | ']' => out.extend(['\\', character]),
            other => out.push(other),
        }
    }
    out
}

/// Whether these are the bounds of a quantifier, up to its closing brace.
fn is_quantifier(rest: Peekable<Chars<'_>>) -> bool {
    let bounds: String = rest.take_while(|c| *c != '}').collect();
    let (min, max) = bounds.split_once(',').unwrap_or((&bounds, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !min.is_empty() && is_number(min) && is_number(max)
}

/// A class after its opening bracket. A hyphen beside a set such as `\w` makes no range.
fn class(rest: &mut Peekable<Chars<'_>>, out: &mut String) {
    out.push('[');
    out.extend(rest.next_if_eq(&'^'));
    let (mut is_first, mut after_set) = (true, false);
    while let Some(character) = rest.next() {
        after_set = match character {
            ']' => {
                out.push(']');
                return;
            }
            '\\' => escape(rest, out),
            '-' if !is_first && rest.peek() != Some(&']') => {
                if after_set || is_set(rest.clone()) {
                    out.push('\\');
                }
                out.push('-');
                false
            }
            other => {
                out.push(other);
                false
            }
        };
        is_first = false;
    }
}

/// Whether a set of characters follows.
fn is_set(mut rest: Peekable<Chars<'_>>) -> bool {
    rest.next() == Some('\\') && rest.next().is_some_and(|c| "dDwWsSpP".contains(c))
}

/// An escape after its backslash; whether it is a set of characters.
fn escape(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> bool {
    let Some(character) = rest.next() else {
        out.push('\\');
        return false;
    };
    let has_meaning = character.is_ascii_digit()
        || "bBcdDfknpPrsStuvwWx".contains(character)
        || r"^$\.*+?()[]{}|/-".contains(character);
    if has_meaning {
        out.push('\\');
    }
    out.push(character);
    // Braces after these hold a code or a property.
    if "pPu".contains(character) && rest.peek() == Some(&'{') {
        for inside in rest.by_ref() {
            out.push(inside);
            if inside == '}' {
                break;
            }
        }
    }
    "dDwWsSpP".contains(character)
}
