//! Patterns of the model: ECMAScript's regular expressions.
//!
//! Smithy doesn't say with which flags. A pattern is read with the flag `u`, which surrogate pairs
//! and properties such as `\p{L}` need. If that fails, meaningless escapes and lone brackets are
//! rewritten so that `u` takes them ([`relaxed`]). The rest has the older grammar (ECMA-262,
//! annex B). Of the 630 patterns of the published models, 11 need this. What is Java's (`\p{Alnum}`)
//! comes translated from the generator.
//!
//! A pattern that neither looks around nor back is translated for `regex-lite`, which takes linear
//! time ([`linear`]); the others run on `regress`, which may backtrack. A property test compares the
//! two. Simple ones take neither ([`sequence`]).

mod linear;
mod relaxed;
mod sequence;

use std::sync::OnceLock;

use regress::{Flags, Regex};

use sequence::Sequence;

/// A pattern of the model, with ECMAScript's rules
/// ([Smithy 2.0, `pattern` trait](https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait)).
/// The pattern isn't anchored unless it has anchors.
///
/// ```
/// use tinsmith_runtime::generated::server::Pattern;
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
    /// The text in ECMAScript's words.
    meaning: &'static str,
    compiled: OnceLock<Engine>,
}

#[derive(Debug)]
enum Engine {
    Sequence(Sequence),
    Linear(regex_lite::Regex),
    Backtracking(Box<Regex>),
    /// The text isn't a pattern.
    None,
}

impl Pattern {
    /// Makes a pattern, which is compiled when it is first used.
    pub const fn new(text: &'static str) -> Self {
        Self::with_meaning(text, text)
    }

    /// Makes a pattern that isn't in ECMAScript's words, of its meaning in these words. Java's
    /// `\d{2}+` means `\d{2}`, for example; the generator finds such meanings.
    pub const fn with_meaning(text: &'static str, meaning: &'static str) -> Self {
        Self {
            text,
            meaning,
            compiled: OnceLock::new(),
        }
    }

    /// The pattern as the model has it.
    pub fn as_str(&self) -> &'static str {
        self.text
    }

    /// Returns whether the pattern is one of ECMAScript's patterns.
    pub fn is_sound(&self) -> bool {
        !matches!(self.engine(), Engine::None)
    }

    /// Returns whether some part of the text matches. The generator refuses models with patterns
    /// that aren't ECMAScript's; such a pattern matches nothing.
    pub fn matches(&self, text: &str) -> bool {
        match self.engine() {
            Engine::Sequence(sequence) => sequence.matches(text),
            Engine::Linear(regex) => regex.is_match(text),
            Engine::Backtracking(regex) => regex.find(text).is_some(),
            Engine::None => false,
        }
    }

    fn engine(&self) -> &Engine {
        self.compiled.get_or_init(|| {
            let Some(regex) = compile(self.meaning) else {
                return Engine::None;
            };
            let translated = linear::translated(self.meaning);
            if let Some(sequence) = translated.and_then(|text| Sequence::of(&text)) {
                return Engine::Sequence(sequence);
            }
            match linear::compile(self.meaning) {
                Some(regex) => Engine::Linear(regex),
                None => Engine::Backtracking(Box::new(regex)),
            }
        })
    }
}

/// Compiles with the flag `u` if that works: surrogate pairs in classes and properties such as
/// `\p{L}` need it. A pattern that escapes what needs no escape is rewritten for the flag; other
/// patterns have the older grammar's meaning.
fn compile(text: &str) -> Option<Regex> {
    let unicode = Flags {
        unicode: true,
        ..Flags::default()
    };
    Regex::with_flags(text, unicode)
        .or_else(|_| Regex::with_flags(&relaxed::relaxed(text), unicode))
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
    fn a_meaning_in_other_words_is_matched_and_the_model_s_words_are_told() {
        static COUNTED: Pattern = Pattern::with_meaning(r"^\d{2}+$", r"^\d{2}$");
        assert!(COUNTED.is_sound());
        assert!(COUNTED.matches("12"));
        assert!(!COUNTED.matches("123"));
        assert_eq!(COUNTED.as_str(), r"^\d{2}+$");
        // The translation of `^a*+b$` takes the other engine.
        let atomic = Pattern::with_meaning("^a*+a$", r"^(?:(?=(?<_1>a*))\k<_1>)a$");
        assert!(atomic.is_sound() && !atomic.matches("aa"));
    }

    #[test]
    fn escapes_that_unicode_mode_refuses_are_taken() {
        assert!(Pattern::new(r"^[\w\-\:\/]+$").matches("a-b:c/d"));
        assert!(Pattern::new(r"^\_\@$").matches("_@"));
    }

    #[test]
    fn properties_are_properties_beside_escapes_that_are_none() {
        let tag = Pattern::new(r"^[\p{L}\p{N}\ \_\-\@]+$");
        assert!(tag.matches("Straße 1_-@"));
        assert!(!tag.matches("a{b}"));
        assert!(Pattern::new(r"^\p{Lu}[\w-_\p{Nd}]*\:$").matches("Äb-3_:"));
        // No property: the text itself, as without the flag `u`.
        assert!(Pattern::new(r"^\p{Print}$").matches("p{Print}"));
        assert!(!Pattern::new(r"^\p{Print}$").matches("a"));
    }

    #[test]
    fn brackets_and_braces_that_stand_for_themselves() {
        for (pattern, matched, other) in [
            (r"^\p{L}{$", "ä{", "ä"),
            (r"^\p{L}}]$", "ä}]", "ä"),
            (r"^\p{L}{2}\:$", "äö:", "ä:"),
            (r"^\p{L}{,2}\:$", "ä{,2}:", "ä:"),
            (r"^[\p{L}-\d]+\:$", "ä-1:", "_:"),
            (r"^[\p{L}[\]{}^-]+\:$", "ä[]{}^-:", "_:"),
            (r"^\p{L}\a\e$", "äae", "ä"),
            (r"^\u{e4}\p{L}\:$", "äö:", "uö:"),
        ] {
            assert!(Pattern::new(pattern).matches(matched), "{pattern}");
            assert!(!Pattern::new(pattern).matches(other), "{pattern}");
        }
    }
}
