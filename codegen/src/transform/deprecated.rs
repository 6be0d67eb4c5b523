//! Shapes that were deprecated before a date or a version
//! ([removeDeprecatedShapes](https://smithy.io/2.0/guides/smithy-build-json.html#removedeprecatedshapes)).

use crate::validate::{At, Graph};

const DEPRECATED: &str = "smithy.api#deprecated";

/// Whether a shape was deprecated before a date (`YYYY-MM-DD`, with or without hyphens) or a
/// version (`major.minor.patch`).
pub(super) fn is_before(
    graph: &Graph<'_>,
    at: At,
    date: Option<&str>,
    version: Option<&str>,
) -> bool {
    let Some(since) = graph.get(at, DEPRECATED).and_then(|it| it.text("since")) else {
        return false;
    };
    let is_older = |given: Option<&str>| {
        let (given, since) = (given.and_then(day)?, day(&since)?);
        Some(since < given)
    };
    let is_lower = |given: Option<&str>| {
        let (given, since) = (given.and_then(Version::parse)?, Version::parse(&since)?);
        Some(since < given)
    };
    is_older(date).unwrap_or(false) || is_lower(version).unwrap_or(false)
}

/// The digits of a date.
pub(super) fn day(text: &str) -> Option<u32> {
    let parts = match text.len() {
        8 => [text.get(..4)?, text.get(4..6)?, text.get(6..)?],
        10 if text.get(4..5) == Some("-") && text.get(7..8) == Some("-") => {
            [text.get(..4)?, text.get(5..7)?, text.get(8..)?]
        }
        _ => return None,
    };
    let [year, month, day] = parts.map(number);
    let (year, month, day) = (year?, month?, day?);
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then_some((year * 100 + month) * 100 + day)
}

fn number(text: &str) -> Option<u32> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// A version of [Semantic Versioning](https://semver.org), without its build.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    numbers: [u32; 3],
    /// A version before a release is lower than the release.
    stage: Stage,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Before(Vec<Part>),
    Release,
}

/// Numbers are lower than words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u32),
    Word(String),
}

impl Version {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.split('+').next()?;
        let (release, stage) = match text.split_once('-') {
            Some((release, stage)) => (release, Some(stage)),
            None => (text, None),
        };
        let numbers: Vec<u32> = release.split('.').map(number).collect::<Option<_>>()?;
        let part = |part: &str| match number(part) {
            Some(number) => Part::Number(number),
            None => Part::Word(part.to_owned()),
        };
        let stage = match stage {
            Some("") => return None,
            Some(stage) => Stage::Before(stage.split('.').map(part).collect()),
            None => Stage::Release,
        };
        let numbers = numbers.try_into().ok()?;
        Some(Self { numbers, stage })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_compared_with_and_without_hyphens() {
        assert_eq!(day("2024-05-07"), Some(20_240_507));
        assert_eq!(day("20240507"), Some(20_240_507));
        for wrong in [
            "2024-5-7",
            "2024-13-01",
            "20240500",
            "1.0.0",
            "2024-0507",
            "+0240507",
        ] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn versions_are_in_order() {
        let all = [
            "0.9.0",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0",
            "1.2.0",
            "1.10.0",
        ];
        let all: Vec<Version> = all.iter().filter_map(|it| Version::parse(it)).collect();
        assert_eq!(all.len(), 6);
        assert!(all.is_sorted());
        for wrong in ["1.0", "1", "v1.0.0", "2024-05-07", "1.0.0-"] {
            assert_eq!(Version::parse(wrong), None, "{wrong}");
        }
    }
}
