//! A service with one operation, as generated code would have it, and a server for it.

// Each test file uses a part of this.
#![allow(dead_code, unreachable_pub)]

pub mod server;
pub mod service;
