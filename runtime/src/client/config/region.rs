//! Regions, and pseudo-regions such as `fips-us-east-1`.

/// A region, without what pseudo-regions add to it.
#[derive(Clone)]
pub(crate) struct Region {
    name: String,
    is_fips: bool,
}

impl Region {
    /// Pseudo-regions such as `fips-us-east-1` and `us-gov-west-1-fips` are of the time before
    /// there was a setting for FIPS. botocore takes them for that setting.
    pub(super) fn new(text: String) -> Self {
        let name = text.replace("fips-", "").replace("-fips", "");
        Self {
            is_fips: name != text,
            name,
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn is_fips(&self) -> bool {
        self.is_fips
    }
}
