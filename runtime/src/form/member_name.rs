//! The names of members, ready to be written.

use crate::percent;

/// A part of a key: the name of a member, of the items of a list, or of a part of a map.
/// [`name!`](super::name) makes it.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    pub(super) text: &'static str,
    /// Whether the name is sent as it is, as most are.
    pub(super) is_plain: bool,
}

impl Name {
    /// Makes a name. In a large service this runs ten thousand times when a program is compiled, so
    /// that it only looks at each byte.
    #[doc(hidden)]
    pub const fn __new(text: &'static str) -> Self {
        Self {
            text,
            is_plain: percent::is_plain(text),
        }
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
