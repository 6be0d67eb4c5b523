//! Texts that are nearly models: each gives an AST or a report, in bounded time.

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;

use crate::models;
#[allow(dead_code, reason = "fuzzing needs the rest")]
#[path = "../mutate/mod.rs"]
mod mutate;
use mutate::idl::{PIECES, check};

/// Longer than any small text takes on a slow machine without optimisation.
const MAX_TIME: Duration = Duration::from_secs(10);

fn run(text: &str) {
    let begin = Instant::now();
    check(text.as_bytes());
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
