//! CBOR.

use super::*;

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
