//! Models that are wrong in ways nobody thought of: none may panic, hang, or come out as what
//! isn't Rust. Replays what fuzzing has found before (`fuzz/corpus`), then makes new ones.
//!
//! `TINSMITH_FUZZ_SECONDS` says how long (by default 3), `TINSMITH_FUZZ_SEED` where to begin (by
//! default at the same place). A model that crashes the process is in `target/fuzz`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tinsmith::{Config, pipeline};

mod mutate;

/// The time limit of a model; no small model takes nearly as long.
const MAX_TIME: Duration = Duration::from_secs(20);

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs all of the generator, and says whether there was code rather than a report.
fn run(bytes: Vec<u8>) -> bool {
    let config = Config::new()
        .client_feature("client")
        .server_feature("server")
        .serde_feature("serde")
        .protocol_tests(tinsmith::ProtocolTests::Tests);
    let begin = Instant::now();
    let result = pipeline::generate_bytes(&config, "model.json", bytes);
    let is_code = match result {
        Ok(tree) => tree.files().count() > 0,
        Err(error) => {
            let report = error.to_string();
            assert!(!report.contains("bug in tinsmith"), "{report}");
            assert!(!error.diagnostics().is_empty(), "an empty report");
            false
        }
    };
    assert!(begin.elapsed() < MAX_TIME, "{:?}", begin.elapsed());
    is_code
}

#[test]
fn the_corpus_is_replayed() {
    let mut count = 0;
    for target in ["read_model", "generate"] {
        let folder = repository().join("fuzz/corpus").join(target);
        for entry in fs::read_dir(folder).expect("a corpus") {
            let bytes = fs::read(entry.expect("an entry").path()).expect("a file");
            run(bytes);
            count += 1;
        }
    }
    assert!(count > 0);
}

#[test]
fn the_corpus_of_smithy_files_is_replayed() {
    let mut count = 0;
    for folder in ["corpus", "regressions"] {
        let folder = repository().join("fuzz").join(folder).join("read_idl");
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            println!("{}", path.display());
            run_idl(&fs::read(path).expect("a file"));
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}

/// Reads `.smithy` files, which have an AST or a report in bounded time.
fn run_idl(bytes: &[u8]) {
    let begin = Instant::now();
    mutate::idl::check(bytes);
    assert!(begin.elapsed() < MAX_TIME, "{:?}", begin.elapsed());
}

#[test]
fn smithy_files_made_wrong_give_an_ast_or_a_report() {
    let mut random = mutate::Random::new(1);
    for _ in 0..60 {
        run_idl(mutate::idl::model(&mut random).as_bytes());
    }
}

#[test]
fn models_made_wrong_give_code_or_a_report() {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let seconds = number("TINSMITH_FUZZ_SECONDS").unwrap_or(3);
    let seed = number("TINSMITH_FUZZ_SEED").unwrap_or(1);
    let last = repository()
        .join("target/fuzz")
        .join(format!("{seed}.json"));
    fs::create_dir_all(last.parent().expect("a folder")).expect("made");
    let begin = Instant::now();
    let (mut runs, mut made) = (0_u64, 0_u64);
    let mut random = mutate::Random::new(seed);
    while begin.elapsed() < Duration::from_secs(seconds) {
        let bytes = mutate::model(&mut random);
        // Should the process end here, this is why.
        fs::write(&last, &bytes).expect("written");
        made += u64::from(run(bytes));
        runs += 1;
    }
    fs::remove_file(&last).expect("removed");
    println!("seed {seed}: {runs} models, {made} of them generated");
    assert!(runs > 0);
}
