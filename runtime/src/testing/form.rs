//! Comparing forms by their fields.

use std::collections::BTreeMap;

use crate::percent;

/// Returns the differences of two bodies, one text each. The order of fields doesn't matter.
pub(super) fn differences(expected: &[u8], found: &[u8]) -> Vec<String> {
    let (expected, found) = (fields(expected), fields(found));
    let mut differences = Vec::new();
    for (name, values) in &expected {
        match found.get(name) {
            Some(others) if others == values => {}
            Some(others) => {
                differences.push(format!("{name}: expected {values:?}, found {others:?}"));
            }
            None => differences.push(format!("{name}: expected {values:?}, found nothing")),
        }
    }
    for (name, values) in &found {
        if !expected.contains_key(name) {
            differences.push(format!("{name}: expected nothing, found {values:?}"));
        }
    }
    differences
}

/// The fields of a form, with the values of each in their order.
fn fields(body: &[u8]) -> BTreeMap<String, Vec<String>> {
    let body = String::from_utf8_lossy(body);
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in body.trim().split('&') {
        // A test may have a field in each line.
        let pair = pair.trim();
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let values = fields.entry(percent::decode_form(name)).or_default();
        values.push(percent::decode_form(value));
    }
    fields
}
