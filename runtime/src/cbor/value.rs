//! Booleans and nulls.

use super::Reader;
use super::head::{FALSE, NULL, TRUE, UNDEFINED};
use crate::read_error::ReadResult;

impl Reader<'_> {
    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// If the next value is neither.
    #[inline]
    pub fn boolean(&mut self) -> ReadResult<bool> {
        match self.peek() {
            Some(value @ (TRUE | FALSE)) => {
                self.at += 1;
                Ok(value == TRUE)
            }
            _ => Err(self.expected("a boolean")),
        }
    }

    /// Reads a `null`, or an `undefined`, if that is next, and returns whether it was.
    ///
    /// # Errors
    /// Never, for now.
    #[inline]
    pub fn null(&mut self) -> ReadResult<bool> {
        let is_null = matches!(self.peek(), Some(NULL | UNDEFINED));
        self.at += usize::from(is_null);
        Ok(is_null)
    }
}

crate::member_methods!(null);
