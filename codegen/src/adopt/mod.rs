//! A project on the AWS SDK for Rust, and what it takes to generate a crate for it instead.
//!
//! `project` reads packages (`manifest`) and files, `models` finds the services of models, and
//! `services` brings the two together by the crates' names. `scan` walks through the files:
//! `index` knows the items of the project by their paths, `context` what a written type means, and
//! the walker's files (`bodies`, `expressions`, `chains`, `functions`, `patterns`, `tokens`) follow
//! values from clients on. `join` makes an [`Adoption`] of what they find (`found`), with the names
//! of the plan: `forms` and `rewrite` write new code, `text` a report.

mod bodies;
mod chains;
mod concepts;
mod context;
mod data;
mod expressions;
mod forms;
mod found;
mod functions;
mod index;
mod join;
mod known;
mod manifest;
mod models;
mod operations;
mod patterns;
mod place;
mod project;
mod rewrite;
mod scan;
mod services;
mod source;
mod text;
mod tokens;
mod ty;
mod walker;

pub use data::{
    AdoptedCall, AdoptedOperation, AdoptedService, AdoptedType, Adoption, SdkUse, Unresolved,
    UsedItem,
};
pub use join::AdoptOptions;
pub use place::Place;
