//! Enums that are made of text.

use crate::steps::steps;

/// The old and the new code of what is behind the imports of a case.
fn told(code: &str) -> Vec<(String, String)> {
    steps(&format!(
        "use std::str::FromStr;\nfn case(name: String, text: &str, some: Option<String>) -> Result<(), Failure> {{ {code}; Ok(()) }}"
    ))
}

#[test]
fn an_enum_takes_any_text() {
    for (code, expected) in [
        (r#"Sense::from_str("NOSE")?"#, r#"Sense::from("NOSE")"#),
        (
            r#"Sense::from_str("NOSE").unwrap()"#,
            r#"Sense::from("NOSE")"#,
        ),
        (
            r#"Sense::from_str("NOSE").expect("a sense")"#,
            r#"Sense::from("NOSE")"#,
        ),
        ("Sense::from_str(text)?", "Sense::from(text)"),
        ("Sense::from_str(&name)?", "Sense::from(&name[..])"),
        (
            "Sense::from_str(name.as_str())?",
            "Sense::from(name.as_str())",
        ),
        (
            "Sense::from_str(name.trim())?",
            "Sense::from(&name.trim()[..])",
        ),
        (
            r#"Sense::from_str(&format!("{name}"))?"#,
            r#"Sense::from(format!("{name}"))"#,
        ),
        (
            "aws_sdk_cellar::types::Sense::from_str(text)?",
            "cellar::Sense::from(text)",
        ),
        (r#""NOSE".parse::<Sense>()?"#, r#"Sense::from("NOSE")"#),
        (
            "name.parse::<Sense>().unwrap()",
            "Sense::from(name.as_str())",
        ),
        (
            "text.parse::<aws_sdk_cellar::types::Sense>()?",
            "cellar::Sense::from(text)",
        ),
        (
            "let sense: Sense = text.parse()?",
            "cellar::Sense::from(text)",
        ),
        (
            "let sense: Sense = text.parse().expect(text)",
            "cellar::Sense::from(text)",
        ),
    ] {
        let found = told(code);
        let new: Vec<&str> = found.iter().map(|(_, new)| new.as_str()).collect();
        assert!(new.contains(&expected), "{code}: {found:?}");
        // Nothing needs the trait any more, which `parse` doesn't name.
        let trait_goes = found
            .iter()
            .any(|(old, new)| old.contains("FromStr") && new.is_empty());
        assert_eq!(trait_goes, code.contains("from_str"), "{code}: {found:?}");
    }
}

#[test]
fn other_uses_of_the_result_are_left_with_advice() {
    const ADVICE: &str =
        "by hand: an enum takes any text, so `from(…)` gives the value and no `Result`";
    for code in [
        "Sense::from_str(text).ok()",
        "Sense::from_str(text).map_err(drop)?",
        "match Sense::from_str(text) { Ok(it) => drop(it), Err(_) => {} }",
        "text.parse::<Sense>().ok()",
        "some.as_deref().map(Sense::from_str)",
    ] {
        let found = told(code);
        assert!(
            found.iter().any(|(_, new)| new == ADVICE),
            "{code}: {found:?}"
        );
    }
    // The trait stays while something else is made with it.
    let found = told("Sense::from_str(text)?; u8::from_str(text)?");
    assert!(
        !found.iter().any(|(old, _)| old.contains("FromStr")),
        "{found:?}"
    );
    assert!(told("text.parse::<u8>()?; u8::from_str(text)?").is_empty());
}
