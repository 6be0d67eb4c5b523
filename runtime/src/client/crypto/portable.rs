//! SHA-256, SHA-1 and HMAC in Rust, with the names of ring.

/// Hashes.
pub(crate) mod digest {
    /// The hash functions.
    pub(crate) enum Algorithm {
        Sha256,
        /// For names of files that another program chose so.
        Sha1,
    }

    pub(crate) static SHA256: Algorithm = Algorithm::Sha256;
    pub(crate) static SHA1_FOR_LEGACY_USE_ONLY: Algorithm = Algorithm::Sha1;

    /// The state of a hash.
    #[derive(Clone)]
    pub(crate) enum Context {
        Sha256(hmac_sha256::Hash),
        Sha1(Box<sha1_smol::Sha1>),
    }

    impl Context {
        pub(crate) fn new(algorithm: &Algorithm) -> Self {
            match algorithm {
                Algorithm::Sha256 => Self::Sha256(hmac_sha256::Hash::new()),
                Algorithm::Sha1 => Self::Sha1(Box::default()),
            }
        }

        pub(crate) fn update(&mut self, bytes: &[u8]) {
            match self {
                Self::Sha256(hash) => hash.update(bytes),
                Self::Sha1(hash) => hash.update(bytes),
            }
        }

        pub(crate) fn finish(self) -> Digest {
            match self {
                Self::Sha256(hash) => Digest::Sha256(hash.finalize()),
                Self::Sha1(hash) => Digest::Sha1(hash.digest().bytes()),
            }
        }
    }

    /// A hash.
    pub(crate) enum Digest {
        Sha256([u8; 32]),
        Sha1([u8; 20]),
    }

    impl AsRef<[u8]> for Digest {
        fn as_ref(&self) -> &[u8] {
            match self {
                Self::Sha256(bytes) => bytes,
                Self::Sha1(bytes) => bytes,
            }
        }
    }

    pub(crate) fn digest(algorithm: &Algorithm, bytes: &[u8]) -> Digest {
        let mut context = Context::new(algorithm);
        context.update(bytes);
        context.finish()
    }
}

/// Keyed hashes.
pub(crate) mod hmac {
    /// HMAC with SHA-256.
    #[derive(Clone, Copy)]
    pub(crate) struct Sha256;

    pub(crate) const HMAC_SHA256: Sha256 = Sha256;

    /// A key.
    #[derive(Clone)]
    pub(crate) struct Key(hmac_sha256::HMAC);

    impl Key {
        pub(crate) fn new(_: Sha256, bytes: &[u8]) -> Self {
            Self(hmac_sha256::HMAC::new(bytes))
        }
    }

    /// The state of a keyed hash.
    pub(crate) struct Context(hmac_sha256::HMAC);

    impl Context {
        pub(crate) fn with_key(key: &Key) -> Self {
            Self(key.0.clone())
        }

        pub(crate) fn update(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }

        pub(crate) fn sign(self) -> Tag {
            Tag(self.0.finalize())
        }
    }

    /// A keyed hash.
    pub(crate) struct Tag([u8; 32]);

    impl AsRef<[u8]> for Tag {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }

    pub(crate) fn sign(key: &Key, bytes: &[u8]) -> Tag {
        let mut context = Context::with_key(key);
        context.update(bytes);
        context.sign()
    }
}

#[cfg(test)]
mod tests {
    use super::{digest, hmac};

    #[test]
    fn hashes_are_those_of_ring() {
        let text: Vec<u8> = (0..400_u32).map(|number| (number * 7) as u8).collect();
        for length in 0..text.len() {
            let (text, key) = (&text[..length], &text[length / 2..length]);
            let (first, rest) = text.split_at(length / 3);
            for (ours, theirs) in [
                (&digest::SHA256, &ring::digest::SHA256),
                (
                    &digest::SHA1_FOR_LEGACY_USE_ONLY,
                    &ring::digest::SHA1_FOR_LEGACY_USE_ONLY,
                ),
            ] {
                let theirs = ring::digest::digest(theirs, text);
                assert_eq!(digest::digest(ours, text).as_ref(), theirs.as_ref());
                let mut context = digest::Context::new(ours);
                context.update(first);
                let mut clone = context.clone();
                context.update(b"something else");
                clone.update(rest);
                assert_eq!(clone.finish().as_ref(), theirs.as_ref());
            }
            let theirs = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key);
            let theirs = ring::hmac::sign(&theirs, text);
            let ours = hmac::Key::new(hmac::HMAC_SHA256, key);
            assert_eq!(hmac::sign(&ours, text).as_ref(), theirs.as_ref());
            let mut context = hmac::Context::with_key(&ours);
            context.update(first);
            context.update(rest);
            assert_eq!(context.sign().as_ref(), theirs.as_ref());
        }
    }
}
