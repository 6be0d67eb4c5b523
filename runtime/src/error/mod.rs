mod invalid_input;
mod invalid_response;
mod meta;
mod problem;

use std::fmt::{self, Write};

pub use invalid_input::InvalidInput;
pub use invalid_response::InvalidResponse;
pub use meta::ErrorMeta;
pub use problem::{Problem, ProblemKind, Problems};

/// Writes a text that came from elsewhere on one line: control characters are escaped, so
/// that it can't pass for more than one line of a log.
pub(crate) fn write_on_one_line(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        if c.is_control() {
            write!(f, "{}", c.escape_default())?;
        } else {
            f.write_char(c)?;
        }
    }
    Ok(())
}

/// Writes ` (a, b, …)` of the details that there are, or nothing.
struct Details<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    any: bool,
}

impl<'a, 'f> Details<'a, 'f> {
    fn new(f: &'a mut fmt::Formatter<'f>) -> Self {
        Self { f, any: false }
    }

    fn detail(&mut self, name: &str, value: Option<impl fmt::Display>) -> fmt::Result {
        let Some(value) = value else {
            return Ok(());
        };
        let before = if self.any { ", " } else { " (" };
        self.any = true;
        write!(self.f, "{before}{name} {value}")
    }

    fn finish(self) -> fmt::Result {
        if self.any {
            self.f.write_char(')')
        } else {
            Ok(())
        }
    }
}

/// Gives a modelled error the methods that all of them have: `meta()`, `Display` (by its code and
/// message), `std::error::Error`, and the conversion into the variant of the service's enum. The
/// type has a field `meta`.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_error {
    ($type:ty, $all:ty, $variant:ident $(,)?) => {
        impl $type {
            /// Returns the details that every error response has: operation, status, code, message
            /// and request id.
            pub fn meta(&self) -> &$crate::ErrorMeta {
                &self.meta
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.meta, f)
            }
        }

        impl ::std::error::Error for $type {}

        impl ::std::convert::From<$type> for $all {
            fn from(error: $type) -> Self {
                Self::$variant(::std::boxed::Box::new(error))
            }
        }
    };
}
