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

    /// Returns by how many seconds the service's clock is ahead of ours.
    pub(crate) fn ahead(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    pub(crate) fn now(&self) -> Timestamp {
        Self::now_ahead(self.ahead())
    }

    /// Returns the time of a clock that is so many seconds ahead of ours.
    pub(crate) fn now_ahead(seconds: i64) -> Timestamp {
        let now = Timestamp::now();
        match seconds {
            0 => now,
            seconds => Timestamp::from_epoch_seconds(now.epoch_seconds().saturating_add(seconds))
                .unwrap_or(now),
        }
    }

    /// Goes by the service's time if ours is far from it. `signed_ahead` is what [`ahead`](Self::ahead)
    /// was when the request was signed that the service refused. Returns whether that was wrong: another
    /// call may have corrected the clock since.
    pub(crate) fn correct(&self, service: Timestamp, signed_ahead: i64) -> bool {
        let ahead = service.epoch_seconds() - Timestamp::now().epoch_seconds();
        let is_far = |from: i64| ahead.saturating_sub(from).saturating_abs() > Self::TOLERANCE;
        if is_far(self.ahead()) {
            self.offset.store(ahead, Ordering::Relaxed);
            tracing::warn!(
                seconds = ahead,
                "the clocks of service and client differ, the client goes by the service's"
            );
        }
        is_far(signed_ahead)
    }
}
