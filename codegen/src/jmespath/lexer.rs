//! The tokens of a JMESPath expression.

use serde_json::Value;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name as it is, which a function's may be.
    Name(String),
    /// A name in quotes.
    Quoted(String),
    Literal(Value),
    Number(i64),
    /// Punctuation, `[]` and `[?` among it.
    Sign(&'static str),
    End,
}

/// The longer ones go before those that they begin with.
const SIGNS: [&str; 24] = [
    "[]", "[?", "||", "&&", "==", "!=", "<=", ">=", "<", ">", "!", "|", "&", "@", "[", "]", "{",
    "}", "(", ")", ".", ",", ":", "*",
];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            'a'..='z' | 'A'..='Z' | '_' => {
                let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let (name, after) = split(rest, is_part);
                (Token::Name(name.to_owned()), after)
            }
            '0'..='9' | '-' => {
                let (number, after) = split(rest, |c| c.is_ascii_digit() || c == '-');
                let number = number
                    .parse()
                    .map_err(|_| format!("has {number} where a number is meant"))?;
                (Token::Number(number), after)
            }
            '"' => {
                let (inner, after) = quoted(rest, '"')?;
                let name = serde_json::from_str(&format!("\"{inner}\""))
                    .map_err(|_| format!("has {inner:?} in quotes, which is no JSON string"))?;
                (Token::Quoted(name), after)
            }
            '\'' => {
                let (inner, after) = quoted(rest, '\'')?;
                let text = inner.replace("\\'", "'");
                (Token::Literal(Value::String(text)), after)
            }
            '`' => {
                let (inner, after) = quoted(rest, '`')?;
                let inner = inner.replace("\\`", "`");
                let value = serde_json::from_str(&inner)
                    .map_err(|_| format!("has `{inner}`, which is no JSON"))?;
                (Token::Literal(value), after)
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
                let sign = sign.ok_or_else(|| format!("has {first:?}, which means nothing"))?;
                (
                    Token::Sign(sign),
                    rest.get(sign.len()..).unwrap_or_default(),
                )
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens.push(Token::End);
    Ok(tokens)
}

/// Splits a text behind the characters at its start that match.
fn split(text: &str, is_part: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !is_part(c)).unwrap_or(text.len()))
}

/// Splits a text behind a quoted part; a backslash hides a quote.
fn quoted(text: &str, quote: char) -> Result<(&str, &str), String> {
    let inner = text.get(quote.len_utf8()..).unwrap_or_default();
    let mut is_hidden = false;
    for (at, c) in inner.char_indices() {
        if c == quote && !is_hidden {
            let after = inner.get(at + c.len_utf8()..).unwrap_or_default();
            return Ok((inner.get(..at).unwrap_or_default(), after));
        }
        is_hidden = c == '\\' && !is_hidden;
    }
    Err(format!("has a {quote} that nothing closes"))
}
