//! The bridge to [serde](https://serde.rs) (feature `serde`).
//!
//! Generated types have a reader and a writer of their JSON form already; this module
//! puts serde's two traits on top of those, so that no code is derived a second time.
//! Values pass through JSON text on the way, which costs a copy: the traits are for
//! configuration files, logs and tests, not for talking to the service.
//!
//! * In a human-readable format (JSON, YAML, TOML, …) a value has the structure of its
//!   JSON form: objects become maps, lists become sequences.
//! * In any other format (CBOR, bincode, …) it is one string, the JSON text, so that it
//!   can be read back from formats that aren't self-describing.
//!
//! An unknown union member is written as boto3 shows it,
//! `{"SDK_UNKNOWN_MEMBER": {"name": "…"}}`, and read back from that. The digits of a big
//! number are written as a string if a number of 64 bits wouldn't keep them.

mod broken;
mod from_value;
mod impls;
mod to_value;

use broken::message;

use ::serde::de::Error as _;
use ::serde::ser::Error as _;
use ::serde::{Deserializer, Serializer};

use crate::json::{ReadResult, Reader, Writer};

/// Gives `serializer` the output of `write`, which must be exactly one value.
///
/// # Errors
/// The errors of the serializer.
pub fn serialize<S: Serializer>(
    serializer: S,
    write: impl FnOnce(&mut Writer),
) -> Result<S::Ok, S::Error> {
    let mut writer = Writer::for_serde();
    write(&mut writer);
    if writer.has_stream {
        return Err(S::Error::custom(
            "a body that isn't in memory has no form in serde: collect it first",
        ));
    }
    let text = writer.into_text();
    if serializer.is_human_readable() {
        to_value::serialize(serializer, &text)
    } else {
        serializer.serialize_str(&text)
    }
}

/// Takes a value from `deserializer` and has `read` read it.
///
/// # Errors
/// The errors of the deserializer, and those of `read`, with the path of the member.
pub fn deserialize<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(&mut Reader<'_>) -> ReadResult<T>,
) -> Result<T, D::Error> {
    let text = if deserializer.is_human_readable() {
        from_value::deserialize(deserializer)?
    } else {
        from_value::deserialize_text(deserializer)?
    };
    let mut reader = Reader::for_serde(&text);
    let value = read(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| D::Error::custom(message(&error, &text)))
}

/// Reads a structure that has no members.
///
/// # Errors
/// Text that isn't an object.
pub fn read_nothing<T>(reader: &mut Reader<'_>, _: &mut T) -> ReadResult {
    reader.object(|reader, _| reader.skip())
}

/// Writes a structure that has no members.
pub fn write_nothing<T>(_: &T, writer: &mut Writer) {
    writer.begin_object();
    writer.end_object();
}

/// Implements serde's `Serialize` and `Deserialize` for a type by way of its JSON form.
///
/// The macro takes the type, the path of a function `fn(&mut Reader<'_>) -> ReadResult<Type>` and
/// the path of a function `fn(&Type, &mut Writer)`. With `struct` before the type, which then has
/// a `Default`, the reading function is a `fn(&mut Reader<'_>, &mut Type) -> ReadResult`. `empty`
/// before a type without members stands for both functions. The calling crate needs no dependency on
/// serde.
///
/// ```
/// use tinsmith_runtime::generated::json::{ReadError, Reader, Writer};
///
/// #[derive(Debug, PartialEq)]
/// pub struct Name(String);
///
/// fn read(r: &mut Reader<'_>) -> Result<Name, ReadError> {
///     r.string().map(Name)
/// }
///
/// fn write(name: &Name, w: &mut Writer) {
///     w.string(&name.0);
/// }
///
/// tinsmith_runtime::generated::impl_serde!(Name, read, write);
///
/// let name: Name = serde_json::from_str(r#""studio""#)?;
/// assert_eq!(serde_json::to_string(&name)?, r#""studio""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serde {
    (empty $type:ty $(,)?) => {
        $crate::__impl_serde!(
            struct $type,
            $crate::generated::serde::read_nothing,
            $crate::generated::serde::write_nothing
        );
    };
    (struct $type:ty, $read:path, $write:path $(,)?) => {
        $crate::__impl_serde!(@ $type, |r| r.new_structure($read), $write);
    };
    ($type:ty, $read:path, $write:path $(,)?) => {
        $crate::__impl_serde!(@ $type, |r| $read(r), $write);
    };
    (@ $type:ty, |$reader:ident| $read:expr, $write:path) => {
        impl $crate::generated::serde::Serialize for $type {
            fn serialize<S: $crate::generated::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::generated::serde::serialize(serializer, |writer| $write(self, writer))
            }
        }

        impl<'de> $crate::generated::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::generated::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::generated::serde::deserialize(deserializer, |$reader| $read)
            }
        }
    };
}
