//! The public surfaces of the runtime and the generator, as `tinsmith_runtime.txt` and `tinsmith.txt`
//! in `codegen/tests/surface` have them: a change of a surface is a change of its file, which a pull
//! request shows.
//!
//! The hidden face, `tinsmith_runtime::generated`, isn't in its file. Two things aren't seen:
//! auto traits, and the fields of items that macros define.

use std::fs;
use std::path::Path;

mod listing;
mod print;
mod sources;

use listing::Listing;
use sources::Sources;

const COMMAND: &str = "TINSMITH_ACCEPT=1 cargo test -p tinsmith --test surface";

/// Compares the surface of a crate of the workspace with the reviewed one.
fn compare(krate: &str, source: &str, least: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = Listing::of(&Sources::read(&folder.join(source))).text();
    assert!(
        found.lines().count() > least,
        "the listing is cut:\n{found}"
    );
    let file = folder.join(format!("tests/surface/{krate}.txt"));
    if std::env::var_os("TINSMITH_ACCEPT").is_some() {
        fs::write(&file, &found).expect("a file that can be written");
    }
    let reviewed = fs::read_to_string(&file).unwrap_or_default();
    let (old, new): (Vec<&str>, Vec<&str>) = (reviewed.lines().collect(), found.lines().collect());
    let gone = old.iter().filter(|line| !new.contains(line));
    let added = new.iter().filter(|line| !old.contains(line));
    let changes: Vec<String> = gone
        .map(|line| format!("- {line}"))
        .chain(added.map(|line| format!("+ {line}")))
        .collect();
    assert!(
        old == new,
        "the public surface of {krate} changed:\n{}\nIf that is wanted, run `{COMMAND}` and \
         commit the file.",
        changes.join("\n")
    );
}

#[test]
fn the_runtimes_surface_is_the_reviewed_one() {
    compare("tinsmith_runtime", "../runtime/src", 300);
}

#[test]
fn the_generators_surface_is_the_reviewed_one() {
    compare("tinsmith", "src", 50);
}

#[test]
fn the_surfaces_name_only_what_is_on_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for source in ["../runtime/src", "src"] {
        let sources = Sources::read(&folder.join(source));
        let hidden = Listing::of(&sources).hidden_in_signatures();
        assert!(
            hidden.is_empty(),
            "signatures show types that aren't public, or only in `generated`: hide the item with \
             #[doc(hidden)], or make the type public:\n{}",
            hidden.join("\n")
        );
    }
}

#[test]
fn each_kind_of_item_is_found() {
    let sources = Sources::of(&[
        (
            "",
            "mod a; pub mod b; #[doc(hidden)] pub mod generated; mod m;
             pub use a::{Data, Kind as Sort}; pub use bytes; pub use m::*;
             fn private() {} pub const LIMIT: u32 = 1; #[cfg(test)] pub fn of_tests() {}",
        ),
        (
            "a",
            "use crate::b::Act;
             #[derive(Clone)] #[non_exhaustive] pub struct Data { pub one: u8, two: u8 }
             pub enum Kind { First, Second(u8) } pub struct Unseen;
             impl Data { pub fn new(secret: Unseen) -> Self { Self } fn own(&self) {}
                 pub(crate) fn inner(&self) {} #[doc(hidden)] pub fn __new() {}
                 made! { third: u8; } }
             impl Act for Data { fn act(&self) {} } impl From<Data> for u8 {}
             macro_rules! made { ($($n:ident: $t:ty;)*) => { $(pub fn $n(&self) -> $t { 0 })* } }",
        ),
        (
            "b",
            "pub trait Act { fn act(&self); #[doc(hidden)] fn hidden(&self) {} }
             pub type Short = u8; pub static NAME: &str = \"\"; pub async fn go<T: Act>(of: &T) {}",
        ),
        ("generated", "pub use crate::a::Unseen;"),
        (
            "m",
            "pub fn of_glob() {} #[macro_export] macro_rules! seen { () => {} }
             #[doc(hidden)] #[macro_export] macro_rules! __unseen { () => {} }",
        ),
    ]);
    let listing = Listing::of(&sources);
    assert_eq!(
        listing.text().lines().collect::<Vec<_>>(),
        [
            "Data: #[derive(Clone)] #[non_exhaustive] pub struct Data",
            "Data: impl Act for Data",
            "Data: impl From<Data> for u8",
            "Data: made! { third: u8; }",
            "Data::new: pub fn new(secret: Unseen) -> Self",
            "Data::one: u8",
            "LIMIT: pub const LIMIT: u32",
            "Sort: pub enum Kind",
            "Sort::First",
            "Sort::Second(u8)",
            "a: made! has pub fn $n(& self) -> $t",
            "b: pub mod",
            "b::Act: pub trait Act",
            "b::Act::act: fn act(&self)",
            "b::NAME: pub static NAME: &str",
            "b::Short: pub type Short = u8",
            "b::go: pub async fn go<T: Act>(of: &T)",
            "bytes: pub use bytes",
            "of_glob: pub fn of_glob()",
            "seen: macro",
        ]
    );
    assert_eq!(listing.hidden_in_signatures(), ["Data::new names Unseen"]);
}
