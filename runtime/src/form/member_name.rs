//! The names of members, ready to be written.

use crate::percent;

/// A part of a key, percent-encoded: the name of a member, of the items of a list, or of a part of a
/// map. [`name!`](super::name) makes it.
#[derive(Clone, Copy, Debug)]
pub struct Name(pub(super) &'static [u8]);

impl Name {
    /// Returns the number of bytes of a name.
    #[doc(hidden)]
    pub const fn __len(name: &str) -> usize {
        percent::encoded_len(name)
    }

    /// Returns the bytes of a name.
    ///
    /// # Panics
    ///
    /// If `N` isn't the length of the result.
    #[doc(hidden)]
    pub const fn __bytes<const N: usize>(name: &str) -> [u8; N] {
        percent::encoded(name)
    }

    /// Makes a name of its bytes.
    #[doc(hidden)]
    pub const fn __new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }
}

/// Makes a [`Name`](crate::form::Name) of a literal. A namespace, as the names of elements in XML
/// have it, doesn't count.
#[macro_export]
#[doc(hidden)]
macro_rules! __form_name {
    ($name:literal $(, $($namespace:tt)*)?) => {
        const {
            const BYTES: [u8; $crate::generated::form::Name::__len($name)] =
                $crate::generated::form::Name::__bytes($name);
            $crate::generated::form::Name::__new(&BYTES)
        }
    };
}
