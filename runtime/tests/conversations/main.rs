//! Requests that carry events, against a server of HTTP/2 that checks every signature.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used, unreachable_pub)]

#[path = "../support/mod.rs"]
mod support;

mod chat;
mod peer;
mod proof;

mod auth;
mod early;
mod faults;
mod halves;
mod metrics;
mod proxies;
mod quiet;
mod signatures;
mod tls;
