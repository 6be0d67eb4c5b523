//! Recorded expirations, which are long past, as times to come.
//!
//! The runtime refuses credentials that have expired, and it should. So the times in recorded
//! answers are moved, and the times that a case expects are moved alike.

use serde_json::Value;
use tinsmith_runtime::Timestamp;

/// A time as it is, or, if it is past, an hour or two from now.
pub(crate) fn moved(seconds: i64, now: i64) -> i64 {
    const HOUR: i64 = 3600;
    if seconds > now + HOUR {
        return seconds;
    }
    // Whole hours, so that times with different minutes stay different.
    seconds + (now + HOUR - seconds).div_euclid(HOUR) * HOUR + HOUR
}

/// A recorded body with its times moved: those that look like `2021-09-21T18:41:26Z`, and the
/// member `expiration` of SSO, which is in milliseconds.
pub(crate) fn moved_in(body: &str, now: i64) -> String {
    const LENGTH: usize = "2021-09-21T18:41:26Z".len();
    let mut out = String::new();
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        let time = rest.get(..LENGTH).filter(|text| text.ends_with('Z'));
        let time = time.and_then(|text| Timestamp::parse_date_time(text).ok());
        let after = if let Some(time) = time {
            let time = Timestamp::from_epoch_seconds(moved(time.epoch_seconds(), now));
            out.push_str(&time.map(|time| time.to_string()).unwrap_or_default());
            LENGTH
        } else {
            out.push(c);
            c.len_utf8()
        };
        rest = rest.get(after..).unwrap_or_default();
    }
    match serde_json::from_str::<Value>(&out) {
        Ok(mut json) => {
            let role = json.get_mut("roleCredentials");
            let time = role.and_then(|role| role.get_mut("expiration"));
            match time.as_ref().and_then(|time| time.as_i64()) {
                Some(millis) => {
                    if let Some(time) = time {
                        *time = (moved(millis / 1000, now) * 1000).into();
                    }
                    json.to_string()
                }
                None => out,
            }
        }
        Err(_) => out,
    }
}
