//! Sizes of parts.

/// The number of parts that an upload may have
/// ([S3 user guide, limits](https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html)).
const PARTS: u64 = 10_000;

/// The sizes of the parts of an upload: the last part may be smaller.
#[derive(Clone, Copy, Debug)]
pub(super) struct PartSizes {
    first: u64,
    /// Whether later parts are larger, since nobody knows how many there will be.
    grow: bool,
}

impl PartSizes {
    /// Makes sizes of at least `wanted` bytes. Of a body whose length is known, all parts are so
    /// large that 10,000 are enough.
    pub(super) fn new(wanted: u64, length: Option<u64>) -> Self {
        let wanted = wanted.max(1);
        Self {
            first: wanted.max(length.unwrap_or_default().div_ceil(PARTS)),
            grow: length.is_none(),
        }
    }

    /// The size of a part by its number, which begins at 1. Where sizes grow, they double with each
    /// thousand parts: parts of 8 MiB at first are enough for 8 TiB.
    pub(super) fn of(self, number: i32) -> u64 {
        let thousands = match self.grow {
            true => number.saturating_sub(1).max(0) / 1_000,
            false => 0,
        };
        let factor = 1_u64.checked_shl(thousands.unsigned_abs());
        self.first.saturating_mul(factor.unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_parts_are_enough() {
        let mib = 1 << 20;
        for length in [0, 1, 80_000 * mib, 80_000 * mib + 1, 5 << 40] {
            let size = PartSizes::new(8 * mib, Some(length)).of(1);
            assert!(size >= 8 * mib);
            assert!(length.div_ceil(size) <= PARTS, "{length}");
        }
        let sizes = PartSizes::new(8 * mib, None);
        assert_eq!(sizes.of(1), 8 * mib);
        assert_eq!(sizes.of(1_000), 8 * mib);
        assert_eq!(sizes.of(1_001), 16 * mib);
        let all: u64 = (1..=10_000).map(|number| sizes.of(number)).sum();
        assert!(all > 5 << 40, "{all}");
    }

    #[test]
    fn no_number_overflows() {
        assert_eq!(PartSizes::new(0, None).of(i32::MAX), u64::MAX);
        assert_eq!(PartSizes::new(5, None).of(i32::MIN), 5);
    }
}
