//! Downloads by ranges.

use std::fmt;
use std::ops::Range;

use super::content_range::{asked, bytes, place};
use super::ranges::{Fetch, Ranges};
use super::{CONCURRENCY, Described, DownloadByRanges, PART_SIZE};
use crate::client::{SendOperation, ServiceError};
use crate::{Body, ErrorMeta};

/// A download of an object of any size: by ranges that come side by side. Generated clients make it.
///
/// - At most [`concurrency`](Self::concurrency) ranges of [`part_size`](Self::part_size) are in
///   memory.
/// - A range that is cut off is asked for again from where it was cut, twice at most. Each request is
///   sent again as the client's retry rules say.
/// - All ranges are of one version of the object: a version that is replaced in the middle is an
///   error (`If-Match`).
/// - The first answer decides: a service that gives the whole object at once, or names no entity
///   tag, is read in one piece.
/// - The whole is compared with the object's checksum, which services leave out of ranges: one
///   request asks for it (`HeadObject`), unless checksums of responses are turned off. Objects whose
///   checksum is one of parts' checksums can't be compared.
#[must_use = "nothing is sent before `send` or `to_file`"]
pub struct Download<C, G> {
    client: C,
    get: G,
    part_size: u64,
    concurrency: usize,
    pub(super) keep_on_failure: bool,
}

/// A download whose first answer is there.
pub(super) struct Begun<C, G: DownloadByRanges> {
    pub(super) output: G::Output,
    body: Body,
    /// The ranges that are left to ask for; `None` of an answer in one piece.
    pub(super) cut: Option<Cut<C, G>>,
    /// The checksums of the whole, if the program wants the whole and the ranges have none.
    pub(super) whole: Option<Described>,
}

/// A download that is cut into ranges.
pub(super) struct Cut<C, G> {
    fetch: Fetch<C, G>,
    /// The place of the first answer.
    first: Range<u64>,
    /// The place of all bytes that the program wants.
    pub(super) all: Range<u64>,
    /// The length of the object.
    total: u64,
    pub(super) e_tag: String,
}

impl<C, G> Download<C, G>
where
    C: SendOperation<G> + SendOperation<G::Head> + Clone + Send + Sync + 'static,
    G: DownloadByRanges,
{
    /// Makes the download that `get` describes.
    #[doc(hidden)]
    pub fn new(client: C, get: G) -> Self {
        Self {
            client,
            get,
            part_size: PART_SIZE,
            concurrency: CONCURRENCY,
            keep_on_failure: false,
        }
    }

    /// Sets the number of bytes in a range. The default is 8 MiB.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes.max(1);
        self
    }

    /// Sets the number of ranges that come side by side. The default is 4.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// Keeps what [`to_file`](Self::to_file) got if it fails, so that another one goes on from there.
    pub fn keep_on_failure(mut self, keep: bool) -> Self {
        self.keep_on_failure = keep;
        self
    }

    /// Sends the first request. The output is that of the whole object, and its body has all bytes in
    /// their order, whatever ranges they come in. Dropping the body stops all requests.
    ///
    /// # Errors
    ///
    /// The error of the first request. Errors of the others are errors of the body.
    pub async fn send(self) -> Result<G::Output, G::Error> {
        Ok(self.begin().await?.into_output())
    }

    /// Asks for the first range.
    pub(super) async fn begin(self) -> Result<Begun<C, G>, G::Error> {
        let Self {
            client,
            mut get,
            part_size,
            concurrency,
            ..
        } = self;
        let range = get.range().map(str::to_owned);
        let wanted = match &range {
            _ if get.is_of_part() => None,
            Some(range) => asked(range),
            None => Some((0, None)),
        };
        let Some((start, last)) = wanted else {
            return in_one_piece(&client, &get).await;
        };
        let end = start.saturating_add(part_size);
        let end = last.map_or(end, |last| end.min(last.saturating_add(1)));
        get.set_range(Some(bytes(&(start..end))));
        let first = client.send_operation(&get).await;
        let mut output = match first {
            Ok(output) => output,
            // An empty object has no first byte.
            Err(error) if range.is_none() && is_empty(&error) => {
                get.set_range(None);
                return in_one_piece(&client, &get).await;
            }
            Err(error) => return Err(error),
        };
        let place = G::content_range(&output).and_then(place);
        let place = place.filter(|(first, _)| first.start == start && first.end <= end);
        let e_tag = G::e_tag(&output).filter(|tag| !tag.is_empty());
        let (Some((first, total)), Some(e_tag)) = (place, e_tag.map(str::to_owned)) else {
            let is_all = last.is_some_and(|last| end > last);
            if G::content_range(&output).is_some() && !is_all {
                // A part of an object of which nobody knows enough.
                get.set_range(range);
                return in_one_piece(&client, &get).await;
            }
            let body = G::take_body(&mut output);
            return Ok(Begun {
                output,
                body,
                cut: None,
                whole: None,
            });
        };
        get.set_version(&e_tag);
        let all_end = last.map_or(total, |last| total.min(last.saturating_add(1)));
        let body = G::take_body(&mut output);
        let whole = match start == 0 && all_end == total && body.lacks_checksum() {
            true => described(&client, &get, &output, &e_tag).await,
            false => None,
        };
        Ok(Begun {
            output,
            body,
            whole,
            cut: Some(Cut {
                fetch: Fetch {
                    client,
                    get,
                    part_size,
                    concurrency,
                },
                first,
                all: start..all_end,
                total,
                e_tag,
            }),
        })
    }
}

impl<C, G> Begun<C, G>
where
    C: SendOperation<G> + Clone + Send + Sync + 'static,
    G: DownloadByRanges,
{
    /// Makes the output of the whole.
    fn into_output(self) -> G::Output {
        let has_range = self
            .cut
            .as_ref()
            .is_some_and(|cut| cut.all != (0..cut.total));
        let described = self.cut.as_ref().map(|cut| {
            let length = i64::try_from(cut.all.end - cut.all.start).ok();
            let Range { start, end } = cut.all;
            let range = format!("bytes {start}-{}/{}", end - 1, cut.total);
            (length, has_range.then_some(range))
        });
        let start = self.cut.as_ref().map(|cut| cut.all.start);
        let (mut output, body) = self.into_body(start.unwrap_or_default());
        if let Some((length, range)) = described {
            G::set_place(&mut output, length, range);
        }
        G::set_body(&mut output, body);
        output
    }

    /// Returns the output, and a body of what the program wants from a byte on.
    pub(super) fn into_body(self, from: u64) -> (G::Output, Body) {
        let Some(cut) = self.cut else {
            return (self.output, self.body);
        };
        let length = cut.all.end.saturating_sub(from);
        let first = (from == cut.first.start).then_some((self.body, cut.first.clone()));
        let next = first.as_ref().map_or(from, |(_, first)| first.end);
        let ranges = Ranges::new(cut.fetch, first, next..cut.all.end);
        let body = Body::from_chunks(ranges, Some(length));
        let body = match self.whole {
            Some(whole) => whole.compare(body),
            None => body,
        };
        (self.output, body)
    }
}

async fn in_one_piece<C, G>(client: &C, get: &G) -> Result<Begun<C, G>, G::Error>
where
    C: SendOperation<G>,
    G: DownloadByRanges,
{
    let mut output = client.send_operation(get).await?;
    let body = G::take_body(&mut output);
    Ok(Begun {
        output,
        body,
        cut: None,
        whole: None,
    })
}

/// Asks what the service knows of the object whose first range came. A service that doesn't say it
/// keeps nobody from the bytes.
async fn described<C, G>(client: &C, get: &G, output: &G::Output, e_tag: &str) -> Option<Described>
where
    C: SendOperation<G::Head>,
    G: DownloadByRanges,
{
    let of_range = G::described(output);
    if of_range.is_full_object() {
        return Some(of_range);
    }
    let head = client.send_operation(&get.head()?).await;
    match head.map(G::described_by_head) {
        Ok(described) => Some(described).filter(|it| it.is_of(e_tag)),
        Err(error) => {
            tracing::debug!(%error, "the checksum of the object isn't known");
            None
        }
    }
}

/// Returns whether an error says that the object doesn't have the range.
fn is_empty(error: &impl ServiceError) -> bool {
    let status = error.meta().and_then(ErrorMeta::status);
    status.is_some_and(|status| status == http::StatusCode::RANGE_NOT_SATISFIABLE)
}

impl<C: fmt::Debug, G> fmt::Debug for Download<C, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("client", &self.client)
            .field("part_size", &self.part_size)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
