//! Settings of how requests are made: by variable, key of the profile and setter, which of them
//! wins, and what is refused.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod auth;
mod places;
