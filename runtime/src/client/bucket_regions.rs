//! The regions that S3 named for buckets.

use std::sync::{Arc, Mutex, PoisonError};

use http::Uri;

/// The number of buckets whose regions are kept.
const BUCKETS: usize = 100;

/// The regions of buckets, by the endpoint that the bucket has in the client's region. Endpoints of
/// buckets have the bucket in their host or in their path.
#[derive(Default)]
pub(super) struct BucketRegions(Mutex<Vec<(Uri, Arc<str>)>>);

impl BucketRegions {
    /// Returns the region that the service named for a bucket.
    pub(super) fn get(&self, endpoint: &Uri) -> Option<Arc<str>> {
        let regions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut regions = regions.iter();
        regions
            .find(|(kept, _)| kept == endpoint)
            .map(|(_, region)| region.clone())
    }

    /// Keeps the region of a bucket, in place of the oldest one if there are many.
    pub(super) fn keep(&self, endpoint: &Uri, region: &str) {
        let mut regions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        regions.retain(|(kept, _)| kept != endpoint);
        if regions.len() >= BUCKETS {
            regions.remove(0);
        }
        regions.push((endpoint.clone(), region.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_of_many_regions_is_forgotten() {
        let regions = BucketRegions::default();
        let bucket = |number: usize| format!("https://b{number}.example").parse::<Uri>().unwrap();
        for number in 0..=BUCKETS {
            regions.keep(&bucket(number), "eu-west-1");
        }
        assert_eq!(regions.get(&bucket(0)), None);
        assert_eq!(regions.get(&bucket(1)).as_deref(), Some("eu-west-1"));
        regions.keep(&bucket(1), "eu-north-1");
        assert_eq!(regions.get(&bucket(1)).as_deref(), Some("eu-north-1"));
        assert_eq!(regions.0.lock().unwrap().len(), BUCKETS);
    }
}
