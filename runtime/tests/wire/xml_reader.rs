//! The reader of XML: what is well-formed, and what values are.

use std::collections::BTreeMap;

use tinsmith_runtime::generated::xml::{ReadError, ReadResult, Reader, path_at};

/// Reads all of a body.
pub(crate) fn whole<'b, T>(
    body: &'b str,
    read: impl FnOnce(&mut Reader<'b>) -> ReadResult<T>,
) -> ReadResult<T> {
    let mut reader = Reader::new(body.as_bytes())?;
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

pub(crate) fn strictly<'b, T>(
    body: &'b str,
    read: impl FnOnce(&mut Reader<'b>) -> ReadResult<T>,
) -> ReadResult<T> {
    let mut reader = Reader::new(body.as_bytes())?.strict();
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

pub(crate) fn text(body: &str) -> ReadResult<String> {
    whole(body, Reader::string)
}

/// The kind of content that an error names as found.
pub(crate) fn found(error: &ReadError) -> (&str, &str) {
    (error.expected(), error.found())
}

#[test]
fn strings_are_what_the_element_holds() {
    for (body, expected) in [
        ("<a></a>", ""),
        ("<a/>", ""),
        ("<a />", ""),
        ("<a>  b  </a>", "  b  "),
        ("<a>b</a >", "b"),
        ("<p:a xmlns:p='u'>b</p:a>", "b"),
        ("<a>b<!-- x -->c<?x y?>d</a>", "bcd"),
        ("<a><![CDATA[<b>&amp;]] ]]>]]&gt;</a>", "<b>&amp;]] ]]>"),
        (
            "<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;&#x000041;</a>",
            "<>&\"'A\u{1f600}A",
        ),
        ("<a>1 > 0</a>", "1 > 0"),
        ("<a>b\r\nc\rd\n\re&#13;</a>", "b\nc\nd\n\ne\r"),
        ("<a>b\r\nc\rd</a>", "b\nc\nd"),
        ("<a><![CDATA[b\r\nc]]></a>", "b\nc"),
        ("<a x='>' y=\"'/>\">b</a>", "b"),
        ("\u{feff}<?xml version='1.0'?><a>b</a>", "b"),
        (
            "<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes' ?>\n<!-- c --><?p?>\n<a>b</a>\n<!-- d -->\n",
            "b",
        ),
        (" \n <?xml version='1.0' encoding='US-ASCII'?><a>b</a>", "b"),
        ("<a>\u{fffd}\u{ff01}é</a>", "\u{fffd}\u{ff01}é"),
    ] {
        assert_eq!(text(body).as_deref(), Ok(expected), "{body}");
        assert_eq!(whole(body, Reader::skip), Ok(()), "{body}");
    }
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for (body, expected) in [
        ("", "an element"),
        ("x", "an element"),
        ("<a>", "the end tag of `a`"),
        ("<a>b", "the end tag of `a`"),
        ("<a></b>", "the end tag of `a`"),
        ("<a></a", "the end tag of `a`"),
        ("<a></ab>", "the end tag of `a`"),
        ("<a", "the end of the tag"),
        ("<a/", "the end of the tag"),
        ("<", "the name of an element"),
        ("< a/>", "the name of an element"),
        ("<1/>", "the name of an element"),
        ("<-a/>", "the name of an element"),
        ("<:a/>", "the name of an element"),
        ("<a:/>", "the name of an element"),
        ("<a:b:c/>", "white space"),
        ("<a b/>", "an equals sign"),
        ("<a b=c/>", "a quotation mark"),
        ("<a b='c/>", "the end of the tag"),
        ("<a b='1' <c/>", "the end of the tag"),
        ("<a <c/>", "the end of the tag"),
        ("<a b='<'/>", "the value of an attribute"),
        (
            "<a b='&x;'/>",
            "a reference to a character or to one of XML's five entities",
        ),
        ("<a b='1'c='2'/>", "white space"),
        ("<a b='1' b='2'/>", "another attribute"),
        ("<a 1='1'/>", "the name of an attribute"),
        (
            "<a>&nbsp;</a>",
            "a reference to a character or to one of XML's five entities",
        ),
        (
            "<a>&</a>",
            "a reference to a character or to one of XML's five entities",
        ),
        (
            "<a>&#;</a>",
            "a reference to a character or to one of XML's five entities",
        ),
        (
            "<a>&#x;</a>",
            "a reference to a character or to one of XML's five entities",
        ),
        (
            "<a>&#X41;</a>",
            "a reference to a character or to one of XML's five entities",
        ),
        (
            "<a>&#65</a>",
            "a reference to a character or to one of XML's five entities",
        ),
        ("<a>&#0;</a>", "a character of XML"),
        ("<a>&#xD800;</a>", "a character of XML"),
        ("<a>&#xFFFE;</a>", "a character of XML"),
        ("<a>&#x110000;</a>", "a character of XML"),
        ("<a>&#99999999999999999999;</a>", "a character of XML"),
        ("<a>]]></a>", "a text"),
        ("<a>x]]>y</a>", "a text"),
        ("<a><!-- -- --></a>", "the end of the comment"),
        ("<a><!-- --->", "the end of the comment"),
        ("<a><!-- </a>", "the end of the comment"),
        ("<a><![CDATA[ </a>", "the end of the CDATA section"),
        ("<a><?x </a>", "the end of the processing instruction"),
        (
            "<a><?xml version='1.0'?></a>",
            "the name of a processing instruction",
        ),
        ("<a><? x?></a>", "the name of a processing instruction"),
        ("<!DOCTYPE a><a/>", "XML without a DOCTYPE"),
        (
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "XML without a DOCTYPE",
        ),
        ("<a><!ELEMENT b></a>", "XML without a DOCTYPE"),
        ("<?xml version='2.0'?><a/>", "XML 1"),
        ("<?xml encoding='UTF-8'?><a/>", "an XML declaration"),
        ("<?xml ?><a/>", "the version of XML"),
        (
            "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
            "the encoding UTF-8",
        ),
        (
            "<?xml version='1.0' standalone='maybe'?><a/>",
            "`yes` or `no`",
        ),
        ("<?xml version='1.0'", "the end of the XML declaration"),
        ("<a/><b/>", "the end of the input"),
        ("<a/>x", "the end of the input"),
        ("<a/>]]>", "the end of the input"),
        ("<a>\u{1}</a>", "a character of XML"),
        ("<a>\0</a>", "a character of XML"),
        ("<a>\u{ffff}</a>", "a character of XML"),
        ("<a b='\u{8}'/>", "a character of XML"),
    ] {
        let error = text(body).unwrap_err();
        assert_eq!(error.expected(), expected, "{body}: {error}");
        assert!(error.offset() <= body.len(), "{body}: {error}");
        assert!(whole(body, Reader::skip).is_err(), "{body}");
    }
    let utf16: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], &utf16[..]].concat();
    for body in [&utf16[..], &marked, b"\xfe\xff\0<", b"\0<\0a"] {
        let error = Reader::new(body).unwrap_err();
        assert_eq!(found(&error), ("UTF-8", "UTF-16 or another encoding"));
    }
    assert_eq!(Reader::new(b"<a>\xff</a>").unwrap_err().offset(), 3);
}

#[test]
fn values_are_read_without_the_white_space_around_them() {
    assert_eq!(whole("<a> true\n</a>", Reader::boolean), Ok(true));
    assert_eq!(whole("<a>\t-7 </a>", Reader::integer), Ok(-7));
    assert_eq!(whole("<a> 1.5 </a>", Reader::double), Ok(1.5));
    assert_eq!(
        whole("<a> -Infinity </a>", Reader::float),
        Ok(f32::NEG_INFINITY)
    );
    assert_eq!(
        whole("<a> AP8= </a>", Reader::blob).as_deref(),
        Ok(&[0, 255][..])
    );
    assert_eq!(
        whole("<a>AA\nECAw</a>", Reader::blob).as_deref(),
        Ok(&[0, 1, 2, 3][..])
    );
    for body in [
        "<a>AA\n\n\n\nEC</a>",
        "<a>AA\nECAw</a>",
        "<a>AAEC\nAw=</a>",
        "<a>AAECAw</a>",
        "<a>A*==</a>",
    ] {
        assert!(strictly(body, Reader::blob).is_err(), "{body}");
    }
    assert_eq!(
        whole("<a>AAECAw</a>", Reader::blob).as_deref(),
        Ok(&[0, 1, 2, 3][..])
    );
    assert!(whole("<a>AA*CAw==</a>", Reader::blob).is_err());
    assert_eq!(whole("<a/>", Reader::blob).as_deref(), Ok(&[][..]));
    let time = whole("<a> 2014-04-29T18:30:38Z </a>", Reader::date_time).unwrap();
    assert_eq!(time.epoch_seconds(), 1_398_796_238);
    assert!(strictly("<a>2014-04-29T18:30:38+01:00</a>", Reader::date_time).is_err());
    assert_eq!(whole("<a>1398796238</a>", Reader::epoch_seconds), Ok(time));
    assert_eq!(
        whole("<a>Tue, 29 Apr 2014 18:30:38 GMT</a>", Reader::http_date),
        Ok(time)
    );

    let error = whole("<a></a>", Reader::integer).unwrap_err();
    assert_eq!(found(&error), ("an integer of 32 bits", "an empty element"));
    let error = whole("<a>x</a>", Reader::integer).unwrap_err();
    assert_eq!(found(&error), ("an integer of 32 bits", "a string"));
    let error = whole("<a>128</a>", Reader::byte).unwrap_err();
    assert_eq!(found(&error), ("an integer of 8 bits", "a string"));
    let error = whole("<a><b/></a>", Reader::boolean).unwrap_err();
    assert_eq!(found(&error), ("a boolean", "an object"));
}

#[test]
fn members_are_found_by_their_local_names_in_any_order() {
    let body = "<r>\n <x:a>1</x:a> <!-- c --> <n><m>2</m></n> <?p i?> <a>3</a></r>";
    let mut seen = Vec::new();
    let read = |r: &mut Reader<'_>| {
        r.object(|r, name| {
            seen.push(name.to_owned());
            match name {
                "a" => r.integer().map(drop),
                _ => r.skip(),
            }
        })
    };
    assert_eq!(whole(body, read), Ok(()));
    assert_eq!(seen, ["a", "n", "a"]);
}

#[test]
fn text_between_members_is_for_clients_to_ignore() {
    for body in [
        "<r>x<a/></r>",
        "<r><a/>x</r>",
        "<r>x</r>",
        "<r><![CDATA[x]]></r>",
    ] {
        let read = |r: &mut Reader<'_>| r.object(|r, _| r.skip());
        assert_eq!(whole(body, read), Ok(()), "{body}");
        let error = strictly(body, read).unwrap_err();
        assert_eq!(found(&error), ("an element", "a text"), "{body}");
    }
    let read = |r: &mut Reader<'_>| r.object(|r, _| r.skip());
    assert!(whole("<r>&x;<a/></r>", read).is_err());
    assert_eq!(strictly("<r> <![CDATA[ ]]> <a/></r>", read), Ok(()));
}

#[test]
fn attributes_are_values_of_their_element() {
    #[derive(Debug, Default, PartialEq)]
    struct Grantee {
        kind: Option<String>,
        count: Option<i32>,
        name: Option<String>,
    }
    let read = |r: &mut Reader<'_>| {
        let mut value = Grantee::default();
        r.attribute("type", |r| r.set(&mut value.kind, Reader::string))?;
        r.attribute("count", |r| r.set(&mut value.count, Reader::integer))?;
        r.object(|r, name| match name {
            "Name" => r.set(&mut value.name, Reader::string),
            _ => r.skip(),
        })?;
        Ok(value)
    };
    let expected = Grantee {
        kind: Some("a  b\n&<".to_owned()),
        count: Some(7),
        name: Some("n".to_owned()),
    };
    let body =
        "<G xmlns:type='no' count = ' 7 ' xsi:type\n=\"a\r\n\tb&#10;&amp;&lt;\"><Name>n</Name></G>";
    assert_eq!(whole(body, read), Ok(expected));
    let body = "<G xsi:type='a&gt;>'/>";
    assert_eq!(
        whole(body, read).map(|value| value.kind),
        Ok(Some("a>>".to_owned()))
    );
    assert_eq!(whole("<G/>", read), Ok(Grantee::default()));
    let error = whole("<G count='x'/>", read).unwrap_err();
    assert_eq!(found(&error), ("an integer of 32 bits", "a string"));
    assert_eq!(path_at(b"<G count='x'/>", error.offset()), "$.count");
}

#[test]
fn lists_and_maps() {
    let list = |r: &mut Reader<'_>| r.list("member", Reader::integer);
    assert_eq!(
        whole("<l><member>1</member> <member>2</member></l>", list),
        Ok(vec![1, 2])
    );
    assert_eq!(whole("<l/>", list), Ok(vec![]));
    assert_eq!(whole("<l>\n</l>", list), Ok(vec![]));
    // botocore takes items of any name.
    assert_eq!(whole("<l><item>1</item></l>", list), Ok(vec![1]));
    let error = strictly("<l><item>1</item></l>", list).unwrap_err();
    assert_eq!(found(&error), ("the element `member`", "another element"));

    let sparse = |r: &mut Reader<'_>| r.sparse_list("member", Reader::integer);
    assert_eq!(
        whole(
            "<l><member/><member>2</member><member></member></l>",
            sparse
        ),
        Ok(vec![None, Some(2), None])
    );

    let map = |r: &mut Reader<'_>| r.map("entry", "key", "value", Reader::integer);
    let body = "<m><entry><key>a</key><value>1</value></entry><entry><value>2</value><key>b</key></entry>\
                <entry><key>a</key><value>3</value></entry></m>";
    let expected = BTreeMap::from([("a".to_owned(), 3), ("b".to_owned(), 2)]);
    assert_eq!(strictly(body, map), Ok(expected));
    let error = whole("<m><entry><value>1</value></entry></m>", map).unwrap_err();
    assert_eq!(found(&error), ("the element `key`", "none"));
    let error = whole("<m><entry><key>a</key></entry></m>", map).unwrap_err();
    assert_eq!(found(&error), ("the element `value`", "none"));
    let sparse = |r: &mut Reader<'_>| r.sparse_map("entry", "key", "value", Reader::integer);
    let expected = BTreeMap::from([("a".to_owned(), None)]);
    assert_eq!(
        whole("<m><entry><key>a</key></entry></m>", sparse),
        Ok(expected)
    );
}

#[test]
fn flattened_items_need_not_be_adjacent() {
    let body = "<r><i>1</i><x/><i>2</i><e><k>a</k><v>1</v></e><i>3</i><e><k>b</k><v>2</v></e></r>";
    let (mut items, mut map) = (Vec::new(), BTreeMap::new());
    let read = |r: &mut Reader<'_>| {
        r.object(|r, name| match name {
            "i" => r.push(&mut items, Reader::integer),
            "e" => r.put(&mut map, "k", "v", Reader::integer),
            _ => r.skip(),
        })
    };
    assert_eq!(strictly(body, read), Ok(()));
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(
        map,
        BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])
    );
}

#[derive(Debug, PartialEq)]
enum Choice {
    Text(String),
    Flat(Vec<i32>),
    Pairs(BTreeMap<String, i32>),
    Unit,
    Unknown(String, String),
}

fn choice(r: &mut Reader<'_>) -> ReadResult<Choice> {
    r.union("Choice").read(|r, tag| match tag {
        "Text" => r.string().map(Choice::Text),
        "Flat" => r.siblings(Reader::integer).map(Choice::Flat),
        "Pairs" => r
            .sibling_entries("k", "v", Reader::integer)
            .map(Choice::Pairs),
        "Unit" => r.unit().map(|()| Choice::Unit),
        _ => r.unknown_member(tag).map(|member| {
            let xml = member.xml().unwrap_or_default().to_owned();
            Choice::Unknown(member.name().to_owned(), xml)
        }),
    })
}

#[test]
fn unions_have_one_member() {
    for (body, expected) in [
        ("<u><Text/></u>", Choice::Text(String::new())),
        (
            "<u> <Text>a</Text> <Text>b</Text> </u>",
            Choice::Text("b".to_owned()),
        ),
        (
            "<u><Flat>1</Flat> <!-- c --> <p:Flat>2</p:Flat></u>",
            Choice::Flat(vec![1, 2]),
        ),
        (
            "<u><Pairs><k>a</k><v>1</v></Pairs><Pairs><k>b</k><v>2</v></Pairs></u>",
            Choice::Pairs(BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])),
        ),
        ("<u><Unit/></u>", Choice::Unit),
        ("<u><Unit>x</Unit></u>", Choice::Unit),
        (
            "<u><New a='&lt;'>x<b/></New> <New/> </u>",
            Choice::Unknown(
                "New".to_owned(),
                "<New a='&lt;'>x<b/></New> <New/>".to_owned(),
            ),
        ),
    ] {
        assert_eq!(whole(body, choice), Ok(expected), "{body}");
    }
    let error = whole("<u/>", choice).unwrap_err();
    assert_eq!(
        found(&error),
        ("exactly one member of union Choice", "none")
    );
    let error = whole("<u><Text/><Unit/></u>", choice).unwrap_err();
    assert_eq!(error.found(), "`Text` and `Unit`");
    let error = strictly("<u><New/></u>", choice).unwrap_err();
    assert_eq!(error.expected(), "a member of the union that is known");
    assert!(strictly("<u><Unit>x</Unit></u>", choice).is_err());
}

#[test]
fn names_and_values_of_attributes_may_be_anything() {
    let of = |body: &str, name: &str| {
        let mut found = None;
        let read = |r: &mut Reader<'_>| {
            r.attribute(name, |r| r.set(&mut found, Reader::string))?;
            r.skip()
        };
        whole(body, read).map(|()| found)
    };
    let some = |text: &str| Ok(Some(text.to_owned()));
    // What looks like other attributes in a value, and much white space.
    let body = "<G  a='=' count\t=\n 'c=\"d\"' e = \"'f='\"  g='é&#x9;\t é&amp;'\r\n><x/></G>";
    assert_eq!(of(body, "a"), some("="));
    assert_eq!(of(body, "count"), some("c=\"d\""));
    assert_eq!(of(body, "d"), Ok(None));
    assert_eq!(of(body, "e"), some("'f='"));
    assert_eq!(of(body, "f"), Ok(None));
    assert_eq!(of(body, "g"), some("é\t  é&"));
    assert_eq!(of("<G a='1'/>", "a"), some("1"));
    assert_eq!(of("<G p:a='1' q:a='2'/>", "a"), some("1"));
    assert_eq!(of("<G b='\r\n\r\n'/>", "b"), some("  "));
    assert_eq!(of("<G b='\r\r'/>", "b"), some("  "));
    // Of many, each has another name.
    let many = |names: &[usize]| {
        let attributes = names.iter().map(|n| format!(" a{n:02}='{n}'"));
        of(&format!("<G{}/>", attributes.collect::<String>()), "a11")
    };
    assert_eq!(many(&[0, 1, 2, 3, 4, 5, 6, 7, 11, 9, 10, 8]), some("11"));
    for (names, offset) in [
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 1], 75),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 8], 75),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 9], 75),
        ([1, 2, 3, 4, 5, 6, 7, 1, 8, 9], 59),
    ] {
        let error = many(&names).unwrap_err();
        assert_eq!(error.found(), "an attribute twice", "{names:?}");
        assert_eq!(error.offset(), offset, "{names:?}");
    }
}

/// Elements of any depth and with any white space are skipped, if they are well-formed.
#[test]
fn what_is_skipped_is_well_formed() {
    let then = |r: &mut Reader<'_>| {
        let mut names = Vec::new();
        r.object(|r, name| {
            names.push(name.to_owned());
            r.skip()
        })?;
        Ok(names)
    };
    for skipped in [
        "<a><b><c/><c></c></b ><b>x<c>y</c>z</b></a>",
        "<a>\n         <p:b>\n                  <q:c d='>'/></p:b\n>\n         </a>",
        "<a><![CDATA[</a>]]><!-- </a> --><?x </a>?>&amp;></a>",
        "<a b='/>'><c><d><e><f><g><h><i><j><k><l/></k></j></i></h></g></f></e></d></c></a>",
        "<p:a><p:b><p:b/></p:b><pb></pb></p:a>",
    ] {
        let body = format!("<r>{skipped}<z/></r>");
        let names = whole(&body, then).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(names, ["a", "z"], "{body}");
    }
    let names = whole("<r><a></a> <a></a></r>", then);
    assert_eq!(names, Ok(vec!["a".to_owned(), "a".to_owned()]));
    for broken in [
        "<a><b></a></b>",
        "<a><b></bc></a>",
        "<a><p:b></q:b></a>",
        "<a><p:b></p:bc></a>",
        "<a><p:b></p></a>",
        "<a><b>&x;</b></a>",
        "<a><b>]]></b></a>",
        "<a><b c='1' c='2'/></a>",
        "<a><b><c></b></a>",
    ] {
        assert!(
            whole(&format!("<r>{broken}</r>"), then).is_err(),
            "{broken}"
        );
    }
}

#[test]
fn depth_has_a_limit() {
    fn nested(r: &mut Reader<'_>) -> ReadResult<usize> {
        let mut most = 0;
        r.object(|r, _| {
            most = nested(r)?.max(most);
            Ok(())
        })?;
        Ok(most + 1)
    }
    let deep = |levels: usize, inside: &str| {
        format!("{}{inside}{}", "<a>".repeat(levels), "</a>".repeat(levels))
    };
    assert_eq!(whole(&deep(128, "<a/>"), nested), Ok(129));
    let error = whole(&deep(129, ""), nested).unwrap_err();
    assert_eq!(error.expected(), "at most 128 levels of nesting");
    assert_eq!((error.found(), error.offset()), ("a deeper level", 129 * 3));
    // Elements that were left count no more.
    let wide = format!("<a>{}{}</a>", "<a></a>".repeat(200), deep(127, ""));
    assert_eq!(whole(&wide, nested), Ok(128));

    // An element that is skipped has room for more.
    assert_eq!(whole(&deep(1025, "<a/>"), Reader::skip), Ok(()));
    assert_eq!(whole(&deep(1025, "x"), Reader::skip), Ok(()));
    let error = whole(&deep(1026, ""), Reader::skip).unwrap_err();
    assert_eq!(error.expected(), "at most 1024 levels of nesting");
    assert_eq!(error.offset(), 1025 * 3);
}

/// Others than the model's are passed over by those who aren't strict.
#[test]
fn parts_of_entries_have_their_names() {
    let map = |r: &mut Reader<'_>| r.map("entry", "key", "value", Reader::integer);
    let body = "<m><entry><key>a</key><new>1</new><value>2</value></entry></m>";
    assert_eq!(whole(body, map), Ok(BTreeMap::from([("a".to_owned(), 2)])));
    let error = strictly(body, map).unwrap_err();
    assert_eq!(found(&error), ("the element `value`", "another element"));
    assert_eq!(error.offset(), 23);
    let body = "<m><other><key>a</key><value>2</value></other></m>";
    assert!(whole(body, map).is_ok());
    let error = strictly(body, map).unwrap_err();
    assert_eq!(found(&error), ("the element `entry`", "another element"));
}

/// The members of a union that is flattened end where another element begins, or what is no
/// element.
#[test]
fn siblings_end_where_something_else_begins() {
    for rest in ["", "<!-- --> \n", "<?x?>", "x", "<![CDATA[]]>", "&amp;"] {
        let body = format!("<u><Flat>1</Flat><?x?><Flat>2</Flat>{rest}</u>");
        assert_eq!(whole(&body, choice), Ok(Choice::Flat(vec![1, 2])), "{rest}");
    }
    let error = whole("<u><Flat>1</Flat><Text/></u>", choice).unwrap_err();
    assert_eq!(error.found(), "`Flat` and `Text`");
    assert_eq!(error.offset(), 3);
    let error = whole("<u><Flat>1</Flat></u", choice).unwrap_err();
    assert_eq!(error.expected(), "the end tag of `u`");
    let error = whole("<u><Flat>1</Flat><1/></u>", choice).unwrap_err();
    assert_eq!(error.expected(), "the name of an element");
    let error = whole("<u><New>1</New><New></u>", choice).unwrap_err();
    assert_eq!(error.expected(), "the end tag of `New`");
    let error = strictly("<u><Unit>x</Unit></u>", choice).unwrap_err();
    assert_eq!(found(&error), ("an element", "a text"));
    assert_eq!(
        strictly("<u><Unit><a/></Unit></u>", choice),
        Ok(Choice::Unit)
    );
    // An attribute is no element that could be kept.
    let attribute = |r: &mut Reader<'_>| r.attribute("a", |r| r.unknown_member("a").map(drop));
    assert!(whole("<u a='1'/>", attribute).is_err());
}
