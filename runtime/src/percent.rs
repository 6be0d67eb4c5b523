//! Percent-encoding of URI components, RFC 3986, section 2.1.

#[cfg(feature = "server")]
use std::borrow::Cow;

/// Returns whether a character need not be encoded: the unreserved characters of RFC 3986, section
/// 2.3.
const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// `UNRESERVED[byte]`, because a look-up is cheaper than four comparisons per byte.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = is_unreserved(byte as u8);
        byte += 1;
    }
    table
};

/// Appends `text` with every byte of its UTF-8 that isn't unreserved encoded.
pub(crate) fn encode(out: &mut String, text: &str) {
    encode_keeping(out, text, None);
}

/// Appends `text` encoded as [`encode`] does, except that slashes stay.
pub(crate) fn encode_keeping_slashes(out: &mut String, text: &str) {
    encode_keeping(out, text, Some(b'/'));
}

fn encode_keeping(out: &mut String, text: &str, kept: Option<u8>) {
    out.reserve(text.len());
    let mut clean_from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if UNRESERVED[usize::from(byte)] || Some(byte) == kept {
            continue;
        }
        // Clean bytes are ASCII, so a run of them begins and ends between characters;
        // an empty run may lie within one, and then there is nothing to copy.
        out.push_str(text.get(clean_from..at).unwrap_or_default());
        out.push('%');
        out.push(upper_hex(byte >> 4));
        out.push(upper_hex(byte & 0xF));
        clean_from = at + 1;
    }
    out.push_str(text.get(clean_from..).unwrap_or_default());
}

fn upper_hex(digit: u8) -> char {
    char::from(match digit {
        0..=9 => b'0' + digit,
        _ => b'A' + (digit - 10),
    })
}

/// The text that was percent-encoded; what isn't an escape stays as it is, and bytes that
/// aren't UTF-8 become U+FFFD.
#[cfg(any(feature = "client", feature = "server", feature = "testing"))]
pub(crate) fn decode(text: &str) -> String {
    String::from_utf8(decoded(text))
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Returns whether the percent-encoded bytes are text in UTF-8.
#[cfg(feature = "server")]
pub(crate) fn is_text(text: &str) -> bool {
    std::str::from_utf8(&decoded(text)).is_ok()
}

#[cfg(any(feature = "client", feature = "server", feature = "testing"))]
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        match *rest {
            [b'%', high, low, ref after @ ..]
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                bytes.push(digit(high) << 4 | digit(low));
                rest = after;
            }
            [byte, ref after @ ..] => {
                bytes.push(byte);
                rest = after;
            }
            [] => return bytes,
        }
    }
}

/// Decodes as [`decode`] does, and takes a plus for a space, as forms are sent.
#[cfg(any(feature = "server", feature = "testing"))]
pub(crate) fn decode_form(text: &str) -> String {
    decode(&text.replace('+', " "))
}

/// Decodes as [`decode_form`] does; text without anything to decode is borrowed.
#[cfg(feature = "server")]
pub(crate) fn form_text(text: &str) -> Cow<'_, str> {
    if text.contains(['%', '+']) {
        Cow::Owned(decode_form(text))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(any(feature = "client", feature = "server", feature = "testing"))]
fn digit(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        b'a'..=b'f' => hex - b'a' + 10,
        _ => hex - b'A' + 10,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        encode(&mut out, text);
        out
    }

    /// Says the same as the code above, byte by byte and with `format!`.
    fn slowly(text: &str) -> String {
        let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
        text.bytes()
            .map(|byte| match char::from(byte) {
                c if unreserved.contains(c) => c.to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    }

    #[test]
    fn table() {
        for (text, expected) in [
            ("", ""),
            ("j-2AXXXXXXGAPLF", "j-2AXXXXXXGAPLF"),
            ("a b", "a%20b"),
            ("-._~", "-._~"),
            ("%", "%25"),
            ("ü", "%C3%BC"),
            ("a😀b", "a%F0%9F%98%80b"),
            (
                ":/?#[]@!$&'()*+,;=",
                "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D",
            ),
            ("\0\u{7F}", "%00%7F"),
        ] {
            assert_eq!(encoded(text), expected, "{text:?}");
        }
    }

    #[test]
    fn slashes_are_kept_when_asked_for() {
        let mut out = String::from("/");
        encode_keeping_slashes(&mut out, "a/b c//d");
        assert_eq!(out, "/a/b%20c//d");
    }

    proptest! {
        #[test]
        fn says_the_same_as_the_slow_way(text in any::<String>()) {
            prop_assert_eq!(encoded(&text), slowly(&text));
        }
    }
}
