//! Comparison of a value with the one that a test expects.

use std::fmt::Debug;

use crate::Redacted;

/// Compares what was read with what a test expects (Smithy 2.0, "HTTP protocol compliance
/// tests", "Parameter format").
///
/// Values that aren't equal are the same if they hold `NaN`, which isn't equal to itself,
/// and `Debug` prints them the same. That doesn't help those that print something redacted,
/// which may well differ.
///
/// # Errors
///
/// Both values, if they aren't the same.
pub fn same<T: PartialEq + Debug>(ours: &T, expected: &T) -> Result<(), String> {
    if ours == expected {
        return Ok(());
    }
    differing(&format!("{ours:#?}"), &format!("{expected:#?}"))
}

fn differing(ours: &str, expected: &str) -> Result<(), String> {
    let redacted = format!("{Redacted:?}");
    if ours != expected {
        Err(format!("expected {expected}\nfound {ours}"))
    } else if ours.contains("NaN") && !ours.contains(&redacted) {
        Ok(())
    } else {
        Err(format!(
            "expected {expected}\nfound another that prints the same"
        ))
    }
}
