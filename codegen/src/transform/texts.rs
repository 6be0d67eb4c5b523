//! Texts that transforms write, which the changed files borrow.

use std::cell::OnceCell;

use foldhash::HashMap;

/// The texts of one transform, by keys of its own.
pub(super) type Sheet = OnceCell<HashMap<String, String>>;

/// The texts of all transforms.
pub(crate) struct Texts(Vec<Sheet>);

impl Texts {
    /// Creates a sheet for each of a number of transforms.
    pub(crate) fn new(transforms: usize) -> Self {
        Self((0..transforms).map(|_| Sheet::new()).collect())
    }

    pub(super) fn sheets(&self) -> &[Sheet] {
        &self.0
    }
}
