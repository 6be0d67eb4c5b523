//! Requests as the server reads them.

use std::io;

use emr_sessions::runtime::Timestamp;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// The parts of a request that the server looks at.
pub(crate) struct Request {
    pub(crate) call: u64,
    pub(crate) attempt: u64,
    /// When it was signed, in seconds since 1970.
    pub(crate) signed_at: i64,
    /// When the key expires that it is signed with.
    pub(crate) expires_at: i64,
}

impl Request {
    /// Returns what its own answer has.
    pub(crate) fn echo(&self) -> String {
        format!("{}/{}", self.call, self.attempt)
    }
}

/// Reads a request; `None` at the end of the connection.
pub(crate) async fn read(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
) -> io::Result<Option<Request>> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let length = between(&head, "content-length: ", "\r\n").and_then(|text| text.parse().ok());
    let length: usize = length.ok_or_else(|| invalid("content-length"))?;
    while buffer.len() < end + length {
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
    let body = String::from_utf8_lossy(&buffer[end..end + length]).into_owned();
    buffer.drain(..end + length);
    let number = |text: Option<&str>, name| {
        let number = text.and_then(|text| text.parse().ok());
        number.ok_or_else(|| invalid(name))
    };
    let date = between(&head, "x-amz-date: ", "\r\n").and_then(signed_at);
    Ok(Some(Request {
        call: number(between(&body, "\"IdentityName\":\"", "\""), "IdentityName")?,
        attempt: number(between(&head, "attempt=", ";"), "amz-sdk-request")?,
        signed_at: date.ok_or_else(|| invalid("x-amz-date"))?,
        expires_at: between(&head, "Credential=AKID", "N")
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| invalid("authorization"))?,
    }))
}

fn invalid(name: &str) -> io::Error {
    let text = format!("a request has no {name}, or another than was expected");
    eprintln!("{text}");
    io::Error::new(io::ErrorKind::InvalidData, text)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}

/// Reads a time such as `20150830T123600Z`.
fn signed_at(text: &str) -> Option<i64> {
    let part = |from, to| text.get(from..to);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(9, 11)?, part(11, 13)?, part(13, 15)?);
    let text = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    Some(Timestamp::parse_date_time(&text).ok()?.epoch_seconds())
}
