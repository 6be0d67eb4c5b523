//! Reading and writing the form of a type in a body: calls into the runtime's reader and writer
//! of a format.

mod functions;
mod initial;
mod read;
mod write;

pub(super) use functions::{Functions, Side, to_read, to_write, ty};
pub(super) use initial::{initial_value, or_initial};
pub(super) use read::{fill_in, payload_reader, read, read_structure};
pub(super) use write::{
    Place, name_of, write, write_members, write_name, write_named, write_structure,
};
