//! Union members and enum values that this version doesn't know.

use std::fmt;

use bytes::Bytes;

use crate::Redacted;

/// A member of a union that this version of the crate has no variant for.
///
/// A service may add members to a union at any time
/// ([Smithy 2.0, union updates](https://smithy.io/2.0/guides/evolving-models.html)), so
/// a response can hold one that was unknown when the crate was generated. Its name is
/// kept, and so is its value as the service sent it: JSON text, CBOR, or XML.
///
/// `Debug` prints the name only: nobody knows whether the value is sensitive.
///
/// ```
/// use tinsmith_runtime::UnknownMember;
///
/// let member = UnknownMember::with_value("Token", r#"{"Secret":"x"}"#);
/// assert_eq!(member.name(), "Token");
/// assert_eq!(member.value(), Some(r#"{"Secret":"x"}"#));
/// assert_eq!(
///     format!("{member:?}"),
///     r#"UnknownMember { name: "Token", value: ** redacted ** }"#,
/// );
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownMember {
    name: Box<str>,
    value: Option<Value>,
}

/// The value of an unknown member, as the service sent it.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Value {
    Json(Box<str>),
    Cbor(Bytes),
    Xml(Box<str>),
}

impl UnknownMember {
    /// Makes an unknown member without a value.
    pub fn new(name: impl Into<Box<str>>) -> Self {
        Self {
            name: name.into(),
            value: None,
        }
    }

    /// Makes an unknown member with its value as JSON text.
    ///
    /// The text is kept as it is and not validated.
    pub fn with_value(name: impl Into<Box<str>>, raw_json: impl Into<Box<str>>) -> Self {
        Self {
            name: name.into(),
            value: Some(Value::Json(raw_json.into())),
        }
    }

    /// Makes an unknown member with its value in CBOR.
    ///
    /// The bytes are kept as they are and not validated.
    pub fn with_cbor(name: impl Into<Box<str>>, value: Bytes) -> Self {
        Self {
            name: name.into(),
            value: Some(Value::Cbor(value)),
        }
    }

    /// Makes an unknown member of the elements that it came as, in XML: one, or several of the same
    /// name.
    ///
    /// The text is kept as it is and not validated.
    pub fn with_xml(name: impl Into<Box<str>>, elements: impl Into<Box<str>>) -> Self {
        Self {
            name: name.into(),
            value: Some(Value::Xml(elements.into())),
        }
    }

    /// Returns the member's name on the wire.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the member's value as the JSON text that the service sent; `None` if it sent none.
    ///
    /// The value may be sensitive.
    pub fn value(&self) -> Option<&str> {
        match &self.value {
            Some(Value::Json(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the member's value as the CBOR that the service sent; `None` if it sent none.
    ///
    /// The value may be sensitive.
    pub fn cbor(&self) -> Option<&Bytes> {
        match &self.value {
            Some(Value::Cbor(bytes)) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the elements that the service sent for the member, as XML; `None` if it sent none.
    ///
    /// The value may be sensitive.
    pub fn xml(&self) -> Option<&str> {
        match &self.value {
            Some(Value::Xml(text)) => Some(text),
            _ => None,
        }
    }
}

impl fmt::Debug for UnknownMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("UnknownMember");
        debug.field("name", &self.name);
        if self.value.is_some() {
            debug.field("value", &Redacted);
        }
        debug.finish()
    }
}

/// The text of an enumeration value that this version of the crate has no variant for.
///
/// Only generated code makes an `UnknownValue`, from a text that no variant stands for. So values
/// stay equal to themselves when a later version learns the text
/// ([Smithy 2.0, enum shapes are open](https://smithy.io/2.0/spec/simple-types.html#enum)).
///
/// ```
/// use tinsmith_runtime::UnknownValue;
///
/// /// An enum as the generator makes it.
/// enum State {
///     Running,
///     Unknown(UnknownValue),
/// }
///
/// fn text(state: &State) -> &str {
///     match state {
///         State::Running => "RUNNING",
///         State::Unknown(value) => value.as_str(),
///     }
/// }
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    #[doc(hidden)]
    pub fn __new(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// The text as the service sent it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl AsRef<str> for UnknownValue {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A value of an integer enumeration that this version of the crate has no variant for.
///
/// Only generated code makes an `UnknownNumber`, as with [`UnknownValue`]
/// ([Smithy 2.0, intEnum](https://smithy.io/2.0/spec/simple-types.html#intenum)).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownNumber(i32);

impl UnknownNumber {
    #[doc(hidden)]
    pub const fn __new(number: i32) -> Self {
        Self(number)
    }

    /// The number as the service sent it.
    pub const fn get(self) -> i32 {
        self.0
    }
}

impl fmt::Display for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
