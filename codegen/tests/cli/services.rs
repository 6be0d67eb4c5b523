//! Several services from the command line, and operations that find their service.

use std::fs;

use tempfile::TempDir;

use crate::support::{fails, folder_with, read, stdout, succeeds, tinsmith};

/// Two services, one of which has a name that differs from its `sdkId`; both tag things.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let service = |name: &str, sdk_id: &str, operations: &[&str]| {
        let namespace = name.to_lowercase();
        let shapes: String = operations
            .iter()
            .map(|name| {
                format!("operation {name} {{ input := {{ id: String }}, output := {{}} }}\n")
            })
            .collect();
        format!(
            "$version: \"2.0\"\nnamespace example.{namespace}\nuse aws.protocols#awsJson1_1\n\
             use aws.api#service\n@service(sdkId: \"{sdk_id}\")\n@awsJson1_1\n\
             service {name} {{ version: \"1\", operations: [{}] }}\n{shapes}",
            operations.join(", ")
        )
    };
    for (file, text) in [
        ("shop.smithy", service("Shop", "Shop", &["GetOrder", "Tag"])),
        (
            "depot.smithy",
            service(
                "StoreFront",
                "Depot Store",
                &["GetCrate", "PutCrate", "Tag"],
            ),
        ),
    ] {
        fs::write(folder.path().join(file), text).expect("written");
    }
    folder
}

const MODELS: [&str; 5] = [
    "generate",
    "--model",
    "shop.smithy",
    "--model",
    "depot.smithy",
];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&MODELS[..], more].concat()
}

/// The lines about services and operations.
fn generated(told: &str) -> String {
    let lines = told.lines().take_while(|line| !line.starts_with("added"));
    lines
        .map(|line| line.split(" operation").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn operations_find_their_services() {
    let folder = folder();
    for (arguments, made) in [
        (
            &["--operations", "GetCrate,GetOrder,PutCrate"][..],
            "example.shop#Shop: 1\n  shop::GetOrder\nexample.storefront#StoreFront: 2\n  \
             depot_store::GetCrate\n  depot_store::PutCrate",
        ),
        (
            &["--operations", "GetOrder,depotstore:Tag"],
            "example.shop#Shop: 1\n  shop::GetOrder\nexample.storefront#StoreFront: 1\n  \
             depot_store::Tag",
        ),
        (
            &["--operations", "Shop:*,StoreFront:GetCrate"],
            "example.shop#Shop: 2\n  shop::GetOrder\n  shop::Tag\n\
             example.storefront#StoreFront: 1\n  depot_store::GetCrate",
        ),
        (
            &["--service", "DepotStore", "--operations", "Tag"],
            "example.storefront#StoreFront: 1\n  depot_store::Tag",
        ),
        (
            &[
                "--service",
                "shop,depot-store",
                "--operations",
                "GetCrate,example.shop#GetOrder",
            ],
            "example.shop#Shop: 1\n  shop::GetOrder\nexample.storefront#StoreFront: 1\n  \
             depot_store::GetCrate",
        ),
        (
            &["--service", "StoreFront", "--service", "Shop"],
            "example.storefront#StoreFront: 3\n  depot_store::GetCrate\n  \
             depot_store::PutCrate\n  depot_store::Tag\nexample.shop#Shop: 2\n  \
             shop::GetOrder\n  shop::Tag",
        ),
    ] {
        let out = folder.path().join("out");
        let _ = fs::remove_dir_all(&out);
        let told = succeeds(&folder, &with(&[arguments, &["--out", "out"]].concat()));
        assert_eq!(generated(&told), made, "{arguments:?}");
    }
}

#[test]
fn a_crate_of_several_services_says_so_in_its_build_file() {
    let folder = folder();
    let arguments = ["--operations", "Shop:Tag,PutCrate", "--crate", "calls"];
    succeeds(&folder, &with(&arguments));
    let build = read(folder.path().join("calls/smithy-build.json"));
    insta::assert_snapshot!(build);
    let made = folder.path().join("calls");
    assert!(succeeds(&made, &["check"]).starts_with("generated: fresh ("));
    let check = [&["check"], &MODELS[1..], &arguments].concat();
    assert!(succeeds(&folder, &check).starts_with("calls/generated: fresh ("));
}

#[test]
fn what_is_not_clear_is_asked() {
    let folder = folder();
    let mut told = String::new();
    for arguments in [
        &["--operations", "Tag"][..],
        &["--operations", "GetOrdr,Tag,GetCrates,Destroy"],
        &["--operations", "Depo:Tag,Shop:Destroy,GetOrdr"],
        &[
            "--service",
            "Shp",
            "--service",
            "Shop",
            "--operations",
            "GetOrder",
        ],
        &["--service", "Shop,StoreFront", "--operations", "GetOrder"],
        &["--operations", "GetOrder,GetCrate", "--module", "both"],
        &["--service", "Shpo", "--crate", "match"],
        &["--protocol", "restJson1"],
    ] {
        told.push_str(&format!("$ … {}\n\n", arguments.join(" ")));
        told.push_str(&fails(
            &folder,
            &with(&[arguments, &["--out", "out"]].concat()),
        ));
        told.push_str("────\n");
    }
    insta::assert_snapshot!(told);
    assert!(!folder.path().join("out").exists());
}

/// A file that is broken hides what is in it: services and operations can't be missed then.
#[test]
fn what_may_be_in_a_broken_file_is_not_missed() {
    let folder = folder();
    fs::write(
        folder.path().join("depot.smithy"),
        "$version: \"2.0\"\nnames",
    )
    .expect("written");
    for arguments in [
        &["--operations", "GetOrder,GetCrate"][..],
        &["--service", "StoreFront"],
        &["--service", "Shop,StoreFront", "--operations", "GetCrate"],
    ] {
        let told = fails(&folder, &with(&[arguments, &["--out", "out"]].concat()));
        assert!(
            told.ends_with("\n1 problem; nothing was written\n"),
            "{told}"
        );
    }
}

#[test]
fn check_advises_the_command_that_applies() {
    let folder = folder();
    for (arguments, advice) in [
        (
            with(&["--operations", "Shop:*", "--out", "my code", "--client"]),
            "tinsmith generate --model shop.smithy --model depot.smithy --operations 'Shop:*' \
             --out 'my code' --client",
        ),
        (
            with(&[
                "--service",
                "Shop",
                "--crate",
                "calls",
                "--skip-unsupported",
            ]),
            "tinsmith generate --model shop.smithy --model depot.smithy --service Shop --crate \
             calls --skip-unsupported",
        ),
    ] {
        let check: Vec<&str> = ["check"].iter().chain(&arguments[1..]).copied().collect();
        let output = tinsmith(&folder, &check);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let told = stdout(&output);
        let line = format!("\nTo mend it, run `{advice}` and commit the result.\n");
        assert!(told.ends_with(&line), "{told}");
        succeeds(&folder, &arguments);
        assert_eq!(tinsmith(&folder, &check).status.code(), Some(0));
    }
    let build = folder.path().join("calls/smithy-build.json");
    let text = read(&build).replace("\"clientFeature\": \"client\",", "");
    fs::write(&build, text).expect("written");
    for (place, arguments, advice) in [
        ("calls", &["check"][..], "`tinsmith generate`"),
        (
            ".",
            &["check", "--config", "calls/smithy-build.json"],
            "`tinsmith generate --config calls/smithy-build.json`",
        ),
    ] {
        let output = tinsmith(&folder.path().join(place), arguments);
        assert!(stdout(&output).contains(advice), "{}", stdout(&output));
    }
}

#[test]
fn services_that_are_not_supported_are_left_out_whole() {
    let folder = folder_with(&["cli/shop.json"]);
    let generate = ["generate", "--model", "shop.json", "--skip-unsupported"];
    let told = succeeds(
        &folder,
        &[&generate[..], &["--crate", "calls", "-q"]].concat(),
    );
    assert_eq!(told, "");
    let told = succeeds(&folder.path().join("calls"), &[]);
    let reason = "Till speaks aws.protocols#restYaml, which isn't supported";
    let line = format!("\nleft out example.shop#Till: {reason}\n");
    assert!(told.contains(&line), "{told}");
    for file in ["calls/README.md", "calls/generated/lib.rs"] {
        let text = read(folder.path().join(file));
        assert!(
            text.contains(&format!("- `example.shop#Till`: {reason}\n")),
            "{text}"
        );
    }
    assert!(!folder.path().join("calls/generated/till").exists());

    // Nothing would be left, and a protocol that is named is a mistake.
    for more in [
        &["--service", "Till"][..],
        &["--service", "Till,Shop", "--protocol", "restJson1"],
    ] {
        let told = fails(&folder, &[&generate[..], more, &["--out", "out"]].concat());
        assert!(told.contains("error: Till speaks"), "{told}");
    }
}

#[test]
fn a_model_that_is_not_there_is_looked_for_by_its_name() {
    let folder = folder();
    fs::create_dir(folder.path().join("models")).expect("made");
    fs::rename(
        folder.path().join("shop.smithy"),
        folder.path().join("models/shop.smithy"),
    )
    .expect("moved");
    let mut told = String::new();
    for model in [
        "nowhere.json",
        "models/shp.smithy",
        "model/shop.smithy",
        "models/depot.json",
    ] {
        told.push_str(&fails(
            &folder,
            &["generate", "--model", model, "--out", "out"],
        ));
        told.push_str("────\n");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_crate_without_a_known_runtime_says_what_to_do() {
    let folder = folder();
    let near = folder.path().join("tinsmith/runtime");
    fs::create_dir_all(&near).expect("made");
    fs::write(
        near.join("Cargo.toml"),
        "[package]\nname = \"tinsmith-runtime\"\n",
    )
    .expect("written");
    let told = succeeds(&folder, &with(&["--service", "Shop", "--crate", "calls"]));
    let advice = format!(
        "cargo will look for tinsmith-runtime {} in the registry. If cargo doesn't find it there:\n  \
         generate with --runtime-path tinsmith/runtime\n",
        env!("CARGO_PKG_VERSION")
    );
    assert!(told.contains(&advice), "{told}");
    // Once is enough, and there is nothing to say if it is known.
    let again = succeeds(&folder.path().join("calls"), &[]);
    assert!(!again.contains("registry"), "{again}");
    let known = [
        "--service",
        "Shop",
        "--crate",
        "more",
        "--runtime-path",
        "tinsmith/runtime",
    ];
    let told = succeeds(&folder, &with(&known));
    assert!(!told.contains("registry"), "{told}");
}

/// Who types `depotstor` has typed towards the `sdkId`; an id stands for an id.
#[test]
fn a_misspelt_service_is_suggested_as_people_type_it() {
    let folder = folder();
    for (name, meant) in [
        ("depotstor", "did you mean DepotStore?"),
        ("StoreFrnt", "did you mean StoreFront?"),
        ("example.shop#Shpo", "did you mean example.shop#Shop?"),
        ("other", "the sources define DepotStore, Shop"),
    ] {
        let told = fails(&folder, &with(&["--service", name, "--out", "out"]));
        assert!(told.contains(&format!("help: {meant}\n")), "{told}");
    }
}

/// As `generate` does, `list` and `validate` take several services and the operations of each.
#[test]
fn other_commands_take_several_services() {
    let folder = folder();
    for arguments in [
        &[
            "--service",
            "depotstore",
            "--service",
            "shop",
            "--operations",
            "GetOrder,GetCrate",
        ][..],
        &["--operations", "shop:Tag, DepotStore:Tag"],
    ] {
        let list = [
            &["list", "shop.smithy", "depot.smithy", "--json"],
            arguments,
        ]
        .concat();
        let listed = succeeds(&folder, &list);
        let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
        let services = listed["services"].as_array().expect("services");
        assert_eq!(services.len(), 2, "{listed}");
        for service in services {
            assert_eq!(
                service["operations"].as_array().map(Vec::len),
                Some(1),
                "{listed}"
            );
        }
        let validate = [&["validate", "shop.smithy", "depot.smithy"], arguments].concat();
        succeeds(&folder, &validate);
    }
}
