//! The records of TLS.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Below TLS: knows whether the records that were read are whole. A library of TLS keeps the
/// beginning of a record to itself, and such a beginning after a response belongs to nobody's request.
pub(in crate::client::hyper_client) struct Records<S> {
    pub(super) stream: S,
    /// The head of a record, as far as it was read: its last two bytes are the record's length.
    head: [u8; HEAD],
    head_length: usize,
    /// The missing bytes of a record whose head was read.
    missing: usize,
    /// Whether the connection has ended.
    #[cfg(feature = "native-tls")]
    ended: bool,
}

/// The length of the head of a record (RFC 8446, section 5.1).
const HEAD: usize = 5;

impl<S> Records<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            head: [0; HEAD],
            head_length: 0,
            missing: 0,
            #[cfg(feature = "native-tls")]
            ended: false,
        }
    }

    /// Returns whether the connection below has ended.
    #[cfg(feature = "native-tls")]
    pub(super) fn have_ended(&self) -> bool {
        self.ended
    }

    /// Returns whether no record was read in part.
    pub(super) fn are_whole(&self) -> bool {
        self.head_length == 0 && self.missing == 0
    }

    fn read(&mut self, mut bytes: &[u8]) {
        while let Some((&byte, rest)) = bytes.split_first() {
            if self.missing > 0 {
                let (_, rest) = bytes.split_at(self.missing.min(bytes.len()));
                self.missing -= bytes.len() - rest.len();
                bytes = rest;
                continue;
            }
            if let Some(place) = self.head.get_mut(self.head_length) {
                *place = byte;
                self.head_length += 1;
            }
            if self.head_length == HEAD {
                let [.., high, low] = self.head;
                self.missing = usize::from(u16::from_be_bytes([high, low]));
                self.head_length = 0;
            }
            bytes = rest;
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Records<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let read = buffer.filled().get(before..).unwrap_or_default();
        #[cfg(feature = "native-tls")]
        {
            self.ended |= read.is_empty() && buffer.remaining() > 0;
        }
        self.read(read);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Records<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_whole_at_their_ends_only() {
        let text = [
            &[22, 3, 3, 0, 2, 7, 7][..],
            &[23, 3, 3, 0, 0],
            &[23, 3, 3, 1, 0],
            &[9; 256],
        ]
        .concat();
        let ends = [0, 7, 12, text.len()];
        for size in [1, 2, 3, 5, 7, 100, text.len()] {
            let mut records = Records::new(tokio::io::empty());
            let mut read = 0;
            assert!(records.are_whole());
            for part in text.chunks(size) {
                records.read(part);
                read += part.len();
                assert_eq!(records.are_whole(), ends.contains(&read), "{size} {read}");
            }
        }
    }
}
