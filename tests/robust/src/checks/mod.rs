//! The checks of the fuzz targets. A check is a function that panics if something isn't as it
//! should be. Tests call the checks, too.

mod cbor;
mod events;
mod headers;
mod json;
mod read_form;
mod read_xml;
mod requests;
mod responses;
mod timestamps;

pub use cbor::cbor;
pub use events::events;
pub use headers::headers;
pub use json::json;
pub use read_form::read_form;
pub use read_xml::read_xml;
pub use requests::requests;
pub use responses::{errors, responses};
pub use timestamps::timestamps;

/// A check of bytes.
pub type Check = fn(&[u8]);

/// All checks, by the name of their fuzz target.
pub const ALL: [(&str, Check); 10] = [
    ("json", json),
    ("cbor", cbor),
    ("read_xml", read_xml),
    ("read_form", read_form),
    ("responses", responses),
    ("errors", errors),
    ("requests", requests),
    ("timestamps", timestamps),
    ("headers", headers),
    ("events", events),
];

/// Chooses an operation, and returns its service, too.
fn operation(choice: u8) -> (&'static crate::Service, &'static crate::Operation) {
    let all = || {
        crate::services()
            .iter()
            .flat_map(|service| service.operations.iter().map(move |one| (service, one)))
    };
    let place = usize::from(choice) % all().count();
    all().nth(place).expect("a place within")
}

/// Bytes as the text that stands for them, as far as they are UTF-8.
fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok())
            .unwrap_or_default(),
    }
}
