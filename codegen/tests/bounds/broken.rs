//! Models that break off, or that are text of another kind.

use tinsmith::pipeline;

use super::values::with_trait;
use super::{IT, all_features, assert_told, beside, generate, model, report, synthetic};

#[test]
fn a_model_cut_anywhere_is_reported() {
    let text = include_str!("../models/rest_json.json");
    // Each is a whole run: some of them, in every kind of place.
    for end in (0..text.trim_end().len()).step_by(13) {
        let bytes = text.as_bytes()[..end].to_vec();
        let result = beside(|| pipeline::generate_bytes(&all_features(), "model.json", bytes));
        let error = result
            .err()
            .unwrap_or_else(|| panic!("{end} bytes are enough"));
        // Rendering is as much of it as reading.
        assert_told(&error.to_string(), "not JSON");
    }
}

#[test]
#[ignore = "takes a quarter of a minute or more; CI runs it"]
fn a_model_that_lacks_a_byte_gives_code_or_a_report() {
    let text = include_str!("../models/union.json").as_bytes();
    // Each is a whole run: some of them, of every kind of place.
    for gone in (0..text.len()).step_by(7) {
        let mut bytes = text.to_vec();
        bytes.remove(gone);
        let result = beside(|| pipeline::generate_bytes(&all_features(), "model.json", bytes));
        if let Err(error) = result {
            assert_told(&error.to_string(), "nothing was written");
        }
    }
}

#[test]
fn other_encodings_are_told() {
    let text = model(IT);
    let wide = |swap: bool| -> Vec<u8> {
        let units = [0xfeff].into_iter().chain(text.encode_utf16());
        units
            .flat_map(|unit: u16| {
                if swap {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    assert_told(&report(wide(false)), "is not UTF-8 text (byte 0)");
    assert_told(&report(wide(true)), "is not UTF-8 text (byte 0)");
    assert_told(
        &report(format!("{text}\0")),
        "not JSON: trailing characters",
    );
    assert_told(
        &report(text.replace("\"2.0\"", "\"2.0\0\"")),
        "control character",
    );
    assert_told(&report("\u{feff}\u{feff}{}"), "not JSON");
}

#[test]
fn names_of_a_megabyte_are_reported() {
    let long = "a".repeat(1_000_000);
    for text in [
        model(IT).replace("example#It", &format!("example#{long}")),
        model(IT).replace("example#It", &format!("{long}#It")),
        model(IT).replace("example#Service", &format!("example#{long}")),
        model(IT).replace("\"it\"", &format!("\"{long}\"")),
        model(IT).replace("\"string\"", &format!("\"{long}\"")),
        model(IT).replace("\"2.0\"", &format!("\"{long}\"")),
        model(&format!(
            r#"{IT}, "example#{long}$x": {{"type": "apply", "traits": {{}}}}"#
        )),
        // A suggestion would compare both names, character by character.
        model(&format!(
            r#"{IT}, "example#{long}": {{"type": "list", "member": {{"target": "example#{long}b"}}}}"#
        )),
    ] {
        let report = report(text);
        assert!(report.len() < 40_000, "{} bytes", report.len());
    }
    // An unknown trait is nobody's matter.
    let [text, ..] = with_trait(&format!("example#{long}"), "{}");
    generate(text).expect("sound");
}

#[test]
fn a_model_on_one_line_is_excerpted() {
    let text = beside(|| synthetic::model(1_000)).replace('\n', " ");
    let text = text.replacen("smithy.api#String", "example#Gone", 300);
    let report = report(text);
    assert_told(&report, "example#Gone isn't in the model");
}
