//! Partitions: groups of regions that share DNS suffixes, and how a region's is found.
//!
//! Rules: [aws.partition](https://smithy.io/2.0/aws/rules-engine/library-functions.html#aws-partition-function).

mod json;
mod pattern;
mod rows;
mod table;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use json::InvalidPartitions;

use pattern::Pattern;

/// The partition whose answers stand in for regions that no partition knows.
const FALLBACK: &str = "aws";

/// The facts about a region's partition: the result of `aws.partition`.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partition {
    /// `name`, such as `aws` or `aws-cn`.
    pub name: String,
    /// `dnsSuffix`, such as `amazonaws.com`.
    pub dns_suffix: String,
    /// `dualStackDnsSuffix`, such as `api.aws`.
    pub dual_stack_dns_suffix: String,
    /// `supportsFIPS`.
    pub supports_fips: bool,
    /// `supportsDualStack`.
    pub supports_dual_stack: bool,
    /// `implicitGlobalRegion`: the region that global services sign for.
    pub implicit_global_region: String,
}

/// The data that `aws.partition` looks regions up in.
///
/// [`Partitions::built_in`] has the partitions that were known when this version was made.
/// A program that can't wait for the next one replaces them by what AWS publishes:
///
/// ```
/// use tinsmith_runtime::endpoint::Partitions;
///
/// assert_eq!(Partitions::built_in().find("cn-north-1").map(|p| &*p.name), Some("aws-cn"));
///
/// let text = br#"{"version": "1.1", "partitions": [{
///     "id": "aws",
///     "regionRegex": "^moon\\-\\w+\\-\\d+$",
///     "regions": {},
///     "outputs": {
///         "name": "aws",
///         "dnsSuffix": "moon.example",
///         "dualStackDnsSuffix": "dual.moon.example",
///         "supportsFIPS": false,
///         "supportsDualStack": true,
///         "implicitGlobalRegion": "moon-base-1"
///     }
/// }]}"#;
/// let partitions = Partitions::from_json(text)?;
/// let partition = partitions.find("moon-base-2").expect("a partition");
/// assert_eq!(partition.dns_suffix, "moon.example");
/// # Ok::<(), tinsmith_runtime::endpoint::InvalidPartitions>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Partitions {
    entries: Vec<Entry>,
}

/// A partition, and which regions are of it.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    id: String,
    outputs: Partition,
    pattern: Pattern,
    /// Regions that are known by name: some have outputs of their own.
    regions: BTreeMap<String, Partition>,
}

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
            .find_map(|entry| entry.regions.get(region))
            .or_else(|| {
                entries()
                    .find(|entry| entry.pattern.matches(region))
                    .or_else(|| entries().find(|entry| entry.id == FALLBACK))
                    .map(|entry| &entry.outputs)
            })
    }
}

/// The built-in partitions.
impl Default for Partitions {
    fn default() -> Self {
        Self::built_in().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(region: &str) -> &'static str {
        Partitions::built_in()
            .find(region)
            .map_or("none", |partition| &partition.name)
    }

    #[test]
    fn regions_that_are_listed() {
        assert_eq!(name("us-east-1"), "aws");
        assert_eq!(name("aws-global"), "aws");
        assert_eq!(name("cn-northwest-1"), "aws-cn");
        assert_eq!(name("aws-cn-global"), "aws-cn");
        assert_eq!(name("us-gov-west-1"), "aws-us-gov");
        assert_eq!(name("us-iso-east-1"), "aws-iso");
        assert_eq!(name("us-isob-east-1"), "aws-iso-b");
        assert_eq!(name("eu-isoe-west-1"), "aws-iso-e");
        assert_eq!(name("us-isof-south-1"), "aws-iso-f");
        assert_eq!(name("eusc-de-east-1"), "aws-eusc");
    }

    #[test]
    fn regions_that_fit_a_pattern() {
        assert_eq!(name("us-east-99"), "aws");
        assert_eq!(name("cn-south-7"), "aws-cn");
        assert_eq!(name("us-gov-north-1"), "aws-us-gov");
        assert_eq!(name("us-iso-north-4"), "aws-iso");
        assert_eq!(name("us-isob-west-2"), "aws-iso-b");
    }

    /// AWS gave the isolated partitions dual stack in 2026.
    #[test]
    fn every_partition_has_fips_and_dual_stack() {
        for region in [
            "us-east-1",
            "cn-north-1",
            "eusc-de-east-1",
            "us-iso-east-1",
            "us-isob-east-1",
            "eu-isoe-west-1",
            "us-isof-south-1",
            "us-gov-west-1",
        ] {
            let partition = Partitions::built_in().find(region).unwrap();
            assert!(partition.supports_fips, "{region}");
            assert!(partition.supports_dual_stack, "{region}");
        }
    }

    #[test]
    fn others_fall_back() {
        for region in ["", "mars-north-1", "us-east-", "not a region", "local"] {
            assert_eq!(name(region), "aws", "{region}");
        }
    }

    #[test]
    fn nothing_to_fall_back_to() {
        let none = Partitions::from_json(br#"{"version":"1.1","partitions":[]}"#).unwrap();
        assert_eq!(none.find("us-east-1"), None);
    }
}
