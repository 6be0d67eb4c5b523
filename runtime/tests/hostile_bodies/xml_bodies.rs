//! XML.

use super::*;

/// Reads a body that is refused, in little memory; returns the error and the path of its place.
fn refused(body: &str) -> (xml::ReadError, String) {
    let (result, peak) = peak(|| {
        let error = of_xml(body.as_bytes()).unwrap_err();
        let path = xml::path_at(body.as_bytes(), error.offset());
        (error, path)
    });
    assert!(peak < SMALL, "{peak} for {}", body.len());
    assert!(result.0.to_string().len() < 1_000 && result.1.len() < 3_000);
    result
}

#[test]
fn a_billion_laughs_are_refused_before_the_first() {
    let _turn = turn();
    let mut body = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE r [<!ENTITY a0 \"lol\">");
    for level in 1..10 {
        write!(body, "<!ENTITY a{level} \"").unwrap();
        (0..10).for_each(|_| write!(body, "&a{};", level - 1).unwrap());
        body.push_str("\">");
    }
    body.push_str("]><r><Text>&a9;</Text></r>");
    assert_eq!(refused(&body).0.found(), "a DOCTYPE");
    // Nor are entities known that a document elsewhere declares.
    assert_eq!(
        refused("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>")
            .0
            .found(),
        "a DOCTYPE"
    );
    assert_eq!(refused("<r><Text>&a9;</Text></r>").0.found(), "another `&`");
}

#[test]
fn nesting_ends_at_a_limit_on_a_small_stack() {
    let _turn = turn();
    let run = || {
        for depth in [120, 127, 128, 100_000] {
            let body = format!(
                "<r>{}{}</r>",
                "<Node>".repeat(depth),
                "</Node>".repeat(depth)
            );
            if depth < 128 {
                assert!(of_xml(body.as_bytes()).is_ok(), "{depth}");
            } else {
                assert_eq!(refused(&body).0.expected(), "at most 128 levels of nesting");
            }
            let body = format!("<r>{}</r>", "<Node>".repeat(depth));
            refused(&body);
        }
        for depth in [1_024, 1_025, 1_026, 100_000] {
            let body = format!("<r>{}{}</r>", "<x>".repeat(depth), "</x>".repeat(depth));
            if depth <= 1_025 {
                assert!(of_xml(body.as_bytes()).is_ok(), "{depth}");
            } else {
                assert_eq!(
                    refused(&body).0.expected(),
                    "at most 1024 levels of nesting"
                );
            }
        }
    };
    let thread = std::thread::Builder::new()
        .stack_size(1024 * 1024)
        .spawn(run);
    thread.unwrap().join().unwrap();
}

#[test]
fn attributes_take_no_more_than_their_length() {
    attributes(200_000);
}

#[test]
#[ignore = "takes 4 s; CI runs it"]
fn a_million_attributes_take_no_more_than_their_length() {
    attributes(1_000_000);
}

fn attributes(count: usize) {
    let _turn = turn();
    let mut tag = String::from("<r");
    (0..count).for_each(|number| write!(tag, " a{number}=''").unwrap());
    let body = format!("{tag}/>");
    let (result, used) = peak(|| of_xml(body.as_bytes()));
    assert_eq!(result, Ok(Node::default()));
    assert!(used < 5 * body.len(), "{used} for {}", body.len());
    for twice in [0, count / 2, count - 1] {
        let body = format!("{tag} a{twice}=''/>");
        let (error, _) = peak(|| of_xml(body.as_bytes()).unwrap_err());
        assert_eq!(error.found(), "an attribute twice");
    }
    let body = format!("<r><x{}/></r>", " a=''".repeat(count));
    assert_eq!(refused(&body).0.found(), "an attribute twice");
    let body = format!("<r kind='{}'/>", "&#9;".repeat(count));
    let (node, used) = peak(|| of_xml(body.as_bytes()).unwrap());
    assert_eq!(node.kind.map(|kind| kind.len()), Some(count));
    assert!(used < 2 * body.len(), "{used}");
}

#[test]
fn names_without_end_cost_nothing() {
    names(600_000);
}

#[test]
#[ignore = "takes 7 s; CI runs it"]
fn names_of_two_megabytes_cost_nothing() {
    names(2_000_000);
}

/// Each is longer than the memory that it may take.
fn names(length: usize) {
    let _turn = turn();
    let long = "a".repeat(length);
    for body in [
        format!("<{long}"),
        format!("<{long}>"),
        format!("<{long}></b>"),
        format!("<r><{long}>"),
        format!("<r><Node><{long}"),
        format!("<r {long}"),
        format!("<r {long}='"),
        format!("<r>&{long};</r>"),
        format!("<?{long}"),
        format!("<!--{long}"),
        format!("<r><Text><![CDATA[{long}</Text></r>"),
        format!("<r><Text><![CDATA[{}</Text></r>", "]]".repeat(length / 2)),
        format!("<r><?p {}</r>", "?".repeat(length)),
    ] {
        refused(&body);
    }
    // The name of an unknown member is kept, but an error shows its start only.
    let body = format!("<r><Choice><{long}/><b/></Choice></r>");
    let (error, used) = peak(|| of_xml(body.as_bytes()).unwrap_err());
    assert!(error.to_string().len() < 500, "{error}");
    assert!(used < 3 * body.len(), "{used}");
    // Leading zeros are allowed.
    let body = format!("<r><Text>&#{}65</Text></r>", "0".repeat(length));
    let (error, used) = peak(|| of_xml(body.as_bytes()).unwrap_err());
    assert_eq!(error.found(), "another `&`");
    assert!(used < 2 * body.len(), "{used}");
    let body = format!("<r><Text>&#{}65;</Text></r>", "0".repeat(length));
    let (node, _) = peak(|| of_xml(body.as_bytes()).unwrap());
    assert_eq!(node.text.as_deref(), Some("A"));
}

#[test]
fn what_nobody_asked_for_takes_no_memory() {
    let _turn = turn();
    for part in [
        "<x/>",
        "<x></x>",
        "<x a='1' b='&lt;'>t<y><z/></y>&amp;<!-- c --></x>",
        "<!---->",
        "<?p?>",
        "<![CDATA[]]>",
        "&lt;",
        "x ",
        ">",
        " ",
        "<Node/>",
    ] {
        let body = format!("<r>{}</r>", part.repeat(100_000));
        let (result, used) = peak(|| of_xml(body.as_bytes()));
        assert!(result.is_ok(), "{part}");
        assert!(used < SMALL, "{part}: {used}");
        // The same within an element that is skipped, and a path to its end.
        let body = format!("<r><x>{}</x><Number/></r>", part.repeat(100_000));
        refused(&body);
    }
}

#[test]
fn values_take_memory_in_proportion_to_the_body() {
    let _turn = turn();
    for (start, part, end) in [
        ("<Text>", "&#9;", "</Text>"),
        ("<Text>", "<!---->a", "</Text>"),
        ("<Text>", "<![CDATA[a]]>", "</Text>"),
        ("<Text>", "\r\n", "</Text>"),
        ("<Text>", "]", "</Text>"),
        ("<Text>", ">", "</Text>"),
        ("<Blob>", "AA A", "</Blob>"),
        ("<List>", "<a/>", "</List>"),
        ("", "<Item>1</Item>", ""),
        ("", "<Pair><k/><v/></Pair>", ""),
        ("", "<Item>1</Item><!-- --><x/>", ""),
        ("<Choice>", "<Flat/>", "</Choice>"),
        ("<Choice>", "<Flat/><!-- --> ", "</Choice>"),
        ("<Choice>", "<New/>", "</Choice>"),
        ("", "<Text>a</Text>", ""),
        ("", "<Choice><Flat/></Choice>", ""),
    ] {
        let body = format!("<r>{start}{}{end}</r>", part.repeat(100_000));
        let (result, used) = peak(|| of_xml(body.as_bytes()));
        result.unwrap();
        let factor = used / body.len();
        println!("{part:?}: {used} for {}, {factor} times", body.len());
        assert!(factor <= 16, "{part}: {used} for {}", body.len());
    }
    // Members of a union beside each other are all named by their places.
    let mut body = String::from("<r><Choice>");
    (0..200_000).for_each(|number| write!(body, "<a{number}/>").unwrap());
    body.push_str("</Choice></r>");
    let (error, used) = peak(|| of_xml(body.as_bytes()).unwrap_err());
    assert!(error.found().ends_with(" and 199996 more"), "{error}");
    assert!(used < 40 * body.len(), "{used} for {}", body.len());
}

const EVERYTHING: &str = "\u{feff}<?xml version='1.0' encoding=\"UTF-8\"?><?p i?><!-- c -->\n\
    <n:r xmlns:n='u' n:kind=\"a &lt; &#x41; b\"><Text>t&amp;<![CDATA[<c>]]><!-- d -->\u{e9}\u{1f600}</Text>\
    <Number> -12 </Number><Time>2014-04-29T18:30:38.123Z</Time><Blob>AP8=</Blob>\
    <List><member>a</member><member/></List>\
    <Map><entry><key>a</key><value>1</value></entry></Map><Item>1</Item><x y='z'><x/></x><Item>2</Item>\
    <Pair><k>a</k><v>b</v></Pair><Choice><Flat>a</Flat> <Flat>b</Flat></Choice>\
    <Node kind='k'><Choice><New>n</New></Choice></Node></n:r>\n<!-- e -->";

#[test]
fn a_body_that_breaks_off_anywhere_is_an_error() {
    let _turn = turn();
    let whole = of_xml(EVERYTHING.as_bytes()).unwrap();
    assert_eq!(whole.kind.as_deref(), Some("a < A b"));
    assert_eq!(whole.text.as_deref(), Some("t&<c>\u{e9}\u{1f600}"));
    let end = EVERYTHING.find("</n:r>").unwrap() + "</n:r>".len();
    for length in 0..EVERYTHING.len() {
        let body = &EVERYTHING.as_bytes()[..length];
        let result = of_xml(body);
        let is_whole = length == end || length == end + 1;
        assert_eq!(result.is_ok(), is_whole, "{length}: {result:?}");
        if let Err(error) = result {
            assert!(error.offset() <= length, "{length}: {error}");
            assert!(xml::path_at(body, error.offset()).starts_with('$'));
        }
        let skipped = xml::Reader::new(body).and_then(|mut r| r.skip().and_then(|()| r.end()));
        assert_eq!(skipped.is_ok(), is_whole, "{length}");
    }
    // Nor does one byte that is another make anything panic.
    for at in 0..EVERYTHING.len() {
        for byte in [
            b'<', b'>', b'&', b'/', b'\'', b'"', b':', b'!', b'?', b']', b' ', 0, 0xff,
        ] {
            let mut body = EVERYTHING.as_bytes().to_vec();
            body[at] = byte;
            if let Err(error) = of_xml(&body) {
                assert!(xml::path_at(&body, error.offset()).starts_with('$'));
            }
            let skipped = xml::Reader::new(&body).and_then(|mut r| r.skip().and_then(|()| r.end()));
            // A body that was read is well-formed.
            assert!(of_xml(&body).is_err() || skipped.is_ok(), "{at} {byte}");
        }
    }
}

#[test]
fn paths_are_found_in_one_walk() {
    let _turn = turn();
    for part in [
        "<a/>",
        "<a>",
        "<!-- < -->",
        "<![CDATA[<]]>",
        "<",
        "'",
        "<a b='",
        "</a>",
        "=",
        "]]>",
    ] {
        let body = format!("<r>{}", part.repeat(100_000));
        let (path, used) = peak(|| xml::path_at(body.as_bytes(), body.len()));
        assert!(path.len() < 3_000);
        assert!(used < 200 * body.len(), "{part}: {used} for {}", body.len());
    }
    let mut body = String::from("<r>");
    (0..300_000).for_each(|number| write!(body, "<a{number}/>").unwrap());
    let (path, used) = peak(|| xml::path_at(body.as_bytes(), body.len()));
    assert_eq!(path, "$");
    assert!(used < 20 * body.len(), "{used} for {}", body.len());
}
