//! Java's patterns in ECMAScript's words.

use std::iter::Peekable;
use std::str::Chars;

use super::java_properties;

/// A pattern of Java's
/// ([`java.util.regex.Pattern`](https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html))
/// on its way to ECMAScript:
///
/// - A quantifier about an assertion (`${1,128}`) says nothing: the assertion counts if it is
///   wanted once at least, and otherwise not.
/// - A possessive quantifier (`\d{2}+`) and an atomic group (`(?>…)`) give back nothing of what
///   they took. Where there is nothing to give back, they mean what they mean without. Elsewhere
///   a lookahead stands for them, as nothing goes back into one: `(?=(?<_1>a*))\k<_1>` for `a*+`.
/// - Flags (`(?s)`) count up to the end of the group that they are in: a group of their own stands for
///   them, in each of the alternatives.
/// - `\A` and `\z` are the ends of the text, and properties such as `\p{Alnum}` are classes.
/// - A hyphen after a set (`[\w-_]`) stands for itself.
/// - Classes intersect (`[a-z&&[^b]]`): a lookahead for the first, and the second.
/// - Bounds after a quantifier (`a{2}{3}`) are about nothing.
pub(super) struct Translation<'p> {
    pattern: &'p str,
    rest: Peekable<Chars<'p>>,
    out: String,
    groups: Vec<Group>,
    /// The flags that were set outside of all groups.
    flags: Vec<String>,
    /// The part of the pattern that a quantifier would repeat.
    last: Option<Atom>,
    /// Whether a quantifier was there last.
    is_quantified: bool,
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
    /// The flags that were set in it, as often as a group stands for them.
    flags: Vec<String>,
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
    pub(super) fn of(pattern: &'p str) -> Option<String> {
        let mut translation = Self {
            pattern,
            rest: pattern.chars().peekable(),
            out: String::with_capacity(pattern.len()),
            groups: Vec::new(),
            flags: Vec::new(),
            last: None,
            is_quantified: false,
            captures: 0,
            added: 0,
            has_numbers: false,
        };
        while let Some(character) = translation.rest.next() {
            translation.part(character)?;
            translation.is_quantified = "*+?{".contains(character);
        }
        translation.close_flags();
        // Numbers would count the groups that were added.
        let is_sound =
            translation.groups.is_empty() && !(translation.has_numbers && translation.added > 0);
        is_sound.then_some(translation.out)
    }

    fn part(&mut self, character: char) -> Option<()> {
        let start = self.out.len();
        let kind = match character {
            '\\' => self.escape(false)?,
            '[' => {
                self.class()?;
                Kind::Fixed
            }
            '(' => return self.open(),
            ')' => return self.close(),
            '|' => {
                self.close_flags();
                self.out.push('|');
                self.open_flags();
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

    /// An escape after its backslash, if ECMAScript can say the same.
    fn escape(&mut self, is_in_class: bool) -> Option<Kind> {
        let character = self.rest.next()?;
        match character {
            'A' | 'z' if !is_in_class => {
                let has_lines = self.all_flags().any(|flags| flags.contains('m'));
                self.out.push(if character == 'A' { '^' } else { '$' });
                return (!has_lines).then_some(Kind::Assertion);
            }
            'p' | 'P' if self.rest.peek() == Some(&'{') => {
                return self.property(character, is_in_class);
            }
            // What needs no escape has none with the flag `u`.
            other if !other.is_alphanumeric() && !r"^$\.*+?()[]{}|/-".contains(other) => {
                self.out.push(other);
                return Some(Kind::Fixed);
            }
            '-' if !is_in_class => {
                self.out.push('-');
                return Some(Kind::Fixed);
            }
            _ => self.out.extend(['\\', character]),
        }
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
            'k' if self.rest.peek() == Some(&'<') => self.up_to('>')?,
            '1'..='9' => self.has_numbers = true,
            other if other.is_ascii_alphanumeric() => return None,
            _ => {}
        }
        Some(Kind::Fixed)
    }

    /// A property after `\p` or `\P`.
    fn property(&mut self, character: char, is_in_class: bool) -> Option<Kind> {
        let mut name = String::new();
        self.rest.next();
        loop {
            match self.rest.next()? {
                '}' => break,
                part => name.push(part),
            }
        }
        let is_negated = character == 'P';
        let text = match java_properties::class(&name, is_negated)? {
            java_properties::Class::Property(text) => text,
            java_properties::Class::Content(content) if is_in_class && !is_negated => content,
            java_properties::Class::Content(_) if is_in_class => return None,
            java_properties::Class::Content(content) if is_negated => format!("[^{content}]"),
            java_properties::Class::Content(content) => format!("[{content}]"),
        };
        self.out.push_str(&text);
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

    /// A class after its bracket. Java has classes in classes, and takes a bracket at the beginning for
    /// itself.
    fn class(&mut self) -> Option<()> {
        let start = self.out.len();
        self.out.push('[');
        let is_negated = self.takes('^');
        if is_negated {
            self.out.push('^');
        }
        let (mut is_first, mut after_set) = (true, false);
        loop {
            let was_after_set = std::mem::take(&mut after_set);
            match self.rest.next()? {
                ']' if is_first => return None,
                ']' => {
                    self.out.push(']');
                    return Some(());
                }
                '\\' => {
                    after_set = self
                        .rest
                        .peek()
                        .is_some_and(|next| "dDsSwWpP".contains(*next));
                    self.escape(true)?;
                }
                '[' => return None,
                '&' if self.rest.peek() == Some(&'&') => {
                    self.rest.next();
                    let is_sound = !is_first && !is_negated && self.takes('[');
                    return is_sound.then(|| self.intersection(start)).flatten();
                }
                '-' if was_after_set && self.rest.peek() != Some(&']') => self.out.push_str("\\-"),
                other => self.out.push(other),
            }
            is_first = false;
        }
    }

    /// The second class of an intersection, after its bracket, and the end of the first one.
    fn intersection(&mut self, start: usize) -> Option<()> {
        let first = self.out.split_off(start);
        self.out.push_str(&format!("(?:(?={first}])"));
        self.class()?;
        self.out.push(')');
        self.takes(']').then_some(())
    }

    /// All flags that are set here.
    fn all_flags(&self) -> impl Iterator<Item = &String> {
        let groups = self.groups.iter().flat_map(|group| &group.flags);
        self.flags.iter().chain(groups)
    }

    /// The flags of the group that is open.
    fn own_flags(&mut self) -> &mut Vec<String> {
        match self.groups.last_mut() {
            Some(group) => &mut group.flags,
            None => &mut self.flags,
        }
    }

    fn open_flags(&mut self) {
        for flags in self.own_flags().clone() {
            self.out.push_str(&format!("(?{flags}:"));
        }
    }

    fn close_flags(&mut self) {
        let count = self.own_flags().len();
        self.out.extend(std::iter::repeat_n(')', count));
    }

    /// Reads flags after `(?`, of which the first has been taken. Returns whether they open a group of
    /// their own; otherwise they count for the rest of the group that is open.
    fn flags(&mut self, first: char) -> Option<bool> {
        let mut flags = String::from(first);
        let end = loop {
            match self.rest.next()? {
                end @ (')' | ':') => break end,
                flag => flags.push(flag),
            }
        };
        let is_known = flags.chars().all(|flag| "ims-".contains(flag));
        if !is_known || flags.matches('-').count() > 1 || flags == "-" {
            return None;
        }
        self.out.push_str(&format!("(?{flags}:"));
        if end == ':' {
            return Some(true);
        }
        self.own_flags().push(flags);
        self.last = None;
        Some(false)
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
            let character = self.rest.next()?;
            let is_flag = character.is_ascii_alphabetic() || character == '-';
            if !is_flag {
                self.out.extend(['(', '?', character]);
            }
            match character {
                ':' => {}
                _ if is_flag => {
                    if !self.flags(character)? {
                        return Some(());
                    }
                }
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
                _ => return None,
            }
        }
        self.groups.push(Group {
            start,
            form,
            captures,
            flags: Vec::new(),
        });
        self.last = None;
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        if self.groups.is_empty() {
            return None;
        }
        self.close_flags();
        let Group {
            start,
            form,
            captures,
            ..
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
        if character == '{' && self.is_quantified {
            self.bounds()?;
            return Some(());
        }
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
