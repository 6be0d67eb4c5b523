//! `tinsmith adopt` on projects that use the AWS SDK for Rust as people do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adopt")
}

fn adopt(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tinsmith"))
        .arg("adopt")
        .args(arguments)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .output()
        .expect("the command runs")
}

/// Adopts a project of these tests, which has to succeed without a word on standard error.
fn report(arguments: &[&str]) -> String {
    let output = adopt(&here(), arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(said, "");
    String::from_utf8(output.stdout).expect("text")
}

/// Adopts a project, which has to fail with a report alone.
fn fails(folder: &Path, arguments: &[&str]) -> String {
    let output = adopt(folder, arguments);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    String::from_utf8(output.stderr).expect("text")
}

/// A folder with a project of one file, and the models of these tests in `models`.
fn project(manifest: &str, main: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    fs::create_dir_all(at("app/src")).expect("a folder");
    fs::create_dir(at("models")).expect("a folder");
    fs::write(at("app/Cargo.toml"), manifest).expect("written");
    fs::write(at("app/src/main.rs"), main).expect("written");
    for model in ["larder.smithy", "post-room.smithy"] {
        fs::copy(here().join("models").join(model), at("models").join(model)).expect("copied");
    }
    folder
}

const MANIFEST: &str = "\
[package]
name = \"app\"
version = \"0.1.0\"

[dependencies]
aws-sdk-larder = \"1\"
";

/// Adopts a project of one file, and gives its calls: place, operation, and whether it is only
/// probable.
fn calls(main: &str) -> Vec<String> {
    let folder = project(MANIFEST, main);
    let output = adopt(
        folder.path(),
        &["app", "--models", "models", "--dry-run", "--json"],
    );
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    let list = |value: &Value, key: &str| value[key].as_array().expect("a list").clone();
    let mut found = Vec::new();
    for service in list(&report, "services") {
        for operation in list(&service, "operations") {
            for call in list(&operation, "calls") {
                let probably = match call["probable"].as_bool().expect("a flag") {
                    true => " probably",
                    false => "",
                };
                let (line, name) = (&call["place"]["line"], &operation["name"]);
                let name = name.as_str().expect("a name");
                found.push((line.as_u64(), format!("{line} {name}{probably}")));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, call)| call).collect()
}

#[test]
fn a_program_is_read_as_people_write_it() {
    insta::assert_snapshot!(report(&[
        "projects/kitchen",
        "--models",
        "models",
        "--dry-run"
    ]));
}

#[test]
fn a_workspace_with_renames_and_reexports_is_read() {
    insta::assert_snapshot!(report(&[
        "projects/depot",
        "--models",
        "models",
        "--dry-run"
    ]));
}

#[test]
fn a_member_takes_the_rest_of_its_manifest_from_the_workspace() {
    let folder = here().join("projects/depot/aws");
    // Nothing is called in it: the crates of its dependencies are known, so the workspace was read.
    let told = fails(&folder, &[".", "--models", "../../../models"]);
    assert!(
        told.contains("it depends on aws-sdk-larder, aws-sdk-postroom"),
        "{told}"
    );
}

#[test]
fn the_json_has_the_same() {
    let text = report(&[
        "projects/depot",
        "--models",
        "models",
        "--dry-run",
        "--json",
    ]);
    insta::assert_snapshot!(text);
}

#[test]
fn the_crate_has_the_operations_that_are_called() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("calls");
    let path = out.to_str().expect("text");
    let told = report(&[
        "projects/kitchen",
        "--models",
        "models",
        "--crate",
        "calls",
        "--out",
        path,
    ]);
    assert!(told.contains("\nGENERATED\n"), "{told}");
    let build = fs::read_to_string(out.join("smithy-build.json")).expect("written");
    let build: Value = serde_json::from_str(&build).expect("JSON");
    let services = build["plugins"]["tinsmith"]["services"]
        .as_array()
        .expect("a list");
    let operations: Vec<String> = services
        .iter()
        .map(|it| it["operations"].to_string())
        .collect();
    assert_eq!(
        operations,
        [
            r#"["GetJar","ListJars","ListLabels","PutJar","PutJars"]"#,
            r#"["FetchParcel","SendParcel"]"#
        ]
    );
    assert!(out.join("generated/larder/operation/put_jars.rs").is_file());
    assert!(
        !out.join("generated/larder/operation/count_jars.rs")
            .exists()
    );
    // In that folder, the build file says the same.
    let again = Command::new(env!("CARGO_BIN_EXE_tinsmith"))
        .arg("check")
        .current_dir(&out)
        .output()
        .expect("the command runs");
    assert_eq!(
        again.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&again.stderr)
    );
}

#[test]
fn clients_are_followed_through_types() {
    let found = calls(
        "\
use aws_sdk_larder as l;
type Shared<T> = std::sync::Arc<tokio::sync::Mutex<T>>;
struct Deep { inner: Inner }
struct Inner(l::Client, Option<l::Client>);
enum Backend { Real(l::Client), None }
impl Backend {
    async fn go(&self) {
        match self { Self::Real(client) => { client.get_jar().send().await; } Self::None => {} }
    }
}
async fn shared(it: Shared<l::Client>) { it.lock().await.put_jar().send().await; }
async fn deep(it: &mut Deep) {
    it.inner.0.list_jars().send().await;
    if let Some(client) = &it.inner.1 { client.list_labels().send().await; }
    it.inner.1.as_ref().unwrap().put_jars().send().await;
    it.inner.1.as_ref().map(|client| client.count_jars().send());
}
struct Lazy<T> { cell: std::sync::OnceLock<T> }
impl<T: Clone> Lazy<T> { fn value(&self) -> &T { todo!() } }
async fn generic(it: &Lazy<l::Client>) { it.value().get_jar().send().await; }
",
    );
    assert_eq!(
        found,
        [
            "8 GetJar",
            "11 PutJar",
            "13 ListJars",
            "14 ListLabels",
            "15 PutJars",
            "16 CountJars",
            "20 GetJar"
        ]
    );
}

#[test]
fn imports_count_where_they_are() {
    let found = calls(
        "\
mod inner {
    pub mod deeper { pub use aws_sdk_larder::Client as Renamed; }
    pub use self::deeper::*;
    pub fn make() -> deeper::Renamed { todo!() }
}
async fn block() {
    use crate::inner::Renamed as Here;
    let client: Here = todo!();
    client.get_jar().send().await;
}
async fn path() { let client = inner::make(); client.put_jar().send().await; }
async fn other(client: Here) { client.get_jar().send().await; }
async fn others(client: elsewhere::Client) { client.get_jar().send().await; }
",
    );
    // `Here` is known in one function only.
    assert_eq!(
        found,
        [
            "9 GetJar",
            "11 PutJar",
            "12 GetJar probably",
            "13 GetJar probably"
        ]
    );
}

/// Each module imports all of the others: following every way would take for ever.
#[test]
fn globs_in_circles_have_an_end() {
    use std::fmt::Write;
    let mut main = String::new();
    for module in 0..24 {
        let _ = write!(main, "mod m{module} {{");
        for other in 0..24 {
            let _ = write!(main, " pub use super::m{other}::*;");
        }
        let client = match module {
            23 => " pub use aws_sdk_larder::Client as Found;",
            _ => "",
        };
        let _ = writeln!(main, "{client} }}");
    }
    main.push_str("async fn f(a: m0::Found, b: m1::Missing) {\n");
    main.push_str("    a.get_jar().send().await;\n    b.put_jar().send().await;\n}\n");
    assert_eq!(calls(&main), ["26 GetJar", "27 PutJar probably"]);
}

#[test]
fn other_methods_of_the_same_name_are_none() {
    let found = calls(
        "\
struct Own;
impl Own { fn get_jar(&self) {} }
fn own(own: Own, client: aws_sdk_larder::Client) {
    own.get_jar();
    unknown().get_jar(1);
    \"text\".get_jar();
    client.put_jar();
}
",
    );
    assert_eq!(found, ["7 PutJar"]);
}

#[test]
fn macros_are_read_as_far_as_they_are_code() {
    let found = calls(
        "\
async fn f(client: &aws_sdk_larder::Client) {
    println!(\"{:?}\", client.get_jar().send().await);
    let (a, b) = tokio::join!(client.put_jar().send(), client.list_jars().send());
    tokio::select! {
        a = client.put_jars().send() => { client.list_labels().send().await; }
        else => {}
    }
    strange! { client -> count_jars => client.count_jars() @ end }
}
",
    );
    assert_eq!(
        found,
        [
            "2 GetJar",
            "3 ListJars",
            "3 PutJar",
            "5 ListLabels",
            "5 PutJars",
            "8 CountJars probably"
        ]
    );
}

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let folder = project(
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\n[dependencies]\naws-sdk-larder = \"1\"\naws-sdk-cellar = \"1\"\n",
        "\
async fn f(l: aws_sdk_larder::Client, c: aws_sdk_cellar::Client) {
    l.burn_jar().jar_id(\"j\").send().await;
    c.get_wine().send().await;
}
",
    );
    let run = |arguments: &[&str]| fails(folder.path(), arguments);
    let mut told = run(&["app", "--models", "models"]);
    told.push_str(&run(&[
        "nowhere", "--models", "models", "--models", "neither",
    ]));
    fs::write(folder.path().join("app/src/main.rs"), "fn main() {}").expect("written");
    told.push_str(&run(&["app", "--models", "models"]));
    fs::write(
        folder.path().join("app/Cargo.toml"),
        "[package]\nname = \"app\"\n",
    )
    .expect("written");
    told.push_str(&run(&["app", "--models", "models"]));
    fs::write(folder.path().join("app/Cargo.toml"), "[package\n").expect("written");
    told.push_str(&run(&["app", "--models", "models"]));
    told.push_str(&run(&[
        "app",
        "--models",
        "models",
        "--config",
        "build.json",
    ]));
    insta::assert_snapshot!(told);
    assert!(!folder.path().join("aws-calls").exists());
}

#[test]
fn files_that_cannot_be_read_are_listed() {
    let deep = format!("const A: u8 = {}1{};", "(".repeat(5_000), ")".repeat(5_000));
    let many = format!("const A: bool = {}true;", "!".repeat(100_000));
    for (text, reason) in [
        ("fn broken( {", "the file isn't Rust"),
        (deep.as_str(), "the code is nested too deep to be read"),
        (many.as_str(), "the code is nested too deep to be read"),
    ] {
        let folder = project(
            MANIFEST,
            "async fn f(c: aws_sdk_larder::Client) { c.get_jar().send().await; }",
        );
        fs::write(folder.path().join("app/src/other.rs"), text).expect("written");
        let output = adopt(folder.path(), &["app", "--models", "models", "--dry-run"]);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{told}");
        let unresolved = told.split("NOT RESOLVED").nth(1).expect("a section");
        assert!(unresolved.contains("src/other.rs:1:"), "{told}");
        assert!(unresolved.contains(reason), "{told}");
    }
}
