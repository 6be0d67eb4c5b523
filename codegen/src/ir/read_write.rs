//! The functions that read and write types: which there are, and which files have them.

/// The directions in which a type goes over the wire. A client needs functions for these; the
/// others exist for serde and servers only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Directions {
    pub(crate) read: bool,
    pub(crate) write: bool,
}

/// The files that have a type's functions `read` and `write`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FunctionFiles {
    pub(crate) read: FunctionFile,
    pub(crate) write: FunctionFile,
    /// The directions that `serde.rs` has functions of its own for.
    pub(crate) serde: Directions,
    /// The directions that `read_write.rs` has functions of its own for, as a server reads the
    /// format that a client writes, and the two differ.
    pub(crate) server: Directions,
}

/// A file that has one of the two functions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FunctionFile {
    /// The type's own file: clients need the direction.
    Type,
    /// `read_write.rs`: servers need the direction and clients don't.
    ReadWrite,
    /// The file that uses it: `serde.rs`, or an operation's file of a server.
    #[default]
    User,
}
