//! The reports of mistakes, as a person sees them.

use tinsmith::pipeline;

/// The report of a file of version 2.0 and the namespace `example`.
fn report(statements: &str) -> String {
    let text = format!("$version: \"2.0\"\nnamespace example\n\n{statements}");
    report_of(&text)
}

fn report_of(text: &str) -> String {
    let files = vec![("model.smithy".to_owned(), text.as_bytes().to_vec())];
    match pipeline::ast_of(files) {
        Ok(ast) => panic!("no report, but\n{ast}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn all_mistakes_of_a_file_are_reported() {
    insta::assert_snapshot!(report(
        "strcture Book {}\n\nstructure Shelf {\n    a String\n}\n\n@length(min: 1, max:)\nstring Title\n\nlist Books { member: Bok }\n\nstructure Bok2 {}\n"
    ));
}

#[test]
fn a_bracket_that_is_not_closed_is_shown() {
    insta::assert_snapshot!(report(
        "structure Book {\n    title: String\n\nstring Title\n"
    ));
    insta::assert_snapshot!(report("structure Book {\n    title: String\n"));
}

#[test]
fn a_string_that_is_not_closed_names_its_line() {
    insta::assert_snapshot!(report("@title(\"Book)\nstructure Book {}\n"));
}

#[test]
fn escapes_and_characters_are_checked() {
    insta::assert_snapshot!(report(
        "@title(\"a\\qb\")\nstring A\n\n@title(\"\\u12\")\nstring B\n\nstring Ü\n\n/ no comment\nstring C\n"
    ));
}

#[test]
fn numbers_need_digits() {
    insta::assert_snapshot!(report("@range(min: -, max: 1.)\ninteger A\n"));
}

#[test]
fn statements_have_their_place() {
    insta::assert_snapshot!(report(
        "string A\n\nuse a.b#C\n\nmetadata a = 1\n\nnamespace other\n"
    ));
}

#[test]
fn features_need_their_version() {
    insta::assert_snapshot!(report_of(
        "namespace example\n\nstructure A with [B] {}\n\nstructure C for D {}\n\nstructure E {\n    a: Integer = 1\n}\n\nstructure F {\n    $a\n}\n\noperation G {\n    input := {}\n}\n\nenum H { A }\n"
    ));
    insta::assert_snapshot!(report(
        "set A {\n    member: String\n}\n\n@box\ninteger B\n"
    ));
}

#[test]
fn elided_members_need_a_target() {
    insta::assert_snapshot!(report(
        "resource Book {\n    identifiers: { isbn: String }\n}\n\nstructure A for Book {\n    $isbn\n    $title\n}\n\nstructure B {}\n\nstructure C for B {\n    $isbn\n}\n"
    ));
}

#[test]
fn mixins_have_to_agree() {
    insta::assert_snapshot!(report(
        "@mixin\nstructure A {\n    a: String\n}\n\n@mixin\nunion U {\n    u: String\n}\n\nstructure B with [A] {\n    a: Integer\n}\n\nstructure C with [U] {}\n"
    ));
}

#[test]
fn names_are_used_once() {
    insta::assert_snapshot!(report(
        "use other#Book\nuse another#Book\nuse other#Shelf\n\nstructure Shelf {}\n\nstructure Twice {\n    a: String\n    a: String\n}\n\n@title(\"one\")\n@title(\"two\")\nstring Titled\n"
    ));
}

#[test]
fn values_do_not_nest_without_end() {
    let deep = format!("metadata a = {}{}", "[".repeat(65), "]".repeat(65));
    insta::assert_snapshot!(report_of(&format!("$version: \"2.0\"\n{deep}\n")));
}
