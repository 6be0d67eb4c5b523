//! The framing of event streams: known bytes, and properties.

use proptest::prelude::*;
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::event_stream::{
    Decoder, FrameError, HeaderValue, MAX_HEADERS, MAX_PAYLOAD, Message,
};

fn decode(chunks: impl IntoIterator<Item = Bytes>) -> Result<Vec<Message>, FrameError> {
    let mut decoder = Decoder::new();
    let mut messages = Vec::new();
    for chunk in chunks {
        decoder.push(chunk);
        while let Some(message) = decoder.next()? {
            messages.push(message);
        }
    }
    decoder.finish()?;
    Ok(messages)
}

fn value() -> impl Strategy<Value = HeaderValue> {
    prop_oneof![
        any::<bool>().prop_map(HeaderValue::Boolean),
        any::<i8>().prop_map(HeaderValue::Byte),
        any::<i16>().prop_map(HeaderValue::Short),
        any::<i32>().prop_map(HeaderValue::Integer),
        any::<i64>().prop_map(HeaderValue::Long),
        prop::collection::vec(any::<u8>(), 0..300)
            .prop_map(|bytes| HeaderValue::Blob(bytes.into())),
        ".{0,40}".prop_map(HeaderValue::String),
        (-60_000_000_000_i64..250_000_000_000, 0..1_000_u32).prop_map(|(seconds, millis)| {
            let time = Timestamp::from_epoch(seconds, millis * 1_000_000).expect("in range");
            HeaderValue::Timestamp(time)
        }),
        any::<[u8; 16]>().prop_map(HeaderValue::Uuid),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    let headers = prop::collection::vec(("[:a-z-]{1,20}", value()), 0..6);
    let payload = prop::collection::vec(any::<u8>(), 0..200);
    (headers, payload).prop_map(|(headers, payload)| {
        headers
            .into_iter()
            .fold(Message::new(payload), |message, (name, value)| {
                message.with_header(name, value)
            })
    })
}

fn encoded(messages: &[Message]) -> Vec<u8> {
    let parts: Vec<Bytes> = messages
        .iter()
        .map(|message| message.encode().expect("a sound message"))
        .collect();
    parts.concat()
}

proptest! {
    #[test]
    fn any_chunks_give_the_same_messages(
        messages in prop::collection::vec(message(), 0..5),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let bytes = Bytes::from(encoded(&messages));
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let chunks = cuts.windows(2).map(|pair| bytes.slice(pair[0]..pair[1]));
        prop_assert_eq!(decode(chunks), Ok(messages.clone()));
        let single = (0..bytes.len()).map(|at| bytes.slice(at..at + 1));
        prop_assert_eq!(decode(single), Ok(messages));
    }

    #[test]
    fn any_byte_that_differs_is_an_error(
        message in message(),
        at in any::<prop::sample::Index>(),
        bits in 1..=255_u8,
    ) {
        let mut bytes = message.encode().expect("a sound message").to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        prop_assert!(decode([bytes.into()]).is_err());
    }

    #[test]
    fn a_stream_that_is_cut_off_is_an_error(message in message(), at in any::<prop::sample::Index>()) {
        let bytes = message.encode().expect("a sound message");
        let at = 1 + at.index(bytes.len() - 1);
        prop_assert_eq!(decode([bytes.slice(..at)]), Err(FrameError::Truncated));
    }

    #[test]
    fn other_bytes_are_no_crash(bytes in prop::collection::vec(any::<u8>(), 1..300)) {
        prop_assert!(decode([bytes.into()]).is_err());
    }

    /// With sound checksums, the lengths and headers are what is wrong, or they aren't.
    #[test]
    fn headers_of_any_bytes_are_no_crash(
        inside in prop::collection::vec(any::<u8>(), 0..60),
        headers in 0..80_u32,
    ) {
        let decoded = decode([framed(&inside, headers).into()]);
        if headers as usize > inside.len() {
            prop_assert_eq!(decoded, Err(FrameError::Length));
        } else if let Ok(messages) = decoded {
            // Messages that can be read are written again in the same bytes.
            prop_assert_eq!(encoded(&messages), framed(&inside, headers));
        }
    }
}

/// CRC-32, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 }
        })
    })
}

fn framed(inside: &[u8], headers: u32) -> Vec<u8> {
    let total = u32::try_from(inside.len()).expect("small") + 16;
    let mut bytes = [total.to_be_bytes(), headers.to_be_bytes()].concat();
    bytes.extend(crc(&bytes).to_be_bytes());
    bytes.extend(inside);
    bytes.extend(crc(&bytes).to_be_bytes());
    bytes
}

#[test]
fn a_known_message() {
    let bytes = [
        0, 0, 0, 0x10, 0, 0, 0, 0, 0x05, 0xc2, 0x48, 0xeb, 0x7d, 0x98, 0xc8, 0xff,
    ];
    assert_eq!(
        Message::default().encode().expect("an empty message"),
        bytes.as_slice()
    );
    assert_eq!(
        decode([Bytes::copy_from_slice(&bytes)]),
        Ok(vec![Message::default()])
    );
}

#[test]
fn lengths_have_limits() {
    let prelude = |total: u32, headers: u32| {
        let mut bytes = [total.to_be_bytes(), headers.to_be_bytes()].concat();
        bytes.extend(crc(&bytes).to_be_bytes());
        decode([bytes.into()])
    };
    let headers = u32::try_from(MAX_HEADERS).expect("small");
    let payload = u32::try_from(MAX_PAYLOAD).expect("small");
    assert_eq!(prelude(15, 0), Err(FrameError::Length));
    assert_eq!(prelude(16, 1), Err(FrameError::Length));
    assert_eq!(
        prelude(u32::MAX, headers + 1),
        Err(FrameError::HeadersTooLong)
    );
    assert_eq!(prelude(payload + 17, 0), Err(FrameError::PayloadTooLong));
    // More would be needed for these.
    assert_eq!(prelude(payload + 16, 0), Err(FrameError::Truncated));
    assert_eq!(
        prelude(payload + headers + 16, headers),
        Err(FrameError::Truncated)
    );

    let text = |length: usize| HeaderValue::String("x".repeat(length));
    let largest = Message::default().with_header("a".repeat(255), text(65_535));
    assert!(decode([largest.encode().expect("as large as can be")]).is_ok());
    // Headers of 128 KiB.
    let two = |length| {
        let first = Message::default().with_header("a", text(65_535));
        first.with_header("b", text(length))
    };
    let most = encoded(&[two(65_527)]);
    assert_eq!(most.len(), MAX_HEADERS + 16);
    assert!(decode([most.into()]).is_ok());
    for (message, error) in [
        (two(65_528), FrameError::HeadersTooLong),
        (
            Message::default().with_header("", text(1)),
            FrameError::Header,
        ),
        (
            Message::default().with_header("a".repeat(256), text(1)),
            FrameError::Header,
        ),
        (
            Message::default().with_header("a", text(65_536)),
            FrameError::Header,
        ),
        (
            largest.clone().with_header("b", text(65_535)),
            FrameError::HeadersTooLong,
        ),
        (
            Message::new(vec![0; MAX_PAYLOAD + 1]),
            FrameError::PayloadTooLong,
        ),
    ] {
        assert_eq!(message.encode(), Err(error));
    }
}

/// A reader that wants less than the format allows refuses a message by its first bytes.
#[test]
fn a_reader_may_have_a_limit() {
    let message = encoded(&[Message::new(vec![7; 100])]);
    let decode = |limit: usize, length: usize| {
        let mut decoder = Decoder::new().with_limit(limit);
        decoder.push(Bytes::copy_from_slice(&message[..length]));
        decoder.next().map(|message| message.is_some())
    };
    assert_eq!(decode(116, 116), Ok(true));
    assert_eq!(decode(117, 116), Ok(true));
    assert_eq!(decode(116, 12), Ok(false));
    assert_eq!(decode(115, 116), Err(FrameError::TooLong));
    assert_eq!(decode(115, 12), Err(FrameError::TooLong));
    assert_eq!(decode(0, 12), Err(FrameError::TooLong));
    assert_eq!(decode(115, 11), Ok(false));
}

#[test]
fn an_error_stays() {
    let mut bytes = Message::default().encode().expect("a message").to_vec();
    let sound = Bytes::copy_from_slice(&bytes);
    bytes[15] ^= 1;
    let mut decoder = Decoder::new();
    decoder.push(bytes.into());
    decoder.push(sound.clone());
    assert_eq!(decoder.next(), Err(FrameError::MessageChecksum));
    decoder.push(sound);
    assert_eq!(decoder.next(), Err(FrameError::MessageChecksum));
    assert_eq!(decoder.finish(), Err(FrameError::MessageChecksum));
}

/// 24 MiB in chunks of 4 KiB: looking for the message anew with each chunk, or copying what
/// there is, would take minutes.
#[test]
fn a_large_message_in_small_chunks() {
    let message = Message::new(vec![7; MAX_PAYLOAD]);
    let bytes = message.encode().expect("as large as can be");
    let chunks = (0..bytes.len())
        .step_by(4_096)
        .map(|start| bytes.slice(start..(start + 4_096).min(bytes.len())));
    assert_eq!(decode(chunks).map(|messages| messages.len()), Ok(1));
}

#[test]
fn secrets_are_not_printed() {
    let message = Message::new("secret-1")
        .with_header("a", HeaderValue::String("secret-2".to_owned()))
        .with_header("b", HeaderValue::Blob("secret-3".into()));
    let mut decoder = Decoder::new();
    decoder.push(message.encode().expect("a message"));
    let text = format!("{message:?} {decoder:?}");
    assert!(!text.contains("secret"), "{text}");
}
