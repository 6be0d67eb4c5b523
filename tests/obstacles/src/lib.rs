//! Every name that generated code has for itself as the name of a type, a member, a value, an
//! operation, an error, an event, a page's token, a waiter and a parameter of endpoint rules. That it
//! compiles is the test.

#![deny(warnings, missing_docs, clippy::all)]
// These say how a method or a variant had better be called, and here the model calls it so.
#![allow(
    clippy::new_ret_no_self,
    clippy::self_named_constructors,
    clippy::should_implement_trait,
    clippy::wrong_self_convention
)]
#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
