//! Pages and items of the async client.

use std::fmt;
use std::vec;

use super::SendOperation;
use crate::{InvalidResponse, Paginated, PaginatedItems};

/// The pages of an operation, each fetched when it is asked for.
///
/// ```text
/// let mut pages = client.pages(ListClusters::new());
/// while let Some(page) = pages.next().await {
///     println!("{:?}", page?);
/// }
/// ```
///
/// With the feature `futures-03`, `into_stream` makes a `Stream`.
#[derive(Clone, Debug)]
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<C, O: Paginated> {
    client: C,
    pages: crate::Pages<O>,
    /// The error of the token of the page that was given last.
    bad_token: Option<Box<InvalidResponse>>,
    has_failed: bool,
}

impl<C: SendOperation<O>, O: Paginated> Pages<C, O> {
    /// The pages from the one that `operation` asks for.
    #[doc(hidden)]
    pub fn new(client: C, operation: O) -> Self {
        Self {
            client,
            pages: crate::Pages::new(operation),
            bad_token: None,
            has_failed: false,
        }
    }

    /// The next page; `None` after the last one and after an error. A page whose token is that of
    /// the same page comes before the error.
    ///
    /// Dropping the future cancels the call; the next future asks for the same page.
    pub async fn next(&mut self) -> Option<Result<O::Output, O::Error>> {
        if self.has_failed {
            return None;
        }
        if let Some(error) = self.bad_token.take() {
            self.has_failed = true;
            return Some(Err(O::Error::from(error)));
        }
        let operation = self.pages.operation()?;
        let result = self.client.send_operation(operation).await;
        match &result {
            // The items of such a page are sound, and nobody else has them.
            Ok(output) => self.bad_token = self.pages.feed(output).err(),
            Err(_) => self.has_failed = true,
        }
        Some(result)
    }

    /// Collects pages, `limit` at most. The page after them isn't fetched.
    ///
    /// # Errors
    /// The first error of a call. The pages before it are lost; [`next`](Self::next) keeps them.
    pub async fn collect(mut self, limit: usize) -> Result<Vec<O::Output>, O::Error> {
        let mut pages = Vec::new();
        while pages.len() < limit {
            match self.next().await {
                Some(page) => pages.push(page?),
                None => break,
            }
        }
        Ok(pages)
    }

    /// The items of all pages, one by one.
    pub fn items(self) -> Items<C, O>
    where
        O: PaginatedItems,
    {
        Items {
            pages: self,
            items: Vec::new().into_iter(),
        }
    }
}

/// The items of an operation's pages. A page is fetched when all items of the one before
/// have been taken.
#[must_use = "items are fetched when they are asked for"]
pub struct Items<C, O: PaginatedItems> {
    pages: Pages<C, O>,
    items: vec::IntoIter<O::Item>,
}

impl<C: SendOperation<O>, O: PaginatedItems> Items<C, O> {
    /// The next item of the page that is there.
    #[cfg(feature = "futures-03")]
    pub(super) fn buffered(&mut self) -> Option<O::Item> {
        self.items.next()
    }

    /// The next item; `None` after the last one and after an error.
    ///
    /// Dropping the future cancels the call that it may need; no item is lost.
    pub async fn next(&mut self) -> Option<Result<O::Item, O::Error>> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.pages.next().await? {
                Ok(output) => self.items = O::items(output).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<C: SendOperation<O>, O: PaginatedItems> Items<C, O> {
    /// Collects items, `limit` at most. A page is fetched only if one of its items may be taken.
    ///
    /// # Errors
    /// The first error of a call. The items before it are lost; [`next`](Self::next) keeps them.
    pub async fn collect(mut self, limit: usize) -> Result<Vec<O::Item>, O::Error> {
        let mut items = Vec::new();
        while items.len() < limit {
            match self.next().await {
                Some(item) => items.push(item?),
                None => break,
            }
        }
        Ok(items)
    }
}

/// Not derived: items may have no `Debug`.
impl<C: fmt::Debug, O: PaginatedItems> fmt::Debug for Items<C, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &O::NAME)
            .field("client", &self.pages.client)
            .field("buffered", &self.items.len())
            .finish_non_exhaustive()
    }
}
