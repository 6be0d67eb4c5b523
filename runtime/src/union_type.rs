//! Unions: the type that reads one, and how reading one begins. They are alike in every format.

/// Gives a format the type `Union` and the method of its `Reader` that makes one. The reader's own
/// `set_member` has the format's rules.
macro_rules! union_type {
    () => {
        /// A union that is to be [read](Self::read).
        #[must_use = "nothing is read yet"]
        #[derive(Debug)]
        pub struct Union<'r, 'a> {
            reader: &'r mut Reader<'a>,
            name: &'static str,
        }

        impl<'a> Union<'_, 'a> {
            /// Reads the union: calls `member` with the name of the member that is set, to read its
            /// value.
            ///
            /// The rules are botocore's: a member that is `null` isn't set, `__type` isn't a member,
            /// unknown members count, and of members with the same name the last wins. So `member`
            /// may be called a second time, for a value that replaces the first; the value that is
            /// replaced must be readable all the same.
            ///
            /// # Errors
            /// If no member is set, or more than one; the error names the union and the members.
            /// And those of [`Reader::object`] and of `member`.
            #[inline]
            pub fn read<T>(
                self,
                mut member: impl FnMut(&mut Reader<'a>, &str) -> ReadResult<T>,
            ) -> ReadResult<T> {
                let Self { reader, name } = self;
                let mut value = None;
                reader.set_member(name, &mut |r, tag| {
                    value = Some(member(r, tag)?);
                    Ok(())
                })?;
                value.ok_or_else(|| reader.expected("a member of the union"))
            }
        }

        impl<'a> Reader<'a> {
            /// Begins to read the union named `name`, which is next.
            #[inline]
            pub fn union(&mut self, name: &'static str) -> Union<'_, 'a> {
                Union { reader: self, name }
            }
        }
    };
}

pub(crate) use union_type;
