//! Percent-encoding of URI components, RFC 3986, section 2.1.

#[cfg(feature = "server")]
use std::borrow::Cow;

/// Returns whether a character need not be encoded: the unreserved characters of RFC 3986, section
/// 2.3.
const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// A byte of text as it is sent: one or three bytes, and last how many they are.
type Sent = [u8; 4];

/// How each byte is sent, because a look-up is cheaper than comparisons.
static ENCODED: [Sent; 256] = encoded_bytes(None);
static ENCODED_WITHOUT_SLASHES: [Sent; 256] = encoded_bytes(Some(b'/'));

const fn encoded_bytes(kept: Option<u8>) -> [Sent; 256] {
    let mut table = [[0; 4]; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        let is_kept = match kept {
            Some(kept) => byte == kept,
            None => false,
        };
        table[at] = if is_kept || is_unreserved(byte) {
            [byte, 0, 0, 1]
        } else {
            [b'%', upper_hex(byte >> 4), upper_hex(byte & 0xF), 3]
        };
        at += 1;
    }
    table
}

const fn upper_hex(digit: u8) -> u8 {
    match digit {
        0..=9 => b'0' + digit,
        _ => b'A' + (digit - 10),
    }
}

/// Appends `text` with every byte of its UTF-8 that isn't unreserved encoded.
pub(crate) fn encode(out: &mut String, text: &str) {
    encode_by(&ENCODED, text, |block| push_ascii(out, block));
}

/// Appends `text` encoded as [`encode`] does, except that slashes stay.
pub(crate) fn encode_keeping_slashes(out: &mut String, text: &str) {
    encode_by(&ENCODED_WITHOUT_SLASHES, text, |block| {
        push_ascii(out, block);
    });
}

/// Appends `text` encoded as [`encode`] does to bytes.
pub(crate) fn encode_to_bytes(out: &mut Vec<u8>, text: &str) {
    encode_by(&ENCODED, text, |block| out.extend_from_slice(block));
}

fn push_ascii(out: &mut String, block: &[u8]) {
    // All that is encoded is ASCII.
    out.push_str(std::str::from_utf8(block).unwrap_or_default());
}

/// The bytes of text that are encoded into one block.
const BLOCK: usize = 32;

/// Hands the encoded text on in blocks. Three bytes are copied for each byte of text, and count only
/// where they are meant: without branches, that takes a third of the time that runs of bytes to keep
/// take.
#[inline]
fn encode_by(table: &[Sent; 256], text: &str, mut push: impl FnMut(&[u8])) {
    // The mask is never at work, as 32 bytes are 96 at most; it tells the compiler.
    const MASK: usize = 127;
    let mut block = [0; MASK + 4];
    for part in text.as_bytes().chunks(BLOCK) {
        let mut length = 0;
        for byte in part {
            let [first, second, third, count] = table[usize::from(*byte)];
            let at = length & MASK;
            block[at] = first;
            block[at + 1] = second;
            block[at + 2] = third;
            length += usize::from(count);
        }
        push(block.get(..length).unwrap_or_default());
    }
}

/// Returns whether [`encode`] leaves text as it is.
pub(crate) const fn is_plain(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        if !is_unreserved(*byte) {
            return false;
        }
        rest = after;
    }
    true
}

/// The text that was percent-encoded; what isn't an escape stays as it is, and bytes that
/// aren't UTF-8 become U+FFFD.
#[cfg(any(
    feature = "_http",
    feature = "recording",
    feature = "server",
    feature = "testing"
))]
pub(crate) fn decode(text: &str) -> String {
    if !text.as_bytes().contains(&b'%') {
        return text.to_owned();
    }
    String::from_utf8(decoded(text))
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Returns whether the percent-encoded bytes are text in UTF-8.
#[cfg(feature = "server")]
pub(crate) fn is_text(text: &str) -> bool {
    !text.as_bytes().contains(&b'%') || std::str::from_utf8(&decoded(text)).is_ok()
}

#[cfg(any(
    feature = "_http",
    feature = "recording",
    feature = "server",
    feature = "testing"
))]
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
#[cfg(any(feature = "recording", feature = "server", feature = "testing"))]
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

#[cfg(any(
    feature = "_http",
    feature = "recording",
    feature = "server",
    feature = "testing"
))]
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

    fn in_text(text: &str) -> String {
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
            assert_eq!(in_text(text), expected, "{text:?}");
            assert_eq!(is_plain(text), text == expected, "{text:?}");
        }
    }

    #[test]
    fn slashes_are_kept_when_asked_for() {
        let mut out = String::from("/");
        encode_keeping_slashes(&mut out, "a/b c//d");
        assert_eq!(out, "/a/b%20c//d");
    }

    proptest! {
        /// Texts have several blocks, too.
        #[test]
        fn says_the_same_as_the_slow_way(text in any::<String>(), times in 1..20_usize) {
            let text = text.repeat(times);
            prop_assert_eq!(in_text(&text), slowly(&text));
            prop_assert_eq!(is_plain(&text), slowly(&text) == text);
            let mut bytes = Vec::new();
            encode_to_bytes(&mut bytes, &text);
            prop_assert_eq!(bytes, slowly(&text).into_bytes());
        }
    }
}
