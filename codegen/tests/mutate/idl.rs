//! Texts in Smithy's IDL that are nearly models, and what has to hold for any text. Two files of a
//! text are separated by a line `////`.

use tinsmith::{Diagnostic, Severity, Sources, pipeline};

use super::Random;

/// The models to take statements from: those of the generator's own tests.
const SEEDS: [&str; 2] = [
    include_str!("../idl/models/everything.smithy"),
    include_str!("../idl/models/shared.smithy"),
];

/// Pieces of the grammar.
pub(crate) const PIECES: &[&str] = &[
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

/// Reads bytes as `.smithy` files: there is an AST that stays the same when it is read again, or a
/// report with places in the files. Validation has events with places, too.
pub(crate) fn check(bytes: &[u8]) {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut rest = bytes;
    loop {
        let found = rest.windows(SEPARATOR.len()).position(|it| it == SEPARATOR);
        let (file, next) = rest.split_at(found.unwrap_or(rest.len()));
        files.push((format!("{}.smithy", files.len()), file.to_vec()));
        let Some(next) = next.get(SEPARATOR.len()..) else {
            break;
        };
        rest = next;
    }
    let validation = pipeline::validate(files.clone());
    match pipeline::ast_of(files) {
        Ok(ast) => {
            let again = vec![("a.json".to_owned(), ast.clone().into_bytes())];
            let again = pipeline::ast_of(again).unwrap_or_else(|error| panic!("{ast}\n{error}"));
            assert_eq!(again, ast, "another AST");
        }
        Err(error) => {
            assert!(!error.diagnostics().is_empty(), "an empty report");
            assert!(!error.to_string().is_empty());
            error
                .diagnostics()
                .iter()
                .for_each(|it| check_place(it, validation.sources()));
        }
    }
    for event in validation.events() {
        check_place(event.diagnostic(), validation.sources());
    }
    assert!(!validation.to_json(Severity::Suppressed).is_empty());
}

const SEPARATOR: &[u8] = b"\n////\n";

fn check_place(diagnostic: &Diagnostic, sources: &Sources) {
    if let Some(location) = diagnostic.location() {
        let file = sources.get(location.file).expect("a file");
        let range = location.range.clone();
        assert!(file.text.get(range).is_some(), "{diagnostic:?}");
    }
}

/// A model with some changes.
pub(crate) fn model(random: &mut Random) -> String {
    let mut text = SEEDS[random.below(SEEDS.len())].to_owned();
    for _ in 0..=random.below(6) {
        text = mutate(&text, random);
    }
    text
}

/// Changes something somewhere: a piece or a statement is put in, moved, taken out, or a word becomes
/// another word of the text.
pub(crate) fn mutate(text: &str, random: &mut Random) -> String {
    let place = |text: &str, random: &mut Random| {
        let mut at = random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let at = place(text, random);
    let (before, after) = text.split_at(at);
    let end = place(after, random).min(1 + random.below(60));
    let end = (0..=end)
        .rev()
        .find(|at| after.is_char_boundary(*at))
        .unwrap_or(0);
    let (part, rest) = after.split_at(end);
    match random.below(6) {
        0 => format!("{before}{}{after}", PIECES[random.below(PIECES.len())]),
        1 => format!("{before}{}{rest}", PIECES[random.below(PIECES.len())]),
        2 => format!("{before}{rest}"),
        3 => format!("{before}{part}{part}{rest}"),
        4 => {
            let donor = SEEDS[random.below(SEEDS.len())];
            let statements: Vec<&str> = donor.split("\n\n").collect();
            let statement = statements[random.below(statements.len())];
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            let (head, tail) = text.split_at(line);
            format!("{head}{statement}\n{tail}")
        }
        _ => {
            let is_part = |it: char| it.is_alphanumeric() || it == '_';
            let words: Vec<&str> = text
                .split(|it| !is_part(it))
                .filter(|it| !it.is_empty())
                .collect();
            let Some(word) = words.get(random.below(words.len())) else {
                return text.to_owned();
            };
            let start = before.trim_end_matches(is_part);
            let tail = after.trim_start_matches(is_part);
            format!("{start}{word}{tail}")
        }
    }
}
