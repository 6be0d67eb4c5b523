//! The partitions of AWS that are built in.

use super::data::{Entry, Partition, Partitions, Region};
use super::pattern::Pattern;
use super::rows::{ROWS, Row};

pub(super) fn partitions() -> Partitions {
    Partitions {
        entries: ROWS.iter().filter_map(entry).collect(),
    }
}

fn entry(row: &Row) -> Option<Entry> {
    let outputs = Partition {
        name: row.name.to_owned(),
        dns_suffix: row.dns_suffix.to_owned(),
        dual_stack_dns_suffix: row.dual_stack_dns_suffix.to_owned(),
        supports_fips: row.supports_fips,
        supports_dual_stack: row.supports_dual_stack,
        implicit_global_region: row.implicit_global_region.to_owned(),
    };
    let regions = row.regions.iter();
    Some(Entry {
        id: row.name.to_owned(),
        pattern: Pattern::parse(row.pattern)?,
        regions: regions
            .map(|region| Region {
                name: (*region).to_owned(),
                outputs: None,
            })
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
        assert_eq!(partitions.entries.len(), ROWS.len());
        for (entry, row) in partitions.entries.iter().zip(&ROWS) {
            assert!(row.regions.is_sorted());
            assert!(entry.of_region(row.implicit_global_region).is_some());
            for region in row.regions {
                let is_global = region.ends_with("-global");
                assert_ne!(entry.pattern.matches(region), is_global, "{region}");
            }
        }
    }
}
