//! Measures the depth of HTML, and strips its tags. Parsers go into documentation by recursion,
//! and documentation can be anything.

/// The depth to which elements may nest. Published documentation is less than 20 deep.
const MAX_DEPTH: usize = 128;

/// Elements without an end.
const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];

/// Elements that end where the next of them begins.
const FOLLOWED: [&str; 10] = [
    "dd", "dt", "li", "note", "option", "p", "td", "th", "tr", "tbody",
];

/// Whether some element is deeper than can be parsed. It is only an estimate, but a parser of
/// HTML never nests more than a few times deeper.
pub(super) fn is_deep(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for (at, _) in html.match_indices('<') {
        let rest = html.get(at + 1..).unwrap_or_default();
        let (is_end, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
        let name = rest.split_at(end.unwrap_or(rest.len())).0;
        let is = |other: &&str| name.eq_ignore_ascii_case(other);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || VOID.iter().any(is) {
            continue;
        }
        if is_end {
            // An end that nothing began changes nothing.
            if let Some(begun) = open.iter().rposition(is) {
                open.truncate(begun);
            }
            continue;
        }
        if open.last().is_some_and(is) && FOLLOWED.iter().any(is) {
            open.pop();
        }
        open.push(name);
        if open.len() > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// The text between the tags.
pub(super) fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for part in html.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{is_deep, without_tags};

    #[test]
    fn only_what_is_nested_is_deep() {
        for flat in [
            "<p>",
            "<br>",
            "</b>",
            "<b>x</b>",
            "<",
            "<ul><li>x</ul>",
            "< b",
        ] {
            assert!(!is_deep(&flat.repeat(1_000)), "{flat}");
        }
        for deep in ["<b>", "<DIV class=x>", "<b></i>", "<ul><li>"] {
            assert!(is_deep(&deep.repeat(1_000)), "{deep}");
        }
    }

    #[test]
    fn text_is_left() {
        assert_eq!(without_tags("a<b>c</b>d < e").trim(), "a c d   e");
    }
}
