//! The speed of reading Smithy IDL, from text to AST, and with writing the AST as JSON: of a
//! synthetic model of the size that is given in thousands of lines (by default 40), or of the
//! `.smithy` files that are named instead.
//!
//!     cargo bench -p tinsmith --bench idl -- [LINES | FILE…]

use std::fmt::Write;
use std::time::Instant;

use peak_alloc::PeakAlloc;
use tinsmith::pipeline;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let thousands = arguments.first().map(|first| first.parse::<usize>());
    let files: Vec<(String, Vec<u8>)> = match thousands {
        None => vec![("synthetic.smithy".to_owned(), synthetic(40))],
        Some(Ok(thousands)) => vec![("synthetic.smithy".to_owned(), synthetic(thousands))],
        Some(Err(_)) => arguments
            .iter()
            .map(|path| (path.clone(), std::fs::read(path).expect("a file")))
            .collect(),
    };
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let lines: usize = files
        .iter()
        .map(|(_, text)| text.iter().filter(|byte| **byte == b'\n').count())
        .sum();
    for (name, is_written) in [("text to AST", false), ("and to JSON", true)] {
        let mut best = f64::INFINITY;
        let mut peak = 0;
        for _ in 0..9 {
            let copy = files.clone();
            // The text itself is counted.
            let before = MEMORY.current_usage().saturating_sub(bytes);
            MEMORY.reset_peak_usage();
            let begin = Instant::now();
            let (shapes, _) = pipeline::translated(copy, is_written);
            best = best.min(begin.elapsed().as_secs_f64());
            peak = MEMORY.peak_usage().saturating_sub(before);
            assert!(shapes > 0);
        }
        println!(
            "{lines} lines, {bytes} bytes, {name}: {:.1} ms, {:.0} MB/s, peak {:.1} times the text",
            best * 1e3,
            bytes as f64 / 1e6 / best,
            peak as f64 / bytes as f64,
        );
    }
}

/// A model of about so many thousand lines, of the kinds that people write.
fn synthetic(thousands: usize) -> Vec<u8> {
    let mut text = String::from(
        "$version: \"2.0\"\nnamespace example.synthetic\nuse aws.protocols#restJson1\n\n@restJson1\nservice S {\n    version: \"1\"\n}\n",
    );
    for n in 0..thousands * 1000 / 40 {
        let _ = write!(
            text,
            r#"
/// Gets thing {n}, which is documented with a sentence of usual length.
/// A second line says a little more.
@readonly
@http(method: "GET", uri: "/things/{n}/{{id}}", code: 200)
operation GetThing{n} {{
    input := {{
        /// The id of the thing.
        @required
        @httpLabel
        id: ThingId{n}

        @httpQuery("size")
        size: Integer = 10
    }}
    output: GetThing{n}Output
    errors: [Missing{n}]
}}

@length(min: 1, max: 64)
@pattern("^[a-z]+$")
string ThingId{n}

@error("client")
structure Missing{n} {{
    message: String
}}

structure GetThing{n}Output {{
    /// The names by which the thing is known.
    @required
    names: Names{n}

    @documentation("The number of parts, or nothing.")
    count: Long
}}

list Names{n} {{
    member: String
}}
"#
        );
    }
    text.into_bytes()
}
