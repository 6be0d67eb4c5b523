//! Pages and items as streams of the crate `futures-core`.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::{BoxFuture, Items, Pages, SendOperation};
use crate::{Paginated, PaginatedItems};

impl<C, O> Pages<C, O>
where
    C: SendOperation<O> + Send + Sync + 'static,
    O: Paginated<Error: Send, Token: Send> + Send + 'static,
{
    /// Makes a stream of the pages, for the adapters of the crate `futures`. The stream ends after the
    /// last page and after an error. Dropping the stream cancels its call. This is the feature
    /// `futures-03`.
    ///
    /// The trait `Stream` is that of the crate `futures-core` 0.3, as the name of the feature says:
    /// another version of the trait will be another feature.
    ///
    /// ```
    /// use futures_core::Stream;
    /// use tinsmith_runtime::client::{Pages, SendOperation};
    /// use tinsmith_runtime::Paginated;
    ///
    /// fn stream<C, O>(pages: Pages<C, O>) -> impl Stream<Item = Result<O::Output, O::Error>>
    /// where
    ///     C: SendOperation<O> + Send + Sync + 'static,
    ///     O: Paginated<Error: Send, Token: Send> + Send + 'static,
    /// {
    ///     pages.into_stream()
    /// }
    /// ```
    pub fn into_stream(
        self,
    ) -> impl Stream<Item = Result<O::Output, O::Error>> + Send + Unpin + use<C, O> {
        Unfold {
            source: Some(self),
            at_once: |_| None,
            next: |mut pages| {
                Box::pin(async move {
                    let page = pages.next().await;
                    (page, pages)
                })
            },
            waiting: None,
        }
    }
}

impl<C, O> Items<C, O>
where
    C: SendOperation<O> + Send + Sync + 'static,
    O: PaginatedItems<Error: Send, Item: Send, Token: Send> + Send + 'static,
{
    /// Makes a stream of the items, as [`Pages::into_stream`] does of pages. An item that is there
    /// already costs no allocation. This is the feature `futures-03`.
    pub fn into_stream(
        self,
    ) -> impl Stream<Item = Result<O::Item, O::Error>> + Send + Unpin + use<C, O> {
        Unfold {
            source: Some(self),
            at_once: |items| items.buffered().map(Ok),
            next: |mut items| {
                Box::pin(async move {
                    let item = items.next().await;
                    (item, items)
                })
            },
            waiting: None,
        }
    }
}

/// A stream of the values that a source has, one after the other.
struct Unfold<S, T> {
    /// `None` while a value is waited for, and after the last one.
    source: Option<S>,
    at_once: fn(&mut S) -> Option<T>,
    next: fn(S) -> BoxFuture<'static, (Option<T>, S)>,
    waiting: Option<BoxFuture<'static, (Option<T>, S)>>,
}

/// Nothing is pinned but futures on the heap.
impl<S, T> Unpin for Unfold<S, T> {}

impl<S, T> Stream for Unfold<S, T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let this = &mut *self;
        if let Some(value) = this.source.as_mut().and_then(this.at_once) {
            return Poll::Ready(Some(value));
        }
        if let Some(source) = this.source.take() {
            this.waiting = Some((this.next)(source));
        }
        let Some(waiting) = &mut this.waiting else {
            return Poll::Ready(None);
        };
        let (value, source) = ready!(waiting.as_mut().poll(context));
        this.waiting = None;
        this.source = value.is_some().then_some(source);
        Poll::Ready(value)
    }
}
