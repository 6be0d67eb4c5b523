//! The client, over loopback against a server of our own, or over HTTP in memory. A test's path
//! says which part is meant.
//!
//! Tests that need the process for themselves are programs of their own: `client_hostile` counts
//! what is allocated, `client_load` has all cores, `client_tracing` sets the subscriber. Tests
//! that need other variables or another home run this program again (see `credentials::disk`).

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod blocking;
mod calls;
mod config;
mod config_files;
mod connections;
mod credentials;
mod endpoint_rules;
mod event_stream;
mod faults;
mod hosts;
mod interceptors;
mod layers;
mod metrics;
mod overrides;
mod post_policy;
mod presign;
mod redirects;
mod responses;
mod retries;
mod s3_express;
mod secrets;
#[cfg(all(feature = "compression", feature = "http-checksum"))]
mod settings;
mod sign;
mod sigv4a;
mod streams;
mod timing;
mod tls;
mod waiting;
