//! Every name that generated code has for itself as the name of a type, a member, a value, an
//! operation, an error, a waiter and a parameter of endpoint rules. That it compiles is the test.

#![deny(warnings, missing_docs, clippy::all)]
#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
