//! Values of union variants: variables of patterns, and the results of `as_…()`.

use crate::steps::steps;
use crate::{adopt, project};

/// The new code of a case, without what is in front of it.
fn news(parameters: &str, code: &str) -> Vec<String> {
    let found = steps(&format!(
        "fn case({parameters}) -> Result<(), Failure> {{ {code}; Ok(()) }}"
    ));
    found.into_iter().map(|(_, new)| new).collect()
}

#[test]
fn values_behind_questions_have_their_own_forms() {
    for (code, expected) in [
        (
            "some.and_then(|it| it.as_cents().ok()).cloned()",
            &["", "map(str::to_owned)"][..],
        ),
        (
            "some.and_then(|it| it.as_cents().ok()).map(|it| it.to_string())",
            &[""],
        ),
        (
            "some.and_then(|it| it.as_cents().ok()).map(|it| it.clone())",
            &["", "to_owned()"],
        ),
        (
            "some.and_then(|it| it.as_cents().ok()).map(String::clone)",
            &["", "map(str::to_owned)"],
        ),
        (
            "some.and_then(|it| it.as_cents().ok()).map(ToOwned::to_owned)",
            &["", "map(str::to_owned)"],
        ),
        (
            "some.and_then(|it| it.as_cents().ok()).map(String::len)",
            &["", "map(str::len)"],
        ),
        (
            "some.and_then(|it| it.as_cents().ok()).map(String::as_str)",
            &["", ""],
        ),
        (
            "some.and_then(|it| it.as_cents().ok()).map(|it| it.as_str())",
            &["", ""],
        ),
        (
            "some.and_then(|it| it.as_cents().ok().cloned())",
            &["", "map(str::to_owned)"],
        ),
        ("value.as_cents().unwrap().clone()", &["to_owned()"]),
        (
            "value.as_cents().cloned().map_err(|_| 1)?",
            &["map(str::to_owned)", "ok_or_else(|| 1)"],
        ),
        (
            "*value.as_cents().unwrap() == text",
            &["value.as_cents().unwrap()"],
        ),
        (
            "if let Ok(it) = value.as_cents() { f(it.clone()) }",
            &["Some", "to_owned()"],
        ),
        (
            "all.iter().filter_map(|it| it.as_cents().ok()).cloned()",
            &["", "map(str::to_owned)"],
        ),
        ("some.and_then(|it| it.as_open().ok()).copied()", &["", ""]),
        (
            "some.and_then(|it| it.as_open().ok()).map(|it| *it)",
            &["", "it"],
        ),
        (
            "some.and_then(|it| it.as_open().ok()).map(|&it| it)",
            &["", "it"],
        ),
        (
            "*value.as_open().unwrap_or(&false)",
            &["value.as_open().unwrap_or(false)"],
        ),
        (
            "if let Ok(&it) = value.as_years() { f(it) }",
            &["Some", "it"],
        ),
        (
            "value.as_years().is_ok_and(|it| *it > 3)",
            &["value.as_years().is_some_and(|it| it > 3)"],
        ),
        (
            "some.and_then(|it| it.as_names().ok()).cloned()",
            &["", "map(<[_]>::to_vec)"],
        ),
        ("value.as_names().unwrap().clone()", &["to_vec()"]),
        ("value.as_names().unwrap().as_slice()", &[""]),
        ("value.as_names().unwrap().iter().next()", &[]),
        (
            "some.and_then(|it| it.as_names().ok()).map(Vec::len)",
            &["", "map(<[_]>::len)"],
        ),
        ("some.and_then(|it| it.as_parts().ok()).cloned()", &[""]),
        (
            "value.as_proof().unwrap().clone().into_inner()",
            &["to_vec()"],
        ),
        (
            "some.and_then(|it| it.as_proof().ok()).cloned().map(Blob::into_inner)",
            &["", "|bytes| bytes.to_vec()"],
        ),
        (
            "value.as_cents()?",
            &["by hand: the value is an `Option` here: `ok_or(…)?`"],
        ),
    ] {
        let parameters = "value: &Value, some: Option<&Value>, all: &[Value], text: &str";
        assert_eq!(news(parameters, code), expected, "{code}");
    }
}

#[test]
fn variables_of_patterns_have_the_types_of_variants() {
    for code in [
        "match value { Value::Proof(blob) => f(blob.clone().into_inner()), _ => {} }",
        "match some { Some(Value::Proof(blob)) => f(blob.clone().into_inner()), _ => {} }",
        "if let Value::Proof(blob) = value { f(blob.clone().into_inner()) }",
        "let Value::Proof(blob) = value else { return Ok(()) }; f(blob.clone().into_inner())",
        "all.iter().map(|it| match it { Value::Proof(blob) => blob.clone().into_inner(), _ => x() })",
        "matches!(value, Value::Proof(blob) if blob.clone().into_inner().is_empty())",
        "matches!(some, Some(Value::Proof(ref blob)) if blob.clone().into_inner().is_empty())",
        "while let Some(Value::Proof(blob)) = next() { f(blob.into_inner()) }",
        "match value { Value::Parts(it) => match it.get(\"a\") { Some(Value::Proof(it)) => f(it.clone().into_inner()), _ => {} }, _ => {} }",
    ] {
        let parameters = "value: &Value, some: Option<&Value>, all: &[Value]";
        assert_eq!(news(parameters, code), ["to_vec()"], "{code}");
    }
    let code = "match value { Value::Cents(it) => f(it.clone()), Value::Names(it) => f(it.clone()), _ => {} }";
    assert!(news("value: &Value", code).is_empty());
    let code =
        "match value { Value::Unknown => {} aws_sdk_cellar::types::Value::Unknown => {} _ => {} }";
    assert_eq!(
        news("value: &Value", code),
        ["Value::Unknown(_)", "cellar::Value::Unknown(_)"]
    );
}

/// Rules of mocks ask unions in their closures.
#[test]
fn values_behind_questions_in_mocks_have_their_own_forms() {
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\n\n[dependencies]\naws-sdk-cellar = \"1\"\naws-smithy-mocks = \"1\"\n";
    for (code, expected) in [
        (
            ".and_then(|it| it.as_cents().ok()).cloned().is_some()",
            ".and_then(|it| it.as_cents()).map(str::to_owned).is_some()",
        ),
        (
            ".and_then(|it| it.as_cents().ok()).map(|it| it.clone()).is_some()",
            ".and_then(|it| it.as_cents()).map(|it| it.to_owned()).is_some()",
        ),
        (
            ".and_then(|it| it.as_open().ok()).copied().is_some()",
            ".and_then(|it| it.as_open()).is_some()",
        ),
        (
            ".and_then(|it| it.as_names().ok()).cloned().is_some()",
            ".and_then(|it| it.as_names()).map(<[_]>::to_vec).is_some()",
        ),
    ] {
        let main = format!(
            "fn f() {{ let rule = aws_smithy_mocks::mock!(aws_sdk_cellar::Client::store_bottles).match_requests(|call| call.parts().and_then(|it| it.get(\"a\")){code}).then_output(|| todo!()); }}"
        );
        let folder = project(manifest, &main);
        let output = adopt(folder.path(), &["app", "--models", "models", "--dry-run"]);
        let told = String::from_utf8_lossy(&output.stdout);
        let new: String = told
            .lines()
            .filter_map(|it| it.strip_prefix("  + "))
            .map(str::trim)
            .collect();
        assert!(new.contains(expected), "{code}: {told}");
    }
}
