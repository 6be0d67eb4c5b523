//! Errors of operations, and the parts that they have in common.

mod invalid_input;
mod invalid_response;
mod meta;
mod one_line;
mod problem;
mod problems;

pub use invalid_input::InvalidInput;
pub use invalid_response::InvalidResponse;
pub use meta::ErrorMeta;
pub(crate) use one_line::write_on_one_line;
pub use problem::{Problem, ProblemKind};
pub use problems::Problems;

/// Makes a service's enum of errors an error: its text and its source are those of the error in it,
/// which the method `inner` returns.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_error_enum {
    ($type:ty) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(self.inner(), f)
            }
        }

        impl ::std::error::Error for $type {
            fn source(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                self.inner().source()
            }
        }

        impl ::std::convert::From<::std::boxed::Box<$crate::InvalidInput>> for $type {
            fn from(error: ::std::boxed::Box<$crate::InvalidInput>) -> Self {
                Self::InvalidInput(error)
            }
        }

        impl ::std::convert::From<::std::boxed::Box<$crate::InvalidResponse>> for $type {
            fn from(error: ::std::boxed::Box<$crate::InvalidResponse>) -> Self {
                Self::InvalidResponse(error)
            }
        }
    };
}

/// Gives a modelled error the methods that all of them have: `meta()`, `Display` (by its code and
/// message), `std::error::Error`, and the conversion into the variant of the service's enum. The
/// type has a field `meta`.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_error {
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
