//! The stand-in for sensitive values.

use std::fmt;

/// Stands for a sensitive value in `Debug` output.
///
/// Both `Debug` and `Display` print `** redacted **`, whatever the value is, so that
/// nothing of it can be guessed: neither its length nor whether it is empty. See the
/// [`sensitive` trait](https://smithy.io/2.0/spec/documentation-traits.html#sensitive-trait)
/// of Smithy 2.0.
///
/// ```
/// use tinsmith_runtime::Redacted;
///
/// assert_eq!(format!("{Redacted:?}"), "** redacted **");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Redacted;

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("** redacted **")
    }
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("** redacted **")
    }
}
