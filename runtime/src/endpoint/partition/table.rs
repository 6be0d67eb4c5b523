//! The partitions of AWS that are built in.

use super::{Entry, Partition, Partitions, Pattern};

struct Row {
    name: &'static str,
    pattern: &'static str,
    dns_suffix: &'static str,
    dual_stack_dns_suffix: &'static str,
    supports_dual_stack: bool,
    implicit_global_region: &'static str,
    regions: &'static [&'static str],
}

/// All of them support FIPS.
const TABLE: [Row; 8] = [
    Row {
        name: "aws",
        pattern: r"^(us|eu|ap|sa|ca|me|af|il|mx)\-\w+\-\d+$",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        supports_dual_stack: true,
        implicit_global_region: "us-east-1",
        regions: &[
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "aws-global",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
        ],
    },
    Row {
        name: "aws-cn",
        pattern: r"^cn\-\w+\-\d+$",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
        supports_dual_stack: true,
        implicit_global_region: "cn-northwest-1",
        regions: &["aws-cn-global", "cn-north-1", "cn-northwest-1"],
    },
    Row {
        name: "aws-eusc",
        pattern: r"^eusc\-(de)\-\w+\-\d+$",
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: "api.amazonwebservices.eu",
        supports_dual_stack: true,
        implicit_global_region: "eusc-de-east-1",
        regions: &["eusc-de-east-1"],
    },
    Row {
        name: "aws-iso",
        pattern: r"^us\-iso\-\w+\-\d+$",
        dns_suffix: "c2s.ic.gov",
        dual_stack_dns_suffix: "api.aws.ic.gov",
        supports_dual_stack: false,
        implicit_global_region: "us-iso-east-1",
        regions: &["aws-iso-global", "us-iso-east-1", "us-iso-west-1"],
    },
    Row {
        name: "aws-iso-b",
        pattern: r"^us\-isob\-\w+\-\d+$",
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_dns_suffix: "api.aws.scloud",
        supports_dual_stack: false,
        implicit_global_region: "us-isob-east-1",
        regions: &["aws-iso-b-global", "us-isob-east-1", "us-isob-west-1"],
    },
    Row {
        name: "aws-iso-e",
        pattern: r"^eu\-isoe\-\w+\-\d+$",
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_dns_suffix: "api.cloud-aws.adc-e.uk",
        supports_dual_stack: false,
        implicit_global_region: "eu-isoe-west-1",
        regions: &["aws-iso-e-global", "eu-isoe-west-1"],
    },
    Row {
        name: "aws-iso-f",
        pattern: r"^us\-isof\-\w+\-\d+$",
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_dns_suffix: "api.aws.hci.ic.gov",
        supports_dual_stack: false,
        implicit_global_region: "us-isof-south-1",
        regions: &["aws-iso-f-global", "us-isof-east-1", "us-isof-south-1"],
    },
    Row {
        name: "aws-us-gov",
        pattern: r"^us\-gov\-\w+\-\d+$",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        supports_dual_stack: true,
        implicit_global_region: "us-gov-west-1",
        regions: &["aws-us-gov-global", "us-gov-east-1", "us-gov-west-1"],
    },
];

pub(super) fn partitions() -> Partitions {
    Partitions {
        entries: TABLE.iter().filter_map(entry).collect(),
    }
}

fn entry(row: &Row) -> Option<Entry> {
    let outputs = Partition {
        name: row.name.to_owned(),
        dns_suffix: row.dns_suffix.to_owned(),
        dual_stack_dns_suffix: row.dual_stack_dns_suffix.to_owned(),
        supports_fips: true,
        supports_dual_stack: row.supports_dual_stack,
        implicit_global_region: row.implicit_global_region.to_owned(),
    };
    let regions = row.regions.iter();
    Some(Entry {
        id: row.name.to_owned(),
        pattern: Pattern::parse(row.pattern)?,
        regions: regions
            .map(|region| ((*region).to_owned(), outputs.clone()))
            .collect(),
        outputs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_there_and_its_regions_fit_its_pattern() {
        let partitions = partitions();
        assert_eq!(partitions.entries.len(), TABLE.len());
        for (entry, row) in partitions.entries.iter().zip(&TABLE) {
            assert!(entry.regions.contains_key(row.implicit_global_region));
            for region in row.regions {
                let is_global = region.ends_with("-global");
                assert_ne!(entry.pattern.matches(region), is_global, "{region}");
            }
        }
    }
}
