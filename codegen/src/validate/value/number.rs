//! Numbers of JSON, as texts.

use crate::ast::Node;

pub(super) fn is_number(first: u8) -> bool {
    first == b'-' || first.is_ascii_digit()
}

/// Whether a value is one of the numbers that JSON doesn't have.
pub(super) fn is_special(node: Node<'_>) -> bool {
    matches!(node.text(), "\"NaN\"" | "\"Infinity\"" | "\"-Infinity\"")
}

/// An integer, also if it is written as `1.0` or `1e3`.
pub(crate) fn integer(text: &str) -> Option<i128> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let number: f64 = text.parse().ok()?;
    let is_exact = number.fract() == 0.0 && number.abs() < 9e15;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the number is small and has no fraction"
    )]
    is_exact.then_some(number as i128)
}

/// The order of two numbers.
pub(crate) fn compared(one: &str, other: &str) -> Option<std::cmp::Ordering> {
    if let (Ok(one), Ok(other)) = (one.parse::<i128>(), other.parse::<i128>()) {
        return Some(one.cmp(&other));
    }
    one.parse::<f64>()
        .ok()?
        .partial_cmp(&other.parse::<f64>().ok()?)
}
