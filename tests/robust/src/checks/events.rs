//! The framing of event streams, and events of a generated service.

use goldens::radio::{Broadcast, Listen};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::event_stream::{Decoder, Event, FrameError, Message};
use tinsmith_runtime::http::Response;

/// Bytes of a stream, after one that says how long its chunks are: the messages are the same,
/// however they are cut; each comes back when it is written; and so do the events in them.
///
/// Checksums are put right first, as otherwise no message would ever be read.
pub fn events(bytes: &[u8]) {
    let Some((cut, rest)) = bytes.split_first() else {
        return;
    };
    let plain = messages(rest, rest.len().max(1));
    assert_eq!(messages(rest, usize::from(*cut) + 1), plain);

    let sound = with_checksums(rest);
    let (found, failure) = messages(&sound, sound.len().max(1));
    assert_eq!(
        messages(&sound, usize::from(*cut) + 1),
        (found.clone(), failure)
    );
    let size = |message: &Message| message.payload.len() + message.headers.len();
    assert!(found.iter().map(size).sum::<usize>() <= sound.len());
    for message in &found {
        let encoded = message.encode().expect("a message that was read");
        let (back, failure) = messages(&encoded, encoded.len());
        assert_eq!((back.first(), failure), (Some(message), None));
    }

    let mut head = Response::new(Bytes::new());
    let station = tinsmith_runtime::http::HeaderValue::from_static("x");
    head.headers_mut().insert("x-station", station);
    let Ok(mut stream) = Listen::from_response(head) else {
        return;
    };
    stream.push(Bytes::from(sound));
    while let Ok(Some(event)) = stream.next() {
        comes_back(&event);
    }
}

fn comes_back(event: &Broadcast) {
    // An unknown event can't be sent.
    let Ok(message) = event.to_message() else {
        return;
    };
    let mut head = Response::new(Bytes::new());
    let station = tinsmith_runtime::http::HeaderValue::from_static("x");
    head.headers_mut().insert("x-station", station);
    let mut stream = Listen::from_response(head).expect("a head");
    // A header holds less than a payload does.
    let Ok(bytes) = message.encode() else {
        return;
    };
    stream.push(bytes);
    let back = stream.next().expect("our own event").expect("an event");
    let again = back.to_message().expect("what was sent once");
    assert_eq!(again, message);
}

fn messages(bytes: &[u8], chunk: usize) -> (Vec<Message>, Option<FrameError>) {
    let mut decoder = Decoder::new();
    let mut found = Vec::new();
    for chunk in bytes.chunks(chunk) {
        decoder.push(Bytes::copy_from_slice(chunk));
        loop {
            match decoder.next() {
                Ok(Some(message)) => found.push(message),
                Ok(None) => break,
                Err(error) => return (found, Some(error)),
            }
        }
    }
    (found, decoder.finish().err())
}

/// Returns the messages with right checksums, as far as lengths make sense.
fn with_checksums(bytes: &[u8]) -> Vec<u8> {
    let mut all = bytes.to_vec();
    let mut rest = all.as_mut_slice();
    while let Some((length, _)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        if length < 16 || length > rest.len() {
            break;
        }
        let (message, after) = rest.split_at_mut(length);
        for end in [8, length - 4] {
            let (before, checksum) = message.split_at_mut(end);
            let crc = crc32(before);
            if let Some(place) = checksum.get_mut(..4) {
                place.copy_from_slice(&crc.to_be_bytes());
            }
        }
        rest = after;
    }
    all
}

/// The checksum of the format, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    !crc
}
