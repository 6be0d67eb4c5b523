//! The three formats of timestamps.

use tinsmith_runtime::{Timestamp, text};

/// Any text as a timestamp in every format: what was read is written so that the same is read.
pub fn timestamps(bytes: &[u8]) {
    let given = super::text(bytes);
    let date_time = text::read_date_time(given).ok();
    let utc = text::read_date_time_utc(given).ok();
    assert!(utc.is_none() || utc == date_time, "{given:?}");
    assert_eq!(given.parse::<Timestamp>().ok(), date_time, "{given:?}");
    let all = [
        date_time,
        text::read_http_date(given).ok(),
        text::read_epoch_seconds(given).ok(),
    ];
    for time in all.into_iter().flatten() {
        comes_back(time);
    }
    // Where a format has the form of a JSON number, it is one.
    if text::read_epoch_seconds(given).is_ok() {
        assert!(
            given.parse::<tinsmith_runtime::Number>().is_ok(),
            "{given:?}"
        );
    }
    if let Some((seconds, rest)) = bytes.split_first_chunk::<8>() {
        if let Some((nanos, _)) = rest.split_first_chunk::<4>() {
            let time =
                Timestamp::from_epoch(i64::from_le_bytes(*seconds), u32::from_le_bytes(*nanos));
            if let Ok(time) = time {
                comes_back(time);
            }
        }
    }
}

fn comes_back(time: Timestamp) {
    let formats: [(String, fn(&str) -> Result<Timestamp, &'static str>); 4] = [
        (text::date_time(&time), text::read_date_time),
        (text::date_time(&time), text::read_date_time_utc),
        (text::epoch_seconds(&time), text::read_epoch_seconds),
        (text::http_date(&time), text::read_http_date),
    ];
    for (written, read) in formats {
        assert_eq!(read(&written), Ok(time), "{written}");
    }
    let bounds = Timestamp::MIN..=Timestamp::MAX;
    assert!(bounds.contains(&time), "{time}");
}
