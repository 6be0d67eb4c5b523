//! Shapes that couldn't be read: nothing is said of the shapes that refer to them.

use crate::support::report;

/// The first lines of the problems of a model in IDL, with a service `Library` of one operation
/// `Lend`.
fn problems(statements: &str) -> Vec<String> {
    let text = format!(
        "$version: \"2.0\"\nnamespace example\n\n@aws.protocols#restJson1\nservice Library {{ version: \"1\", operations: [Lend] }}\n\n{statements}\n"
    );
    let report = report(&[("model.smithy", &text)], |config| config);
    let lines = report.lines();
    let found = lines.filter_map(|line| line.strip_prefix("error: "));
    found.map(str::to_owned).collect()
}

#[test]
fn a_target_that_is_not_read_fits() {
    let operation = "@http(method: \"POST\", uri: \"/lend\")\noperation Lend { input := { @httpHeader(\"x-days\") days: Days } }\n";
    assert_eq!(
        problems(&format!(
            "{operation}intEnum Days {{\n    WEEK = 7 MONTH = 30\n}}"
        )),
        ["expected a line break, but found `MONTH`"]
    );
}

#[test]
fn members_that_are_not_read_may_be_there() {
    let operation =
        "@http(method: \"POST\", uri: \"/lend/{book}\")\noperation Lend { input: LendInput }\n";
    for input in [
        "structure LendInput { @required @httpLabel book String }",
        "structure LendInput with [OfBook] {}\n@mixin structure OfBook { @required @httpLabel book String }",
    ] {
        assert_eq!(
            problems(&format!("{operation}{input}")),
            ["expected `:`, but found `String`"],
            "{input}"
        );
    }
}

#[test]
fn traits_that_are_not_read_may_be_there() {
    assert_eq!(
        problems("@http(method: \"POST\", uri: \"/lend\"\noperation Lend {}"),
        ["expected `:`, but found `Lend`"]
    );
}

#[test]
fn what_refers_to_nothing_is_reported_all_the_same() {
    assert_eq!(
        problems(
            "@http(method: \"POST\", uri: \"/lend\")\noperation Lend { input := { days: Days, book: Boook } }\nintEnum Days {\n    WEEK = 7 MONTH = 30\n}\nstructure Other { @httpHeader(\"x-y\") y: Document }"
        ),
        [
            "the target example#Boook isn't in the model",
            "expected a line break, but found `MONTH`",
        ]
    );
}

/// Without its `use`, the protocol is a trait of the model's own namespace.
#[test]
fn a_protocol_without_its_use_is_a_trait_that_is_not_defined() {
    let text = "$version: \"2.0\"\nnamespace example\n\n@restJson1\nservice Library { version: \"1\", operations: [Lend] }\n\n@http(method: \"POST\", uri: \"/lend\")\noperation Lend {}\n";
    let report = report(&[("model.smithy", text)], |config| config);
    let lines = report.lines();
    let found: Vec<&str> = lines.filter(|line| line.contains("error: ")).collect();
    assert_eq!(found.len(), 1, "{report}");
    assert!(found[0].contains("example#restJson1"), "{report}");
    assert!(report.contains("use aws.protocols#restJson1"), "{report}");
}
