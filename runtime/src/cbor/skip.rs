//! Skipping a value that nobody asked for, without recursion and without allocation.

use super::head::{BREAK, Head, INDEFINITE, major};
use super::{MAX_OPEN_DEPTH, Reader};
use crate::read_error::{ReadError, ReadResult};

/// An open map or list of indefinite length.
#[derive(Clone, Copy, Default)]
struct Open {
    /// The items that are left around it.
    around: u64,
    is_map: bool,
    /// Whether a key has come whose value hasn't.
    is_odd: bool,
}

impl Reader<'_> {
    /// Skips the next value, whatever it is. It must be well-formed all the same.
    ///
    /// # Errors
    /// If there is no value, or it isn't well-formed, or maps and lists of indefinite length nest
    /// deeper than [`MAX_OPEN_DEPTH`].
    pub fn skip(&mut self) -> ReadResult {
        let mut open = [Open::default(); MAX_OPEN_DEPTH];
        let mut depth = 0_usize;
        // The items that are left in the innermost open map or list, or of the value itself. A
        // list of known length just adds its items. More than there are bytes can't come true.
        let mut left = 1_u64;
        loop {
            if left == 0 {
                let Some(inner) = depth.checked_sub(1).and_then(|at| open.get_mut(at)) else {
                    return Ok(());
                };
                if self.peek() == Some(BREAK) {
                    if inner.is_odd {
                        return Err(self.expected("a value"));
                    }
                    self.at += 1;
                    left = inner.around;
                    depth -= 1;
                    continue;
                }
                inner.is_odd = inner.is_map && !inner.is_odd;
                left = 1;
            }
            left -= 1;
            let start = self.at;
            let head = self.head()?;
            match head {
                Head {
                    major: major::LIST | major::MAP,
                    info: INDEFINITE,
                    ..
                } => {
                    let Some(inner) = open.get_mut(depth) else {
                        return Err(ReadError::new(
                            start,
                            "at most 128 levels of nesting",
                            "a deeper level",
                        ));
                    };
                    *inner = Open {
                        around: left,
                        is_map: head.major == major::MAP,
                        is_odd: false,
                    };
                    depth += 1;
                    left = 0;
                }
                Head {
                    major: major::LIST, ..
                } => left = left.saturating_add(head.argument),
                Head {
                    major: major::MAP, ..
                } => left = left.saturating_add(head.argument.saturating_mul(2)),
                Head {
                    major: major::BYTES | major::TEXT,
                    info: INDEFINITE,
                    ..
                } => {
                    while let Some(length) = self.chunk(head.major)? {
                        self.take(length)?;
                    }
                }
                Head {
                    major: major::BYTES | major::TEXT,
                    ..
                } => {
                    self.take(head.argument)?;
                }
                Head {
                    major: major::TAG, ..
                } => left = left.saturating_add(1),
                _ => {}
            }
        }
    }
}
