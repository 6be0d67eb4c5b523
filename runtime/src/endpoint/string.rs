//! Functions of the rules engine on strings.
//!
//! Rules: [standard library](https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html).

use crate::percent;

/// `substring`: the characters from `start` up to `stop`, counted from the end if `reverse`.
/// `None` if the text is too short, isn't ASCII, or `start` isn't before `stop`.
#[must_use]
pub fn substring(text: &str, start: usize, stop: usize, reverse: bool) -> Option<&str> {
    if start >= stop || !text.is_ascii() {
        return None;
    }
    if reverse {
        let (from, to) = (
            text.len().checked_sub(stop)?,
            text.len().checked_sub(start)?,
        );
        text.get(from..to)
    } else {
        text.get(start..stop)
    }
}

/// `uriEncode`: percent-encodes all but the unreserved characters of RFC 3986, section 2.3.
#[must_use]
pub fn uri_encode(text: &str) -> String {
    let mut out = String::new();
    percent::encode(&mut out, text);
    out
}

/// `split`: the parts between delimiters, at most `limit` of them (0 is no limit). The last part
/// has the rest.
#[must_use]
pub fn split(text: &str, delimiter: &str, limit: usize) -> Vec<String> {
    if delimiter.is_empty() {
        return vec![text.to_owned()];
    }
    match limit {
        0 => text.split(delimiter).map(str::to_owned).collect(),
        limit => text.splitn(limit, delimiter).map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substring_from_the_start_and_from_the_end() {
        assert_eq!(substring("abcde", 0, 4, false), Some("abcd"));
        assert_eq!(substring("abcde", 1, 3, false), Some("bc"));
        assert_eq!(substring("abcde", 0, 4, true), Some("bcde"));
        assert_eq!(substring("abcde", 1, 3, true), Some("cd"));
        assert_eq!(substring("abcde", 0, 5, true), Some("abcde"));
    }

    #[test]
    fn substring_of_what_is_too_short_or_not_ascii() {
        assert_eq!(substring("abc", 0, 4, false), None);
        assert_eq!(substring("abc", 0, 4, true), None);
        assert_eq!(substring("", 0, 1, false), None);
        assert_eq!(substring("abc", 2, 2, false), None);
        assert_eq!(substring("abc", 3, 1, true), None);
        assert_eq!(substring("äbcde", 1, 3, false), None);
        assert_eq!(substring("abc", 0, usize::MAX, true), None);
    }

    #[test]
    fn encodes_all_but_unreserved() {
        assert_eq!(uri_encode("a-Z.9_~"), "a-Z.9_~");
        assert_eq!(uri_encode("a b/c%ä"), "a%20b%2Fc%25%C3%A4");
        assert_eq!(uri_encode(""), "");
    }

    #[test]
    fn splits() {
        assert_eq!(split("a--b--c", "--", 0), ["a", "b", "c"]);
        assert_eq!(split("a--b--c", "--", 2), ["a", "b--c"]);
        assert_eq!(split("a--b--c", "--", 1), ["a--b--c"]);
        assert_eq!(split("--a--", "--", 0), ["", "a", ""]);
        assert_eq!(split("", "--", 0), [""]);
        assert_eq!(split("abc", "", 0), ["abc"]);
    }
}
