//! [JMESPath](https://jmespath.org/specification.html) resolved against types, so that it can
//! become Rust: what an expression of a waiter is at run time is known from the model.
//!
//! A missing value is null, as in JMESPath. So is a function of null, which JMESPath has an error
//! for; `to_array` of a list that is missing is null, and `merge` takes a structure that is missing
//! for one without members.
//!
//! An object that an expression makes becomes no code: its members are expressions of the value
//! that it is made of, and a list of such objects is the list of these values.
//!
//! Refused is what can't be told from the model:
//!
//! - members that the model doesn't have, members of what has none, and items of what is no list:
//!   these are mistakes, of which the waiter would never end;
//! - lists and `not_null` of values of several types, also of objects that an expression makes, and
//!   lists of lists of which no item is known;
//! - a choice between values of several types (`name || list`), unless it is asked whether it counts
//!   as true or is equal to something else;
//! - anything about a document but whether it is null, and about big numbers but that and whether
//!   they count as true;
//! - a map compared with an object, objects of different types compared of which one may be null
//!   and the other one is no literal, and all members or the truth of `merge` with a structure;
//! - lists of nothing but nulls that `map` makes;
//! - the text of a list or an object.
//!
//! SageMaker's 13 waiters, the most of the published models, take 25 KB of source. The library
//! jmespath 0.5 would add 346 KB to a program and 14 s of CPU time to a build, and would need
//! outputs as JSON again.

mod compare;
mod conditions;
mod functions;
mod kinds;
mod lists;
mod objects;
mod truth;
mod typed;
mod values;

#[cfg(test)]
mod tests;

pub(crate) use objects::Types;
pub(crate) use typed::{Root, compile};
