//! Downloads into files.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tokio::task::spawn_blocking;

use super::{Described, Download, DownloadByRanges, TransferError, TransferErrorKind};
use crate::client::SendOperation;
use crate::{Body, BodyError, BodyErrorKind};

/// The number of characters of an entity tag in the name of a file.
const TAG: usize = 64;

impl<C, G> Download<C, G>
where
    C: SendOperation<G> + SendOperation<G::Head> + Clone + Send + Sync + 'static,
    G: DownloadByRanges,
{
    /// Downloads into a file, and returns the output, whose body is empty. What has come is in a file
    /// beside it until all is there: `PATH.TAG.part`, with the object's entity tag.
    ///
    /// If that file is there from a download that [kept](Self::keep_on_failure) it, only what is
    /// missing is asked for.
    ///
    /// # Errors
    ///
    /// The error of a request, of the body, or of the file.
    pub async fn to_file(
        self,
        path: impl Into<PathBuf>,
    ) -> Result<G::Output, TransferError<G::Error>> {
        to_file(self, path.into()).await
    }
}

/// Downloads into a file beside the one at `path`, and renames it when all is there.
async fn to_file<C, G>(
    download: Download<C, G>,
    path: PathBuf,
) -> Result<G::Output, TransferError<G::Error>>
where
    C: SendOperation<G> + SendOperation<G::Head> + Clone + Send + Sync + 'static,
    G: DownloadByRanges,
{
    let keep = download.keep_on_failure;
    let mut begun = download.begin().await.map_err(TransferErrorKind::Call)?;
    let tag = begun.cut.as_ref().map(|cut| {
        let range = &cut.all;
        format!("{}-{}-{}", cut.e_tag, range.start, range.end)
    });
    let part = beside(&path, tag.as_deref().unwrap_or("whole"));
    let wanted = begun.cut.as_ref().map(|cut| cut.all.clone());
    let opened = part.clone();
    let is_cut = wanted.is_some();
    let (file, had) = blocking(move || open(&opened, is_cut)).await?;
    let (start, length) = wanted.map_or((0, None), |all| (all.start, Some(all.end - all.start)));
    let (file, had) = match length {
        // Left over, and longer than all: of another object.
        Some(length) if had > length => (blocking(move || emptied(file)).await?, 0),
        _ => (file, had),
    };
    // The bytes that were there before are compared with the rest.
    let whole = match had > 0 {
        true => begun.whole.take(),
        false => None,
    };
    let (output, body) = begun.into_body(start + had);
    let written = body.write_to(file).await.map_err(of_io);
    let written = match (written, whole) {
        (Ok(_), Some(whole)) => compared(part.clone(), whole).await,
        (written, _) => written.map(|_| ()),
    };
    let finished = match written {
        Ok(()) => {
            let part = part.clone();
            blocking(move || fs::rename(part, path)).await
        }
        Err(error) => Err(error),
    };
    match finished {
        Ok(()) => Ok(output),
        Err(error) => {
            // Nobody knows which bytes are wrong.
            if !(keep && is_cut) || is_wrong(&error) {
                let removed = blocking::<_, G::Error>(move || fs::remove_file(part)).await;
                if let Err(error) = removed {
                    tracing::debug!(%error, "the part of the file stays");
                }
            }
            Err(error)
        }
    }
}

/// Compares a file with the checksum of the object.
async fn compared<E>(path: PathBuf, whole: Described) -> Result<(), TransferError<E>> {
    let body = blocking(move || Body::from_file(path)).await?;
    let mut body = whole.compare(body);
    while body
        .next()
        .await
        .map_err(TransferErrorKind::Body)?
        .is_some()
    {}
    Ok(())
}

/// Returns whether the bytes are others than the service has.
fn is_wrong<E>(error: &TransferError<E>) -> bool {
    match error.kind() {
        TransferErrorKind::Body(error) => error.kind() == BodyErrorKind::Checksum,
        _ => false,
    }
}

/// The path of the file for what has come: that of the whole, with the entity tag.
fn beside(path: &Path, tag: &str) -> PathBuf {
    let is_fit = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let tag: String = tag.chars().filter(is_fit).take(TAG).collect();
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(format!(".{tag}.part"));
    path.with_file_name(name)
}

/// Opens the file for what has come, and says how many bytes it has.
fn open(path: &Path, is_cut: bool) -> io::Result<(File, u64)> {
    if !is_cut {
        return Ok((File::create(path)?, 0));
    }
    let file = OpenOptions::new().append(true).create(true).open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

fn emptied(file: File) -> io::Result<File> {
    file.set_len(0)?;
    Ok(file)
}

async fn blocking<T: Send + 'static, E>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, TransferError<E>> {
    match spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| TransferErrorKind::File(error).into()),
        Err(_) => Err(TransferErrorKind::Stopped.into()),
    }
}

/// The error of a body, or of the file that it is written to.
fn of_io<E>(error: io::Error) -> TransferError<E> {
    let of_body = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<BodyError>());
    match of_body.cloned() {
        Some(error) => TransferErrorKind::Body(error).into(),
        None => TransferErrorKind::File(error).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_entity_tag_leaves_the_folder() {
        let path = Path::new("folder/film.mp4");
        let expected = Path::new("folder/film.mp4.abc-2.part");
        assert_eq!(beside(path, "\"abc-2\""), expected);
        let expected = Path::new("folder/film.mp4.etc.part");
        assert_eq!(beside(path, "../../etc\0"), expected);
    }
}
