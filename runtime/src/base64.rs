//! Base64 with the standard alphabet ([RFC 4648], section 4), which is the form of a
//! blob in JSON.
//!
//! [RFC 4648]: https://www.rfc-editor.org/rfc/rfc4648

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The six bits of each character, or [`BAD`].
const VALUES: [u8; 256] = {
    let mut values = [BAD; 256];
    let mut value = 0;
    while value < 64 {
        values[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Has a bit that no value has, so that several lookups can be checked at once.
const BAD: u8 = 0xff;

/// Appends `bytes` to `out`, padded.
pub(crate) fn encode(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + bytes.len().div_ceil(3) * 4, b'=');
    let room = out.get_mut(start..).unwrap_or_default();
    for (quad, group) in room.chunks_exact_mut(4).zip(bytes.chunks(3)) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        // One byte takes two characters, two take three; the rest stays padding.
        for (index, slot) in quad.iter_mut().take(group.len() + 1).enumerate() {
            *slot = ALPHABET[(bits >> (18 - 6 * index) & 0x3f) as usize];
        }
    }
}

/// The bytes that `text` stands for, or `None` if it isn't base64.
///
/// Padding may be missing but not incomplete. Bits that pad the last character must be
/// zero (RFC 4648, section 3.5), so that no two texts of the same padding are equal.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let text = match text {
        [rest @ .., b'=', b'='] | [rest @ .., b'='] if text.len() % 4 == 0 => rest,
        _ => text,
    };
    let whole = text.len() / 4;
    let mut bytes = vec![0; whole * 3];
    let quads = text.chunks_exact(4);
    let rest = quads.remainder();
    let mut seen = 0;
    for (group, quad) in bytes.chunks_exact_mut(3).zip(quads) {
        if let ([a, b, c], [w, x, y, z]) = (group, quad) {
            let (w, x, y, z) = (value(*w), value(*x), value(*y), value(*z));
            seen |= w | x | y | z;
            *a = w << 2 | x >> 4;
            *b = x << 4 | y >> 2;
            *c = y << 6 | z;
        }
    }
    match *rest {
        [] => {}
        [w, x] => {
            let (w, x) = (value(w), value(x));
            seen |= w | x | spare(x << 4);
            bytes.push(w << 2 | x >> 4);
        }
        [w, x, y] => {
            let (w, x, y) = (value(w), value(x), value(y));
            seen |= w | x | y | spare(y << 6);
            bytes.extend([w << 2 | x >> 4, x << 4 | y >> 2]);
        }
        _ => return None,
    }
    (seen & 0x80 == 0).then_some(bytes)
}

#[inline]
fn value(character: u8) -> u8 {
    VALUES[usize::from(character)]
}

/// [`BAD`] unless there are no bits left over.
fn spare(bits: u8) -> u8 {
    if bits == 0 { 0 } else { BAD }
}
