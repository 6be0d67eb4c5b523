//! Suggestions for misspelt names.

/// Words of more bytes get no suggestion: a distance takes time in proportion to both lengths.
const MAX_LENGTH: usize = 1024;

/// The name that is nearest to a misspelt one, of those of which at most a third differs. Names may
/// be shape ids, where it is a third without the namespace, which most of them share.
pub(crate) fn nearest<'n>(
    misspelt: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    if misspelt.len() > MAX_LENGTH {
        return None;
    }
    let length = misspelt.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        if name.len() > MAX_LENGTH {
            continue;
        }
        let characters = name.chars().count();
        let own = name.rsplit('#').next().unwrap_or(name);
        let tolerated = (own.chars().count() / 3).max(1);
        let limit = best.map_or(tolerated, |(distance, _)| tolerated.min(distance - 1));
        // Names of other lengths are at least as far as their lengths are.
        if characters.abs_diff(length) > limit {
            continue;
        }
        let distance = distance(name, misspelt);
        if distance <= limit {
            best = Some((distance, name));
        }
        if distance == 0 {
            break;
        }
    }
    best.map(|(_, name)| name)
}

/// A type of shapes with its article, such as `a union` and `an enum`.
pub(crate) fn with_article(kind: &str) -> String {
    let article = match kind.starts_with(['a', 'e', 'i', 'o']) {
        true => "an",
        false => "a",
    };
    format!("{article} {kind}")
}

/// The Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(&b) {
            let here = (diagonal + usize::from(from != *to))
                .min(left + 1)
                .min(*cell + 1);
            diagonal = std::mem::replace(cell, here);
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn the_nearest_name_differs_by_a_third_at_most() {
        assert_eq!(nearest("Encript", ["Decrypt", "Encrypt"]), Some("Encrypt"));
        assert_eq!(nearest("Encript", ["Sign", "Verify"]), None);
        assert_eq!(nearest("It", ["I", "Id"]), Some("I"));
        assert_eq!(
            nearest("a.b#Other", ["a.b#Empties", "a.b#Others"]),
            Some("a.b#Others")
        );
        assert_eq!(nearest("a.b#Other", ["a.b#Empties"]), None);
        assert_eq!(nearest("same", ["sane", "same", "some"]), Some("same"));
    }

    /// Two words of a megabyte would take 10¹² steps.
    #[test]
    fn endless_words_get_no_suggestion() {
        let (word, other) = ("a".repeat(1_000_000), "b".repeat(1_000_000));
        assert_eq!(nearest(&word, [other.as_str(), "a"]), None);
        assert_eq!(nearest("a", [other.as_str(), "b"]), Some("b"));
    }

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
