//! The writer of XML.

use std::collections::BTreeMap;

use tinsmith_runtime::UnknownMember;
use tinsmith_runtime::generated::xml::{Writer, name};

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
