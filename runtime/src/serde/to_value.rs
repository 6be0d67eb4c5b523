//! Turns JSON text into calls of a serializer.

use std::cell::Cell;

use ::serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use super::broken::broken;
use crate::json::{ReadError, Reader};

/// Gives the one value in `text` to `serializer`.
pub(super) fn serialize<S: Serializer>(serializer: S, text: &str) -> Result<S::Ok, S::Error> {
    // Checked as a whole first: a serializer can't be left halfway with a good message.
    let mut reader = Reader::for_serde(text);
    reader
        .skip()
        .and_then(|()| reader.end())
        .map_err(|error| broken(&error, text))?;
    Value::next(&Reader::for_serde(text), text).serialize(serializer)
}

/// The value that is next in a reader.
///
/// Serializing uses a reader of its own and leaves behind where that stopped. So the text is read
/// once, however deep it nests, and a serializer may serialize a value twice or not at all.
struct Value<'r, 'a> {
    start: &'r Reader<'a>,
    text: &'a str,
    end: Cell<Option<usize>>,
}

impl<'r, 'a> Value<'r, 'a> {
    fn next(start: &'r Reader<'a>, text: &'a str) -> Self {
        Self {
            start,
            text,
            end: Cell::new(None),
        }
    }

    /// Moves `reader`, from which this value was made, past the value.
    fn finish(end: Option<usize>, reader: &mut Reader<'a>) -> Result<(), ReadError> {
        match end {
            Some(end) => {
                reader.move_to(end);
                Ok(())
            }
            None => reader.skip(),
        }
    }
}

impl Serialize for Value<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let error = |error: ReadError| broken(&error, self.text);
        let mut reader = self.start.clone();
        let result = match reader.peek() {
            Some(b'{') => {
                reader.begin_object().map_err(error)?;
                let mut map = serializer.serialize_map(None)?;
                while let Some(key) = reader.next_key().map_err(error)? {
                    let value = Value::next(&reader, self.text);
                    map.serialize_entry(&*key, &value)?;
                    let end = value.end.get();
                    Value::finish(end, &mut reader).map_err(error)?;
                }
                map.end()
            }
            Some(b'[') => {
                reader.begin_list().map_err(error)?;
                let mut list = serializer.serialize_seq(None)?;
                while reader.has_next().map_err(error)? {
                    let value = Value::next(&reader, self.text);
                    list.serialize_element(&value)?;
                    let end = value.end.get();
                    Value::finish(end, &mut reader).map_err(error)?;
                }
                list.end()
            }
            Some(b'"') => serializer.serialize_str(&reader.text().map_err(error)?),
            Some(b't' | b'f') => serializer.serialize_bool(reader.boolean().map_err(error)?),
            Some(b'n') => {
                reader.skip().map_err(error)?;
                serializer.serialize_unit()
            }
            _ => serialize_number(reader.number_text("a value").map_err(error)?, serializer),
        };
        self.end.set(Some(reader.position()));
        result
    }
}

/// Writes a number as the narrowest kind that keeps the value. A number beyond all kinds (which
/// only a document can hold) becomes a string of its digits.
fn serialize_number<S: Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if digits != "-0" {
        if let Ok(value) = digits.parse() {
            return serializer.serialize_i64(value);
        }
        if let Ok(value) = digits.parse() {
            return serializer.serialize_u64(value);
        }
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => serializer.serialize_f64(value),
        _ => serializer.serialize_str(digits),
    }
}
