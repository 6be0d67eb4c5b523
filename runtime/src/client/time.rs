//! Points in time as AWS writes them, and how far the service's clock is from ours.

use std::sync::atomic::{AtomicI64, Ordering};

use http::HeaderValue;

use crate::Timestamp;

/// A time as `20150830T123600Z`.
#[derive(Clone, Copy)]
pub(crate) struct SigningTime([u8; 16]);

impl SigningTime {
    pub(crate) fn new(time: Timestamp) -> Self {
        // RFC 3339 without its separators, which are at fixed places: the year has four
        // digits, as a Timestamp's years are 0000 through 9999.
        let [
            y0,
            y1,
            y2,
            y3,
            _,
            o0,
            o1,
            _,
            d0,
            d1,
            _,
            h0,
            h1,
            _,
            m0,
            m1,
            _,
            s0,
            s1,
        ] = time.date_time_to_seconds();
        Self([
            y0, y1, y2, y3, o0, o1, d0, d1, b'T', h0, h1, m0, m1, s0, s1, b'Z',
        ])
    }

    /// The day, as `20150830`.
    pub(crate) fn date(&self) -> &[u8] {
        let (date, _) = self.0.split_at(8);
        date
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn header(&self) -> HeaderValue {
        HeaderValue::from_bytes(&self.0).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

/// The time by the service's clock, as far as it is known.
#[derive(Default)]
pub(crate) struct Clock {
    /// Seconds that the service is ahead of us.
    offset: AtomicI64,
}

impl Clock {
    /// The difference from which on a clock is corrected, in seconds; services tolerate less.
    const TOLERANCE: i64 = 4 * 60;

    pub(crate) fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        match self.offset.load(Ordering::Relaxed) {
            0 => now,
            offset => Timestamp::from_epoch_seconds(now.epoch_seconds().saturating_add(offset))
                .unwrap_or(now),
        }
    }

    /// Goes by the service's time if ours is far from it; says whether it was.
    pub(crate) fn correct(&self, service: Timestamp) -> bool {
        let difference = service.epoch_seconds() - self.now().epoch_seconds();
        if difference.abs() <= Self::TOLERANCE {
            return false;
        }
        let offset = service.epoch_seconds() - Timestamp::now().epoch_seconds();
        self.offset.store(offset, Ordering::Relaxed);
        tracing::warn!(
            seconds = offset,
            "the clocks of service and client differ, the client goes by the service's"
        );
        true
    }
}
