//! Uploads in parts.

use std::collections::BTreeMap;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;

use tokio::task::{JoinError, JoinSet};

use super::UploadInParts;
use super::full_object::FullObject;
use super::operations::SendParts;
use super::part_sizes::PartSizes;
use super::part_source::PartSource;
use super::resume::{Parts, parts_of};
use super::{CONCURRENCY, PART_SIZE, Progress, ResumeUpload, TransferError, TransferErrorKind};
use crate::Body;
use crate::client::{BoxFuture, SendOperation};

/// The greatest number of a part.
const LAST: i32 = 10_000;

/// An upload of an object of any size: in parts that are sent side by side, or in one piece if the
/// body isn't larger than a part. Generated clients make it.
///
/// - Parts of bytes in memory and of files are read when they are sent. Of any other body, each part
///   that is on its way is in memory: at most [`concurrency`](Self::concurrency) parts of
///   [`part_size`](Self::part_size).
/// - The service refuses more than 10,000 parts. So parts of a body whose length is known may be
///   larger than asked for, and other parts double in size with each thousand.
/// - Each part is sent again as the client's retry rules say.
/// - If a part fails for good, the others are given up, and so is the upload, unless the program
///   [keeps](Self::keep_on_failure) it.
///
/// Dropping the future stops all parts. It can't tell the service, so that keeps the parts: the id
/// that [`on_begin`](Self::on_begin) tells is there to abort the upload or to resume it.
#[must_use = "nothing is sent before `send`"]
pub struct Upload<C, P: UploadInParts> {
    client: C,
    put: P,
    part_size: u64,
    concurrency: usize,
    keep_on_failure: bool,
    full_object: bool,
    progress: Option<Progress>,
    begun: Option<Begun>,
    resumed: Option<Resumed<C, P>>,
}

/// Is told the id of an upload.
type Begun = Box<dyn Fn(&str) + Send + Sync>;

/// An upload that the service has already.
struct Resumed<C, P: UploadInParts> {
    upload_id: String,
    /// Lists the parts that the service has.
    parts: PartsOf<C, P>,
}

type PartsOf<C, P> = for<'a> fn(
    &'a C,
    &'a P,
    &'a str,
) -> BoxFuture<
    'a,
    Result<Parts<<P as UploadInParts>::Sent>, TransferError<<P as crate::Operation>::Error>>,
>;

/// The parts that the service has, by their numbers.
type Sent<P> = BTreeMap<i32, <P as UploadInParts>::Sent>;

/// The result of a part that was on its way.
type Done<P> = Result<(i32, <P as UploadInParts>::Sent), <P as crate::Operation>::Error>;

impl<C: SendParts<P>, P: UploadInParts> Upload<C, P> {
    /// Makes the upload that `put` describes.
    #[doc(hidden)]
    pub fn new(client: C, put: P) -> Self {
        Self {
            client,
            put,
            part_size: PART_SIZE,
            concurrency: CONCURRENCY,
            keep_on_failure: false,
            full_object: false,
            progress: None,
            begun: None,
            resumed: None,
        }
    }

    /// Sets the size of a part in bytes. The default is 8 MiB. S3 refuses parts of less than 5 MiB,
    /// except for the last one, when it gets the last one.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes;
        self
    }

    /// Sets the number of parts that are sent side by side. The default is 4.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// Keeps what the service has if the upload fails. The error
    /// [names](TransferError::unfinished_upload) the upload, which can be resumed.
    pub fn keep_on_failure(mut self, keep: bool) -> Self {
        self.keep_on_failure = keep;
        self
    }

    /// Has the service keep one checksum of the whole object (`FULL_OBJECT`), instead of one of the
    /// parts' checksums. The service compares it with the bytes that it has, and whoever downloads
    /// the object can compare it, too.
    ///
    /// The algorithm is CRC32, unless the operation names CRC32C or CRC64NVME; others can't be put
    /// together from parts. CRC64NVME is always of the whole, and so is a checksum that the
    /// operation has for its body.
    pub fn full_object_checksum(mut self) -> Self {
        self.full_object = true;
        self
    }

    /// Calls a function with the number of bytes that were sent, and with fewer if a part is sent
    /// again. Parts that a resumed upload has already count.
    pub fn on_progress(mut self, moved: impl Fn(u64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(moved));
        self
    }

    /// Calls a function with the id of the upload once the service has given one. A body in one
    /// piece has none.
    pub fn on_begin(mut self, begun: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.begun = Some(Box::new(begun));
        self
    }

    /// Takes up an upload that was begun before. The body has to be the one from that time: parts
    /// that the service has with the right size aren't sent again, and nobody compares their bytes.
    /// The size of parts has to be the one from that time, too; other parts are sent anew.
    pub fn resume(mut self, upload_id: impl Into<String>) -> Self
    where
        P: ResumeUpload,
        C: SendOperation<P::List>,
    {
        self.resumed = Some(Resumed {
            upload_id: upload_id.into(),
            parts: |client, put, id| Box::pin(parts_of(client, put, id)),
        });
        self
    }

    /// Sends the object.
    ///
    /// # Errors
    ///
    /// The error of the first call that failed for good, or of the body.
    pub async fn send(mut self) -> Result<P::Output, TransferError<P::Error>> {
        let body = self.put.take_body();
        if body.has_begun() {
            return Err(TransferError::invalid(
                "the body is a stream that has begun: nobody knows how much of it is missing",
            ));
        }
        let length = body.length();
        let is_small = length.is_some_and(|length| length <= self.part_size);
        // A stream that comes once is better in memory: then it can be sent again.
        if is_small && body.can_be_read_again() && self.resumed.is_none() {
            return self.whole(body).await;
        }
        let mut source = PartSource::new(body, PartSizes::new(self.part_size, length));
        let Some(resumed) = self.resumed.take() else {
            let first = source.next(1).await.map_err(of_body)?;
            let is_full = |part: &Body| part.length() == Some(source.size(1));
            let second = match first.as_ref().is_some_and(is_full) {
                true => source.next(2).await.map_err(of_body)?,
                false => None,
            };
            let Some(second) = second else {
                // A stream that ended within the first part.
                return self.whole(first.unwrap_or_default()).await;
            };
            source.give_back(first.into_iter().chain([second]));
            return self.in_parts(None, Parts::new(), source).await;
        };
        let parts = (resumed.parts)(&self.client, &self.put, &resumed.upload_id);
        match parts.await {
            Ok(parts) => self.in_parts(Some(resumed.upload_id), parts, source).await,
            // Nothing was done, so nothing is given up.
            Err(mut error) => {
                error.unfinished = Some(resumed.upload_id);
                Err(error)
            }
        }
    }

    /// Sends the body in one piece.
    async fn whole(mut self, body: Body) -> Result<P::Output, TransferError<P::Error>> {
        let body = match self.progress.take() {
            Some(progress) => body.on_progress(move |bytes| progress(bytes)),
            None => body,
        };
        self.put.set_body(body);
        let sent = self.client.send_operation(&self.put).await;
        sent.map_err(|error| TransferErrorKind::Call(error).into())
    }

    /// Sends the parts, except for those that the service has already.
    async fn in_parts(
        mut self,
        upload_id: Option<String>,
        mut had: Parts<P::Sent>,
        source: PartSource,
    ) -> Result<P::Output, TransferError<P::Error>> {
        if let Some(member) = self.put.member_of_whole() {
            return Err(TransferError::invalid(format!(
                "{member} is set, which says something of the whole body: it can't be sent with \
                 the parts of a body larger than {} bytes",
                self.part_size
            )));
        }
        let full_object = FullObject::of(&self.put, self.full_object);
        let full_object = full_object.map_err(TransferError::invalid)?;
        if let Some(full_object) = &full_object {
            self.put.choose_checksum_algorithm(full_object.name());
            full_object.keep(&mut had);
        }
        let id = match upload_id {
            Some(id) => id,
            None => self.begin(full_object.is_some()).await?,
        };
        if let Some(begun) = self.begun.take() {
            begun(&id);
        }
        let (mut sent, mut lengths) = (Sent::<P>::new(), BTreeMap::new());
        for (number, (length, part)) in had {
            lengths.insert(number, length);
            sent.insert(number, part);
        }
        let mut on_the_way = JoinSet::new();
        let length = self
            .parts(&id, &mut sent, &mut lengths, source, &mut on_the_way)
            .await;
        // Nothing arrives behind the back of whoever gives the upload up.
        on_the_way.shutdown().await;
        let completed = match length {
            Ok(length) => {
                self.complete(&id, sent, &lengths, length, full_object)
                    .await
            }
            Err(error) => Err(error),
        };
        match completed {
            Ok(completed) => Ok(P::output(completed)),
            Err(error) => Err(self.failed(error, &id).await),
        }
    }

    /// Makes an object of the parts.
    async fn complete(
        &self,
        id: &str,
        sent: Sent<P>,
        lengths: &BTreeMap<i32, u64>,
        length: i64,
        full_object: Option<FullObject<P>>,
    ) -> Result<<P::Complete as crate::Operation>::Output, TransferError<P::Error>> {
        let checksum = full_object.as_ref().map(|it| it.checksum(&sent, lengths));
        let checksum = checksum.transpose().map_err(TransferError::invalid)?;
        let parts = sent.into_values().collect();
        let mut complete = self.put.complete(id, parts, length);
        if let Some((full_object, checksum)) = full_object.zip(checksum) {
            full_object.complete(&mut complete, checksum);
        }
        let completed = self.client.send_operation(&complete).await;
        completed.map_err(|error| TransferErrorKind::Call(error).into())
    }

    async fn begin(&self, full_object: bool) -> Result<String, TransferError<P::Error>> {
        let mut create = self.put.create();
        if full_object {
            P::create_full_object(&mut create);
        }
        let created = self.client.send_operation(&create).await;
        let created = created.map_err(TransferErrorKind::Call)?;
        let id = P::upload_id(created).filter(|id| !id.is_empty());
        id.ok_or_else(|| TransferError::invalid("the service began an upload without an id"))
    }

    /// Sends the parts that the service doesn't have, and returns the number of bytes of all.
    async fn parts(
        &self,
        id: &str,
        sent: &mut Sent<P>,
        lengths: &mut BTreeMap<i32, u64>,
        mut source: PartSource,
        on_the_way: &mut JoinSet<Done<P>>,
    ) -> Result<i64, TransferError<P::Error>> {
        let progress = self.progress.clone().map(Moved::new);
        let mut total = 0;
        let mut number = 0;
        loop {
            number += 1;
            let size = source.size(number);
            // The last part may be smaller, so its length says nothing before it is read.
            if lengths.get(&number) == Some(&size) {
                if !source.skip(number).await.map_err(of_body)? {
                    return Err(TransferError::invalid(
                        "the body is shorter than what the service has of it: it is another body",
                    ));
                }
                total += size;
                if let Some(progress) = &progress {
                    progress.add(size);
                }
                continue;
            }
            while on_the_way.len() >= self.concurrency {
                let done = on_the_way.join_next().await;
                done.map_or(Ok(()), |done| self.arrived(done, sent))?;
            }
            let next = pin!(source.next(number));
            let body = self.beside(next, on_the_way, sent).await?;
            let Some(body) = body else {
                break;
            };
            if number > LAST {
                return Err(TransferError::invalid(format!(
                    "the body has more than {LAST} parts: set a larger size of parts"
                )));
            }
            // From memory or from a file.
            let bytes = body.length().unwrap_or_default();
            total += bytes;
            if sent.contains_key(&number) && lengths.get(&number) == Some(&bytes) {
                if let Some(progress) = &progress {
                    progress.add(bytes);
                }
                continue;
            }
            lengths.insert(number, bytes);
            let body = match &progress {
                Some(progress) => progress.watch(body),
                None => body,
            };
            let part = self.put.part(id, number, body);
            let client = self.client.clone();
            on_the_way.spawn(async move {
                let output = client.send_operation(&part).await?;
                Ok((number, P::sent(number, output)))
            });
        }
        while let Some(done) = on_the_way.join_next().await {
            self.arrived(done, sent)?;
        }
        // Parts of another size that an earlier attempt sent behind the body's end.
        sent.retain(|had, _| *had < number);
        i64::try_from(total).map_err(|_| TransferError::invalid("the body is too long"))
    }

    /// Waits for the next part of the body, and meanwhile for those that are on their way.
    async fn beside(
        &self,
        mut next: std::pin::Pin<&mut impl Future<Output = Result<Option<Body>, crate::BodyError>>>,
        on_the_way: &mut JoinSet<Done<P>>,
        sent: &mut Sent<P>,
    ) -> Result<Option<Body>, TransferError<P::Error>> {
        poll_fn(|context| {
            while let Poll::Ready(Some(done)) = on_the_way.poll_join_next(context) {
                if let Err(error) = self.arrived(done, sent) {
                    return Poll::Ready(Err(error));
                }
            }
            next.as_mut()
                .poll(context)
                .map(|part| part.map_err(of_body))
        })
        .await
    }

    fn arrived(
        &self,
        done: Result<Done<P>, JoinError>,
        sent: &mut Sent<P>,
    ) -> Result<(), TransferError<P::Error>> {
        let done = done.map_err(|_| TransferErrorKind::Stopped)?;
        let (number, part) = done.map_err(TransferErrorKind::Call)?;
        sent.insert(number, part);
        Ok(())
    }

    /// Gives up the upload after an error, or keeps it.
    async fn failed(
        &self,
        mut error: TransferError<P::Error>,
        id: &str,
    ) -> TransferError<P::Error> {
        let has_gone = !self.keep_on_failure && {
            let aborted = self.client.send_operation(&self.put.abort(id)).await;
            if let Err(error) = &aborted {
                tracing::debug!(%error, "the upload couldn't be aborted");
            }
            aborted.is_ok()
        };
        error.unfinished = (!has_gone).then(|| id.to_owned());
        error
    }
}

impl<C: fmt::Debug, P: UploadInParts> fmt::Debug for Upload<C, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("operation", &P::NAME)
            .field("client", &self.client)
            .field("part_size", &self.part_size)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}

fn of_body<E>(error: crate::BodyError) -> TransferError<E> {
    TransferErrorKind::Body(error).into()
}

/// The number of bytes that have moved in all parts.
struct Moved {
    total: Arc<AtomicU64>,
    progress: Progress,
}

impl Moved {
    fn new(progress: Progress) -> Self {
        Self {
            total: Arc::default(),
            progress,
        }
    }

    fn add(&self, bytes: u64) {
        let before = self.total.fetch_add(bytes, Ordering::Relaxed);
        (self.progress)(before.wrapping_add(bytes));
    }

    /// Counts the bytes of a part, which begins anew if it is sent again.
    fn watch(&self, body: Body) -> Body {
        let (total, progress) = (self.total.clone(), self.progress.clone());
        let of_part = AtomicU64::new(0);
        body.on_progress(move |bytes| {
            let before = of_part.swap(bytes, Ordering::Relaxed);
            let more = bytes.wrapping_sub(before);
            let moved = total.fetch_add(more, Ordering::Relaxed);
            progress(moved.wrapping_add(more));
        })
    }
}
