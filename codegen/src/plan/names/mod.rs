//! Names: every item of the generated crate gets its own here.
//!
//! A name is made in two steps. [`case`] says what a Smithy name becomes if it has its scope for
//! itself: its case, keywords, digits at the start, and the names of [`taken`], which generated
//! code has for itself. [`scope`] gives names to all items of a scope at once, so that no two
//! have the same. docs/names.md tells people the rules.

mod case;
mod crate_modules;
mod members;
mod methods;
#[cfg(test)]
mod obstacles;
mod rules;
mod scope;
mod service;
mod taken;
mod tests_of_models;
mod waiters;

pub(super) use case::{MAX_MODULE, constant_name, snake_name};
pub(super) use crate_modules::{ServiceSubject, is_taken_module, service_modules};
pub(super) use members::{Extras, FieldNames, argument, fields, of_paginated, variants};
pub(super) use methods::{Adder, adders, of_variants};
pub(super) use rules::{free_rule_name, rule_variables};
pub(super) use service::{ServiceNames, Subject};
pub(super) use tests_of_models::{name_test_functions, test_function};
pub(super) use waiters::{waiter_function, waiters};
