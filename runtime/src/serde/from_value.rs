//! Turns the calls of a deserializer into JSON text.

use std::fmt;

use ::serde::Deserializer;
use ::serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

use crate::Number;
use crate::json::Writer;

/// The name of the only member of the map as which serde_json hands over a number, if
/// anything in the build switched on its feature `arbitrary_precision`.
const SERDE_JSON_NUMBER: &str = "$serde_json::private::Number";

/// The JSON text of any value of a self-describing format.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut writer = Writer::new();
    Value(&mut writer).deserialize(deserializer)?;
    Ok(writer.into_text())
}

/// The JSON text that is a string in a format that isn't human-readable.
pub(super) fn deserialize_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<String, D::Error> {
    deserializer.deserialize_string(Text)
}

struct Text;

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string of JSON")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

/// Writes the value that it is given.
struct Value<'w>(&'w mut Writer);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can express")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.0.boolean(value);
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.0.long(value);
        Ok(())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.0.raw(&value.to_string());
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.0.unsigned(value);
        Ok(())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.0.raw(&value.to_string());
        Ok(())
    }

    fn visit_f32<E: Error>(self, value: f32) -> Result<(), E> {
        self.0.float(value);
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.0.double(value);
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.0.string(value);
        Ok(())
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<(), E> {
        self.0.blob(value);
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.begin_list();
        while let Some(()) = items.next_element_seed(Value(self.0))? {}
        self.0.end_list();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut begun = false;
        while let Some(key) = members.next_key_seed(Key {
            writer: self.0,
            begun,
        })? {
            match key {
                KeyKind::Name => begun = true,
                KeyKind::Number => {
                    let number = members.next_value::<String>()?.parse::<Number>();
                    let number = number.map_err(|_| A::Error::custom("not a number"))?;
                    self.0.number(&number);
                    return Ok(());
                }
            }
            members.next_value_seed(Value(self.0))?;
        }
        if !begun {
            self.0.begin_object();
        }
        self.0.end_object();
        Ok(())
    }
}

/// Writes the name of a member that it is given, after the brace if that is missing.
struct Key<'w> {
    writer: &'w mut Writer,
    begun: bool,
}

enum KeyKind {
    /// The name was written.
    Name,
    /// The value is a number of serde_json, not an object; nothing was written.
    Number,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = KeyKind;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<KeyKind, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = KeyKind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<KeyKind, E> {
        if !self.begun {
            if name == SERDE_JSON_NUMBER {
                return Ok(KeyKind::Number);
            }
            self.writer.begin_object();
        }
        self.writer.key(name);
        Ok(KeyKind::Name)
    }

    // In YAML, names that look like other scalars are those.

    fn visit_bool<E: Error>(self, name: bool) -> Result<KeyKind, E> {
        self.visit_str(if name { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, name: i64) -> Result<KeyKind, E> {
        self.visit_str(&name.to_string())
    }

    fn visit_u64<E: Error>(self, name: u64) -> Result<KeyKind, E> {
        self.visit_str(&name.to_string())
    }

    fn visit_f64<E: Error>(self, name: f64) -> Result<KeyKind, E> {
        self.visit_str(&name.to_string())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<KeyKind, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<KeyKind, D::Error> {
        deserializer.deserialize_any(self)
    }
}
