//! Keys of version 4a: ECDSA over the curve P-256, with a private key that is derived of the
//! credentials.
//!
//! p256 takes 32 crates, 29 of them new to the client, and 24 s of CPU time (dev), so it is behind a
//! feature. ring has the curve, but makes a key only together with its public half, which nothing in
//! its promised interface computes of a private one.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::client::crypto::hmac;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};

use crate::client::{Credentials, CredentialsError};

/// The key that was derived last. It doesn't depend on the day.
#[derive(Default)]
pub(super) struct KeptAsymmetricKey(Mutex<Option<(Credentials, Arc<AsymmetricKey>)>>);

/// A private key.
pub(super) struct AsymmetricKey(SigningKey);

/// The order of the curve minus 2 (SEC 2, section 2.4.2).
const ORDER_MINUS_2: [u8; 32] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x4F,
];

impl KeptAsymmetricKey {
    /// Creates a place without a key.
    pub(super) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Returns the key of these credentials.
    pub(super) fn get(
        &self,
        credentials: &Credentials,
    ) -> Result<Arc<AsymmetricKey>, CredentialsError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, key)) = &*kept {
            if of == credentials {
                return Ok(key.clone());
            }
        }
        let key = Arc::new(AsymmetricKey::derive(credentials)?);
        *kept = Some((credentials.clone(), key.clone()));
        Ok(key)
    }
}

impl AsymmetricKey {
    /// Derives the key as AWS does: in the counter mode of NIST SP 800-108 with HMAC-SHA256. A
    /// number beyond the order is thrown away, and the next tried.
    fn derive(credentials: &Credentials) -> Result<Self, CredentialsError> {
        let secret = format!("AWS4A{}", credentials.secret_access_key());
        let secret = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        for counter in 1..=254_u8 {
            let mut context = hmac::Context::with_key(&secret);
            for part in [
                &1_u32.to_be_bytes(),
                b"AWS4-ECDSA-P256-SHA256".as_slice(),
                &[0],
                credentials.access_key_id().as_bytes(),
                &[counter],
                // The length of the key, in bits.
                &256_u32.to_be_bytes(),
            ] {
                context.update(part);
            }
            let mut number = [0; 32];
            number.copy_from_slice(context.sign().as_ref());
            if is_beyond_order(&number) {
                continue;
            }
            add_one(&mut number);
            let Some(key) = SigningKey::from_slice(&number).ok() else {
                continue;
            };
            return Ok(Self(key));
        }
        Err(CredentialsError::new(
            "no key of version 4a can be derived of the access key",
        ))
    }

    /// Signs a text: the signature in DER, in hexadecimal.
    pub(super) fn sign(&self, text: &[u8]) -> String {
        let signature: Signature = self.0.sign(text);
        let mut hex = String::new();
        for byte in signature.to_der().as_bytes() {
            let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
            hex.push(digit(byte >> 4));
            hex.push(digit(byte & 0xF));
        }
        hex
    }
}

impl fmt::Debug for AsymmetricKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsymmetricKey").finish_non_exhaustive()
    }
}

/// Returns whether a number is larger than the order minus 2, in a time that doesn't depend on it.
fn is_beyond_order(number: &[u8; 32]) -> bool {
    // The borrow of order - 2 - number.
    let mut borrow = 0_u16;
    for (order, digit) in ORDER_MINUS_2.iter().rev().zip(number.iter().rev()) {
        let difference = u16::from(*order).wrapping_sub(u16::from(*digit) + borrow);
        borrow = difference >> 15;
    }
    borrow == 1
}

/// Adds one, in a time that doesn't depend on the number.
fn add_one(number: &mut [u8; 32]) {
    let mut carry = 1_u16;
    for digit in number.iter_mut().rev() {
        let sum = u16::from(*digit) + carry;
        *digit = (sum & 0xFF) as u8;
        carry = sum >> 8;
    }
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::signature::Verifier as _;

    use super::*;

    /// The key of the credentials that AWS's suite has, by its public half.
    #[test]
    fn a_key_is_derived_as_aws_does() {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let key = AsymmetricKey::derive(&Credentials::new("AKIDEXAMPLE", secret)).unwrap();
        let point = key.0.verifying_key().to_sec1_point(false);
        let hex =
            |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
        assert_eq!(
            hex(point.x().unwrap()),
            "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1"
        );
        assert_eq!(
            hex(point.y().unwrap()),
            "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518"
        );
    }

    #[test]
    fn a_signature_is_in_hexadecimal_and_of_its_text_only() {
        let key = AsymmetricKey::derive(&Credentials::new("AKIDEXAMPLE", "secret")).unwrap();
        let hex = key.sign(b"text");
        let bytes: Vec<u8> = hex
            .as_bytes()
            .chunks(2)
            .map(|digits| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap())
            .collect();
        let signature = Signature::from_der(&bytes).unwrap();
        let public = key.0.verifying_key();
        assert!(public.verify(b"text", &signature).is_ok());
        assert!(public.verify(b"other", &signature).is_err());
    }

    #[test]
    fn numbers_beyond_the_order_are_told() {
        let mut number = ORDER_MINUS_2;
        assert!(!is_beyond_order(&number));
        add_one(&mut number);
        assert!(is_beyond_order(&number));
        assert!(!is_beyond_order(&[0; 32]));
        assert!(is_beyond_order(&[0xFF; 32]));
        let mut less = ORDER_MINUS_2;
        less[4] = 1;
        assert!(is_beyond_order(&less));
        less[3] = 0xFE;
        assert!(!is_beyond_order(&less));
    }

    #[test]
    fn one_is_added_with_its_carries() {
        let mut number = [0; 32];
        number[31] = 0xFF;
        number[30] = 0xFF;
        add_one(&mut number);
        assert_eq!(number[29..], [1, 0, 0]);
    }

    #[test]
    fn a_key_is_kept_for_its_credentials_only() {
        let kept = KeptAsymmetricKey::new();
        let [a, b] = ["a", "b"].map(|secret| Credentials::new("AKIDEXAMPLE", secret));
        let of_a = kept.get(&a).unwrap();
        assert!(Arc::ptr_eq(&of_a, &kept.get(&a).unwrap()));
        assert_ne!(of_a.sign(b"text"), kept.get(&b).unwrap().sign(b"text"));
    }
}
