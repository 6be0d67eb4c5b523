//! Random numbers that nothing secret depends on.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Random bits. The standard library keys its hash maps at random: a keyed hash is as random
/// as the key.
pub(crate) fn bits() -> u64 {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    RandomState::new().hash_one(COUNTER.fetch_add(1, Ordering::Relaxed))
}

/// Bits as a number that is at least 0 and less than 1: the 53 bits that an `f64` holds.
pub(crate) fn fraction(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_spread() {
        let mut counts = [0; 10];
        for _ in 0..10_000 {
            let number = fraction(bits());
            assert!((0.0..1.0).contains(&number), "{number}");
            counts[(number * 10.0) as usize] += 1;
        }
        // 1,000 each, ± 10 standard deviations.
        assert!(
            counts.iter().all(|count| (700..1_300).contains(count)),
            "{counts:?}"
        );
    }
}
