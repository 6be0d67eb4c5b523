//! The names of members, ready to be written.

/// The name of a member with its head, so that it is written in one piece.
/// [`name!`](super::name) makes it.
#[derive(Clone, Copy, Debug)]
pub struct Name(pub(super) &'static [u8]);

impl Name {
    /// Returns the number of bytes of a name with its head.
    #[doc(hidden)]
    pub const fn __len(name: &str) -> usize {
        name.len()
            + match name.len() {
                0..=23 => 1,
                24..=0xff => 2,
                _ => 3,
            }
    }

    /// Returns the bytes of a name with its head.
    ///
    /// # Panics
    ///
    /// If the name has more than 65,535 bytes, or `N` isn't the length of the result.
    #[doc(hidden)]
    pub const fn __bytes<const N: usize>(name: &str) -> [u8; N] {
        assert!(name.len() <= 0xffff, "a name of more than 65,535 bytes");
        let mut bytes = [0; N];
        let head = N - name.len();
        match head {
            1 => bytes[0] = 0x60 | name.len() as u8,
            2 => {
                bytes[0] = 0x78;
                bytes[1] = name.len() as u8;
            }
            _ => {
                bytes[0] = 0x79;
                bytes[1] = (name.len() >> 8) as u8;
                bytes[2] = name.len() as u8;
            }
        }
        let mut at = 0;
        while at < name.len() {
            bytes[head + at] = name.as_bytes()[at];
            at += 1;
        }
        bytes
    }

    /// Makes a name of its bytes.
    #[doc(hidden)]
    pub const fn __new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }
}

/// Makes a `Name` of a literal.
#[macro_export]
#[doc(hidden)]
macro_rules! __cbor_name {
    ($name:literal) => {
        const {
            const BYTES: [u8; $crate::generated::cbor::Name::__len($name)] =
                $crate::generated::cbor::Name::__bytes($name);
            $crate::generated::cbor::Name::__new(&BYTES)
        }
    };
}
