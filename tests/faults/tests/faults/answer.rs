//! Answers as the server writes them.

use std::fmt::Write as _;

use emr_sessions::runtime::Timestamp;

/// An answer that nobody asked for.
pub(crate) const UNASKED: &[u8] =
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Bytes that are no answer.
pub(crate) const NO_HTTP: &[u8] = b"\x15\x03\x01\x00\x02\x02\x28\r\n";

/// The head of an answer.
pub(crate) struct Head(String);

impl Head {
    /// Begins an answer with a status, at the server's time.
    pub(crate) fn new(status: &str, now: i64) -> Self {
        let mut date = Vec::new();
        if let Ok(now) = Timestamp::from_epoch_seconds(now) {
            now.write_http_date(&mut date);
        }
        let date = String::from_utf8_lossy(&date).into_owned();
        let kind = "application/x-amz-json-1.1";
        Self(format!(
            "HTTP/1.1 {status}\r\ndate: {date}\r\ncontent-type: {kind}\r\n"
        ))
    }

    pub(crate) fn header(mut self, line: &str) -> Self {
        self.0.push_str(line);
        self.0.push_str("\r\n");
        self
    }

    pub(crate) fn last(self) -> Self {
        self.header("connection: close")
    }

    /// An answer with this body, and a length that is wrong by this much.
    fn with_length(mut self, body: &str, wrong_by: i64) -> Vec<u8> {
        let length = body.len() as i64 + wrong_by;
        _ = write!(self.0, "content-length: {length}\r\n\r\n{body}");
        self.0.into_bytes()
    }

    pub(crate) fn body(self, body: &str) -> Vec<u8> {
        self.with_length(body, 0)
    }

    /// The answer to an attempt.
    pub(crate) fn answer(self, echo: &str) -> Vec<u8> {
        self.body(&answer(echo, 0))
    }

    /// The answer with a length that is wrong by this much.
    pub(crate) fn answer_of_length(self, echo: &str, wrong_by: i64) -> Vec<u8> {
        self.with_length(&answer(echo, 0), wrong_by)
    }

    /// The answer with so many bytes that the client doesn't know.
    pub(crate) fn padded(self, echo: &str, bytes: usize) -> Vec<u8> {
        self.body(&answer(echo, bytes))
    }

    /// The answer in chunks of seven bytes.
    pub(crate) fn chunks(mut self, echo: &str) -> Vec<u8> {
        self.0.push_str("transfer-encoding: chunked\r\n\r\n");
        for chunk in answer(echo, 0).as_bytes().chunks(7) {
            let text = String::from_utf8_lossy(chunk);
            _ = write!(self.0, "{:x}\r\n{text}\r\n", chunk.len());
        }
        self.0.push_str("0\r\n\r\n");
        self.0.into_bytes()
    }

    /// An error of the service, which has the attempt in its message.
    pub(crate) fn error(self, code: &str, echo: &str) -> Vec<u8> {
        self.body(&format!("{{\"__type\":\"{code}\",\"message\":\"{echo}\"}}"))
    }
}

fn answer(echo: &str, padding: usize) -> String {
    let padding = "x".repeat(padding);
    format!(
        "{{\"Padding\":\"{padding}\",\"SessionMapping\":{{\"StudioId\":\"es-1\",{}",
        tail(echo)
    )
}

/// The end of an answer's body, which no other answer has.
pub(crate) fn tail(echo: &str) -> String {
    format!("\"IdentityName\":\"{echo}\"}}}}")
}
