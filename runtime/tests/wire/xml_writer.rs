//! The writer of XML.

use std::collections::BTreeMap;

use tinsmith_runtime::generated::xml::{Name, Tag, Writer, name};
use tinsmith_runtime::{Timestamp, UnknownMember};

fn written(write: impl FnOnce(&mut Writer)) -> String {
    let mut w = Writer::new();
    w.name(name!("r"));
    write(&mut w);
    String::from_utf8(w.finish().to_vec()).unwrap()
}

#[test]
fn text_is_escaped() {
    let text = "<a> & \"b\" 'c' ]]> \t\n\r \u{e9}\u{1f600}";
    assert_eq!(
        written(|w| w.string(text)),
        "<r>&lt;a&gt; &amp; \"b\" 'c' ]]&gt; \t\n&#xD; \u{e9}\u{1f600}</r>",
    );
    let attribute = written(|w| {
        w.begin_object();
        w.attribute(name!("p:a"));
        w.string(text);
        w.end_object();
    });
    assert_eq!(
        attribute,
        "<r p:a=\"&lt;a&gt; &amp; &quot;b&quot; 'c' ]]&gt; &#x9;&#xA;&#xD; \u{e9}\u{1f600}\"/>",
    );
    // No reader takes these; leaving them out would change the value.
    assert_eq!(
        written(|w| w.string("a\u{1}\u{1f}")),
        "<r>a&#x01;&#x1F;</r>"
    );
}

#[test]
fn collections_have_elements_for_their_items() {
    let list = ["a".to_owned(), String::new()];
    let map = BTreeMap::from([("k".to_owned(), 1), ("l".to_owned(), 2)]);
    let body = written(|w| {
        w.begin_object();
        w.name(name!("list"));
        w.list(name!("member"), &list, |w, item| w.string(item));
        w.name(name!("empty"));
        w.list(name!("member"), &[""; 0], |w, item| w.string(item));
        w.name(name!("map"));
        w.map(
            name!("entry"),
            name!("key"),
            name!("value"),
            &map,
            |w, item| w.long(*item),
        );
        w.items(name!("item"), &list, |w, item| w.string(item));
        w.entries(name!("pair"), name!("K"), name!("V"), &map, |w, item| {
            w.long(*item);
        });
        w.name(name!("sparse"));
        w.sparse_list(name!("member"), &[None, Some(true)], |w, item| {
            w.boolean(*item);
        });
        w.end_object();
    });
    assert_eq!(
        body,
        "<r><list><member>a</member><member></member></list><empty/>\
         <map><entry><key>k</key><value>1</value></entry><entry><key>l</key><value>2</value></entry></map>\
         <item>a</item><item></item>\
         <pair><K>k</K><V>1</V></pair><pair><K>l</K><V>2</V></pair>\
         <sparse><member/><member>true</member></sparse></r>",
    );
}

#[test]
fn an_unknown_member_comes_back_if_it_is_xml() {
    let one = |member: UnknownMember| {
        written(|w| {
            w.begin_object();
            w.unknown_member(&member);
            w.end_object();
        })
    };
    let elements = "<New a='1'>x</New> <p:New/>";
    assert_eq!(
        one(UnknownMember::with_xml("New", elements)),
        format!("<r>{elements}</r>")
    );
    let otherwise = "<r><SDK_UNKNOWN_MEMBER><name>New</name></SDK_UNKNOWN_MEMBER></r>";
    for member in [
        UnknownMember::new("New"),
        UnknownMember::with_value("New", "1"),
        UnknownMember::with_xml("New", "<Other/>"),
        UnknownMember::with_xml("New", "<New>"),
        UnknownMember::with_xml("New", "<New/></r><r>"),
        UnknownMember::with_xml("New", "x<New/>"),
        UnknownMember::with_xml("New", "<New/>x"),
        UnknownMember::with_xml("New", ""),
    ] {
        assert_eq!(one(member), otherwise);
    }
}

/// Each simple type has the text that Smithy gives it, in an element and in an attribute.
#[test]
fn values_are_text() {
    let time = Timestamp::from_epoch(1_398_796_238, 120_000_000).unwrap();
    let integer = "-123456789012345678901".parse().unwrap();
    let decimal = "1.50e+7".parse().unwrap();
    type Row<'a> = (&'a dyn Fn(&mut Writer), &'a str);
    let rows: [Row<'_>; 14] = [
        (&|w| w.boolean(true), "true"),
        (&|w| w.boolean(false), "false"),
        (&|w| w.byte(-8), "-8"),
        (&|w| w.short(-300), "-300"),
        (&|w| w.integer(70_000), "70000"),
        (&|w| w.long(i64::MIN), "-9223372036854775808"),
        (&|w| w.float(f32::NEG_INFINITY), "-Infinity"),
        (&|w| w.double(0.5), "0.5"),
        (&|w| w.big_integer(&integer), "-123456789012345678901"),
        (&|w| w.big_decimal(&decimal), "1.50e+7"),
        (&|w| w.blob(&[0xfb, 0xff]), "+/8="),
        (&|w| w.epoch_seconds(&time), "1398796238.12"),
        (&|w| w.date_time(&time), "2014-04-29T18:30:38.12Z"),
        (&|w| w.http_date(&time), "Tue, 29 Apr 2014 18:30:38 GMT"),
    ];
    for (write, text) in rows {
        assert_eq!(written(write), format!("<r>{text}</r>"));
        let attribute = written(|w| {
            w.begin_object();
            w.attribute(name!("a"));
            write(w);
            w.name(name!("b"));
            write(w);
            w.end_object();
        });
        assert_eq!(attribute, format!("<r a=\"{text}\"><b>{text}</b></r>"));
    }
}

/// Names that XML doesn't have are errors of the compiler.
#[test]
fn names_are_those_of_smithy() {
    let is_name = |name: &'static str| {
        std::panic::catch_unwind(|| Tag::__new(name, "<", ">", "", "")).is_ok()
    };
    for name in [
        "a", "Z", "_", "_1", "a1", "a-b.c", "a:b", "a-:_b", "xml:lang", "A_9",
    ] {
        assert!(is_name(name), "{name}");
    }
    for name in [
        "", "1", "-a", ".a", "a b", "\u{e9}", "a:", ":a", "a:b:c", "a::b", "a:1", "a:-b", "a:.b",
        "a/", "a+b", "@",
    ] {
        assert!(!is_name(name), "{name}");
    }
    static TAG: Tag = Tag::__new("p:a", "<p:a", "</p:a>", " xmlns:p=\"", "u&");
    let mut w = Writer::new();
    w.name(Name::__new(&TAG));
    w.string("x");
    assert_eq!(w.finish(), "<p:a xmlns:p=\"u&amp;\">x</p:a>");
}

/// Control characters are references that no reader takes.
#[test]
fn control_characters_are_escaped() {
    for code in (0..0x20_u8).filter(|code| !b"\t\n\r".contains(code)) {
        let text = char::from(code).to_string();
        assert_eq!(
            written(|w| w.string(&text)),
            format!("<r>&#x{code:02X};</r>")
        );
    }
    assert_eq!(written(|w| w.string(" \u{7f}")), "<r> \u{7f}</r>");
}
