//! Partitions as data.

use super::pattern::Pattern;

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
    pub(super) entries: Vec<Entry>,
}

/// A partition, and which regions are of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) outputs: Partition,
    pub(super) pattern: Pattern,
    /// Regions that are known by name, in the order of their names.
    pub(super) regions: Vec<Region>,
}

/// A region that is known by name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Region {
    pub(super) name: String,
    /// The outputs of the region, if they aren't those of its partition.
    pub(super) outputs: Option<Box<Partition>>,
}
