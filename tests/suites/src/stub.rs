//! HTTP in memory, and a runtime whose clock nobody waits for.

use std::future::Future;

use http::{Request, Response};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{TransportError, TransportErrorKind};

/// The output of a future. Pauses take no time.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    run(true, future)
}

/// The output of a future. Pauses take their time.
pub(crate) fn wait_for<F: Future>(future: F) -> F::Output {
    run(false, future)
}

fn run<F: Future>(paused: bool, future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(paused)
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// The network where nobody listens.
pub(crate) async fn nobody(_: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
    Err(no_connection())
}

pub(crate) fn no_connection() -> TransportError {
    TransportError::new(TransportErrorKind::Connect, "nobody listens")
}

/// The name and value of each parameter of a query or form, decoded, by name.
pub(crate) fn parameters(text: &str) -> Vec<(String, String)> {
    let mut parameters: Vec<_> = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    parameters.sort();
    parameters
}

/// A parameter's value in a query or form.
pub(crate) fn parameter(text: &str, name: &str) -> Option<String> {
    let mut parameters = parameters(text).into_iter();
    parameters
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, escaped) {
            (b'%', Some(escaped)) => {
                bytes.push(escaped);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = after;
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The access key id in an `authorization` header.
pub(crate) fn signer(authorization: &str) -> Option<&str> {
    let (_, after) = authorization.split_once("Credential=")?;
    after.split('/').next()
}
