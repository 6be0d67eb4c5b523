//! An object as the service describes it.

#[cfg(feature = "http-checksum")]
use http::HeaderMap;
#[cfg(feature = "http-checksum")]
use http::header::HeaderValue;

use crate::Body;
use crate::ChecksumAlgorithm;

/// The entity tag of an object, and the checksums that the service keeps of it.
#[derive(Clone, Debug, Default)]
pub struct Described {
    e_tag: Option<String>,
    /// Whether the service says that the checksums are of the whole object.
    is_full_object: bool,
    checksums: Vec<(ChecksumAlgorithm, String)>,
}

impl Described {
    /// Describes an object with this entity tag.
    pub fn new(e_tag: Option<String>) -> Self {
        Self {
            e_tag,
            ..Self::default()
        }
    }

    /// Says whether the type of the checksums is `FULL_OBJECT`.
    #[must_use]
    pub fn full_object(mut self, is_full_object: bool) -> Self {
        self.is_full_object = is_full_object;
        self
    }

    /// Adds a checksum by the name of its algorithm.
    #[must_use]
    pub fn checksum(mut self, name: &str, value: Option<String>) -> Self {
        let algorithm = ChecksumAlgorithm::from_name(name);
        self.checksums.extend(algorithm.zip(value));
        self
    }

    /// Returns whether the service says that the checksums are of the whole object.
    pub(super) fn is_full_object(&self) -> bool {
        self.is_full_object
    }

    /// Returns whether the object has this entity tag, and the checksums aren't those of parts. Where
    /// the service doesn't name their type, the `-` in the entity tag of an object in parts tells:
    /// servers such as moto don't mark checksums of parts.
    pub(super) fn is_of(&self, e_tag: &str) -> bool {
        let is_same = self.e_tag.as_deref() == Some(e_tag);
        is_same && (self.is_full_object || !e_tag.contains('-'))
    }

    /// Compares a body with all bytes of the object, if there is a checksum of them.
    pub(super) fn compare(&self, body: Body) -> Body {
        #[cfg(feature = "http-checksum")]
        {
            let mut headers = HeaderMap::new();
            let mut algorithms = Vec::new();
            for (algorithm, value) in &self.checksums {
                if let Ok(value) = HeaderValue::from_str(value) {
                    headers.insert(algorithm.header_name(), value);
                    algorithms.push(*algorithm);
                }
            }
            body.compared(&headers, &algorithms)
        }
        #[cfg(not(feature = "http-checksum"))]
        body
    }
}

#[cfg(all(test, feature = "http-checksum"))]
mod tests {
    use super::*;

    #[test]
    fn checksums_of_parts_are_not_those_of_the_whole() {
        for (e_tag, is_full_object, expected) in [
            ("\"abc\"", false, true),
            ("\"abc\"", true, true),
            ("\"abc-3\"", false, false),
            ("\"abc-3\"", true, true),
        ] {
            let described = Described::new(Some(e_tag.to_owned())).full_object(is_full_object);
            assert_eq!(described.is_of(e_tag), expected, "{e_tag}");
            assert!(!described.is_of("\"abd\""));
        }
        // One that is marked as such is no checksum to compare with.
        for (value, algorithm) in [
            ("y/Q5Jg==", Some(ChecksumAlgorithm::Crc32)),
            ("y/Q5Jg==-3", None),
            ("\0", None),
        ] {
            let described = Described::new(None).checksum("CRC32", Some(value.to_owned()));
            let body = described.compare(Body::from("123456789"));
            assert_eq!(body.checksum(), algorithm, "{value:?}");
        }
    }
}
