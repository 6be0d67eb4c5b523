//! The names of members, ready to be written.

/// The name of a member with its quotation marks and its colon, so that it is written in one
/// piece. [`name!`](super::name) makes it.
#[derive(Clone, Copy, Debug)]
pub struct Name(pub(super) &'static str);

impl Name {
    /// Makes a name. The macro `name!` calls this function in a constant.
    ///
    /// # Panics
    ///
    /// If there is something to escape in the name.
    #[doc(hidden)]
    pub const fn __new(name: &str, quoted: &'static str) -> Self {
        let mut rest = name.as_bytes();
        while let [byte, after @ ..] = rest {
            assert!(
                *byte >= 0x20 && *byte != b'"' && *byte != b'\\',
                "a name with characters that JSON escapes"
            );
            rest = after;
        }
        Self(quoted)
    }
}

/// Makes a [`Name`](crate::json::Name) of a literal in which JSON has nothing to escape.
///
/// ```
/// use tinsmith_runtime::generated::json::{Writer, name};
///
/// let mut w = Writer::new();
/// w.begin_object();
/// w.name(name!("Name"));
/// w.string("studio");
/// w.end_object();
/// assert_eq!(w.finish(), r#"{"Name":"studio"}"#);
/// ```
///
/// Others are errors of the compiler:
///
/// ```compile_fail
/// tinsmith_runtime::generated::json::name!("a\"b");
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __json_name {
    ($name:literal) => {
        const { $crate::generated::json::Name::__new($name, concat!("\"", $name, "\":")) }
    };
}
