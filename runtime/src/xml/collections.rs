//! Lists and maps (Smithy 2.0, ["XML bindings"](https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings)).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::scan::skip_white_space;
use super::{ReadError, ReadResult, Reader};
use crate::value_path::push_cut;

crate::named_collections::read_named_collections!();

impl Reader<'_> {
    /// Adds the element to a flattened list; `read` reads the item.
    ///
    /// # Errors
    /// The errors of `read`.
    #[inline]
    pub fn push<T>(
        &mut self,
        items: &mut Vec<T>,
        read: impl FnOnce(&mut Self) -> ReadResult<T>,
    ) -> ReadResult {
        items.push(read(self)?);
        Ok(())
    }

    /// Adds the element, an entry, to a flattened map; `read` reads the value. Of equal keys the
    /// last wins.
    ///
    /// # Errors
    /// If the value isn't an element with key and value, and those of `read`.
    pub fn put<T>(
        &mut self,
        map: &mut BTreeMap<String, T>,
        key: &'static str,
        value: &'static str,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult {
        self.add_entry(map, key, value, &mut read)
    }

    /// Reads a flattened list that is a member of a union: the element, and those of the same name
    /// right after it.
    ///
    /// # Errors
    /// The errors of `read`.
    pub fn siblings<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<Vec<T>> {
        let name = self.element_name();
        let mut items = vec![read(self)?];
        while self.next_sibling(name)? {
            items.push(read(self)?);
        }
        Ok(items)
    }

    /// Reads a flattened map that is a member of a union: the element, an entry, and those of the
    /// same name right after it.
    ///
    /// # Errors
    /// The errors of [`put`](Self::put).
    pub fn sibling_entries<T>(
        &mut self,
        key: &'static str,
        value: &'static str,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<BTreeMap<String, T>> {
        let name = self.element_name();
        let mut map = BTreeMap::new();
        self.put(&mut map, key, value, &mut read)?;
        while self.next_sibling(name)? {
            self.put(&mut map, key, value, &mut read)?;
        }
        Ok(map)
    }

    /// Moves to the next element if that has this name and nothing but white space, comments and
    /// processing instructions is before it.
    pub(super) fn next_sibling(&mut self, name: &str) -> ReadResult<bool> {
        let before = self.at;
        loop {
            self.at = skip_white_space(self.bytes(), self.at);
            let is_sibling = match self.bytes().get(self.at..).unwrap_or_default() {
                [b'<', b'!', b'-', ..] | [b'<', b'?', ..] => {
                    self.markup()?;
                    continue;
                }
                [b'<', b'/' | b'!', ..] => false,
                [b'<', ..] => {
                    self.start_tag()?;
                    self.element_name() == name
                }
                _ => false,
            };
            if !is_sibling {
                self.at = before;
            }
            return Ok(is_sibling);
        }
    }

    /// Calls `item` for each child, which has to have this name if the reader is strict.
    fn each_item(
        &mut self,
        name: &'static str,
        item: &mut dyn FnMut(&mut Self) -> ReadResult,
    ) -> ReadResult {
        self.each_child("a list", &mut |r, found| {
            if r.is_strict && found != name {
                return Err(r.expected_element(name));
            }
            item(r)
        })
    }

    /// Reads nothing: a value has an element, also if it is empty.
    fn left_out<T>(&mut self, _: &mut dyn FnMut(&mut Self) -> ReadResult<T>) -> Option<T> {
        None
    }

    /// Skips a part of an entry, or refuses it if the reader is strict.
    fn other_part(&mut self, name: &str) -> ReadResult {
        if self.is_strict {
            return Err(self.expected_element(name));
        }
        self.skip()
    }

    /// Makes the error of an element that has another name.
    #[cold]
    #[inline(never)]
    pub(super) fn expected_element(&self, name: &str) -> ReadError {
        let expected = Cow::Owned(named(name));
        ReadError::with_text(self.element.name.0, expected, "another element".into())
    }
}

fn named(name: &str) -> String {
    let mut text = String::from("the element `");
    push_cut(&mut text, name);
    text.push('`');
    text
}
