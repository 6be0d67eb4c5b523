//! `docs/tutorial.md` shows the files of this package, and all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// This test is of the page, not of the shop.
const OWN: &str = "tests/page.rs";

/// The code blocks of the page that belong to a file: each follows a line such as `` `build.rs`: ``.
fn blocks(page: &str) -> BTreeMap<String, String> {
    let mut blocks = BTreeMap::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let name = line
            .strip_prefix('`')
            .and_then(|line| line.strip_suffix("`:"));
        if let Some(name) = name {
            assert_eq!(lines.next(), Some(""), "a blank line follows {name}");
            let fence = lines.next().unwrap_or_default();
            assert!(fence.starts_with("```"), "a code block follows {name}");
            let code: String = lines
                .by_ref()
                .take_while(|line| *line != "```")
                .map(|line| format!("{line}\n"))
                .collect();
            assert!(
                blocks.insert(name.to_owned(), code).is_none(),
                "{name} twice"
            );
        }
    }
    blocks
}

fn files(root: &Path, folder: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            files(root, &format!("{name}/"), found);
        } else if name != OWN {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn the_tutorial_shows_the_files_of_this_package() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("../../docs/tutorial.md")).unwrap();
    let mut expected = BTreeMap::new();
    files(root, "", &mut expected);
    // The page's package is beside a clone of the repository, and this one in it.
    for text in expected.values_mut() {
        *text = text.replace("\"../../", "\"../tinsmith/");
    }
    let shown = blocks(&page);
    assert_eq!(
        shown.keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>()
    );
    for (name, text) in expected {
        assert_eq!(
            shown[&name], text,
            "docs/tutorial.md and {name} are different"
        );
    }
}
