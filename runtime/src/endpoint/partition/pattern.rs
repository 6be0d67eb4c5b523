//! The regular expressions of `regionRegex`: the part of the syntax that such patterns use,
//! so that no regex crate is needed.

/// The depth to which groups may nest, since reading them is recursive.
const MAX_DEPTH: usize = 16;

/// A pattern that a whole text has to fit: characters, escapes, `.`, classes, groups with
/// alternatives, and `?`, `*` and `+`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern(Alternatives);

type Alternatives = Vec<Vec<Piece>>;

#[derive(Clone, Debug, PartialEq)]
struct Piece {
    item: Item,
    /// Whether it may be missing.
    optional: bool,
    /// Whether it may come again.
    repeats: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Item {
    Any,
    /// `\d`
    Digit,
    /// `\w`
    Word,
    Byte(u8),
    Class {
        negated: bool,
        items: Vec<(u8, u8)>,
    },
    Group(Alternatives),
}

impl Pattern {
    /// Reads a pattern; `None` if it uses more of the syntax than is known here.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('^').unwrap_or(text);
        let text = text.strip_suffix('$').unwrap_or(text);
        let mut rest = text.is_ascii().then_some(text.as_bytes())?;
        let alternatives = alternatives(&mut rest, 0)?;
        rest.is_empty().then_some(Self(alternatives))
    }

    /// Returns whether the whole text matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let mut start = vec![false; text.len()];
        start.insert(0, true);
        after_any(&self.0, text, &start).last() == Some(&true)
    }
}

fn alternatives(rest: &mut &[u8], depth: usize) -> Option<Alternatives> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut alternatives = vec![Vec::new()];
    while let Some((first, after)) = rest.split_first() {
        if *first == b')' {
            break;
        }
        *rest = after;
        if *first == b'|' {
            alternatives.push(Vec::new());
            continue;
        }
        let item = item(*first, rest, depth)?;
        let (optional, repeats) = match rest.first() {
            Some(b'?') => (true, false),
            Some(b'*') => (true, true),
            Some(b'+') => (false, true),
            _ => (false, false),
        };
        if optional || repeats {
            *rest = rest.get(1..)?;
        }
        alternatives.last_mut()?.push(Piece {
            item,
            optional,
            repeats,
        });
    }
    Some(alternatives)
}

fn item(first: u8, rest: &mut &[u8], depth: usize) -> Option<Item> {
    Some(match first {
        b'.' => Item::Any,
        b'\\' => match next(rest)? {
            b'd' => Item::Digit,
            b'w' => Item::Word,
            byte if byte.is_ascii_alphanumeric() => return None,
            byte => Item::Byte(byte),
        },
        b'(' => {
            *rest = rest.strip_prefix(b"?:").unwrap_or(rest);
            let group = alternatives(rest, depth + 1)?;
            (next(rest)? == b')').then_some(Item::Group(group))?
        }
        b'[' => class(rest)?,
        b'^' | b'$' | b'*' | b'+' | b'?' | b'{' | b'}' | b']' => return None,
        byte => Item::Byte(byte),
    })
}

fn class(rest: &mut &[u8]) -> Option<Item> {
    let negated = rest.first() == Some(&b'^');
    if negated {
        next(rest)?;
    }
    let mut items = Vec::new();
    loop {
        let from = match next(rest)? {
            b']' => break,
            b'\\' => match next(rest)? {
                b'd' => {
                    items.push((b'0', b'9'));
                    continue;
                }
                byte if byte.is_ascii_alphanumeric() => return None,
                byte => byte,
            },
            byte => byte,
        };
        let to = match **rest {
            [b'-', to, ..] if to != b']' => {
                *rest = rest.get(2..)?;
                to
            }
            _ => from,
        };
        items.push((from, to));
    }
    (!items.is_empty()).then_some(Item::Class { negated, items })
}

fn next(rest: &mut &[u8]) -> Option<u8> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(*first)
}

/// A set of places in a text, its end among them: whether each place is in the set.
type Places = Vec<bool>;

/// All places where a match may end that starts at one of `starts`. Sets of places, instead
/// of going back and trying again, keep this from taking exponential time.
fn after_any(alternatives: &Alternatives, text: &[u8], starts: &[bool]) -> Places {
    let mut ends = vec![false; starts.len()];
    for pieces in alternatives {
        let places = pieces.iter().fold(starts.to_vec(), |places, piece| {
            after_piece(piece, text, &places)
        });
        add(&mut ends, &places);
    }
    ends
}

fn after_piece(piece: &Piece, text: &[u8], starts: &[bool]) -> Places {
    let mut ends = after_item(&piece.item, text, starts);
    let mut last = ends.clone();
    while piece.repeats && last.contains(&true) {
        last = after_item(&piece.item, text, &last);
        for (last, known) in last.iter_mut().zip(&ends) {
            *last &= !known;
        }
        add(&mut ends, &last);
    }
    if piece.optional {
        add(&mut ends, starts);
    }
    ends
}

fn add(places: &mut [bool], more: &[bool]) {
    for (place, more) in places.iter_mut().zip(more) {
        *place |= more;
    }
}

fn after_item(item: &Item, text: &[u8], starts: &[bool]) -> Places {
    let fits = |byte: u8| match item {
        Item::Any => true,
        Item::Digit => byte.is_ascii_digit(),
        Item::Word => byte.is_ascii_alphanumeric() || byte == b'_',
        Item::Byte(own) => *own == byte,
        Item::Class { negated, items } => {
            items.iter().any(|(from, to)| (*from..=*to).contains(&byte)) != *negated
        }
        Item::Group(_) => false,
    };
    match item {
        Item::Group(group) => after_any(group, text, starts),
        _ => {
            let bytes = starts.iter().zip(text);
            let ends = bytes.map(|(starts, byte)| *starts && fits(*byte));
            std::iter::once(false).chain(ends).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(text)
    }

    #[test]
    fn patterns_of_regions() {
        let pattern = r"^(us|eu|ap)\-\w+\-\d+$";
        for text in ["us-east-1", "eu-west_2-10", "ap-x-0"] {
            assert!(fits(pattern, text), "{text}");
        }
        for text in [
            "us-gov-east-1",
            "us-east-",
            "us-east-1x",
            "xus-east-1",
            "us--1",
            "",
        ] {
            assert!(!fits(pattern, text), "{text}");
        }
    }

    #[test]
    fn every_part_of_the_syntax() {
        assert!(fits("a.c", "abc") && !fits("a.c", "ac"));
        assert!(fits("[a-c]+", "abcab") && !fits("[a-c]+", "abd"));
        assert!(fits(r"[^\d-]", "x") && !fits(r"[^\d-]", "7") && !fits(r"[^\d-]", "-"));
        assert!(fits("(?:ab)?c", "abc") && fits("(?:ab)?c", "c"));
        assert!(fits("(a|b*)+c", "abbac") && fits("(a|b*)+c", "c"));
        assert!(fits("", "") && !fits("", "a"));
    }

    #[test]
    fn repeated_groups_take_no_exponential_time() {
        assert!(!fits("((a*)*)*b", &"a".repeat(2000)));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for pattern in [
            "a{2}",
            r"\b",
            r"\pL",
            "(",
            ")",
            "(a",
            "[a",
            "*",
            "a**",
            "ä",
            "[]",
            r"\",
            "a^b",
            &"(".repeat(100),
        ] {
            assert_eq!(Pattern::parse(pattern), None, "{pattern}");
        }
    }
}
