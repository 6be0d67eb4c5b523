//! Bodies in XML and CBOR, and forms, that were made to cost much: memory and time are in proportion to their
//! length, and nothing panics.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use tinsmith_runtime::generated::{cbor, form, xml};
use tinsmith_runtime::{Timestamp, UnknownMember, bytes::Bytes};

mod cbor_bodies;
mod forms;
mod xml_bodies;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Tests of one process share the allocator, so they take turns.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory that isn't in proportion to the body: an error, and the walk to its place, which is 1,152
/// levels deep at most.
const SMALL: usize = 512 * 1024;

/// Runs a function within the time that any body of these tests may take, and returns the most
/// memory that it has at once.
fn peak<T>(run: impl FnOnce() -> T) -> (T, usize) {
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let begin = Instant::now();
    let value = run();
    let peak = ALLOCATOR.peak_usage().saturating_sub(before);
    // A quadratic loop would take minutes.
    assert!(
        begin.elapsed() < Duration::from_secs(20),
        "{:?}",
        begin.elapsed()
    );
    (value, peak)
}

/// A structure with a member of every kind.
#[derive(Debug, Default, PartialEq)]
struct Node {
    kind: Option<String>,
    text: Option<String>,
    number: Option<i64>,
    time: Option<Timestamp>,
    blob: Option<Bytes>,
    list: Option<Vec<String>>,
    map: Option<BTreeMap<String, i32>>,
    items: Option<Vec<i32>>,
    pairs: Option<BTreeMap<String, String>>,
    choice: Option<Choice>,
    node: Option<Box<Node>>,
}

#[derive(Debug, PartialEq)]
enum Choice {
    Flat(Vec<String>),
    Unknown(UnknownMember),
}

/// Gives a module the reader of [`Node`] in a format.
macro_rules! reader {
    ($name:ident, $format:ident, $attribute:expr) => {
        fn $name(r: &mut $format::Reader<'_>, node: &mut Node) -> $format::ReadResult {
            let attribute: fn(&mut $format::Reader<'_>, &mut Node) -> $format::ReadResult =
                $attribute;
            attribute(r, node)?;
            r.object(|r, key| match key {
                "Text" => r.set(&mut node.text, $format::Reader::string),
                "Number" => r.set(&mut node.number, $format::Reader::long),
                "Time" => r.set(&mut node.time, $format::Reader::date_time),
                "Blob" => r.set(&mut node.blob, $format::Reader::blob),
                "List" => r.set(&mut node.list, |r| {
                    r.list("member", $format::Reader::string)
                }),
                "Map" => r.set(&mut node.map, |r| {
                    r.map("entry", "key", "value", $format::Reader::integer)
                }),
                "Item" => r.push(node.items.get_or_insert_default(), $format::Reader::integer),
                "Pair" => r.put(
                    node.pairs.get_or_insert_default(),
                    "k",
                    "v",
                    $format::Reader::string,
                ),
                "Choice" => r.set(&mut node.choice, |r| {
                    r.union("Choice").read(|r, tag| match tag {
                        "Flat" => r.siblings($format::Reader::string).map(Choice::Flat),
                        _ => r.unknown_member(tag).map(Choice::Unknown),
                    })
                }),
                "Node" => r.structure(&mut node.node, |r, node| $name(r, node)),
                _ => r.skip(),
            })
        }
    };
}

reader!(read_xml, xml, |r, node| r.attribute("kind", |r| {
    r.set(&mut node.kind, xml::Reader::string)
}));
reader!(read_form, form, |_, _| Ok(()));

fn of_xml(body: &[u8]) -> xml::ReadResult<Node> {
    let mut reader = xml::Reader::new(body)?;
    let node = reader.new_structure(read_xml)?;
    reader.end()?;
    Ok(node)
}

fn of_form(body: &[u8]) -> form::ReadResult<Node> {
    form::Reader::new(body)?.strict().new_structure(read_form)
}
