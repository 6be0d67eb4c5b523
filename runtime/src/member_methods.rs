//! The methods of a reader that set a member. They are alike in every format.

/// Gives the `Reader` of a format the methods that set a member. `$absent` is the reader's method
/// that says whether a member's value stands for an absent one: `null` where the format has that.
macro_rules! member_methods {
    ($absent:ident) => {
        impl Reader<'_> {
            /// Reads a value unless it is `null`, which means that it is absent.
            ///
            /// # Errors
            /// The errors of `read`.
            #[inline]
            pub fn nullable<T>(
                &mut self,
                read: impl FnOnce(&mut Self) -> ReadResult<T>,
            ) -> ReadResult<Option<T>> {
                if self.null()? {
                    Ok(None)
                } else {
                    read(self).map(Some)
                }
            }

            /// Sets `place` to the next value, as `read` reads it, or to `None` if that is `null`.
            ///
            /// # Errors
            /// The errors of `read`.
            #[inline(never)]
            pub fn set<T>(
                &mut self,
                place: &mut Option<T>,
                read: impl FnOnce(&mut Self) -> ReadResult<T>,
            ) -> ReadResult {
                *place = if self.$absent()? {
                    None
                } else {
                    Some(read(self)?)
                };
                Ok(())
            }

            /// Sets `place` to the next value, as `read` reads it, or to the default if that is `null`.
            ///
            /// # Errors
            /// The errors of `read`.
            pub fn set_or_default<T: Default>(
                &mut self,
                place: &mut T,
                read: impl FnOnce(&mut Self) -> ReadResult<T>,
            ) -> ReadResult {
                self.set_or(place, read, T::default)
            }

            /// Sets `place` to the next value, as `read` reads it, or to that of `otherwise` if that is
            /// `null`.
            ///
            /// # Errors
            /// The errors of `read`.
            pub fn set_or<T>(
                &mut self,
                place: &mut T,
                read: impl FnOnce(&mut Self) -> ReadResult<T>,
                otherwise: impl FnOnce() -> T,
            ) -> ReadResult {
                *place = if self.$absent()? {
                    otherwise()
                } else {
                    read(self)?
                };
                Ok(())
            }

            /// Sets `place` to a new structure that `read` fills in, or to `None` if the next value is
            /// `null`. The structure isn't moved after it was read.
            ///
            /// # Errors
            /// The errors of `read`; then what is in `place` is unspecified.
            #[inline]
            pub fn structure<T: Default>(
                &mut self,
                place: &mut Option<T>,
                read: impl FnOnce(&mut Self, &mut T) -> ReadResult,
            ) -> ReadResult {
                *place = None;
                if self.$absent()? {
                    return Ok(());
                }
                read(self, place.insert(T::default()))
            }

            /// Sets `place` to a new structure that `read` fills in, or to the default if the next value
            /// is `null`.
            ///
            /// # Errors
            /// The errors of `read`; then what is in `place` is unspecified.
            #[inline]
            pub fn structure_or_default<T: Default>(
                &mut self,
                place: &mut T,
                read: impl FnOnce(&mut Self, &mut T) -> ReadResult,
            ) -> ReadResult {
                *place = T::default();
                if self.$absent()? {
                    return Ok(());
                }
                read(self, place)
            }

            /// Makes a new structure that `read` fills in.
            ///
            /// # Errors
            /// The errors of `read`.
            #[inline]
            pub fn new_structure<T: Default>(
                &mut self,
                read: impl FnOnce(&mut Self, &mut T) -> ReadResult,
            ) -> ReadResult<T> {
                let mut value = T::default();
                read(self, &mut value)?;
                Ok(value)
            }
        }
    };
}

pub(crate) use member_methods;
