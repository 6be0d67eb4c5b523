//! Codecs: which directions there are, and which files have them.

/// The directions of a type's codec that a client needs. The others exist with serde only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wire {
    pub(crate) read: bool,
    pub(crate) write: bool,
}

/// The files that have the two directions of a type's codec.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codec {
    pub(crate) read: CodecFile,
    pub(crate) write: CodecFile,
    /// The directions that `serde.rs` has functions of its own for.
    pub(crate) serde: Wire,
}

/// A file that has one direction of a type's codec.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CodecFile {
    /// The type's own file: clients need the direction.
    Type,
    /// `codecs.rs`: servers need the direction and clients don't.
    Codecs,
    /// The file that uses it: `serde.rs`, or an operation's file of a server.
    #[default]
    User,
}
