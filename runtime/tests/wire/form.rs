//! The reader and the writer of forms.

use std::collections::BTreeMap;

use tinsmith_runtime::generated::form::{self, Writer, name};
use tinsmith_runtime::{Timestamp, UnknownMember};

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

/// Each simple type has the text that Smithy gives it, with what isn't unreserved encoded.
#[test]
fn values_are_encoded_text() {
    let time = Timestamp::from_epoch(1_398_796_238, 120_000_000).unwrap();
    let body = written(|w| {
        w.name(name!("Byte"));
        w.byte(-8);
        w.name(name!("Short"));
        w.short(-300);
        w.name(name!("Integer"));
        w.integer(70_000);
        w.name(name!("Long"));
        w.long(i64::MIN);
        w.name(name!("Float"));
        w.float(f32::NEG_INFINITY);
        w.name(name!("Double"));
        w.double(1e21);
        w.name(name!("BigInteger"));
        w.big_integer(&"-123456789012345678901".parse().unwrap());
        w.name(name!("BigDecimal"));
        w.big_decimal(&"1.50e+7".parse().unwrap());
        w.name(name!("Blob"));
        w.blob(&[0xfb, 0xff]);
        w.name(name!("Seconds"));
        w.epoch_seconds(&time);
        w.name(name!("DateTime"));
        w.date_time(&time);
        w.name(name!("HttpDate"));
        w.http_date(&time);
        w.name(name!("Off"));
        w.boolean(false);
    });
    assert_eq!(
        body,
        "Action=Op&Version=1&Byte=-8&Short=-300&Integer=70000&Long=-9223372036854775808\
         &Float=-Infinity&Double=1e21&BigInteger=-123456789012345678901&BigDecimal=1.50e%2B7\
         &Blob=%2B%2F8%3D&Seconds=1398796238.12&DateTime=2014-04-29T18%3A30%3A38.12Z\
         &HttpDate=Tue%2C%2029%20Apr%202014%2018%3A30%3A38%20GMT&Off=false",
    );
}

/// A member behind an object belongs to what is around the object.
#[test]
fn members_go_on_behind_objects() {
    let body = written(|w| {
        for outer in [name!("A"), name!("B")] {
            w.name(outer);
            w.begin_object();
            for inner in [name!("C"), name!("D")] {
                w.name(inner);
                w.begin_object();
                w.name(name!("E"));
                w.begin_object();
                w.name(name!("x"));
                w.long(1);
                w.end_object();
                w.name(name!("y"));
                w.long(2);
                w.end_object();
            }
            w.name(name!("z"));
            w.long(3);
            w.end_object();
        }
        w.name(name!("last"));
        w.long(4);
    });
    assert_eq!(
        body,
        "Action=Op&Version=1&A.C.E.x=1&A.C.y=2&A.D.E.x=1&A.D.y=2&A.z=3\
         &B.C.E.x=1&B.C.y=2&B.D.E.x=1&B.D.y=2&B.z=3&last=4"
    );
}

/// A form that begins with nothing has no `&` before its first pair, and each part of a key is
/// encoded.
#[test]
fn names_are_encoded_where_they_have_to_be() {
    let mut w = Writer::new();
    w.begin_object();
    w.name(name!("a b"));
    w.list(name!("é"), &["x"], |w, item| w.string(item));
    w.name(name!("c"));
    w.unknown_member(&UnknownMember::new("New"));
    w.end_object();
    assert_eq!(w.finish(), "a%20b.%C3%A9.1=x&SDK_UNKNOWN_MEMBER.name=New");
}

/// EC2 has flattened lists in flattened lists: the inner ones have numbers only.
#[test]
fn lists_in_lists_are_numbers_only() {
    let lists = [vec![Some(1), None], vec![], vec![Some(2)]];
    let write = |w: &mut Writer| {
        w.begin_object();
        w.items(name!("Row"), &lists, |w, row| {
            w.sparse_flat_list(row, |w, item| w.integer(*item));
        });
        w.items(name!("Word"), &[["a", "b"]], |w, words| {
            w.flat_list(words, |w, word| w.string(word));
        });
        w.end_object();
    };
    assert_eq!(
        form::write_body("A=1", write),
        "A=1&Row.1.1=1&Row.1.2=&Row.2=&Row.3.1=2&Word.1.1=a&Word.1.2=b"
    );
    assert_eq!(
        form::write_ec2_body("A=1", write),
        "A=1&Row.1.1=1&Row.1.2=&Row.3.1=2&Word.1.1=a&Word.1.2=b"
    );
}

#[cfg(feature = "server")]
mod reader {
    use super::*;
    use tinsmith_runtime::bytes::Bytes;
    use tinsmith_runtime::generated::form::{
        ReadResult, Reader, action, path_at, read_input, version,
    };
    use tinsmith_runtime::generated::server::Incoming;
    use tinsmith_runtime::http::Request;

    fn strictly<'b, T>(
        body: &'b str,
        read: impl FnOnce(&mut Reader<'b>) -> ReadResult<T>,
    ) -> ReadResult<T> {
        let mut reader = Reader::new(body.as_bytes())?.strict();
        read(&mut reader)
    }

    /// Reads the member `A`.
    fn member<'b, T>(
        body: &'b str,
        read: impl FnMut(&mut Reader<'b>) -> ReadResult<T>,
    ) -> ReadResult<Option<T>> {
        strictly(body, |r| member_of(r, read))
    }

    /// Reads the member `A` as a client would.
    fn leniently<'b, T>(
        body: &'b str,
        read: impl FnMut(&mut Reader<'b>) -> ReadResult<T>,
    ) -> ReadResult<Option<T>> {
        member_of(&mut Reader::new(body.as_bytes())?, read)
    }

    fn member_of<'b, T>(
        r: &mut Reader<'b>,
        mut read: impl FnMut(&mut Reader<'b>) -> ReadResult<T>,
    ) -> ReadResult<Option<T>> {
        let mut value = None;
        r.object(|r, name| match name {
            "A" => r.set(&mut value, &mut read),
            _ => r.skip(),
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
        assert_eq!(version(b"Action=1&Version=2%30").as_deref(), Some("20"));
        assert_eq!(version(b"Action=1").as_deref(), None);
    }

    /// A strict reader refuses members beside the items of a list and the parts of an entry. Another
    /// reader passes over them.
    #[test]
    fn what_nobody_knows_is_passed_over_by_those_who_are_not_strict() {
        let list = |r: &mut Reader<'_>| r.list("member", Reader::string);
        for body in [
            "A=x&A.member.1=a",
            "A.item.1=x&A.member.1=a",
            "A.member.x=x&A.member.1=a",
            "A.member.01=x&A.member.1=a",
            "A.member.1=a&A.member.1.x=x",
        ] {
            let read = leniently(body, list);
            assert_eq!(read, Ok(Some(vec!["a".to_owned()])), "{body}");
        }
        let map = |r: &mut Reader<'_>| r.map("entry", "key", "value", Reader::integer);
        let body = "A.entry.1.key=a&A.entry.1.value=1&A.entry.1.x=1&A.x=1";
        let expected = BTreeMap::from([("a".to_owned(), 1)]);
        assert_eq!(leniently(body, map), Ok(Some(expected)));
        let unit = |r: &mut Reader<'_>| r.union("Choice").read(|r, _| r.unit());
        assert_eq!(leniently("A.Unit=x", unit), Ok(Some(())));
        assert_eq!(member("A.Unit=x", unit).unwrap_err().found(), "a string");
        let new = |r: &mut Reader<'_>| {
            r.union("Choice").read(|r, tag| {
                let member = r.unknown_member(tag)?;
                Ok(member.name().to_owned())
            })
        };
        assert_eq!(leniently("A.New=1", new), Ok(Some("New".to_owned())));
        assert_eq!(member("A.New=1", new).unwrap_err().found(), "a string");
        assert_eq!(member("A.New=", new).unwrap_err().found(), "an empty value");
        assert_eq!(member("A.New.x=1", new).unwrap_err().found(), "an object");
    }

    /// A member belongs to its own structure only, also where a name comes again right behind it.
    #[test]
    fn members_end_with_their_structure() {
        let mut seen = Vec::new();
        let read = |r: &mut Reader<'_>| {
            r.object(|r, outer| {
                let outer = outer.to_owned();
                r.object(|r, inner| {
                    seen.push(format!("{outer}.{inner}={}", r.text()?));
                    Ok(())
                })
            })
        };
        assert_eq!(strictly("A.B=1&B.C=2&B.B=3&C.C=4", read), Ok(()));
        assert_eq!(seen, ["A.B=1", "B.B=3", "B.C=2", "C.C=4"]);
    }

    #[test]
    fn values_are_their_text() {
        let integer = |body: &str| member(body, Reader::integer).unwrap_err();
        assert_eq!(integer("A=").found(), "an empty value");
        assert_eq!(integer("A=1.5").found(), "a string");
        assert_eq!(integer("A.x=1").found(), "an object");
        let error = leniently("A=&A.x=1", Reader::integer).unwrap_err();
        assert_eq!(error.found(), "an object");
        let empty = Reader::new(b"").unwrap().expected("a value");
        assert_eq!((empty.found(), empty.offset()), ("nothing", 0));

        let blob = |bytes: &'static [u8]| Ok(Some(Bytes::from_static(bytes)));
        assert_eq!(member("A=%2B%2F8%3D", Reader::blob), blob(&[0xfb, 0xff]));
        assert_eq!(member("A=AAEC", Reader::blob), blob(&[0, 1, 2]));
        assert_eq!(leniently("A=AP8", Reader::blob), blob(&[0, 255]));
        assert!(member("A=AP8", Reader::blob).is_err());
        assert!(leniently("A=AP8*", Reader::blob).is_err());

        let time = Timestamp::from_epoch(1_398_796_238, 0).ok();
        let read = member("A=2014-04-29T18:30:38Z", Reader::date_time);
        assert_eq!(read, Ok(time));
        let read = member("A=Tue, 29 Apr 2014 18:30:38 GMT", Reader::http_date);
        assert_eq!(read, Ok(time));
        let read = member("A=1398796238", Reader::epoch_seconds);
        assert_eq!(read, Ok(time));
        let offset = "A=2014-04-29T19:30:38%2B01:00";
        assert_eq!(leniently(offset, Reader::date_time), Ok(time));
        assert!(member(offset, Reader::date_time).is_err());
    }

    #[test]
    fn a_fault_in_the_encoding_has_its_place() {
        for (body, offset) in [
            ("a=1&b=x%zz", 7),
            ("a=1&b%zz=x", 5),
            ("a=1&bc=%20%f", 10),
            ("a=1&b=x%ff", 6),
            ("a=1&b%ff=x", 4),
        ] {
            let error = Reader::new(body.as_bytes()).err().unwrap();
            assert_eq!(error.offset(), offset, "{body}: {error}");
        }
        assert_eq!(Reader::new(b"a=\xff").err().unwrap().offset(), 2);
    }

    /// 128 levels are read. A value that is empty has no level below it.
    #[test]
    fn depth_has_a_limit() {
        fn nested(r: &mut Reader<'_>) -> ReadResult<usize> {
            let mut levels = 0;
            r.object(|r, _| {
                levels = nested(r)?;
                Ok(())
            })?;
            Ok(levels + 1)
        }
        let body = |levels: usize| format!("{}=", vec!["a"; levels].join("."));
        assert_eq!(strictly(&body(128), nested), Ok(129));
        let error = strictly(&body(129), nested).unwrap_err();
        assert_eq!(error.expected(), "at most 128 levels of nesting");
        // Levels that were left count no more.
        let siblings: String = (0..200).map(|n| format!("A{n}=&")).collect();
        let wide = format!("{siblings}{}", body(128));
        assert_eq!(strictly(&wide, nested), Ok(129));
    }

    #[test]
    fn an_input_is_read_strictly_from_the_body() {
        let read = |body: &'static str| {
            let incoming = Incoming::new(Request::new(Bytes::from_static(body.as_bytes())));
            read_input(&incoming, |r: &mut Reader<'_>, names: &mut Vec<String>| {
                r.object(|r, key| match key {
                    "Name" => r.push(names, Reader::string),
                    _ => r.skip(),
                })
            })
        };
        let names = vec!["a b".to_owned(), "c".to_owned()];
        assert_eq!(
            read("Action=Do&Version=1&Name.2=c&Name.1=a+b&Other=1"),
            Ok(names)
        );
        assert_eq!(read("Action=Do&Version=1"), Ok(vec![]));
        let error = read("Action=Do&Version=1&Name.1=a&Name.x=b").unwrap_err();
        assert!(format!("{error:?}").contains("Name.x"), "{error:?}");
    }
}
