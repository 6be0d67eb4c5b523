//! The ends of responses, as they arrive.
//!
//! When a connection fails, h2 forgets which responses are whole: their last bytes are given, and then
//! the error of the connection in place of the end. So the ends are noted before h2 sees them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The streams that somebody watches, and whether their responses have ended.
#[derive(Clone, Default)]
pub(super) struct Ends(Arc<Mutex<HashMap<u32, bool>>>);

/// A stream that is watched as long as this exists.
pub(super) struct End {
    ends: Ends,
    id: u32,
}

impl Ends {
    pub(super) fn watch(&self, id: u32) -> End {
        self.lock().insert(id, false);
        End {
            ends: self.clone(),
            id,
        }
    }

    fn came(&self, id: u32) {
        if let Some(has_come) = self.lock().get_mut(&id) {
            *has_come = true;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u32, bool>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl End {
    /// Returns whether the response's last byte has arrived.
    pub(super) fn has_come(&self) -> bool {
        self.ends.lock().get(&self.id) == Some(&true)
    }
}

impl Drop for End {
    fn drop(&mut self) {
        self.ends.lock().remove(&self.id);
    }
}

/// The length of a frame's head (RFC 9113, section 4.1).
const HEAD: usize = 9;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const END_STREAM: u8 = 0x1;
const END_HEADERS: u8 = 0x4;

/// Reads the heads of frames.
pub(super) struct Frames {
    ends: Ends,
    /// The head of a frame, as far as it has arrived.
    head: [u8; HEAD],
    head_length: usize,
    /// The missing bytes of a frame whose head has arrived.
    missing: usize,
}

impl Frames {
    pub(super) fn new(ends: Ends) -> Self {
        Self {
            ends,
            head: [0; HEAD],
            head_length: 0,
            missing: 0,
        }
    }

    /// Takes note of bytes that have arrived.
    pub(super) fn read(&mut self, mut bytes: &[u8]) {
        while let Some((&byte, rest)) = bytes.split_first() {
            if self.missing > 0 {
                let taken = self.missing.min(bytes.len());
                bytes = bytes.split_at(taken).1;
                self.missing -= taken;
            } else {
                if let Some(place) = self.head.get_mut(self.head_length) {
                    *place = byte;
                }
                self.head_length += 1;
                bytes = rest;
                if self.head_length < HEAD {
                    continue;
                }
                let [a, b, c, ..] = self.head;
                self.missing = u32::from_be_bytes([0, a, b, c]) as usize;
            }
            if self.missing == 0 {
                self.head_length = 0;
                self.note();
            }
        }
    }

    /// Notes the end of a stream, if the frame is one.
    fn note(&self) {
        let [_, _, _, kind, flags, a, b, c, d] = self.head;
        let is_end = flags & END_STREAM != 0
            && (kind == DATA || kind == HEADERS && flags & END_HEADERS != 0);
        if is_end {
            let id = u32::from_be_bytes([a, b, c, d]) & 0x7fff_ffff;
            self.ends.came(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, flags: u8, id: u32, payload: &[u8]) -> Vec<u8> {
        let mut frame = (payload.len() as u32).to_be_bytes()[1..].to_vec();
        frame.extend([kind, flags]);
        frame.extend(id.to_be_bytes());
        frame.extend(payload);
        frame
    }

    #[test]
    fn the_last_byte_of_a_response_is_its_end() {
        let bytes = [
            frame(4, 0, 0, &[0; 6]),
            frame(HEADERS, END_HEADERS, 1, b"head"),
            frame(DATA, 0, 1, b"more"),
            frame(DATA, 0, 3, &[]),
            frame(DATA, END_STREAM, 1, b"last"),
        ]
        .concat();
        for size in 1..=bytes.len() {
            let ends = Ends::default();
            let (first, third) = (ends.watch(1), ends.watch(3));
            let mut frames = Frames::new(ends);
            let (whole, last) = bytes.split_at(bytes.len() - 1);
            whole.chunks(size).for_each(|chunk| frames.read(chunk));
            assert!(!first.has_come());
            frames.read(last);
            assert!(first.has_come());
            assert!(!third.has_come());
        }
    }

    #[test]
    fn other_frames_end_nothing() {
        let ends = Ends::default();
        let end = ends.watch(1);
        let mut frames = Frames::new(ends.clone());
        // A ping's acknowledgement has the same flag; more of the head is to come; another stream.
        for other in [
            frame(6, 1, 1, &[0; 8]),
            frame(HEADERS, END_STREAM, 1, b"head"),
            frame(DATA, END_STREAM, 3, b"x"),
        ] {
            frames.read(&other);
        }
        assert!(!end.has_come());
        frames.read(&frame(HEADERS, END_STREAM | END_HEADERS, 1, b"head"));
        assert!(end.has_come());
        // Nobody watches it any more.
        drop(end);
        frames.read(&frame(DATA, END_STREAM, 1, b""));
        assert!(ends.lock().is_empty());
    }
}
