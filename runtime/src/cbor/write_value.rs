//! Writing Smithy's simple types.

use super::Writer;
use super::head::{self, FALSE, NULL, TRUE, major};
use crate::UnknownMember;
use crate::json::SDK_UNKNOWN_MEMBER;

impl Writer {
    /// Writes `null`.
    #[inline]
    pub fn null(&mut self) {
        self.out.push(NULL);
    }

    /// Writes `true` or `false`.
    #[inline]
    pub fn boolean(&mut self, value: bool) {
        self.out.push(if value { TRUE } else { FALSE });
    }

    /// Writes a Smithy `byte`.
    pub fn byte(&mut self, value: i8) {
        self.long(value.into());
    }

    /// Writes a Smithy `short`.
    pub fn short(&mut self, value: i16) {
        self.long(value.into());
    }

    /// Writes a Smithy `integer` or `intEnum`.
    pub fn integer(&mut self, value: i32) {
        self.long(value.into());
    }

    /// Writes a Smithy `long`, in as few bytes as hold it.
    pub fn long(&mut self, value: i64) {
        let (major, argument) = if value < 0 {
            // -1 - n has the bits of n, all turned over.
            (major::NEGATIVE, !value as u64)
        } else {
            (major::UNSIGNED, value as u64)
        };
        head::write(&mut self.out, major, argument);
    }

    /// Writes a Smithy `float` in 32 bits.
    pub fn float(&mut self, value: f32) {
        self.out.push(0xfa);
        self.out.extend_from_slice(&value.to_bits().to_be_bytes());
    }

    /// Writes a Smithy `double` in 64 bits.
    pub fn double(&mut self, value: f64) {
        self.out.push(0xfb);
        self.out.extend_from_slice(&value.to_bits().to_be_bytes());
    }

    /// Writes, inside of an object, an unknown member of a union: its name, with the value that it
    /// came with in CBOR, as a server of a newer version would send it. A member without such a
    /// value has boto3's form, `"SDK_UNKNOWN_MEMBER": {"name": "…"}`, which services don't know.
    pub fn unknown_member(&mut self, member: &UnknownMember) {
        match member.cbor() {
            Some(value) if is_cbor(value) => {
                self.key(member.name());
                self.out.extend_from_slice(value);
            }
            _ => {
                self.key(SDK_UNKNOWN_MEMBER);
                self.begin_object();
                self.key("name");
                self.string(member.name());
                self.end_object();
            }
        }
    }
}

/// Returns whether bytes are one value.
fn is_cbor(value: &[u8]) -> bool {
    super::Reader::new(value).is_ok_and(|mut reader| reader.skip().is_ok() && reader.end().is_ok())
}
