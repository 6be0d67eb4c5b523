//! Functions that generated protocol tests call (Smithy 2.0,
//! ["HTTP protocol compliance tests"](https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html)).
//!
//! With the feature `client`, [`shared_files`] shows how the shared configuration files are read,
//! for test suites of other projects.
//!
//! No function here panics. A mismatch is an `Err` that describes it in words.

mod base64;
mod cbor;
mod differences;
#[cfg(feature = "event-stream")]
mod expected_message;
mod expected_request;
#[cfg(feature = "server")]
mod expected_response;
mod form;
mod json;
mod mismatches;
mod now;
mod request;
mod response;
mod same;
#[cfg(feature = "_client")]
mod shared_files;
mod xml;

pub use base64::base64;
#[cfg(feature = "event-stream")]
pub use expected_message::{ExpectedMessage, next_event};
pub use expected_request::ExpectedRequest;
#[cfg(feature = "server")]
pub use expected_response::ExpectedResponse;
pub use now::now;
pub use request::request;
pub use response::response;
pub use same::same;
#[cfg(feature = "_client")]
pub use shared_files::{SharedSection, shared_files};
