//! Bodies that were made to cost much, read by generated code: what memory and time they take is
//! bounded by their length.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use robust::{Operation, Recorder, services};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::event_stream::{Decoder, Message};
use tinsmith_runtime::generated::json::{MAX_DEPTH, MAX_SKIP_DEPTH};
use tinsmith_runtime::http::{Request, Response};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Tests of one process share the allocator, so they take turns.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory that isn't in proportion to anything: an error with its path, and the test's own.
const SMALL: usize = 256 * 1024;

/// Runs a function, and returns the most that it allocates, besides what is there before.
fn peak<T>(run: impl FnOnce() -> T) -> (T, usize) {
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let value = run();
    (value, ALLOCATOR.peak_usage().saturating_sub(before))
}

fn operation(module: &str, name: &str) -> &'static Operation {
    let service = services().iter().find(|service| service.module == module);
    let mut operations = service.expect(module).operations.iter();
    operations.find(|one| one.name == name).expect(name)
}

/// Makes an object of about `count` members and items that no model has.
fn unknown_members(count: usize) -> String {
    let mut body = String::from("{");
    for number in 0..count / 2 {
        write!(body, "\"m{number}\":[1,{{}}],").expect("memory");
    }
    body.push_str("\"last\":null}");
    body
}

#[test]
fn what_nobody_asked_for_takes_no_memory_and_little_time() {
    of_unknown_members(100_000);
}

#[test]
#[ignore = "takes 4 s; CI runs it"]
fn a_million_unknown_members_take_no_memory_and_little_time() {
    of_unknown_members(1_000_000);
}

fn of_unknown_members(count: usize) {
    let _turn = turn();
    let body = unknown_members(count);
    let (length, bytes) = (body.len(), Bytes::from(body));
    for service in services() {
        for operation in &service.operations {
            let begin = Instant::now();
            let response = Response::new(bytes.clone());
            let (_, peak) = peak(|| (operation.read)(response));
            assert!(peak < SMALL, "{}: {peak} of {length}", operation.name);
            assert!(
                begin.elapsed() < Duration::from_secs(10),
                "{}",
                operation.name
            );
        }
    }
}

#[test]
fn values_take_memory_in_proportion_to_the_body() {
    let _turn = turn();
    let repeat = |item: &str| vec![item; 100_000].join(",");
    let cases = [
        ("trees", "Grow", "{\"tree\":{\"others\":[", "{}", "]}}"),
        (
            "trees",
            "Grow",
            "{\"tree\":{\"choice\":{\"many\":[",
            "{\"leaf\":\"\"}",
            "]}}}",
        ),
        (
            "simple",
            "Types",
            "{\"everything\":{\"integerList\":[",
            "1",
            "]}}",
        ),
        (
            "simple",
            "Types",
            "{\"everything\":{\"stringList\":[",
            "\"\"",
            "]}}",
        ),
        (
            "simple",
            "Types",
            "{\"everything\":{\"blobList\":[",
            "\"AA==\"",
            "]}}",
        ),
        (
            "simple",
            "Types",
            "{\"everything\":{\"listOfLists\":[",
            "[1]",
            "]}}",
        ),
        (
            "simple",
            "Types",
            "{\"everything\":{\"aDocument\":[",
            "[]",
            "]}}",
        ),
        (
            "simple",
            "Types",
            "{\"everything\":{\"aDocument\":[",
            "{\"\":{}}",
            "]}}",
        ),
        (
            "simple",
            "Types",
            "{\"everything\":{\"aDocument\":[",
            "1",
            "]}}",
        ),
        (
            "structures",
            "PutPerson",
            "{\"address\":{\"street\":\"",
            "x",
            "\"}}",
        ),
    ];
    for (module, name, start, item, end) in cases {
        let body = format!("{start}{}{end}", repeat(item));
        let length = body.len();
        let response = Response::new(Bytes::from(body));
        // The same reader as `from_response`; what the table does after it isn't counted.
        let ty = operation(module, name);
        let (_, peak) = peak(|| (ty.read)(response));
        let factor = peak / length;
        println!("{module}::{name} {item}: {length} bytes take {peak}, {factor} times as much");
        assert!(
            factor <= 256,
            "{module}::{name} {item}: {peak} for {length}"
        );
    }
}

#[test]
fn a_long_string_is_copied_once() {
    of_a_string(10_000_000);
}

#[test]
#[ignore = "takes 3 s; CI runs it"]
fn a_string_of_100_mb_is_copied_once() {
    of_a_string(100_000_000);
}

fn of_a_string(length: usize) {
    let _turn = turn();
    let body = format!("{{\"address\":{{\"street\":\"{}\"}}}}", "x".repeat(length));
    let response = Response::new(Bytes::from(body));
    let (read, peak) = peak(|| (operation("structures", "PutPerson").read)(response));
    assert!(read);
    assert!(peak < length + 1_000_000, "{peak}");
}

#[test]
fn nesting_ends_at_a_limit_on_a_small_stack() {
    let _turn = turn();
    // 128 levels of types, which are read by recursion, on half of what a thread has by default.
    let run = || {
        for depth in [10, MAX_DEPTH - 4, MAX_DEPTH, 1_000_000] {
            let depth = depth as usize;
            let mut body = String::from("{\"tree\":");
            body.push_str(&"{\"left\":".repeat(depth));
            body.push_str("{}");
            body.push_str(&"}".repeat(depth + 1));
            let read = (operation("trees", "Grow").read)(Response::new(Bytes::from(body)));
            assert_eq!(read, depth < MAX_DEPTH as usize - 1, "{depth}");
        }
    };
    let thread = std::thread::Builder::new()
        .stack_size(1024 * 1024)
        .spawn(run);
    thread.expect("a thread").join().expect("no overflow");

    for depth in [MAX_SKIP_DEPTH, MAX_SKIP_DEPTH + 1, 10_000_000] {
        let body = format!("{{\"x\":{}", "[".repeat(depth as usize));
        let begin = Instant::now();
        let response = Response::new(Bytes::from(body));
        let (read, peak) = peak(|| (operation("trees", "Grow").read)(response));
        assert!(!read && peak < SMALL, "{depth}: {peak}");
        assert!(begin.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn unions_that_are_looked_at_twice_take_time_in_proportion_to_depth() {
    let _turn = turn();
    // Each level has a second member that replaces the first, so each is gone over once more.
    let levels = 100;
    let mut body = String::from("{\"tree\":{\"choice\":");
    body.push_str(&"{\"leaf\":\"\",\"leaf\":null,\"choice\":".repeat(levels));
    write!(body, "{{\"leaf\":\"{}\"}}", "x".repeat(500_000)).expect("memory");
    body.push_str(&"}".repeat(levels + 2));
    let length = body.len();
    let begin = Instant::now();
    let read = (operation("trees", "Grow").read)(Response::new(Bytes::from(body)));
    let took = begin.elapsed();
    println!("{length} bytes, {levels} levels: {took:?}");
    assert!(read);
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn messages_in_tiny_chunks_take_memory_in_proportion() {
    in_tiny_chunks(100_000);
}

#[test]
#[ignore = "takes 3 s; CI runs it"]
fn a_million_tiny_chunks_take_memory_in_proportion() {
    in_tiny_chunks(1_000_000);
}

fn in_tiny_chunks(length: usize) {
    let _turn = turn();
    let payload = vec![7_u8; length];
    let bytes = Message::new(payload).encode().expect("a message");
    let (found, peak) = peak(|| {
        let mut decoder = Decoder::new();
        let mut found = 0;
        for byte in bytes.iter() {
            decoder.push(Bytes::copy_from_slice(&[*byte]));
            found += usize::from(decoder.next().expect("sound").is_some());
        }
        decoder.finish().expect("whole");
        found
    });
    assert_eq!(found, 1);
    assert!(peak < 5 * bytes.len(), "{peak} for {}", bytes.len());
}

#[test]
fn a_message_that_says_it_is_long_reserves_nothing() {
    let _turn = turn();
    let whole = Message::new(vec![0; 20 << 20]).encode().expect("a message");
    let start = Bytes::copy_from_slice(whole.get(..1_000).expect("more"));
    let ((), peak) = peak(|| {
        let mut decoder = Decoder::new();
        decoder.push(start.clone());
        assert_eq!(decoder.next(), Ok(None));
    });
    assert!(peak < 10_000, "{peak}");
}

#[test]
fn requests_of_the_largest_size_are_answered_in_bounds() {
    let _turn = turn();
    // As much as a server takes unless it is told otherwise, all of it violations.
    let items = vec!["{}"; 1_000_000].join(",");
    let body = format!("{{\"parts\":[{items}]}}");
    let length = body.len();
    let request = Request::put("/things/a?replace")
        .header("content-type", "application/json")
        .body(Bytes::from(body))
        .expect("a request");
    let begin = Instant::now();
    let answer = operation("guarded", "PutThing").answer;
    let (response, peak) = peak(|| answer(Arc::<Recorder>::default(), request));
    assert_eq!(response.status(), 400);
    assert!(response.body().len() < 100_000, "{}", response.body().len());
    println!("{length} bytes: {peak} at most, {:?}", begin.elapsed());
    assert!(peak < 256 * length, "{peak}");
    assert!(begin.elapsed() < Duration::from_secs(60));
}

#[test]
fn the_measure_sees_what_is_allocated() {
    let _turn = turn();
    let ((), seen) = peak(|| drop(vec![1_u8; 1 << 20]));
    // Another thread may free a little of its own meanwhile.
    assert!(seen > 1_000_000);
}
