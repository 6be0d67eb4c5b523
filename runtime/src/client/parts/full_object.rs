//! The checksum of a whole object that is uploaded in parts.
//!
//! Services keep either the checksum of the parts' checksums, which says nothing about bytes that are
//! read in other pieces, or the one of all bytes (`FULL_OBJECT`). The latter is put together from
//! those of the parts, so no byte is read for it.

use std::collections::BTreeMap;

use super::operations::{FullObjectChecksum, UploadInParts};
use super::resume::Parts;
use crate::ChecksumAlgorithm;

/// The usual algorithm, as of other requests.
const USUAL: &str = "CRC32";

/// Services keep no checksum of parts with this algorithm.
const OF_WHOLE_ONLY: &str = "CRC64NVME";

/// The checksum of the whole that an upload has.
pub(super) struct FullObject<P: UploadInParts> {
    checksum: &'static FullObjectChecksum<P>,
    algorithm: ChecksumAlgorithm,
    given: Option<String>,
}

impl<P: UploadInParts> FullObject<P> {
    /// Finds the checksum of the whole: the one that the program set, or one by the algorithm that it
    /// chose, if it `wants` one or the algorithm has no other form.
    ///
    /// # Errors
    ///
    /// The text of an error, where the wishes of the program don't fit.
    pub(super) fn of(put: &P, wants: bool) -> Result<Option<Self>, String> {
        let chosen = put.checksum_algorithm();
        let mut given = P::FULL_OBJECT
            .iter()
            .filter(|it| (it.of_put)(put).is_some());
        let (first, second) = (given.next(), given.next());
        if let (Some(first), Some(second)) = (first, second) {
            return Err(format!(
                "checksums of the whole are set with {} and with {}: a large object has one",
                first.name, second.name
            ));
        }
        if let Some((first, chosen)) = first.zip(chosen)
            && first.name != chosen
        {
            return Err(format!(
                "the checksum of the whole is set with {}, and {chosen} is chosen for the parts: \
                 choose one algorithm",
                first.name
            ));
        }
        let name = match (first, chosen) {
            (Some(first), _) => first.name,
            (None, Some(OF_WHOLE_ONLY)) => OF_WHOLE_ONLY,
            (None, _) if !wants => return Ok(None),
            (None, chosen) => chosen.unwrap_or(USUAL),
        };
        let mut known = P::FULL_OBJECT.iter();
        let known = known.find(|known| known.name == name);
        let algorithm = ChecksumAlgorithm::from_name(name);
        let Some((checksum, algorithm)) = known.zip(algorithm) else {
            if !wants {
                return Ok(None);
            }
            let names: Vec<_> = P::FULL_OBJECT.iter().map(|known| known.name).collect();
            return Err(match names.is_empty() {
                true => "the model has no members for checksums of whole objects".to_owned(),
                false => format!(
                    "{name} makes no checksum of a whole object in parts: choose one of {}",
                    names.join(", ")
                ),
            });
        };
        Ok(Some(Self {
            given: (checksum.of_put)(put).cloned(),
            checksum,
            algorithm,
        }))
    }

    /// Returns the name of the algorithm.
    pub(super) fn name(&self) -> &'static str {
        self.checksum.name
    }

    /// Returns whether the service told the checksum of a part.
    pub(super) fn has(&self, part: &P::Sent) -> bool {
        (self.checksum.of_part)(part).is_some()
    }

    /// Returns the checksum that completes the upload. A service that tells no checksums of parts gets
    /// one only if the program set it.
    ///
    /// # Errors
    ///
    /// The text of an error, if the parts have another checksum than the program set.
    pub(super) fn checksum(
        &self,
        sent: &BTreeMap<i32, P::Sent>,
        lengths: &BTreeMap<i32, u64>,
    ) -> Result<Option<String>, String> {
        let made = self.of_parts(sent, lengths);
        if let Some((given, made)) = self.given.as_ref().zip(made.as_ref())
            && given != made
        {
            return Err(format!(
                "the body has another {} than the one that is set for it",
                self.checksum.name
            ));
        }
        Ok(self.given.clone().or(made))
    }

    /// Adds the checksum to what completes the upload.
    pub(super) fn complete(&self, complete: &mut P::Complete, checksum: Option<String>) {
        *(self.checksum.of_complete)(complete) = checksum;
        P::complete_full_object(complete);
    }

    /// Makes the checksum of all parts in their order.
    #[cfg(feature = "http-checksum")]
    fn of_parts(
        &self,
        sent: &BTreeMap<i32, P::Sent>,
        lengths: &BTreeMap<i32, u64>,
    ) -> Option<String> {
        use crate::checksum::{Checksum, Sum};
        let mut whole = Sum::of(self.algorithm, b"")?;
        for (number, part) in sent {
            let text = (self.checksum.of_part)(part)?;
            let part = Checksum::parse(self.algorithm, text)?;
            whole = whole.followed_by(&part, *lengths.get(number)?)?;
        }
        Some(whole.to_base64())
    }

    #[cfg(not(feature = "http-checksum"))]
    fn of_parts(&self, _: &BTreeMap<i32, P::Sent>, _: &BTreeMap<i32, u64>) -> Option<String> {
        let _ = self.algorithm;
        None
    }

    /// Leaves out the parts of which the service told no checksum: they are sent anew.
    pub(super) fn keep(&self, had: &mut Parts<P::Sent>) {
        had.retain(|_, (_, part)| self.has(part));
    }
}
