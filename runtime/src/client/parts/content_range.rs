//! Ranges of bytes, as requests ask for them and responses name them
//! ([RFC 9110, section 14](https://www.rfc-editor.org/rfc/rfc9110#section-14)).

use std::ops::Range;

/// The range that a program asks for: from a byte on, and to another if it says so. `None` of a range
/// that can't be cut: several ranges, the last bytes of an object, another unit.
pub(super) fn asked(range: &str) -> Option<(u64, Option<u64>)> {
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let first = number(first)?;
    if last.is_empty() {
        return Some((first, None));
    }
    let last = number(last)?;
    (first <= last).then_some((first, Some(last)))
}

/// Writes a range for a request.
pub(super) fn bytes(range: &Range<u64>) -> String {
    format!("bytes={}-{}", range.start, range.end.saturating_sub(1))
}

/// Reads the place of a response's bytes, and the length of the whole: `bytes 0-9/100`.
pub(super) fn place(content_range: &str) -> Option<(Range<u64>, u64)> {
    let (range, total) = content_range
        .trim()
        .strip_prefix("bytes ")?
        .split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let (first, last, total) = (number(first)?, number(last)?, number(total)?);
    (first <= last && last < total).then(|| (first..last + 1, total))
}

/// Reads digits and nothing else.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_requests() {
        assert_eq!(asked("bytes=0-9"), Some((0, Some(9))));
        assert_eq!(asked("bytes=7-"), Some((7, None)));
        for text in [
            "",
            "bytes=-5",
            "bytes=9-8",
            "bytes=0-1,3-4",
            "lines=0-1",
            "bytes=+1-2",
        ] {
            assert_eq!(asked(text), None, "{text}");
        }
        assert_eq!(bytes(&(5..10)), "bytes=5-9");
    }

    #[test]
    fn ranges_of_responses() {
        assert_eq!(place("bytes 0-9/100"), Some((0..10, 100)));
        assert_eq!(place("bytes 99-99/100"), Some((99..100, 100)));
        for text in [
            "",
            "bytes */100",
            "bytes 0-9/*",
            "bytes 0-100/100",
            "bytes 9-8/100",
            "bytes 0-9",
            "bytes 18446744073709551615-18446744073709551615/18446744073709551615",
        ] {
            assert_eq!(place(text), None, "{text}");
        }
    }
}
