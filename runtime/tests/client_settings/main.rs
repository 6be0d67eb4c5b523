//! Settings of how requests are made: by variable, key of the profile and setter, which of them
//! wins, and what is refused.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod auth;
mod defaults;
mod places;
mod requests;
mod retries;
mod toy;
mod trace_id;
