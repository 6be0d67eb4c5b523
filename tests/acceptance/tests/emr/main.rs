//! Tests of the whole: the five operations as their users have them, and the files that are
//! committed.

#[path = "../../../../examples/wire/seam.rs"]
mod seam;
mod support;

mod aws_models;
mod calls_page;
mod configuration_page;
mod dependents;
mod emr_sessions_page;
mod endpoint;
mod freshness;
mod http_page;
mod model_parity;
mod readme_page;
mod server;
mod surface;
mod testing_page;
mod vectors;
