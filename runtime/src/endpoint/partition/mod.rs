//! Partitions: groups of regions that share DNS suffixes, and how a region's is found.
//!
//! Rules: [aws.partition](https://smithy.io/2.0/aws/rules-engine/library-functions.html#aws-partition-function).

mod data;
mod find;
mod json;
mod pattern;
mod rows;
mod table;

pub use data::{Partition, Partitions};
pub use json::InvalidPartitions;

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
