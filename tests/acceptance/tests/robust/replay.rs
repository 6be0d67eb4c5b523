//! Inputs that fuzzing has kept, and those that it has found, once more: `fuzz/corpus` and
//! `fuzz/regressions`, a folder per target.

use std::fs;
use std::path::{Path, PathBuf};

use robust::checks::ALL;

fn files(folder: &str, target: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let folder = root.join(folder).join(target);
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

fn replay(folder: &str, target: &str, check: robust::checks::Check) -> usize {
    let files = files(folder, target);
    for file in &files {
        // The file is named, as a panic alone wouldn't say which it was.
        let name = file.display();
        let bytes = fs::read(file).expect("a file");
        let result = std::panic::catch_unwind(|| check(&bytes));
        assert!(result.is_ok(), "{name} breaks the target {target}");
    }
    files.len()
}

#[test]
fn the_corpora_hold() {
    for (target, check) in ALL {
        assert!(
            replay("corpus", target, check) > 0,
            "{target} has no corpus"
        );
    }
}

#[test]
fn what_was_found_stays_fixed() {
    for (target, check) in ALL {
        replay("regressions", target, check);
    }
}

#[test]
fn every_target_has_a_check_and_every_check_a_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
    let mut targets: Vec<_> = fs::read_dir(folder)
        .expect("targets")
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        // The generator's are replayed by its own tests.
        .filter(|name| !["generate", "read_idl", "read_model"].contains(&name.as_str()))
        .collect();
    targets.sort();
    let mut checks: Vec<_> = ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    checks.sort();
    assert_eq!(targets, checks);
}
