//! The command as people run it.

mod entries;
mod findings;
mod generate;
mod help;
mod list;
mod packages;
mod projections;
mod support;
mod transforms;
