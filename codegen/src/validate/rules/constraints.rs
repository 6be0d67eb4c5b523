//! `LengthTrait`, `RangeTrait`, `PatternTrait`, `UniqueItems`: constraints that values can meet.

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{Applied, At};
use super::super::ids::{LENGTH, PATTERN, RANGE};
use super::super::pattern;
use super::super::value::compared;
use crate::shape_type::Type;

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own_with(LENGTH).collect::<Vec<At>>() {
        let Some(applied) = graph.get(at, LENGTH).copied() else {
            continue;
        };
        bounds(findings, "LengthTrait", at, &applied);
        for name in ["min", "max"] {
            let bound = applied.field(name).map(|it| it.text());
            if let Some(bound) = bound.filter(|bound| bound.starts_with('-')) {
                let message = format!("a length is never {bound}");
                let help = "a bound of a length is zero or more";
                findings.at_trait("LengthTrait", Severity::Error, at, &applied, message, help);
            }
        }
    }
    for at in graph.own_with(RANGE).collect::<Vec<At>>() {
        let Some(applied) = graph.get(at, RANGE).copied() else {
            continue;
        };
        bounds(findings, "RangeTrait", at, &applied);
        let kind = graph.target(at).map(|target| graph.kind(target));
        if !kind.is_some_and(Type::is_integer) {
            continue;
        }
        for name in ["min", "max"] {
            let bound = applied.field(name).map(|it| it.text());
            let bound = bound.filter(|bound| super::super::value::integer(bound).is_none());
            if let Some(bound) =
                bound.filter(|bound| bound.parse::<f64>().is_ok_and(|it| it.fract() != 0.0))
            {
                let message = format!("the bound {bound} is of integers, and none");
                findings.at_trait(
                    "RangeTrait",
                    Severity::Error,
                    at,
                    &applied,
                    message,
                    "take an integer",
                );
            }
        }
    }
    for at in graph.own_with(PATTERN).collect::<Vec<At>>() {
        let Some(applied) = graph.get(at, PATTERN).copied() else {
            continue;
        };
        let Some(text) = applied.string() else {
            continue;
        };
        if let Err(error) = pattern::compiled(&text) {
            // The reference reads patterns as Java does, which knows more.
            let message = format!("the pattern isn't one of ECMA 262: {error}");
            let help = "patterns are regular expressions of ECMA 262";
            findings.at_trait(
                "PatternTrait",
                Severity::Warning,
                at,
                &applied,
                message,
                help,
            );
        } else if !text.starts_with('^') || !text.ends_with('$') {
            let message = format!("the pattern {text} matches parts of texts, too");
            let help = "write ^ before and $ after it if the whole text is meant";
            findings.at_trait("PatternTrait", Severity::Note, at, &applied, message, help);
        }
    }
}

fn bounds(findings: &mut Findings<'_, '_>, id: &'static str, at: At, applied: &Applied<'_>) {
    let (least, most) = (applied.field("min"), applied.field("max"));
    if least.is_none() && most.is_none() {
        let message = "the trait has neither a least nor a most";
        findings.at_trait(
            id,
            Severity::Error,
            at,
            applied,
            message,
            "give it min or max",
        );
    }
    if let (Some(least), Some(most)) = (least, most)
        && compared(least.text(), most.text()).is_some_and(std::cmp::Ordering::is_gt)
    {
        let message = format!(
            "the least, {}, is more than the most, {}",
            least.text(),
            most.text()
        );
        findings.at_trait(
            id,
            Severity::Error,
            at,
            applied,
            message,
            "no value meets both",
        );
    }
}
