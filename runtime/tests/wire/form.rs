//! The reader and the writer of forms.

use std::collections::BTreeMap;

use tinsmith_runtime::generated::form::{self, Writer, name};

fn written(write: impl FnOnce(&mut Writer)) -> String {
    let body = form::write_body("Action=Op&Version=1", |w| {
        w.begin_object();
        write(w);
        w.end_object();
    });
    String::from_utf8(body.to_vec()).unwrap()
}

#[test]
fn keys_are_paths() {
    let list = ["a".to_owned(), "b&c d".to_owned()];
    let map = BTreeMap::from([
        ("k".to_owned(), list.clone()),
        ("l".to_owned(), list.clone()),
    ]);
    let body = written(|w| {
        w.name(name!("List"));
        w.list(name!("member"), &list, |w, item| w.string(item));
        w.name(name!("Map", xmlns = "http://example.com"));
        w.map(
            name!("entry"),
            name!("key"),
            name!("value"),
            &map,
            |w, items| {
                w.list(name!("item"), items, |w, item| w.string(item));
            },
        );
        w.name(name!("Inner"));
        w.begin_object();
        w.items(name!("Item"), &list, |w, item| {
            w.begin_object();
            w.name(name!("x"));
            w.string(item);
            w.name(name!("y"));
            w.boolean(true);
            w.end_object();
        });
        w.name(name!("None"));
        w.begin_object();
        w.end_object();
        w.end_object();
        w.entries(name!("Pair"), name!("k"), name!("v"), &map, |w, _| {
            w.double(1.0);
        });
        w.name(name!("Empty"));
        w.list(name!("member"), &[""; 0], |w, item| w.string(item));
        w.items(name!("Flat"), &[""; 0], |w, item| w.string(item));
        w.name(name!("NoMap"));
        w.map(
            name!("entry"),
            name!("key"),
            name!("value"),
            &BTreeMap::<_, bool>::new(),
            |w, item| {
                w.boolean(*item);
            },
        );
    });
    assert_eq!(
        body,
        "Action=Op&Version=1&List.member.1=a&List.member.2=b%26c%20d\
         &Map.entry.1.key=k&Map.entry.1.value.item.1=a&Map.entry.1.value.item.2=b%26c%20d\
         &Map.entry.2.key=l&Map.entry.2.value.item.1=a&Map.entry.2.value.item.2=b%26c%20d\
         &Inner.Item.1.x=a&Inner.Item.1.y=true&Inner.Item.2.x=b%26c%20d&Inner.Item.2.y=true\
         &Pair.1.k=k&Pair.1.v=1.0&Pair.2.k=l&Pair.2.v=1.0&Empty=&Flat=",
    );
    let body = form::write_ec2_body("Action=Op&Version=1", |w| {
        w.begin_object();
        w.items(name!("Flat"), &[""; 0], |w, item| w.string(item));
        w.items(name!("Item"), &["a"], |w, item| w.string(item));
        w.end_object();
    });
    assert_eq!(body, "Action=Op&Version=1&Item.1=a");
}

#[cfg(feature = "server")]
mod reader {
    use super::*;
    use tinsmith_runtime::generated::form::{ReadResult, Reader, action, path_at};

    fn strictly<'b, T>(
        body: &'b str,
        read: impl FnOnce(&mut Reader<'b>) -> ReadResult<T>,
    ) -> ReadResult<T> {
        let mut reader = Reader::new(body.as_bytes())?.strict();
        read(&mut reader)
    }

    /// Reads the member `A`.
    fn member<T>(
        body: &str,
        mut read: impl FnMut(&mut Reader<'_>) -> ReadResult<T>,
    ) -> ReadResult<Option<T>> {
        let mut value = None;
        strictly(body, |r| {
            r.object(|r, name| match name {
                "A" => r.set(&mut value, &mut read),
                _ => r.skip(),
            })
        })?;
        Ok(value)
    }

    #[test]
    fn lists_are_in_the_order_of_their_numbers() {
        let list = |r: &mut Reader<'_>| r.list("member", Reader::string);
        for (body, expected) in [
            ("A.member.1=a&A.member.2=b", Some(&["a", "b"][..])),
            ("A.member.10=b&B=x&A.member.9=a", Some(&["a", "b"])),
            ("A.member.3=b&A.member.1=a", Some(&["a", "b"])),
            (
                "A.member.99999999999999999999999=b&A.member.1=a",
                Some(&["a", "b"]),
            ),
            ("A.member.1=a&A.member.1=c", Some(&["c"])),
            ("A%2Emember.1=a+b%20c&Version=2", Some(&["a b c"])),
            ("A=&A.member.1=a", Some(&["a"])),
            ("A=", Some(&[])),
            ("A", Some(&[])),
            ("&&", None),
            ("Action=A&Version=A", None),
            ("AA.member.1=a", None),
        ] {
            let read = member(body, list).unwrap();
            assert_eq!(
                read.as_deref(),
                expected
                    .map(|items| items.iter().map(|i| (*i).to_owned()).collect::<Vec<_>>())
                    .as_deref(),
                "{body}"
            );
        }
        for (body, expected) in [
            ("A=x", "a list"),
            ("A=x&A.member.1=a", "a list"),
            ("A.member=x", "a list"),
            ("A.member.x=x", "the number of an item"),
            ("A.member.01=x", "the number of an item"),
            ("A.member.-1=x", "the number of an item"),
            ("A.member.=x", "the number of an item"),
            ("A.item.1=x", "a key with the name `member`"),
            ("A.1=x", "a key with the name `member`"),
            ("A.member.1.x=x", "a string"),
            ("A.member.1=a&A.member.1.x=x", "a string"),
            ("A.member.1=%", "two hexadecimal digits after `%`"),
            ("A.member.1=%4", "two hexadecimal digits after `%`"),
            ("A.member.1=%zz", "two hexadecimal digits after `%`"),
            ("%4g=1", "two hexadecimal digits after `%`"),
            ("A=%ff", "UTF-8"),
            ("%ff=1", "UTF-8"),
        ] {
            assert_eq!(
                member(body, list).unwrap_err().expected(),
                expected,
                "{body}"
            );
        }
    }

    #[test]
    fn maps_have_entries_with_key_and_value() {
        let map = |r: &mut Reader<'_>| r.map("entry", "key", "value", Reader::integer);
        let body = "A.entry.2.value=2&A.entry.1.key=a&A.entry.1.value=1&A.entry.2.key=b";
        let expected = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
        assert_eq!(member(body, map), Ok(Some(expected)));
        // Nothing shows that a structure, list or map is empty.
        let list = |r: &mut Reader<'_>| r.list("member", Reader::string);
        let lists = |r: &mut Reader<'_>| r.map("entry", "key", "value", list);
        let body = "A.entry.1.key=a&A.entry.2.key=b&A.entry.2.value.member.1=x";
        let expected = [("a", vec![]), ("b", vec!["x".to_owned()])];
        let expected = expected.map(|(key, items)| (key.to_owned(), items));
        assert_eq!(member(body, lists), Ok(Some(expected.into())));
        for (body, expected) in [
            ("A.entry.1.key=a", "a key with the name `value`"),
            ("A.entry.1.value=1", "a key with the name `key`"),
            (
                "A.entry.1.key=a&A.entry.1.value=1&A.entry.1.x=1",
                "a key with the name `value`",
            ),
            ("A.entry.1=a", "an object"),
            ("A.entry.1.key=a&A.entry.1.value=x", "an integer of 32 bits"),
        ] {
            assert_eq!(
                member(body, map).unwrap_err().expected(),
                expected,
                "{body}"
            );
        }
        let sparse = |r: &mut Reader<'_>| r.sparse_map("entry", "key", "value", Reader::integer);
        let expected = BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), None)]);
        let body = "A.entry.1.key=a&A.entry.2.key=b&A.entry.2.value=";
        assert_eq!(member(body, sparse), Ok(Some(expected)));
    }

    #[test]
    fn an_error_names_the_key() {
        let body = "Action=Op&B=1&A.member.2=x";
        let error = member(body, |r| r.list("member", Reader::integer)).unwrap_err();
        assert_eq!(
            (error.expected(), error.found()),
            ("an integer of 32 bits", "a string")
        );
        assert_eq!(error.offset(), 14);
        assert_eq!(path_at(body.as_bytes(), error.offset()), "A.member.2");
        assert_eq!(path_at(b"", 0), "the body");
        assert_eq!(path_at(b"a%20b=1", 99), "a b");
    }

    #[test]
    fn unions_have_one_member() {
        let choice = |r: &mut Reader<'_>| {
            r.union("Choice").read(|r, tag| match tag {
                "Text" => r.string(),
                "Flat" => r.siblings(Reader::string).map(|items| items.join("+")),
                "Pairs" => r
                    .sibling_entries("k", "v", Reader::string)
                    .map(|map| format!("{map:?}")),
                "Unit" => r.unit().map(|()| "unit".to_owned()),
                _ => r.unknown_member(tag).map(|member| member.name().to_owned()),
            })
        };
        for (body, expected) in [
            ("A.Text=a", "a"),
            ("A.Flat.2=b&A.Flat.1=a", "a+b"),
            ("A.Pairs.1.k=a&A.Pairs.1.v=b", "{\"a\": \"b\"}"),
            ("A.Unit=", "unit"),
        ] {
            assert_eq!(
                member(body, choice),
                Ok(Some(expected.to_owned())),
                "{body}"
            );
        }
        assert_eq!(member("A=", choice).unwrap_err().found(), "none");
        assert_eq!(
            member("A.Text=a&A.Unit=", choice).unwrap_err().found(),
            "`Text` and `Unit`"
        );
        let error = member("A.New=1", choice).unwrap_err();
        assert_eq!(error.expected(), "a member of the union that is known");
    }

    #[test]
    fn the_action_is_found_without_the_rest() {
        assert_eq!(action(b"Action=A%42&x=%").as_deref(), Some("AB"));
        assert_eq!(action(b"x=1&Action=A&Action=B").as_deref(), Some("A"));
        assert_eq!(action(b"Actions=A").as_deref(), None);
        assert_eq!(action(b"Action").as_deref(), None);
        assert_eq!(action(b"Action=\xff").as_deref(), None);
        assert_eq!(action(b"").as_deref(), None);
    }
}
