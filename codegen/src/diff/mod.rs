//! The changes between two versions of a model, for users of the crate and on the wire.
//!
//! Two plans are compared, not two texts, so every name is the one that users see. What the plan
//! doesn't keep (documentation, errors per operation, pages, endpoint rules) is taken from the
//! models. The rules are in `rule.rs`, one file per concept finds the changes, and `markdown`
//! and `json` write them down.

mod change;
mod choice;
mod compare;
mod comparison;
mod constraint;
mod data;
mod describe;
mod endpoint;
mod errors;
mod forms;
mod input;
mod items;
mod json;
mod markdown;
mod members;
mod operations;
mod pattern;
mod renames;
mod rule;
mod rules_table;
mod service;
mod serving;
mod side;
mod types;
mod words;

pub use data::Diff;
pub use input::DiffOptions;
