//! Memory that writers of bodies hand to one another.

use std::cell::Cell;

use bytes::Bytes;

/// The largest memory that is kept for the next writer, in bytes.
const MAX_SPARE: usize = 4_096;

thread_local! {
    /// Nobody knows beforehand how long a body gets. Written into memory that is there
    /// already and then copied, it takes one allocation of the right size.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Takes the memory of a writer that finished on the same thread, if that isn't in use.
pub(crate) fn take() -> Vec<u8> {
    SPARE.try_with(Cell::take).unwrap_or_default()
}

/// Makes a body of what was written, and keeps the memory for the next writer unless it is large.
pub(crate) fn finish(mut out: Vec<u8>) -> Bytes {
    if out.capacity() > MAX_SPARE {
        return Bytes::from(out);
    }
    let body = Bytes::copy_from_slice(&out);
    out.clear();
    // Without the thread's memory, as when it ends, there is nowhere to keep it.
    _ = SPARE.try_with(|spare| spare.set(out));
    body
}
