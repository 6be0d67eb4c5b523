//! Compares values with shapes: of traits with the shape of the trait, defaults and examples with
//! the shapes that they are of
//! ([Smithy 2.0, trait node values](https://smithy.io/2.0/spec/model.html#trait-node-values)).

mod comparison;
mod constraints;
mod number;
mod parts;

pub(super) use comparison::{Class, Mismatch, Values, referred};
pub(super) use number::{compared, integer};
