//! The credential chain, each source on variables, files and HTTP in memory; and the cache.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod cache;
mod chain;
mod container;
#[cfg(unix)]
mod disk;
mod instance;
mod login;
mod loopback;
mod mfa;
#[cfg(unix)]
mod process;
mod profiles;
mod roles;
mod scene;
mod sso;
