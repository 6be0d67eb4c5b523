//! Snapshots of what comes out: one small model per kind of item, and of it the files that
//! show the kind. CONTRIBUTING.md says how to review them.

use std::collections::BTreeSet;
use std::path::Path;

use tinsmith::{Config, Tree, pipeline};

/// Compares a text with its snapshot. The header leaves out how the text is made: the test says so.
macro_rules! assert_text {
    ($($argument:expr),+) => {
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!($($argument),+);
        })
    };
}

/// The configuration of a test model.
fn config(model: &str) -> Config {
    Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models"))
        .model(format!("{model}.json"))
}

fn generate(model: &str) -> Tree {
    generated(&config(model).serde_feature("serde"))
}

fn generated(config: &Config) -> Tree {
    config.generate().expect("a sound model")
}

/// The text of a file.
fn text<'t>(tree: &'t Tree, path: &str) -> &'t str {
    tree.file(path).unwrap_or_else(|| {
        let known: Vec<_> = tree.files().map(|(path, _)| path).collect();
        panic!("no file {path}; there are {known:#?}")
    })
}

/// The named files of a model's output, each under its path.
fn files(model: &str, paths: &[&str]) -> String {
    let tree = generate(model);
    let mut out = String::new();
    for path in paths {
        out.push_str(&format!("──── {path}\n{}\n", text(&tree, path)));
    }
    out
}

macro_rules! snapshot {
    ($test:ident, $model:literal, $($path:literal),+) => {
        #[test]
        fn $test() {
            assert_text!(files($model, &[$($path),+]));
        }
    };
}

snapshot!(
    structure,
    "structure",
    "structures/types/address.rs",
    "structures/operation/put_person.rs"
);
snapshot!(
    recursive,
    "recursive",
    "trees/types/tree.rs",
    "trees/types/choice.rs"
);
snapshot!(
    enumeration,
    "enumeration",
    "enums/types/suit.rs",
    "enums/types/level.rs"
);
snapshot!(
    union,
    "union",
    "unions/types/shape.rs",
    "unions/types/inner.rs",
    "unions/operation/draw.rs"
);
snapshot!(
    rest_xml,
    "rest_xml",
    "shelf/types/chapter.rs",
    "shelf/types/place.rs",
    "shelf/operation/put_book.rs",
    "shelf/operation/put_chapter.rs",
    "shelf/operation/get_room.rs"
);
snapshot!(
    aws_query,
    "aws_query",
    "rack/types/chapter.rs",
    "rack/operation/put_book.rs",
    "rack/operation/dust.rs"
);
snapshot!(
    ec2_query,
    "ec2_query",
    "bay/types/chapter.rs",
    "bay/operation/put_book.rs"
);
snapshot!(serde, "union", "unions/serde.rs");
/// The model is one of `goldens`: a second service of this `sdkId` would have its module there, too.
#[test]
fn items() {
    let config = Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/goldens/models"))
        .model("attributes.smithy");
    let path = "dynamo_db/items.rs";
    assert_text!(text(
        &generated(&config.clone().serde_feature("serde")),
        path
    ));
    assert!(generated(&config).file(path).is_none());
}

snapshot!(
    checksums,
    "checksums",
    "checksums/operation/store.rs",
    "checksums/operation/send.rs",
    "checksums/operation/read.rs"
);
snapshot!(
    error,
    "error",
    "errors/error/mod.rs",
    "errors/error/not_found.rs",
    "errors/error/broken.rs",
    "errors/error/unmodeled.rs"
);
snapshot!(
    error_payloads,
    "error_payloads",
    "refusals/error/detailed.rs",
    "refusals/error/sorted.rs",
    "refusals/error/listed.rs"
);
snapshot!(
    event_stream,
    "event_stream",
    "radio/types/broadcast.rs",
    "radio/types/sound.rs",
    "radio/types/news.rs",
    "radio/operation/listen.rs",
    "radio_target/operation/talk.rs"
);
snapshot!(
    aws_json,
    "aws_json",
    "target/mod.rs",
    "target/operation/echo.rs",
    "target/operation/ping.rs"
);
snapshot!(
    rest_json,
    "rest_json",
    "rest/operation/put_item.rs",
    "rest/operation/get_item.rs"
);
snapshot!(
    simple_types,
    "simple_types",
    "simple/types/everything.rs",
    "simple/types/always.rs"
);
snapshot!(
    documentation,
    "documentation",
    "documented/mod.rs",
    "documented/operation/describe.rs"
);
snapshot!(
    sensitive,
    "sensitive",
    "sensitive/types/login.rs",
    "sensitive/types/proof.rs",
    "sensitive/types/secret_kind.rs",
    "sensitive/operation/sign_in.rs"
);
snapshot!(
    deprecated,
    "deprecated",
    "deprecated/mod.rs",
    "deprecated/types/choice.rs",
    "deprecated/types/old.rs",
    "deprecated/operation/do_it.rs"
);
snapshot!(
    names,
    "names",
    "odd_names/mod.rs",
    "odd_names/types/mod.rs",
    "odd_names/types/timestamp.rs",
    "odd_names/types/error_shape.rs",
    "odd_names/operation/type_.rs"
);

snapshot!(
    collisions,
    "collisions",
    "collisions/mod.rs",
    "collisions/types/mod.rs",
    "collisions/types/foo_bar_shape.rs",
    "collisions/types/foo_bar.rs",
    "collisions/types/t2d.rs",
    "collisions/error/mod.rs",
    "collisions/operation/delete_thing.rs"
);

/// The code for pages, without the rest of each operation. The snapshot `aws_json` has a whole one.
#[test]
fn paginated() {
    let tree = generate("paginated");
    let mut out = String::new();
    for (path, text) in tree.files() {
        let parts = [
            block(text, "    /// All pages"),
            block(text, "impl Paginated for"),
            block(text, "impl PaginatedItems for"),
        ];
        for (at, part) in parts.into_iter().flatten().enumerate() {
            if at == 0 {
                out.push_str(&format!("──── {path}\n"));
            }
            out.push_str(&format!("{part}\n"));
        }
    }
    assert_text!(out);
}

/// The item that starts with these words, to its closing brace.
fn block<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let at = text.find(&format!("\n{start}"))? + 1;
    let item = text.get(at..)?;
    let indentation = start.len() - start.trim_start().len();
    let end = format!("\n{}}}\n", " ".repeat(indentation));
    item.get(..item.find(&end)? + end.len())
}

snapshot!(
    waitable,
    "waitable",
    "workshop/waiter/mod.rs",
    "workshop/waiter/job_done.rs",
    "workshop/waiter/job_exists.rs",
    "workshop/waiter/job_gone.rs",
    "workshop/waiter/job_odd.rs",
    "workshop/waiter/job_renamed.rs",
    "workshop/waiter/steps_done.rs",
    "workshop/waiter/wait_waiter.rs",
    "workshop/waiter/workshop_open.rs"
);

/// Expressions whose functions are shown as they are: one for each form of code.
const SHOWN: [&str; 26] = [
    "Job.State == 'DONE'",
    "Job.Done",
    "!(Job.Done)",
    "Job.Done && Job.Progress > `50`",
    "!(Job.Done || Job.Progress >= `50`)",
    "Job.Progress < `50`",
    "Core.State == 'DONE' && Core.On",
    "contains(Names, Job.Alias)",
    "Names[-1] == 'b'",
    "Job.Steps[0].State == 'DONE'",
    "Job.Labels.color == 'red'",
    "contains(Jobs[].Steps[].State, 'DONE')",
    "length(Job.Steps[?State == 'DONE']) > `0`",
    "length(Job.Steps[?State == 'DONE' && Name != 'a'].Tags[]) > `1`",
    "contains(Jobs[].[length(Steps[?State=='DONE']) >= MinSteps][], `false`)",
    "contains(Jobs[*].Steps[*].Name[], 'a')",
    "length((Job.Steps[?State == 'DONE'])[0:5:2].Name) > `0`",
    "Job.Steps[?State == 'DONE'] | [0].Name == 'a'",
    "Job.{a: State, b: Owner}.b == 'ada'",
    "[Job.State, Job.Alias][1] == 'x'",
    "contains(Job.Labels.*, 'y')",
    "not_null(Job.Alias, Job.Code, 'none') == 'none'",
    "(Job.Done && Job.Flags[0]) || Job.Flags[1]",
    "max_by(Job.Steps, &Name).State == 'DONE'",
    "sum(Job.Steps[].length(Name)) == `2`",
    "Job.Result.Good.Grade == `3`",
];

/// Each expression as a function: the one of [`SHOWN`] as it is, the others on a line, as the
/// tests of their results (`tests/acceptance/tests/goldens/expressions.rs`) say more of them.
#[test]
fn expressions() {
    let tree = generate("expressions");
    let functions = tree
        .files()
        .filter(|(path, _)| path.starts_with("expressions/waiter/number"))
        .filter_map(|(_, text)| block(text, "/// `"));
    let (mut shown, mut others) = (String::new(), String::new());
    let mut left: BTreeSet<&str> = SHOWN.into();
    for function in functions {
        let (docs, code) = function.split_once('\n').expect("documentation");
        let expression = docs.trim_matches(['/', ' ', '`']);
        // A backtick that ends an expression is its own.
        let is_shown = |shown: &&&str| shown.trim_matches('`') == expression;
        if let Some(known) = left.iter().find(is_shown).copied() {
            left.remove(known);
            shown.push_str(&format!("{function}\n"));
        } else {
            others.push_str(&format!("{docs}\n{}\n", on_one_line(code)));
        }
    }
    assert!(left.is_empty(), "no expressions of the model: {left:?}");
    assert_text!(format!("{shown}{others}"));
}

/// The code of a function without the breaks of its lines, and without what all such functions
/// have.
fn on_one_line(code: &str) -> String {
    let words: Vec<&str> = code.split_whitespace().collect();
    let line = words.join(" ").replace(" .", ".").replace("( ", "(");
    let line = line.replace(", )", ")").replace(" )", ")");
    let line = line.strip_prefix("fn value(output: &DescribeJobOutput) -> ");
    line.map_or_else(|| words.join(" "), str::to_owned)
}

#[test]
fn a_client_for_pages_and_waiters() {
    for (model, service) in [("paginated", "library"), ("waitable", "workshop")] {
        let tree = config(model)
            .client_feature("client")
            .generate()
            .expect("a sound model");
        let client = tree
            .file(&format!("{service}/client.rs"))
            .expect("a client");
        assert_text!(format!("{model}_client"), client);
    }
}

/// The part of a server that finds operations, with the checksums of requests.
#[test]
fn a_server_that_compares_checksums() {
    let tree = Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models"))
        .model("checksums.json")
        .server_feature("server")
        .generate()
        .expect("a sound model");
    let server = tree.file("checksums/server/mod.rs").expect("a server");
    let dispatch = server.split("/// The routes, more").nth(1);
    assert_text!(dispatch.expect("routes"));
}

#[test]
fn settings_of_a_client() {
    let tree = Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models"))
        .model("client_settings.json")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    let client = tree.file("depot/client.rs").expect("a client");
    let endpoint = tree.file("depot/endpoint.rs").expect("endpoint rules");
    let function = endpoint.split("    pub fn of_builtins").nth(1);
    let function = function.and_then(|text| text.split("\n\n").next());
    let binds = endpoint.split("\nimpl Bind").skip(1).collect::<Vec<_>>();
    let parts = [client, function.expect("a function"), &binds.join("\n")];
    insta::assert_snapshot!(parts.join("\n// …\n"));
}

/// The names that recordings of traffic leave out.
#[test]
fn secrets_of_recordings() {
    let services = [
        ("sensitive", "sensitive"),
        ("s3", "s3"),
        ("event_stream", "radio"),
    ];
    let files = services.map(|(model, service)| {
        let tree = config(model).client_feature("client").generate();
        let tree = tree.expect("a sound model");
        let file = tree.file(&format!("{service}/recorded.rs"));
        file.expect("a file").to_owned()
    });
    assert_text!(files.join("\n"));
}

#[test]
fn a_client_that_asks_for_endpoints() {
    let tree = config("discovery")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    let parts = ["cells", "series_write"].map(|service| {
        let file = |name: &str| {
            let file = tree.file(&format!("{service}/{name}"));
            file.expect("a file").to_owned()
        };
        let client = file("client.rs");
        let sending = client.split("pub async fn send<O>").nth(1);
        let sending = sending.and_then(|text| text.split("\n\n").next());
        let asking = client.split("\nimpl DiscoverEndpoints").nth(1);
        let endpoint = file("endpoint.rs");
        let binds: Vec<&str> = endpoint.split("\nimpl Bind").skip(1).collect();
        let parts = [
            sending.expect("a function"),
            asking.expect("an impl"),
            &binds.join("\n"),
        ];
        parts.join("\n// …\n")
    });
    insta::assert_snapshot!(parts.join("\n// …\n"));
}

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
fn without_a_serde_feature_there_is_no_serde_code() {
    let tree = config("union").generate().expect("a sound model");
    assert!(
        tree.files()
            .all(|(path, text)| !path.contains("serde") && !text.contains("serde"))
    );
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

#[test]
fn endpoints() {
    let tree = config("endpoints")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    assert_text!(tree.file("things/endpoint.rs").expect("endpoint rules"));
    let module = tree.file("things/mod.rs").expect("a module");
    assert!(module.contains("#[cfg(feature = \"client\")]\npub mod endpoint;"));
}

/// Operations authenticate as their implementation of `Bind` says and the documentation promises.
/// The model has a type `Endpoint`, which the endpoint rules don't use: the runtime's is imported.
#[test]
fn types_of_the_model_elsewhere_dont_change_the_imports_of_endpoint_rules() {
    let tree = config("discovery").client_feature("client").generate();
    let tree = tree.expect("a sound model");
    assert!(text(&tree, "cells/types/endpoint.rs").contains("pub struct Endpoint {"));
    let rules = text(&tree, "cells/endpoint.rs");
    assert!(
        rules.contains("-> Result<Endpoint, EndpointError>"),
        "{rules}"
    );
    assert!(!rules.contains("endpoint::Endpoint"), "{rules}");
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
fn auth() {
    let tree = config("auth")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    let mut out = String::new();
    for service in ["doors", "tokens", "public"] {
        let endpoint = tree.file(&format!("{service}/endpoint.rs"));
        let endpoint = endpoint.expect("endpoint rules").split("\n\n");
        out.extend(
            endpoint
                .filter(|item| item.starts_with("impl Bind"))
                .map(|item| format!("{item}\n")),
        );
        let client = tree
            .file(&format!("{service}/client.rs"))
            .expect("a client");
        let says = |line: &&str| {
            line.starts_with("/// Requests")
                || line.contains("/// Sends [")
                || line.contains("Anybody")
        };
        let (client, _) = client
            .split_once("struct BlockingClient")
            .expect("both clients");
        out.extend(client.lines().filter(says).map(|line| format!("{line}\n")));
        for (path, text) in tree.files() {
            if path.starts_with(&format!("{service}/operation/")) {
                let lines = text
                    .lines()
                    .skip_while(|line| !line.contains("/// The HTTP request"));
                let docs = lines.take_while(|line| !line.ends_with("///"));
                out.extend(docs.map(|line| format!("{path}: {}\n", line.trim())));
            }
        }
    }
    assert_text!(out);
}

/// Parts of the rules that occur more than once are one function each, and so are schemes. A variable
/// of the rules keeps its name where a scheme would have it.
#[test]
fn repeated_rules_are_functions() {
    let tree = Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages"))
        .model("halls.json")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    assert_text!(tree.file("halls/endpoint.rs").expect("endpoint rules"));
}

/// A service without rules has no endpoint but a custom one.
#[test]
fn endpoints_without_rules() {
    let tree = config("structure")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    assert_text!(tree.file("structures/endpoint.rs").expect("endpoint rules"));
}

fn server() -> Tree {
    config("server")
        .server_feature("server")
        .generate()
        .expect("a sound model")
}

/// The files of the server's module, each under its path.
fn of_server(tree: &Tree, files: &[&str]) -> String {
    let text = |file: &&str| {
        let path = format!("guarded/server/{file}");
        let text = tree.file(&path).unwrap_or_else(|| panic!("no file {path}"));
        format!("──── {path}\n{text}\n")
    };
    files.iter().map(text).collect()
}

#[test]
fn server_trait_and_routes() {
    assert_text!(of_server(&server(), &["mod.rs", "error.rs"]));
}

#[test]
fn server_errors_with_payloads() {
    let tree = config("error_payloads")
        .server_feature("server")
        .generate()
        .expect("a sound model");
    assert_text!(tree.file("refusals/server/error.rs").expect("errors"));
}

/// A server of a query protocol reads forms and writes XML.
#[test]
fn server_of_a_query_protocol() {
    let tree = Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models"))
        .model("aws_query.json")
        .server_feature("server")
        .generate()
        .expect("a sound model");
    let files = ["read_write.rs", "server/put_book.rs", "server/error.rs"];
    let files = files.map(|path| tree.file(&format!("rack/{path}")).expect(path));
    insta::assert_snapshot!(files.join("────\n"));
}

#[test]
fn server_operations() {
    assert_text!(of_server(&server(), &["put_thing.rs", "get_thing.rs"]));
}

#[test]
fn server_constraints() {
    assert_text!(of_server(&server(), &["validation.rs"]));
}

/// Constraints that a server leaves unchecked are reported when it is generated, and only then.
#[test]
fn a_server_that_leaves_something_unchecked_comes_with_a_warning() {
    let config = config("event_stream");
    let tree = config.generate().expect("a sound model");
    assert!(tree.warnings().is_empty());
    let tree = config.server_feature("server").generate();
    assert_text!(tree.expect("a sound model").warnings());
}

#[test]
fn without_a_server_feature_there_is_no_server() {
    let tree = generate("server");
    assert!(tree.files().all(|(path, _)| !path.contains("server")));
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
