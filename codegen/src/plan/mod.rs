//! **Plan**: every Rust decision, made once: names, modules, types, boxing, optionality,
//! sensitivity, and where each member goes in a request.
//!
//! Everything that emit prints is here. Emit neither looks at the model nor invents a name.

mod attributes;
mod auth;
mod boxing;
mod checksum;
mod client;
mod constraint;
mod contents;
mod custom;
mod deep;
mod default;
mod deprecated;
mod discovery;
mod docs;
mod endless;
pub(crate) mod endpoint;
mod error;
mod event_stream;
mod event_stream_test;
mod example;
mod fits;
mod html;
mod instant;
pub(crate) mod jmespath;
mod literal;
mod methods;
mod model_example;
mod modules;
mod names;
mod operation;
pub(crate) mod paginator;
mod paginators_and_waiters;
mod pattern;
mod problems;
mod protocol_test;
mod read_write;
mod recorded;
mod rustdoc;
mod scope;
mod send_depth;
mod service;
mod service_docs;
mod serving;
mod shape;
mod shape_sets;
mod shown;
mod size;
mod streaming_body;
mod streams;
mod structures;
mod supported;
mod transfer;
mod types;
mod validation;
pub(crate) mod waiter;

#[cfg(test)]
mod tests;

pub(crate) use auth::is_open_by_choice;
pub(crate) use docs::code;
#[cfg(feature = "cli")]
pub(crate) use docs::lines as documentation_lines;
pub(crate) use modules::module_name;
pub(crate) use service::plan;
#[cfg(feature = "cli")]
pub(crate) use shape::only_names;
