//! A project on the AWS SDK for Rust, and what it takes to generate a crate for it instead.
//!
//! `project` reads packages (`manifest`) and files, `models` finds the services of models, and
//! `services` brings the two together by the crates' names. `scan` walks through the files: `index`
//! knows the items of the project by their paths, `context` what a written type means, and the
//! walker's files (`bodies`, `expressions`, `chains`, `methods`, `begun`, `functions`, `patterns`,
//! `tokens`) follow values from clients on; `mocks` finds rules and the clients that are made of them, and `idioms` finds
//! single steps that change. `join`, `pieces` and `changes` make an [`Adoption`] of what they find
//! (`found`), with the names of the plan. `forms`, `mock_forms` and `replay_forms` write new code:
//! `rewrite` has the SDK's setters, builders and functions, `members` its getters, `overrides` its
//! settings, and `imports` lists what files need; `clashes` keeps names of files apart from it, and
//! `ordered` has the maps in it. `uses` lists
//! ideas of the SDK besides operations, and `attributes` finds what is in attributes and documentation.
//! `lines` knows strings and comments. `text` writes a report.

mod attributes;
mod begun;
mod bodies;
mod chains;
mod changes;
mod children;
mod clashes;
mod concepts;
mod context;
mod crates;
mod data;
mod edits;
mod expressions;
mod forms;
mod found;
mod functions;
mod idioms;
mod imports;
mod index;
mod join;
mod known;
mod lines;
mod manifest;
mod maps;
mod members;
mod methods;
mod mock_forms;
mod mocks;
mod models;
mod operations;
mod ordered;
mod overrides;
mod patterns;
mod pieces;
mod place;
mod project;
mod replay_forms;
mod returns;
mod rewrite;
mod scan;
mod services;
mod source;
mod syntax;
mod text;
mod tokens;
mod ty;
mod uses;
mod walker;

pub use data::{
    AdoptedCall, AdoptedOperation, AdoptedPiece, AdoptedService, AdoptedType, Adoption,
    FileImports, SdkUse, Unresolved, UsedItem,
};
pub use join::AdoptOptions;
pub use place::{Extent, Place, Position};
