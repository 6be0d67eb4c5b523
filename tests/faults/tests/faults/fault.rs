//! The faults of the server, and the ends that they may bring.

use crate::draw::{Draw, part};
use crate::reason::Reason::{self, *};

/// The server's treatment of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Answer,
    Slow,
    Chunked,
    Large,
    LastAnswer,
    HangUp,
    StrayAnswer,
    ResetBeforeHead,
    EndBeforeHead,
    ResetInHead,
    EndInHead,
    ResetInBody,
    EndInBody,
    EndInChunks,
    StallBeforeHead,
    StallInHead,
    StallInBody,
    Trickle,
    Throttled,
    ThrottledFor,
    Unavailable,
    Internal,
    Expired,
    LengthTooLong,
    LengthTooShort,
    NotHttp,
    NotJson,
    TooLarge,
    Refused,
}

/// A kind of fault: its name, how often it comes, and the ends that attempts may have by it.
pub(crate) struct Kind {
    pub(crate) fault: Fault,
    pub(crate) name: &'static str,
    weight: u64,
    pub(crate) brings: &'static [Reason],
}

const fn kind(fault: Fault, name: &'static str, weight: u64, brings: &'static [Reason]) -> Kind {
    Kind {
        fault,
        name,
        weight,
        brings,
    }
}

/// The reset of a connection is noticed in the head or in the body, whatever was written before.
const CUT: &[Reason] = &[Io, Body];

pub(crate) const KINDS: [Kind; 29] = [
    kind(Fault::Answer, "none", 440, &[Answered]),
    kind(Fault::Slow, "answer after a while", 100, &[Answered]),
    kind(Fault::Chunked, "answer in chunks", 40, &[Answered]),
    kind(Fault::Large, "answer of 100 kB", 20, &[Answered]),
    kind(
        Fault::LastAnswer,
        "answer, connection: close",
        30,
        &[Answered],
    ),
    kind(
        Fault::HangUp,
        "answer, and end without a word",
        30,
        &[Answered],
    ),
    kind(
        Fault::StrayAnswer,
        "answer, and that of another call",
        30,
        &[Answered],
    ),
    kind(Fault::ResetBeforeHead, "reset before the head", 14, &[Io]),
    kind(Fault::EndBeforeHead, "end before the head", 14, &[Io]),
    kind(Fault::ResetInHead, "reset in the head", 14, &[Io]),
    kind(Fault::EndInHead, "end in the head", 14, &[Io]),
    kind(Fault::ResetInBody, "reset in the body", 14, CUT),
    kind(Fault::EndInBody, "end in the body", 14, &[Body]),
    kind(Fault::EndInChunks, "end in the chunks", 14, &[Body]),
    kind(
        Fault::StallBeforeHead,
        "stall before the head",
        14,
        &[AttemptTimeout],
    ),
    kind(
        Fault::StallInHead,
        "stall in the head",
        14,
        &[AttemptTimeout],
    ),
    kind(
        Fault::StallInBody,
        "stall in the body",
        14,
        &[AttemptTimeout],
    ),
    kind(Fault::Trickle, "answer in trickles", 14, &[AttemptTimeout]),
    kind(Fault::Throttled, "throttled", 24, &[Throttled]),
    kind(
        Fault::ThrottledFor,
        "throttled, Retry-After",
        14,
        &[Throttled],
    ),
    kind(Fault::Unavailable, "status 503", 14, &[Unavailable]),
    kind(Fault::Internal, "status 500", 14, &[Internal]),
    kind(Fault::Expired, "expired token", 4, &[Expired]),
    kind(Fault::LengthTooLong, "length too long", 14, &[Body]),
    kind(
        Fault::LengthTooShort,
        "length too short",
        14,
        &[InvalidResponse],
    ),
    kind(Fault::NotHttp, "not HTTP", 14, &[Protocol]),
    kind(Fault::NotJson, "not JSON", 10, &[InvalidResponse]),
    kind(Fault::TooLarge, "answer of 300 kB", 10, &[TooLarge]),
    kind(Fault::Refused, "status 400", 20, &[Refused]),
];

/// Returns the place in [`KINDS`] of the fault for an attempt of a call.
pub(crate) fn of_attempt(seed: u64, call: u64, attempt: u64) -> usize {
    let all = KINDS.iter().map(|kind| kind.weight).sum();
    let mut number = Draw::of(seed, [call, attempt, part::FAULT]).below(all);
    let at = KINDS
        .iter()
        .position(|kind| match number.checked_sub(kind.weight) {
            Some(left) => {
                number = left;
                false
            }
            None => true,
        });
    at.unwrap_or(0)
}

/// The end of a connection that rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Idle {
    End,
    Reset,
    /// Bytes that are no HTTP.
    Bytes,
    /// An answer with status 408, and the end.
    Unasked,
}

impl Idle {
    /// Draws what happens on a connection that rests after an attempt, and after how many
    /// milliseconds.
    pub(crate) fn after(seed: u64, call: u64, attempt: u64) -> Option<(Self, u64)> {
        let mut draw = Draw::of(seed, [call, attempt, part::IDLE]);
        let idle = match draw.below(100) {
            0..4 => Self::End,
            4..8 => Self::Reset,
            8..12 => Self::Bytes,
            12..16 => Self::Unasked,
            _ => return None,
        };
        Some((idle, draw.below(200)))
    }
}

/// Draws by how many seconds the server's clock is ahead in a period.
pub(crate) fn clock(seed: u64, period: u64) -> i64 {
    // Two periods after each other never have the same.
    let mut draw = Draw::of(seed, [period / 2, 0, part::CLOCK]);
    match (period % 2, draw.below(4)) {
        (0, _) => 0,
        (_, 0) => 3_600,
        (_, 1) => -7_200,
        (_, 2) => 700,
        (_, _) => -86_400,
    }
}

/// Draws whether a connection is reset as soon as it is accepted.
pub(crate) fn is_unwelcome(seed: u64, connection: u64) -> bool {
    Draw::of(seed, [connection, 0, part::ACCEPT]).below(50) == 0
}
