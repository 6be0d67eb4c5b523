//! Prints data for review: `Debug` with all that fits on one line, and without values that say
//! nothing.

use std::fmt::Debug;

/// The columns of a line.
const WIDTH: usize = 120;

/// A value as `Debug` prints it.
enum Node {
    /// A string, a number, or a variant without fields.
    Leaf(String),
    /// A structure: its name and its fields.
    Fields(String, Vec<(String, Node)>),
    /// A list, a map or a variant with values: the texts before and after them.
    Items(String, Vec<Node>, &'static str),
    /// An entry of a map.
    Entry(Box<Node>, Box<Node>),
}

/// Prints a value. `None`, `false` and empty lists are left out, and neighbours with the same
/// text share it: `name = field: "id"`.
pub(super) fn outline(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    let mut rest = text.as_str();
    let node = read(&mut rest);
    assert_eq!(rest, "", "the whole of the text is read");
    lines(&node, "", WIDTH).join("\n")
}

/// Reads a value, and leaves the rest.
fn read(rest: &mut &str) -> Node {
    if let Some(items) = rest.strip_prefix('[') {
        *rest = items;
        return Node::Items("[".to_owned(), read_items(rest, "]"), "]");
    }
    if let Some(items) = rest.strip_prefix('{') {
        *rest = items;
        return Node::Items("{".to_owned(), read_items(rest, "}"), "}");
    }
    let word = match rest.strip_prefix('"') {
        Some(text) => 2 + end_of_string(text),
        None => rest
            .find([',', '(', ')', ']', '{', '}', ' '])
            .unwrap_or(rest.len()),
    };
    let (word, after) = rest.split_at(word);
    *rest = after;
    if let Some(items) = rest.strip_prefix('(') {
        *rest = items;
        return Node::Items(format!("{word}("), read_items(rest, ")"), ")");
    }
    let Some(mut fields) = rest.strip_prefix(" { ") else {
        return Node::Leaf(word.to_owned());
    };
    let mut read_fields = Vec::new();
    while let Some((name, value)) = fields.split_once(": ") {
        *rest = value;
        read_fields.push((name.to_owned(), read(rest)));
        fields = match rest.strip_prefix(", ") {
            Some(more) => more,
            None => break,
        };
    }
    *rest = rest.strip_prefix(" }").expect("the end of a structure");
    Node::Fields(word.to_owned(), read_fields)
}

fn read_items(rest: &mut &str, end: &str) -> Vec<Node> {
    let mut items = Vec::new();
    loop {
        if let Some(after) = rest.strip_prefix(end) {
            *rest = after;
            return items;
        }
        *rest = rest.strip_prefix(", ").unwrap_or(rest);
        let item = read(rest);
        items.push(match rest.strip_prefix(": ") {
            Some(value) => {
                *rest = value;
                Node::Entry(Box::new(item), Box::new(read(rest)))
            }
            None => item,
        });
    }
}

/// The length of a string up to its quotation mark.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    text.find(|char| {
        let ends = char == '"' && !is_escaped;
        is_escaped = char == '\\' && !is_escaped;
        ends
    })
    .expect("the end of a string")
}

fn says_nothing(node: &Node) -> bool {
    match node {
        Node::Leaf(text) => ["None", "false"].contains(&text.as_str()),
        Node::Items(start, items, _) => ["[", "{"].contains(&start.as_str()) && items.is_empty(),
        Node::Fields(..) | Node::Entry(..) => false,
    }
}

/// The lines of a value after its label, such as `name: `.
fn lines(node: &Node, label: &str, width: usize) -> Vec<String> {
    let (start, parts, end) = match node {
        Node::Leaf(text) => return vec![format!("{label}{text}")],
        Node::Entry(key, value) => {
            let key = lines(key, label, width).join(" ");
            return lines(value, &format!("{key}: "), width);
        }
        // `Union(Union {`: the value is indented once.
        Node::Items(start, items, end) if *end == ")" && items.len() == 1 => {
            let label = format!("{label}{start}");
            let width = width.saturating_sub(end.len());
            let mut lines: Vec<String> = items
                .iter()
                .flat_map(|item| lines(item, &label, width))
                .collect();
            if let Some(last) = lines.last_mut() {
                last.push_str(end);
            }
            return lines;
        }
        Node::Items(start, items, end) => {
            let parts = items.iter().map(|item| (String::new(), item));
            (start.clone(), parts.collect(), *end)
        }
        Node::Fields(name, fields) => {
            let parts = labelled(fields);
            if parts.is_empty() {
                return vec![format!("{label}{name}")];
            }
            (format!("{name} {{"), parts, "}")
        }
    };
    let inside = width.saturating_sub(2);
    // The lines of each part.
    let parts = parts.iter().map(|(label, part)| lines(part, label, inside));
    let mut filled: Vec<String> = Vec::new();
    let mut is_open = false;
    for part in parts {
        let (is_short, text) = (part.len() == 1, part.join("\n"));
        match filled.last_mut() {
            Some(last) if is_open && is_short && last.len() + text.len() + 2 <= inside => {
                last.push_str(", ");
                last.push_str(&text);
            }
            _ => filled.extend(part),
        }
        is_open = is_short;
    }
    if let [one] = filled.as_slice() {
        let pad = if matches!(node, Node::Fields(..)) {
            " "
        } else {
            ""
        };
        let line = format!("{label}{start}{pad}{one}{pad}{end}");
        if line.len() <= width {
            return vec![line];
        }
    }
    let filled = filled.into_iter().map(|line| format!("  {line}"));
    let start = std::iter::once(format!("{label}{start}"));
    start.chain(filled).chain([end.to_owned()]).collect()
}

/// The fields that say something, with their labels.
fn labelled(fields: &[(String, Node)]) -> Vec<(String, &Node)> {
    let mut parts: Vec<(String, &Node)> = Vec::new();
    for (name, value) in fields.iter().filter(|(_, value)| !says_nothing(value)) {
        match (parts.last_mut(), value) {
            (Some((names, Node::Leaf(before))), Node::Leaf(text))
                if before == text && text.starts_with('"') =>
            {
                *names = format!("{} = {name}: ", names.trim_end_matches(": "));
            }
            _ => parts.push((format!("{name}: "), value)),
        }
    }
    parts
}

#[test]
fn what_says_something_is_printed() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "they are printed")]
    struct Part {
        name: &'static str,
        field: &'static str,
        docs: Vec<&'static str>,
        is_on: bool,
        size: Option<i32>,
    }
    let part = |name, docs, is_on, size| Part {
        name,
        field: "a",
        docs,
        is_on,
        size,
    };
    let nothing = part("a", Vec::new(), false, None);
    assert_eq!(outline(&nothing), r#"Part { name = field: "a" }"#);
    let long = "x".repeat(100);
    let all = [
        part("b", vec!["a \"b\", c"], true, Some(-1)),
        part("c", vec![&*long.leak(), "y"], false, None),
    ];
    assert_eq!(
        outline(&all),
        format!(
            "[\n  Part {{ name: \"b\", field: \"a\", docs: [\"a \\\"b\\\", c\"], is_on: true, \
             size: Some(-1) }}\n  Part {{\n    name: \"c\", field: \"a\"\n    \
             docs: [\"{}\", \"y\"]\n  }}\n]",
            "x".repeat(100)
        )
    );
}
