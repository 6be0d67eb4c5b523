//! Regular expressions of models, as a server can check them.
//!
//! The rules are ECMAScript's (ECMA-262). Smithy's reference implementation compiles patterns with
//! Java's rules, so published models have what only Java takes. Some of that has the same meaning
//! in other words; [`ecmascript`] finds these.
//!
//! Of the 8,654 patterns of the services that botocore knows, some 150 are Java's: flags (`(?s).*`),
//! properties (`\p{Alnum}`), anchors (`\A`), possessive quantifiers (`\d{1}+`), quantifiers about
//! assertions (`${1,128}`), hyphens after a set (`[\p{L}-_]`). Most of that has the same meaning in
//! ECMAScript's words, and `Pattern::with_meaning` has both texts. Where there is no such meaning, the
//! pattern is an error.

mod java_properties;
mod translation;
mod unicode;

use translation::Translation;
use unicode::compile_unicode;

/// Returns the pattern in words of ECMAScript's, if it needs other words than its own.
///
/// # Errors
///
/// The flaw of a pattern that neither grammar takes, or of which ECMAScript can't say the same.
pub(super) fn ecmascript(pattern: &str) -> Result<Option<String>, String> {
    let Some(flaw) = flaw(pattern) else {
        // By the older grammar, `\A` is the letter and `\p{Alnum}` the text without the backslash. No
        // model means that.
        let is_java = compile_unicode(pattern).is_err() && has_words_of_java(pattern);
        let translated = is_java.then(|| Translation::of(pattern)).flatten();
        return Ok(translated.filter(|translated| compile_unicode(translated).is_ok()));
    };
    let translated = Translation::of(pattern).filter(|translated| self::flaw(translated).is_none());
    translated.map(Some).ok_or(flaw)
}

/// Whether a pattern has what means something in Java alone: an escape of a letter, or a property.
fn has_words_of_java(pattern: &str) -> bool {
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let escaped = (character == '\\').then(|| characters.next()).flatten();
        if escaped.is_some_and(|escaped| "AzpP".contains(escaped)) {
            return true;
        }
    }
    false
}

/// Returns the flaw of a pattern as one of ECMAScript's, as a server will compile it: with the
/// flag `u`, or by the older grammar (annex B), which takes more.
fn flaw(pattern: &str) -> Option<String> {
    if compile_unicode(pattern).is_ok() {
        return None;
    }
    let error = regress::Regex::new(pattern).err()?;
    Some(error.text)
}

/// The first of a pattern's properties that neither Unicode nor Java has.
pub(super) fn unknown_property(pattern: &str) -> Option<&str> {
    if matches!(ecmascript(pattern), Ok(Some(_))) {
        return None;
    }
    let mut rest = pattern;
    while let Some(at) = rest.find('\\') {
        rest = rest.get(at..)?;
        let length = rest.chars().nth(1).map_or(1, |next| 1 + next.len_utf8());
        let is_property = rest.starts_with(r"\p{") || rest.starts_with(r"\P{");
        if let Some(end) = rest.find('}').filter(|_| is_property) {
            let property = rest.get(..=end)?;
            if compile_unicode(property).is_err() {
                return Some(property);
            }
        }
        rest = rest.get(length..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pattern in ECMAScript's words, which has other words than the model.
    fn translated(pattern: &str) -> String {
        let translated = ecmascript(pattern).unwrap();
        translated.unwrap_or_else(|| panic!("{pattern} is ECMAScript's"))
    }

    fn matches(pattern: &str, text: &str) -> bool {
        let regex = compile_unicode(pattern).or_else(|_| regress::Regex::new(pattern));
        regex.unwrap().find(text).is_some()
    }

    #[test]
    fn patterns_of_ecmascript_stay_as_they_are() {
        for pattern in [
            "^a{2,}?$",
            r"\p{ASCII}+",
            r"\p{Nothing}+",
            r"[\P{Alnum}]\:",
            r"\_\@",
            r"[\w-_]",
            "(?s:a.)",
            "^[a&&b[c]+$",
            "^(?!xn--)a$",
            "a{,2}",
            "$",
        ] {
            assert_eq!(ecmascript(pattern), Ok(None), "{pattern}");
        }
    }

    #[test]
    fn a_quantifier_about_an_assertion_says_nothing() {
        for (pattern, expected) in [
            // Patterns of SageMaker.
            (
                r"^([\p{L}\p{Z}\p{N}_.:\/=+\-@]*)${1,128}$",
                r"^([\p{L}\p{Z}\p{N}_.:\/=+\-@]*)$$",
            ),
            ("^+a", "^a"),
            ("^*a", "(?:)a"),
            (r"\b+a\B{0}$+", r"\ba(?:)$"),
            (r"a${0,5}+", "a(?:)"),
            (r"(a)\1$*1", r"(a)\1(?:)1"),
            ("(?=a){2}(?<!b)*c$+", "(?=a)(?:)c$"),
        ] {
            assert_eq!(translated(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn a_possessive_quantifier_that_could_give_nothing_back_is_one_like_others() {
        for (pattern, expected) in [
            // A pattern of kinesis-analytics.
            (
                r"^arn:aws:kinesisanalytics:[a-z]{2}-[a-z]+-\d{1}+:\d{12}+:application/[a-z]{1,128}$",
                r"^arn:aws:kinesisanalytics:[a-z]{2}-[a-z]+-\d{1}:\d{12}:application/[a-z]{1,128}$",
            ),
            (r"\x41{2}+\u0041{3,3}+b", r"\x41{2}\u0041{3,3}b"),
            (r"\uD83D\uDE00{2}+b", r"\uD83D\uDE00{2}b"),
            (r"(?<n>a)\k<n>{2}+b", r"(?<n>a)\k<n>{2}b"),
            ("^[a-z]++$", "^[a-z]+$"),
            ("x.?+", "x.?"),
        ] {
            assert_eq!(translated(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn words_of_java_have_their_meaning() {
        for (pattern, expected) in [
            // Patterns of AWS's services.
            ("(?s).*", "(?s:.*)"),
            ("(?i)all|[0-9]{12}", "(?i:all)|(?i:[0-9]{12})"),
            ("^(?i)(true|false)$", "^(?i:(true|false)$)"),
            (r"\A[a-z_]+\z", "^[a-z_]+$"),
            (
                r"^(?! )[\p{L}\p{Z}-_]*(?<! )$",
                r"^(?! )[\p{L}\p{Z}\-_]*(?<! )$",
            ),
            (r"^[\p{Alnum}\p{Blank}]*$", r"^[A-Za-z0-9 \t]*$"),
            (r"[^\p{C}\p{IsWhitespace}]+", r"[^\p{C}\p{White_Space}]+"),
            (r"[\p{all}]*", r"[\p{Any}]*"),
            (r"[\p{Print}&&[^|:/]]+", "(?:(?=[ -~])[^|:/])+"),
            (r"[0-9a-z]{11}{0,1011}$", "[0-9a-z]{11}$"),
            // Others.
            (r"\P{XDigit}\p{IsGreek}", r"[^0-9A-Fa-f]\p{Script=Greek}"),
            (r"\p{Alnum}\@\-", "[A-Za-z0-9]@-"),
            ("a(?i)b|c(?s)d|e", "a(?i:b)|(?i:c(?s:d))|(?i:(?s:e))"),
            ("(a(?i-s)b)c", "(a(?i-s:b))c"),
        ] {
            assert_eq!(translated(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn flags_count_up_to_the_end_of_their_group() {
        for (pattern, matched, others) in [
            ("^(?s).$", &["\n", "a"][..], &["ab", ""][..]),
            ("^(a(?i)b|c)d$", &["abd", "aBd", "Cd"], &["Abd", "abD"]),
            ("^(?i:a)b$", &["ab", "Ab"], &["aB"]),
            (r"^[\p{Upper}&&[^A-C]]\z", &["D"], &["A", "d"]),
        ] {
            let meaning = ecmascript(pattern).unwrap();
            let meaning = meaning.unwrap_or_else(|| pattern.to_owned());
            for text in matched {
                assert!(matches(&meaning, text), "{pattern}: {text:?}");
            }
            for text in others {
                assert!(!matches(&meaning, text), "{pattern}: {text:?}");
            }
        }
    }

    /// The results are Java's.
    #[test]
    fn what_was_taken_is_not_given_back() {
        for (pattern, matched, others) in [
            ("^a++b$", &["ab", "aaab"][..], &["b", "a"][..]),
            ("^a++ab$", &[], &["aab", "aaab"]),
            (r"^[^:]*+:\d$", &[":1", "ab:1"], &["ab1", "ab::1"]),
            ("^a?+a$", &["aa"], &["a"]),
            ("^a{1,2}+a$", &["aaa"], &["aa"]),
            ("^(a|ab){1}+c$", &["ac"], &["abc"]),
            ("^(?>a|ab)c$", &["ac"], &["abc"]),
            ("^(?>a|ab)+c$", &["ac", "aac"], &["abc", "aabc"]),
            ("^(?:x(?>a*)b?+){2}$", &["xaabx", "xx"], &["xaab"]),
            ("^(?:a*+b)*+$", &["", "abaab"], &["aba"]),
            ("^((?>a+)b++)*a$", &["aabba", "a"], &["aabb"]),
            // A loop whose body may take nothing ends.
            ("^(?:a*+)*b$", &["b", "aab"], &["a"]),
        ] {
            let translated = translated(pattern);
            for text in matched {
                assert!(matches(&translated, text), "{pattern}: {text}");
            }
            for text in others {
                assert!(!matches(&translated, text), "{pattern}: {text}");
            }
        }
    }

    #[test]
    fn what_neither_grammar_takes_or_means_something_else_stays_an_error() {
        for pattern in [
            "(unclosed",
            "closed)",
            "^[0-9X-{10,17}$",
            "a{2,1}",
            "a{2,1}+",
            "*a",
            "a**",
            "a++*",
            "|+",
            "(+)",
            "(?x)a b",
            "(?i",
            "(?s)*",
            "(?s)a)",
            r"(?m)\Aa(?s)b",
            "(?s)a**",
            // Numbers of groups would shift.
            r"(a++)b\1c",
            r"(?<_1>a++)b",
            // An engine goes through these from their ends.
            "(?<=a++b)c",
            "[b-a]++",
            // These have another meaning in Java.
            "[]a]++b",
            "[a&&b]++b",
            "[a[b]]++b",
            r"\Qa\E++b",
            r"[\A]a++b",
            r"\h++b",
            r"\b{2}a$*",
        ] {
            assert!(ecmascript(pattern).is_err(), "{pattern}");
        }
    }
}
