//! The head of a data item: its major type and its argument ([RFC 8949, section 3]).
//!
//! [RFC 8949, section 3]: https://www.rfc-editor.org/rfc/rfc8949#section-3

/// The major types.
pub(super) mod major {
    pub(in super::super) const UNSIGNED: u8 = 0;
    pub(in super::super) const NEGATIVE: u8 = 1;
    pub(in super::super) const BYTES: u8 = 2;
    pub(in super::super) const TEXT: u8 = 3;
    pub(in super::super) const LIST: u8 = 4;
    pub(in super::super) const MAP: u8 = 5;
    pub(in super::super) const TAG: u8 = 6;
    pub(in super::super) const OTHER: u8 = 7;
}

/// The byte that ends an item of indefinite length.
pub(super) const BREAK: u8 = 0xff;
/// The additional information of an item of indefinite length.
pub(super) const INDEFINITE: u8 = 31;

/// The values of major type 7 that have a meaning.
pub(super) const FALSE: u8 = 0xf4;
pub(super) const TRUE: u8 = 0xf5;
pub(super) const NULL: u8 = 0xf6;
pub(super) const UNDEFINED: u8 = 0xf7;

/// The head of a data item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub(super) major: u8,
    /// The lower five bits of the first byte: the argument itself, or its form.
    pub(super) info: u8,
    /// The number, length, tag or bits of the item; 0 for an indefinite length.
    pub(super) argument: u64,
}

/// The number of items or bytes that are left of an item.
#[derive(Clone, Copy, Debug)]
pub(super) enum Left {
    Known(u64),
    /// All up to a break.
    Open,
}

/// Appends a head with the shortest argument ([RFC 8949, section 4.1]).
///
/// [RFC 8949, section 4.1]: https://www.rfc-editor.org/rfc/rfc8949#section-4.1
pub(super) fn write(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match argument {
        0..=23 => out.push(major | argument as u8),
        24..=0xff => out.extend([major | 24, argument as u8]),
        0x100..=0xffff => {
            out.push(major | 25);
            out.extend((argument as u16).to_be_bytes());
        }
        0x1_0000..=0xffff_ffff => {
            out.push(major | 26);
            out.extend((argument as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend(argument.to_be_bytes());
        }
    }
}
