//! There is no `unsafe` anywhere: every package forbids it, and so does a crate that the generator
//! makes.

use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_package_of_the_workspace_forbids_it() {
    let root = read(repository().join("Cargo.toml"));
    assert!(root.contains("[workspace.lints.rust]\nunsafe_code = \"forbid\"\n"));
    let members = root
        .lines()
        .find_map(|line| line.strip_prefix("members = ["));
    let members = members.expect("members").trim_end_matches(']').split(", ");
    let mut count = 0;
    for member in members.map(|member| member.trim_matches('"')).chain(["."]) {
        let folder = repository().join(member);
        let manifest = read(folder.join("Cargo.toml"));
        if member == "tests/budgets" {
            // It counts allocations, which takes an allocator of its own; no other file may.
            assert!(manifest.contains("[lints.rust]\nunsafe_code = \"deny\"\n"));
            continue;
        }
        let inherits = manifest.contains("[lints]\nworkspace = true\n");
        let forbids = || read(folder.join("src/lib.rs")).contains("#![forbid(unsafe_code)]\n");
        assert!(inherits || forbids(), "{member} doesn't forbid unsafe code");
        count += 1;
    }
    assert!(count >= 7, "{count} packages");
}

#[test]
fn a_crate_that_the_generator_makes_forbids_it() {
    let tree = tinsmith::Config::new()
        .root(repository())
        .model("codegen/tests/models/simple_types.json")
        .package(tinsmith::PackageConfig::new("made"))
        .generate()
        .expect("a sound model");
    let package = tree.package().expect("a package");
    let (_, manifest) = package
        .files()
        .find(|(name, _)| *name == "Cargo.toml")
        .expect("a manifest");
    assert!(
        manifest.contains("[lints.rust]\nunsafe_code = \"forbid\"\n"),
        "{manifest}"
    );
}
