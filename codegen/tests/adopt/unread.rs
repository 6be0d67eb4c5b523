//! Files and projects that cannot be read, or are none.

use std::fs;

use super::{MANIFEST, adopt, fails, project};

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let folder = project(
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\n[dependencies]\naws-sdk-larder = \"1\"\naws-sdk-attic = \"1\"\n",
        "\
async fn f(l: aws_sdk_larder::Client, c: aws_sdk_attic::Client) {
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

/// syn leaves out what may be before the code, and counts from behind it.
#[test]
fn a_byte_order_mark_and_a_line_for_a_shell_move_nothing() {
    let code = "\n//! A program.\nasync fn f(c: aws_sdk_larder::Client) { c.get_jar().jar_id(\"ü\").send().await; }\n";
    let calls = |head: &str| {
        let folder = project(MANIFEST, &format!("{head}{code}"));
        let output = adopt(folder.path(), &["app", "--models", "models", "--dry-run"]);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{told}");
        told
    };
    let plain = calls("");
    assert!(
        plain.contains("- c.get_jar().jar_id(\"ü\").send().await\n"),
        "{plain}"
    );
    for head in [
        "\u{feff}",
        "#!/usr/bin/env cargo-script",
        "\u{feff}#!/bin/env é\r",
        "#![allow(unused)]",
    ] {
        assert_eq!(calls(head), plain, "{head:?}");
    }
}

#[test]
fn a_project_of_files_that_cannot_be_read_is_told_so() {
    let folder = project(MANIFEST, "fn broken( {");
    fs::write(folder.path().join("app/src/latin.rs"), b"// caf\xe9").expect("written");
    let told = fails(folder.path(), &["app", "--models", "models"]);
    assert!(
        told.contains("src/latin.rs:1:1 (the file isn't text in UTF-8), src/main.rs:1:"),
        "{told}"
    );
}

/// A crate that was generated into the project before it depends on it, for one.
#[test]
fn a_package_in_the_folder_that_nothing_depends_on_is_not_read() {
    let call = "async fn f(c: aws_sdk_larder::Client) { c.get_jar().send().await; }";
    let folder = project(MANIFEST, call);
    let inner = folder.path().join("app/aws");
    fs::create_dir(&inner).expect("a folder");
    fs::write(inner.join("Cargo.toml"), "[package]\nname = \"aws\"\n").expect("written");
    fs::write(inner.join("lib.rs"), "pub struct Client;").expect("written");
    let output = adopt(folder.path(), &["app", "--models", "models", "--dry-run"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains(": 1 file read;"), "{told}");
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
