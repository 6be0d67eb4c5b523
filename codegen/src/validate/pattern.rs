//! Regular expressions of models, and texts of fixed form.

use regress::Regex;

/// The longest text that is compared with a pattern. Patterns are matched by going back and forth.
pub(super) const MAX_TEXT: usize = 2_000;

/// The number of parts of a pattern that may repeat without an end.
const MAX_REPEATED: usize = 3;

/// Compiles a pattern of a model, which is a regular expression of ECMA 262.
///
/// # Errors
/// The pattern isn't an expression of that kind; the error is the reason.
pub(super) fn compiled(pattern: &str) -> Result<Regex, String> {
    let unicode = Regex::with_flags(pattern, "u");
    // Published models have escapes that only the other mode allows.
    unicode
        .or_else(|_| Regex::new(pattern))
        .map_err(|error| error.to_string())
}

/// Whether matching a text of [`MAX_TEXT`] bytes takes little time whatever the text: nothing
/// that repeats is in anything that repeats, and few things do.
pub(super) fn is_cheap(pattern: &str) -> bool {
    // Whether a group, and the groups around it, have something that repeats.
    let mut groups = vec![false];
    let mut repeated = 0;
    let mut last_group_repeats = false;
    let mut in_class = false;
    let mut chars = pattern.chars().peekable();
    while let Some(next) = chars.next() {
        let mut closed = false;
        match next {
            '\\' => {
                chars.next();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            _ if in_class => {}
            '(' => groups.push(false),
            ')' => {
                last_group_repeats = groups.pop().unwrap_or(false);
                closed = true;
                if last_group_repeats && let Some(outer) = groups.last_mut() {
                    *outer = true;
                }
            }
            '*' | '+' | '{' => {
                if last_group_repeats {
                    return false;
                }
                repeated += 1;
                if let Some(group) = groups.last_mut() {
                    *group = true;
                }
            }
            _ => {}
        }
        if !closed {
            last_group_repeats = false;
        }
    }
    repeated <= MAX_REPEATED
}

/// Whether a text is a time of RFC 3339 in UTC or with an offset, by its form.
pub(super) fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes
            .get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let is = |at: usize, wanted: u8| {
        bytes
            .get(at)
            .is_some_and(|it| it.eq_ignore_ascii_case(&wanted))
    };
    let head = digits(0, 4)
        && is(4, b'-')
        && digits(5, 7)
        && is(7, b'-')
        && digits(8, 10)
        && is(10, b'T')
        && digits(11, 13)
        && is(13, b':')
        && digits(14, 16)
        && is(16, b':')
        && digits(17, 19);
    let mut rest = text.get(19..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix('.') {
        let trimmed = fraction.trim_start_matches(|next: char| next.is_ascii_digit());
        if trimmed.len() == fraction.len() {
            return false;
        }
        rest = trimmed;
    }
    let offset = |rest: &str| {
        let bytes = rest.as_bytes();
        bytes.len() == 6
            && bytes.iter().zip(0..).all(|(byte, at)| match at {
                0 => matches!(byte, b'+' | b'-'),
                3 => *byte == b':',
                _ => byte.is_ascii_digit(),
            })
    };
    head && (rest.eq_ignore_ascii_case("z") || offset(rest))
}

/// Whether a text is a time of HTTP (IMF-fixdate), by its form.
pub(super) fn is_http_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(' ').collect();
    let digits = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match parts.as_slice() {
        [day, date, month, year, time, "GMT"] => {
            let clock: Vec<&str> = time
                .split('.')
                .next()
                .unwrap_or_default()
                .split(':')
                .collect();
            day.len() == 4
                && day.ends_with(',')
                && digits(date, 2)
                && month.len() == 3
                && digits(year, 4)
                && clock.len() == 3
                && clock.iter().all(|part| digits(part, 2))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{compiled, is_cheap, is_date_time, is_http_date};

    #[test]
    fn patterns_that_can_take_long_are_known() {
        for cheap in [
            "^[a-z]+$",
            "^([A-Za-z0-9][A-Za-z0-9-\\.]{0,62}:[^:]+)$",
            "^[a-zA-Z_][a-zA-Z_0-9-]*(:[a-zA-Z_][a-zA-Z_0-9-]*)?$",
            "^a(b|c)d$",
            "[(+*]\\(\\+",
        ] {
            assert!(is_cheap(cheap), "{cheap}");
            assert!(compiled(cheap).is_ok(), "{cheap}");
        }
        for dear in ["^(a+)+$", "((a*)b)*", "(a{1,9}){2}", "a*a*a*a*"] {
            assert!(!is_cheap(dear), "{dear}");
        }
    }

    #[test]
    fn times_have_a_form() {
        for time in ["1985-04-12T23:20:50Z", "1985-04-12T23:20:50.52+01:00"] {
            assert!(is_date_time(time), "{time}");
        }
        for time in [
            "1985-04-12",
            "1985-04-12T23:20:50",
            "1985-04-12T23:20:50.Z",
            "é985",
        ] {
            assert!(!is_date_time(time), "{time}");
        }
        assert!(is_http_date("Tue, 29 Apr 2014 18:30:38 GMT"));
        assert!(!is_http_date("29 Apr 2014 18:30:38"));
    }
}
