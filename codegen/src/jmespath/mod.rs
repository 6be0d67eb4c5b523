//! JMESPath expressions as trees ([specification](https://jmespath.org/specification.html)).

mod lexer;
mod parser;

pub(crate) use parser::{Ast, parse};
