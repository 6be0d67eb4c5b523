//! The names of generated types.

/// A type's name, and the module (file) that it lives in with its functions.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    pub(crate) ty: String,
    pub(crate) module: String,
}
