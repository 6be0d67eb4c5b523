//! [Signature version 4](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
//!
//! The canonical request is hashed as it is made, and put together only as far as that pays.
//!
//! Signed is what boto3 signs, as services see that most: `content-type`, `host`, `x-amz-*` and the
//! model's headers. `content-length` is left out, as the body's hash stands for it; `user-agent` and
//! `amz-sdk-*` are added after signing. That is also three blocks of SHA-256 less per call.

#[cfg(feature = "sigv4a")]
mod asymmetric_key;
mod bytes;
mod canonical_path;
mod canonical_request;
#[cfg(feature = "http-checksum")]
mod frame_signatures;
mod hash;
mod header_form;
mod host;
mod key;
mod query_form;
mod scope;
mod settings;
mod signed_headers;
mod signer;
mod string_to_sign;

pub(crate) use hash::{Hex, PayloadHash, UNSIGNED, payload_hash};
pub(crate) use host::host_header;
pub(crate) use key::signing_key;
pub(crate) use query_form::{QueryForm, sent_headers};
pub(crate) use scope::{ALGORITHM, Scope};
pub use settings::SigningSettings;
pub use signer::Signer;
