//! Takes orders from a queue, keeps them in a table, and stores an invoice for each.

#![forbid(unsafe_code)]

pub mod error;
pub mod invoices;
pub mod model;
pub mod queue;
pub mod secrets;
pub mod settings;
pub mod store;
pub mod worker;

pub use error::Error;
