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
        "$version: \"1.0\"\nnamespace example\n\nstructure A with [B] {}\n\nstructure C for D {}\n\nstructure E {\n    a: Integer = 1\n}\n\nstructure F {\n    $a\n}\n\noperation G {\n    input := {}\n}\n\nenum H { A }\n"
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

#[test]
fn a_version_that_is_forgotten_is_one_mistake() {
    insta::assert_snapshot!(report_of(
        "namespace example\n\nresource Book {\n    identifiers: { isbn: String }\n    properties: { title: String }\n}\n\n@mixin\nstructure Named {}\n\nstructure Summary for Book with [Named] {\n    $isbn\n}\n\noperation Get {\n    input := {}\n}\n\nenum Binding { PAPER }\n"
    ));
    assert!(!report_of("$version: 2.0\nnamespace a\nenum B { C }\n").contains("1.0"));
}

#[test]
fn shapes_of_statements_with_mistakes_are_not_missed() {
    insta::assert_snapshot!(report(
        "structure Uses {\n    a: A\n    b: B\n    c: C\n    d: D\n}\n\n@length(min: 1 max)\nstring A\n\nstruct B {}\n\nstructure C {\n    a: String\n\n@pattern(\"a\")\nstring D\n\napply C$a @title(\"a\")\n\nstructure E with [B] {\n    $b\n}\n"
    ));
}

#[test]
fn a_string_of_several_lines_is_shown() {
    insta::assert_snapshot!(report(
        "structure Uses {\n    b: B\n    c: C\n}\n\n@title(\"A)\nstring A\n\n@title(\"B\")\nstring B\n\n@title(\"C\")\nstring C\n"
    ));
}

#[test]
fn reports_say_what_to_write_instead() {
    insta::assert_snapshot!(report(
        "use aws.api.service\n\n# A comment.\nstring A\n\n@title('a')\nstring B\n\nenum C {\n    D: \"d\"\n}\n\nunion E {\n    f: String = \"f\"\n}\n\nlist G {\n    String\n}\n\nmap H { value: String, key: String }\n\noperation I {\n    input: { a: String }\n}\n\noperation J {\n    output = {}\n}\n\nstructure K with L {}\n\nservice M {\n    operations: [I J\n    errors: []\n}\n\nstructure N {\n    o: String;\n}\n\nstructure P for Q {\n    $a\n    $b\n}\n\nresource Qq {}\n}\n"
    ));
}

#[test]
fn suffixes_of_inline_structures_are_parts_of_names() {
    let text = "$version: \"2.0\"\n$operationInputSuffix: \"In\\\"put\"\n$operationOutputSuffix: \"\"\n\
        namespace example\noperation Get { input := {} }\n";
    insta::assert_snapshot!(report_of(text));
}

/// Each case marks with `‹` the bracket or quote that isn't closed. The report names its place.
#[test]
fn what_is_not_closed_is_shown_whatever_the_mistake_is() {
    let cases = [
        "structure A {\n    @length‹(min: 1\n    a: String\n}\nstructure B {}\n",
        "@tags(‹[\"a\", \"b\")\nstructure A {}\n",
        "@documentation(‹\"a)\nstructure A {}\n",
        "@documentation(‹\"\"\"\n    a\nstructure A {}\n",
        "@documentation(‹\"\"\"\n    a\nstructure A {}\n\n@documentation(\"\"\"\n    b\n    \"\"\")\nstructure B {}\n",
        "service A {\n    rename: ‹{ \"a#B\": \"C\"\n    operations: [D]\n}\noperation D {}\n",
        "operation A {\n    input := ‹{\n        a: String\n    output := {}\n}\noperation B {}\n",
        "operation A {\n    input := ‹{\n        a: String\n    output: B\n}\noperation B {}\n",
        "operation A {\n    errors: ‹[B, C\n    input: D\n}\n",
        "operation A ‹{\n    input: B\nstructure C {}\n",
        "structure A {\n    @foo({a: ‹[1, 2}, b: 3)\n    a: String\n}\n",
        "@foo(a: ‹{b: 1\nc: 2)\nstructure A {}\n",
        "structure A {\n    a: B = ‹[\n}\nstructure C {}\n",
        "apply A ‹{\n    @sensitive\nstructure B {}\n",
        "structure A with ‹[B {\n    a: String\n}\n",
        "enum A ‹{ B, C = \"c\"\nunion D { a: String }\n",
        "structure A ‹{\n    a: String\n",
    ];
    for case in cases {
        let (before, _) = case.split_once('‹').expect("a mark");
        let line = 4 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().map_or(0, str::len);
        let report = report(&case.replace('‹', ""));
        let place = format!("::: model.smithy:{line}:{column}\n");
        assert!(report.contains(&place), "{case}\n{report}");
    }
}

#[test]
fn brackets_that_are_closed_are_not_to_blame() {
    for statements in [
        "structure A {\n    a String\n    b: List = []\n}\n",
        "structure A {\n    a: String ]\n}\n",
        "structure A {\n    a: String\n}}\n",
        "service A {\n    operations: [\n        B\n    ]\n    version 1\n}\n",
        "@documentation(\"\"\"\n    a\n    \"\"\" b)\nstructure A {}\n",
    ] {
        let report = report(statements);
        assert!(!report.contains(":::"), "{statements}\n{report}");
    }
}

#[test]
fn halves_of_surrogate_pairs_are_no_characters() {
    insta::assert_snapshot!(report(
        "@title(\"a \\uD800 b\")\nstring A\n\n@title(\"\\uDE00\\uD83D\")\nstring B\n\n@title(\"\"\"\n    ü \\uD83D\n    \"\"\")\nstring C\n\n@title(\"\\uD83D\\u0041\")\nstring D\n"
    ));
    let text = "$version: \"2.0\"\nnamespace example\n@title(\"\\uD83D\\uDE00 \\ud83d\\ude00\")\nstring A\n";
    let files = vec![("model.smithy".to_owned(), text.into())];
    let ast = pipeline::ast_of(files).unwrap_or_else(|error| panic!("{error}"));
    assert!(ast.contains("\"😀 😀\""), "{ast}");
}

/// A file can have as many mistakes as lines. The first ones are told, and all are counted.
#[test]
fn mistakes_without_end_are_counted() {
    let error = |statements: String| {
        let text = format!("$version: \"2.0\"\nnamespace example\n{statements}");
        let files = vec![("model.smithy".to_owned(), text.into_bytes())];
        pipeline::ast_of(files).expect_err("mistakes")
    };
    let syntax = error("strcture A {}\n".repeat(20_000));
    assert_eq!(syntax.diagnostics().len(), 300);
    let members = (0..20_000).map(|n| format!("    m{n}: Missing{n}\n"));
    let targets = error(format!(
        "structure A {{\n{}}}\n",
        members.collect::<String>()
    ));
    for error in [syntax, targets] {
        let report = error.to_string();
        assert!(report.contains("… and 19800 more\n"), "{report}");
        assert!(report.contains("20000 problems;"), "{report}");
    }
}

/// Types of other languages are what many write at first.
#[test]
fn names_that_are_not_there_come_with_what_is_meant() {
    let report = report(
        "structure A {\n    a: Int\n    b: Strin\n    c: TimeStamp\n    d: Ordr\n    e: Nothing\n    f: Bool\n}\n\n\
         structure Order {\n    id: String\n}\n\napply Ordr @sensitive\napply Order$ix @sensitive\napply Unlike @sensitive\n",
    );
    for (name, near) in [
        ("example#Int", Some("smithy.api#Integer")),
        ("example#Strin", Some("smithy.api#String")),
        ("example#TimeStamp", Some("smithy.api#Timestamp")),
        ("target example#Ordr", Some("example#Order")),
        ("example#Nothing", None),
        ("example#Bool", Some("smithy.api#Boolean")),
        ("to example#Ordr", Some("example#Order")),
        ("to example#Order$ix", Some("example#Order$id")),
        ("to example#Unlike", None),
    ] {
        let ends = [format!("{name} isn't in"), format!("{name}, which")];
        let mut told = report.split("error: ").skip(1);
        let told = told.find(|told| ends.iter().any(|end| told.contains(end)));
        let told = told.unwrap_or_else(|| panic!("{name}\n{report}"));
        match near {
            Some(near) => assert!(told.contains(&format!("did you mean {near}?")), "{told}"),
            None => assert!(!told.contains("did you mean"), "{told}"),
        }
    }
}
