//! The structures as plain types with derives.
//!
//! These types do less than the peers that know the service: in XML, a timestamp stays text, and an
//! enum has no room for an unknown value.

#![allow(dead_code, reason = "much of it is decoded, and then dropped")]

mod metrics;
pub mod numbered;
mod requests;
mod xml;

pub use metrics::*;
pub use requests::*;
pub use xml::*;
