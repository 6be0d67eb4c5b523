//! The three formats of timestamps.

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::generated::text;

/// Any text as a timestamp in every format: what was read is written so that the same is read,
/// as far as the format goes.
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
    // And of any number of seconds and nanoseconds.
    let (Some(seconds), Some(nanos)) = (bytes.first_chunk(), bytes.last_chunk()) else {
        return;
    };
    let (seconds, nanos) = (i64::from_le_bytes(*seconds), u32::from_le_bytes(*nanos));
    if let Ok(time) = Timestamp::from_epoch(seconds, nanos) {
        comes_back(time);
    }
}

type Read = fn(&str) -> Result<Timestamp, &'static str>;

fn comes_back(time: Timestamp) {
    let to = |nanos: u32| {
        let whole = time.subsec_nanos() / nanos * nanos;
        Timestamp::from_epoch(time.epoch_seconds(), whole).expect("in range")
    };
    let (millis, seconds) = (to(1_000_000), to(1_000_000_000));
    let formats: [(String, Read, Timestamp); 4] = [
        (text::date_time(&time), text::read_date_time, millis),
        (text::date_time(&time), text::read_date_time_utc, millis),
        (text::epoch_seconds(&time), text::read_epoch_seconds, millis),
        (text::http_date(&time), text::read_http_date, seconds),
    ];
    for (written, read, expected) in formats {
        assert_eq!(read(&written), Ok(expected), "{written}");
    }
    assert_eq!(text::read_date_time(&time.to_string()), Ok(time));
    let bounds = Timestamp::MIN..=Timestamp::MAX;
    assert!(bounds.contains(&time), "{time}");
}
