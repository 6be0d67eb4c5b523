use std::sync::OnceLock;

use regress::{Flags, Regex};

/// A pattern of the model, with ECMAScript's rules
/// ([Smithy 2.0, `pattern` trait](https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait)):
/// it isn't anchored unless it says so itself.
///
/// ```
/// use tinsmith_runtime::server::Pattern;
///
/// static NAME: Pattern = Pattern::new(r"^(?!xn--)[a-z0-9-]+$");
/// assert!(NAME.matches("analytics"));
/// assert!(!NAME.matches("xn--analytics"));
/// ```
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern, which is compiled when it is first used.
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            compiled: OnceLock::new(),
        }
    }

    /// The pattern as the model has it.
    pub fn as_str(&self) -> &'static str {
        self.text
    }

    /// Whether some part of the text matches. The generator leaves out patterns that aren't
    /// ECMAScript's; such a one would match anything.
    pub fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| compile(self.text));
        compiled
            .as_ref()
            .is_none_or(|regex| regex.find(text).is_some())
    }
}

/// With the flag `u` if that works: it is what surrogate pairs in classes need; patterns
/// that escape what needs no escape work without.
fn compile(text: &str) -> Option<Regex> {
    let unicode = Flags {
        unicode: true,
        ..Flags::default()
    };
    Regex::with_flags(text, unicode)
        .or_else(|_| Regex::new(text))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_searched_for() {
        assert!(Pattern::new(r"\S").matches("  a "));
        assert!(!Pattern::new(r"\S").matches("  "));
    }

    #[test]
    fn surrogate_pairs_in_classes_are_characters() {
        let xml = Pattern::new(r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*$");
        assert!(xml.matches("es-1 😀\t"));
        assert!(!xml.matches("a\u{1}"));
    }

    #[test]
    fn escapes_that_unicode_mode_refuses_are_taken() {
        assert!(Pattern::new(r"^[\w\-\:\/]+$").matches("a-b:c/d"));
        assert!(Pattern::new(r"^\_\@$").matches("_@"));
    }
}
