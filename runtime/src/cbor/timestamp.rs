//! Timestamps: tag 1 around a number of seconds
//! ([RFC 8949, section 3.4.2](https://www.rfc-editor.org/rfc/rfc8949#section-3.4.2)).

use super::head::{self, major};
use super::{Reader, Writer};
use crate::Timestamp;
use crate::read_error::{ReadError, ReadResult};

/// The tag of a number of seconds since 1970.
const EPOCH: u64 = 1;

const NANOS: i64 = 1_000_000_000;

impl Reader<'_> {
    /// Reads a timestamp: a number of seconds since 1970, whole or not, with tag 1. A client takes
    /// a number without the tag as well.
    ///
    /// # Errors
    /// If the next value isn't such a number, or is beyond the range of [`Timestamp`].
    #[inline]
    pub fn epoch_seconds(&mut self) -> ReadResult<Timestamp> {
        // Whole seconds of our time: tag 1, and a number of 32 bits.
        if let Some([0xc1, 0x1a, seconds @ ..]) = self.first::<6>() {
            let seconds = u32::from_be_bytes(*seconds);
            self.at += 6;
            return Ok(Timestamp::__new(seconds.into(), 0));
        }
        self.any_timestamp()
    }

    #[inline(never)]
    fn any_timestamp(&mut self) -> ReadResult<Timestamp> {
        let what = "a timestamp in seconds";
        let start = self.at;
        if self.peek().is_some_and(|first| first >> 5 == major::TAG) {
            if self.head()?.argument != EPOCH {
                return Err(ReadError::new(start, what, "a value with another tag"));
            }
        } else if self.is_strict {
            return Err(self.expected(what));
        }
        let out_of_range = || ReadError::new(start, what, "a number out of range");
        if self.peek().is_some_and(|first| first >> 5 == major::OTHER) {
            let seconds = self.any_float(what)?;
            return of_float(seconds).ok_or_else(out_of_range);
        }
        let seconds = i64::try_from(self.any_whole(what)?).map_err(|_| out_of_range())?;
        Timestamp::from_epoch_seconds(seconds).map_err(|_| out_of_range())
    }
}

/// The timestamp that a floating-point number of seconds stands for: the one with the fewest
/// digits that gives the number again, as the number was made of such a timestamp.
fn of_float(seconds: f64) -> Option<Timestamp> {
    if seconds.is_nan() {
        return None;
    }
    let parts = [1_000_i64, 1_000_000, NANOS];
    let is_exact = |parts: &i64| (seconds * *parts as f64).round() / *parts as f64 == seconds;
    let parts = parts.into_iter().find(is_exact).unwrap_or(NANOS);
    // What is too large becomes the largest integer, which is far beyond the range of timestamps.
    let count = (seconds * parts as f64).round();
    let (count, parts) = (count as i128, i128::from(parts));
    let whole = i64::try_from(count.div_euclid(parts)).ok()?;
    let nanos = count.rem_euclid(parts) * (i128::from(NANOS) / parts);
    Timestamp::from_epoch(whole, u32::try_from(nanos).ok()?).ok()
}

impl Writer {
    /// Writes a timestamp: tag 1 around a number of seconds, with milliseconds at most. A number
    /// without a fraction is an integer.
    pub fn epoch_seconds(&mut self, value: &Timestamp) {
        head::write(&mut self.out, major::TAG, EPOCH);
        let millis = value.subsec_nanos() / 1_000_000;
        if millis == 0 {
            self.long(value.epoch_seconds());
        } else {
            let millis = value.epoch_seconds() * 1_000 + i64::from(millis);
            self.double(millis as f64 / 1_000.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(body: &[u8]) -> ReadResult<Timestamp> {
        let mut reader = Reader::new(body)?;
        let value = reader.epoch_seconds()?;
        reader.end()?;
        Ok(value)
    }

    #[test]
    fn a_number_of_each_size_is_read() {
        let second = Timestamp::from_epoch_seconds(1).unwrap();
        assert_eq!(read(&[0xc1, 0x01]).unwrap(), second);
        assert_eq!(read(&[0x01]).unwrap(), second);
        assert_eq!(read(&[0xc1, 0x1a, 0, 0, 0, 1]).unwrap(), second);
        assert_eq!(read(&[0x1a, 0, 0, 0, 1]).unwrap(), second);
        let last = Timestamp::from_epoch_seconds(u32::MAX.into()).unwrap();
        assert_eq!(read(&[0xc1, 0x1a, 0xff, 0xff, 0xff, 0xff]).unwrap(), last);
        assert_eq!(read(&[0xc1, 0x1b, 0, 0, 0, 0, 0, 0, 0, 1]).unwrap(), second);
        assert_eq!(read(&[0xc1, 0xf9, 0x3c, 0x00]).unwrap(), second);
        assert_eq!(read(&[0xc1, 0xfa, 0x3f, 0x80, 0, 0]).unwrap(), second);
        let before = Timestamp::from_epoch(-2, 500_000_000).unwrap();
        assert_eq!(read(&[0xc1, 0xf9, 0xbe, 0x00]).unwrap(), before);
    }

    #[test]
    fn what_is_no_timestamp_is_refused() {
        for (body, found) in [
            (&[0xc0, 0x01][..], "a value with another tag"),
            (&[0xc1, 0x60], "a string"),
            (&[0xc1, 0xf9, 0x7e, 0x00], "a number out of range"),
            (&[0xc1, 0xf9, 0x7c, 0x00], "a number out of range"),
            (
                &[0xc1, 0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
                "a number out of range",
            ),
            (&[0xc1], "the end of the input"),
            (&[0xc1, 0x1a, 0, 0, 0], "the end of the input"),
        ] {
            assert_eq!(read(body).unwrap_err().found(), found, "{body:x?}");
        }
        let mut strict = Reader::new(&[0x01]).unwrap().strict();
        assert_eq!(
            strict.epoch_seconds().unwrap_err().found(),
            "a whole number"
        );
    }

    proptest! {
        /// Milliseconds come back whatever the year, although a double can't hold most of them.
        #[test]
        fn milliseconds_survive(
            seconds in Timestamp::MIN.epoch_seconds()..=Timestamp::MAX.epoch_seconds(),
            millis in 0..1_000_u32,
        ) {
            let value = Timestamp::from_epoch(seconds, millis * 1_000_000).unwrap();
            let mut writer = Writer::new();
            writer.epoch_seconds(&value);
            prop_assert_eq!(read(&writer.finish()).unwrap(), value);
        }

        #[test]
        fn microseconds_of_our_time_are_read(
            seconds in 0..4_000_000_000_i64,
            micros in 0..1_000_000_u32,
        ) {
            let number = (seconds * 1_000_000 + i64::from(micros)) as f64 / 1e6;
            let value = Timestamp::from_epoch(seconds, micros * 1_000).unwrap();
            prop_assert_eq!(of_float(number), Some(value));
        }
    }
}
