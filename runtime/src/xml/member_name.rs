//! The names of elements and attributes, ready to be written.

/// The name of an element or an attribute, with its tags, so that each is written in one piece.
/// [`name!`](super::name) makes it.
#[derive(Clone, Copy, Debug)]
pub struct Name(pub(super) &'static Tag);

/// The tags of a name.
#[doc(hidden)]
#[derive(Debug)]
pub struct Tag {
    pub(super) name: &'static str,
    /// The start tag without attributes and without `>`.
    pub(super) start: &'static str,
    pub(super) end: &'static str,
    /// The declaration of the namespace up to the quotation mark, such as ` xmlns:a="`; empty if
    /// there is none.
    pub(super) declaration: &'static str,
    pub(super) namespace: &'static str,
}

impl Tag {
    /// Makes the tags of a name. The macro `name!` calls this function in a constant.
    ///
    /// # Panics
    ///
    /// If the name isn't what Smithy allows for elements and attributes (Smithy 2.0, `xmlName`
    /// trait), with at most one colon.
    #[doc(hidden)]
    pub const fn __new(
        name: &'static str,
        start: &'static str,
        end: &'static str,
        declaration: &'static str,
        namespace: &'static str,
    ) -> Self {
        let mut rest = name.as_bytes();
        let mut is_start = true;
        let mut colons = 0;
        assert!(!rest.is_empty(), "an empty name");
        while let [byte, after @ ..] = rest {
            let is_allowed = match *byte {
                b':' => {
                    colons += 1;
                    !is_start && colons == 1 && !after.is_empty()
                }
                b'0'..=b'9' | b'-' | b'.' => !is_start,
                b'_' => true,
                byte => byte.is_ascii_alphabetic(),
            };
            assert!(is_allowed, "a name that XML doesn't have");
            is_start = *byte == b':';
            rest = after;
        }
        Self {
            name,
            start,
            end,
            declaration,
            namespace,
        }
    }
}

impl Name {
    /// Makes a name of its tags.
    #[doc(hidden)]
    pub const fn __new(tag: &'static Tag) -> Self {
        Self(tag)
    }
}

/// Makes a [`Name`](crate::xml::Name) of a literal, with the namespace that the element declares, if
/// it declares one.
///
/// ```
/// use tinsmith_runtime::generated::xml::{Writer, name};
///
/// let mut w = Writer::new();
/// w.name(name!("a:Studio", xmlns:a = "http://example.com/?a&b"));
/// w.begin_object();
/// w.attribute(name!("kind"));
/// w.string("x");
/// w.name(name!("Name", xmlns = "http://example.com"));
/// w.string("studio");
/// w.end_object();
/// assert_eq!(
///     w.finish(),
///     "<a:Studio xmlns:a=\"http://example.com/?a&amp;b\" kind=\"x\">\
///      <Name xmlns=\"http://example.com\">studio</Name></a:Studio>",
/// );
/// ```
///
/// A prefix that isn't an identifier of Rust is written as a literal: `xmlns:"a-b" = "…"`. Names that
/// XML doesn't have are errors of the compiler:
///
/// ```compile_fail
/// tinsmith_runtime::generated::xml::name!("a b");
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __xml_name {
    ($name:literal) => {
        $crate::__xml_name!(@ $name, "", "")
    };
    ($name:literal, xmlns = $uri:literal) => {
        $crate::__xml_name!(@ $name, " xmlns=\"", $uri)
    };
    ($name:literal, xmlns : $prefix:ident = $uri:literal) => {
        $crate::__xml_name!(@ $name, concat!(" xmlns:", stringify!($prefix), "=\""), $uri)
    };
    ($name:literal, xmlns : $prefix:literal = $uri:literal) => {
        $crate::__xml_name!(@ $name, concat!(" xmlns:", $prefix, "=\""), $uri)
    };
    (@ $name:literal, $declaration:expr, $uri:literal) => {
        const {
            const TAG: $crate::generated::xml::Tag = $crate::generated::xml::Tag::__new(
                $name,
                concat!("<", $name),
                concat!("</", $name, ">"),
                $declaration,
                $uri,
            );
            $crate::generated::xml::Name::__new(&TAG)
        }
    };
}
