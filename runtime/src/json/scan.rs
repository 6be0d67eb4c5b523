//! Finding where strings and numbers end: the loops in which most of the time goes.

const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

/// The names of members are mostly shorter.
const NAME: usize = 24;

/// The first position from `start` on that holds a quotation mark, a backslash or a
/// control character (RFC 8259, section 7: what can't stand for itself in a string), or
/// the length of `bytes`.
#[inline(never)]
pub(super) fn clean_end(bytes: &[u8], start: usize) -> usize {
    let mut start = start;
    // Most strings are short, so that vectors don't pay at first.
    for _ in 0..2 {
        let rest = bytes.get(start..).unwrap_or_default();
        let Some(short) = rest.first_chunk::<32>() else {
            break;
        };
        match first_hit(short, unclean_or_high) {
            Some(hit) if short.get(hit).is_some_and(u8::is_ascii) => return start + hit,
            Some(_) => break,
            None => start += short.len(),
        }
    }
    long_end(bytes, start)
}

/// [`clean_end`] where a string is longer, holds what isn't ASCII, or is near the end of `bytes`.
#[inline(never)]
fn long_end(bytes: &[u8], start: usize) -> usize {
    let mut rest = bytes.get(start..).unwrap_or_default();
    while let Some((chunk, tail)) = rest.split_first_chunk::<64>() {
        if has_unclean(chunk) {
            break;
        }
        rest = tail;
    }
    let at = bytes.len() - rest.len();
    at + first_hit(rest, unclean).unwrap_or_else(|| last_hit(bytes, rest))
}

/// [`any_unclean`] of 64 bytes, with fewer operations: the smallest bytes of four rows tell.
#[inline(always)]
fn has_unclean(chunk: &[u8; 64]) -> bool {
    let (mut low, mut backslash) = ([u8::MAX; 16], [u8::MAX; 16]);
    for row in chunk.chunks_exact(16) {
        for ((low, backslash), byte) in low.iter_mut().zip(&mut backslash).zip(row) {
            let byte = byte ^ 2;
            *low = byte.min(*low);
            *backslash = (byte ^ (b'\\' ^ 2)).min(*backslash);
        }
    }
    low.iter()
        .zip(&backslash)
        .fold(false, |hit, (low, backslash)| {
            hit | (low.saturating_sub(0x20).min(*backslash) == 0)
        })
}

/// Whether there is a byte that can't stand for itself in a string: in a form of which
/// compilers make vector instructions.
#[inline(always)]
fn any_unclean<const N: usize>(chunk: &[u8; N]) -> bool {
    // Zero is a hit. See `unclean` for the first.
    let distance = |byte: u8| (byte ^ 2).saturating_sub(0x20).min(byte ^ b'\\');
    chunk
        .iter()
        .fold(false, |hit, byte| hit | (distance(*byte) == 0))
}

/// The first byte for which `hits` has a high bit, eight bytes at a time; what is beyond the
/// last whole word isn't looked at.
#[inline(always)]
fn first_hit(bytes: &[u8], hits: impl Fn(&[u8; 8]) -> u64) -> Option<usize> {
    let mut rest = bytes;
    while let Some((word, tail)) = rest.split_first_chunk::<8>() {
        let hits = hits(word);
        if hits != 0 {
            return Some(bytes.len() - rest.len() + hits.trailing_zeros() as usize / 8);
        }
        rest = tail;
    }
    None
}

/// Looks at the part of `rest`, the end of `bytes`, that [`first_hit`] skips.
#[inline]
fn last_hit(bytes: &[u8], rest: &[u8]) -> usize {
    let length = rest.len() % 8;
    let whole = rest.len() - length;
    let hit = match bytes.last_chunk() {
        // Zeros come after the last byte, and are hits.
        Some(last) => {
            let word = u64::from_le_bytes(*last).checked_shr(64 - 8 * length as u32);
            unclean(&word.unwrap_or(0).to_le_bytes()).trailing_zeros() as usize / 8
        }
        None => {
            let hit = rest.iter().position(is_unclean);
            hit.unwrap_or(length)
        }
    };
    whole + hit
}

fn is_unclean(byte: &u8) -> bool {
    *byte < 0x20 || *byte == b'"' || *byte == b'\\'
}

/// Whether [`clean_end`] is the end of a text.
#[inline(always)]
pub(super) fn is_clean(text: &[u8]) -> bool {
    // The last chunk overlaps the one before it.
    if let Some(last) = text.last_chunk::<16>() {
        let mut rest = text;
        while let Some((chunk, tail)) = rest.split_first_chunk::<16>() {
            if any_unclean(chunk) {
                return false;
            }
            rest = tail;
        }
        !any_unclean(last)
    } else if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        unclean(first) | unclean(last) == 0
    } else if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk::<4>()) {
        let [a, b, c, d] = *first;
        let [e, f, g, h] = *last;
        unclean(&[a, b, c, d, e, f, g, h]) == 0
    } else {
        !text.iter().any(is_unclean)
    }
}

/// The high bit of the first byte that can't stand for itself in a string, and perhaps of
/// some after it.
///
/// A byte less than n sets its high bit in `(x - n) & !x` (for n up to 0x80), and a byte
/// equals c if `x ^ c` is less than 1. A borrow can set bits above a true hit only, and the
/// lowest bit is the one that counts. The high bits of `x ^ c` are those of `x`. Of all bytes,
/// control characters and the quotation mark are those that with their second bit turned are
/// at most a space: the mark becomes one, and the space and what is after it become more.
#[inline(always)]
fn unclean(chunk: &[u8; 8]) -> u64 {
    let x = u64::from_le_bytes(*chunk);
    let low = (x ^ (LOW * 2)).wrapping_sub(LOW * 0x21);
    let backslash = (x ^ (LOW * b'\\' as u64)).wrapping_sub(LOW);
    (low | backslash) & !x & HIGH
}

/// The place where the name of a member may end: the first quotation mark from `start` on, unless
/// something unusual in names is before it; then the place of that, or any place. Long names, and
/// names at the end of the body, don't count as usual.
#[inline(always)]
pub(super) fn name_end(bytes: &[u8], start: usize) -> usize {
    let name = bytes
        .get(start..)
        .and_then(|rest| rest.first_chunk::<NAME>());
    let hit = name.and_then(|name| first_hit(name, unusual));
    start + hit.unwrap_or(0)
}

/// Finds hits as [`unclean`] does; bytes that aren't ASCII may be hits, too.
#[inline(always)]
fn unclean_or_high(chunk: &[u8; 8]) -> u64 {
    let x = u64::from_le_bytes(*chunk);
    let low = (x ^ (LOW * 2)).wrapping_sub(LOW * 0x21);
    let backslash = (x ^ (LOW * b'\\' as u64)).wrapping_sub(LOW);
    (low | backslash) & HIGH
}

/// Finds hits as [`unclean`] does; bytes that aren't ASCII, spaces and exclamation marks may be
/// hits, too.
#[inline]
fn unusual(chunk: &[u8; 8]) -> u64 {
    let x = u64::from_le_bytes(*chunk);
    let low = x.wrapping_sub(LOW * (b'"' as u64 + 1));
    let backslash = (x ^ (LOW * b'\\' as u64)).wrapping_sub(LOW);
    (low | backslash) & HIGH
}

/// The end of the number that starts at `start` (RFC 8259, section 6), or the position
/// at which a digit is missing.
#[inline]
pub(super) fn number_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = start;
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    at = match bytes.get(at) {
        // A zero stands alone: what follows a leading zero isn't part of the number.
        Some(b'0') => at + 1,
        _ => digits_end(bytes, at)?,
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits_end(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        at = digits_end(bytes, at)?;
    }
    Ok(at)
}

/// The end of the digits at `start`, of which there must be one, or `start`.
#[inline]
fn digits_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let digits = bytes.get(start..).unwrap_or_default();
    match digits.iter().position(|byte| !byte.is_ascii_digit()) {
        Some(0) => Err(start),
        Some(length) => Ok(start + length),
        None if digits.is_empty() => Err(start),
        None => Ok(bytes.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_end_agrees_with_a_loop_over_bytes() {
        for stop in 0..=255_u8 {
            for length in 0..36 {
                for padding in [b'a', 0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x80, 0xff] {
                    let mut bytes = vec![padding; length];
                    bytes.push(stop);
                    bytes.extend([b'a', 0x1f, b'"', b'\\', 0x80, 0, 1, 2]);
                    let slow = bytes
                        .iter()
                        .position(|b| *b < 0x20 || matches!(b, b'"' | b'\\'));
                    assert_eq!(Some(clean_end(&bytes, 0)), slow, "{bytes:?}");
                    let stops = slow == Some(length);
                    assert_eq!(is_clean(&bytes[..=length]), !stops, "{bytes:?}");
                    let after = [&bytes[..=length], &[b'a'; 9]].concat();
                    assert_eq!(is_clean(&after), !stops, "{bytes:?}");
                }
            }
        }
        assert_eq!(clean_end(b"abc", 0), 3);
        assert_eq!(clean_end(b"abc", 9), 3);
    }

    #[test]
    fn long_texts_end_where_a_loop_over_bytes_says() {
        let slow = |bytes: &[u8], start: usize| {
            let hit = bytes[start..].iter().position(is_unclean);
            hit.map_or(bytes.len(), |hit| start + hit)
        };
        for padding in [b'a', 0x20, 0x5d, 0x80, 0xff] {
            for stop in [0, 0x1f, 0x21, b'"', 0x23, 0x5b, b'\\', 0x5e, 0x7f] {
                for length in 0..200 {
                    for tail in [0, 1, 7, 8, 33] {
                        let mut bytes = vec![padding; length];
                        bytes.push(stop);
                        bytes.resize(bytes.len() + tail, b'z');
                        for start in [0, 1, 7, 31, 33, 63, 65] {
                            let start = start.min(length);
                            let end = clean_end(&bytes, start);
                            assert_eq!(end, slow(&bytes, start), "{start} {bytes:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn names_end_at_quotation_marks_unless_there_is_something_unusual() {
        for length in 0..36 {
            for stop in 0..=255_u8 {
                let mut bytes = vec![b'a'; length];
                bytes.extend([stop, b'"']);
                bytes.extend([b'a'; NAME]);
                let end = name_end(&bytes, 0);
                let stops = bytes.get(end) != Some(&b'"');
                if matches!(stop, b'\0'..b' ' | b'\\') {
                    assert!(stops, "{bytes:?}");
                } else if stop.is_ascii_alphanumeric() && length + 1 < NAME {
                    assert!(!stops, "{bytes:?}");
                }
                assert!(end <= length + 1, "{bytes:?}");
            }
        }
        assert_eq!(name_end(b"abc", 9), 9);
    }

    #[test]
    fn numbers_end_where_the_grammar_says() {
        for (text, end) in [
            ("0", Ok(1)),
            ("-0", Ok(2)),
            ("01", Ok(1)),
            ("12,", Ok(2)),
            ("1.5e+10]", Ok(7)),
            ("1E5", Ok(3)),
            ("", Err(0)),
            ("-", Err(1)),
            ("1.", Err(2)),
            ("1.e5", Err(2)),
            ("1e", Err(2)),
            ("1e-", Err(3)),
            (".5", Err(0)),
            ("+1", Err(0)),
        ] {
            assert_eq!(number_end(text.as_bytes(), 0), end, "{text}");
        }
    }
}
