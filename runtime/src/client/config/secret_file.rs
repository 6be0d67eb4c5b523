//! Files with secrets in them.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::idempotency_token::random_token;

/// Replaces a file, in one step: who reads it meanwhile finds the old one or the new one. Only
/// the user may read it.
pub(super) fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    let temporary = path.with_file_name(format!("{}.tmp", random_token()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&temporary).and_then(|mut file| {
        file.write_all(contents)?;
        // Otherwise a crash may leave an empty file under the right name.
        file.sync_all()?;
        fs::rename(&temporary, path)
    });
    if written.is_err() {
        _ = fs::remove_file(&temporary);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced() {
        let folder = std::env::temp_dir().join(format!("tinsmith-{}", random_token()));
        fs::create_dir(&folder).unwrap();
        let path = folder.join("token.json");
        for contents in ["old and longer", "new"] {
            write(&path, contents.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), contents);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        // A write that fails leaves nothing behind.
        let taken = folder.join("folder");
        fs::create_dir_all(taken.join("full")).unwrap();
        assert!(write(&taken, b"new").is_err());
        assert!(write(&folder.join("missing/token.json"), b"new").is_err());
        let mut names: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["folder", "token.json"]);
        fs::remove_dir_all(&folder).unwrap();
    }
}
