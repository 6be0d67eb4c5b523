//! A scope of names: every item gets a name of its own.

use std::collections::{BTreeMap, BTreeSet};

/// An item that wants a name.
#[derive(Clone, Debug)]
pub(super) struct Claim<'m> {
    /// The name by the rules of [`case`](super::case).
    pub(super) wanted: String,
    /// The model's own spelling.
    pub(super) spelled: &'m str,
    /// Kinds with lower numbers come first.
    pub(super) kind: u8,
    /// The shape id, or whatever else tells items of one kind apart.
    pub(super) id: &'m str,
    /// The name to try next if another item keeps the wanted one.
    pub(super) otherwise: Option<String>,
}

impl<'m> Claim<'m> {
    /// An item of a scope with one kind of items.
    pub(super) fn new(wanted: String, spelled: &'m str) -> Self {
        Self {
            wanted,
            spelled,
            kind: 0,
            id: spelled,
            otherwise: None,
        }
    }
}

/// The form of numbers behind names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `Name2`.
    Camel,
    /// `name_2`.
    Snake,
}

impl Style {
    fn numbered(self, name: &str, number: usize) -> String {
        let needs_line = match self {
            Self::Camel => name.ends_with(|last: char| last.is_ascii_digit()),
            Self::Snake => !name.ends_with('_'),
        };
        let line = if needs_line { "_" } else { "" };
        format!("{name}{line}{number}")
    }
}

/// The names of the claims, in their order. No two are the same, and none is taken already.
///
/// An item that wants a name alone gets it, whatever else is in the scope. If several want a
/// name, it is kept by the item that the model spells exactly so, or else by the first in the
/// order of kind and id. The others get their second choice, or the name with the first number
/// from 2 on that nobody has. The order of the claims doesn't matter.
pub(super) fn assign(
    claims: &[Claim<'_>],
    style: Style,
    is_taken: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let mut order: Vec<(usize, &Claim<'_>)> = claims.iter().enumerate().collect();
    order.sort_by_key(|(_, claim)| (claim.spelled != claim.wanted, claim.kind, claim.id));
    let mut keepers: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, claim) in &order {
        if !is_taken(&claim.wanted) {
            keepers.entry(&claim.wanted).or_insert(*at);
        }
    }
    let mut used: BTreeSet<String> = keepers.keys().map(|name| (*name).to_owned()).collect();
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for (at, claim) in &order {
        if keepers.get(claim.wanted.as_str()) == Some(at) {
            names.insert(*at, claim.wanted.clone());
            continue;
        }
        let numbered = (2..).map(|number| style.numbered(&claim.wanted, number));
        let name = claim
            .otherwise
            .iter()
            .cloned()
            .chain(numbered)
            .find(|name| !is_taken(name) && !used.contains(name));
        // The numbers don't end before the memory does.
        let name = name.unwrap_or_else(|| claim.wanted.clone());
        used.insert(name.clone());
        names.insert(*at, name);
    }
    names.into_values().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(wanted: &[(&str, &str)]) -> Vec<String> {
        let claims: Vec<Claim<'_>> = wanted
            .iter()
            .map(|(wanted, spelled)| Claim::new((*wanted).to_owned(), spelled))
            .collect();
        assign(&claims, Style::Camel, &|name| name == "Taken")
    }

    #[test]
    fn names_without_others_stay() {
        assert_eq!(names(&[("Foo", "foo"), ("Bar", "bar")]), ["Foo", "Bar"]);
    }

    #[test]
    fn the_exact_spelling_keeps_the_name() {
        assert_eq!(names(&[("Foo", "fOO"), ("Foo", "Foo")]), ["Foo2", "Foo"]);
        assert_eq!(names(&[("V1", "v1"), ("V1", "V1")]), ["V1_2", "V1"]);
    }

    #[test]
    fn ids_decide_among_equals() {
        assert_eq!(names(&[("Foo", "foo_"), ("Foo", "_foo")]), ["Foo2", "Foo"]);
    }

    #[test]
    fn a_number_is_no_name_of_another() {
        assert_eq!(
            names(&[("Foo", "foo"), ("Foo", "Foo"), ("Foo2", "foo2")]),
            ["Foo3", "Foo", "Foo2"]
        );
    }

    #[test]
    fn taken_names_are_nobodys() {
        assert_eq!(names(&[("Taken", "Taken")]), ["Taken2"]);
    }

    #[test]
    fn kinds_have_an_order_and_second_choices() {
        let of = |kind, id, otherwise: &str| Claim {
            wanted: "Foo".to_owned(),
            spelled: "foo",
            kind,
            id,
            otherwise: Some(otherwise.to_owned()),
        };
        let claims = [
            of(2, "a#foo", "FooShape"),
            of(1, "b#foo", "FooError"),
            of(2, "c#foo", "FooShape"),
        ];
        assert_eq!(
            assign(&claims, Style::Camel, &|_| false),
            ["FooShape", "Foo", "Foo2"]
        );
    }

    /// Few letters, so that names meet often.
    fn soup() -> impl Strategy<Value = Vec<(String, String, u8)>> {
        let row = ("[AB]{1,2}2?", "[aAbB]{1,2}2?", 0..3u8);
        proptest::collection::vec(row, 0..12).prop_map(|mut rows| {
            rows.sort();
            rows.dedup_by(|a, b| (&a.1, a.2) == (&b.1, b.2));
            rows
        })
    }

    fn given(rows: &[(String, String, u8)]) -> Vec<String> {
        let claims: Vec<Claim<'_>> = rows
            .iter()
            .map(|(wanted, spelled, kind)| Claim {
                wanted: wanted.clone(),
                spelled,
                kind: *kind,
                id: spelled,
                otherwise: (*kind == 1).then(|| format!("{wanted}B")),
            })
            .collect();
        assign(&claims, Style::Camel, &|name| name == "AA")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_item_has_a_name_of_its_own(rows in soup()) {
            let names = given(&rows);
            let different: BTreeSet<&String> = names.iter().collect();
            prop_assert_eq!(different.len(), rows.len());
            prop_assert!(!different.contains(&"AA".to_owned()));
        }

        #[test]
        fn order_does_not_matter(rows in soup(), at in 0..12usize) {
            let mut turned = rows.clone();
            let at = at.min(turned.len());
            turned.rotate_left(at);
            let mut names = given(&rows);
            names.rotate_left(at);
            prop_assert_eq!(given(&turned), names);
        }

        #[test]
        fn items_alone_keep_their_names_whatever_comes(rows in soup()) {
            let names = given(&rows);
            for (row, name) in rows.iter().zip(&names) {
                let is_alone = rows.iter().filter(|other| other.0 == row.0).count() == 1;
                if is_alone && row.0 != "AA" {
                    prop_assert_eq!(&row.0, name);
                }
            }
        }

        #[test]
        fn an_item_that_nobody_else_is_like_changes_nothing(rows in soup()) {
            let mut more = rows.clone();
            more.insert(0, ("Other".to_owned(), "other".to_owned(), 0));
            prop_assert_eq!(given(&more).split_off(1), given(&rows));
        }
    }
}
