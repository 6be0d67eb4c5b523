//! Functions that generated servers call.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

#[cfg(feature = "testing")]
mod requests;
mod violations;
