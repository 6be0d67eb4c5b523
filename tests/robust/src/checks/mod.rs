//! What the fuzz targets do with bytes. Each check is a function that panics if something isn't as
//! it should be, and that tests call, too.

mod events;
mod headers;
mod json;
mod requests;
mod responses;
mod timestamps;

pub use events::events;
pub use headers::headers;
pub use json::json;
pub use requests::requests;
pub use responses::{errors, responses};
pub use timestamps::timestamps;

/// A check of bytes.
pub type Check = fn(&[u8]);

/// All of them, by the name of their fuzz target.
pub const ALL: [(&str, Check); 7] = [
    ("json", json),
    ("responses", responses),
    ("errors", errors),
    ("requests", requests),
    ("timestamps", timestamps),
    ("headers", headers),
    ("events", events),
];

/// One of all operations, and the service that it is of.
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
