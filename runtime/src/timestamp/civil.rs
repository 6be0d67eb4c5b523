//! Days since 1970 to and from dates of the proleptic Gregorian calendar.
//!
//! The arithmetic is Howard Hinnant's, <https://howardhinnant.github.io/date_algorithms.html>:
//! years begin in March, so that the day that may be missing is a year's last one. Eras are
//! 400 years, all of the same length.

pub(super) const NANOS_PER_SECOND: u32 = 1_000_000_000;

pub(super) const SECONDS_PER_DAY: i64 = 86_400;

const DAYS_PER_ERA: i64 = 146_097;

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// A date of the years 0000 through 9999.
#[derive(Clone, Copy)]
pub(super) struct Date {
    pub(super) year: u16,
    /// 1 through 12.
    pub(super) month: u8,
    /// 1 through 31.
    pub(super) day: u8,
}

impl Date {
    /// The date, if the month has that day.
    pub(super) fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if is_leap(year) => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        (1..=days)
            .contains(&day)
            .then_some(Self { year, month, day })
    }

    /// The date this many days after 1970-01-01.
    ///
    /// The caller keeps to the years 0000 through 9999.
    pub(super) fn from_epoch_days(days: i64) -> Self {
        // An era later, so that nothing is negative: that divides faster.
        let days = (days + EPOCH + DAYS_PER_ERA) as u32;
        let era = days / DAYS_PER_ERA as u32;
        let day_of_era = days % DAYS_PER_ERA as u32;
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let months_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
        let month = if months_from_march < 10 {
            months_from_march + 3
        } else {
            months_from_march - 9
        };
        let year = era * 400 + year_of_era + u32::from(month <= 2) - 400;
        Self {
            year: year as u16,
            month: month as u8,
            day: day as u8,
        }
    }

    /// Returns the number of days after 1970-01-01.
    pub(super) fn epoch_days(self) -> i64 {
        let month = u32::from(self.month);
        // An era more, so that no number is negative.
        let year = u32::from(self.year) + 400 - u32::from(month <= 2);
        let months_from_march = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * months_from_march + 2) / 5 + u32::from(self.day) - 1;
        let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
        i64::from(days) - DAYS_PER_ERA - EPOCH
    }
}

fn is_leap(year: u16) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts every day of the ten thousand years, one by one.
    #[test]
    fn agrees_with_counting() {
        let mut days = -719_528;
        for year in 0..=9999_u16 {
            let february = if is_leap(year) { 29 } else { 28 };
            for (month, length) in (1..).zip([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
            {
                for day in 1..=length {
                    let date = Date::from_epoch_days(days);
                    assert_eq!((date.year, date.month, date.day), (year, month, day));
                    assert_eq!(date.epoch_days(), days);
                    days += 1;
                }
                assert!(Date::new(year, month, length).is_some());
                assert!(Date::new(year, month, length + 1).is_none());
            }
        }
        assert_eq!(days, 2_932_897);
    }

    #[test]
    fn refuses_what_no_calendar_has() {
        for (year, month, day) in [
            (2000, 0, 1),
            (2000, 13, 1),
            (2000, 1, 0),
            (1900, 2, 29),
            (2001, 2, 29),
        ] {
            assert!(
                Date::new(year, month, day).is_none(),
                "{year}-{month}-{day}"
            );
        }
    }
}
