//! Pages and items of the blocking client.

use super::super::{CallError, SendOperation, pages};
use super::Runtime;
use crate::{Paginated, PaginatedItems};

/// The pages of an operation, each fetched when it is asked for. After an error there are
/// no more.
#[derive(Clone, Debug)]
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<C, O: Paginated> {
    pages: pages::Pages<C, O>,
    runtime: Runtime,
    is_done: bool,
}

impl<C: SendOperation<O>, O: Paginated<Error: From<CallError>>> Pages<C, O> {
    /// The pages from the one that `operation` asks for.
    #[doc(hidden)]
    pub fn new(client: C, operation: O, runtime: &Runtime) -> Self {
        Self {
            pages: pages::Pages::new(client, operation),
            runtime: runtime.clone(),
            is_done: false,
        }
    }

    /// The items of all pages, one by one.
    pub fn items(self) -> Items<C, O>
    where
        O: PaginatedItems,
    {
        Items {
            items: self.pages.items(),
            runtime: self.runtime,
            is_done: self.is_done,
        }
    }
}

impl<C: SendOperation<O>, O: Paginated<Error: From<CallError>>> Iterator for Pages<C, O> {
    type Item = Result<O::Output, O::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let next = async { self.pages.next().await.transpose() };
        let next = self.runtime.run(next).transpose();
        self.is_done = !matches!(next, Some(Ok(_)));
        next
    }
}

/// The items of an operation's pages. A page is fetched when all items of the one before
/// have been taken. After an error there are no more.
#[derive(Debug)]
#[must_use = "items are fetched when they are asked for"]
pub struct Items<C, O: PaginatedItems> {
    items: pages::Items<C, O>,
    runtime: Runtime,
    is_done: bool,
}

impl<C: SendOperation<O>, O: PaginatedItems<Error: From<CallError>>> Iterator for Items<C, O> {
    type Item = Result<O::Item, O::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let next = async { self.items.next().await.transpose() };
        let next = self.runtime.run(next).transpose();
        self.is_done = !matches!(next, Some(Ok(_)));
        next
    }
}
