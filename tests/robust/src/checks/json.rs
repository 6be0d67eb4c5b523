//! The reader and the writer of JSON, against serde_json.

use serde_json::Value;
use tinsmith_runtime::generated::json::{ReadError, Reader, Writer, path_at};
use tinsmith_runtime::{Document, Number};

/// Any bytes as JSON: what serde_json takes is taken, with the same value, and nothing else;
/// what is written is read again; the strict reader takes nothing that the lenient one refuses.
pub fn json(bytes: &[u8]) {
    let document = read(bytes, Reader::document);
    match serde_json::from_slice::<Value>(bytes) {
        Ok(theirs) => {
            let ours = document.as_ref().expect("serde_json takes it");
            assert!(same(ours, &theirs), "{ours:?}\n{theirs:?}");
        }
        Err(error) => {
            let error = error.to_string();
            // Neither is a matter of syntax: numbers beyond 64 bits, and one level less.
            let is_limit = error.contains("out of range") || error.contains("recursion limit");
            assert!(document.is_err() || is_limit, "serde_json: {error}");
        }
    }
    if let Ok(document) = &document {
        let mut writer = Writer::new();
        writer.document(document);
        let written = writer.finish();
        let back = read(&written, Reader::document).expect("our own JSON");
        assert_eq!(&back, document);
    }

    let skipped = read(bytes, Reader::skip);
    // serde_json doesn't check UTF-8 in what it ignores.
    let ignored = std::str::from_utf8(bytes)
        .is_ok_and(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok());
    match &skipped {
        Ok(()) => assert!(ignored, "serde_json doesn't ignore it"),
        Err(error) => assert!(!ignored || error.found() == "a deeper level", "{error}"),
    }
    if document.is_ok() {
        assert!(skipped.is_ok(), "what can be read can be skipped");
    }

    simple(bytes, Reader::string);
    simple(bytes, Reader::blob);
    simple(bytes, Reader::date_time);
    simple(bytes, Reader::long);
    simple(bytes, |r| r.double().map(f64::to_bits));
    simple(bytes, |r| r.list(Reader::integer));
    simple(bytes, |r| r.map(Reader::string));
    simple(bytes, |r| r.sparse_list(Reader::boolean));
    simple(bytes, |r| r.sparse_map(Reader::big_decimal));
    simple(bytes, Reader::big_integer);
    simple(bytes, Reader::http_date);
    simple(bytes, Reader::epoch_seconds);
}

/// A reader of one type, strict and lenient.
fn simple<'a, T: PartialEq + std::fmt::Debug>(
    bytes: &'a [u8],
    get: impl Fn(&mut Reader<'a>) -> Result<T, ReadError>,
) {
    let lenient = read(bytes, &get);
    let strict = Reader::new(bytes).map(Reader::strict).and_then(|mut r| {
        let value = get(&mut r)?;
        r.end().map(|()| value)
    });
    if let Ok(strict) = strict {
        assert_eq!(lenient.as_ref(), Ok(&strict), "strict isn't lenient");
    }
    if let Err(error) = &lenient {
        assert!(error.offset() <= bytes.len());
        assert!(path_at(bytes, error.offset()).starts_with('$'));
    }
}

fn read<'a, T>(
    bytes: &'a [u8],
    get: impl FnOnce(&mut Reader<'a>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let mut reader = Reader::new(bytes)?;
    let value = get(&mut reader)?;
    reader.end().map(|()| value)
}

fn same(ours: &Document, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Document::Null, Value::Null) => true,
        (Document::Bool(ours), Value::Bool(theirs)) => ours == theirs,
        (Document::String(ours), Value::String(theirs)) => ours == theirs,
        (Document::Number(ours), Value::Number(theirs)) => same_number(ours, theirs),
        (Document::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(o, t)| same(o, t))
        }
        (Document::Object(ours), Value::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .all(|(name, o)| theirs.get(name).is_some_and(|t| same(o, t)))
        }
        _ => false,
    }
}

fn same_number(ours: &Number, theirs: &serde_json::Number) -> bool {
    if let Some(whole) = theirs.as_u64() {
        ours.as_u64() == Some(whole)
    } else if let Some(whole) = theirs.as_i64() {
        ours.as_i64() == Some(whole)
    } else {
        ours.as_f64().map(f64::to_bits) == theirs.as_f64().map(f64::to_bits)
    }
}
