//! Texts that are nearly models: each gives an AST or a report, in bounded time.

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use tinsmith::pipeline;

use crate::models;

/// Longer than any small text takes on a slow machine without optimisation.
const MAX_TIME: Duration = Duration::from_secs(10);

/// Pieces of the grammar.
const PIECES: &[&str] = &[
    "$version: \"2.0\"\n",
    "$version: \"1.0\"\n",
    "namespace a.b\n",
    "use a.b#C\n",
    "metadata a = ",
    "structure ",
    "union ",
    "enum ",
    "intEnum ",
    "list ",
    "set ",
    "map ",
    "service ",
    "resource ",
    "operation ",
    "string ",
    "apply ",
    "for ",
    "with ",
    "input ",
    "output ",
    "errors ",
    "member",
    "key",
    "value",
    "A",
    "B",
    "_",
    "a.b#C",
    "A$b",
    "$a",
    "@",
    "@trait",
    "@mixin",
    "@foo(",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ":",
    ":=",
    "=",
    ",",
    "#",
    ".",
    "\n",
    " ",
    "\t",
    "\r\n",
    "// c\n",
    "/// d\n",
    "\"",
    "\"s\"",
    "\"\"\"\n  t\n  \"\"\"",
    "\"\\u00e9\"",
    "\\",
    "1",
    "-",
    "1.5e3",
    "true",
    "null",
    "é",
    "\u{0}",
];

fn run(text: &str) {
    let begin = Instant::now();
    let files = vec![("model.smithy".to_owned(), text.as_bytes().to_vec())];
    if let Err(error) = pipeline::ast_of(files) {
        assert!(!error.diagnostics().is_empty(), "an empty report");
        for diagnostic in error.diagnostics() {
            if let Some(location) = diagnostic.location() {
                assert!(location.range.end <= text.len(), "{diagnostic:?}");
            }
        }
        assert!(!error.to_string().is_empty());
    }
    assert!(begin.elapsed() < MAX_TIME, "{:?}", begin.elapsed());
}

proptest! {
    #[test]
    fn pieces_of_the_grammar_in_any_order(pieces in vec(0..PIECES.len(), 0..120)) {
        let text: String = pieces.iter().filter_map(|at| PIECES.get(*at)).copied().collect();
        run(&format!("$version: \"2.0\"\nnamespace a.b\n{text}"));
        run(&text);
    }

    #[test]
    fn a_model_with_pieces_moved(cuts in vec((0.0..1.0_f64, 0.0..1.0_f64, 0..PIECES.len()), 1..6)) {
        let (_, bytes) = models(&["everything.smithy"]).remove(0);
        let mut chars: Vec<char> = String::from_utf8_lossy(&bytes).chars().collect();
        for (from, length, piece) in cuts {
            let from = (from * chars.len() as f64) as usize;
            let until = (from + (length * 40.0) as usize).min(chars.len());
            let piece = PIECES.get(piece).copied().unwrap_or_default();
            chars.splice(from..until, piece.chars());
        }
        run(&chars.into_iter().collect::<String>());
    }
}
