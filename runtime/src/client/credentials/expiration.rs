//! Times as other programs write them.

use crate::Timestamp;

/// Reads a time in the forms that programs print, all of which botocore's parser (dateutil)
/// takes, too: ISO 8601 and RFC 3339, with `T` or spaces between date and time, with or without
/// separators, seconds and a fraction; those of HTTP, of mail (RFC 5322) and of `date`.
///
/// The offset from UTC must be there, as for botocore: nobody says which other clock is meant.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(time) = Timestamp::parse_http_date(text) {
        return Some(time);
    }
    if let Some(time) = with_name_of_month(text) {
        return Some(time);
    }
    let (date, rest) = date(text)?;
    let rest = match rest.strip_prefix(['T', 't']) {
        Some(rest) => rest,
        None => Some(rest.trim_start()).filter(|trimmed| trimmed.len() < rest.len())?,
    };
    let clock = rest.bytes().take_while(|b| is_of_clock(*b)).count();
    let (clock, zone) = rest.split_at_checked(clock)?;
    let time = time(clock)?;
    let zone = offset(zone.trim_start())?;
    Timestamp::parse_date_time(&format!("{date}T{time}{zone}")).ok()
}

/// `Thu, 1 Jan 2099 00:00:00 +0000`, as in mail, or `Thu Jan  1 00:00:00 UTC 2099`, as `date` prints
/// it. The day of the week may be missing, and isn't checked.
fn with_name_of_month(text: &str) -> Option<Timestamp> {
    let is_name = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut words: Vec<&str> = text
        .split([' ', ',', '\t'])
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() == 6 && words.first().is_some_and(|word| is_name(word)) {
        words.remove(0);
    }
    let (day, month, year, clock, zone) = match *words.as_slice() {
        [day, month, year, clock, zone] if is_name(month) => (day, month, year, clock, zone),
        [month, day, clock, zone, year] => (day, month, year, clock, zone),
        _ => return None,
    };
    let names = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let month = names
        .iter()
        .position(|name| month.eq_ignore_ascii_case(name))?;
    let (day, rest) = few_digits(day)?;
    let (year, after) = digits(year, 4)?;
    if !clock.contains(':') || !rest.is_empty() || !after.is_empty() {
        return None;
    }
    let (time, zone) = (time(clock)?, offset(zone)?);
    Timestamp::parse_date_time(&format!("{year}-{:02}-{day}T{time}{zone}", month + 1)).ok()
}

fn is_of_clock(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b',')
}

/// `2099-01-01`, `2099/01/01` or `20990101`, with what follows.
fn date(text: &str) -> Option<(String, &str)> {
    let (year, rest) = digits(text, 4)?;
    let Some(separator) = ['-', '/'].into_iter().find(|c| rest.starts_with(*c)) else {
        let (month, rest) = digits(rest, 2)?;
        let (day, rest) = digits(rest, 2)?;
        return Some((format!("{year}-{month}-{day}"), rest));
    };
    let (month, rest) = few_digits(rest.strip_prefix(separator)?)?;
    let (day, rest) = few_digits(rest.strip_prefix(separator)?)?;
    Some((format!("{year}-{month}-{day}"), rest))
}

/// `12:30:00.5`, `12:30`, `123000` or `1230`, as RFC 3339 wants it.
fn time(text: &str) -> Option<String> {
    let is_separated = text.contains(':');
    let part = |text| match is_separated {
        true => few_digits(text),
        false => digits(text, 2).map(|(digits, rest)| (digits.to_owned(), rest)),
    };
    let next = |rest| match is_separated {
        true => str::strip_prefix(rest, ':'),
        false => Some(rest),
    };
    let (hour, rest) = part(text)?;
    let (minute, rest) = part(next(rest)?)?;
    let (second, rest) = match rest {
        "" => ("00".to_owned(), ""),
        _ => part(next(rest)?)?,
    };
    let fraction = match rest {
        "" => String::new(),
        _ => {
            let fraction = rest.strip_prefix(['.', ','])?;
            digits(fraction, fraction.len()).filter(|_| !fraction.is_empty())?;
            format!(".{fraction}")
        }
    };
    Some(format!("{hour}:{minute}:{second}{fraction}"))
}

/// `Z`, `UTC`, `GMT`, `+01:30`, `+0130` or `+01`, as RFC 3339 wants it.
fn offset(text: &str) -> Option<String> {
    if ["Z", "UTC", "GMT"]
        .iter()
        .any(|utc| text.eq_ignore_ascii_case(utc))
    {
        return Some("Z".to_owned());
    }
    let sign = text.get(..1).filter(|sign| matches!(*sign, "+" | "-"))?;
    let (hours, rest) = digits(text.get(1..)?, 2)?;
    let minutes = match rest.strip_prefix(':').unwrap_or(rest) {
        "" if rest.is_empty() => "00",
        minutes => digits(minutes, 2).filter(|(_, rest)| rest.is_empty())?.0,
    };
    Some(format!("{sign}{hours}:{minutes}"))
}

/// Reads one digit or two, as two, and returns the rest, too.
fn few_digits(text: &str) -> Option<(String, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = digits(text, count)?;
    match digits.len() {
        1 => Some((format!("0{digits}"), rest)),
        2 => Some((digits.to_owned(), rest)),
        _ => None,
    }
}

/// Splits a number of digits off.
fn digits(text: &str, count: usize) -> Option<(&str, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some((digits, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The results of dateutil 2.9, which was asked once, by hand.
    #[test]
    fn forms_that_dateutil_takes() {
        let new_year = "2099-01-01T00:00:00Z";
        for (text, expected) in [
            ("2099-01-01T00:00:00Z", new_year),
            ("2099-01-01T00:00:00+0000", new_year),
            ("2099-01-01T00:00:00+00", new_year),
            ("2099-01-01 00:00:00+00:00", new_year),
            ("2099-01-01T00:00Z", new_year),
            ("2099-01-01  00:00 UTC", new_year),
            ("2099-01-01T00:00:00 GMT", new_year),
            ("2099-01-01T00:00:00utc", new_year),
            ("2099-01-01t00:00:00z", new_year),
            ("20990101T000000Z", new_year),
            ("2099-01-01T0000Z", new_year),
            ("2099/01/01 00:00:00Z", new_year),
            (" 2099-01-01T00:00:00Z\n", new_year),
            ("Thu, 01 Jan 2099 00:00:00 GMT", new_year),
            ("Thu, 1 Jan 2099 00:00:00 +0000", new_year),
            ("1 JAN 2099 00:00 -0000", new_year),
            ("Thu, 01 Jan 2099 01:30:00 +0130", new_year),
            ("Thu Jan  1 00:00:00 UTC 2099", new_year),
            ("Jan 1 00:00:00 GMT 2099", new_year),
            ("2099-1-1T0:0:0Z", new_year),
            ("2099/1/01 0:00Z", new_year),
            ("2099-01-01T00:00:00.000000000000Z", new_year),
            (
                "2099-01-01T00:00:00.123456789Z",
                "2099-01-01T00:00:00.123456789Z",
            ),
            ("2099-01-01T00:00:00,5Z", "2099-01-01T00:00:00.5Z"),
            ("2099-01-01T00:00:00-01:30", "2099-01-01T01:30:00Z"),
            ("2099-01-01 00:00:00 +0200", "2098-12-31T22:00:00Z"),
        ] {
            let time = parse(text).map(|time| time.to_string());
            assert_eq!(time.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_or_does_not_say_by_which_clock() {
        for text in [
            "",
            "soon",
            "é",
            "2099-01-01",
            "2099-01-01T00:00:00",
            "2099-01-01 00:00:00",
            "2099-01-01T00:00:00EST",
            "2099-01-01T00:00:00.Z",
            "2099-01-01T24:00:00Z",
            "2099-01-01T00:00:60Z",
            "2099-02-30T00:00:00Z",
            "2099-001T00:00:00Z",
            "2099-0101T00:00:00Z",
            "2099-01-01T00:0000Z",
            "2099-01-01.00:00:00Z",
            "2099010112:00:00Z",
            "2099-01-01T00:00:00+00:00:00",
            "2099-01-01T00:00:00+0",
            "2099-01-01T00:00:00+01:",
            "2099-01-01T00:00:00+é0",
            "4070908800",
            "Thu Jan  1 00:00:00 2099",
            "Thu Jan  1 00:00:00 PST 2099",
            "Thu Jan  1 000000 UTC 2099",
            "Thu, 01 Foo 2099 00:00:00 +0000",
            "Thu, 001 Jan 2099 00:00:00 +0000",
            "Thu, 1x Jan 2099 00:00:00 +0000",
            "Thu, 01 Jan 2099x 00:00:00 +0000",
            "Thu, 31 Feb 2099 00:00:00 +0000",
            "Thu, 01 Jan 99 00:00:00 +0000",
            "2099-111-1T00:00:00Z",
            "2099-1-1T000:00:00Z",
            "2099-1-1",
            "2099-01-01T00:00:00Z and more",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
