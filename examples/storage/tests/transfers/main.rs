//! Transfers of large objects against the store in memory, over a network that may be told to fail.

#![allow(clippy::unwrap_used, reason = "tests")]

mod checksums;
mod downloads;
mod network;
mod uploads;
