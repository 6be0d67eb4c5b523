//! Lists and maps.

use std::collections::BTreeMap;

use super::Reader;
use crate::null_keys::NullKeys;
use crate::read_error::ReadResult;

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
        self.items(|r, items| {
            if r.is_strict || !r.null()? {
                items.push(read(r)?);
            }
            Ok(())
        })
    }

    /// Reads a list in which `null` is an item, `None`.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub fn sparse_list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<Vec<Option<T>>> {
        self.items(|r, items| {
            items.push(r.nullable(&mut read)?);
            Ok(())
        })
    }

    /// Reads a map; `read` reads a value. Values that are `null` are left out (Smithy 2.0,
    /// `sparse` trait). Of equal keys the last wins, and if its value is `null`, the key is
    /// absent.
    ///
    /// # Errors
    /// If the next value isn't a map with strings as keys, and those of `read`.
    pub fn map<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<BTreeMap<String, T>> {
        let mut map = BTreeMap::new();
        let mut nulls = NullKeys::default();
        self.object(|r, key| {
            if !r.is_strict && r.null()? {
                nulls.null(key, &map);
            } else {
                let value = read(r)?;
                nulls.value(key);
                map.insert(key.to_owned(), value);
            }
            Ok(())
        })?;
        Ok(nulls.leave_out(map))
    }

    /// Reads a map in which `null` is a value, `None`. Of equal keys the last wins.
    ///
    /// # Errors
    /// As [`map`](Self::map).
    pub fn sparse_map<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<BTreeMap<String, Option<T>>> {
        let mut map = BTreeMap::new();
        self.object(|r, key| {
            let value = r.nullable(&mut read)?;
            map.insert(key.to_owned(), value);
            Ok(())
        })?;
        Ok(map)
    }
}
