//! A form as pairs, in the order of their keys.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{ReadError, ReadResult};
use crate::percent;

/// A pair, as places in the text of [`Pairs`]. Four places of four bytes instead of a key and a value
/// keep the memory in proportion to the body, however short its pairs are.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    /// The start of the part of the key that isn't read yet; more than `key_end` if all of it is.
    pub(super) key: u32,
    pub(super) key_end: u32,
    pub(super) value: u32,
    pub(super) end: u32,
    /// The place of the pair in the body.
    pub(super) offset: u32,
}

impl Pair {
    /// Whether all parts of the key are read, so that the pair has the value.
    pub(super) fn is_read(&self) -> bool {
        self.key > self.key_end
    }
}

/// All pairs of a form but `Action` and `Version`.
pub(super) struct Pairs<'a> {
    /// The keys, decoded, and the values as they are.
    pub(super) text: Cow<'a, str>,
    pub(super) list: Vec<Pair>,
}

impl<'a> Pairs<'a> {
    /// Reads the pairs of a form, and sorts them. Parts of keys that are numbers are in the order of
    /// the numbers.
    pub(super) fn new(body: &'a [u8]) -> ReadResult<Self> {
        let body = std::str::from_utf8(body).map_err(|error| {
            ReadError::new(error.valid_up_to(), "UTF-8", "bytes that are not UTF-8")
        })?;
        if u32::try_from(body.len()).is_err() {
            return Err(ReadError::new(0, "a body of less than 4 GiB", "more"));
        }
        let mut text = Cow::Borrowed(body);
        let mut list = Vec::new();
        let mut start = 0;
        for pair in body.split('&') {
            let offset = start;
            start += pair.len() + 1;
            if pair.is_empty() {
                continue;
            }
            let (raw_key, value) = pair.split_once('=').unwrap_or((pair, ""));
            check(raw_key, offset)?;
            check(value, offset + pair.len() - value.len())?;
            let key = percent::form_text(raw_key);
            if matches!(&*key, "Action" | "Version") {
                continue;
            }
            if let (Cow::Owned(_), Cow::Borrowed(_)) = (&key, &text) {
                // The text gets the keys and values that were read, and those that come.
                text = Cow::Owned(body.get(..offset).unwrap_or_default().to_owned());
            }
            let (key, value) = match &mut text {
                Cow::Borrowed(_) => (
                    offset..offset + key.len(),
                    offset + pair.len() - value.len()..offset + pair.len(),
                ),
                Cow::Owned(text) => {
                    let start = text.len();
                    text.push_str(&key);
                    let middle = text.len();
                    text.push_str(value);
                    (start..middle, middle..text.len())
                }
            };
            list.push(Pair {
                key: key.start as u32,
                key_end: key.end as u32,
                value: value.start as u32,
                end: value.end as u32,
                offset: offset as u32,
            });
        }
        let mut pairs = Self { text, list };
        pairs.sort();
        Ok(pairs)
    }

    /// Sorts the pairs by their keys; pairs of the same key stay in their order.
    fn sort(&mut self) {
        let key = |pair: &Pair| {
            let key = self.text.get(pair.key as usize..pair.key_end as usize);
            key.unwrap_or_default()
        };
        self.list.sort_by(|a, b| compare(key(a), key(b)));
    }
}

/// Compares keys part by part, so that what belongs together is together.
fn compare(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match (is_number(a), is_number(b)) {
                (true, true) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => a.cmp(b),
            },
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Whether a part of a key is the number of an item: digits, of which the first is zero only if it is
/// the last. So no two texts are one number.
pub(super) fn is_number(part: &str) -> bool {
    let digits = part.as_bytes();
    !digits.is_empty()
        && digits.iter().all(u8::is_ascii_digit)
        && (digits.len() == 1 || digits.first() != Some(&b'0'))
}

/// Refuses what isn't percent-encoded text in UTF-8.
fn check(text: &str, offset: usize) -> ReadResult {
    if !text.contains('%') {
        return Ok(());
    }
    for (index, _) in text.match_indices('%') {
        let digits = text.as_bytes().get(index + 1..index + 3);
        if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
            let found = "another character";
            return Err(ReadError::new(
                offset + index,
                "two hexadecimal digits after `%`",
                found,
            ));
        }
    }
    if !percent::is_text(text) {
        return Err(ReadError::new(offset, "UTF-8", "bytes that are not UTF-8"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_their_parts() {
        let sorted = [
            "A", "A.", "A.0", "A.1", "A.1.x", "A.2", "A.10", "A.10.a", "A.01", "A.a", "A-b",
            "A-b.1",
        ];
        for (index, a) in sorted.iter().enumerate() {
            for (other, b) in sorted.iter().enumerate() {
                if a != b && !(a.starts_with("A.") && b.len() == 2 && b.ends_with('.')) {
                    let expected = index.cmp(&other);
                    let is_special = *a == "A." || *b == "A.";
                    assert!(is_special || compare(a, b) == expected, "{a} {b}");
                }
            }
        }
    }
}
