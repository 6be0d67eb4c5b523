//! The names of members, ready to be written.

/// A part of a key: the name of a member, of the items of a list, or of a part of a map.
/// [`name!`](super::name) makes it.
#[derive(Clone, Copy, Debug)]
pub struct Name(pub(super) &'static str);

impl Name {
    /// Makes a name.
    #[doc(hidden)]
    pub const fn __new(name: &'static str) -> Self {
        Self(name)
    }
}

/// Makes a [`Name`](crate::form::Name) of a literal. A namespace, as the names of elements in XML
/// have it, doesn't count.
#[macro_export]
#[doc(hidden)]
macro_rules! __form_name {
    ($name:literal $(, $($namespace:tt)*)?) => {
        const { $crate::generated::form::Name::__new($name) }
    };
}
