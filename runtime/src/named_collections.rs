//! Lists and maps in formats that name items, entries, keys and values: XML and forms. They are alike
//! in both.

/// Gives a `Reader` the methods for lists and maps. The reader's own `each_item` finds the items of a
/// name, `each_child` the parts of one, `left_out` reads a value that isn't there, `other_part` says what becomes of a part of another name, and
/// the function `named` describes a part for an error.
macro_rules! read_named_collections {
    () => {
        impl Reader<'_> {
            /// Reads a list; `read` reads an item. `item` is the name of the items, which only a strict
            /// reader of XML insists on.
            ///
            /// # Errors
            /// If the value is a text, or has parts that aren't items, and those of `read`.
            pub fn list<T>(
                &mut self,
                item: &'static str,
                mut read: impl FnMut(&mut Self) -> ReadResult<T>,
            ) -> ReadResult<Vec<T>> {
                let mut items = Vec::new();
                self.each_item(item, &mut |r| {
                    items.push(read(r)?);
                    Ok(())
                })?;
                Ok(items)
            }

            /// Reads a list in which an empty value is `None`.
            ///
            /// # Errors
            /// The errors of [`list`](Self::list).
            pub fn sparse_list<T>(
                &mut self,
                item: &'static str,
                mut read: impl FnMut(&mut Self) -> ReadResult<T>,
            ) -> ReadResult<Vec<Option<T>>> {
                self.list(item, |r| r.nullable(&mut read))
            }

            /// Reads a map; `read` reads a value. Of equal keys the last wins. `entry` is the name of
            /// the entries, which only a strict reader of XML insists on; `key` and `value` are the
            /// names of their parts, in any order.
            ///
            /// # Errors
            /// If the value is a text, or has parts that aren't entries, an entry without key or value,
            /// and those of `read`.
            pub fn map<T>(
                &mut self,
                entry: &'static str,
                key: &'static str,
                value: &'static str,
                mut read: impl FnMut(&mut Self) -> ReadResult<T>,
            ) -> ReadResult<BTreeMap<String, T>> {
                let mut map = BTreeMap::new();
                self.each_item(entry, &mut |r| r.add_entry(&mut map, key, value, &mut read))?;
                Ok(map)
            }

            /// Reads a map in which an empty or missing value is `None`.
            ///
            /// # Errors
            /// The errors of [`map`](Self::map), but that a value may be missing.
            pub fn sparse_map<T>(
                &mut self,
                entry: &'static str,
                key: &'static str,
                value: &'static str,
                mut read: impl FnMut(&mut Self) -> ReadResult<T>,
            ) -> ReadResult<BTreeMap<String, Option<T>>> {
                let mut map = BTreeMap::new();
                self.each_item(entry, &mut |r| {
                    let mut found = None;
                    let name = r.key_and_value(key, value, &mut |r| {
                        found = r.nullable(&mut read)?;
                        Ok(())
                    })?;
                    map.insert(name, found);
                    Ok(())
                })?;
                Ok(map)
            }

            /// Reads an entry into a map.
            fn add_entry<T>(
                &mut self,
                map: &mut BTreeMap<String, T>,
                key: &'static str,
                value: &'static str,
                read: &mut dyn FnMut(&mut Self) -> ReadResult<T>,
            ) -> ReadResult {
                let place = self.place();
                let mut found = None;
                let name = self.key_and_value(key, value, &mut |r| {
                    found = Some(read(r)?);
                    Ok(())
                })?;
                let found = found.or_else(|| self.left_out(read));
                map.insert(name, found.ok_or_else(|| missing(place, value))?);
                Ok(())
            }

            /// Reads the key of an entry; `read` reads the value.
            fn key_and_value(
                &mut self,
                key: &'static str,
                value: &'static str,
                read: &mut dyn FnMut(&mut Self) -> ReadResult,
            ) -> ReadResult<String> {
                let place = self.place();
                let mut name = None;
                self.each_child("an object", &mut |r, found| {
                    if found == key {
                        name = Some(r.string()?);
                        Ok(())
                    } else if found == value {
                        read(r)
                    } else {
                        r.other_part(value)
                    }
                })?;
                name.ok_or_else(|| missing(place, key))
            }
        }

        #[cold]
        fn missing(place: usize, name: &str) -> ReadError {
            ReadError::with_text(place, Cow::Owned(named(name)), "none".into())
        }
    };
}

/// Gives a `Writer` the methods for lists and maps with values that may be absent. They stand on the
/// writer's own methods for those whose values are there, and on its `optional`.
macro_rules! write_sparse_collections {
    () => {
        impl Writer {
            /// Writes a list in which `None` is an item, an empty value.
            pub fn sparse_list<T>(
                &mut self,
                item: Name,
                items: &[Option<T>],
                mut write: impl FnMut(&mut Self, &T),
            ) {
                self.list(item, items, |w, value| {
                    w.optional(value.as_ref(), &mut write);
                });
            }

            /// Writes a map in which `None` is a value, an empty one.
            pub fn sparse_map<T>(
                &mut self,
                entry: Name,
                key: Name,
                value: Name,
                map: &BTreeMap<String, Option<T>>,
                mut write: impl FnMut(&mut Self, &T),
            ) {
                self.map(entry, key, value, map, |w, item| {
                    w.optional(item.as_ref(), &mut write);
                });
            }

            /// Writes a flattened list in which `None` is an item, an empty value.
            pub fn sparse_items<T>(
                &mut self,
                name: Name,
                items: &[Option<T>],
                mut write: impl FnMut(&mut Self, &T),
            ) {
                self.items(name, items, |w, value| {
                    w.optional(value.as_ref(), &mut write);
                });
            }

            /// Writes a flattened map in which `None` is a value, an empty one.
            pub fn sparse_entries<T>(
                &mut self,
                name: Name,
                key: Name,
                value: Name,
                map: &BTreeMap<String, Option<T>>,
                mut write: impl FnMut(&mut Self, &T),
            ) {
                self.entries(name, key, value, map, |w, item| {
                    w.optional(item.as_ref(), &mut write);
                });
            }
        }
    };
}

pub(crate) use {read_named_collections, write_sparse_collections};
