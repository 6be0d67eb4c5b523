//! Finding bytes.

/// Returns whether there is such a byte, in a form of which compilers make vector instructions.
#[inline]
pub(super) fn any(bytes: &[u8], is_such: impl Fn(u8) -> bool + Copy) -> bool {
    let of_chunk = |chunk: &[u8; 16]| chunk.iter().fold(false, |any, byte| any | is_such(*byte));
    // The last chunk overlaps the one before it.
    let Some(last) = bytes.last_chunk() else {
        return bytes.iter().any(|byte| is_such(*byte));
    };
    let mut rest = bytes;
    while let Some((chunk, tail)) = rest.split_first_chunk() {
        if of_chunk(chunk) {
            return true;
        }
        rest = tail;
    }
    of_chunk(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_wherever_they_are() {
        let is_x = |byte: u8| byte == b'x';
        for length in 0..40 {
            let mut bytes = vec![b'a'; length];
            assert!(!any(&bytes, is_x), "{length}");
            for first in 0..length {
                for second in first..length {
                    bytes.fill(b'a');
                    (bytes[first], bytes[second]) = (b'x', b'x');
                    assert!(any(&bytes, is_x), "{first} and {second} of {length}");
                }
            }
        }
    }
}
