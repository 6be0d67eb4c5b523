//! The credential chain, each source on variables, files and HTTP in memory; and the cache.

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
mod sts;
