//! Bodies in frames
//! ([`aws-chunked`](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html)).

use std::collections::VecDeque;

use bytes::{Buf, Bytes};

use super::Rejection;

/// The longest line around the data: a size with a signature, or a trailer.
const MAX_LINE: usize = 1024;

/// The most trailers.
const MAX_TRAILERS: usize = 8;

/// Takes a body apart that comes in frames, with trailers behind them. Signatures aren't compared:
/// a server doesn't know its callers' secrets.
pub(super) struct Frames {
    state: State,
    line: Vec<u8>,
    trailers: Vec<(String, String)>,
}

/// The part of the body that comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The line with the size of a frame.
    Size,
    /// The data of a frame: so many bytes more.
    Data(u64),
    /// The end of a line behind the data.
    DataEnd,
    /// Trailers, up to an empty line.
    Trailers,
    Done,
}

impl Frames {
    pub(super) fn new() -> Self {
        Self {
            state: State::Size,
            line: Vec::new(),
            trailers: Vec::new(),
        }
    }

    /// Takes the next bytes, and gives the data in them.
    pub(super) fn take(
        &mut self,
        mut bytes: Bytes,
        data: &mut VecDeque<Bytes>,
    ) -> Result<(), Rejection> {
        while !bytes.is_empty() {
            match self.state {
                State::Data(left) => {
                    let length = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    data.push_back(bytes.split_to(length));
                    self.state = match left - length as u64 {
                        0 => State::DataEnd,
                        left => State::Data(left),
                    };
                }
                State::Done => return Err(Rejection::IncompleteBody),
                State::Size | State::DataEnd | State::Trailers => {
                    if self.take_line(&mut bytes)? {
                        let line = std::mem::take(&mut self.line);
                        self.state = self.after(&line)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes bytes up to the end of a line. Says whether it is there.
    fn take_line(&mut self, bytes: &mut Bytes) -> Result<bool, Rejection> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(bytes.len(), |end| end + 1);
        if self.line.len() + length > MAX_LINE {
            return Err(self.broken());
        }
        self.line
            .extend_from_slice(bytes.get(..length).unwrap_or_default());
        bytes.advance(length);
        if end.is_none() {
            return Ok(false);
        }
        // Lines end in both.
        if !self.line.ends_with(b"\r\n") {
            return Err(self.broken());
        }
        self.line.truncate(self.line.len() - 2);
        Ok(true)
    }

    /// Returns what comes after a line.
    fn after(&mut self, line: &[u8]) -> Result<State, Rejection> {
        match self.state {
            State::Size => match size(line) {
                Some(0) => Ok(State::Trailers),
                Some(size) => Ok(State::Data(size)),
                None => Err(Rejection::IncompleteBody),
            },
            State::DataEnd if line.is_empty() => Ok(State::Size),
            State::Trailers if line.is_empty() => Ok(State::Done),
            State::Trailers if self.trailers.len() < MAX_TRAILERS => {
                self.trailers
                    .push(trailer(line).ok_or(Rejection::MalformedTrailer)?);
                Ok(State::Trailers)
            }
            _ => Err(self.broken()),
        }
    }

    fn broken(&self) -> Rejection {
        match self.state {
            State::Trailers => Rejection::MalformedTrailer,
            _ => Rejection::IncompleteBody,
        }
    }

    /// Returns the trailers of a body that has ended.
    pub(super) fn finish(&mut self) -> Result<Vec<(String, String)>, Rejection> {
        match self.state {
            State::Done => Ok(std::mem::take(&mut self.trailers)),
            _ => Err(Rejection::IncompleteBody),
        }
    }
}

/// Reads the size of a frame, before a signature that there may be.
fn size(line: &[u8]) -> Option<u64> {
    let end = line.iter().position(|byte| *byte == b';');
    let digits = line.get(..end.unwrap_or(line.len()))?;
    // A sign isn't a digit.
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Reads a line `name:value`.
fn trailer(line: &[u8]) -> Option<(String, String)> {
    let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
    let name = name.trim().to_ascii_lowercase();
    (!name.is_empty()).then(|| (name, value.trim().to_owned()))
}
