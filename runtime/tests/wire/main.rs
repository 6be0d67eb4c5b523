//! All that needs no network: JSON, CBOR and simple values as text, requests and responses, event
//! streams, errors. A test's path says which part is meant. They are one program, since linking a
//! program per file takes longer than compiling it.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

mod cbor;
mod cbor_bodies;
mod cbor_places;
mod cbor_unions;
mod cbor_writer;
#[cfg(feature = "endpoint")]
mod endpoint;
mod errors;
#[cfg(feature = "event-stream")]
mod event_stream;
#[cfg(feature = "event-stream")]
mod events;
mod form;
mod formats;
mod json_members;
mod json_properties;
mod json_reader;
mod json_writer;
mod request;
mod request_headers;
mod response;
mod response_headers;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "testing")]
mod testing;
mod text;
mod timestamp;
mod union;
mod xml_bodies;
mod xml_places;
mod xml_properties;
mod xml_reader;
mod xml_writer;
