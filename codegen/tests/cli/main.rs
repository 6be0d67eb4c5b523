//! The command as people run it.

mod entries;
mod findings;
mod generate;
mod help;
mod init;
mod list;
mod packages;
mod projections;
mod services;
mod support;
mod transforms;
mod validate;
mod watch;
