//! Texts word by word: what went and what came.

use similar::{ChangeTag, TextDiff};

/// The number of equal words that are shown on each side of different ones.
const CONTEXT: usize = 4;

/// The differences of two texts: `[-gone-]`, `{+come+}`, and a few words around them.
pub(super) fn difference(old: &str, new: &str) -> String {
    let old: Vec<&str> = old.split_whitespace().collect();
    let new: Vec<&str> = new.split_whitespace().collect();
    let diff = TextDiff::from_slices(&old, &new);
    let mut runs: Vec<(ChangeTag, Vec<&str>)> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = *change.value_ref();
        match runs.last_mut() {
            Some((tag, words)) if *tag == change.tag() => words.push(word),
            _ => runs.push((change.tag(), vec![word])),
        }
    }
    let last = runs.len().saturating_sub(1);
    let texts = runs.iter().enumerate().map(|(at, (tag, words))| {
        let text = words.join(" ");
        match tag {
            ChangeTag::Delete => format!("[-{text}-]"),
            ChangeTag::Insert => format!("{{+{text}+}}"),
            ChangeTag::Equal => shortened(words, at == 0, at == last),
        }
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// Words that stay: those near to others.
fn shortened(words: &[&str], is_first: bool, is_last: bool) -> String {
    let before = if is_first { 0 } else { CONTEXT };
    let after = if is_last { 0 } else { CONTEXT };
    if words.len() <= before + after + 1 {
        return words.join(" ");
    }
    let head = words.get(..before).unwrap_or_default().join(" ");
    let tail = words
        .get(words.len() - after..)
        .unwrap_or_default()
        .join(" ");
    format!("{head} … {tail}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn words_that_change_stand_among_some_that_do_not() {
        assert_eq!(difference("a b c", "a x c"), "a [-b-] {+x+} c");
        assert_eq!(difference("", "new"), "{+new+}");
        assert_eq!(difference("old", ""), "[-old-]");
        assert_eq!(
            difference(
                "one two three four five six seven",
                "one two three four five six eight"
            ),
            "… three four five six [-seven-] {+eight+}"
        );
        assert_eq!(
            difference("x 1 2 3 4 5 6 7 8 9 10 y", "X 1 2 3 4 5 6 7 8 9 10 Y"),
            "[-x-] {+X+} 1 2 3 4 … 7 8 9 10 [-y-] {+Y+}"
        );
    }
}
