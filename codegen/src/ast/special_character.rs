//! Characters that JSON strings escape.

/// The number of bytes that are looked at together.
const BLOCK: usize = 32;

const fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// The byte offset of the first character of a text that a JSON string has to escape.
pub(crate) fn special_character(text: &str) -> Option<usize> {
    let mut at = 0;
    for block in text.as_bytes().chunks(BLOCK) {
        // Without a way out of the loop, the compiler looks at all bytes of a block at once.
        let is_in_block = block
            .iter()
            .fold(false, |found, byte| found | is_special(*byte));
        if is_in_block {
            let offset = block.iter().position(|byte| is_special(*byte));
            return offset.map(|offset| at + offset);
        }
        at += block.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, special_character};

    #[test]
    fn the_first_one_is_found() {
        for length in 0..=2 * BLOCK {
            let plain = "é".repeat(length);
            assert_eq!(special_character(&plain), None);
            for special in ['"', '\\', '\0', '\n', '\u{1f}'] {
                let text = format!("{plain}{special}{plain}{special}");
                assert_eq!(special_character(&text), Some(plain.len()), "{text:?}");
            }
        }
    }
}
