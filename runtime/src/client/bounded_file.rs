//! Files that a setting names.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes that a file may have: much more than configurations, credentials and all certificates of a
/// system have. A setting may name a device without end.
pub(super) const MAX_FILE: u64 = 16 << 20;

/// Reads a file, unless it is too long.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = File::open(path)?.take(MAX_FILE + 1);
    file.read_to_end(&mut bytes)?;
    match file.limit() {
        0 => Err(io::Error::other(format!("more than {MAX_FILE} bytes"))),
        _ => Ok(bytes),
    }
}
