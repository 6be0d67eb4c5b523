//! `tinsmith generate` and `check` without a configuration file.

use std::fs;

use crate::support::{fails, folder_with, read, stderr, stdout, succeeds, tinsmith};

/// The arguments of most tests: an operation that is supported.
const ONE: [&str; 6] = [
    "--model",
    "shop.json",
    "--service",
    "Shop",
    "--operations",
    "GetOrder",
];

fn with<'a>(command: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&[command], &ONE[..], more].concat()
}

#[test]
fn code_alone_goes_where_it_is_told_to() {
    let folder = folder_with(&["cli/shop.json"]);
    let told = succeeds(
        &folder,
        &with("generate", &["--out", "src/api", "--module", "orders"]),
    );
    insta::assert_snapshot!(told);
    let code = read(folder.path().join("src/api/orders/mod.rs"));
    assert!(
        !code.contains("feature ="),
        "no feature was asked for:\n{code}"
    );
    assert!(
        succeeds(
            &folder,
            &with("check", &["--out", "src/api", "--module", "orders"])
        )
        .starts_with("src/api: fresh (")
    );
}

#[test]
fn features_are_those_that_are_named() {
    let folder = folder_with(&["cli/shop.json"]);
    succeeds(
        &folder,
        &with("generate", &["--out", "out", "--serde", "--client"]),
    );
    let code = read(folder.path().join("out/shop/mod.rs"));
    assert!(code.contains("feature = \"serde\""), "{code}");
    assert!(code.contains("feature = \"client\""), "{code}");
    assert!(!code.contains("feature = \"server\""), "{code}");
}

#[test]
fn a_client_whose_endpoints_may_demand_signatures_of_version_4a_has_a_feature_for_them() {
    let models = folder_with(&["models/endpoints.json", "cli/shop.json"]);
    let generate = |model, krate, feature: &'static [&'static str]| {
        let arguments = ["generate", "--model", model, "--crate", krate];
        let more = [&arguments[..], &["--skip-unsupported"], feature].concat();
        succeeds(&models, &more);
        ["Cargo.toml", "README.md"].map(|file| read(models.path().join(krate).join(file)))
    };
    let [manifest, readme] = generate("endpoints.json", "things", &[]);
    let feature = "\nsigv4a = [\"client-core\", \"tinsmith-runtime/sigv4a\"]\n";
    assert!(manifest.contains(feature), "{manifest}");
    assert!(manifest.contains("\ndefault = []\n"), "{manifest}");
    assert!(readme.contains("\n| `sigv4a` | signatures"), "{readme}");
    // Without a client, nothing is signed; other endpoints don't demand it.
    for [manifest, readme] in [
        generate("endpoints.json", "types", &["--serde"]),
        generate("shop.json", "shop", &["--service", "Shop"]),
    ] {
        assert!(!manifest.contains("sigv4a"), "{manifest}");
        assert!(!readme.contains("sigv4a"), "{readme}");
    }
}

#[test]
fn a_crate_has_all_that_a_crate_needs() {
    let folder = folder_with(&["cli/shop.json"]);
    let told = succeeds(&folder, &with("generate", &["--crate", "shop-calls"]));
    // Where a runtime is found depends on the computer.
    let lines = told.lines();
    let told: String = lines
        .map(|line| match line.split_once("--runtime-path ") {
            Some((before, _)) => format!("{before}--runtime-path …\n"),
            None => format!("{line}\n"),
        })
        .collect();
    let made = folder.path().join("shop-calls");
    let files = ["Cargo.toml", ".gitignore", "README.md", "smithy-build.json"];
    let texts: String = files
        .iter()
        .map(|file| format!("════ {file}\n{}", read(made.join(file))))
        .collect();
    insta::assert_snapshot!(format!("{told}{texts}"));
    let here = folder.path().to_string_lossy().into_owned();
    assert!(!texts.contains(&here), "no path of this computer is in it");
}

#[test]
fn a_crate_is_regenerated_in_its_own_folder() {
    let folder = folder_with(&["cli/shop.json"]);
    succeeds(
        &folder,
        &with(
            "generate",
            &["--crate", "shop-calls", "--out", "crates/calls"],
        ),
    );
    let made = folder.path().join("crates/calls");
    assert!(succeeds(&made, &["check"]).starts_with("generated: fresh ("));
    assert!(succeeds(&made, &[]).ends_with(".: nothing changed\n"));
    // The same from outside, and by another path to the same folder.
    let build = ["check", "--config", "crates/calls/smithy-build.json"];
    assert!(succeeds(&folder, &build).starts_with("crates/calls/generated: fresh ("));
}

#[test]
fn another_operation_later_changes_what_nobody_edited() {
    let folder = folder_with(&["cli/shop.json"]);
    let made = folder.path().join("shop-calls");
    succeeds(&folder, &with("generate", &["--crate", "shop-calls"]));
    let manifest = read(made.join("Cargo.toml")).replace("0.1.0\"\nedition", "1.0.0\"\nedition");
    fs::write(made.join("Cargo.toml"), &manifest).expect("written");

    let more = [
        "generate",
        "--model",
        "shop.json",
        "--service",
        "Shop",
        "--operations",
        "GetOrder,PutPhoto",
        "--crate",
        "shop-calls",
    ];
    let told = succeeds(&folder, &more);

    assert_eq!(
        read(made.join("Cargo.toml")),
        manifest,
        "what was edited is left alone"
    );
    assert!(read(made.join("README.md")).contains("`PutPhoto`"));
    assert!(read(made.join("smithy-build.json")).contains("\"PutPhoto\""));
    // The manifest would have got it, had it not been edited.
    assert!(
        told.contains("needs the feature \"checksum\" of tinsmith-runtime"),
        "{told}"
    );
    assert!(succeeds(&made, &["check"]).starts_with("generated: fresh ("));
}

#[test]
fn a_manifest_that_was_not_edited_is_kept_up_to_date() {
    let folder = folder_with(&["cli/shop.json"]);
    let made = folder.path().join("shop-calls");
    succeeds(&folder, &with("generate", &["--crate", "shop-calls"]));
    let build = made.join("smithy-build.json");
    let text = read(&build).replace("\"GetOrder\"", "\"PutPhoto\"");
    fs::write(&build, text).expect("written");
    let stale = tinsmith(&made, &["check"]);
    assert_eq!(stale.status.code(), Some(1));
    succeeds(&made, &[]);
    assert!(read(made.join("Cargo.toml")).contains("features = [\"checksum\"]"));
    assert!(
        stdout(&stale).contains("+++ generated/"),
        "{}",
        stdout(&stale)
    );
}

/// A full disk, or a run that was ended.
#[test]
fn files_that_end_early_are_written_again() {
    let folder = folder_with(&["cli/shop.json"]);
    let generate = with("generate", &["--crate", "shop-calls"]);
    succeeds(&folder, &generate);
    let made = folder.path().join("shop-calls");
    for file in ["Cargo.toml", "README.md", "smithy-build.json"] {
        let whole = read(made.join(file));
        for length in [0, whole.len() / 2] {
            fs::write(made.join(file), &whole[..length]).expect("written");
            if file != "smithy-build.json" {
                assert_eq!(tinsmith(&made, &["check"]).status.code(), Some(1), "{file}");
            }
            succeeds(&folder, &generate);
            assert_eq!(read(made.join(file)), whole, "{file}");
        }
    }
}

#[test]
fn a_byte_order_mark_in_the_build_file_is_none() {
    let folder = folder_with(&["cli/shop.json"]);
    let made = folder.path().join("shop-calls");
    succeeds(&folder, &with("generate", &["--crate", "shop-calls"]));
    let build = made.join("smithy-build.json");
    fs::write(&build, format!("\u{feff}{}", read(&build))).expect("written");
    succeeds(&made, &["check"]);
}

#[test]
fn an_edited_build_file_wins_over_the_command_line() {
    let folder = folder_with(&["cli/shop.json"]);
    succeeds(&folder, &with("generate", &["--crate", "shop-calls"]));
    let build = folder.path().join("shop-calls/smithy-build.json");
    let text = read(&build).replace("\"GetOrder\"", "\"Ping\"");
    fs::write(&build, &text).expect("written");
    let before = read(folder.path().join("shop-calls/generated/lib.rs"));
    insta::assert_snapshot!(fails(
        &folder,
        &with("generate", &["--crate", "shop-calls"])
    ));
    assert_eq!(read(&build), text);
    assert_eq!(
        read(folder.path().join("shop-calls/generated/lib.rs")),
        before
    );
}

#[test]
fn files_that_are_not_ours_are_never_replaced() {
    let folder = folder_with(&["cli/shop.json"]);
    fs::create_dir(folder.path().join("src")).expect("made");
    let own = folder.path().join("src/lib.rs");
    fs::write(&own, "pub mod mine;\n").expect("written");
    insta::assert_snapshot!(fails(&folder, &with("generate", &["--out", "src"])));
    assert_eq!(read(&own), "pub mod mine;\n");
    let beside = fs::read_dir(folder.path().join("src"))
        .expect("read")
        .count();
    assert_eq!(beside, 1, "nothing was written");
}

#[test]
fn what_is_not_supported_is_reported_or_left_out_as_one_says() {
    let folder = folder_with(&["cli/shop.json"]);
    let whole = [
        "generate",
        "--model",
        "shop.json",
        "--service",
        "Shop",
        "--crate",
        "shop",
    ];
    insta::assert_snapshot!("not_supported", fails(&folder, &whole));
    assert!(!folder.path().join("shop").exists());

    let told = succeeds(&folder, &[&whole[..], &["--skip-unsupported"]].concat());
    assert!(
        told.contains("left out Refund: Refund authenticates with smithy.api#httpApiKeyAuth only"),
        "{told}"
    );
    for file in [
        "shop/README.md",
        "shop/generated/lib.rs",
        "shop/generated/shop/mod.rs",
    ] {
        let text = read(folder.path().join(file));
        assert!(
            text.contains("- `Refund`: Refund authenticates with smithy.api"),
            "{file}:\n{text}"
        );
    }
    assert!(!read(folder.path().join("shop/generated/shop/error/mod.rs")).contains("Refused"));
    // It is said in the crate, too, so that it stays so.
    succeeds(&folder.path().join("shop"), &["check"]);
}

#[test]
fn the_runtime_is_where_it_is_told_to_be() {
    let folder = folder_with(&["cli/shop.json"]);
    let runtime = folder.path().join("runtime");
    fs::create_dir(&runtime).expect("made");
    fs::write(
        runtime.join("Cargo.toml"),
        "[package]\nname = \"tinsmith-runtime\"\n",
    )
    .expect("written");
    succeeds(
        &folder,
        &with("generate", &["--crate", "a", "--runtime-path", "runtime"]),
    );
    let manifest = read(folder.path().join("a/Cargo.toml"));
    assert!(
        manifest.contains("tinsmith-runtime = { path = \"../runtime\" }"),
        "{manifest}"
    );
    succeeds(&folder.path().join("a"), &["check"]);

    let absolute = runtime.to_string_lossy().into_owned();
    succeeds(
        &folder,
        &with("generate", &["--crate", "b", "--runtime-path", &absolute]),
    );
    let manifest = read(folder.path().join("b/Cargo.toml"));
    assert!(
        manifest.contains(&format!("{{ path = {absolute:?} }}")),
        "{manifest}"
    );
}

#[test]
fn arguments_that_do_not_go_together_are_explained() {
    let folder = folder_with(&["cli/shop.json"]);
    let mut told = String::new();
    for arguments in [
        &["generate"][..],
        &["generate", "--operations", "GetOrder"],
        &["generate", "--model", "shop.json", "--config", "build.json"],
        &["generate", "--model", "shop.json"],
        &["generate", "--model", "shop.json", "--out", "out"],
        &[
            "generate",
            "--model",
            "shop.json",
            "--service",
            "Shop",
            "--operations",
            "GetOrdr",
            "--out",
            "out",
        ],
        &[
            "generate",
            "--model",
            "shop.json",
            "--service",
            "Till",
            "--out",
            "out",
        ],
        &[
            "generate",
            "--model",
            "shop.json",
            "--out",
            "out",
            "--runtime-path",
            "runtime",
        ],
        &[
            "generate",
            "--model",
            "shop.json",
            "--crate",
            "a",
            "--runtime-path",
            ".",
        ],
        &[
            "generate",
            "--model",
            "shop.json",
            "--service",
            "Shop",
            "--operations",
            "Ping",
            "--crate",
            "../up",
        ],
        &[
            "generate",
            "--model",
            "shop.json",
            "--service",
            "Shop",
            "--operations",
            "Ping",
            "--crate",
            "match",
        ],
        // A keyword of the edition of generated crates alone.
        &[
            "generate",
            "--model",
            "shop.json",
            "--service",
            "Shop",
            "--operations",
            "Ping",
            "--crate",
            "gen",
        ],
        &["check", "--model", "shop.json"],
        &["check", "--crate", "a"],
    ] {
        told.push_str(&format!("$ tinsmith {}\n\n", arguments.join(" ")));
        told.push_str(&fails(&folder, arguments));
        told.push_str("────\n");
    }
    insta::assert_snapshot!(told);
    let left = fs::read_dir(folder.path()).expect("read").count();
    assert_eq!(left, 1, "nothing was written");
}

#[test]
fn a_list_of_operations_may_have_spaces_but_no_gaps() {
    let folder = folder_with(&["cli/shop.json"]);
    let of = |operations| {
        [
            "generate",
            "--model",
            "shop.json",
            "--service",
            "Shop",
            "--out",
            "out",
            "--operations",
            operations,
        ]
    };
    let told = succeeds(&folder, &of("GetOrder, Ping"));
    assert!(told.contains(": 2 operations,"), "{told}");
    // An empty variable in a script must not mean all of them.
    assert!(fails(&folder, &of("")).contains("has no operation"));
}

#[test]
fn quiet_says_nothing_but_what_is_wrong() {
    let folder = folder_with(&["cli/shop.json"]);
    assert_eq!(
        succeeds(&folder, &with("generate", &["--out", "out", "--quiet"])),
        ""
    );
    assert_eq!(
        succeeds(&folder, &with("check", &["--out", "out", "-q"])),
        ""
    );
    fs::remove_file(folder.path().join("out/shop/mod.rs")).expect("deleted");
    let stale = tinsmith(&folder, &with("check", &["--out", "out", "-q"]));
    assert_eq!(
        (stale.status.code(), stdout(&stale), stderr(&stale)),
        (Some(1), String::new(), String::new())
    );
    assert!(
        fails(
            &folder,
            &["generate", "-q", "--model", "nowhere.json", "--out", "out"]
        )
        .contains("isn't there")
    );
}

/// A warning stops nothing, and is said even if nothing else is to be.
#[test]
fn what_a_server_leaves_unchecked_is_said() {
    let folder = folder_with(&["cli/shop.json"]);
    let generate = ["generate", "--model", "shop.json", "--service", "Shop"];
    let photo = ["--operations", "PutPhoto", "--out", "src"];
    let run = |more: &[&str]| tinsmith(&folder, &[&generate[..], &photo, more].concat());
    let output = run(&["--server", "--quiet"]);
    assert_eq!(output.status.code(), Some(0));
    let said = stderr(&output);
    assert!(
        said.starts_with("warning: a server of PutPhoto doesn't look at checksums"),
        "{said}"
    );
    assert_eq!(stderr(&run(&[])), "");
}
