//! Imports and signatures on lines of 100 columns, as rustfmt has them.

use memchr::memchr_iter;

/// The columns of a line.
const WIDTH: usize = 100;

/// The columns of an import on one line: rustfmt leaves two for what follows the list.
const IMPORT: usize = WIDTH - 2;

/// The columns of a line in a list of several lines, of which rustfmt leaves one.
const LIST: usize = WIDTH - 1;

/// The text with imports and signatures set anew.
pub(super) fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let (mut copied, mut seen) = (0, 0);
    // Few lines open a block or a list, so only the ends of the others are looked at.
    for end in memchr_iter(b'\n', text.as_bytes()) {
        let before = part(seen, end);
        if !matches!(before.as_bytes().last(), Some(b'{' | b'(')) {
            continue;
        }
        let start = end - before.rsplit('\n').next().unwrap_or_default().len();
        let line = part(start, end);
        let Some(closing) = Start::of(line).map(Start::closing) else {
            continue;
        };
        let margin = line.len() - line.trim_start().len();
        let mut between = Vec::new();
        let mut last = None;
        seen = end + 1;
        for next in part(seen, text.len()).split_inclusive('\n') {
            seen += next.len();
            let next = next.trim_end_matches('\n');
            let is_end = next.len() - next.trim_start().len() == margin;
            if is_end && next.trim_start().starts_with(closing) {
                last = Some(next);
                break;
            }
            between.push(next);
        }
        let set = last.and_then(|last| match closing {
            ")" => signature(line, &between, last, margin),
            _ => Some(import(line, &between)),
        });
        if let Some(set) = set {
            out.push_str(part(copied, start));
            out.push_str(&set);
            out.push('\n');
            copied = seen;
        }
    }
    out.push_str(part(copied, text.len()));
    out
}

/// The start of what is set anew, if it goes over several lines.
enum Start {
    Import,
    Signature,
}

impl Start {
    fn of(line: &str) -> Option<Self> {
        let rest = line.trim_start();
        let rest = ["pub(crate) ", "pub(super) ", "pub "]
            .iter()
            .find_map(|visibility| rest.strip_prefix(visibility))
            .unwrap_or(rest);
        if rest.starts_with("use ") && rest.ends_with('{') {
            return Some(Self::Import);
        }
        let rest = rest.strip_prefix("async ").unwrap_or(rest);
        (rest.starts_with("fn ") && rest.ends_with('(')).then_some(Self::Signature)
    }

    /// The beginning of the line that ends it.
    fn closing(self) -> &'static str {
        match self {
            Self::Import => "};",
            Self::Signature => ")",
        }
    }
}

/// An import of several names: on one line, or else with as many names to a line as there is
/// room for.
fn import(start: &str, names: &[&str]) -> String {
    let names: Vec<&str> = names
        .iter()
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let whole = format!("{start}{}}};", names.join(", "));
    if columns(&whole) <= IMPORT {
        return whole;
    }
    let one_line = format!("    {},", names.join(", "));
    if columns(&one_line) <= WIDTH {
        return format!("{start}\n{one_line}\n}};");
    }
    let mut out = start.to_owned();
    let mut width = LIST;
    for name in names {
        // With the comma, and a space before it.
        let length = columns(name) + 2;
        if width + length > LIST {
            out.push_str("\n   ");
            width = 3;
        }
        out.push(' ');
        out.push_str(name);
        out.push(',');
        width += length;
    }
    out.push_str("\n};");
    out
}

/// A signature on one line; `None` if there is no room for it, or if a type in it is broken, too.
fn signature(start: &str, arguments: &[&str], end: &str, margin: usize) -> Option<String> {
    let is_plain = |line: &&str| {
        let body = line.trim_start();
        line.len() - body.len() == margin + 4 && body.ends_with(',') && !body.starts_with("#[")
    };
    if !arguments.iter().all(is_plain) || end.ends_with(['<', '(']) {
        return None;
    }
    let arguments: Vec<&str> = arguments
        .iter()
        .map(|line| line.trim().trim_end_matches(','))
        .collect();
    let whole = format!("{start}{}{}", arguments.join(", "), end.trim_start());
    (columns(&whole) <= WIDTH).then_some(whole)
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn imports_take_as_few_lines_as_rustfmt_gives_them() {
        let name = "ANameThatIsLong";
        let of = |count: usize| format!("    {name},\n").repeat(count);
        let short = format!("use a::{{\n{}}};\nstruct S;\n", of(5));
        let whole = [name; 5].join(", ");
        assert_eq!(lines(&short), format!("use a::{{{whole}}};\nstruct S;\n"));
        let long = format!("pub use a::{{\n{}}};\n", of(6));
        let first = [name; 5].join(", ");
        assert_eq!(
            lines(&long),
            format!("pub use a::{{\n    {first},\n    {name},\n}};\n")
        );
    }

    /// As rustfmt 1.9 does it.
    #[test]
    fn lists_leave_columns_at_the_end() {
        let of = |name: &str| format!("use a::{{\n    B,\n    {name},\n}};\n");
        let (fits, over) = ("C".repeat(85), "C".repeat(86));
        assert_eq!(lines(&of(&fits)), format!("use a::{{B, {fits}}};\n"));
        assert_eq!(
            lines(&of(&over)),
            format!("use a::{{\n    B, {over},\n}};\n")
        );
        let (fits, over) = ("C".repeat(92), "C".repeat(93));
        let between = |name: &str| format!("use a::{{\n    B, {name},\n    D,\n}};\n");
        let (short, long) = ("C".repeat(91), "C".repeat(92));
        assert_eq!(lines(&between(&short)), between(&short));
        assert_ne!(lines(&between(&long)), between(&long));
        assert_eq!(
            lines(&of(&fits)),
            format!("use a::{{\n    B, {fits},\n}};\n")
        );
        assert_eq!(
            lines(&of(&over)),
            format!("use a::{{\n    B,\n    {over},\n}};\n")
        );
    }

    #[test]
    fn signatures_are_one_line_if_there_is_room() {
        let text = "    pub async fn f(\n        &self,\n        a: A,\n    ) -> B\n    where\n";
        assert_eq!(
            lines(text),
            "    pub async fn f(&self, a: A) -> B\n    where\n"
        );
        let long = format!("fn f(\n    a: {},\n) -> B {{\n", "A".repeat(85));
        assert_eq!(lines(&long), long);
        let broken = "fn f(\n    a: A<\n        B,\n    >,\n) {\n";
        assert_eq!(lines(broken), broken);
        let result = "fn f(\n    a: A,\n) -> impl Future<\n    Output = B,\n> {\n";
        assert_eq!(lines(result), result);
    }
}
