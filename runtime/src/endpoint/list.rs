//! Items of lists.

/// The text of a list at `index`; a negative index counts from the end, and `-1` is the last text.
///
/// Rules: [getAttr](https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html#getattr-function).
#[must_use]
pub fn item(items: &[String], index: i64) -> Option<&str> {
    at(items, index).map(String::as_str)
}

pub(super) fn at<T>(items: &[T], index: i64) -> Option<&T> {
    let at = usize::try_from(index.unsigned_abs()).ok()?;
    if index < 0 {
        items.get(items.len().checked_sub(at)?)
    } else {
        items.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_both_ends() {
        let items = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(item(&items, 0), Some("a"));
        assert_eq!(item(&items, 2), Some("c"));
        assert_eq!(item(&items, 3), None);
        assert_eq!(item(&items, -1), Some("c"));
        assert_eq!(item(&items, -3), Some("a"));
        assert_eq!(item(&items, -4), None);
        assert_eq!(item(&items, i64::MIN), None);
        assert_eq!(item(&[], 0), None);
    }
}
