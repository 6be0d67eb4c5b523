//! A service with one operation, as generated code would have it, and a server for it.

// Each test file uses a part of this; clippy knows only functions marked as tests.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

pub mod server;
pub mod service;
pub mod streaming;
