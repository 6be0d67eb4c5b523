//! Pages of an operation, without I/O.

use std::fmt;

use crate::{InvalidResponse, Operation};

/// An operation whose answer comes in pages (`smithy.api#paginated`). Generated code
/// implements it.
pub trait Paginated: Operation<Error: From<Box<InvalidResponse>>> + Clone {
    /// The path in the output to the token of the next page.
    const TOKEN: &'static str;

    /// Whether every page has a token, so that the last page is known by the token that it was asked
    /// for with.
    const LAST_REPEATS_TOKEN: bool = false;

    /// The value that tells pages apart.
    type Token: Clone + PartialEq;

    /// Has the input ask for the page of this token.
    fn set_token(&mut self, token: Self::Token);

    /// The token of the page after this one; `None` if it is empty or isn't there.
    fn token(output: &Self::Output) -> Option<Self::Token>;
}

/// An operation whose pages are made of items.
pub trait PaginatedItems: Paginated {
    /// An item; of a map, the key and the value.
    type Item;

    /// The items of a page.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}

/// The pages of an operation, one after the other, without I/O: `Pages` gives the operation to
/// send, and takes its output.
///
/// ```
/// use tinsmith_runtime::{Operation, Pages, Paginated};
///
/// fn all<O: Paginated>(
///     operation: O,
///     send: impl Fn(&O) -> Result<O::Output, O::Error>,
/// ) -> Result<Vec<O::Output>, O::Error> {
///     let mut pages = Pages::new(operation);
///     let mut outputs = Vec::new();
///     while let Some(operation) = pages.operation() {
///         let output = send(operation)?;
///         pages.feed(&output)?;
///         outputs.push(output);
///     }
///     Ok(outputs)
/// }
/// ```
///
/// Until an output is fed, the same page is asked for, so that a caller can try again after a
/// failure.
#[derive(Clone)]
pub struct Pages<O: Paginated> {
    operation: O,
    last: Option<O::Token>,
    is_done: bool,
}

impl<O: Paginated> Pages<O> {
    /// Starts with the page that `operation` asks for: the first, unless a token is set.
    pub fn new(operation: O) -> Self {
        Self {
            operation,
            last: None,
            is_done: false,
        }
    }

    /// The operation that asks for the next page; `None` after the last one.
    pub fn operation(&self) -> Option<&O> {
        (!self.is_done).then_some(&self.operation)
    }

    /// Takes the token of the next page from a page. A page without a token is the last.
    ///
    /// # Errors
    ///
    /// The token is the one that the page was asked for with: the service would go round in
    /// circles. There are no more pages then. The page itself is sound.
    pub fn feed(&mut self, output: &O::Output) -> Result<(), Box<InvalidResponse>> {
        if self.is_done {
            return Ok(());
        }
        let Some(token) = O::token(output) else {
            self.is_done = true;
            return Ok(());
        };
        if self.last.as_ref() == Some(&token) {
            self.is_done = true;
            if O::LAST_REPEATS_TOKEN {
                return Ok(());
            }
            return Err(Box::new(InvalidResponse::in_output(
                O::NAME,
                O::TOKEN,
                "the token of the next page",
                "the token that this page was asked for with",
            )));
        }
        self.operation.set_token(token.clone());
        self.last = Some(token);
        Ok(())
    }
}

/// Not derived: a derived impl would need `Debug` of tokens.
impl<O: Paginated + fmt::Debug> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.operation)
            .field("is_done", &self.is_done)
            .finish_non_exhaustive()
    }
}
