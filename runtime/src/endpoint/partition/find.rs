//! How partitions are made, and how a region's is found.

use std::sync::LazyLock;

use super::data::{Entry, Partition, Partitions, Region};
use super::json::InvalidPartitions;
use super::{json, table};

/// The partition whose answers stand in for regions that no partition knows.
const FALLBACK: &str = "aws";

impl Partitions {
    /// Returns the partitions of AWS that this version knows.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Partitions> = LazyLock::new(table::partitions);
        &BUILT_IN
    }

    /// Reads partitions in the form of AWS's `partitions.json`, version 1.
    ///
    /// # Errors
    /// A text that isn't JSON, or isn't of that form.
    pub fn from_json(text: &[u8]) -> Result<Self, InvalidPartitions> {
        json::read(text).map(|entries| Self { entries })
    }

    /// Finds the partition of a region: the partition that lists the region, else one whose
    /// pattern matches the region's name, else `aws`. `None` only if this data has no partition
    /// `aws`.
    #[must_use]
    pub fn find(&self, region: &str) -> Option<&Partition> {
        let entries = || self.entries.iter();
        entries()
            .find_map(|entry| entry.of_region(region))
            .or_else(|| {
                entries()
                    .find(|entry| entry.pattern.matches(region))
                    .or_else(|| entries().find(|entry| entry.id == FALLBACK))
                    .map(|entry| &entry.outputs)
            })
    }
}

impl Entry {
    /// Returns the outputs of a region that is known by name.
    pub(super) fn of_region(&self, region: &str) -> Option<&Partition> {
        let order = |known: &Region| known.name.as_str().cmp(region);
        let at = self.regions.binary_search_by(order).ok()?;
        let own = self.regions.get(at)?.outputs.as_deref();
        Some(own.unwrap_or(&self.outputs))
    }
}

/// The built-in partitions.
impl Default for Partitions {
    fn default() -> Self {
        Self::built_in().clone()
    }
}
