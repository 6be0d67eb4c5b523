//! The lines of values in examples: on one line where they fit, and otherwise as rustfmt breaks them.

use crate::ir::Shown;

/// The columns of an example's line.
const WIDTH: usize = 92;

/// The columns of a chain of calls that stays on one line.
const CHAIN: usize = 60;

/// The columns of other expressions with parts that stay on one line.
const PARTS: usize = 60;

/// The expression on one line.
pub(crate) fn line(shown: &Shown) -> String {
    match shown {
        Shown::Plain(text) => text.clone(),
        Shown::Built(ty, setters) => {
            let setters = setters.iter();
            let setters: Vec<String> = setters
                .map(|(setter, value)| format!(".{setter}({})", line(value)))
                .collect();
            format!("{ty}::new(){}", setters.concat())
        }
        Shown::List(items) => {
            let items: Vec<String> = items.iter().map(line).collect();
            format!("[{}]", items.join(", "))
        }
        Shown::Map(entries) => {
            let entries = entries.iter();
            let entries: Vec<String> = entries
                .map(|(key, value)| format!("({key}, {})", line(value)))
                .collect();
            format!("[{}]", entries.join(", "))
        }
        Shown::Call(function, value) => format!("{function}({})", line(value)),
    }
}

/// Appends an expression to the last line, which has something before it already, and what comes
/// after it. Further lines are indented by `indent` columns and more.
pub(crate) fn append(shown: &Shown, indent: usize, after: &str, lines: &mut Vec<String>) {
    let before = lines.last().map_or(0, |line| line.chars().count());
    let flat = line(shown);
    let columns = flat.chars().count();
    let fits = before + columns + after.chars().count() <= WIDTH
        && match shown {
            Shown::Plain(_) => true,
            Shown::Built(_, setters) => setters.is_empty() || columns <= CHAIN,
            Shown::List(_) | Shown::Map(_) | Shown::Call(..) => columns <= PARTS,
        };
    if fits {
        add(lines, &flat);
        add(lines, after);
        return;
    }
    let start = " ".repeat(indent + 4);
    match shown {
        Shown::Plain(text) => add(lines, text),
        Shown::Built(ty, setters) => {
            add(lines, &format!("{ty}::new()"));
            for (setter, value) in setters {
                lines.push(format!("{start}.{setter}("));
                append(value, indent + 4, ")", lines);
            }
        }
        Shown::List(items) => {
            add(lines, "[");
            for item in items {
                lines.push(start.clone());
                append(item, indent + 4, ",", lines);
            }
            lines.push(format!("{}]", " ".repeat(indent)));
        }
        Shown::Map(entries) => {
            add(lines, "[");
            for (key, value) in entries {
                lines.push(format!("{start}({key}, "));
                append(value, indent + 4, "),", lines);
            }
            lines.push(format!("{}]", " ".repeat(indent)));
        }
        Shown::Call(function, value) => {
            add(lines, &format!("{function}("));
            append(value, indent, ")", lines);
        }
    }
    add(lines, after);
}

fn add(lines: &mut [String], text: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Shown {
        Shown::Plain(text.to_owned())
    }

    fn lines(shown: &Shown) -> String {
        let mut lines = vec!["let call = ".to_owned()];
        append(shown, 0, ";", &mut lines);
        lines.join("\n")
    }

    #[test]
    fn short_values_stay_on_a_line() {
        let tag = |key: &str| {
            let setters = vec![
                ("key".to_owned(), plain(key)),
                ("value".to_owned(), plain("1")),
            ];
            Shown::Built("Tag".to_owned(), setters)
        };
        let tags = Shown::List(vec![tag("\"a\""), tag("\"b, longer\"")]);
        let call = Shown::Built("Put".to_owned(), vec![("tags".to_owned(), tags)]);
        assert_eq!(
            lines(&call),
            "let call = Put::new()\n    .tags([\n        Tag::new().key(\"a\").value(1),\n        \
             Tag::new().key(\"b, longer\").value(1),\n    ]);"
        );
        assert_eq!(
            lines(&tag("\"a\"")),
            "let call = Tag::new().key(\"a\").value(1);"
        );
    }

    #[test]
    fn parts_of_long_values_have_lines() {
        let long = format!("\"{}\"", "x".repeat(50));
        let inner = Shown::Call("Value::s".to_owned(), Box::new(plain(&long)));
        let map = Shown::Map(vec![("\"k\"".to_owned(), inner)]);
        let outer = Shown::Call("Value::m".to_owned(), Box::new(map));
        assert_eq!(
            lines(&outer),
            format!("let call = Value::m([\n    (\"k\", Value::s({long})),\n]);")
        );
    }
}
