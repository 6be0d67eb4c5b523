//! Attributes (XML 1.0, section 3.1).

use super::reader::Element;
use super::scan::{find, is_white_space, name_end, skip_white_space, starts_name};
use super::{ReadError, ReadResult, Reader};

/// The number of attributes that are compared with each other; the names of more are sorted.
const FEW: usize = 8;

impl<'a> Reader<'a> {
    /// Reads an attribute of the element: calls `read` with the reader standing on its value, if the
    /// element has such an attribute. `name` is without prefix; declarations of namespaces aren't
    /// attributes.
    ///
    /// # Errors
    /// The errors of `read`.
    pub fn attribute(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self) -> ReadResult,
    ) -> ReadResult {
        let Element {
            name: (_, mut at),
            attributes_end: end,
            ..
        } = self.element;
        while let Some((found, value)) = self.next_attribute(&mut at, end) {
            let (prefix, local) = found.split_once(':').unwrap_or(("", found));
            if local == name && prefix != "xmlns" {
                self.attribute = Some(value);
                let result = read(self);
                self.attribute = None;
                return result;
            }
        }
        Ok(())
    }

    /// The next attribute of those that [`attributes`](Self::attributes) has checked: its name, and
    /// the place of its value.
    pub(super) fn next_attribute(
        &self,
        at: &mut usize,
        end: usize,
    ) -> Option<(&'a str, (usize, usize))> {
        let bytes = self.bytes().get(..end)?;
        let start = skip_white_space(bytes, *at);
        let length = bytes
            .get(start..)?
            .iter()
            .position(|byte| *byte == b'=' || is_white_space(byte))?;
        let name = self.slice(start, start + length);
        let equals = find(bytes, start + length, b"=")?;
        let open = skip_white_space(bytes, equals + 1);
        let value = open + 1;
        let close = find(bytes, value, bytes.get(open..=open)?)?;
        *at = close + 1;
        Some((name, (value, close)))
    }

    /// Checks all attributes of a tag, which are from `start` to `end`.
    #[cold]
    #[inline(never)]
    pub(super) fn attributes(&mut self, start: usize, end: usize) -> ReadResult {
        let bytes = self.bytes().get(..end).unwrap_or_default();
        let mut few = [""; FEW];
        let mut many = Vec::new();
        let mut count = 0;
        let mut at = start;
        loop {
            let place = skip_white_space(bytes, at);
            if place >= end {
                break;
            }
            if place == at {
                return Err(ReadError::new(at, "white space", "another character"));
            }
            let name = self.attribute_name(place, end)?;
            at = skip_white_space(bytes, place + name.len());
            if bytes.get(at) != Some(&b'=') {
                return Err(ReadError::new(at, "an equals sign", "another character"));
            }
            at = skip_white_space(bytes, at + 1);
            let Some(quote @ (b'"' | b'\'')) = bytes.get(at) else {
                return Err(ReadError::new(at, "a quotation mark", "another character"));
            };
            let value = at + 1;
            let Some(close) = find(bytes, value, &[*quote]) else {
                return Err(ReadError::new(
                    end,
                    "a quotation mark",
                    "the end of the tag",
                ));
            };
            self.check_value(value, close)?;
            at = close + 1;
            let others = few.get(..count.min(FEW)).unwrap_or_default();
            if others.contains(&name) {
                return Err(twice(place));
            }
            match few.get_mut(count) {
                Some(slot) => *slot = name,
                None => many.push((name, place)),
            }
            count += 1;
        }
        // Those beyond the first few have been compared with the first few only.
        many.sort_unstable();
        for pair in many.windows(2) {
            if let [(first, _), (second, place)] = pair {
                if first == second {
                    return Err(twice(*place));
                }
            }
        }
        Ok(())
    }

    /// The name of the attribute at a place, with its prefix.
    fn attribute_name(&self, start: usize, end: usize) -> ReadResult<&'a str> {
        let bytes = self.bytes().get(..end).unwrap_or_default();
        let mut local = start;
        let mut stop = name_end(bytes, start);
        if bytes.get(stop) == Some(&b':') {
            local = stop + 1;
            stop = name_end(bytes, local);
        }
        if local == stop || !bytes.get(start).copied().is_some_and(starts_name) {
            let found = "another character";
            return Err(ReadError::new(start, "the name of an attribute", found));
        }
        Ok(self.slice(start, stop))
    }

    /// Checks an attribute's value (XML 1.0, section 2.3).
    fn check_value(&mut self, start: usize, end: usize) -> ReadResult {
        let mut at = start;
        let bytes = self.bytes().get(..end).unwrap_or_default();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'<' => return Err(ReadError::new(at, "the value of an attribute", "a `<`")),
                b'&' => at = self.reference(at)?.1,
                _ => at += 1,
            }
        }
        Ok(())
    }
}

#[cold]
fn twice(place: usize) -> ReadError {
    ReadError::new(place, "another attribute", "an attribute twice")
}
