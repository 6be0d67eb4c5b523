//! Regular expressions of models, as a server can check them.
//!
//! The rules are ECMAScript's (ECMA-262). Smithy's reference implementation compiles patterns with
//! Java's rules, so published models have what only Java takes. Some of that has the same meaning
//! in other words; [`ecmascript`] finds these.
//!
//! 3 of the 630 patterns of the published models are Java's (`\d{1}+`, `${1,128}`). For possessive
//! quantifiers and atomic groups a lookahead has the same meaning if need be, and
//! `Pattern::with_meaning` has both texts. Where there is no such meaning (flags such as `(?i)`), the
//! pattern is an error.

use std::iter::Peekable;
use std::str::Chars;

/// Returns the pattern in words of ECMAScript's, if it needs other words than its own.
///
/// # Errors
///
/// The flaw of a pattern that neither grammar takes, or of which ECMAScript can't say the same.
pub(super) fn ecmascript(pattern: &str) -> Result<Option<String>, String> {
    let Some(flaw) = flaw(pattern) else {
        return Ok(None);
    };
    let translated = Translation::of(pattern).filter(|translated| self::flaw(translated).is_none());
    translated.map(Some).ok_or(flaw)
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

fn compile_unicode(pattern: &str) -> Result<regress::Regex, regress::Error> {
    let unicode = regress::Flags {
        unicode: true,
        ..regress::Flags::default()
    };
    regress::Regex::with_flags(pattern, unicode)
}

/// The first of a pattern's properties, such as `\p{Alnum}`, that Unicode doesn't have.
pub(super) fn unknown_property(pattern: &str) -> Option<&str> {
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

/// A pattern of Java's
/// ([`java.util.regex.Pattern`](https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html))
/// on its way to ECMAScript:
///
/// - A quantifier about an assertion (`${1,128}`) says nothing: the assertion counts if it is
///   wanted once at least, and otherwise not.
/// - A possessive quantifier (`\d{2}+`) and an atomic group (`(?>…)`) give back nothing of what
///   they took. Where there is nothing to give back, they mean what they mean without. Elsewhere
///   a lookahead stands for them, as nothing goes back into one: `(?=(?<_1>a*))\k<_1>` for `a*+`.
struct Translation<'p> {
    pattern: &'p str,
    rest: Peekable<Chars<'p>>,
    out: String,
    groups: Vec<Group>,
    /// The part of the pattern that a quantifier would repeat.
    last: Option<Atom>,
    /// Groups of the pattern that capture.
    captures: usize,
    /// Lookaheads that were added. Each has a group that captures.
    added: usize,
    /// Whether something refers to a group by its number.
    has_numbers: bool,
}

#[derive(Clone, Copy)]
struct Atom {
    /// Where it begins in the output.
    start: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Takes a text in one way only.
    Fixed,
    Group,
    Assertion,
}

/// A group that is open.
struct Group {
    start: usize,
    form: Form,
    /// Groups before it that capture.
    captures: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Plain,
    Atomic,
    Lookahead,
    Lookbehind,
}

impl<'p> Translation<'p> {
    /// `None` if the pattern is none of Java's, or has something with another meaning there.
    fn of(pattern: &'p str) -> Option<String> {
        let mut translation = Self {
            pattern,
            rest: pattern.chars().peekable(),
            out: String::with_capacity(pattern.len()),
            groups: Vec::new(),
            last: None,
            captures: 0,
            added: 0,
            has_numbers: false,
        };
        while let Some(character) = translation.rest.next() {
            translation.part(character)?;
        }
        // Numbers would count the groups that were added.
        let is_sound =
            translation.groups.is_empty() && !(translation.has_numbers && translation.added > 0);
        is_sound.then_some(translation.out)
    }

    fn part(&mut self, character: char) -> Option<()> {
        let start = self.out.len();
        let kind = match character {
            '\\' => self.escape()?,
            '[' => {
                self.class()?;
                Kind::Fixed
            }
            '(' => return self.open(),
            ')' => return self.close(),
            '|' => {
                self.out.push('|');
                self.last = None;
                return Some(());
            }
            '*' | '+' | '?' | '{' => return self.quantifier(character),
            '^' | '$' => {
                self.out.push(character);
                Kind::Assertion
            }
            other => {
                self.out.push(other);
                Kind::Fixed
            }
        };
        self.last = Some(Atom { start, kind });
        Some(())
    }

    /// An escape after its backslash, if it means the same in both grammars.
    fn escape(&mut self) -> Option<Kind> {
        let character = self.rest.next()?;
        self.out.extend(['\\', character]);
        match character {
            // Java has `\b{g}`, and no other braces there.
            'b' if self.rest.peek() == Some(&'{') => return None,
            'b' | 'B' => return Some(Kind::Assertion),
            'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'f' | 'n' | 'r' | 't' => {}
            'x' => self.digits(2)?,
            'u' => {
                self.digits(4)?;
                // The halves of a pair are one character.
                let code = self.out.get(self.out.len() - 4..)?;
                let is_half = (0xD800..0xDC00).contains(&u32::from_str_radix(code, 16).ok()?);
                if is_half && self.takes('\\') && self.takes('u') {
                    self.out.push_str("\\u");
                    self.digits(4)?;
                }
            }
            'c' => self.out.push(self.rest.next()?),
            'p' | 'P' if self.rest.peek() == Some(&'{') => self.up_to('}')?,
            'k' if self.rest.peek() == Some(&'<') => self.up_to('>')?,
            '1'..='9' => self.has_numbers = true,
            other if other.is_ascii_alphanumeric() => return None,
            _ => {}
        }
        Some(Kind::Fixed)
    }

    fn digits(&mut self, count: usize) -> Option<()> {
        for _ in 0..count {
            let digit = self.rest.next().filter(char::is_ascii_hexdigit)?;
            self.out.push(digit);
        }
        Some(())
    }

    fn up_to(&mut self, end: char) -> Option<()> {
        loop {
            let character = self.rest.next()?;
            self.out.push(character);
            if character == end {
                return Some(());
            }
        }
    }

    fn takes(&mut self, character: char) -> bool {
        self.rest.next_if_eq(&character).is_some()
    }

    /// A class after its bracket. Java has classes in classes and intersections, and takes a
    /// bracket at the beginning for itself.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.takes('^') {
            self.out.push('^');
        }
        let mut is_first = true;
        loop {
            match self.rest.next()? {
                ']' if is_first => return None,
                ']' => {
                    self.out.push(']');
                    return Some(());
                }
                '\\' => _ = self.escape()?,
                '[' => return None,
                '&' if self.rest.peek() == Some(&'&') => return None,
                other => self.out.push(other),
            }
            is_first = false;
        }
    }

    fn open(&mut self) -> Option<()> {
        let (start, captures) = (self.out.len(), self.captures);
        let mut form = Form::Plain;
        if !self.takes('?') {
            self.captures += 1;
            self.out.push('(');
        } else if self.takes('>') {
            form = Form::Atomic;
        } else {
            self.out.push_str("(?");
            let character = self.rest.next()?;
            self.out.push(character);
            match character {
                ':' => {}
                '=' | '!' => form = Form::Lookahead,
                '<' => match self.rest.next_if(|next| matches!(next, '=' | '!')) {
                    Some(sign) => {
                        self.out.push(sign);
                        form = Form::Lookbehind;
                    }
                    None => {
                        self.captures += 1;
                        self.up_to('>')?;
                    }
                },
                // Flags.
                _ => return None,
            }
        }
        self.groups.push(Group {
            start,
            form,
            captures,
        });
        self.last = None;
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        let Group {
            start,
            form,
            captures,
        } = self.groups.pop()?;
        let kind = match form {
            Form::Plain => Kind::Group,
            Form::Atomic => {
                self.atomic(start)?;
                // Taken in one way, whatever was tried inside.
                self.last = Some(Atom {
                    start,
                    kind: Kind::Fixed,
                });
                return Some(());
            }
            // A group in it might be referred to, so that it has to be tried.
            Form::Lookahead | Form::Lookbehind if captures < self.captures => Kind::Group,
            Form::Lookahead | Form::Lookbehind => Kind::Assertion,
        };
        self.out.push(')');
        self.last = Some(Atom { start, kind });
        Some(())
    }

    /// Makes the end of the output atomic.
    fn atomic(&mut self, start: usize) -> Option<()> {
        // The engine goes through what is behind from its end.
        let is_behind = |group: &Group| group.form == Form::Lookbehind;
        if self.groups.iter().any(is_behind) || self.pattern.contains("<_") {
            return None;
        }
        self.added += 1;
        let body = self.out.split_off(start);
        let name = format!("_{}", self.added);
        // A group around both, as a quantifier may follow.
        self.out
            .push_str(&format!(r"(?:(?=(?<{name}>{body}))\k<{name}>)"));
        Some(())
    }

    fn quantifier(&mut self, character: char) -> Option<()> {
        // Nothing, or a quantifier already.
        let Atom { start, kind } = self.last.take()?;
        let quantifier = match character {
            '{' => self.bounds()?,
            other => Quantifier::of(other),
        };
        let is_possessive = self.takes('+');
        let is_lazy = !is_possessive && self.takes('?');
        if kind == Kind::Assertion {
            if quantifier.min == 0 {
                self.out.truncate(start);
                // The parts before and after stay apart.
                self.out.push_str("(?:)");
            }
            return Some(());
        }
        self.out.push_str(&quantifier.text);
        if is_lazy {
            self.out.push('?');
        }
        // At the end of the pattern, giving back helps nobody.
        let mut after = self.rest.clone();
        let is_end = self.groups.is_empty()
            && matches!((after.next(), after.next()), (None | Some('$'), None));
        let is_exact = quantifier.max == Some(quantifier.min);
        if is_possessive && !(kind == Kind::Fixed && (is_exact || is_end)) {
            self.atomic(start)?;
        }
        Some(())
    }

    /// The bounds of a quantifier after the brace.
    fn bounds(&mut self) -> Option<Quantifier> {
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '}' => break,
                part if part.is_ascii_digit() || part == ',' => text.push(part),
                _ => return None,
            }
        }
        let (min, max) = match text.split_once(',') {
            None => (text.parse().ok()?, Some(text.parse().ok()?)),
            Some((min, "")) => (min.parse().ok()?, None),
            Some((min, max)) => (min.parse().ok()?, Some(max.parse().ok()?)),
        };
        let is_sound = max.is_none_or(|max: u32| min <= max);
        is_sound.then(|| Quantifier {
            min,
            max,
            text: format!("{{{text}}}"),
        })
    }
}

struct Quantifier {
    min: u32,
    max: Option<u32>,
    text: String,
}

impl Quantifier {
    /// Reads a quantifier of one character.
    fn of(character: char) -> Self {
        let (min, max) = match character {
            '?' => (0, Some(1)),
            '*' => (0, None),
            _ => (1, None),
        };
        Self {
            min,
            max,
            text: character.to_string(),
        }
    }
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
            r"\p{Alnum}+",
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
            "(?i)a++",
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
            r"\Aa++b",
            r"\h++b",
            r"\b{2}a$*",
        ] {
            assert!(ecmascript(pattern).is_err(), "{pattern}");
        }
    }
}
