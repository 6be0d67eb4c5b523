//! The parts that packages with suites of cases share: build scripts find models, and programs count
//! cases.

mod models;
mod tally;

pub use models::{models_in, shared_folder};
pub use tally::{Tally, left_out, summary};
