//! The texts that signing hashes, and their hashes.
//!
//! SHA-256 is ring's: in a call in memory without SHA instructions, the sha2 crate took 50,000
//! instructions and ring 28,000. With the states that are kept here and the headers that are signed
//! now, ring takes 17,000.

use std::sync::{Mutex, PoisonError};

use crate::client::crypto::digest;

use crate::hex::hex;

/// Stands in the place of a body's hash that isn't signed.
pub(crate) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// The SHA-256 of a body, in hexadecimal.
pub(crate) fn payload_hash(body: &[u8]) -> Hex {
    Hex::new(digest::digest(&digest::SHA256, body).as_ref())
}

/// The SHA-256 of a body that comes in chunks.
pub(crate) struct PayloadHash(digest::Context);

impl PayloadHash {
    pub(crate) fn new() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }

    pub(crate) fn update(&mut self, chunk: &[u8]) {
        self.0.update(chunk);
    }

    pub(crate) fn finish(self) -> Hex {
        Hex::new(self.0.finish().as_ref())
    }
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

/// The head of the last canonical request, and SHA-256 after each block of it. The first block
/// is the same in all calls of most services, and all before the body's hash is in calls of one
/// operation within a second, by which dates count. On processors without instructions for
/// SHA-256, a block is the largest part of what signing takes.
#[derive(Default)]
pub(super) struct KeptHead(Mutex<Vec<Block>>);

struct Block {
    bytes: [u8; BLOCK],
    after: digest::Context,
}

const BLOCK: usize = 64;

impl KeptHead {
    /// Creates an empty head.
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// The digest of a text, to which more can come. What is at its end, of the length of the
    /// body's hash, isn't kept.
    pub(super) fn digest(&self, text: &[u8]) -> digest::Context {
        let worth = text.len().saturating_sub(size_of::<Hex>()) / BLOCK;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs = kept.iter().zip(text.chunks_exact(BLOCK));
        let same = pairs.take_while(|(kept, block)| kept.bytes == *block);
        let same = same.count();
        kept.truncate(same);
        let mut context = match same.checked_sub(1).and_then(|last| kept.get(last)) {
            Some(last) => last.after.clone(),
            None => digest::Context::new(&digest::SHA256),
        };
        let mut rest = text.get(same * BLOCK..).unwrap_or_default();
        for _ in same..worth {
            let Some((&bytes, tail)) = rest.split_first_chunk() else {
                break;
            };
            context.update(&bytes);
            kept.push(Block {
                bytes,
                after: context.clone(),
            });
            rest = tail;
        }
        drop(kept);
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
    fn a_kept_head_changes_no_hash() {
        let kept = KeptHead::new();
        let long = "a".repeat(700);
        let texts = [0, 5, 64, 100, 128, 192, 193, 640, 700].map(|length| &long[..length]);
        // The same again, other ends, and other beginnings, in an order that meets them all.
        for head in ["", "b", long.get(..130).unwrap_or_default()] {
            for text in texts {
                for end in ["", "c", "ddd"] {
                    let text = format!("{head}{text}{end}{text}");
                    for split in [text.len(), text.len() / 2, 0] {
                        let (first, rest) = text.split_at(split);
                        let mut context = kept.digest(first.as_bytes());
                        context.update(rest.as_bytes());
                        let hash = Hex::new(context.finish().as_ref());
                        assert_eq!(hash.as_str(), payload_hash(text.as_bytes()).as_str());
                    }
                }
            }
        }
    }

    #[test]
    fn all_but_the_end_of_a_head_is_kept() {
        let kept = KeptHead::new();
        let blocks = |kept: &KeptHead| kept.0.lock().unwrap().len();
        kept.digest(&[b'a'; 300]);
        assert_eq!(blocks(&kept), 3);
        kept.digest(&[b'a'; 130]);
        assert_eq!(blocks(&kept), 2);
        kept.digest(b"");
        assert_eq!(blocks(&kept), 0);
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
