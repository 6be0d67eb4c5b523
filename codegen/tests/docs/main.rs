//! The documentation of the repository: every page is in the index, links lead somewhere, and code
//! in Rust is compiled.

mod build_scripts;
mod snippets;
mod traits;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders with pages.
const FOLDERS: [&str; 5] = ["", "docs", "codegen", "runtime", "scripts"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The Markdown files of a folder, without those of folders in it.
fn pages(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let mut pages: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    pages
}

fn name(page: &Path) -> String {
    let name = page.file_name().expect("a name");
    name.to_string_lossy().into_owned()
}

/// The lines of a page that aren't code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// The targets of links, as Markdown has them.
fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    for line in prose(text) {
        // Code in a line has no links.
        let line: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let targets = line.split("](").skip(1);
        links.extend(targets.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())));
    }
    links
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = prose(text).filter(|line| line.starts_with('#'));
    let slug = |heading: &str| {
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = heading
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(slug).collect()
}

#[test]
fn the_index_has_every_page_once() {
    let index = read(&root().join("docs/README.md"));
    let items: Vec<&str> = index
        .lines()
        .filter(|line| line.starts_with("- "))
        .collect();
    let mut listed: Vec<String> = items.iter().flat_map(|item| links(item)).collect();
    listed.sort();
    let pages = pages("docs");
    let pages: Vec<String> = pages
        .iter()
        .map(|page| name(page))
        .filter(|name| name != "README.md")
        .collect();
    assert!(pages.len() > 20, "{pages:?}");
    assert_eq!(
        listed, pages,
        "docs/README.md has a line for each page of docs, with a link to it"
    );
    for item in items {
        let is_short = item.len() <= 120 && item.ends_with('.');
        assert!(is_short, "not a sentence of one line: {item}");
    }
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for page in FOLDERS.into_iter().flat_map(pages) {
        let text = read(&page);
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            checked += 1;
            let (file, anchor) = match link.split_once('#') {
                Some((file, anchor)) => (file, Some(anchor)),
                None => (&*link, None),
            };
            let target = match file {
                "" => page.clone(),
                file => page.with_file_name(file),
            };
            let is_page = target.extension().is_some_and(|it| it == "md");
            let leads = match anchor {
                _ if !target.exists() => false,
                Some(anchor) if is_page => anchors(&read(&target)).contains(anchor),
                _ => true,
            };
            if !leads {
                wrong.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(checked > 100, "only {checked} links were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn links_and_anchors_are_found() {
    let text = "# A `b`, c!\n[x](y.md#z) and `[code](no)`, [p](q)\n```\n[code](no)\n# no\n```\n";
    assert_eq!(links(text), ["y.md#z", "q"]);
    assert_eq!(anchors(text), BTreeSet::from(["a-b-c".to_owned()]));
}
