//! The other simple types, and documents.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::{ReadError, ReadResult, Reader};
use crate::{Document, Timestamp, base64};

impl Reader<'_> {
    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// If the next value is neither.
    #[inline]
    pub fn boolean(&mut self) -> ReadResult<bool> {
        self.peek();
        if self.take_word("true") {
            Ok(true)
        } else if self.take_word("false") {
            Ok(false)
        } else {
            Err(self.expected("a boolean"))
        }
    }

    /// Reads a `null` if that is next, and returns whether it was.
    ///
    /// # Errors
    /// Never, for now.
    #[inline]
    pub fn null(&mut self) -> ReadResult<bool> {
        Ok(self.peek() == Some(b'n') && self.take_word("null"))
    }

    /// Moves past `word` if the reader stands before it.
    #[inline]
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let rest = self.bytes().get(self.at..).unwrap_or_default();
        let taken = rest.starts_with(word.as_bytes());
        if taken {
            self.at += word.len();
        }
        taken
    }

    /// Reads a Smithy `blob`: a string of base64 ([RFC 4648], section 4), whose padding
    /// may be missing.
    ///
    /// # Errors
    /// If the next value isn't a string, or isn't base64.
    ///
    /// [RFC 4648]: https://www.rfc-editor.org/rfc/rfc4648
    pub fn blob(&mut self) -> ReadResult<Bytes> {
        self.peek();
        let start = self.at;
        let text = self.quoted("a string of base64")?;
        // Services leave padding out, and clients don't (RFC 4648, section 3.2).
        let is_whole = !self.is_strict || text.len() % 4 == 0;
        match base64::decode(text.as_bytes()) {
            Some(bytes) if is_whole => Ok(Bytes::from(bytes)),
            _ => Err(ReadError::new(
                start,
                "a string of base64",
                "another string",
            )),
        }
    }

    /// Reads a streaming blob, for serde.
    ///
    /// # Errors
    /// The errors of [`blob`](Self::blob).
    #[cfg(feature = "serde")]
    pub fn body(&mut self) -> ReadResult<crate::Body> {
        self.blob().map(crate::Body::from)
    }

    /// Reads a timestamp in the format `epoch-seconds`: a number of seconds since 1970,
    /// exactly, whatever form the number has (Smithy 2.0, `timestampFormat` trait).
    ///
    /// # Errors
    /// If the next value isn't a number, or is beyond the range of [`Timestamp`].
    pub fn epoch_seconds(&mut self) -> ReadResult<Timestamp> {
        let what = "a timestamp in seconds";
        self.peek();
        if let Some((timestamp, end)) = Timestamp::plain_epoch_seconds(self.bytes(), self.at) {
            self.at = end;
            return Ok(timestamp);
        }
        let start = self.at;
        let number = self.number_text(what)?;
        Timestamp::parse_epoch_seconds(number)
            .map_err(|_| ReadError::new(start, what, "a number out of range"))
    }

    /// Reads a timestamp in the format `date-time`: a string as in RFC 3339, section 5.6
    /// (Smithy 2.0, `timestampFormat` trait).
    ///
    /// # Errors
    /// If the next value isn't such a string.
    pub fn date_time(&mut self) -> ReadResult<Timestamp> {
        let what = "a string with an RFC 3339 timestamp";
        self.peek();
        let start = self.at;
        let text = self.quoted(what)?;
        let read = if self.is_strict {
            Timestamp::parse_date_time_utc(&text)
        } else {
            Timestamp::parse_date_time(&text)
        };
        read.map_err(|_| ReadError::new(start, what, "another string"))
    }

    /// Reads a timestamp in the format `http-date`: a string with an `IMF-fixdate` as in
    /// RFC 9110, section 5.6.7 (Smithy 2.0, `timestampFormat` trait).
    ///
    /// # Errors
    /// If the next value isn't such a string.
    pub fn http_date(&mut self) -> ReadResult<Timestamp> {
        let what = "a string with an HTTP date";
        self.peek();
        let start = self.at;
        let text = self.quoted(what)?;
        Timestamp::parse_http_date(&text).map_err(|_| ReadError::new(start, what, "another string"))
    }

    /// Reads any value. Numbers keep their digits; of members with the same name the
    /// last wins.
    ///
    /// # Errors
    /// If there is no value, or it isn't JSON, or nests deeper than
    /// [`MAX_DEPTH`](super::MAX_DEPTH).
    pub fn document(&mut self) -> ReadResult<Document> {
        match self.peek() {
            Some(b'{') => {
                let mut members = BTreeMap::new();
                self.begin_object()?;
                while let Some(key) = self.next_key()? {
                    let value = self.document()?;
                    members.insert(key.into_owned(), value);
                }
                Ok(Document::Object(members))
            }
            Some(b'[') => {
                let mut items = Vec::new();
                self.begin_list()?;
                while self.has_next()? {
                    items.push(self.document()?);
                }
                Ok(Document::Array(items))
            }
            Some(b'"') => self.string().map(Document::String),
            Some(b't' | b'f') => self.boolean().map(Document::Bool),
            Some(b'-' | b'0'..=b'9') => self.number().map(Document::Number),
            _ if self.null()? => Ok(Document::Null),
            _ => Err(self.expected("a value")),
        }
    }
}

crate::member_methods!(null);
