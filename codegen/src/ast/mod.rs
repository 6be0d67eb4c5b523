//! **Read**: the JSON AST of Smithy models as serde sees it, one to one, member order
//! kept. Nothing is judged here but JSON syntax, the form of a property, and the version.
//!
//! Rules: [Smithy 2.0, JSON AST](https://smithy.io/2.0/spec/json-ast.html).

mod file;
mod node;
mod place;
mod properties;
mod read;
mod shape;
mod special_character;
mod upgrade;
mod value;
mod write;

pub(crate) use file::{File, Version};
pub(crate) use node::{Entries, Key, Node};
pub(crate) use place::{Place, character, offset};
pub(crate) use read::read;
pub(crate) use shape::{Member, Reference, Shape};
pub(crate) use special_character::special_character;
pub(crate) use value::{Number, Value};
pub(crate) use write::{check, write};
