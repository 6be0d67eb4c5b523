//! Java's properties of characters
//! ([`java.util.regex.Pattern`](https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html)).

use super::unicode::compile_unicode;

/// The characters of a property.
pub(super) enum Class {
    /// A property of ECMAScript's, with its backslash.
    Property(String),
    /// The content of a class, without brackets.
    Content(String),
}

/// The characters of `\p{name}`, or of `\P{name}`; `None` for a property that ECMAScript can't say.
pub(super) fn class(name: &str, is_negated: bool) -> Option<Class> {
    let letter = if is_negated { 'P' } else { 'p' };
    let property = |name: &str| {
        let text = format!("\\{letter}{{{name}}}");
        compile_unicode(&text)
            .is_ok()
            .then_some(Class::Property(text))
    };
    if let Some(known) = property(name) {
        return Some(known);
    }
    let content = match name {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "Alpha" => "A-Za-z",
        "Digit" => "0-9",
        "Alnum" => "A-Za-z0-9",
        "Punct" => r"!-\/:-@\[-`{-~",
        "Graph" => "!-~",
        "Print" => " -~",
        "Blank" => r" \t",
        "Cntrl" => r"\x00-\x1F\x7F",
        "XDigit" => "0-9A-Fa-f",
        "Space" => r" \t\n\v\f\r",
        "L1" => r"\x00-\xFF",
        "LD" => r"\p{L}\p{Nd}",
        "all" | "ALL" => return property("Any"),
        _ => {
            let name = name.strip_prefix("Is")?;
            let written = match name.to_ascii_lowercase().as_str() {
                "whitespace" | "white_space" => "White_Space".to_owned(),
                "punctuation" => "P".to_owned(),
                "control" => "Cc".to_owned(),
                "digit" => "Nd".to_owned(),
                "letter" => "L".to_owned(),
                "titlecase" => "Lt".to_owned(),
                _ => name.to_owned(),
            };
            return property(&written).or_else(|| property(&format!("Script={written}")));
        }
    };
    Some(Class::Content(content.to_owned()))
}
