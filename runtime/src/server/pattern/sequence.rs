//! Patterns that are a sequence of characters and classes, from the beginning of a text to its end.
//!
//! Most patterns of models are so: `^[0-9]{13}$` or `^[a-z][a-z0-9-]*$`. Where each repetition can only
//! end in one place, one look at each character decides, which takes a hundredth of the time that
//! `regex-lite` needs.

use std::iter::Peekable;
use std::str::Chars;

/// A pattern that is a sequence of characters and classes.
#[derive(Debug)]
pub(super) struct Sequence(Vec<Item>);

#[derive(Debug)]
struct Item {
    set: Set,
    min: u32,
    max: u32,
}

/// A set of characters.
#[derive(Debug, Default)]
struct Set {
    /// The characters of ASCII, a bit each.
    ascii: u128,
    /// The first and the last of ranges, from U+0080 on.
    others: Vec<(u32, u32)>,
}

const LAST: u32 = 0x10_FFFF;

impl Set {
    fn add(&mut self, first: u32, last: u32) {
        for code in first..=last.min(127) {
            self.ascii |= 1 << code;
        }
        if last > 127 {
            self.others.push((first.max(128), last));
        }
    }

    /// Returns the set of all other characters.
    fn negated(mut self) -> Self {
        self.others.sort_unstable();
        let mut others = Vec::new();
        let mut next = 128;
        for (first, last) in self.others {
            if next < first {
                others.push((next, first - 1));
            }
            next = next.max(last + 1);
        }
        if next <= LAST {
            others.push((next, LAST));
        }
        Self {
            ascii: !self.ascii,
            others,
        }
    }

    fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        match code {
            0..128 => self.ascii >> code & 1 == 1,
            _ => {
                let mut others = self.others.iter();
                others.any(|(first, last)| (*first..=*last).contains(&code))
            }
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        let meets = |(first, last): &(u32, u32)| {
            let mut others = other.others.iter();
            others.any(|(begin, end)| first <= end && begin <= last)
        };
        self.ascii & other.ascii != 0 || self.others.iter().any(meets)
    }
}

impl Sequence {
    /// Reads a pattern as [`translated`](super::linear::translated) writes it. `None` if it is more than
    /// a sequence, or if a repetition could end in several places.
    pub(super) fn of(translated: &str) -> Option<Self> {
        let inside = translated.strip_prefix('^')?.strip_suffix('$')?;
        let mut rest = inside.chars().peekable();
        let mut items = Vec::new();
        while let Some(character) = rest.next() {
            let set = match character {
                '[' => class(&mut rest)?,
                _ => {
                    let mut set = Set::default();
                    let code = code(character, &mut rest)?;
                    set.add(code, code);
                    set
                }
            };
            let (min, max) = bounds(&mut rest)?;
            // A lazy repetition matches the same texts.
            rest.next_if_eq(&'?');
            items.push(Item { set, min, max });
        }
        let sequence = Self(items);
        sequence.is_definite().then_some(sequence)
    }

    /// Returns whether no character that a repetition takes could be one of what follows.
    fn is_definite(&self) -> bool {
        let mut rest = self.0.as_slice();
        while let [item, after @ ..] = rest {
            rest = after;
            if item.min == item.max {
                continue;
            }
            for next in after {
                if item.set.overlaps(&next.set) {
                    return false;
                }
                if next.min > 0 {
                    break;
                }
            }
        }
        true
    }

    /// Returns whether the whole text matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        let mut rest = text.chars();
        for item in &self.0 {
            let mut count = 0;
            while count < item.max {
                let before = rest.clone();
                match rest.next() {
                    Some(character) if item.set.has(character) => count += 1,
                    _ => {
                        rest = before;
                        break;
                    }
                }
            }
            if count < item.min {
                return false;
            }
        }
        rest.next().is_none()
    }
}

/// A class after its opening bracket.
fn class(rest: &mut Peekable<Chars<'_>>) -> Option<Set> {
    let is_negated = rest.next_if_eq(&'^').is_some();
    let mut set = Set::default();
    loop {
        let first = match rest.next()? {
            ']' => break,
            character => code(character, rest)?,
        };
        let last = match rest.next_if_eq(&'-') {
            Some(_) => {
                let character = rest.next()?;
                code(character, rest)?
            }
            None => first,
        };
        set.add(first, last);
    }
    Some(if is_negated { set.negated() } else { set })
}

/// A character, which may be written as `\x{41}`. `None` if it means something else.
fn code(character: char, rest: &mut Peekable<Chars<'_>>) -> Option<u32> {
    match character {
        '\\' => {
            rest.next_if_eq(&'x')?;
            rest.next_if_eq(&'{')?;
            let mut code = 0_u32;
            loop {
                match rest.next()? {
                    '}' => return Some(code),
                    digit => code = code.checked_mul(16)?.checked_add(digit.to_digit(16)?)?,
                }
            }
        }
        ' ' | '_' => Some(u32::from(character)),
        _ if character.is_ascii_alphanumeric() => Some(u32::from(character)),
        _ => None,
    }
}

/// How often what is before may come.
fn bounds(rest: &mut Peekable<Chars<'_>>) -> Option<(u32, u32)> {
    let Some(quantifier) = rest.next_if(|next| matches!(next, '*' | '+' | '?' | '{')) else {
        return Some((1, 1));
    };
    match quantifier {
        '*' => return Some((0, u32::MAX)),
        '+' => return Some((1, u32::MAX)),
        '?' => return Some((0, 1)),
        _ => {}
    }
    let mut text = String::new();
    loop {
        match rest.next()? {
            '}' => break,
            part => text.push(part),
        }
    }
    let (min, max) = match text.split_once(',') {
        None => {
            let count = text.parse().ok()?;
            (count, count)
        }
        Some((min, "")) => (min.parse().ok()?, u32::MAX),
        Some((min, max)) => (min.parse().ok()?, max.parse().ok()?),
    };
    (min <= max).then_some((min, max))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::linear::translated;
    use super::*;

    const SEQUENCES: [&str; 20] = [
        r"^[0-9]{13}$",
        r"^[a-z][a-z0-9-]*$",
        r"^$",
        r"^.*$",
        r"^\S+$",
        r"^[^\s]+$",
        r"^\s*$",
        r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*$",
        r"^\uD83D\uDE00$",
        r"^\u{1F600}+$",
        r"^[a\-z]+$",
        r"^[^]$",
        r"^[]$",
        r"^a{2}b{1,}c{0,2}$",
        r"^a+?b??$",
        r"^\W\D$",
        r"^é?a$",
        r"^[a-c]{0,2}[d-f]*[0-9]$",
        r"^arn:aws[0-9]*:iam$",
        r"^[^a-zé]{1,3}$",
    ];

    fn sequence(pattern: &str) -> Option<Sequence> {
        Sequence::of(&translated(pattern)?)
    }

    #[test]
    fn what_is_more_than_a_sequence_is_left_to_the_other_engines() {
        for pattern in [
            "[0-9]",
            "^[0-9]",
            "[0-9]$",
            "^a|b$",
            "^(ab)+$",
            r"^a\b$",
            "^a^$",
            // These could end in several places.
            "^[a-z]*[a-z]$",
            "^a?b*a$",
            "^[a-z-]+-[0-9]$",
            "^.*é$",
        ] {
            assert!(sequence(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn counts() {
        let isbn = sequence("^[0-9]{13}$").unwrap();
        for (text, is_match) in [
            ("9780000000019", true),
            ("978000000001", false),
            ("97800000000190", false),
            ("978000000001x", false),
            ("", false),
        ] {
            assert_eq!(isbn.matches(text), is_match, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_linear_engine_agrees(text in "[ -~]{0,4}|[abc\\-1 \n\r\t\u{2028}\u{a0}é😀]{0,6}|a{1,3}b{0,2}c{0,3}|[a-f]{0,4}[0-9]{0,2}|arn:aws[0-9]{0,2}:iam|😀+") {
            for pattern in SEQUENCES {
                let sequence = sequence(pattern).unwrap_or_else(|| panic!("{pattern}"));
                let linear = super::super::linear::compile(pattern).unwrap();
                prop_assert_eq!(sequence.matches(&text), linear.is_match(&text), "{}", pattern);
            }
        }
    }
}
