//! Signatures of the frames of a body
//! ([S3](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html)).

use std::sync::Arc;

use crate::client::crypto::hmac;
use bytes::Bytes;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::hash::{Hex, PayloadHash, payload_hash};
use super::{Scope, Signer};
use crate::checksum::frame::FrameSignatures;
use crate::client::time::SigningTime;

/// The signatures of the frames of a body: each covers the one before, and the first covers that of
/// the request.
pub(crate) struct SignedFrames {
    key: Arc<hmac::Key>,
    time: SigningTime,
    scope: Vec<u8>,
    previous: Vec<u8>,
}

impl Signer {
    /// Returns the signatures of the frames after the head of a request, which is signed.
    pub(crate) fn frames(
        &self,
        headers: &HeaderMap,
        scope: &Scope<'_>,
        time: &SigningTime,
    ) -> SignedFrames {
        let mut text = Vec::with_capacity(scope.credential_length());
        scope.push(time, &mut text);
        let authorization = headers.get(AUTHORIZATION);
        let authorization = authorization.map_or(b"".as_slice(), |value| value.as_bytes());
        let start = authorization.len().saturating_sub(size_of::<Hex>());
        SignedFrames {
            key: self.key.get(&text, time, scope),
            time: *time,
            scope: text,
            previous: authorization.get(start..).unwrap_or_default().to_owned(),
        }
    }
}

impl SignedFrames {
    /// Signs a text after the texts before.
    fn sign(&mut self, kind: &[u8], hashes: &[&[u8]]) -> String {
        let mut hmac = hmac::Context::with_key(&self.key);
        for line in [kind, self.time.as_bytes(), &self.scope] {
            hmac.update(line);
            hmac.update(b"\n");
        }
        hmac.update(&self.previous);
        for hash in hashes {
            hmac.update(b"\n");
            hmac.update(hash);
        }
        let signature = Hex::new(hmac.sign().as_ref());
        self.previous = signature.as_bytes().to_owned();
        signature.as_str().to_owned()
    }
}

impl FrameSignatures for SignedFrames {
    fn sign_frame(&mut self, pieces: &[Bytes]) -> String {
        let mut hash = PayloadHash::new();
        pieces.iter().for_each(|piece| hash.update(piece));
        let (none, hash) = (payload_hash(b""), hash.finish());
        self.sign(
            b"AWS4-HMAC-SHA256-PAYLOAD",
            &[none.as_bytes(), hash.as_bytes()],
        )
    }

    fn sign_trailer(&mut self, line: &str) -> String {
        let hash = payload_hash(line.as_bytes());
        self.sign(b"AWS4-HMAC-SHA256-TRAILER", &[hash.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::checksum::ChecksumAlgorithm;
    use crate::checksum::frame::framed;
    use crate::client::Credentials;
    use crate::client::sign::SigningSettings;
    use crate::{Body, Timestamp};

    /// The signatures of S3's documentation for 65 KiB of `a`, with its keys and its time.
    #[test]
    fn signatures_are_those_of_the_documentation() {
        let credentials = Credentials::new(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        );
        let scope = Scope {
            credentials: &credentials,
            service: "s3",
            region: "us-east-1",
            settings: SigningSettings::new(),
            left_out: None,
        };
        let time = Timestamp::from_epoch_seconds(1_369_353_600).unwrap();
        let mut headers = HeaderMap::new();
        let seed = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
        let value = format!("AWS4-HMAC-SHA256 Credential=…, Signature={seed}");
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        let signatures = Signer::new().frames(&headers, &scope, &SigningTime::new(time));
        let body = Body::from(vec![b'a'; 65 * 1024]);
        let mut body = framed(body, ChecksumAlgorithm::Crc32C, Some(Box::new(signatures)));
        let length = body.length();
        let mut text = Vec::new();
        let mut context = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(chunk)) = body.poll_next(&mut context) {
            text.extend(chunk.unwrap());
        }
        assert_eq!(length, Some(text.len() as u64));
        let text = String::from_utf8(text).unwrap();
        let lines: Vec<&str> = text
            .split("\r\n")
            .filter(|it| !it.starts_with('a'))
            .collect();
        assert_eq!(
            lines,
            [
                "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
                "400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
                "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
                "x-amz-checksum-crc32c:sOO8/Q==",
                "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
                "",
                "",
            ]
        );
    }
}
