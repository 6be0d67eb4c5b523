//! Whether one pattern takes all that another does, as far as that can be seen from how they are
//! written.
//!
//! Both are parsed and walked side by side. A yes is right; a no means that it isn't known.

use std::collections::BTreeSet;

/// Longer patterns aren't looked into.
const MAX_LENGTH: usize = 2000;
/// Groups in groups.
const MAX_NESTING: usize = 32;
/// The depth of the comparison, and the number of its steps, at which it gives up.
const MAX_DEPTH: usize = 400;
const MAX_STEPS: usize = 20_000;

/// The relation of the languages of two patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Same,
    /// The new one takes all that the old one did, and perhaps more.
    Wider,
    Narrower,
    Unknown,
}

pub(super) fn relation(old: &str, new: &str) -> Relation {
    let (Some(old), Some(new)) = (parse(old), parse(new)) else {
        return Relation::Unknown;
    };
    let includes = |wide: &Alternatives, narrow: &Alternatives| {
        let mut steps = MAX_STEPS;
        alternatives(wide, narrow, 0, &mut steps)
    };
    match (includes(&new, &old), includes(&old, &new)) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Wider,
        (false, true) => Relation::Narrower,
        (false, false) => Relation::Unknown,
    }
}

type Alternatives = Vec<Vec<Piece>>;

/// Something, and how often it may come.
#[derive(Clone, Debug, PartialEq)]
struct Piece {
    node: Node,
    min: u32,
    max: Option<u32>,
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Class(Class),
    Group(Alternatives),
    /// `^` or `$`.
    Anchor(char),
}

/// A set of characters: ranges in order that don't touch, and properties (`\p{…}`) by name.
#[derive(Clone, Debug, Default, PartialEq)]
struct Class {
    ranges: Vec<(u32, u32)>,
    properties: BTreeSet<String>,
}

impl Class {
    fn of(ranges: &[(u32, u32)]) -> Self {
        let mut ranges = ranges.to_vec();
        ranges.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (from, to) in ranges {
            match joined.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        Self {
            ranges: joined,
            properties: BTreeSet::new(),
        }
    }

    /// The characters outside of the class. `None` if the class has properties, of which only the
    /// names are known.
    fn negated(&self) -> Option<Self> {
        let mut ranges = Vec::new();
        let mut next = 0;
        for (from, to) in &self.ranges {
            if *from > next {
                ranges.push((next, from - 1));
            }
            next = to + 1;
        }
        if next <= LAST {
            ranges.push((next, LAST));
        }
        self.properties.is_empty().then(|| Self::of(&ranges))
    }

    fn includes(&self, other: &Self) -> bool {
        let has = |(from, to): &(u32, u32)| {
            let mut ranges = self.ranges.iter();
            ranges.any(|(start, end)| start <= from && to <= end)
        };
        other.ranges.iter().all(has) && other.properties.is_subset(&self.properties)
    }
}

const LAST: u32 = 0x0010_FFFF;

const DIGITS: [(u32, u32); 1] = [(0x30, 0x39)];
const WORD: [(u32, u32); 4] = [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
/// ECMAScript's white space and ends of lines.
const SPACE: [(u32, u32); 10] = [
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];
/// The characters that a dot doesn't take.
const LINE_ENDS: [(u32, u32); 3] = [(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)];

fn alternatives(
    wide: &[Vec<Piece>],
    narrow: &[Vec<Piece>],
    depth: usize,
    steps: &mut usize,
) -> bool {
    narrow
        .iter()
        .all(|narrow| wide.iter().any(|wide| sequence(wide, narrow, depth, steps)))
}

/// Whether a sequence takes all that another does.
fn sequence(mut wide: &[Piece], mut narrow: &[Piece], depth: usize, steps: &mut usize) -> bool {
    while let (Some((first, wide_rest)), Some((other, narrow_rest))) =
        (wide.split_first(), narrow.split_first())
        && first == other
    {
        (wide, narrow) = (wide_rest, narrow_rest);
    }
    let Some(left) = steps.checked_sub(1) else {
        return false;
    };
    *steps = left;
    if depth > MAX_DEPTH {
        return false;
    }
    let depth = depth + 1;
    match (wide.split_first(), narrow.split_first()) {
        (None, None) => true,
        (None, Some((piece, rest))) => is_assertion(piece) && sequence(wide, rest, depth, steps),
        (Some((piece, rest)), None) => piece.min == 0 && sequence(rest, narrow, depth, steps),
        (Some((first, wide_rest)), Some((other, narrow_rest))) => {
            (piece(first, other, depth, steps) && sequence(wide_rest, narrow_rest, depth, steps))
                || (first.min == 0 && sequence(wide_rest, narrow, depth, steps))
                // Without an assertion it would take more.
                || (is_assertion(other) && sequence(wide, narrow_rest, depth, steps))
                || opened(first).is_some_and(|inside| {
                    inside.iter().any(|inside| {
                        let wide = [inside.as_slice(), wide_rest].concat();
                        sequence(&wide, narrow, depth, steps)
                    })
                })
                || exactly(other).is_some_and(|inside| {
                    inside.iter().all(|inside| {
                        let narrow = [inside.as_slice(), narrow_rest].concat();
                        sequence(wide, &narrow, depth, steps)
                    })
                })
        }
    }
}

fn is_assertion(piece: &Piece) -> bool {
    matches!(piece.node, Node::Anchor(_))
}

/// The content of a group that may come once.
fn opened(piece: &Piece) -> Option<&Alternatives> {
    match &piece.node {
        Node::Group(inside) if piece.min <= 1 && piece.max.is_none_or(|max| max >= 1) => {
            Some(inside)
        }
        _ => None,
    }
}

/// The content of a group that comes once.
fn exactly(piece: &Piece) -> Option<&Alternatives> {
    match &piece.node {
        Node::Group(inside) if (piece.min, piece.max) == (1, Some(1)) => Some(inside),
        _ => None,
    }
}

fn piece(wide: &Piece, narrow: &Piece, depth: usize, steps: &mut usize) -> bool {
    let is_as_often = wide.min <= narrow.min
        && match (wide.max, narrow.max) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(wide), Some(narrow)) => narrow <= wide,
        };
    is_as_often
        && match (&wide.node, &narrow.node) {
            (Node::Class(wide), Node::Class(narrow)) => wide.includes(narrow),
            (Node::Group(wide), Node::Group(narrow)) => alternatives(wide, narrow, depth, steps),
            (Node::Group(wide), Node::Class(_)) => {
                alternatives(wide, &[vec![once(&narrow.node)]], depth, steps)
            }
            (Node::Class(_), Node::Group(narrow)) => {
                alternatives(&[vec![once(&wide.node)]], narrow, depth, steps)
            }
            (Node::Anchor(wide), Node::Anchor(narrow)) => wide == narrow,
            _ => false,
        }
}

fn once(node: &Node) -> Piece {
    Piece {
        node: node.clone(),
        min: 1,
        max: Some(1),
    }
}

/// `None` for what isn't understood: lookaround, references to groups, word boundaries.
fn parse(pattern: &str) -> Option<Alternatives> {
    if pattern.len() > MAX_LENGTH {
        return None;
    }
    let mut parser = Parser {
        rest: pattern.chars().peekable(),
    };
    let parsed = parser.alternatives(0)?;
    parser.rest.next().is_none().then_some(parsed)
}

struct Parser<'p> {
    rest: std::iter::Peekable<std::str::Chars<'p>>,
}

impl Parser<'_> {
    fn alternatives(&mut self, nesting: usize) -> Option<Alternatives> {
        let mut all = vec![Vec::new()];
        while let Some(next) = self.rest.peek().copied() {
            match next {
                ')' => break,
                '|' => {
                    self.rest.next();
                    all.push(Vec::new());
                }
                _ => {
                    let piece = self.piece(nesting)?;
                    all.last_mut()?.push(piece);
                }
            }
        }
        Some(all)
    }

    fn piece(&mut self, nesting: usize) -> Option<Piece> {
        let node = match self.rest.next()? {
            '(' => {
                if nesting >= MAX_NESTING {
                    return None;
                }
                if self.rest.next_if_eq(&'?').is_some() && self.rest.next()? != ':' {
                    return None;
                }
                let inside = self.alternatives(nesting + 1)?;
                (self.rest.next()? == ')').then_some(Node::Group(inside))?
            }
            '[' => Node::Class(self.class()?),
            '.' => Node::Class(Class::of(&LINE_ENDS).negated()?),
            anchor @ ('^' | '$') => Node::Anchor(anchor),
            '\\' => Node::Class(self.escape()?),
            '*' | '+' | '?' | '{' => return None,
            literal => Node::Class(Class::of(&[(literal.into(), literal.into())])),
        };
        let (min, max) = self.quantifier()?;
        if matches!(node, Node::Anchor(_)) && (min, max) != (1, Some(1)) {
            return None;
        }
        Some(Piece { node, min, max })
    }

    fn quantifier(&mut self) -> Option<(u32, Option<u32>)> {
        let bounds = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.rest.next();
                let min = self.number()?;
                let max = match self.rest.next_if_eq(&',') {
                    None => Some(min),
                    Some(_) if self.rest.peek() == Some(&'}') => None,
                    Some(_) => Some(self.number()?),
                };
                (self.rest.peek() == Some(&'}')).then_some((min, max))?
            }
            _ => return Some((1, Some(1))),
        };
        self.rest.next();
        // A lazy one takes the same.
        self.rest.next_if_eq(&'?');
        Some(bounds)
    }

    fn number(&mut self) -> Option<u32> {
        let mut digits = String::new();
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits.parse().ok()
    }

    /// Reads what follows an opening bracket.
    fn class(&mut self) -> Option<Class> {
        let is_negated = self.rest.next_if_eq(&'^').is_some();
        let mut ranges = Vec::new();
        let mut properties = BTreeSet::new();
        loop {
            let item = match self.rest.next()? {
                ']' => break,
                '\\' => self.escape()?,
                literal => Class::of(&[(literal.into(), literal.into())]),
            };
            let start = single(&item);
            if let Some(from) = start
                && self.rest.peek() == Some(&'-')
            {
                self.rest.next();
                match self.rest.peek() {
                    // At the end it is a character like others.
                    Some(']') => ranges.extend([(from, from), (0x2D, 0x2D)]),
                    _ => {
                        let item = match self.rest.next()? {
                            '\\' => self.escape()?,
                            literal => Class::of(&[(literal.into(), literal.into())]),
                        };
                        match single(&item) {
                            Some(to) if from <= to => ranges.push((from, to)),
                            // Before a class it is one, too.
                            None => {
                                ranges.extend([(from, from), (0x2D, 0x2D)]);
                                ranges.extend(item.ranges);
                                properties.extend(item.properties);
                            }
                            Some(_) => return None,
                        }
                    }
                }
                continue;
            }
            ranges.extend(item.ranges);
            properties.extend(item.properties);
        }
        let mut class = Class::of(&ranges);
        class.properties = properties;
        if is_negated {
            class.negated()
        } else {
            Some(class)
        }
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Option<Class> {
        let of = |character: u32| Class::of(&[(character, character)]);
        Some(match self.rest.next()? {
            'd' => Class::of(&DIGITS),
            'D' => Class::of(&DIGITS).negated()?,
            'w' => Class::of(&WORD),
            'W' => Class::of(&WORD).negated()?,
            's' => Class::of(&SPACE),
            'S' => Class::of(&SPACE).negated()?,
            't' => of(0x09),
            'n' => of(0x0A),
            'v' => of(0x0B),
            'f' => of(0x0C),
            'r' => of(0x0D),
            'x' => of(self.hexadecimal(2)?),
            'u' => of(self.hexadecimal(4)?),
            letter @ ('p' | 'P') => {
                let mut name = String::from(letter);
                (self.rest.next()? == '{').then_some(())?;
                loop {
                    match self.rest.next()? {
                        '}' => break,
                        next => name.push(next),
                    }
                }
                Class {
                    ranges: Vec::new(),
                    properties: BTreeSet::from([name]),
                }
            }
            other if other.is_ascii_alphanumeric() => return None,
            other => of(other.into()),
        })
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let mut text = String::new();
        for _ in 0..digits {
            text.push(self.rest.next_if(char::is_ascii_hexdigit)?);
        }
        u32::from_str_radix(&text, 16).ok()
    }
}

/// The one character of a class.
fn single(class: &Class) -> Option<u32> {
    match class.ranges.as_slice() {
        [(from, to)] if from == to && class.properties.is_empty() => Some(*from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Relation::{Narrower, Same, Unknown, Wider};
    use super::*;

    #[test]
    fn what_is_wider_is_known_where_it_is_plain() {
        for (old, new, expected) in [
            ("^a$", "^a$", Same),
            ("^[0-9]+$", r"^\d+$", Same),
            ("^(a|b)+$", "^[ab]+$", Wider),
            ("^(a|b)$", "^(c|b|a)$", Wider),
            ("^a$", "a", Wider),
            ("a", "^a$", Narrower),
            ("^a$|^b$", "^a$", Narrower),
            (r"^com\.x$", r"^(com|eu)\.x$", Wider),
            ("^[a-z]{2}$", "^[a-z]{2,3}$", Wider),
            ("^[a-z]{2}$", "^[a-z]{3}$", Unknown),
            ("^[a-zA-Z0-9_-]+$", "^[a-zA-Z0-9_.:-]+$", Wider),
            (
                "^([a-z]{2}(-gov)?-x:)?$",
                "^((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-x:)?$",
                Wider,
            ),
            ("^(-iso(b?))?$", "^(-iso([a-z]?))?$", Wider),
            (r"^[\p{L}]+$", r"^[\p{L}\d]+$", Wider),
            (r"^[^a]$", "^b$", Narrower),
            ("^.*$", r"^[\s\S]*$", Wider),
            ("^a+$", "^aa*$", Unknown),
            ("^(a|b)$", "^(a|c)$", Unknown),
            (r"^\$LATEST$", r"^\$LATEST(\.PUBLISHED)?$", Wider),
            (r"^(?!x)a$", r"^a$", Unknown),
            (r"^(a)\1$", r"^(a|b)\1$", Unknown),
        ] {
            assert_eq!(relation(old, new), expected, "{old} and {new}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_unknown() {
        for text in [
            "(",
            ")",
            "[",
            "[b-a]",
            "a{",
            "*",
            "\\",
            "\\u12",
            "a{9999999999}",
            "(?<n>a)",
        ] {
            assert_eq!(relation(text, text), Unknown, "{text}");
            assert_eq!(relation("a", text), Unknown, "{text}");
        }
    }

    #[test]
    fn patterns_that_take_long_are_given_up() {
        let nested = |open: &str, times: usize| open.repeat(times) + &")".repeat(times);
        assert_eq!(relation(&nested("(", 500), "a"), Unknown);
        let many = "(a?)".repeat(200);
        assert_eq!(relation(&many, &format!("{many}b")), Unknown);
        assert_eq!(relation(&"a".repeat(3000), "a"), Unknown);
        let classes = |class: &str| class.repeat(300);
        assert_eq!(relation(&classes("a"), &classes("[ab]")), Wider);
    }
}
