//! Lists and maps.

use std::collections::BTreeMap;

use super::{ReadResult, Reader};
use crate::null_keys::NullKeys;

impl Reader<'_> {
    /// Reads a list; `read` reads an item. Items that are `null` are left out (Smithy
    /// 2.0, `sparse` trait: a client drops them).
    ///
    /// # Errors
    /// If the next value isn't a list, and those of `read`.
    pub fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<Vec<T>> {
        let mut items = Vec::new();
        self.begin_list()?;
        while self.has_next()? {
            if self.is_strict || !self.null()? {
                items.push(read(self)?);
            }
        }
        Ok(items)
    }

    /// Reads a list in which `null` is an item, `None`.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub fn sparse_list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<Vec<Option<T>>> {
        let mut items = Vec::new();
        self.begin_list()?;
        while self.has_next()? {
            items.push(self.nullable(&mut read)?);
        }
        Ok(items)
    }

    /// Reads an object as a map; `read` reads a value. Values that are `null` are left
    /// out (Smithy 2.0, `sparse` trait). Of equal keys the last wins, and if its value
    /// is `null`, the key is absent.
    ///
    /// # Errors
    /// If the next value isn't an object, and those of `read`.
    pub fn map<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<BTreeMap<String, T>> {
        let mut map = BTreeMap::new();
        let mut nulls = NullKeys::default();
        self.begin_object()?;
        while let Some(key) = self.next_key()? {
            if !self.is_strict && self.null()? {
                nulls.null(&key, &map);
            } else {
                let value = read(self)?;
                nulls.value(&key);
                map.insert(key.into_owned(), value);
            }
        }
        Ok(nulls.leave_out(map))
    }

    /// Reads an object as a map in which `null` is a value, `None`. Of equal keys the
    /// last wins.
    ///
    /// # Errors
    /// As [`map`](Self::map).
    pub fn sparse_map<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<BTreeMap<String, Option<T>>> {
        let mut map = BTreeMap::new();
        self.begin_object()?;
        while let Some(key) = self.next_key()? {
            let value = self.nullable(&mut read)?;
            map.insert(key.into_owned(), value);
        }
        Ok(map)
    }
}
