//! Bodies into files.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;

use bytes::{Bytes, BytesMut};
use tokio::task::spawn_blocking;

use super::Body;

/// The number of bytes that are written at once.
const CHUNK: usize = 256 * 1024;

impl Body {
    /// Writes the rest of the body to a new file, on threads for blocking work, and returns the
    /// number of bytes. A file that is there is replaced. After an error, the file has what came
    /// before it.
    ///
    /// # Errors
    ///
    /// The errors of [`next`](Self::next), and those of the file.
    pub async fn write_to_file(self, path: impl Into<PathBuf>) -> io::Result<u64> {
        let path = path.into();
        let file = blocking(move || File::create(path)).await?;
        self.write_to(file).await
    }

    /// Writes the rest of the body to a file, and returns the number of bytes.
    pub(crate) async fn write_to(mut self, mut file: File) -> io::Result<u64> {
        let mut total = 0;
        let mut buffer = BytesMut::new();
        loop {
            let next = self.next().await;
            let is_last = !matches!(next, Ok(Some(_)));
            let chunk = match &next {
                Ok(Some(chunk)) => chunk.clone(),
                _ => Bytes::new(),
            };
            total += chunk.len() as u64;
            // Small chunks are put together, as each write is handed to another thread.
            let piece = if buffer.is_empty() && (is_last || chunk.len() >= CHUNK) {
                chunk
            } else {
                buffer.extend_from_slice(&chunk);
                if !is_last && buffer.len() < CHUNK {
                    continue;
                }
                buffer.split().freeze()
            };
            if !piece.is_empty() {
                file = blocking(move || {
                    file.write_all(&piece)?;
                    Ok(file)
                })
                .await?;
            }
            if next?.is_none() {
                return Ok(total);
            }
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
