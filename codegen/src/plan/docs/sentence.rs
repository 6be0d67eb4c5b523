//! The first sentence of documentation.

use super::wrap::starts_block;

/// The most columns of a sentence that is repeated elsewhere.
const LONGEST: usize = 240;

/// The first sentence of documentation, if the documentation begins with one that means the same
/// elsewhere: not with a list, a table or code.
pub(in crate::plan) fn first_sentence(lines: &[String]) -> Option<String> {
    let paragraph: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .take_while(|line| !line.is_empty())
        .map(|line| line.strip_suffix('\\').unwrap_or(line))
        .collect();
    let first = paragraph.first()?;
    let word = first.split(' ').next().unwrap_or_default();
    if starts_block(word) || first.starts_with([' ', '|', '`', '~']) && !is_code_span(first) {
        return None;
    }
    let text = paragraph.join(" ");
    let sentence = text.get(..end(&text)?)?;
    let fits = sentence.chars().count() <= LONGEST;
    (fits && is_balanced(sentence)).then(|| sentence.to_owned())
}

fn is_code_span(line: &str) -> bool {
    line.starts_with('`') && !line.starts_with("```")
}

/// The end of the first sentence: behind a full stop that isn't in code, in a link or in
/// parentheses, and that a capital or the end of the paragraph follows. A stop behind a single
/// letter or `etc` may end an abbreviation.
fn end(text: &str) -> Option<usize> {
    let mut in_code = false;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '`' => in_code = !in_code,
            _ if in_code => {}
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            '.' if depth == 0 => {
                let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
                let word = before.rsplit([' ', '(']).next().unwrap_or_default();
                let is_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
                let is_short = is_letter || word.contains('.') || word == "etc";
                let mut after = after.chars();
                match (after.next(), after.next()) {
                    (None, _) => return Some(at + 1),
                    (Some(' '), Some(next)) if next.is_uppercase() && !is_short => {
                        return Some(at + 1);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether nothing that has been opened is open at the end.
fn is_balanced(text: &str) -> bool {
    let (mut ticks, mut stars) = (0_usize, 0_usize);
    let (mut square, mut round, mut angle) = (0_i64, 0_i64, 0_i64);
    for byte in text.bytes() {
        match byte {
            b'`' => ticks += 1,
            b'*' => stars += 1,
            b'[' => square += 1,
            b']' => square -= 1,
            b'(' => round += 1,
            b')' => round -= 1,
            b'<' => angle += 1,
            b'>' => angle -= 1,
            _ => {}
        }
    }
    ticks.is_multiple_of(2)
        && stars.is_multiple_of(2)
        && text.matches("**").count().is_multiple_of(2)
        && (square, round, angle) == (0, 0, 0)
        && !text.contains("![")
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    fn of(text: &str) -> Option<String> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        first_sentence(&lines)
    }

    #[test]
    fn sentences_end_where_they_end() {
        for (text, sentence) in [
            ("The name.", "The name."),
            ("The name. More of it.", "The name."),
            (
                "The name of\nthe table. More.\n\nAnother.",
                "The name of the table.",
            ),
            ("A value, e.g. 5. Then more.", "A value, e.g. 5."),
            ("See `a. B` first. Then.", "See `a. B` first."),
            (
                "Of [Guide v. Two](https://a.example/B. C) only. More.",
                "Of [Guide v. Two](https://a.example/B. C) only.",
            ),
            ("Version 1.2 of it. More.", "Version 1.2 of it."),
        ] {
            assert_eq!(of(text).as_deref(), Some(sentence), "{text}");
        }
    }

    #[test]
    fn other_beginnings_have_none() {
        for text in [
            "",
            "- an item. Another.",
            "# Title. More.",
            "```text\nA. B.\n```",
            "| a. | B |",
            "no end",
            "**Bold. Text** goes on.",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
