//! The reader and the writer of CBOR, against ciborium.

use ciborium::Value;
use ciborium::de::Error;
use tinsmith_runtime::generated::cbor::{ReadError, Reader, Writer, path_at};

/// Any bytes as CBOR: ciborium and [`Reader::skip`] agree on what is well-formed, with the
/// differences that [`is_known`] and [`is_limit_of_ciborium`] list; typed readers give ciborium's
/// values; written values are read again; and nothing takes more memory than the bytes account for.
pub fn cbor(bytes: &[u8]) {
    let skipped = read(bytes, Reader::skip);
    let mut rest = bytes;
    let theirs = ciborium::from_reader::<Value, _>(&mut rest);
    match (&skipped, &theirs) {
        (Ok(()), Ok(value)) => {
            assert!(rest.is_empty(), "ciborium leaves {} bytes", rest.len());
            same(bytes, value);
            let mut written = Vec::new();
            ciborium::into_writer(value, &mut written).expect("a vector");
            // ciborium writes the lengths, so that nothing nests without.
            assert_eq!(read(&written, Reader::skip), Ok(()), "ciborium wrote it");
        }
        (Ok(()), Err(error)) => assert!(is_limit_of_ciborium(bytes, error), "{error:?}"),
        (Err(error), Ok(_)) => assert!(!rest.is_empty() || is_known(bytes, error), "{error}"),
        (Err(_), Err(_)) => {}
    }

    let len = bytes.len();
    if let Some(text) = simple(bytes, Reader::string) {
        assert!(text.capacity() <= 2 * len + 8, "memory of a text");
        assert_eq!(
            read(&written(|w| w.string(&text)), Reader::string).as_ref(),
            Ok(&text)
        );
    }
    if let Some(blob) = simple(bytes, Reader::blob) {
        assert!(blob.len() <= len);
        assert_eq!(
            read(&written(|w| w.blob(&blob)), Reader::blob).as_ref(),
            Ok(&blob)
        );
    }
    if let Some(value) = simple(bytes, Reader::boolean) {
        assert_eq!(
            read(&written(|w| w.boolean(value)), Reader::boolean).as_ref(),
            Ok(&value)
        );
    }
    if let Some(value) = simple(bytes, Reader::byte) {
        assert_eq!(
            read(&written(|w| w.byte(value)), Reader::byte).as_ref(),
            Ok(&value)
        );
    }
    if let Some(value) = simple(bytes, Reader::long) {
        assert_eq!(
            read(&written(|w| w.long(value)), Reader::long).as_ref(),
            Ok(&value)
        );
    }
    let float = |r: &mut Reader<'_>| r.float().map(f32::to_bits);
    if let Some(bits) = simple(bytes, float) {
        let back = read(&written(|w| w.float(f32::from_bits(bits))), float).expect("our own CBOR");
        let is_nan = f32::from_bits(bits).is_nan() && f32::from_bits(back).is_nan();
        assert!(back == bits || is_nan, "{bits:x} {back:x}");
    }
    let double = |r: &mut Reader<'_>| r.double().map(f64::to_bits);
    if let Some(bits) = simple(bytes, double) {
        assert_eq!(
            read(&written(|w| w.double(f64::from_bits(bits))), double).as_ref(),
            Ok(&bits)
        );
    }
    if let Some(value) = simple(bytes, Reader::big_integer) {
        // Eight bits are less than three digits.
        assert!(value.as_str().len() <= 3 * len + 1);
        assert_eq!(
            read(&written(|w| w.big_integer(&value)), Reader::big_integer).as_ref(),
            Ok(&value)
        );
    }
    if let Some(value) = simple(bytes, Reader::big_decimal) {
        // The digits of a double are 330 at most, if there is no exponent.
        assert!(value.as_str().len() <= 3 * len + 340);
        // One value has several texts, and the text of a decimal fraction is read as it is written.
        let once = written(|w| w.big_decimal(&value));
        let back = read(&once, Reader::big_decimal).expect("our own CBOR");
        assert_eq!(
            once,
            written(|w| w.big_decimal(&back)),
            "{value:?} {back:?}"
        );
    }
    if let Some(value) = simple(bytes, Reader::epoch_seconds) {
        // Milliseconds are written at most.
        let millis = value.subsec_nanos() / 1_000_000 * 1_000_000;
        let back = written(|w| w.epoch_seconds(&value));
        let back = read(&back, Reader::epoch_seconds).expect("our own CBOR");
        assert_eq!(
            (back.epoch_seconds(), back.subsec_nanos()),
            (value.epoch_seconds(), millis)
        );
    }
    let longs = |r: &mut Reader<'_>| r.list(Reader::long);
    if let Some(list) = simple(bytes, longs) {
        assert!(list.capacity() <= 2 * len + 4, "memory of a list");
        assert_eq!(
            read(&written(|w| w.list(&list, |w, item| w.long(*item))), longs).as_ref(),
            Ok(&list)
        );
    }
    let texts = |r: &mut Reader<'_>| r.sparse_map(Reader::string);
    if let Some(map) = simple(bytes, texts) {
        assert_eq!(
            read(
                &written(|w| w.sparse_map(&map, |w, text| w.string(text))),
                texts
            )
            .as_ref(),
            Ok(&map)
        );
    }
    simple(bytes, |r| r.sparse_list(Reader::big_decimal));
    simple(bytes, |r| r.map(|r| r.list(|r| r.map(Reader::integer))));
}

/// Returns whether a refusal of ours, of bytes that ciborium takes, is as it should be.
fn is_known(bytes: &[u8], error: &ReadError) -> bool {
    let at = bytes.get(error.offset()..).unwrap_or_default();
    match error.found() {
        // Our limit is 128 levels without a length, and ciborium's is 256.
        "a deeper level" => true,
        // RFC 8949, section 3.2.3: chunks have a length. ciborium takes chunks of chunks.
        "a chunk of chunks" => true,
        // RFC 8949, section 3.3: a simple value below 32 has no form of two bytes.
        _ => matches!(at, [0xf8, 0..32, ..]),
    }
}

/// Returns whether a refusal of ciborium's, of well-formed bytes, is a limit of its own.
fn is_limit_of_ciborium(bytes: &[u8], error: &Error<std::io::Error>) -> bool {
    let heads = heads(bytes);
    match error {
        Error::RecursionLimitExceeded => true,
        // Well-formed isn't valid (RFC 8949, section 5.3.1): skipping doesn't look at texts.
        Error::Syntax(_) => heads
            .iter()
            .any(|head| head.major == 3 && std::str::from_utf8(head.bytes).is_err()),
        // Values of 128 bits with tag 3, and simple values that nobody has given a meaning.
        Error::Semantic(_, text) if text == "integer too large" => heads
            .iter()
            .any(|head| (head.major, head.argument) == (6, 3)),
        Error::Semantic(..) => heads
            .iter()
            .any(|head| head.major == 7 && (head.info < 20 || head.info == 24)),
        Error::Io(_) => false,
    }
}

/// The head of an item of well-formed CBOR.
struct Head<'a> {
    major: u8,
    info: u8,
    argument: u64,
    /// The bytes of a blob or a text.
    bytes: &'a [u8],
}

/// All heads of well-formed CBOR, one after the other: only blobs and texts have bytes between.
fn heads(mut rest: &[u8]) -> Vec<Head<'_>> {
    let mut heads = Vec::new();
    while let Some((first, behind)) = rest.split_first() {
        let (major, info) = (first >> 5, first & 0x1f);
        let length = match info {
            24..=27 => 1 << (info - 24),
            _ => 0,
        };
        let (argument, behind) = behind.split_at(length);
        let argument = match info {
            0..24 => info.into(),
            _ => argument.iter().fold(0, |n, byte| n << 8 | u64::from(*byte)),
        };
        let has_bytes = major == 2 || major == 3;
        let (bytes, behind) = behind.split_at(if has_bytes { argument as usize } else { 0 });
        heads.push(Head {
            major,
            info,
            argument,
            bytes,
        });
        rest = behind;
    }
    heads
}

/// Checks that typed readers give ciborium's value.
fn same(bytes: &[u8], theirs: &Value) {
    match theirs {
        Value::Integer(value) => {
            let value = i128::from(*value);
            let ours = read(bytes, Reader::big_integer).expect("a whole number");
            assert_eq!(ours.as_str(), value.to_string());
            // `long` takes no tag.
            let is_plain = bytes.first().is_some_and(|first| *first < 0x40);
            let ours = read(bytes, Reader::long).ok();
            assert_eq!(ours, i64::try_from(value).ok().filter(|_| is_plain));
        }
        Value::Tag(tag @ (2 | 3), value) => {
            let Value::Bytes(value) = &**value else {
                return;
            };
            if value.len() < 16 {
                let value = value.iter().fold(0, |n, byte| n << 8 | i128::from(*byte));
                let value = if *tag == 2 { value } else { -1 - value };
                let ours = read(bytes, Reader::big_integer).expect("a whole number");
                assert_eq!(ours.as_str(), value.to_string());
            }
        }
        Value::Tag(1, value) => {
            let Ok(ours) = read(bytes, Reader::epoch_seconds) else {
                return;
            };
            let nanos = f64::from(ours.subsec_nanos()) / 1e9;
            let ours = ours.epoch_seconds() as f64 + nanos;
            let theirs = match &**value {
                Value::Integer(value) => i128::from(*value) as f64,
                other => other.as_float().expect("a number"),
            };
            let tolerance = 1e-9 + theirs.abs() * f64::EPSILON * 4.0;
            assert!((ours - theirs).abs() <= tolerance, "{ours} {theirs}");
        }
        Value::Text(text) => assert_eq!(read(bytes, Reader::string).as_ref(), Ok(text)),
        Value::Bytes(value) => {
            let ours = read(bytes, Reader::blob).expect("a blob");
            assert_eq!(&ours[..], value);
        }
        Value::Float(value) => {
            let ours = read(bytes, Reader::double).expect("a double");
            assert!(ours.to_bits() == value.to_bits() || ours.is_nan() && value.is_nan());
        }
        Value::Bool(value) => assert_eq!(read(bytes, Reader::boolean).as_ref(), Ok(value)),
        Value::Null => assert_eq!(read(bytes, Reader::null), Ok(true)),
        Value::Array(items) => {
            let count = |r: &mut Reader<'_>| r.sparse_list(Reader::skip).map(|items| items.len());
            assert_eq!(read(bytes, count), Ok(items.len()));
        }
        Value::Map(members) => {
            let mut keys = Vec::new();
            let result = read(bytes, |r| {
                r.object(|r, key| {
                    keys.push(key.to_owned());
                    r.skip()
                })
            });
            let texts = members.iter().map_while(|(key, _)| key.as_text());
            let texts: Vec<_> = texts.collect();
            assert_eq!(keys, texts);
            assert_eq!(result.is_ok(), texts.len() == members.len());
        }
        _ => {}
    }
}

/// A reader of one type, strict and lenient. Returns the lenient reader's value.
fn simple<'a, T: PartialEq + std::fmt::Debug>(
    bytes: &'a [u8],
    get: impl Fn(&mut Reader<'a>) -> Result<T, ReadError>,
) -> Option<T> {
    let lenient = read(bytes, &get);
    let strict = Reader::new(bytes).map(Reader::strict).and_then(|mut r| {
        let value = get(&mut r)?;
        r.end().map(|()| value)
    });
    if let Ok(strict) = strict {
        assert_eq!(lenient.as_ref(), Ok(&strict), "strict isn't lenient");
    }
    match lenient {
        Ok(value) => {
            assert_eq!(read(bytes, Reader::skip), Ok(()), "read, and not skipped");
            Some(value)
        }
        Err(error) => {
            assert!(error.offset() <= bytes.len());
            assert!(path_at(bytes, error.offset()).starts_with('$'));
            None
        }
    }
}

/// Writes a value, which ciborium has to read.
fn written(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    let written = writer.finish().to_vec();
    if let Err(error) = ciborium::from_reader::<Value, _>(&written[..]) {
        assert!(is_limit_of_ciborium(&written, &error), "{error:?}");
    }
    written
}

fn read<'a, T>(
    bytes: &'a [u8],
    get: impl FnOnce(&mut Reader<'a>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let mut reader = Reader::new(bytes)?;
    let value = get(&mut reader)?;
    reader.end().map(|()| value)
}
