//! Signatures of the curve P-256 (ES256).

#[cfg(all(feature = "rustls-aws-lc-rs", not(feature = "rustls-ring")))]
use aws_lc_rs as library;
#[cfg(feature = "rustls-ring")]
use ring as library;

use library::rand::SystemRandom;
use library::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

/// A private key with its public key.
pub(crate) struct PrivateKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl PrivateKey {
    /// Reads a key in PKCS #8.
    pub(crate) fn from_pkcs8(der: &[u8]) -> Option<Self> {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        #[cfg(feature = "rustls-ring")]
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, der, &random).ok()?;
        #[cfg(not(feature = "rustls-ring"))]
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, der).ok()?;
        Some(Self { pair, random })
    }

    /// Puts a key together: its number, and the point of its public key.
    pub(crate) fn from_parts(private: &[u8], public: &[u8]) -> Option<Self> {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        #[cfg(feature = "rustls-ring")]
        let pair =
            EcdsaKeyPair::from_private_key_and_public_key(algorithm, private, public, &random);
        #[cfg(not(feature = "rustls-ring"))]
        let pair = EcdsaKeyPair::from_private_key_and_public_key(algorithm, private, public);
        Some(Self {
            pair: pair.ok()?,
            random,
        })
    }

    /// Returns the point of the public key.
    pub(crate) fn public_key(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// Signs a text: 64 bytes.
    pub(crate) fn sign(&self, text: &[u8]) -> Option<impl AsRef<[u8]> + use<>> {
        self.pair.sign(&self.random, text).ok()
    }
}
