//! Signatures of the messages of an event stream.

use std::fmt;

use crate::client::crypto::hmac;
use bytes::{BufMut, Bytes, BytesMut};

use super::sign::{Hex, Scope, SigningSettings, payload_hash, signing_key};
use super::time::SigningTime;
use super::{Credentials, CredentialsError};
use crate::Timestamp;
use crate::event_stream::{FrameError, HeaderValue, Message};

/// Signs the messages of an event stream that a request carries. Each message is wrapped in a
/// message with the headers `:date` and `:chunk-signature`. A signature covers the signature
/// before, and the first one that of the request. A message without a payload ends the stream.
///
/// The request itself is signed with `STREAMING-AWS4-HMAC-SHA256-EVENTS` in the place of its
/// body's hash.
pub struct MessageSigner {
    key: hmac::Key,
    region: String,
    service: String,
    credentials: Credentials,
    /// The day that the key is of.
    date: Vec<u8>,
    /// The signature before, in hexadecimal.
    prior: String,
}

impl MessageSigner {
    /// Makes a signer that continues from the signature of a request, in hexadecimal as it is at
    /// the end of the request's `authorization` header.
    ///
    /// # Errors
    ///
    /// A signature that is none.
    pub fn new(
        credentials: &Credentials,
        service: &str,
        region: &str,
        signature: &str,
    ) -> Result<Self, CredentialsError> {
        if signature.len() != 64 || !signature.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(CredentialsError::new(
                "the request has no signature to go on from",
            ));
        }
        Ok(Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, &[]),
            region: region.to_owned(),
            service: service.to_owned(),
            credentials: credentials.clone(),
            date: Vec::new(),
            prior: signature.to_owned(),
        })
    }

    /// Wraps a message in a signed one.
    ///
    /// # Errors
    ///
    /// A message that is too large.
    pub fn sign(&mut self, message: &Bytes, time: Timestamp) -> Result<Bytes, FrameError> {
        let signing_time = SigningTime::new(time);
        let date = HeaderValue::Timestamp(time);
        let mut header = BytesMut::new();
        date.write_named(":date", &mut header)?;
        self.renew(&signing_time);
        let [region, service] = [&self.region, &self.service].map(String::as_bytes);
        let scope = [signing_time.date(), region, service, b"aws4_request"].join(&b'/');
        let mut text = BytesMut::new();
        for line in [
            b"AWS4-HMAC-SHA256-PAYLOAD",
            signing_time.as_bytes(),
            &scope,
            self.prior.as_bytes(),
            payload_hash(&header).as_bytes(),
        ] {
            text.put_slice(line);
            text.put_u8(b'\n');
        }
        text.put_slice(payload_hash(message).as_bytes());
        let signature = hmac::sign(&self.key, &text);
        Hex::new(signature.as_ref())
            .as_str()
            .clone_into(&mut self.prior);
        Message::new(message.clone())
            .with_header(":date", date)
            .with_header(
                ":chunk-signature",
                HeaderValue::Blob(Bytes::copy_from_slice(signature.as_ref())),
            )
            .encode()
    }

    /// The message that ends the stream.
    ///
    /// # Errors
    ///
    /// None: the message is small.
    pub fn end(&mut self, time: Timestamp) -> Result<Bytes, FrameError> {
        self.sign(&Bytes::new(), time)
    }

    /// Derives the key of the day, if it is another than before.
    fn renew(&mut self, time: &SigningTime) {
        if self.date != time.date() {
            time.date().clone_into(&mut self.date);
            self.key = signing_key(
                &Scope {
                    credentials: &self.credentials,
                    service: &self.service,
                    region: &self.region,
                    settings: SigningSettings::new(),
                    left_out: None,
                },
                time,
            );
        }
    }
}

impl fmt::Debug for MessageSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageSigner")
            .field("service", &self.service)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}
