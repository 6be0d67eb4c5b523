//! The generator's output for one small model per kind of item. That it compiles, without a
//! warning and with every public item documented, is the test; `tests/` puts it to use.

#![deny(warnings, missing_docs, clippy::all)]
#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
