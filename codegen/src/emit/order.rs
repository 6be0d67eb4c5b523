//! The order of names, as rustfmt has it.

/// Digits that a number is filled up to, so that texts sort as their numbers do.
const DIGITS: usize = 24;

/// A key by which names sort as rustfmt sorts them in edition 2024: an underscore before
/// everything, and numbers by their value
/// ([Rust style guide, version sorting](https://doc.rust-lang.org/style-guide/#sorting)).
pub(super) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut number = String::new();
    for c in name.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        fill(&mut key, &mut number);
        key.push(if c == '_' { '\u{1}' } else { c });
    }
    fill(&mut key, &mut number);
    key
}

fn fill(key: &mut String, number: &mut String) {
    if !number.is_empty() {
        key.push_str(&format!("{number:0>DIGITS$}"));
        number.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn numbers_count_and_underscores_come_first() {
        let sorted = [
            "A", "A_1", "A2", "A10", "AB", "a", "a_b", "a2_b", "a10_b", "ab",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by_key(|name| key(name));
        assert_eq!(names, sorted);
    }
}
