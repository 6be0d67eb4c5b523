//! Bodies in XML and CBOR, and forms, that were made to cost much: memory and time are in proportion to their
//! length, and nothing panics.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use tinsmith_runtime::generated::{cbor, form, xml};
use tinsmith_runtime::{Timestamp, UnknownMember, bytes::Bytes};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Tests of one process share the allocator, so they take turns.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory that isn't in proportion to the body: an error, and the walk to its place, which is 1,152
/// levels deep at most.
const SMALL: usize = 512 * 1024;

/// Runs a function within the time that any body of these tests may take, and returns the most
/// memory that it has at once.
fn peak<T>(run: impl FnOnce() -> T) -> (T, usize) {
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let begin = Instant::now();
    let value = run();
    let peak = ALLOCATOR.peak_usage().saturating_sub(before);
    // A quadratic loop would take minutes.
    assert!(
        begin.elapsed() < Duration::from_secs(20),
        "{:?}",
        begin.elapsed()
    );
    (value, peak)
}

/// A structure with a member of every kind.
#[derive(Debug, Default, PartialEq)]
struct Node {
    kind: Option<String>,
    text: Option<String>,
    number: Option<i64>,
    time: Option<Timestamp>,
    blob: Option<Bytes>,
    list: Option<Vec<String>>,
    map: Option<BTreeMap<String, i32>>,
    items: Option<Vec<i32>>,
    pairs: Option<BTreeMap<String, String>>,
    choice: Option<Choice>,
    node: Option<Box<Node>>,
}

#[derive(Debug, PartialEq)]
enum Choice {
    Flat(Vec<String>),
    Unknown(UnknownMember),
}

/// Gives a module the reader of [`Node`] in a format.
macro_rules! reader {
    ($name:ident, $format:ident, $attribute:expr) => {
        fn $name(r: &mut $format::Reader<'_>, node: &mut Node) -> $format::ReadResult {
            let attribute: fn(&mut $format::Reader<'_>, &mut Node) -> $format::ReadResult =
                $attribute;
            attribute(r, node)?;
            r.object(|r, key| match key {
                "Text" => r.set(&mut node.text, $format::Reader::string),
                "Number" => r.set(&mut node.number, $format::Reader::long),
                "Time" => r.set(&mut node.time, $format::Reader::date_time),
                "Blob" => r.set(&mut node.blob, $format::Reader::blob),
                "List" => r.set(&mut node.list, |r| {
                    r.list("member", $format::Reader::string)
                }),
                "Map" => r.set(&mut node.map, |r| {
                    r.map("entry", "key", "value", $format::Reader::integer)
                }),
                "Item" => r.push(node.items.get_or_insert_default(), $format::Reader::integer),
                "Pair" => r.put(
                    node.pairs.get_or_insert_default(),
                    "k",
                    "v",
                    $format::Reader::string,
                ),
                "Choice" => r.set(&mut node.choice, |r| {
                    r.union("Choice").read(|r, tag| match tag {
                        "Flat" => r.siblings($format::Reader::string).map(Choice::Flat),
                        _ => r.unknown_member(tag).map(Choice::Unknown),
                    })
                }),
                "Node" => r.structure(&mut node.node, |r, node| $name(r, node)),
                _ => r.skip(),
            })
        }
    };
}

reader!(read_xml, xml, |r, node| r.attribute("kind", |r| {
    r.set(&mut node.kind, xml::Reader::string)
}));
reader!(read_form, form, |_, _| Ok(()));

fn of_xml(body: &[u8]) -> xml::ReadResult<Node> {
    let mut reader = xml::Reader::new(body)?;
    let node = reader.new_structure(read_xml)?;
    reader.end()?;
    Ok(node)
}

fn of_form(body: &[u8]) -> form::ReadResult<Node> {
    form::Reader::new(body)?.strict().new_structure(read_form)
}

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

#[test]
fn pairs_take_memory_in_proportion() {
    pairs(20_000);
}

#[test]
#[ignore = "takes 8 s; CI runs it"]
fn a_million_pairs_take_memory_in_proportion() {
    pairs(200_000);
}

fn pairs(count: u32) {
    let _turn = turn();
    let of = |part: &str| part.repeat(count as usize);
    for (body, is_sound) in [
        (of("&a"), true),
        (of("&"), true),
        (of("&a=%20"), true),
        (of("&%61"), true),
        (of("&a+b"), true),
        (of("&Number=1"), true),
        (of("&Item.1=1"), true),
        (of("&Item.1.1=1"), false),
        (of("&Text"), true),
        (of("."), true),
        (of("a."), true),
        (of("Node."), false),
        (format!("Node.{}", of("Node.")), false),
        (format!("Text={}", of("%20")), true),
        (format!("Item.1{}=1", "0".repeat(1_000_000)), true),
        (of("&Choice.a=1"), false),
        ((0..count).map(|n| format!("&a{n}")).collect(), true),
        ((0..count).map(|n| format!("&Item.{n}=1")).collect(), true),
        (
            (0..count).rev().map(|n| format!("&Item.{n}=1")).collect(),
            true,
        ),
        (
            (0..u64::from(count))
                .map(|n| format!("&List.member.{}={n}", n * 7919 % 300_007))
                .collect(),
            true,
        ),
        (
            (0..count).map(|n| format!("&Choice.a{n}=1")).collect(),
            false,
        ),
        // Long keys that are the same up to their end.
        (
            (0..2_000)
                .map(|n| format!("&{}{n}", "a.".repeat(1_000)))
                .collect(),
            true,
        ),
        (
            (0..2_000)
                .map(|n| format!("&{}{n}", "a".repeat(1_000)))
                .collect(),
            true,
        ),
    ] {
        let start = &body[..body.len().min(30)];
        let (result, used) = peak(|| {
            let result = of_form(body.as_bytes());
            result
                .map(drop)
                .map_err(|error| form::path_at(body.as_bytes(), error.offset()))
        });
        assert_eq!(result.is_ok(), is_sound, "{start}: {result:?}");
        let factor = used / body.len();
        println!("{start}: {used} for {}, {factor} times", body.len());
        assert!(factor <= 40, "{start}: {used} for {}", body.len());
    }
}

#[test]
fn a_form_that_breaks_off_anywhere_does_not_panic() {
    let _turn = turn();
    let whole = "Action=A&Text=a%20b+c&Number=1&List.member.1=a&List.member.3=%C3%A9&Map.entry.1.key=a\
                 &Map.entry.1.value=1&Item.1=1&Pair.2.k=a&Pair.2.v=b&Choice.Flat.1=x&Node.Node.Text=";
    let node = of_form(whole.as_bytes()).unwrap();
    assert_eq!(node.list, Some(vec!["a".to_owned(), "\u{e9}".to_owned()]));
    for length in 0..whole.len() {
        let body = &whole.as_bytes()[..length];
        if let Err(error) = of_form(body) {
            assert!(error.offset() <= length, "{length}: {error}");
            assert!(!form::path_at(body, error.offset()).is_empty());
        }
        for byte in [b'%', b'&', b'=', b'.', b'+', b'0', 0, 0xff] {
            let mut body = whole.as_bytes().to_vec();
            body[length] = byte;
            if let Err(error) = of_form(&body) {
                assert!(!form::path_at(&body, error.offset()).is_empty());
            }
        }
    }
}

/// The members that have the same form in all formats, read from CBOR.
fn of_cbor(body: &[u8]) -> cbor::ReadResult<Node> {
    fn node(r: &mut cbor::Reader<'_>, value: &mut Node) -> cbor::ReadResult {
        r.object(|r, key| match key {
            "Text" => r.set(&mut value.text, cbor::Reader::string),
            "Number" => r.set(&mut value.number, cbor::Reader::long),
            "Time" => r.set(&mut value.time, cbor::Reader::epoch_seconds),
            "Blob" => r.set(&mut value.blob, cbor::Reader::blob),
            "List" => r.set(&mut value.list, |r| r.list(cbor::Reader::string)),
            "Map" => r.set(&mut value.map, |r| r.map(cbor::Reader::integer)),
            "Node" => r.set(&mut value.node, |r| {
                let mut inner = Node::default();
                node(r, &mut inner)?;
                Ok(Box::new(inner))
            }),
            _ => r.skip(),
        })
    }
    let mut r = cbor::Reader::new(body)?;
    let mut value = Node::default();
    node(&mut r, &mut value)?;
    r.end()?;
    Ok(value)
}

/// A map with one key and this value.
fn entry(key: &str, value: &[u8]) -> Vec<u8> {
    let mut body = vec![0xa1, 0x60 + u8::try_from(key.len()).unwrap()];
    body.extend_from_slice(key.as_bytes());
    body.extend_from_slice(value);
    body
}

#[test]
fn cbor_takes_memory_in_proportion_to_the_body() {
    let _turn = turn();
    let of = |part: &[u8]| part.repeat(200_000);
    let within = |start: &[u8], part: &[u8], end: &[u8]| [start, &of(part), end].concat();
    for (name, value) in [
        // Heads of collections and texts that promise more than there is.
        ("x", of(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff")),
        ("x", of(b"\xbb\x7f\xff\xff\xff\xff\xff\xff\xff")),
        ("List", b"\x9b\x00\x00\x00\x01\x00\x00\x00\x00".to_vec()),
        ("Map", b"\xbb\x00\x00\x00\x01\x00\x00\x00\x00".to_vec()),
        ("Text", b"\x7b\x00\x00\x00\x01\x00\x00\x00\x00".to_vec()),
        ("Blob", b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()),
        // Nesting without an end.
        ("x", of(b"\x81")),
        ("x", of(b"\x9f")),
        ("x", of(b"\xa1\x60")),
        ("x", of(b"\xbf\x60")),
        ("x", of(b"\xc1")),
        ("Time", of(b"\xc1")),
        ("Node", of(b"\xa1\x64Node")),
        // Texts and bytes in pieces.
        ("Text", within(b"\x7f", b"\x60", b"\xff")),
        ("Text", within(b"\x7f", b"\x61a", b"\xff")),
        ("Text", within(b"\x7f", b"\x7f", b"\xff")),
        ("Blob", within(b"\x5f", b"\x41a", b"\xff")),
        // Many values, kept or not.
        ("x", within(b"\x9f", b"\xf6", b"\xff")),
        ("x", within(b"\xbf", b"\x61a\x01", b"\xff")),
        ("List", within(b"\x9f", b"\x60", b"\xff")),
        ("Map", within(b"\xbf", b"\x61a\x01", b"\xff")),
        ("x", of(b"\xff")),
        ("x", of(b"\xf6")),
    ] {
        let body = entry(name, &value);
        let start = &value[..value.len().min(10)];
        let (result, used) = peak(|| {
            let result = of_cbor(&body).map(drop);
            result.map_err(|error| cbor::path_at(&body, error.offset()))
        });
        // The path to an error has a step for each level.
        let bound = SMALL + 100 * body.len();
        println!("{name} {start:x?}: {used} for {}, {result:?}", body.len());
        assert!(used < bound, "{name} {start:x?}: {used} for {}", body.len());
    }
    let mut body = vec![0xbf];
    (0..200_000_u32).for_each(|number| {
        let key = format!("a{number}");
        body.push(0x60 + u8::try_from(key.len()).unwrap());
        body.extend_from_slice(key.as_bytes());
        body.push(0xf6);
    });
    body.push(0xff);
    let (result, used) = peak(|| of_cbor(&body));
    assert_eq!(result, Ok(Node::default()));
    assert!(used < SMALL, "{used}");
}

#[test]
fn nesting_in_cbor_ends_at_a_limit_on_a_small_stack() {
    let _turn = turn();
    let run = || {
        for depth in [120, 127, 128, 100_000] {
            let mut body = b"\xa1\x64Node".repeat(depth);
            body.push(0xa0);
            let result = of_cbor(&body);
            if depth < 128 {
                assert!(result.is_ok(), "{depth}");
            } else {
                let error = result.unwrap_err();
                assert_eq!(error.expected(), "at most 128 levels of nesting");
                assert!(cbor::path_at(&body, error.offset()).len() < 3_000);
            }
        }
        for part in [&b"\x81"[..], b"\x9f", b"\xa1\x60", b"\xc1"] {
            let body = entry("x", &part.repeat(1_000_000));
            let error = of_cbor(&body).unwrap_err();
            assert!(cbor::path_at(&body, error.offset()).len() < 10_000);
        }
    };
    let thread = std::thread::Builder::new()
        .stack_size(1024 * 1024)
        .spawn(run);
    thread.unwrap().join().unwrap();
}

#[test]
fn cbor_that_breaks_off_anywhere_is_an_error() {
    let _turn = turn();
    let whole = [
        &b"\xbf\x64Text\x7f\x61a\x62\xc3\xa9\xff\x66Number\x39\x01\x00\x64Time\xc1\xfb\x3f\xf8"[..],
        b"\0\0\0\0\0\0\x64Blob\x5f\x41a\x41b\xff\x64List\x82\x61a\x60\x63Map\xa1\x61a\x01",
        b"\x61x\xd9\x01\x00\x83\xf7\xf9\x3c\x00\xf5\x64Node\xa1\x64Text\x61b\xff",
    ]
    .concat();
    let node = of_cbor(&whole).unwrap();
    assert_eq!(node.text.as_deref(), Some("a\u{e9}"));
    assert_eq!(node.number, Some(-257));
    assert_eq!(node.blob.as_deref(), Some(&b"ab"[..]));
    for length in 0..whole.len() {
        let body = &whole[..length];
        let error = of_cbor(body).unwrap_err();
        assert!(error.offset() <= length, "{length}: {error}");
        assert!(cbor::path_at(body, error.offset()).starts_with('$'));
        for byte in 0..=255 {
            let mut body = whole.clone();
            body[length] = byte;
            if let Err(error) = of_cbor(&body) {
                assert!(cbor::path_at(&body, error.offset()).starts_with('$'));
            }
        }
    }
}
