//! Constraints of what is sent: whether more or less of it is taken.

use crate::ir::{Bounds, Constraint, Pattern};

use super::pattern::{self, Relation};
use super::rule::Rule;

/// A trait that differs.
pub(super) struct Difference {
    pub(super) rule: Rule,
    /// The name of the trait, without its namespace.
    pub(super) name: &'static str,
    pub(super) text: String,
    /// The reaction of callers whose values are refused, if the constraint got tighter.
    pub(super) callers: &'static str,
    /// The way to what has the trait, from the value itself.
    pub(super) path: Vec<Step>,
}

/// A step from a list or map to what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Items,
    Keys,
}

/// The bytes around what differs in a long pattern that are shown.
const CONTEXT: usize = 12;

/// Returns the differences between the constraints of a value.
pub(super) fn differences(old: Option<&Constraint>, new: Option<&Constraint>) -> Vec<Difference> {
    let mut found = Vec::new();
    collect(old, new, &[], &mut found);
    found
}

fn collect(
    old: Option<&Constraint>,
    new: Option<&Constraint>,
    path: &[Step],
    found: &mut Vec<Difference>,
) {
    let none = Constraint::default();
    let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
    if old == new {
        return;
    }
    let inside: String = path
        .iter()
        .map(|step| match step {
            Step::Items => " (of what is in it)",
            Step::Keys => " (of its keys)",
        })
        .collect();
    let mut add = |rule, name, text| {
        found.push(Difference {
            rule,
            name,
            text,
            callers: match name {
                "length" => "send another length",
                "range" => "send a number out of the range",
                "pattern" => "send text that doesn't match",
                _ => "send anything twice",
            },
            path: path.to_vec(),
        });
    };
    for (name, what, old, new) in [
        ("length", "length", &old.length, &new.length),
        ("range", "value", &old.range, &new.range),
    ] {
        if let Some(rule) = bounds(old.as_ref(), new.as_ref()) {
            let (was, is) = (between(old.as_ref()), between(new.as_ref()));
            add(rule, name, format!("its {what}{inside} was {was}, is {is}"));
        }
    }
    if let Some(rule) = patterns(old.pattern.as_ref(), new.pattern.as_ref()) {
        let (was, is) = shown(
            old.pattern.as_ref().map(|pattern| pattern.text.as_str()),
            new.pattern.as_ref().map(|pattern| pattern.text.as_str()),
        );
        add(
            rule,
            "pattern",
            format!("its pattern{inside} was {was}, is {is}"),
        );
    }
    if old.unique != new.unique {
        let (rule, text) = if new.unique {
            (
                Rule::ConstraintTightened,
                "may no longer hold anything twice",
            )
        } else {
            (Rule::ConstraintLoosened, "may hold things twice")
        };
        add(rule, "uniqueItems", format!("{text}{inside}"));
    }
    let step = |step| path.iter().copied().chain([step]).collect::<Vec<_>>();
    let (items, keys) = (step(Step::Items), step(Step::Keys));
    collect(old.items.as_deref(), new.items.as_deref(), &items, found);
    collect(old.keys.as_deref(), new.keys.as_deref(), &keys, found);
}

/// Two patterns as code; of long ones what differs, with a little around it.
fn shown(old: Option<&str>, new: Option<&str>) -> (String, String) {
    let (Some(was), Some(is)) = (old, new) else {
        return (code(old), code(new));
    };
    let common = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let (old, new): (Vec<char>, Vec<char>) = (was.chars().collect(), is.chars().collect());
    let start = common(&mut old.iter().copied(), &mut new.iter().copied());
    let rest = old.len().min(new.len()) - start;
    let end = common(
        &mut old.iter().rev().copied(),
        &mut new.iter().rev().copied(),
    )
    .min(rest);
    let cut = |text: &[char]| -> String {
        let from = start.saturating_sub(CONTEXT);
        let to = (text.len() - end + CONTEXT).min(text.len());
        // The text that is left out has to be longer than the dots in its place.
        let (from, before) = if from > 3 { (from, "…") } else { (0, "") };
        let (to, after) = if text.len() - to > 3 {
            (to, "…")
        } else {
            (text.len(), "")
        };
        let middle: String = text.get(from..to).unwrap_or_default().iter().collect();
        format!("{before}{middle}{after}")
    };
    (code(Some(&cut(&old))), code(Some(&cut(&new))))
}

fn code(pattern: Option<&str>) -> String {
    match pattern {
        None => "none".to_owned(),
        // A pattern may have a back-quote in it.
        Some(text) if text.contains('`') => format!("`` {text} ``"),
        Some(text) => format!("`{text}`"),
    }
}

fn between(bounds: Option<&Bounds>) -> String {
    let bounds = bounds.cloned().unwrap_or_default();
    match (bounds.min, bounds.max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "free".to_owned(),
    }
}

fn bounds(old: Option<&Bounds>, new: Option<&Bounds>) -> Option<Rule> {
    if old == new {
        return None;
    }
    let number = |text: Option<&String>, otherwise: f64| -> f64 {
        text.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
    };
    let min = |bounds: Option<&Bounds>| {
        number(
            bounds.and_then(|bounds| bounds.min.as_ref()),
            f64::NEG_INFINITY,
        )
    };
    let max = |bounds: Option<&Bounds>| {
        number(bounds.and_then(|bounds| bounds.max.as_ref()), f64::INFINITY)
    };
    if min(new) > min(old) || max(new) < max(old) {
        Some(Rule::ConstraintTightened)
    } else if min(new) < min(old) || max(new) > max(old) {
        Some(Rule::ConstraintLoosened)
    } else {
        None
    }
}

fn patterns(old: Option<&Pattern>, new: Option<&Pattern>) -> Option<Rule> {
    match (old, new) {
        (None, None) => None,
        (None, Some(_)) => Some(Rule::ConstraintTightened),
        (Some(_), None) => Some(Rule::ConstraintLoosened),
        (Some(old), Some(new)) if old.text == new.text => None,
        (Some(old), Some(new)) => match pattern::relation(&old.text, &new.text) {
            Relation::Same => None,
            Relation::Wider => Some(Rule::ConstraintLoosened),
            Relation::Narrower => Some(Rule::ConstraintTightened),
            Relation::Unknown => Some(Rule::PatternChanged),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_compared_as_numbers() {
        let of = |min: Option<&str>, max: Option<&str>| Bounds {
            min: min.map(str::to_owned),
            max: max.map(str::to_owned),
        };
        let rule = |old: Option<Bounds>, new: Option<Bounds>| bounds(old.as_ref(), new.as_ref());
        let (small, large) = (of(Some("1"), Some("9")), of(Some("1"), Some("10")));
        assert_eq!(
            rule(Some(small.clone()), Some(large.clone())),
            Some(Rule::ConstraintLoosened)
        );
        assert_eq!(
            rule(Some(large), Some(small.clone())),
            Some(Rule::ConstraintTightened)
        );
        assert_eq!(
            rule(Some(small.clone()), Some(of(Some("0"), Some("8")))),
            Some(Rule::ConstraintTightened),
            "looser below, tighter above"
        );
        assert_eq!(
            rule(None, Some(small.clone())),
            Some(Rule::ConstraintTightened)
        );
        assert_eq!(
            rule(Some(small.clone()), None),
            Some(Rule::ConstraintLoosened)
        );
        assert_eq!(
            rule(Some(small), Some(of(Some("1.0"), Some("9.0")))),
            None,
            "the same numbers, written otherwise"
        );
    }
}
