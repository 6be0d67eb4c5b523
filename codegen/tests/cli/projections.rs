//! `smithy-build.json` with projections, Maven's packages, comments and variables.

use std::fs;

use tempfile::TempDir;

use crate::support::{fails, stderr, succeeds, tinsmith};

const MODEL: &str = "$version: \"2.0\"
namespace example
use aws.protocols#awsJson1_1
@awsJson1_1
service First { version: \"1\", operations: [Get] }
@awsJson1_1
service Second { version: \"1\", operations: [Get] }
operation Get { input := { id: Id }, output := {} }
";
const ID: &str = "$version: \"2.0\"\nnamespace example\nstring Id\n";

/// A folder with a model of two services that lacks a shape, which `more/id.smithy` has.
fn project(build: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("more/deep")).expect("made");
    for (name, text) in [
        ("main.smithy", MODEL),
        ("more/deep/id.smithy", ID),
        ("smithy-build.json", build),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

/// The modules that are generated, and what is said.
fn generated(build: &str) -> (Vec<String>, String) {
    let folder = project(build);
    let output = tinsmith(&folder, &["generate"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{build}: {}",
        stderr(&output)
    );
    let modules = ["first", "second"].into_iter();
    let modules = modules.filter(|module| folder.path().join("out").join(module).is_dir());
    (modules.map(str::to_owned).collect(), stderr(&output))
}

#[test]
fn a_projection_with_the_plugin_is_generated() {
    let plugin = r#""plugins": { "tinsmith": { "output": "out" }, "java-codegen": {} }"#;
    let transform = |name: &str, args: &str| {
        format!(
            r#"{{ "version": "2.0", "sources": ["main.smithy"], "projections": {{
                "other": {{ "imports": ["gone"], "transforms": [{{ "name": "renameShapes" }}] }},
                "shared": {{ "abstract": true, "transforms": [{{ "name": "includeServices", "args": {{ "services": ["example#Second"] }} }}] }},
                "mine": {{ "imports": ["more"], "transforms": [{{ "name": "{name}", "args": {args} }}], {plugin} }} }} }}"#
        )
    };
    let both: &[&str] = &["first", "second"];
    for (build, modules) in [
        // The plugin of the file is for the projection source, with its imports.
        (
            format!(
                r#"{{ "version": "1.0", "sources": ["main.smithy"], "imports": ["more"], {plugin} }}"#
            ),
            both,
        ),
        (
            format!(
                r#"{{ "version": "1.0", "sources": ["main.smithy"], "projections": {{ "source": {{ "imports": ["more"] }} }}, {plugin} }}"#
            ),
            both,
        ),
        (transform("removeUnusedShapes", "{}"), both),
        (
            transform("includeServices", r#"{ "services": ["example#First"] }"#),
            &["first"],
        ),
        (
            transform("apply", r#"{ "projections": ["shared"] }"#),
            &["second"],
        ),
    ] {
        let (found, told) = generated(&build);
        assert_eq!(found, modules, "{build}");
        assert_eq!(told, "", "{build}");
    }
}

/// Projections that apply the next one twice end in time, and rows of them have a bound.
#[test]
fn projections_that_apply_many_others_are_bounded() {
    let build = |count: usize| {
        let chain = (0..count).map(|at| {
            let next = at + 1;
            format!(r#""p{at}": {{ "transforms": [{{ "name": "apply", "args": {{ "projections": ["p{next}", "p{next}"] }} }}] }}, "#)
        });
        let chain: String = chain.collect();
        let first = r#""p0": { "plugins": { "tinsmith": { "output": "out" } },"#;
        let chain = chain.replacen(r#""p0": {"#, first, 1);
        format!(
            r#"{{ "version": "1.0", "sources": ["main.smithy", "more"], "projections": {{ {chain} "p{count}": {{}} }} }}"#
        )
    };
    assert_eq!(generated(&build(63)).0, ["first", "second"]);
    let told = fails(&project(&build(10_000)), &["generate"]);
    assert!(told.contains("more than 64 projections"), "{told}");
}

#[test]
fn transforms_narrow_the_services_of_the_plugin() {
    let build = |service: &str| {
        format!(
            r#"{{ "version": "1.0", "sources": ["main.smithy", "more"], "projections": {{ "mine": {{
                "transforms": [{{ "name": "includeServices", "args": {{ "services": ["example#First"] }} }}],
                "plugins": {{ "tinsmith": {{ "output": "out", "services": [{service}] }} }} }} }} }}"#
        )
    };
    for service in [r#"{ "service": "First" }"#, r#"{ "operations": ["Get"] }"#] {
        assert_eq!(generated(&build(service)).0, ["first"], "{service}");
    }
    let told = fails(
        &project(&build(r#"{ "service": "Second" }"#)),
        &["generate"],
    );
    let by_id = fails(
        &project(&build(r#"{ "service": "example#Second" }"#)),
        &["generate"],
    );
    insta::assert_snapshot!(format!("{told}────\n{by_id}"));
}

/// The transform names services by their ids, and the plugin may name them by their `sdkId`.
#[test]
fn a_service_that_is_left_may_be_named_by_its_sdk_id() {
    let folder = project(
        r#"{ "version": "1.0", "sources": ["main.smithy"], "projections": { "mine": {
            "transforms": [{ "name": "includeServices", "args": { "services": ["example#Counter"] } }],
            "plugins": { "tinsmith": { "output": "out", "services": [{ "service": "kms tools" }] } } } } }"#,
    );
    let model = "$version: \"2.0\"\nnamespace example\nuse aws.protocols#awsJson1_1\nuse aws.api#service\n\
                 @service(sdkId: \"KMS Tools\")\n@awsJson1_1\n\
                 service Counter { version: \"1\", operations: [Get] }\n\
                 operation Get { input := {}, output := {} }\n";
    fs::write(folder.path().join("main.smithy"), model).expect("written");
    assert!(succeeds(&folder, &["generate"]).contains("kms_tools"));
}

#[test]
fn comments_and_variables_are_read() {
    let build = "// Generated with tinsmith.\n{ \"version\": \"1.0\", // of the file\n
        \"sources\": [\"main.smithy\", \"${CARGO_MANIFEST_DIR}/tests/gone/../../${TINSMITH_GONE}\"],
        \"plugins\": { \"tinsmith\": { \"output\": \"out\" } } }";
    let folder = project(build);
    let told = fails(&folder, &["generate"]);
    assert!(
        told.contains("names the variable TINSMITH_GONE of the environment"),
        "{told}"
    );
    let build = build.replace(
        "${CARGO_MANIFEST_DIR}/tests/gone/../../${TINSMITH_GONE}",
        "${FOLDER}/more",
    );
    fs::write(folder.path().join("smithy-build.json"), build).expect("written");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tinsmith"))
        .current_dir(folder.path())
        .env("FOLDER", folder.path())
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(folder.path().join("out/first").is_dir());
}

#[test]
fn what_is_not_read_is_a_warning() {
    let build = r#"{ "version": "1.0", "sources": ["main.smithy"], "import": ["more"], "imports": ["more"],
        "outputDirectory": "build", "ignoreMissingPlugins": true, "colour": 1,
        "maven": { "repositories": [{ "url": "https://example.com" }], "dependencies": [
            "software.amazon.smithy:smithy-aws-traits:1.62.0", "com.disneystreaming.alloy:alloy-core:0.3.14" ] },
        "plugins": { "tinsmith": { "output": "out" } } }"#;
    insta::assert_snapshot!(generated(build).1);
    // The JAR of the package, which says nothing new here.
    let folder = project(&build.replace("[\"more\"]", "[\"more\", \"alloy-core-0.3.14\"]"));
    fs::create_dir(folder.path().join("alloy-core-0.3.14")).expect("made");
    fs::write(folder.path().join("alloy-core-0.3.14/a.smithy"), ID).expect("written");
    let told = stderr(&tinsmith(&folder, &["generate"]));
    assert!(!told.contains("Maven"), "{told}");
}

#[test]
fn what_cannot_be_done_is_reported_by_name() {
    let of = |transforms: &str| {
        format!(
            "{{\n  \"version\": \"1.0\", // é\n  \"sources\": [\"main.smithy\"],\n  \"projections\": {{\n    \"mine\": {{\n      \"transforms\": [{transforms}],\n      \"plugins\": {{ \"tinsmith\": {{ \"output\": \"out\" }} }}\n    }}\n  }}\n}}\n"
        )
    };
    let cases = [
        of(
            "{ \"name\": \"includeClosures\", \"args\": { \"closures\": [\"a\"] } }, { \"name\": \"renameShapes\" }, { \"name\": \"filterSuppressions\" }",
        ),
        of("{ \"name\": \"includeService\" }, { \"name\": \"com.example.Mine\" }"),
        of(
            "{ \"name\": \"includeServices\", \"args\": { \"service\": \"a\" } }, { \"name\": \"includeServices\", \"args\": { \"services\": [] } }",
        ),
        of("{ \"name\": \"apply\", \"args\": { \"projections\": [\"mine\", \"gone\"] } }"),
        of("").replace("\"tinsmith\": {", "\"tinsmith::a\": {},\n \"tinsmith\": {"),
        of("").replace("\"output\"", "\"outptu\""),
        of("").replace("\"transforms\"", "\"abstract\": true, \"transforms\""),
        of("").replace(
            "\"projections\"",
            "\"plugins\": { \"tinsmith\": {} },\n  \"projections\"",
        ),
        of("").replace("\"tinsmith\"", "\"rust\""),
    ];
    let mut told = String::new();
    for build in cases {
        told.push_str(&fails(&project(&build), &["generate"]));
        told.push_str("────\n");
    }
    insta::assert_snapshot!(told);
}
