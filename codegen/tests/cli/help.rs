//! The command's help.

use std::process::Command;

use crate::support::{folder_with, succeeds, tinsmith};

#[test]
fn help_teaches() {
    let folder = folder_with(&[]);
    for command in [
        "",
        "generate",
        "check",
        "init",
        "watch",
        "list",
        "diff",
        "adopt",
        "completions",
    ] {
        let arguments = [command, "--help"];
        let arguments: Vec<&str> = arguments.into_iter().filter(|it| !it.is_empty()).collect();
        let name = format!(
            "help_of_{}",
            if command.is_empty() {
                "tinsmith"
            } else {
                command
            }
        );
        insta::assert_snapshot!(name, succeeds(&folder, &arguments));
    }
}

/// The examples in the help are command lines that the command takes: whatever else is wrong
/// with them here, it isn't an argument.
#[test]
fn examples_in_the_help_can_be_parsed() {
    let folder = folder_with(&[]);
    let mut count = 0;
    for command in ["generate", "check", "list", "adopt"] {
        let help = succeeds(&folder, &[command, "--help"]);
        for line in help
            .replace(" \\\n    ", " ")
            .lines()
            .filter_map(|line| line.strip_prefix("  tinsmith "))
        {
            let line = line.split(" | ").next().unwrap_or(line);
            let arguments: Vec<&str> = line.split_whitespace().collect();
            let output = tinsmith(&folder, &arguments);
            let told = crate::support::stderr(&output);
            assert!(told.contains("isn't there"), "{line}: {told}");
            count += 1;
        }
    }
    assert!(count >= 7, "{count} examples");
}

#[test]
fn completions_name_every_command() {
    let folder = folder_with(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = succeeds(&folder, &["completions", shell]);
        for word in [
            "generate",
            "check",
            "list",
            "completions",
            "init",
            "watch",
            "skip-unsupported",
        ] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn bash_takes_its_completions() {
    let folder = folder_with(&[]);
    let script = succeeds(&folder, &["completions", "bash"]);
    let path = folder.path().join("tinsmith.bash");
    std::fs::write(&path, script).expect("written");
    let Ok(output) = Command::new("bash").arg("-n").arg(&path).output() else {
        println!("SKIPPED: there is no bash");
        return;
    };
    assert!(
        output.status.success(),
        "{}",
        crate::support::stderr(&output)
    );
}

#[test]
fn a_shell_that_is_not_known_is_refused() {
    let folder = folder_with(&[]);
    let output = tinsmith(&folder, &["completions", "tcsh"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        crate::support::stderr(&output).contains("bash"),
        "the known ones are named"
    );
}
