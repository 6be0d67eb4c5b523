//! The reader of XML: where a fault is, and what is there.

use tinsmith_runtime::generated::xml::{Reader, path_at};

use crate::xml_reader::{found, strictly, text, whole};

#[test]
fn paths_name_elements_and_attributes() {
    let body = "<r><a x='1'>t</a><b><c/><!-- <d> --><c>&amp;</c></b><a><b>u</b></a><l><m/><m/><m>v</m></l></r>";
    let at = |text: &str, by: usize| path_at(body.as_bytes(), body.find(text).unwrap() + by);
    assert_eq!(at("<r>", 0), "$");
    assert_eq!(at("<r>", 3), "$");
    assert_eq!(at("'1'", 1), "$.a.x");
    assert_eq!(at("t</a>", 0), "$.a");
    assert_eq!(at("&amp;", 0), "$.b.c[1]");
    assert_eq!(at("u</b>", 0), "$.a[1].b");
    assert_eq!(at("v</m>", 0), "$.l.m[2]");
    assert_eq!(at("</r>", 0), "$");
    assert_eq!(path_at(body.as_bytes(), 9999), "$");
}

/// Each fault is reported where it is.
#[test]
fn faults_have_their_places() {
    for (body, offset, what) in [
        ("<r>\n&x;</r>", 4, "another `&`"),
        ("<r>\n&#x;</r>", 4, "another `&`"),
        ("<r>&lt;&#1;</r>", 7, "a reference to another character"),
        ("<r>ab]]></r>", 5, "a `]]>`"),
        ("<r>é]]></r>", 5, "a `]]>`"),
        ("<r a='1' b='&x;'/>", 12, "another `&`"),
        ("<r a='1' b='x<'/>", 13, "a `<`"),
        ("<r a='1' b/>", 10, "another character"),
        ("<r a='1' b =c/>", 12, "another character"),
        ("<r a='1'b='2'/>", 8, "another character"),
        ("<r a='1' 2='2'/>", 9, "another character"),
        ("<r a='1' b:='2'/>", 9, "another character"),
        ("<r a='1' :b='2'/>", 9, "another character"),
        ("<r a='1' a='2'/>", 9, "an attribute twice"),
        ("<r a='1", 7, "the end of the input"),
        ("<r a='1' <b/>", 9, "another character"),
        ("<r / >", 4, "another character"),
        ("<r/", 3, "the end of the input"),
        ("<r>x</s>", 4, "another end tag"),
        ("<r>x</r", 4, "the end of the input"),
        ("<r>x", 4, "the end of the input"),
        ("<r><!-- -- --></r>", 8, "two hyphens"),
        ("<r><!-- x", 9, "the end of the input"),
        ("<r><![CDATA[x", 13, "the end of the input"),
        ("<r><?x y", 8, "the end of the input"),
        (
            "<r><?1 y?></r>",
            5,
            "another character or an XML declaration",
        ),
        (
            "<r><?x+y?></r>",
            5,
            "another character or an XML declaration",
        ),
        (
            "<r><?XML y?></r>",
            5,
            "another character or an XML declaration",
        ),
        ("<r><!x></r>", 3, "an unknown `<!`"),
        ("<!-- --><!DOCTYPE r><r/>", 8, "a DOCTYPE"),
        ("<r/><s/>", 4, "another element"),
        ("<r/>  <?p?>x", 11, "a text"),
        ("<!-- -->x", 8, "a text"),
        ("<!-- --><![CDATA[x]]><r/>", 8, "a text"),
        ("<!-- -->", 8, "the end of the input"),
        ("<?xml version='1.0'", 19, "the end of the input"),
        ("<?xml version='1.x'?><r/>", 15, "another version"),
        ("<?xml version='1.'?><r/>", 15, "another version"),
        (
            "<?xml version='1.0' encoding='x'?><r/>",
            30,
            "another encoding",
        ),
        (
            "<?xml version='1.0' standalone='x'?><r/>",
            32,
            "another text",
        ),
        ("<?xml version='1.0' other='x'?><r/>", 27, "another name"),
        (
            "<?xml version='1.0' standalone='no' encoding='UTF-8'?><r/>",
            46,
            "another name",
        ),
        ("<?xml encoding='UTF-8'?><r/>", 16, "another name"),
        (
            "<?xml version='1.0' version='1.0'?><r/>",
            20,
            "an attribute twice",
        ),
        ("<?xml ?><r/>", 5, "none"),
        ("<?xmlx?>x", 8, "a text"),
        (" <?xml?><r/>", 3, "another character or an XML declaration"),
        ("<r>\u{1}</r>", 3, "a character that XML doesn't have"),
    ] {
        let error = text(body).unwrap_err();
        assert_eq!((error.offset(), error.found()), (offset, what), "{body}");
        let error = whole(body, Reader::skip).unwrap_err();
        assert_eq!((error.offset(), error.found()), (offset, what), "{body}");
    }
    // An element where a text should be is no fault to those who skip it.
    let error = text("<r>ab<c/></r>").unwrap_err();
    assert_eq!((error.offset(), error.found()), (5, "an object"));
    let children = |r: &mut Reader<'_>| r.object(|r, _| r.skip());
    for (body, offset, what) in [
        ("<r><", 4, "the end of the input"),
        ("<r><1/></r>", 4, "another character"),
        ("<r>x<", 5, "the end of the input"),
        ("<r> <a/>", 8, "the end of the input"),
        ("<r> <a/></s>", 8, "another end tag"),
        ("<r> <a/>x<b", 11, "the end of the input"),
        ("<r> <a>", 7, "the end of the input"),
        ("<r> <a><b>x</c></a></r>", 11, "another end tag"),
        ("<r> <a><b:c>x</b:d></a></r>", 13, "another end tag"),
        ("<r> <a><b/>x", 12, "the end of the input"),
    ] {
        let error = whole(body, children).unwrap_err();
        assert_eq!((error.offset(), error.found()), (offset, what), "{body}");
    }
    let error = whole("<r> <a><b:c>x", children).unwrap_err();
    assert_eq!(error.expected(), "the end tag of `b:c`");
    let error = strictly("<r> <a/> x</r>", children).unwrap_err();
    assert_eq!((error.offset(), error.found()), (9, "a text"));
}

/// The kind of each value, as errors name it, and its place.
#[test]
fn errors_name_the_kind_of_what_was_found() {
    for (body, kind, offset) in [
        ("<a/>", "an empty element", 1),
        ("<a></a>", "an empty element", 3),
        ("<a> </a>", "a string", 3),
        ("<a>x</a>", "a string", 3),
        ("<a><![CDATA[x]]></a>", "a string", 3),
        ("<a><?x?></a>", "a string", 3),
        ("<a><b/></a>", "an object", 3),
        ("<a> \n<b/></a>", "an object", 3),
        ("<a>", "the end of the input", 3),
        ("<a> ", "the end of the input", 3),
    ] {
        let error = Reader::new(body.as_bytes()).unwrap().expected("x");
        assert_eq!((error.found(), error.offset()), (kind, offset), "{body}");
    }
    let attribute = |r: &mut Reader<'_>| r.attribute("b", |r| r.object(|r, _| r.skip()));
    let error = whole("<a b='x'/>", attribute).unwrap_err();
    assert_eq!((error.found(), error.offset()), ("an attribute", 6));
    assert_eq!(found(&error).0, "an object");
    let skipped = |r: &mut Reader<'_>| {
        r.attribute("b", Reader::skip)?;
        r.string()
    };
    assert_eq!(whole("<a b='x'>c</a>", skipped).as_deref(), Ok("c"));
    // In a sparse list, an attribute or a text is a value, and an empty element none.
    let null = |r: &mut Reader<'_>| r.attribute("b", |r| r.null().map(|null| assert!(!null)));
    assert_eq!(
        whole("<a b=''>c</a>", |r| null(r).and_then(|()| r.skip())),
        Ok(())
    );
}

/// Each place has the path of the element or attribute that it is in.
#[test]
fn each_place_has_a_path() {
    let body = concat!(
        "\u{feff}<?xml version='1.0'?><!-- <no> --><r xmlns='u'>",
        "<a x = '1>' p:y=\"/'\" z='='/>",
        "<a><![CDATA[<no>]]><?no <no>?>s</a>",
        "<p:b\n>\n<c/><c d='2'>t</c ><c>u</c></p:b>",
        "<a>v<!----></a><!--<g--><?x<h?><a><![CDATA[<i]]>w</a><e f= '3'/></r>",
    );
    let at = |text: &str, by: usize| path_at(body.as_bytes(), body.find(text).unwrap() + by);
    for (text, by, path) in [
        ("1>", 0, "$.a.x"),
        ("1>", 1, "$.a.x"),
        // The quotation mark that ends a value, too, but not the one that begins it.
        ("1>", 2, "$.a.x"),
        ("'1>", 0, "$.a"),
        ("x =", 0, "$.a"),
        ("/'", 0, "$.a.y"),
        ("/'", 1, "$.a.y"),
        ("z=", 0, "$.a"),
        ("='/>", 0, "$.a.z"),
        ("s</a>", 0, "$.a[1]"),
        ("s</a>", 1, "$.a[1]"),
        ("<p:b", 0, "$"),
        ("<p:b", 2, "$.b"),
        ("<p:b", 6, "$.b"),
        ("<c/>", 0, "$.b"),
        ("<c/>", 1, "$.b.c"),
        ("<c/>", 2, "$.b.c"),
        ("<c/>", 3, "$.b.c"),
        ("<c d", 0, "$.b"),
        ("2'>t", 0, "$.b.c[1].d"),
        ("t</c >", 0, "$.b.c[1]"),
        ("u</c>", 0, "$.b.c[2]"),
        ("</p:b>", 0, "$.b"),
        ("v<!", 0, "$.a[2]"),
        ("</a><!--", 0, "$.a[2]"),
        ("w</a>", 0, "$.a[3]"),
        ("<e f", 0, "$"),
        ("'3'/>", 0, "$.e"),
        ("3'/>", 0, "$.e.f"),
        ("</r>", 0, "$"),
    ] {
        assert_eq!(at(text, by), path, "{text} {by}");
    }
    // What breaks off, or is no XML at all, has a path as well.
    for (body, path) in [
        ("", "$"),
        ("x", "$"),
        ("<r><a b='x", "$.a"),
        ("<r><a b", "$.a"),
        ("<r><a b=", "$.a"),
        ("<r><a b= ", "$.a"),
        ("<r><a", "$.a"),
        ("<r><a>x", "$.a"),
        ("<r><a><!-- x", "$.a"),
        ("<r><a></a", "$"),
        ("</r></r><r><a>", "$.a"),
    ] {
        assert_eq!(path_at(body.as_bytes(), body.len()), path, "{body}");
    }
    assert_eq!(path_at(b"<r><a b='x", 9), "$.a.b");
}
