//! What signing hashes, and how.

use std::sync::{Mutex, PoisonError};

use ring::digest;

use crate::hex::hex;

/// The SHA-256 of a body, in hexadecimal.
pub(crate) fn payload_hash(body: &[u8]) -> Hex {
    Hex::new(digest::digest(&digest::SHA256, body).as_ref())
}

/// A hash in hexadecimal.
#[derive(Clone)]
pub(crate) struct Hex([u8; 64]);

impl Hex {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        // SHA-1 has fewer bytes; what is left of the text are zeros.
        Self(hex(bytes))
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::ops::Deref for Hex {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

/// The first block of the last canonical request, and SHA-256 after it. Where the path is the
/// same for all operations, so is that block, and it is as long to hash as the rest of what
/// signing does on processors without instructions for that.
#[derive(Default)]
pub(super) struct FirstBlock(Mutex<Option<([u8; SHA256_BLOCK], digest::Context)>>);

const SHA256_BLOCK: usize = 64;

impl FirstBlock {
    /// None yet.
    pub(super) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// The digest of a text, to which more can come.
    pub(super) fn digest(&self, text: &[u8]) -> digest::Context {
        let mut context = digest::Context::new(&digest::SHA256);
        let Some((block, rest)) = text.split_first_chunk() else {
            context.update(text);
            return context;
        };
        {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match &*kept {
                Some((of, after)) if of == block => context = after.clone(),
                _ => {
                    context.update(block);
                    *kept = Some((*block, context.clone()));
                }
            }
        }
        context.update(rest);
        context
    }
}

/// Pieces of a text that is hashed. They are put together first: each update of a hash costs
/// more than copying them.
pub(super) struct Pieces<F> {
    hash: F,
    bytes: [u8; 512],
    length: usize,
}

impl<F: FnMut(&[u8])> Pieces<F> {
    pub(super) fn new(hash: F) -> Self {
        Self {
            hash,
            bytes: [0; 512],
            length: 0,
        }
    }

    // Mostly of lengths that the compiler knows.
    #[inline(always)]
    pub(super) fn push(&mut self, piece: impl AsRef<[u8]>) {
        let piece = piece.as_ref();
        let end = self.length + piece.len();
        if let Some(place) = self.bytes.get_mut(self.length..end) {
            place.copy_from_slice(piece);
            self.length = end;
            return;
        }
        self.flush();
        (self.hash)(piece);
    }

    pub(super) fn flush(&mut self) {
        let (pieces, _) = self.bytes.split_at(self.length);
        (self.hash)(pieces);
        self.length = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_first_block_changes_no_hash() {
        let first = FirstBlock::new();
        let other = "b".repeat(200);
        let long = "a".repeat(200);
        let another_end = format!("{}c", &long[..100]);
        for text in [
            "",
            "short",
            &long[..64],
            &long,
            &another_end,
            &long,
            &other,
            &long,
        ] {
            let (head, tail) = text.split_at(text.len() / 2);
            let mut context = first.digest(head.as_bytes());
            context.update(tail.as_bytes());
            let hash = Hex::new(context.finish().as_ref());
            assert_eq!(
                hash.as_str(),
                payload_hash(text.as_bytes()).as_str(),
                "{text}"
            );
        }
    }

    #[test]
    fn pieces_of_any_length_are_one_text() {
        for lengths in [
            &[0, 1, 2][..],
            &[511, 1],
            &[512, 0, 1],
            &[513],
            &[500, 600, 5],
            &[2_000, 2_000],
        ] {
            let mut hashed = Vec::new();
            let mut text = Pieces::new(|text| hashed.extend_from_slice(text));
            let mut expected = Vec::new();
            for (byte, &length) in (b'a'..).zip(lengths) {
                let piece = vec![byte; length];
                text.push(&piece);
                expected.extend(piece);
            }
            text.flush();
            assert_eq!(hashed, expected, "{lengths:?}");
        }
    }
}
