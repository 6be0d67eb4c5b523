//! Code in Rust on the pages of the documentation is compiled: each block is in a file that a test,
//! an example or a package of the workspace compiles.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{FOLDERS, pages, read, root};

/// The pages with blocks of Rust, and the files that have the blocks.
const PAGES: [(&str, &[&str]); 17] = [
    (
        "README.md",
        &[
            "generated/emr/operation/get_cluster_session_credentials.rs",
            "tests/acceptance/tests/emr/readme_page.rs",
        ],
    ),
    (
        "codegen/README.md",
        &[
            "codegen/tests/docs/build_scripts.rs",
            "examples/bookshop/src/lib.rs",
        ],
    ),
    (
        "docs/calls.md",
        &["tests/acceptance/tests/emr/calls_page.rs"],
    ),
    (
        "docs/configuration.md",
        &["tests/acceptance/tests/emr/configuration_page.rs"],
    ),
    (
        "docs/dynamodb.md",
        &["tests/acceptance/tests/goldens/dynamodb_page.rs"],
    ),
    (
        "docs/emr-sessions.md",
        &["tests/acceptance/tests/emr/emr_sessions_page.rs"],
    ),
    (
        "docs/event-streams.md",
        &[
            "examples/events/chat.rs",
            "tests/acceptance/tests/goldens/mocks.rs",
        ],
    ),
    (
        "docs/generating.md",
        &[
            "codegen/tests/docs/build_scripts.rs",
            "examples/bookshop/src/lib.rs",
        ],
    ),
    ("docs/http.md", &["tests/acceptance/tests/emr/http_page.rs"]),
    (
        "docs/lambda.md",
        &["examples/lambda/function.rs", "examples/lambda/main.rs"],
    ),
    (
        "docs/large-objects.md",
        &["examples/storage/tests/pages/large_objects.rs"],
    ),
    (
        "docs/migrating.md",
        &["examples/storage/tests/pages/migrating.rs"],
    ),
    (
        "docs/pages-waiters-events.md",
        &["examples/storage/tests/pages/pages_waiters_events.rs"],
    ),
    (
        "docs/presigning.md",
        &["examples/storage/tests/pages/presigning.rs"],
    ),
    (
        "docs/streaming.md",
        &["examples/storage/tests/pages/streaming.rs"],
    ),
    (
        "docs/testing.md",
        &[
            "examples/storage/tests/mocks.rs",
            "examples/storage/tests/recordings.rs",
            "tests/acceptance/tests/emr/testing_page.rs",
        ],
    ),
    (
        "docs/tutorial.md",
        &[
            "examples/bookshop/build.rs",
            "examples/bookshop/examples/buy.rs",
            "examples/bookshop/src/lib.rs",
            "examples/bookshop/src/main.rs",
            "examples/bookshop/src/shop.rs",
            "examples/bookshop/tests/shop.rs",
        ],
    ),
];

/// The blocks of Rust on a page.
fn blocks(page: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().map(str::trim_start);
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        let code: Vec<&str> = lines.by_ref().take_while(|it| *it != "```").collect();
        if language.starts_with("rust") || language.starts_with("rs") {
            blocks.push(code.join("\n"));
        }
    }
    blocks
}

/// Code without comments and without layout, since rustfmt breaks lines of a page otherwise once
/// they are in a function.
fn compact(code: &str) -> String {
    let mut compact = String::new();
    for line in code.lines().map(str::trim) {
        let is_comment = line.starts_with("//");
        let (code, _) = line.split_once(" //").unwrap_or((line, ""));
        if !is_comment {
            compact.extend(code.split_whitespace());
        }
    }
    for end in [")", "]", "}", ">"] {
        compact = compact.replace(&format!(",{end}"), end);
    }
    compact
}

fn has(file: &str, block: &str) -> bool {
    let block = compact(block);
    !block.is_empty() && compact(file).contains(&block)
}

/// Whether a file has the lines of an excerpt in their order. An excerpt leaves out documentation,
/// items, and the bodies of functions.
fn has_excerpt(file: &str, block: &str) -> bool {
    let file = compact(file);
    let mut rest = &*file;
    block.lines().all(|line| {
        let line = compact(line);
        let found = rest.split_once(line.trim_end_matches([',', ';']));
        rest = found.map_or("", |(_, rest)| rest);
        found.is_some()
    })
}

#[test]
fn each_block_of_rust_is_in_a_file_that_is_compiled() {
    let mut wrong = Vec::new();
    for (page, files) in PAGES {
        let blocks = blocks(&read(&root().join(page)));
        let mut used = BTreeSet::new();
        for block in &blocks {
            let file = files.iter().find(|file| {
                let text = read(&root().join(file));
                let is_excerpt = file.starts_with("generated/") && has_excerpt(&text, block);
                is_excerpt || has(&text, block)
            });
            match file {
                Some(file) => _ = used.insert(*file),
                None => wrong.push(format!("{page}: none of {files:?} has this:\n{block}")),
            }
        }
        for file in files.iter().filter(|file| !used.contains(*file)) {
            wrong.push(format!("{page}: {file} has no block of the page"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn each_page_with_rust_is_in_the_list() {
    let listed: Vec<String> = PAGES.iter().map(|(page, _)| (*page).to_owned()).collect();
    let mut found = Vec::new();
    for folder in FOLDERS {
        for page in pages(folder) {
            if !blocks(&read(&page)).is_empty() {
                let name = super::name(&page);
                found.push(Path::new(folder).join(name).to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    assert_eq!(
        listed, found,
        "pages with blocks of Rust have a file that compiles them, and are in `PAGES`"
    );
}

/// A file in the folder of a program or a library is compiled if one of the two has it as a module.
#[test]
fn the_files_are_parts_of_programs() {
    let files: BTreeSet<&str> = PAGES
        .iter()
        .flat_map(|(_, files)| *files)
        .copied()
        .collect();
    for file in files {
        let path = root().join(file);
        let stem = path.file_stem().expect("a name").to_string_lossy();
        let roots: Vec<_> = ["main.rs", "lib.rs"]
            .map(|name| path.with_file_name(name))
            .into_iter()
            .filter(|root| root.exists())
            .collect();
        let line = format!("mod {stem};");
        let is_root = roots.is_empty() || roots.contains(&path);
        let is_module = |root: &PathBuf| read(root).lines().any(|it| it == line);
        assert!(
            is_root || roots.iter().any(is_module),
            "no `{line}` for {file}"
        );
    }
}

#[test]
fn blocks_are_found_and_compared() {
    let page =
        "# A\n```sh\nrust\n```\n- b:\n  ```rust,no_run\n  f(\n      1, // one\n  );\n  ```\n";
    assert_eq!(blocks(page), ["f(\n1, // one\n);"]);
    assert!(has(
        "fn g() {\n    // Calls.\n    f(1);\n}\n",
        &blocks(page)[0]
    ));
    assert!(!has("fn g() {\n    f(2);\n}\n", &blocks(page)[0]));
    assert!(!has("fn g() {}\n", "// nothing but a comment"));
}

#[test]
fn excerpts_are_compared_line_by_line() {
    let file = "/// A.\npub struct A {\n    /// B.\n    pub b: u8,\n}\nimpl A {\n    pub fn c(\n        self,\n    ) -> u8 {\n        self.b\n    }\n}\n";
    let excerpt = "pub struct A {\n    pub b: u8,\n}\n\nimpl A {\n    pub fn c(self) -> u8;\n}";
    assert!(has_excerpt(file, excerpt));
    assert!(!has_excerpt(file, &excerpt.replace("c(self)", "c(&self)")));
    assert!(!has_excerpt(
        file,
        &excerpt.replace("pub b: u8", "pub b: u16")
    ));
}
