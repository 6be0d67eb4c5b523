//! Finding where texts and names end, and which characters a body has: the loops in which most of
//! the time goes.

const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

/// The first position from `start` on that holds `<`, `>` or `&`, or the length of `bytes`.
///
/// A `>` is text (XML 1.0, section 2.4) unless it ends `]]>`.
#[inline]
pub(super) fn text_end(bytes: &[u8], start: usize) -> usize {
    let mut rest = bytes.get(start..).unwrap_or_default();
    while let Some((word, tail)) = rest.split_first_chunk::<8>() {
        let hits = markup(word);
        if hits != 0 {
            return bytes.len() - rest.len() + hits.trailing_zeros() as usize / 8;
        }
        rest = tail;
    }
    let is_markup = |byte: &u8| matches!(byte, b'<' | b'>' | b'&');
    let hit = rest.iter().position(is_markup);
    bytes.len() - rest.len() + hit.unwrap_or(rest.len())
}

/// The high bit of the first byte that is `<`, `>` or `&`, and perhaps of some after it.
///
/// A byte is zero if its high bit is set in `(x - 1) & !x`; a borrow can set bits above a true hit
/// only. `<` and `>` differ in one bit.
#[inline(always)]
fn markup(word: &[u8; 8]) -> u64 {
    let x = u64::from_le_bytes(*word);
    let angle = (x | (LOW * 2)) ^ (LOW * b'>' as u64);
    let ampersand = x ^ (LOW * b'&' as u64);
    ((angle.wrapping_sub(LOW) & !angle) | (ampersand.wrapping_sub(LOW) & !ampersand)) & HIGH
}

/// The first position from `start` on that holds `wanted`, or the length of `bytes`.
pub(super) fn find(bytes: &[u8], start: usize, wanted: &[u8]) -> Option<usize> {
    let mut at = start;
    let first = wanted.first()?;
    loop {
        let rest = bytes.get(at..)?;
        let hit = rest.iter().position(|byte| byte == first)?;
        if rest.get(hit..)?.starts_with(wanted) {
            return Some(at + hit);
        }
        at += hit + 1;
    }
}

/// The result of [`characters`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Characters {
    /// The position of the first character that XML doesn't have.
    pub(super) forbidden: Option<usize>,
    /// Whether there are carriage returns, which are to be replaced.
    pub(super) has_returns: bool,
}

/// Looks for characters of UTF-8 that XML doesn't have (XML 1.0, section 2.2: control characters but
/// tab, line feed and carriage return, and U+FFFE and U+FFFF), and for carriage returns.
pub(super) fn characters(bytes: &[u8]) -> Characters {
    let mut found = Characters {
        forbidden: None,
        has_returns: false,
    };
    for (index, chunk) in bytes.chunks(CHUNK).enumerate() {
        if chunk.iter().fold(false, |odd, byte| odd | is_odd(*byte)) {
            look_at(bytes, index * CHUNK, chunk.len(), &mut found);
            if found.forbidden.is_some() {
                break;
            }
        }
    }
    found
}

/// The number of bytes that are looked at in one go, in a form of which compilers make vector
/// instructions.
const CHUNK: usize = 64;

/// Whether a byte is worth a closer look.
#[inline(always)]
fn is_odd(byte: u8) -> bool {
    // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
    (byte < 0x20) & (byte != b'\n') & (byte != b'\t') | (byte == 0xef)
}

#[inline(never)]
fn look_at(bytes: &[u8], start: usize, length: usize, found: &mut Characters) {
    let rest = bytes.get(start..).unwrap_or_default();
    for (index, byte) in rest.iter().take(length).enumerate() {
        let is_forbidden = match byte {
            b'\r' => {
                found.has_returns = true;
                false
            }
            b'\t' | b'\n' => false,
            0xef => matches!(rest.get(index..), Some([_, 0xbf, 0xbe | 0xbf, ..])),
            _ => *byte < 0x20,
        };
        if is_forbidden {
            found.forbidden = Some(start + index);
            return;
        }
    }
}

/// Whether a byte is white space (XML 1.0, section 2.3).
#[inline(always)]
pub(super) fn is_white_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The first position from `start` on that doesn't hold white space.
#[inline]
pub(super) fn skip_white_space(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while bytes.get(at).is_some_and(is_white_space) {
        at += 1;
        // Lines are indented by many spaces.
        while bytes
            .get(at..at + 8)
            .is_some_and(|next| next == b"        ")
        {
            at += 8;
        }
    }
    at
}

/// Text without the white space around it. Of ASCII's white space, XML doesn't have the form feed.
#[inline]
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_ascii()
}

/// The bytes of names, but for the colon (XML 1.0, section 2.3; Namespaces in XML, section 3).
/// Characters beyond ASCII all count.
const NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric()
            || matches!(byte as u8, b'_' | b'-' | b'.' | 0x80..);
        byte += 1;
    }
    table
};

/// The end of the part of a name without colon that starts at `start`, or `start` if there is none.
#[inline(always)]
pub(super) fn name_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while bytes.get(at).is_some_and(|byte| NAME[usize::from(*byte)]) {
        at += 1;
    }
    at
}

/// Whether a name may start with a byte.
#[inline(always)]
pub(super) fn starts_name(byte: u8) -> bool {
    NAME[usize::from(byte)] && !matches!(byte, b'0'..=b'9' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_end_where_a_loop_over_bytes_says() {
        for stop in 0..=255_u8 {
            for length in 0..20 {
                for padding in [b'a', b'=', b';', b'?', b'%', b'\'', 0x7e, 0x80, 0xbc, 0xff] {
                    let mut bytes = vec![padding; length];
                    bytes.push(stop);
                    bytes.extend([padding; 9]);
                    let slow = bytes.iter().position(|b| matches!(b, b'<' | b'>' | b'&'));
                    let slow = slow.unwrap_or(bytes.len());
                    assert_eq!(text_end(&bytes, 0), slow, "{bytes:?}");
                }
            }
        }
        assert_eq!(text_end(b"abc", 3), 3);
        assert_eq!(text_end(b"abc", 9), 3);
    }

    #[test]
    fn characters_are_those_of_the_specification() {
        for code in (0..0x300)
            .chain(0xd700..0x1_0010)
            .chain(0x10_fff0..=0x10_ffff)
        {
            let Some(character) = char::from_u32(code) else {
                continue;
            };
            let is_allowed = matches!(code,
                0x9 | 0xa | 0xd | 0x20..=0xd7ff | 0xe000..=0xfffd | 0x1_0000..=0x10_ffff);
            for length in [0, 1, 61, 62, 63, 64, 100] {
                let text = format!("{}{character}z", "a".repeat(length));
                let found = characters(text.as_bytes());
                let place = (!is_allowed).then_some(length);
                assert_eq!(found.forbidden, place, "{code:x} after {length}");
                assert_eq!(found.has_returns, code == 0xd, "{code:x} after {length}");
            }
        }
    }

    /// However many characters of a kind are in a chunk, they are found.
    #[test]
    fn characters_are_found_in_any_number() {
        for byte in 0..0x80_u8 {
            let is_allowed = byte >= 0x20 || b"\t\n\r".contains(&byte);
            for count in [1, 2, 3, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK] {
                for before in [0, 1, CHUNK] {
                    let mut bytes = vec![b'a'; before];
                    bytes.resize(before + count, byte);
                    let found = characters(&bytes);
                    let place = (!is_allowed).then_some(before);
                    assert_eq!(found.forbidden, place, "{count} {byte:x} after {before}");
                    let has_returns = byte == b'\r';
                    assert_eq!(found.has_returns, has_returns, "{count} after {before}");
                }
            }
        }
    }

    #[test]
    fn white_space_ends_where_a_loop_over_bytes_says() {
        for length in 0..40 {
            for start in 0..length {
                let mut bytes = vec![b' '; length];
                assert_eq!(skip_white_space(&bytes, start), length);
                bytes.extend(b"a        \t");
                assert_eq!(skip_white_space(&bytes, start), length);
                bytes.insert(start, b'\n');
                assert_eq!(skip_white_space(&bytes, start), length + 1);
            }
        }
        assert_eq!(skip_white_space(b"a", 9), 9);
    }

    #[test]
    fn finding_goes_on_after_a_part() {
        assert_eq!(find(b"a--->", 0, b"-->"), Some(2));
        assert_eq!(find(b"a]]]>", 0, b"]]>"), Some(2));
        assert_eq!(find(b"a--", 0, b"-->"), None);
        assert_eq!(find(b"-->", 3, b"-->"), None);
        assert_eq!(find(b"-->", 9, b"-->"), None);
    }
}
