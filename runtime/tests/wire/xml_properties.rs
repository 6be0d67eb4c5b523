//! Property tests: readers of XML and forms get back each value that was written.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tinsmith_runtime::generated::xml::{Reader, name, write_body};

/// Texts of characters that XML has.
fn text() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| {
        let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r') || *c >= ' ';
        let is_allowed = |c: &char| is_allowed(c) && !matches!(c, '\u{fffe}' | '\u{ffff}');
        text.chars().filter(is_allowed).collect()
    })
}

proptest! {
    #[test]
    fn texts_come_back(attribute in text(), map in prop::collection::btree_map(text(), text(), 0..4)) {
        let body = write_body(name!("r"), |w| {
            w.begin_object();
            w.attribute(name!("a"));
            w.string(&attribute);
            w.entries(name!("e"), name!("k"), name!("v"), &map, |w, value| w.string(value));
            w.end_object();
        });
        let mut reader = Reader::new(&body).unwrap().strict();
        let (mut first, mut back) = (None, BTreeMap::new());
        reader.attribute("a", |r| r.set(&mut first, Reader::string)).unwrap();
        reader.object(|r, _| r.put(&mut back, "k", "v", Reader::string)).unwrap();
        prop_assert_eq!(first, Some(attribute));
        prop_assert_eq!(back, map);
    }
}

#[cfg(feature = "server")]
proptest! {
    #[test]
    fn forms_come_back(lists in prop::collection::btree_map(any::<String>(), prop::collection::vec(any::<String>(), 1..13), 0..4)) {
        use tinsmith_runtime::generated::form::{Reader, name, write_body};
        let body = write_body("Action=A", |w| {
            w.begin_object();
            w.entries(name!("e"), name!("k"), name!("v"), &lists, |w, list| {
                w.list(name!("member"), list, |w, item| w.string(item));
            });
            w.end_object();
        });
        let mut reader = Reader::new(&body).unwrap().strict();
        let mut back = BTreeMap::new();
        reader
            .object(|r, _| r.put(&mut back, "k", "v", |r| r.list("member", Reader::string)))
            .unwrap();
        prop_assert_eq!(back, lists);
    }
}
