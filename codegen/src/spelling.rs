//! Suggestions for misspelt names.

/// The name that is nearest to a misspelt one, unless more than a third of it differs.
pub(crate) fn nearest<'n>(
    misspelt: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let length = misspelt.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        // Names of other lengths are at least as far as their lengths are.
        let least = name.chars().count().abs_diff(length);
        let limit = best.map_or(usize::MAX, |(distance, _)| distance);
        if least < limit {
            let distance = distance(name, misspelt);
            if distance < limit {
                best = Some((distance, name));
            }
        }
    }
    let (distance, name) = best?;
    (distance <= (name.chars().count() / 3).max(1)).then_some(name)
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
    use super::distance;

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
