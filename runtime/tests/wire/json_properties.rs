//! The reader and the writer against serde_json, and base64 against base64.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use proptest::prelude::*;
use tinsmith_runtime::generated::json::{ReadError, Reader, Writer, path_at};

/// Pieces that, put together, are often JSON and often nearly so.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "false", "0", "-", "1",
            "01", "1.5", ".", "e", "1e5", "E+2", "-0", " ", "\t", "\n", "\r", "\u{b}",
            "\u{feff}", "\u{a0}", "\"a\"", "\"a\":", "\"\\n\"", "\"\\u00e9\"", "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"", "\"\\ude00\"", "\\u", "\"\u{7f}\"", "\"\u{1}\"", "NaN", "nul", "//",
            "[]", "{}", "[1,2]", "{\"a\":1}", "é", "\"é\"",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\"[a-z\\\\\"é]{0,20}\"",
    ]
}

/// Valid JSON, with whitespace, escapes and duplicates.
fn json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<f64>()
            .prop_filter("finite", |f| f.is_finite())
            .prop_map(|f| format!("{f:?}")),
        any::<String>().prop_map(|text| serde_json::Value::from(text).to_string()),
        "[a-z]{0,12}".prop_map(|text| format!("\"\\u0041{text}\\/\"")),
    ];
    scalar.prop_recursive(6, 60, 6, |inner| {
        let space = prop::sample::select(vec!["", " ", "\n\t", "\r\n  "]);
        prop_oneof![
            (prop::collection::vec(inner.clone(), 0..6), space.clone()).prop_map(
                |(items, space)| format!(
                    "[{space}{}{space}]",
                    items.join(&format!("{space},{space}"))
                )
            ),
            (
                prop::collection::vec(("[ab\"é\\\\]{0,3}", inner), 0..6),
                space
            )
                .prop_map(|(members, space)| {
                    let members: Vec<_> = members
                        .into_iter()
                        .map(|(key, value)| {
                            let key = serde_json::Value::from(key);
                            format!("{space}{key}{space}:{space}{value}{space}")
                        })
                        .collect();
                    format!("{{{}}}", members.join(","))
                }),
        ]
    })
}

/// Whether `text` is JSON, according to serde_json; `None` if that can't be known,
/// because it refuses numbers that don't fit 64 bits, which is no matter of syntax.
fn serde_json_accepts(text: &[u8]) -> Option<bool> {
    match serde_json::from_slice::<serde_json::Value>(text) {
        Err(error) if error.to_string().starts_with("number out of range") => None,
        result => Some(result.is_ok()),
    }
}

/// As [`serde_json_accepts`], of a value that nobody wants: half a surrogate pair is fine in
/// it, as it is for serde_json, which doesn't check UTF-8 either where it ignores text.
fn serde_json_ignores(text: &[u8]) -> bool {
    std::str::from_utf8(text)
        .is_ok_and(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
}

fn accepts<'a, T>(
    text: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, ReadError>,
) -> bool {
    let result = Reader::new(text).and_then(|mut reader| {
        read(&mut reader)?;
        reader.end()
    });
    if let Err(error) = &result {
        assert!(error.offset() <= text.len());
        assert!(path_at(text, error.offset()).starts_with('$'));
    }
    result.is_ok()
}

fn all<'a, T>(text: &'a [u8], read: impl FnOnce(&mut Reader<'a>) -> Result<T, ReadError>) -> T {
    let mut reader = Reader::new(text).expect("UTF-8");
    let value = read(&mut reader).expect("a value");
    reader.end().expect("the end");
    value
}

fn written(write: impl FnOnce(&mut Writer)) -> bytes::Bytes {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.finish()
}

fn reference(padding: DecodePaddingMode) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(padding);
    GeneralPurpose::new(&STANDARD, config)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn near_json_is_accepted_exactly_when_it_is_json(
        pieces in prop::collection::vec(piece(), 0..12),
    ) {
        let text = pieces.concat();
        prop_assert_eq!(accepts(text.as_bytes(), Reader::skip), serde_json_ignores(text.as_bytes()));
        if let Some(accepted) = serde_json_accepts(text.as_bytes()) {
            prop_assert_eq!(accepts(text.as_bytes(), Reader::document), accepted);
            // Names are read in a quicker way where more comes after them.
            let long = text + &" ".repeat(40);
            prop_assert_eq!(accepts(long.as_bytes(), Reader::document), accepted);
        }
    }

    #[test]
    fn json_with_one_change_is_accepted_exactly_when_it_is_json(
        text in json(),
        place in any::<prop::sample::Index>(),
        byte in prop_oneof![prop::sample::select(b"{}[],:\"\\ntf01-.eE \n\x01\x80\xff".to_vec()), any::<u8>()],
        delete in any::<bool>(),
    ) {
        prop_assert!(accepts(text.as_bytes(), Reader::skip));
        let mut bytes = text.into_bytes();
        let place = place.index(bytes.len());
        if delete {
            bytes.remove(place);
        } else if let Some(slot) = bytes.get_mut(place) {
            *slot = byte;
        }
        prop_assert_eq!(accepts(&bytes, Reader::skip), serde_json_ignores(&bytes));
        if let Some(accepted) = serde_json_accepts(&bytes) {
            prop_assert_eq!(accepts(&bytes, Reader::document), accepted);
        }
    }

    #[test]
    fn documents_mean_what_serde_json_says(text in json()) {
        let document = all(text.as_bytes(), Reader::document);
        let rewritten = written(|w| w.document(&document));
        let ours: serde_json::Value = serde_json::from_slice(&rewritten).expect("JSON");
        let theirs: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        accepts(&bytes, Reader::skip);
        accepts(&bytes, Reader::document);
        accepts(&bytes, Reader::blob);
        accepts(&bytes, Reader::epoch_seconds);
        accepts(&bytes, Reader::date_time);
        accepts(&bytes, Reader::http_date);
        accepts(&bytes, Reader::long);
        accepts(&bytes, Reader::double);
    }

    #[test]
    fn no_calls_make_it_panic(
        pieces in prop::collection::vec(piece(), 0..12),
        calls in prop::collection::vec(0..12_u8, 0..20),
    ) {
        let text = pieces.concat();
        let mut reader = Reader::new(text.as_bytes()).expect("UTF-8");
        for call in calls {
            // Errors don't stop it: an unspecified place is still no reason to panic.
            match call {
                0 => drop(reader.begin_object()),
                1 => drop(reader.next_key()),
                2 => drop(reader.begin_list()),
                3 => drop(reader.has_next()),
                4 => drop(reader.string()),
                5 => drop(reader.integer()),
                6 => drop(reader.null()),
                7 => drop(reader.skip()),
                8 => drop(reader.union("Union").read(|r, _| r.skip())),
                9 => drop(reader.union("Union").read(|_, _| Ok(()))),
                10 => drop(reader.object(|r, key| r.unknown_member(key).map(drop))),
                _ => drop(reader.unknown_member("SDK_UNKNOWN_MEMBER")),
            }
        }
        drop(reader.end());
    }

    #[test]
    fn strings_come_back(text in any::<String>()) {
        let json = written(|w| w.string(&text));
        let theirs: String = serde_json::from_slice(&json).expect("JSON");
        prop_assert_eq!(&theirs, &text);
        prop_assert_eq!(all(&json, Reader::string), text);
    }

    #[test]
    fn maps_come_back(map in prop::collection::btree_map(any::<String>(), prop::option::of(any::<i32>()), 0..8)) {
        let json = written(|w| w.sparse_map(&map, |w, value| w.integer(*value)));
        prop_assert_eq!(all(&json, |r| r.sparse_map(Reader::integer)), map);
    }

    #[test]
    fn numbers_come_back(long in any::<i64>(), double in any::<f64>(), float in any::<f32>()) {
        prop_assert_eq!(all(&written(|w| w.long(long)), Reader::long), long);
        let back = all(&written(|w| w.double(double)), Reader::double);
        prop_assert!(back.to_bits() == double.to_bits() || back.is_nan() && double.is_nan());
        let back = all(&written(|w| w.float(float)), Reader::float);
        prop_assert!(back.to_bits() == float.to_bits() || back.is_nan() && float.is_nan());
    }

    #[test]
    fn whole_numbers_in_any_form(value in any::<i64>(), zeros in 0..25_usize, shift in 0..18_usize) {
        let zeros = "0".repeat(zeros);
        prop_assert_eq!(all(format!("{value}.{zeros}0").as_bytes(), Reader::long), value);
        prop_assert_eq!(all(format!("{value}{zeros}e-{}", zeros.len()).as_bytes(), Reader::long), value);
        // The point moved to the left, and the exponent to the right.
        let digits = format!("{:019}", value.unsigned_abs());
        let (whole, fraction) = digits.split_at(digits.len() - shift);
        let whole = match whole.trim_start_matches('0') { "" => "0", other => other };
        let sign = if value < 0 { "-" } else { "" };
        let point = if shift == 0 { "" } else { "." };
        let text = format!("{sign}{whole}{point}{fraction}E+{shift}");
        prop_assert_eq!(all(text.as_bytes(), Reader::long), value, "{}", text);
    }

    #[test]
    fn base64_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let json = written(|w| w.blob(&bytes));
        let theirs = base64::engine::general_purpose::STANDARD.encode(&bytes);
        let quoted = format!("\"{theirs}\"");
        prop_assert_eq!(&*json, quoted.as_bytes());
        prop_assert_eq!(&*all(&json, Reader::blob), &*bytes);
        let bare = format!("\"{}\"", theirs.trim_end_matches('='));
        prop_assert_eq!(&*all(bare.as_bytes(), Reader::blob), &*bytes);
    }

    #[test]
    fn base64_is_refused_where_the_crate_refuses_it(text in "[A-Da-d0-1+/=_ -]{0,12}") {
        let padded = reference(DecodePaddingMode::RequireCanonical).decode(&text);
        let bare = reference(DecodePaddingMode::RequireNone).decode(&text);
        let theirs = padded.or(bare).ok();
        let json = format!("\"{text}\"");
        let ours = Reader::new(json.as_bytes()).and_then(|mut r| r.blob()).ok();
        prop_assert_eq!(ours.as_deref(), theirs.as_deref());
    }
}
