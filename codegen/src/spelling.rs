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

/// Types of other languages and formats, in lower case, and the shapes of the prelude that have their
/// values.
const OTHER_NAMES: [(&str, &str); 25] = [
    ("any", "Document"),
    ("bigint", "BigInteger"),
    ("binary", "Blob"),
    ("bool", "Boolean"),
    ("bytes", "Blob"),
    ("char", "String"),
    ("date", "Timestamp"),
    ("datetime", "Timestamp"),
    ("decimal", "BigDecimal"),
    ("f32", "Float"),
    ("f64", "Double"),
    ("float32", "Float"),
    ("float64", "Double"),
    ("i32", "Integer"),
    ("i64", "Long"),
    ("int", "Integer"),
    ("int16", "Short"),
    ("int32", "Integer"),
    ("int64", "Long"),
    ("int8", "Byte"),
    ("json", "Document"),
    ("number", "Double"),
    ("str", "String"),
    ("text", "String"),
    ("uuid", "String"),
];

/// The namespace of the prelude.
const PRELUDE: &str = "smithy.api";

/// The id that is most likely meant by one that isn't known: of nearly the same name in the namespace
/// or the prelude, of the same name in another namespace, or of the shape for a type of another
/// language.
pub(crate) fn nearest_shape<'n>(
    misspelt: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let (namespace, name) = misspelt.split_once('#').unwrap_or(("", misspelt));
    let (mut near, mut elsewhere) = (Vec::new(), Vec::new());
    let mut prelude = None;
    let other = OTHER_NAMES
        .iter()
        .find(|(other, _)| name.eq_ignore_ascii_case(other));
    for id in known {
        let Some((of, own)) = id.split_once('#') else {
            continue;
        };
        if of == PRELUDE && other.is_some_and(|(_, meant)| *meant == own) {
            prelude = Some(id);
        }
        if of == namespace || of == PRELUDE {
            near.push((own, id));
        } else if own == name {
            elsewhere.push(id);
        }
    }
    near.sort_unstable();
    let found = nearest(name, near.iter().map(|(own, _)| *own));
    let found = found.and_then(|found| near.iter().find(|(own, _)| *own == found));
    let exact = elsewhere.into_iter().min();
    match (found, exact) {
        (Some((own, id)), exact) if exact.is_none() || *own == name => Some(id),
        (_, Some(exact)) => Some(exact),
        _ => prelude,
    }
}

/// A type of shapes with its article, such as `a union` and `an enum`.
pub(crate) fn with_article(kind: &str) -> String {
    let article = match kind.starts_with(['a', 'e', 'i', 'o']) {
        true => "an",
        false => "a",
    };
    format!("{article} {kind}")
}

/// The Levenshtein distance, where two neighbours that are swapped count as one difference.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (i, from) in a.chars().enumerate() {
        let mut row = vec![i + 1];
        let mut swapped = None;
        for (j, to) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let mut here = (cell(&last, j) + usize::from(from != *to))
                .min(cell(&row, j) + 1)
                .min(cell(&last, j + 1) + 1);
            if j > 0 && previous == Some(*to) && swapped == Some(from) {
                here = here.min(cell(&before, j - 1) + 1);
            }
            row.push(here);
            swapped = Some(*to);
        }
        previous = Some(from);
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{PRELUDE, distance, nearest, nearest_shape};

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
    fn shapes_are_of_the_namespace_the_prelude_or_another_language() {
        let of_prelude = ["Integer", "String", "Timestamp"].map(|name| format!("{PRELUDE}#{name}"));
        let known = ["a#Order", "b#Price", "c#Price"].into_iter();
        let known: Vec<&str> = known.chain(of_prelude.iter().map(String::as_str)).collect();
        let [integer, string, timestamp] = &of_prelude;
        for (misspelt, meant) in [
            ("a#Ordr", Some("a#Order")),
            ("a#Price", Some("b#Price")),
            ("a#Strin", Some(string.as_str())),
            ("a#TimeStamp", Some(timestamp.as_str())),
            ("a#Int", Some(integer.as_str())),
            ("a#DateTime", Some(timestamp.as_str())),
            ("a#Customer", None),
            ("b#Ordr", None),
            // The prelude has none here.
            ("a#Bool", None),
        ] {
            assert_eq!(
                nearest_shape(misspelt, known.iter().copied()),
                meant,
                "{misspelt}"
            );
        }
    }

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("same", "same"), 0);
        assert_eq!(distance("nmae", "name"), 1);
        assert_eq!(distance("odrer", "order"), 1);
        assert_eq!(distance("abc", "cab"), 2);
    }
}
