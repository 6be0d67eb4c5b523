//! Tests of expressions that are refused, and of the reports. Accepted expressions are used in
//! `tests/goldens`.

use crate::jmespath::parse;

#[test]
fn names_bind_as_in_other_implementations() {
    // A dot binds less than `!`, and a comparison more than `&&`.
    assert_eq!(parse("!a.b"), parse("(!a).b"));
    assert_eq!(parse("a == b && c || d"), parse("((a == b) && c) || d"));
    assert_eq!(parse("a | b || c"), parse("a | (b || c)"));
    assert_ne!(parse("a[].b[0]"), parse("(a[].b)[0]"));
    assert_eq!(parse(" a . b "), parse("a.b"));
    assert!(parse(r#""a b".c"#).is_ok());
    // A slice is a projection.
    assert_eq!(parse("a[::].b"), parse("a[::1].b"));
    assert_ne!(parse("a[:2].b[0]"), parse("(a[:2].b)[0]"));
    assert!(parse("sort_by(a, &b.c)").is_ok());
}

#[test]
fn what_is_no_expression_is_told() {
    let problem = |text: &str| parse(text).expect_err("no expression");
    let all = [
        "",
        "a.",
        ".a",
        "a..b",
        "a[",
        "a[b]",
        "a[0",
        "a[0:1",
        "a[0:b]",
        "a[0:1:2:3]",
        "a[0:1:0]",
        "[:::]",
        "a[?b",
        "a b",
        "f(a",
        "f(a,)",
        "(a",
        "{a}",
        "{a: b",
        "{a: b,}",
        "'a",
        "\"a",
        "`a",
        "`{`",
        "a == ",
        "&",
        "sort_by(a, &)",
        "a # b",
        "a = b",
        "99999999999999999999",
        "a[-]",
        "\"\\x\"",
        "a.'b'",
        "a[*",
        "*a",
    ];
    let told: Vec<String> = all
        .iter()
        .map(|text| format!("{text:24} {}", problem(text)))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn long_expressions_are_refused() {
    let deep = format!("{}a{}", "(".repeat(300), ")".repeat(300));
    assert_eq!(parse(&deep), Err("has more than 200 parts".to_owned()));
    assert!(parse(&"!".repeat(150)).is_err());
    let deep = format!("{}a{}", "(".repeat(90), ")".repeat(90));
    assert_eq!(parse(&deep), parse("a"));
}
