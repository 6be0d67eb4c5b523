//! Connections that end in the middle: nothing that isn't whole is a success.

use tinsmith_runtime::client::CallError;
#[cfg(feature = "http-checksum")]
use tinsmith_runtime::{BodyErrorKind, ChecksumAlgorithm, Operation, RequestOptions};

use super::*;
#[cfg(feature = "http-checksum")]
use crate::support::server::{Server, error};
use crate::support::service::config;

const CHUNK: &str = "0123456789abcdef0123456789ABCDEF";
const CHUNKS: usize = 96;
const LENGTH: usize = CHUNK.len() * CHUNKS;

/// The length of the body in HTTP's chunks: each has two digits and two line ends around it, and the
/// last chunk is empty.
const LENGTH_IN_CHUNKS: usize = LENGTH + CHUNKS * 6 + 5;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Memory,
    Source,
    Stream,
    StreamOfUnknownLength,
}

impl Kind {
    const ALL: [Self; 4] = [
        Self::Memory,
        Self::Source,
        Self::Stream,
        Self::StreamOfUnknownLength,
    ];

    fn body(self) -> Body {
        let given = || Given::new(&[CHUNK; CHUNKS]).0;
        match self {
            Self::Memory => Body::from(CHUNK.repeat(CHUNKS)),
            Self::Source => Body::from_source(LENGTH as u64, given),
            Self::Stream => Body::from_chunks(given(), Some(LENGTH as u64)),
            Self::StreamOfUnknownLength => Body::from_chunks(given(), None),
        }
    }

    fn put(self) -> Put {
        Put {
            body: self.body(),
            ..Put::default()
        }
    }

    /// The length of the body on the wire.
    fn length(self) -> usize {
        match self {
            Self::StreamOfUnknownLength => LENGTH_IN_CHUNKS,
            _ => LENGTH,
        }
    }

    /// The number of attempts of a call that never succeeds.
    fn attempts(self) -> usize {
        match self {
            Self::Memory | Self::Source => 3,
            Self::Stream | Self::StreamOfUnknownLength => 1,
        }
    }
}

/// Reads so many bytes of a body.
async fn read(stream: &mut TcpStream, length: usize) -> Vec<u8> {
    let (_, mut body) = head(stream).await;
    while body.len() < length {
        assert_ne!(stream.read_buf(&mut body).await.unwrap(), 0);
    }
    body
}

#[tokio::test]
async fn an_upload_that_is_cut_off_is_never_a_success() {
    for kind in Kind::ALL {
        let steps = (1..kind.length()).step_by(61);
        for cut in steps.chain([kind.length() - 1, kind.length()]) {
            let server = Raw::start(move |mut stream, _, _| async move {
                read(&mut stream, cut).await;
            })
            .await;
            let result = send(&config(&server.url), &kind.put()).await;
            assert!(
                matches!(result, Err(Error::Call(CallError::Transport(_)))),
                "{kind:?} {cut}: {result:?}"
            );
            assert_eq!(server.accepted(), kind.attempts(), "{kind:?} {cut}");
        }
    }
}

#[tokio::test]
async fn an_upload_that_was_cut_off_is_sent_again_from_its_start() {
    for kind in Kind::ALL {
        for cut in (1..kind.length()).step_by(211) {
            let server = Raw::start(move |mut stream, number, seen| async move {
                if number == 0 {
                    read(&mut stream, cut).await;
                    return;
                }
                let body = read(&mut stream, LENGTH).await;
                seen.lock().unwrap().push(body);
                write(&mut stream, raw(200, "whole")).await;
            })
            .await;
            let result = send(&config(&server.url), &kind.put()).await;
            if kind.attempts() == 1 {
                assert!(result.is_err(), "{kind:?} {cut}: {result:?}");
                assert_eq!(server.accepted(), 1);
            } else {
                assert_eq!(result.unwrap().text, "whole");
                assert_eq!(server.seen(), [CHUNK.repeat(CHUNKS).into_bytes()]);
            }
        }
    }
}

#[tokio::test]
async fn an_upload_whose_response_is_cut_off_is_never_a_success() {
    let whole = raw(200, "ok");
    for kind in Kind::ALL {
        for end in 0..=whole.len() {
            let sent = whole[..end].to_vec();
            let server = Raw::start(move |mut stream, _, _| {
                let sent = sent.clone();
                async move {
                    read(&mut stream, kind.length()).await;
                    write(&mut stream, sent).await;
                }
            })
            .await;
            let result = send(&config(&server.url), &kind.put()).await;
            assert_eq!(result.is_ok(), end == whole.len(), "{kind:?} {end}");
            if end < whole.len() {
                assert_eq!(server.accepted(), kind.attempts(), "{kind:?} {end}");
            }
        }
    }
}

/// Fetches a body, and compares it.
#[cfg(feature = "http-checksum")]
struct Compared;

#[cfg(feature = "http-checksum")]
impl Operation for Compared {
    const NAME: &'static str = "Get";

    type Output = crate::support::streaming::GetOutput;
    type Error = Error;

    const STREAMS_OUTPUT: bool = true;

    fn set_body(output: &mut Self::Output, body: Body) {
        Get::set_body(output, body);
    }

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        Get.to_request(endpoint)
    }

    fn from_response(response: Response<Bytes>) -> Result<Self::Output, Error> {
        Get::from_response(response)
    }

    fn response_checksums(&self, _: &RequestOptions) -> &'static [ChecksumAlgorithm] {
        &[ChecksumAlgorithm::Crc32]
    }
}

/// The check value of CRC-32 is that of these digits.
#[cfg(feature = "http-checksum")]
const DIGITS: &str = "123456789";

#[cfg(feature = "http-checksum")]
const HEAD: &str = "HTTP/1.1 200 OK\r\nx-amz-checksum-crc32: y/Q5Jg==\r\n";

/// The response, with a length and in chunks.
#[cfg(feature = "http-checksum")]
fn digits() -> [String; 2] {
    [
        format!("{HEAD}content-length: 9\r\n\r\n{DIGITS}"),
        format!("{HEAD}transfer-encoding: chunked\r\n\r\n4\r\n1234\r\n5\r\n56789\r\n0\r\n\r\n"),
    ]
}

/// Sends these responses, one for each attempt, each on a connection of its own.
#[cfg(feature = "http-checksum")]
async fn fetched(replies: Vec<Reply>) -> (Result<Bytes, BodyErrorKind>, usize) {
    let server = Server::start(move |request| replies[request.number].clone()).await;
    let body = send(&config(&server.url()), &Compared).await.unwrap().body;
    assert_eq!(body.checksum(), Some(ChecksumAlgorithm::Crc32));
    let body = body.collect(100).await;
    (body.map_err(|error| error.kind()), server.requests())
}

#[cfg(feature = "http-checksum")]
#[tokio::test]
async fn a_download_with_another_checksum_is_never_a_success() {
    for whole in digits() {
        let start = whole.find("\r\n\r\n").unwrap() + 4;
        let reply = Reply::Send(whole.clone().into_bytes());
        assert_eq!(fetched(vec![reply]).await, (Ok(DIGITS.into()), 1));
        for at in start..whole.len() {
            let mut bytes = whole.clone().into_bytes();
            // The digits of the body, and not those of the chunks' lengths.
            let is_content = whole[at..].starts_with(|it: char| it.is_ascii_digit())
                && !whole[at + 1..].starts_with("\r\n1")
                && !whole[at + 1..].starts_with("\r\n5678")
                && !whole[at..].starts_with("0\r\n\r\n");
            if !is_content {
                continue;
            }
            bytes[at] ^= 1;
            let wrong = Err(BodyErrorKind::Checksum);
            let reply = Reply::Send(bytes);
            assert_eq!(
                fetched(vec![reply.clone()]).await,
                (wrong.clone(), 1),
                "{at}"
            );
            // The attempt after an error is compared, too.
            let replies = vec![error(503, "Unavailable"), reply];
            assert_eq!(fetched(replies).await, (wrong, 2), "{at}");
        }
    }
}

#[cfg(feature = "http-checksum")]
#[tokio::test]
async fn a_download_that_is_cut_off_while_it_is_compared_is_never_a_success() {
    for whole in digits() {
        let start = whole.find("\r\n\r\n").unwrap() + 4;
        for end in start..whole.len() {
            let reply = Reply::Last(whole.as_bytes()[..end].to_vec());
            let cut = Err(BodyErrorKind::Transport);
            assert_eq!(fetched(vec![reply]).await, (cut, 1), "{end}");
        }
    }
    // Without a length, the end of the connection is the end of the body.
    for end in 0..DIGITS.len() {
        let text = format!("{HEAD}\r\n{}", &DIGITS[..end]);
        let reply = Reply::Last(text.into_bytes());
        let wrong = Err(BodyErrorKind::Checksum);
        assert_eq!(fetched(vec![reply]).await, (wrong, 1), "{end}");
    }
    let reply = Reply::Last(format!("{HEAD}\r\n{DIGITS}").into_bytes());
    assert_eq!(fetched(vec![reply]).await, (Ok(DIGITS.into()), 1));
}
