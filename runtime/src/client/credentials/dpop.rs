//! Proofs that a key is here, by which tokens can't be used elsewhere: DPoP ([RFC 9449]), with
//! ES256 ([RFC 7518], section 3.4).
//!
//! [RFC 7518]: https://www.rfc-editor.org/rfc/rfc7518
//! [RFC 9449]: https://www.rfc-editor.org/rfc/rfc9449

use crate::Timestamp;
use crate::base64;
use crate::client::crypto::p256::PrivateKey;
use crate::idempotency_token::random_token;
use crate::json::Writer;

/// A proof for a request at this time, by a key in PEM form. Or what is wrong with the key.
pub(super) fn proof(
    pem: &str,
    method: &str,
    url: &str,
    time: Timestamp,
) -> Result<String, &'static str> {
    let key = key(pem)?;
    // An uncompressed point: 4, x, y.
    let (x, y) = match key.public_key().split_first() {
        Some((4, point)) if point.len() == 64 => point.split_at(32),
        _ => return Err("isn't a key of the curve P-256"),
    };
    let mut w = Writer::new();
    w.begin_object();
    w.key("typ");
    w.string("dpop+jwt");
    w.key("alg");
    w.string("ES256");
    w.key("jwk");
    w.begin_object();
    w.key("kty");
    w.string("EC");
    w.key("x");
    w.string(&url_safe(x));
    w.key("y");
    w.string(&url_safe(y));
    w.key("crv");
    w.string("P-256");
    w.end_object();
    w.end_object();
    let mut proof = url_safe(&w.finish());

    let mut w = Writer::new();
    w.begin_object();
    w.key("htm");
    w.string(method);
    w.key("htu");
    w.string(url);
    w.key("iat");
    w.long(time.epoch_seconds());
    w.key("jti");
    w.string(&random_token());
    w.end_object();
    proof.push('.');
    proof.push_str(&url_safe(&w.finish()));

    let signature = key.sign(proof.as_bytes()).ok_or("can't be signed with")?;
    proof.push('.');
    proof.push_str(&url_safe(signature.as_ref()));
    Ok(proof)
}

/// In base64 with the alphabet for URLs, not padded.
fn url_safe(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    base64::encode(bytes, &mut text);
    text.iter()
        .filter(|byte| **byte != b'=')
        .map(|byte| match byte {
            b'+' => '-',
            b'/' => '_',
            byte => char::from(*byte),
        })
        .collect()
}

/// A key as the AWS CLI writes it (`EC PRIVATE KEY`, RFC 5915), or in PKCS #8.
fn key(pem: &str) -> Result<PrivateKey, &'static str> {
    let text: String = pem
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .flat_map(|line| line.split_ascii_whitespace())
        .collect();
    let der = base64::decode(text.as_bytes()).ok_or("isn't in PEM form")?;
    if let Some(key) = PrivateKey::from_pkcs8(&der) {
        return Ok(key);
    }
    let (private, public) = parts(&der).ok_or("isn't a private key with its public key")?;
    PrivateKey::from_parts(private, public).ok_or("isn't a key of the curve P-256")
}

/// The private and the public key in an `ECPrivateKey` of RFC 5915.
fn parts(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (0x30, content, []) = element(der)? else {
        return None;
    };
    let (0x02, [1], rest) = element(content)? else {
        return None;
    };
    let (0x04, private, mut rest) = element(rest)? else {
        return None;
    };
    // The name of the curve, and the public key.
    while let Some((tag, content, after)) = element(rest) {
        if tag == 0xA1 {
            let (0x03, bits, []) = element(content)? else {
                return None;
            };
            // No bits of the last byte are unused.
            let (0, public) = bits.split_first().map(|(unused, bits)| (*unused, bits))? else {
                return None;
            };
            return Some((private, public));
        }
        rest = after;
    }
    None
}

/// The first element in DER: its tag, its content, what follows.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        length @ 0..=0x7F => (usize::from(*length), rest),
        0x81 => {
            let (length, rest) = rest.split_first()?;
            (usize::from(*length), rest)
        }
        // Keys aren't as long.
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(all(test, feature = "rustls-ring"))]
pub(super) mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, UnparsedPublicKey,
    };

    use super::*;
    use crate::Document;
    use crate::json::Reader;

    /// A fresh key in both forms: as the AWS CLI writes it, and in PKCS #8.
    pub(crate) fn keys() -> (String, String) {
        let random = SystemRandom::new();
        let pkcs8 =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        // Version, algorithm, and a string that holds the other form.
        let (_, content, _) = element(pkcs8.as_ref()).unwrap();
        let (_, _, rest) = element(content).unwrap();
        let (_, _, rest) = element(rest).unwrap();
        let (4, inner, []) = element(rest).unwrap() else {
            panic!("another form");
        };
        let pem = |kind: &str, der: &[u8]| {
            let mut text = Vec::new();
            base64::encode(der, &mut text);
            let text = String::from_utf8(text).unwrap();
            let (first, second) = text.split_at(64);
            format!("-----BEGIN {kind}-----\n{first}\n{second}\n-----END {kind}-----\n")
        };
        (
            pem("EC PRIVATE KEY", inner),
            pem("PRIVATE KEY", pkcs8.as_ref()),
        )
    }

    fn decoded(text: &str) -> Vec<u8> {
        let text: Vec<u8> = text
            .bytes()
            .map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                byte => byte,
            })
            .collect();
        base64::decode(&text).unwrap()
    }

    fn json(text: &str) -> Document {
        Reader::new(&decoded(text)).unwrap().document().unwrap()
    }

    /// Checks a proof as a server does.
    #[test]
    fn a_proof_is_for_its_request() {
        let (pem, pkcs8) = keys();
        let time = Timestamp::from_epoch_seconds(1_800_000_000).unwrap();
        let url = "https://eu-west-1.signin.aws.amazon.com/v1/token";
        let mut ids = Vec::new();
        for pem in [pem, pkcs8] {
            let proof = proof(&pem, "POST", url, time).unwrap();
            let [header, payload, signature] =
                proof.split('.').collect::<Vec<_>>().try_into().unwrap();
            let text = |document: &Document, name: &str| {
                document.get(name).unwrap().as_str().unwrap().to_owned()
            };
            let (head, load) = (json(header), json(payload));
            assert_eq!(text(&head, "typ"), "dpop+jwt");
            assert_eq!(text(&head, "alg"), "ES256");
            let jwk = head.get("jwk").unwrap();
            assert_eq!(text(jwk, "kty"), "EC");
            assert_eq!(text(jwk, "crv"), "P-256");
            assert_eq!(text(&load, "htm"), "POST");
            assert_eq!(text(&load, "htu"), url);
            assert_eq!(load.get("iat").unwrap().as_i64(), Some(1_800_000_000));
            ids.push(text(&load, "jti"));

            let mut public = vec![4];
            public.extend(decoded(&text(jwk, "x")));
            public.extend(decoded(&text(jwk, "y")));
            let signed = format!("{header}.{payload}");
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public)
                .verify(signed.as_bytes(), &decoded(signature))
                .unwrap();
        }
        assert_ne!(ids[0], ids[1]);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let (pem, _) = keys();
        let time = Timestamp::from_epoch_seconds(0).unwrap();
        let wrong = |pem: &str| proof(pem, "POST", "https://a.example/", time).unwrap_err();
        assert_eq!(wrong("é"), "isn't in PEM form");
        for pem in ["", "-----BEGIN X-----\nMAA=\n-----END X-----"] {
            assert_eq!(wrong(pem), "isn't a private key with its public key");
        }
        // Whatever is cut off or changed, it doesn't panic.
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = base64::decode(body.as_bytes()).unwrap();
        for at in 0..der.len() {
            let mut text = Vec::new();
            base64::encode(&der[..at], &mut text);
            wrong(std::str::from_utf8(&text).unwrap());
            let mut changed = der.clone();
            changed[at] ^= 0x41;
            let mut text = Vec::new();
            base64::encode(&changed, &mut text);
            _ = proof(std::str::from_utf8(&text).unwrap(), "POST", "u", time);
        }
    }
}
