//! Checks of signatures, by the specification and with nothing of the runtime but its framing.

use ring::{digest, hmac};
use tinsmith_runtime::bytes::{BufMut, Bytes, BytesMut};
use tinsmith_runtime::event_stream::{Decoder, HeaderValue, Message};
use tinsmith_runtime::http::request::Parts;

use crate::support::service::credentials;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::sign(&key, text).as_ref().to_vec()
}

/// The chain of a request's signatures.
pub struct Chain {
    /// The secret of the access key that the request names.
    secret: String,
    scope: String,
    prior: String,
}

impl Chain {
    /// Checks the signature of a request's head, with which the chain begins.
    pub fn of(parts: &Parts) -> Result<Self, String> {
        let header = |name: &str| {
            let value = parts.headers.get(name);
            let value = value.ok_or_else(|| format!("no header {name}"))?;
            value.to_str().map_err(|error| error.to_string())
        };
        let payload = header("x-amz-content-sha256")?;
        if payload != "STREAMING-AWS4-HMAC-SHA256-EVENTS" {
            return Err(format!("the body's hash is {payload}"));
        }
        let authorization = header("authorization")?;
        let part = |name: &str| {
            let (_, rest) = authorization.split_once(name).ok_or(name.to_owned())?;
            Ok::<_, String>(rest.split(',').next().unwrap_or_default().trim())
        };
        let credential = part("Credential=")?;
        let (id, scope) = credential.split_once('/').ok_or("no scope")?;
        let (secret, scope) = (secret_of(id), scope.to_owned());
        let signed = part("SignedHeaders=")?;
        for needed in ["host", "x-amz-content-sha256", "x-amz-date", "content-type"] {
            if !signed.split(';').any(|name| name == needed) {
                return Err(format!("{needed} isn't signed"));
            }
        }
        let mut canonical = format!("{}\n{}\n\n", parts.method, parts.uri.path());
        for name in signed.split(';') {
            let value = match name {
                // HTTP/2 has it in the request's target.
                "host" => parts.uri.authority().ok_or("no authority")?.as_str(),
                name => header(name)?,
            };
            canonical.push_str(&format!("{name}:{value}\n"));
        }
        canonical.push_str(&format!("\n{signed}\n{payload}"));
        let date = header("x-amz-date")?;
        let text = format!(
            "AWS4-HMAC-SHA256\n{date}\n{scope}\n{}",
            hash(canonical.as_bytes())
        );
        let expected = hex(&mac(&key(&secret, &scope), text.as_bytes()));
        let prior = part("Signature=")?.to_owned();
        if prior != expected {
            return Err("the request's signature is wrong".to_owned());
        }
        Ok(Self {
            secret,
            scope,
            prior,
        })
    }

    /// Checks a message, and takes the message that it wraps out of it; `None` at the end.
    pub fn unwrap(&mut self, message: &Message) -> Result<Option<Message>, String> {
        let [
            (date_name, HeaderValue::Timestamp(date)),
            (name, HeaderValue::Blob(signature)),
        ] = &*message.headers
        else {
            return Err(format!("the headers are {:?}", message.headers));
        };
        if (&**date_name, &**name) != (":date", ":chunk-signature") {
            return Err(format!("the headers are {date_name} and {name}"));
        }
        let mut header = BytesMut::new();
        header.put_u8(5);
        header.put_slice(b":date");
        header.put_u8(8);
        let millis = date.epoch_seconds() * 1_000 + i64::from(date.subsec_nanos() / 1_000_000);
        header.put_i64(millis);
        let now = date.to_string().replace(['-', ':'], "");
        let seconds = now
            .split('.')
            .next()
            .unwrap_or_default()
            .trim_end_matches('Z');
        let text = format!(
            "AWS4-HMAC-SHA256-PAYLOAD\n{seconds}Z\n{}\n{}\n{}\n{}",
            self.scope,
            self.prior,
            hash(&header),
            hash(&message.payload),
        );
        let expected = mac(&key(&self.secret, &self.scope), text.as_bytes());
        if **signature != *expected {
            return Err("the signature of a message is wrong".to_owned());
        }
        self.prior = hex(signature);
        if message.payload.is_empty() {
            return Ok(None);
        }
        let mut decoder = Decoder::new();
        decoder.push(message.payload.clone());
        let inner = decoder.next().map_err(|error| error.to_string())?;
        decoder.finish().map_err(|error| error.to_string())?;
        Ok(Some(inner.ok_or("no message in a message")?))
    }
}

/// The key of a scope: day, region, service and `aws4_request`.
fn key(secret: &str, scope: &str) -> Vec<u8> {
    let start = format!("AWS4{secret}");
    scope
        .split('/')
        .fold(start.into_bytes(), |key, part| mac(&key, part.as_bytes()))
}

/// The secret of an access key: keys with numbers, which tests renew, have one of their own.
pub fn secret_of(access_key_id: &str) -> String {
    match access_key_id.strip_prefix("AKIDNUMBER") {
        Some(number) => format!("secret {number}"),
        None => credentials().secret_access_key().to_owned(),
    }
}

/// A text event as bytes.
pub fn encoded(text: &str) -> Bytes {
    use tinsmith_runtime::event_stream::Event as _;
    crate::chat::line(text).encode().unwrap()
}
