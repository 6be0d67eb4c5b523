//! Values of traits: of the wrong type, deep, or large once they are unfolded.

use tinsmith::pipeline;

use super::{IT, all_features, assert_told, beside, generate, generate_within, model, report};

/// The model with a trait on its input, its operation and its service.
pub(super) fn with_trait(id: &str, value: &str) -> [String; 4] {
    let set = format!(r#""{id}": {value}"#);
    let text = model(IT);
    [
        text.replace(
            "\"aws.protocols#awsJson1_1\": {}",
            &format!("\"aws.protocols#awsJson1_1\": {{}}, {set}"),
        ),
        text.replace(
            "\"type\": \"operation\"",
            &format!("\"type\": \"operation\", \"traits\": {{{set}}}"),
        ),
        text.replace(
            "\"type\": \"structure\"",
            &format!("\"type\": \"structure\", \"traits\": {{{set}}}"),
        ),
        text.replace(
            "\"target\": \"example#It\"",
            &format!("\"target\": \"example#It\", \"traits\": {{{set}}}"),
        ),
    ]
}

/// Every trait that is read, as the source says.
fn trait_ids() -> Vec<&'static str> {
    let source = include_str!("../../src/model/traits/set.rs");
    let source = source
        .split("fn set")
        .nth(1)
        .expect("the function that reads traits");
    let arms = source
        .lines()
        .map(str::trim)
        .filter(|line| line.contains("\" =>"));
    arms.filter_map(|line| line.split('"').nth(1)).collect()
}

#[test]
#[ignore = "takes a quarter of a minute or more; CI runs it"]
fn traits_of_the_wrong_type_are_reported() {
    let ids = trait_ids();
    assert!(
        ids.len() > 40 && ids.contains(&"smithy.api#http"),
        "{ids:?}"
    );
    for id in ids {
        let mut reports = 0;
        for value in [
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "1e400",
            "99999999999999999999999999",
            "1.5",
            "\"\"",
            "\"x\"",
            "\"\\ud800\"",
            "[]",
            "[[]]",
            "[{}]",
            "[null]",
            "{}",
            r#"{"a": 1}"#,
            r#"{"": null}"#,
            r#"{"name": 5}"#,
            r#"{"min": "x"}"#,
            r#"{"method": 1}"#,
            r#"{"value": []}"#,
            r#"{"version": "1.0"}"#,
            r#"{"version": "1.0", "parameters": [], "rules": {}}"#,
            r#"{"version": "1.0", "parameters": {"": {}}, "rules": [{"type": "error"}, []]}"#,
            r#"{"parameters": {}, "conditions": [], "results": [], "root": 7, "nodeCount": 1, "nodes": "AAAA"}"#,
        ] {
            for text in with_trait(id, value) {
                let made =
                    beside(|| pipeline::generate_bytes(&all_features(), "model.json", text.into()));
                reports += usize::from(made.map_err(|error| error.to_string()).is_err());
            }
        }
        // One takes anything, by name.
        let is_free = ["aws.protocols#awsQueryCompatible", "smithy.api#default"].contains(&id);
        assert!(reports >= 4 || is_free, "{id}: {reports}");
    }
}

#[test]
#[ignore = "takes a quarter of a minute or more; CI runs it"]
fn deep_values_are_reported() {
    let list = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let object = format!("{}1{}", r#"{"a":"#.repeat(10_000), "}".repeat(10_000));
    for id in trait_ids() {
        for value in [&list, &object] {
            for text in with_trait(id, value) {
                let made =
                    beside(|| pipeline::generate_bytes(&all_features(), "model.json", text.into()));
                let is_fine = made.map_err(|error| error.to_string()).is_ok();
                assert!(!is_fine || id != "smithy.api#default", "{id}");
            }
        }
    }
    assert_told(&report(list), "isn't a Smithy JSON AST");
}

#[test]
fn deep_rules_are_reported() {
    let rules = |depth: usize| {
        let open = r#"{"conditions": [{"fn": "isSet", "argv": [{"ref": "Region"}]}], "type": "tree", "rules": ["#;
        let tree = format!(
            r#"{}{{"conditions": [], "type": "error", "error": "no"}}{}"#,
            open.repeat(depth),
            "]}".repeat(depth)
        );
        let value = format!(
            r#"{{"version": "1.0", "parameters": {{"Region": {{"type": "string", "builtIn": "AWS::Region"}}}}, "rules": [{tree}]}}"#
        );
        let [service, ..] = with_trait("smithy.rules#endpointRuleSet", &value);
        service
    };
    generate(rules(40)).expect("sound");
    assert_told(&report(rules(10_000)), "nested more than 128 deep");
    let nested = |depth: usize| {
        let call = format!(
            "{}{{\"ref\": \"Region\"}}{}",
            r#"{"fn": "not", "argv": ["#.repeat(depth),
            "]}".repeat(depth)
        );
        rules(1).replace(r#"{"fn": "isSet", "argv": [{"ref": "Region"}]}"#, &call)
    };
    report(nested(40));
    assert_told(&report(nested(10_000)), "nested more than 128 deep");
}

#[test]
fn diagrams_do_not_explode() {
    // Each node leads to the next whichever way, so that there are 2^60 ways.
    let count = 60_i32;
    // The first node stands for the end.
    let mut nodes: Vec<u8> = [-1_i32, 1, -1]
        .into_iter()
        .flat_map(i32::to_be_bytes)
        .collect();
    for n in 0..count {
        let next = if n + 1 == count { 100_000_001 } else { n + 3 };
        for number in [n, next, next] {
            nodes.extend(number.to_be_bytes());
        }
    }
    let conditions: Vec<String> = (0..count)
        .map(|n| format!(r#"{{"fn": "stringEquals", "argv": [{{"ref": "Region"}}, "r{n}"]}}"#))
        .collect();
    let value = format!(
        r#"{{"version": "1.1", "parameters": {{"Region": {{"type": "string", "builtIn": "AWS::Region"}}}}, "conditions": [{}], "results": [{{"type": "error", "error": "no", "conditions": []}}], "root": 2, "nodeCount": {count}, "nodes": "{}"}}"#,
        conditions.join(","),
        base64(&nodes)
    );
    let [service, ..] = with_trait("smithy.rules#endpointBdd", &value);
    assert_told(&report(service), "is too large to be unfolded");
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // Nodes have twelve bytes each, so that there is nothing to pad.
    let groups = bytes.chunks_exact(3);
    groups
        .flat_map(|group| {
            let all = group
                .iter()
                .fold(0, |all, byte| (all << 8) | usize::from(*byte));
            [18, 12, 6, 0].map(|shift| char::from(DIGITS[(all >> shift) & 63]))
        })
        .collect()
}

#[test]
#[ignore = "takes a quarter of a minute or more; CI runs it"]
fn documentation_of_any_form_is_made_into_some() {
    let deep =
        |open: &str, close: &str| format!("{}x{}", open.repeat(10_000), close.repeat(10_000));
    for html in [
        deep("<b>", "</b>"),
        deep("<ul><li>", "</li></ul>"),
        deep("<ul><li>", ""),
        deep("<div>", ""),
        deep("<table><tr><td>", "</td></tr></table>"),
        deep("<blockquote>", "</blockquote>"),
        deep("<pre><code>", "</code></pre>"),
        deep("<a href=x>", "</a>"),
        deep("", "</p>"),
        "<".repeat(100_000),
        "<p>`".repeat(10_000),
        "[".repeat(100_000),
        "`".repeat(100_000),
        "&#x10ffff;&amp&#0;<!-- <p>".to_owned(),
        format!("<p>{}", "a".repeat(200_000)),
        format!("<p>{}", "a ".repeat(100_000)),
        "<p>\n\n\n* 1. - > # ``` ~~~ | a | b |\n".repeat(10_000),
    ] {
        let text = model(IT).replace(
            "\"type\": \"operation\"",
            &format!(
                "\"type\": \"operation\", \"traits\": {{\"smithy.api#documentation\": {}}}",
                serde_json::Value::from(html)
            ),
        );
        // A parser of HTML needs memory for 10,000 open elements.
        generate_within(3_000, text).expect("sound");
    }
}
