//! Models that are broken, huge or deep: each gives its code or a report, in bounded time and
//! memory. They are made here; `broken/` has those that are worth reading.

use std::fmt::Write as _;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use tinsmith::{Config, Error, Tree, pipeline};

mod synthetic;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Held for writing while memory is counted, which it is for all threads, and for reading by what
/// runs a pipeline without counting.
static COUNTED: RwLock<()> = RwLock::new(());

/// Runs a pipeline while no other does.
fn alone<T>(run: impl FnOnce() -> T) -> T {
    let _alone = COUNTED.write().unwrap_or_else(PoisonError::into_inner);
    run()
}

/// Runs a pipeline of small models, or makes a large one, beside others.
fn beside<T>(run: impl FnOnce() -> T) -> T {
    let _beside = COUNTED.read().unwrap_or_else(PoisonError::into_inner);
    run()
}

/// Longer than any of these takes on a slow machine without optimisation.
const MAX_TIME: Duration = Duration::from_secs(120);

fn all_features() -> Config {
    Config::new()
        .client_feature("client")
        .server_feature("server")
        .serde_feature("serde")
        .protocol_tests(tinsmith::ProtocolTests::Tests)
}

/// Generates from a model, and its report is rendered. Both have to end, and the memory for it
/// must not be more than `times` the model's size and some for small models.
fn generate_within(times: usize, text: impl Into<Vec<u8>>) -> Result<Tree, String> {
    let text = text.into();
    alone(|| {
        let (size, begin) = (text.len(), Instant::now());
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let result = pipeline::generate_bytes(&all_features(), "model.json", text);
        let result = result.map_err(|error: Error| error.to_string());
        let peak = MEMORY.peak_usage().saturating_sub(before);
        let limit = times * size + 30_000_000;
        assert!(begin.elapsed() < MAX_TIME, "{:?}", begin.elapsed());
        assert!(peak < limit, "{peak} bytes at the highest for {size}");
        result
    })
}

fn generate(text: impl Into<Vec<u8>>) -> Result<Tree, String> {
    generate_within(60, text)
}

/// The report, which has to be there and no longer than a person reads.
fn report(text: impl Into<Vec<u8>>) -> String {
    let report = generate(text).expect_err("a report");
    assert!(report.len() < 1_000_000, "{} bytes", report.len());
    assert!(report.contains("nothing was written"));
    report
}

fn assert_told(report: &str, part: &str) {
    let head: String = report.chars().take(2_000).collect();
    assert!(report.contains(part), "no {part:?} in: {head}");
}

/// A service of one operation whose input has a member `it` of `example#It`, and more shapes
/// (each after a comma).
fn model(shapes: &str) -> String {
    beside(|| with_service(shapes))
}

fn with_service(shapes: &str) -> String {
    format!(
        r#"{{"smithy": "2.0", "shapes": {{
"example#Service": {{"type": "service", "version": "1", "operations": [{{"target": "example#Get"}}], "traits": {{"aws.protocols#awsJson1_1": {{}}}}}},
"example#Get": {{"type": "operation", "input": {{"target": "example#GetInput"}}, "output": {{"target": "smithy.api#Unit"}}}},
"example#GetInput": {{"type": "structure", "members": {{"it": {{"target": "example#It"}}}}}}{shapes}}}}}
"#
    )
}

/// `count` shapes, of each of which `shape` says what it is.
fn many(count: usize, shape: impl Fn(usize) -> String) -> String {
    beside(|| {
        let mut out = String::new();
        for n in 0..count {
            // A String takes all that is written to it.
            let _ = write!(out, ",\n{}", shape(n));
        }
        out
    })
}

const IT: &str = r#", "example#It": {"type": "string"}"#;

#[test]
fn a_model_cut_anywhere_is_reported() {
    let text = include_str!("models/rest_json.json");
    // Each is a whole run: some of them, in every kind of place.
    for end in (0..text.trim_end().len()).step_by(7) {
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
    let text = include_str!("models/union.json").as_bytes();
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
#[ignore = "takes a quarter of a minute or more; CI runs it"]
fn a_hundred_thousand_shapes_are_read_and_thousands_generated() {
    // Without optimisation their code takes minutes; the benchmark generates it.
    let bytes = beside(|| synthetic::model(100_000)).into_bytes();
    alone(|| pipeline::resolve_bytes("model.json", bytes)).expect("sound");
    let large = beside(|| synthetic::model(2_000));
    let tree = generate(large).expect("sound");
    assert_eq!(tree.summary()[0].operations.len(), 200);
}

#[test]
fn broken_shapes_are_counted() {
    broken_shapes(2_000);
}

#[test]
#[ignore = "takes 4 s; CI runs it"]
fn a_hundred_thousand_broken_shapes_are_counted() {
    broken_shapes(100_000);
}

fn broken_shapes(count: usize) {
    let text = model(&many(count, |n| {
        format!(
            r#""example#S{n}": {{"type": "structure", "members": {{"a": {{"target": "example#Gone{n}"}}}}}}"#
        )
    }));
    let report = report(text);
    // One more: `It` isn't there either.
    assert_told(
        &report,
        &format!("{} problems; nothing was written", count + 1),
    );
    assert_told(&report, &format!("… and {} more", count - 199));
}

#[test]
fn wide_shapes_are_no_matter() {
    wide_shapes(1_000);
}

#[test]
#[ignore = "takes 3 s; CI runs it"]
fn very_wide_shapes_are_no_matter() {
    wide_shapes(4_000);
}

fn wide_shapes(width: usize) {
    let members = |target: &str| {
        let members = many(width, |n| format!(r#""m{n}": {{"target": "{target}"}}"#));
        members.trim_start_matches(",\n").to_owned()
    };
    let text = model(&format!(
        r#", "example#It": {{"type": "structure", "members": {{{}, "kind": {{"target": "example#Kind"}}, "choice": {{"target": "example#Choice"}}}}}},
"example#Kind": {{"type": "enum", "members": {{{}}}}},
"example#Choice": {{"type": "union", "members": {{{}}}}}{}"#,
        members("smithy.api#String"),
        members("smithy.api#Unit"),
        members("smithy.api#Integer"),
        many(width, |n| format!(
            r#""example#It$m{n}": {{"type": "apply", "traits": {{"smithy.api#required": {{}}}}}}"#
        )),
    ));
    // A file of that many lines at once takes its room: a variant of a union has three methods.
    generate_within(400, text).expect("sound");
}

#[test]
fn chains_of_structures_end() {
    let chain = |count: usize, traits: &str| {
        let last = format!(r#", "example#S{count}": {{"type": "structure", "members": {{}}}}"#);
        let it = r#", "example#It": {"type": "list", "member": {"target": "example#S0"}}"#;
        let all = many(count, |n| {
            format!(
                r#""example#S{n}": {{"type": "structure", "members": {{"next": {{"target": "example#S{}"{traits}}}}}}}"#,
                n + 1
            )
        });
        model(&format!("{it}{all}{last}"))
    };
    let required = r#", "traits": {"smithy.api#required": {}}"#;
    for traits in ["", required] {
        generate(chain(100, traits)).expect("sound");
        let report = report(chain(10_000, traits));
        assert_told(&report, "more than 128 deep");
        assert_told(&report, "1 problem;");
    }
}

#[test]
fn long_cycles_are_boxed() {
    cycle(1_000);
}

#[test]
#[ignore = "takes 3 s; CI runs it"]
fn very_long_cycles_are_boxed() {
    cycle(5_000);
}

fn cycle(length: usize) {
    let all = many(length, |n| {
        let next = (n + 1) % length;
        format!(
            r#""example#S{n}": {{"type": "structure", "members": {{"next": {{"target": "example#S{next}"}}}}}}"#
        )
    });
    let text = model(&format!(
        r#", "example#It": {{"type": "list", "member": {{"target": "example#S0"}}}}{all}"#
    ));
    let tree = generate(text).expect("sound");
    let file = tree.file("service/types/s0.rs").expect("a type");
    assert!(file.contains("Option<Box<S1>>"), "{file}");
}

#[test]
fn chains_of_collections_end() {
    let chain = |count: usize, last: &str| {
        let it = r#", "example#It": {"type": "list", "member": {"target": "example#L0"}}"#;
        let all = many(count, |n| {
            let to = n + 1;
            match n % 2 {
                0 => format!(
                    r#""example#L{n}": {{"type": "list", "member": {{"target": "example#L{to}"}}}}"#
                ),
                _ => format!(
                    r#""example#L{n}": {{"type": "map", "key": {{"target": "smithy.api#String"}}, "value": {{"target": "example#L{to}"}}}}"#
                ),
            }
        });
        model(&format!(r#"{it}{all}, "example#L{count}": {last}"#))
    };
    let string = r#"{"type": "string"}"#;
    generate(chain(20, string)).expect("sound");
    let deep = report(chain(10_000, string));
    assert_told(&deep, "lists and maps in one another, more than 32 deep");
    assert_told(&deep, "1 problem;");
    // Through a structure, the chain is a cycle.
    let back = r#"{"type": "structure", "members": {"l": {"target": "example#L0"}}}"#;
    generate(chain(20, back)).expect("sound");
    assert_told(&report(chain(10_000, back)), "more than 32 deep");
    let nowhere = r#"{"type": "list", "member": {"target": "example#Gone"}}"#;
    assert_told(
        &report(chain(10_000, nowhere)),
        "example#Gone isn't in the model",
    );
}

#[test]
fn chains_of_mixins_end() {
    chains_of_mixins(1_000);
}

#[test]
#[ignore = "takes 3 s; CI runs it"]
fn long_chains_of_mixins_end() {
    chains_of_mixins(10_000);
}

fn chains_of_mixins(length: usize) {
    let chain = |count: usize, last: &str| {
        let all = many(count, |n| {
            format!(
                r#""example#M{n}": {{"type": "structure", "members": {{"m{n}": {{"target": "smithy.api#String"}}}}, "mixins": [{{"target": "example#M{}"}}], "traits": {{"smithy.api#mixin": {{}}}}}}"#,
                n + 1
            )
        });
        model(&format!(
            r#", "example#It": {{"type": "structure", "members": {{}}, "mixins": [{{"target": "example#M0"}}]}}{all}, "example#M{count}": {last}"#
        ))
    };
    let end = r#"{"type": "structure", "members": {}, "traits": {"smithy.api#mixin": {}}}"#;
    generate(chain(50, end)).expect("sound");
    // Each of a chain has all the members of those below it.
    let told = generate_within(300, chain(length, end)).expect_err("a report");
    assert_told(&told, "more than 64 deep");
    let back = r#"{"type": "structure", "members": {}, "mixins": [{"target": "example#M0"}], "traits": {"smithy.api#mixin": {}}}"#;
    assert_told(&report(chain(20, back)), "mixes in itself");
    let told = generate_within(300, chain(length, back)).expect_err("a report");
    assert_told(&told, "more than 64 deep");
}

#[test]
fn mixins_cannot_multiply_without_bound() {
    let members = many(2_000, |n| {
        format!(r#""m{n}": {{"target": "smithy.api#String"}}"#)
    });
    let members = members.trim_start_matches(",\n");
    // Together, a few more than there may be.
    let users = many(101, |n| {
        format!(
            r#""example#U{n}": {{"type": "structure", "members": {{}}, "mixins": [{{"target": "example#M"}}]}}"#
        )
    });
    let text = model(&format!(
        r#"{IT}, "example#M": {{"type": "structure", "members": {{{members}}}, "traits": {{"smithy.api#mixin": {{}}}}}}{users}"#
    ));
    let told = generate_within(4_000, text).expect_err("a report");
    assert_told(&told, "mixins give the model too many members");
}

#[test]
fn resources_in_a_circle_are_gone_round_once() {
    let text = model(&format!(
        r#"{IT}, "example#A": {{"type": "resource", "resources": [{{"target": "example#B"}}]}}, "example#B": {{"type": "resource", "resources": [{{"target": "example#A"}}], "list": {{"target": "example#Get"}}}}"#
    ))
    .replace("\"operations\":", "\"resources\": [{\"target\": \"example#A\"}], \"operations\":");
    let tree = generate(text).expect("sound");
    assert_eq!(tree.summary()[0].operations, ["Get"]);
}

/// The model with a trait on its input, its operation and its service.
fn with_trait(id: &str, value: &str) -> [String; 4] {
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
    let source = include_str!("../src/model/traits/set.rs");
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
