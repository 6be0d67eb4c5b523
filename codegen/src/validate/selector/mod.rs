//! Selectors: paths through the graph that choose shapes
//! ([Smithy 2.0, selectors](https://smithy.io/2.0/spec/selectors.html)).

mod attribute;
mod evaluate;
mod neighbours;
mod parse;
mod set;
mod steps;

pub(super) use attribute::filled;
pub(crate) use evaluate::Evaluator;
pub(crate) use parse::parse;
pub(super) use steps::Selector;
