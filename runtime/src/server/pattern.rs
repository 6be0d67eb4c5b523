mod linear;

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
///
/// A pattern that neither looks around nor refers back to a group is matched in time that is
/// linear in the text. The others take an engine that tries one way after the other, as every
/// implementation of ECMAScript does, and such a pattern can be written so that a text takes
/// it forever: `^(?=a)(a+)+$` is one. Nothing bounds that but the limit of the body's size, so
/// such patterns are the model's to avoid.
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Engine>,
}

#[derive(Debug)]
enum Engine {
    Linear(regex_lite::Regex),
    Backtracking(Box<Regex>),
    /// Not a pattern at all.
    None,
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

    /// Whether it is one of ECMAScript's patterns.
    pub fn is_sound(&self) -> bool {
        !matches!(self.engine(), Engine::None)
    }

    /// Whether some part of the text matches. The generator refuses models with patterns that
    /// aren't ECMAScript's; such a one matches nothing.
    pub fn matches(&self, text: &str) -> bool {
        match self.engine() {
            Engine::Linear(regex) => regex.is_match(text),
            Engine::Backtracking(regex) => regex.find(text).is_some(),
            Engine::None => false,
        }
    }

    fn engine(&self) -> &Engine {
        self.compiled
            .get_or_init(|| match (compile(self.text), linear::compile(self.text)) {
                (None, _) => Engine::None,
                (Some(_), Some(regex)) => Engine::Linear(regex),
                (Some(regex), None) => Engine::Backtracking(Box::new(regex)),
            })
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
    fn repetitions_of_repetitions_take_no_longer() {
        let evil = Pattern::new("^([0-9]+)+$");
        let text = "0".repeat(100_000);
        assert!(evil.matches(&text));
        assert!(!evil.matches(&(text + "!")));
    }

    #[test]
    fn what_is_no_pattern_is_known() {
        assert!(!Pattern::new("(").is_sound());
        assert!(!Pattern::new("(").matches("("));
        assert!(Pattern::new("^(?!a)").is_sound());
    }

    #[test]
    fn escapes_that_unicode_mode_refuses_are_taken() {
        assert!(Pattern::new(r"^[\w\-\:\/]+$").matches("a-b:c/d"));
        assert!(Pattern::new(r"^\_\@$").matches("_@"));
    }
}
