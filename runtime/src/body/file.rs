//! Bodies from files.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::read::Reading;
use super::stream::Source;
use super::{Body, Chunks, Comparison, Content};

impl Body {
    /// Makes a body of a file, which is opened each time the body is read: its length is known, and
    /// a request can be sent again. The file's length is looked up now, which blocks for a moment.
    ///
    /// A file that grows later is sent up to that length; a file that shrinks is an error.
    ///
    /// ```no_run
    /// use tinsmith_runtime::Body;
    ///
    /// let body = Body::from_file("backup.tar")?;
    /// assert!(body.can_be_read_again());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A file that isn't there or isn't a regular file.
    pub fn from_file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let length = length(path)?;
        Ok(part(path, 0..length))
    }

    /// Makes a body of a part of a file, from a byte to before another, as
    /// [`from_file`](Self::from_file) does of the whole.
    ///
    /// # Errors
    ///
    /// The errors of [`from_file`](Self::from_file), and a part that the file doesn't have.
    pub fn from_file_part(path: impl AsRef<Path>, bytes: Range<u64>) -> io::Result<Self> {
        let path = path.as_ref();
        let length = length(path)?;
        if bytes.start > bytes.end || bytes.end > length {
            let text = format!("the file has {length} bytes, which {bytes:?} isn't a part of");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
        }
        Ok(part(path, bytes))
    }
}

/// Looks up the length of a regular file. That of a pipe, for example, isn't known.
fn length(path: &Path) -> io::Result<u64> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        let text = "not a regular file: open it, and make a body by Body::from_read";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
    }
    Ok(metadata.len())
}

fn part(path: &Path, bytes: Range<u64>) -> Body {
    Body(
        Content::Source(Arc::new(source(path, bytes))),
        Comparison::Unwanted,
    )
}

fn source(path: &Path, bytes: Range<u64>) -> Source {
    let path: Arc<Path> = path.into();
    let (start, length) = (bytes.start, bytes.end - bytes.start);
    let opened = path.clone();
    let open = move || {
        let path = opened.clone();
        let reading = Reading::new(move || {
            let mut file = File::open(path)?;
            if start > 0 {
                file.seek(SeekFrom::Start(start))?;
            }
            Ok(Box::new(file.take(length)))
        });
        Box::new(reading) as Box<dyn Chunks>
    };
    let mut source = Source::new(Box::new(open), length);
    source.part = Some(Box::new(move |bytes| {
        self::source(&path, start + bytes.start..start + bytes.end)
    }));
    source
}
