//! Finding where strings and numbers end: the loops in which most of the time goes.

const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
const CHUNK: usize = 16;
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

/// The first position from `start` on that holds a quotation mark, a backslash or a
/// control character (RFC 8259, section 7: what can't stand for itself in a string), or
/// the length of `bytes`.
#[inline(never)]
pub(super) fn clean_end(bytes: &[u8], start: usize) -> usize {
    let mut rest = bytes.get(start..).unwrap_or_default();
    // In a form of which compilers make vector instructions: zero is a hit.
    let distance = |byte: u8| {
        let above_control = byte.saturating_sub(0x1f);
        above_control.min(byte ^ b'"').min(byte ^ b'\\')
    };
    while let Some((chunk, tail)) = rest.split_first_chunk::<CHUNK>() {
        if chunk
            .iter()
            .fold(false, |hit, byte| hit | (distance(*byte) == 0))
        {
            break;
        }
        rest = tail;
    }
    short_clean_end(bytes, bytes.len() - rest.len())
}

/// Whether [`clean_end`] is the end of a text.
#[inline]
pub(super) fn is_clean(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
        if unclean(chunk) != 0 {
            return false;
        }
        rest = tail;
    }
    match text.last_chunk::<8>() {
        // Some of these bytes were seen already.
        Some(chunk) => rest.is_empty() || unclean(chunk) == 0,
        None => rest
            .iter()
            .all(|&byte| byte >= 0x20 && byte != b'"' && byte != b'\\'),
    }
}

/// The same as [`clean_end`], eight bytes at a time, for what is expected to end soon.
#[inline]
fn short_clean_end(bytes: &[u8], start: usize) -> usize {
    let mut rest = bytes.get(start..).unwrap_or_default();
    while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
        let hits = unclean(chunk);
        if hits != 0 {
            return bytes.len() - rest.len() + hits.trailing_zeros() as usize / 8;
        }
        rest = tail;
    }
    let offset = rest
        .iter()
        .position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\')
        .unwrap_or(rest.len());
    bytes.len() - rest.len() + offset
}

/// The high bit of the first byte that can't stand for itself in a string, and perhaps of
/// some after it.
///
/// A byte less than n sets its high bit in `(x - n) & !x` (for n up to 0x80), and a byte
/// equals c if `x ^ c` is less than 1. A borrow can set bits above a true hit only, and the
/// lowest bit is the one that counts. The high bits of `x ^ c` are those of `x`.
#[inline]
fn unclean(chunk: &[u8; 8]) -> u64 {
    let x = u64::from_le_bytes(*chunk);
    let control = x.wrapping_sub(LOW * 0x20);
    let quote = (x ^ (LOW * b'"' as u64)).wrapping_sub(LOW);
    let backslash = (x ^ (LOW * b'\\' as u64)).wrapping_sub(LOW);
    (control | quote | backslash) & !x & HIGH
}

/// Where the name of a member may end: the first quotation mark from `start` on, unless
/// there is something before it that isn't usual in names, and then that, or anything.
#[inline]
pub(super) fn name_end(bytes: &[u8], start: usize) -> usize {
    let mut rest = bytes.get(start..).unwrap_or_default();
    // The arithmetic is that of `unclean`, but what isn't ASCII may be a hit.
    while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
        let x = u64::from_le_bytes(*chunk);
        let low = x.wrapping_sub(LOW * (b'"' as u64 + 1));
        let backslash = (x ^ (LOW * b'\\' as u64)).wrapping_sub(LOW);
        let hits = (low | backslash) & HIGH;
        if hits != 0 {
            return bytes.len() - rest.len() + hits.trailing_zeros() as usize / 8;
        }
        rest = tail;
    }
    start
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
                    assert_eq!(Some(short_clean_end(&bytes, 0)), slow, "{bytes:?}");
                    let stops = slow == Some(length);
                    assert_eq!(is_clean(&bytes[..=length]), !stops, "{bytes:?}");
                    let after = [&bytes[..=length], &[b'a'; 9]].concat();
                    assert_eq!(is_clean(&after), !stops, "{bytes:?}");
                }
            }
        }
        assert_eq!(clean_end(b"abc", 0), 3);
        assert_eq!(clean_end(b"abc", 9), 3);
        assert_eq!(short_clean_end(b"abc", 9), 3);
    }

    #[test]
    fn names_end_at_quotation_marks_unless_there_is_something_unusual() {
        for length in 0..36 {
            for stop in 0..=255_u8 {
                let mut bytes = vec![b'a'; length];
                bytes.extend([stop, b'"', b'a', b'a', b'a', b'a', b'a', b'a', b'a']);
                let end = name_end(&bytes, 0);
                let stops = bytes.get(end) != Some(&b'"');
                if matches!(stop, b'\0'..b' ' | b'\\') {
                    assert!(stops, "{bytes:?}");
                } else if stop.is_ascii_alphanumeric() {
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
