//! Snapshots of what a crate has around its types: its first file, features, examples, tests.

use std::path::Path;

use tinsmith::{Config, pipeline};

use super::{config, generate, generated, text};

#[test]
fn the_crate_file_names_its_services() {
    let tree = config("union")
        .model("aws_json.json")
        .crate_docs(["What it is.", "More of it."])
        .buildtime_feature("from-model")
        .generate()
        .expect("sound models");
    assert_text!(tree.file("lib.rs").expect("a lib.rs"));
}

/// Where types nest deeper than the compiler looks, `lib.rs` has a limit of its own, and only there.
#[test]
fn types_that_nest_deeply_come_with_a_recursion_limit() {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages");
    let of = |model: &str| generated(&Config::new().root(&packages).model(model));
    let tree = of("nesting.smithy");
    assert!(text(&tree, "lib.rs").contains("\n#![recursion_limit = \"512\"]\n"));
    assert_text!(tree.warnings());
    let tree = of("lamps.smithy");
    assert!(!text(&tree, "lib.rs").contains("recursion_limit"));
    assert!(tree.warnings().is_empty());
}

/// Rare combinations of traits give code without warnings; the test of all packages compiles it.
#[test]
fn rare_combinations_of_traits() {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages");
    let config = Config::new().root(&packages).model("seldom.smithy");
    let tree = generated(&config.client_feature("client").server_feature("server"));
    let default = "value.whole.get_or_insert(Document::Bool(true));";
    assert!(text(&tree, "seldom/server/ask.rs").contains(default));
    // The error has no member that anything reads.
    assert!(text(&tree, "seldom/types/sounds.rs").contains("error::{Broken, Error};"));
    // Items of a sparse list that are null are compared, too.
    let given = "Some(output.given.iter().map(Option::as_deref).collect())";
    assert!(text(&tree, "seldom/waiter/heard.rs").contains(given));
}

#[test]
fn without_a_serde_feature_there_is_no_serde_code() {
    let tree = config("union").generate().expect("a sound model");
    assert!(
        tree.files()
            .all(|(path, text)| !path.contains("serde") && !text.contains("serde"))
    );
}

/// Where the name of the crate is known, examples import what they use, and are compiled.
#[test]
fn examples_import_from_the_crate_that_is_named() {
    let config = config("union").client_feature("client");
    let example = |config: &Config, path: &str| {
        let tree = config.generate().expect("a sound model");
        let text = tree.file(path).expect("the file").to_owned();
        let lines = text.lines().skip_while(|line| *line != "/// # Example");
        let lines = lines.take_while(|line| line.starts_with("///"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let unnamed = example(&config, "unions/operation/draw.rs");
    let named = config.crate_name("the-crate");
    let operation = example(&named, "unions/operation/draw.rs");
    let client = example(&named, "unions/client.rs");
    assert_text!([unnamed, operation, client].join("\n\n"));
}

#[test]
fn examples_of_the_model() {
    let config = Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages"))
        .model("pantry.smithy")
        .crate_name("pantry")
        .server_feature("server")
        .protocol_tests(tinsmith::ProtocolTests::Tests);
    let tree = generated(&config);
    let operation = text(&tree, "pantry/operation/stock.rs");
    let (_, example) = operation.split_once("/// # Example").expect("an example");
    let (example, _) = example.split_once("#[must_use").expect("the operation");
    let tests = text(&tree, "pantry/server/protocol_tests.rs");
    assert_text!(format!("/// # Example{example}\n{tests}"));
}

/// Operations of AWS's models have a link to AWS's page, at the address that boto3 gives.
#[test]
fn operations_of_aws_link_to_its_page() {
    let page = |namespace: &str, service: &str| {
        let text = format!(
            r#"$version: "2.0"
namespace {namespace}
@aws.api#service({service})
@aws.protocols#awsJson1_1
service Deep {{ version: "2020-01-31", operations: [Look] }}
/// Looks.
operation Look {{ input := {{}}, output := {{}} }}
"#
        );
        let files = vec![("deep.smithy".to_owned(), text.into_bytes())];
        let tree = pipeline::generate_of(&Config::new(), files).expect("a sound model");
        let look = tree
            .files()
            .find(|(path, _)| path.ends_with("operation/look.rs"));
        let (_, look) = look.expect("a file");
        let link = look.split_once("[AWS's page](");
        link.and_then(|(_, rest)| Some(rest.split_once(')')?.0.to_owned()))
    };
    assert_eq!(
        page("com.amazonaws.deep", r#"sdkId: "Deep Sea""#).as_deref(),
        Some("https://docs.aws.amazon.com/goto/WebAPI/deep-sea-2020-01-31/Look")
    );
    assert_eq!(
        page(
            "com.amazonaws.deep",
            r#"sdkId: "Deep Sea", docId: "deep.sea-1""#
        )
        .as_deref(),
        Some("https://docs.aws.amazon.com/goto/WebAPI/deep.sea-1/Look")
    );
    assert_eq!(
        page("com.amazonaws.deep", r#"sdkId: "Deep", docId: "a)b""#),
        None
    );
    assert_eq!(page("example.deep", r#"sdkId: "Deep Sea""#), None);
}

#[test]
fn protocol_tests() {
    let config = config("rest_json").protocol_tests(tinsmith::ProtocolTests::Tests);
    let tree = config.generate().expect("a sound model");
    assert_text!(tree.file("rest/protocol_tests.rs").expect("tests"));
    assert!(
        tree.file("rest/mod.rs")
            .expect("a module")
            .contains("#[cfg(test)]\nmod protocol_tests;")
    );
    let without = generate("rest_json");
    assert!(without.file("rest/protocol_tests.rs").is_none());
}

/// Whether a response of success holds an error is asked where the format can tell: a service that is
/// special has what its protocol has.
#[test]
fn special_services_have_what_their_protocol_has() {
    let protocols = [
        "aws.protocols#awsJson1_1",
        "aws.protocols#awsQuery",
        "aws.protocols#ec2Query",
        "aws.protocols#restJson1",
        "aws.protocols#restXml",
        "smithy.protocols#rpcv2Cbor",
    ];
    for protocol in protocols {
        let model = format!(
            r#"{{ "smithy": "2.0", "shapes": {{
                "example#Shelf": {{ "type": "service", "version": "1", "operations": [{{ "target": "example#Look" }}], "traits": {{
                    "{protocol}": {{}},
                    "aws.api#service": {{ "sdkId": "S3" }},
                    "smithy.api#xmlNamespace": {{ "uri": "https://shelf.example/" }} }} }},
                "example#Look": {{ "type": "operation", "output": {{ "target": "example#Seen" }},
                    "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/look" }} }} }},
                "example#Seen": {{ "type": "structure", "members": {{ "name": {{ "target": "smithy.api#String" }} }} }}
            }} }}"#
        );
        let tree = pipeline::generate_bytes(&Config::new(), "shelf.json", model.into_bytes());
        let tree = tree.expect("a sound model");
        let asks = text(&tree, "s3/operation/look.rs").contains("is_error");
        let is_xml = ["awsQuery", "ec2Query", "restXml"]
            .iter()
            .any(|xml| protocol.ends_with(xml));
        assert_eq!(asks, is_xml, "{protocol}");
    }
}
