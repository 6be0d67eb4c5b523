//! One trait given in several places: by the definition and by `apply` statements of any file.

use serde_json::{Value, json};
use tinsmith::{Config, ProtocolTests, Severity, Validation, pipeline};

const MAIN: &str = "$version: \"2.0\"
namespace example
use aws.protocols#restJson1
use smithy.test#httpRequestTests
use smithy.test#httpResponseTests

@restJson1
service Shop { version: \"1\", operations: [Get, Put] }
@http(method: \"GET\", uri: \"/\") @readonly
@httpRequestTests([{ id: \"First\", protocol: restJson1, method: \"GET\", uri: \"/\" }])
operation Get { input := {}, output := {} }
@http(method: \"PUT\", uri: \"/\") @idempotent
operation Put with [Tested] { input := {}, output := {} }
@mixin
@httpRequestTests([{ id: \"OfMixin\", protocol: restJson1, method: \"PUT\", uri: \"/\" }])
operation Tested {}
";

/// A file with a request test for an operation.
fn file(operation: &str, id: &str) -> String {
    let method = if operation == "Get" { "GET" } else { "PUT" };
    format!(
        "$version: \"2.0\"
namespace example
use aws.protocols#restJson1
use smithy.test#httpRequestTests
apply {operation} @httpRequestTests([{{ id: \"{id}\", protocol: restJson1, method: \"{method}\", uri: \"/\" }}])
"
    )
}

fn files(texts: &[String]) -> Vec<(String, Vec<u8>)> {
    let all = std::iter::once(MAIN).chain(texts.iter().map(String::as_str));
    all.zip(0..)
        .map(|(text, number)| (format!("{number}.smithy"), text.as_bytes().to_vec()))
        .collect()
}

/// The tests that are generated, in the order of their names.
fn tests(files: Vec<(String, Vec<u8>)>) -> Vec<String> {
    let config = Config::new().protocol_tests(ProtocolTests::Tests);
    let tree = pipeline::generate_of(&config, files).expect("a tree");
    let lines = tree.files().flat_map(|(_, text)| text.lines());
    let names = lines.filter_map(|line| line.trim().strip_prefix("fn ")?.split('(').next());
    let ids = [
        "first",
        "second",
        "third",
        "of_mixin",
        "passed_on",
        "of_put",
    ];
    let ids = |name: &str| {
        ids.iter()
            .find(|id| name.contains(**id))
            .map(ToString::to_string)
    };
    let mut names: Vec<String> = names.filter_map(ids).collect();
    names.sort_unstable();
    names
}

#[test]
fn lists_of_several_files_are_joined() {
    let added = [file("Get", "Second"), file("Get", "Third")];
    assert_eq!(
        tests(files(&added)),
        ["first", "of_mixin", "second", "third"]
    );
    // A mixin passes on what it gets; what the shape itself gets goes before that.
    let added = [file("Tested", "PassedOn")];
    assert_eq!(tests(files(&added)), ["first", "of_mixin", "passed_on"]);
    let added = [file("Tested", "PassedOn"), file("Put", "OfPut")];
    assert_eq!(tests(files(&added)), ["first", "of_put"]);
}

#[test]
fn the_code_is_that_of_the_joined_ast() {
    let config = Config::new().protocol_tests(ProtocolTests::Tests);
    let all = files(&[file("Get", "Second"), file("Tested", "PassedOn")]);
    let ast = pipeline::ast_of(all.clone()).expect("an AST");
    let direct = pipeline::generate_of(&config, all).expect("a tree");
    let joined = pipeline::generate_of(&config, vec![("a.json".to_owned(), ast.into_bytes())]);
    assert!(direct.files().eq(joined.expect("a tree").files()));
}

/// Each list is validated where it stands, and other values have to be the same.
#[test]
fn what_is_wrong_is_reported_at_its_place() {
    let wrong = file("Get", "Second").replace("uri: \"/\"", "uri: 1");
    let named = "structure Named { name: Name }\nstring Name\n";
    let twice = |member: &str| {
        let given = |text: &str| {
            format!(
                "$version: \"2.0\"\nnamespace example\napply {member} @documentation(\"{text}\")\n"
            )
        };
        vec![given("a") + named, given("b"), given("b")]
    };
    for (added, expected) in [
        (
            vec![wrong],
            "TraitValue 1.smithy:5 the trait httpRequestTests.0.uri: expected a text, found the number 1",
        ),
        (
            twice("Name"),
            "Model 2.smithy:3 the trait smithy.api#documentation of example#Name is there twice, with other values",
        ),
        (
            twice("Named$name"),
            "Model 2.smithy:3 the trait smithy.api#documentation of example#Named$name is there twice, with other values",
        ),
    ] {
        assert_eq!(errors(&pipeline::validate(files(&added))), [expected]);
    }
    // A value from a mixin is no second value.
    let over = "$version: \"2.0\"\nnamespace example\n@mixin @documentation(\"a\")\nstructure M {}
structure S with [M] {}\napply S @documentation(\"b\")\n";
    let none: [&str; 0] = [];
    assert_eq!(errors(&pipeline::validate(files(&[over.to_owned()]))), none);
}

fn errors(validation: &Validation) -> Vec<String> {
    let events = validation.events().iter();
    let errors = events.filter(|event| event.severity() == Severity::Error);
    errors
        .map(|event| {
            let place = event.diagnostic().location().expect("a place");
            let file = validation.sources().get(place.file).expect("a file");
            let before = file.text.get(..place.range.start).expect("a start");
            let line = before.lines().count();
            let message = event.diagnostic().message();
            format!("{} {}:{line} {message}", event.id(), file.name)
        })
        .collect()
}

/// Shapes of the prelude are everybody's, so the reference loader refuses to change them, too.
#[test]
fn traits_of_the_prelude_stay() {
    let text = "$version: \"2.0\"
namespace other
apply smithy.api#String @length(min: 1)
";
    let result = pipeline::generate_of(&Config::new(), files(&[text.to_owned()]));
    let report = result.err().map(|error| error.to_string());
    let report = report.unwrap_or_default();
    assert!(
        report.contains("traits are applied to smithy.api#String, a shape of the prelude"),
        "{report}"
    );
}

/// JSON has several forms of a text, the AST that is written has one.
#[test]
fn escapes_of_json_dont_show_in_the_ast() {
    let written = |docs: &str| {
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{"a#S": {{"type": "string", "traits": {{"smithy.api#documentation": "{docs}"}}}}}}}}"#
        );
        pipeline::ast_of(vec![("a.json".to_owned(), text.into_bytes())]).expect("a model")
    };
    let escaped = written(r"\ud83d\ude00 \u00e9 a\/b \u0041 \u0009");
    assert_eq!(escaped, written(r"😀 é a/b A \t"));
    assert!(escaped.contains(r#""😀 é a/b A \t""#), "{escaped}");
}

/// The file that applies a trait is another one than that of the shape, of any form and version.
#[test]
fn what_is_boxed_by_another_file_has_no_zero() {
    let shapes = "$version: \"1.0\"\nnamespace example\n\nstructure Page {\n    number: Number,\n    lines: Count,\n    words: Count,\n    text: Text,\n    cover: Text,\n}\n\ninteger Number\ninteger Count\nblob Text\n";
    let statements = r#"{"smithy": "1.0", "shapes": {
        "example#Number": {"type": "apply", "traits": {"smithy.api#box": {}}},
        "example#Page$lines": {"type": "apply", "traits": {"smithy.api#box": {}}},
        "example#Page$cover": {"type": "apply", "traits": {"smithy.api#required": {}}},
        "example#Text": {"type": "apply", "traits": {"smithy.api#streaming": {}}}}}"#;
    let files = vec![
        ("page.smithy".to_owned(), shapes.into()),
        ("boxes.json".to_owned(), statements.into()),
    ];
    let ast = pipeline::ast_of(files).unwrap_or_else(|error| panic!("{error}"));
    let ast: Value = serde_json::from_str(&ast).expect("JSON");
    let default = |pointer: &str| {
        let shape = ast["shapes"].pointer(pointer).expect("a shape");
        let traits = shape["traits"].as_object();
        traits.and_then(|traits| traits.get("smithy.api#default").cloned())
    };
    let member = |name: &str| default(&format!("/example#Page/members/{name}"));
    assert_eq!(default("/example#Number"), None);
    assert_eq!(default("/example#Count"), Some(json!(0)));
    assert_eq!(member("number"), None);
    assert_eq!(member("lines"), Some(Value::Null));
    assert_eq!(member("words"), Some(json!(0)));
    assert_eq!(member("text"), Some(json!("")));
    assert_eq!(member("cover"), None);
}
