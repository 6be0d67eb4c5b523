//! Files of Rust as syntax trees.

use std::borrow::Cow;

use proc_macro2::{Span, TokenStream};

use super::place::{Extent, Place, Position};
use super::project::RustFile;

/// The deepest nesting of brackets that is read: syn and what walks its trees are recursive.
const MAX_DEPTH: usize = 150;

/// The most operators in a row, likewise.
const MAX_OPERATORS: usize = 1_500;

/// A file that was read.
pub(super) struct Source<'p> {
    pub(super) file: &'p RustFile,
    pub(super) tree: syn::File,
    pub(super) tokens: TokenStream,
}

impl<'p> Source<'p> {
    /// Parses a file, or says where it isn't Rust.
    pub(super) fn parse(file: &'p RustFile) -> Result<Self, (Place, String)> {
        if let Some(line) = too_deep(&file.text) {
            let place = Place {
                file: file.name.clone(),
                line,
                column: 1,
            };
            return Err((place, "the code is nested too deep to be read".to_owned()));
        }
        let tokens = code(&file.text).parse::<TokenStream>();
        let parsed = tokens.map_err(syn::Error::from).and_then(|tokens| {
            let tree = syn::parse2(tokens.clone())?;
            Ok(Self { file, tree, tokens })
        });
        parsed.map_err(|error| {
            let reason = format!("the file isn't Rust: {error}");
            (place(file, error.span()), reason)
        })
    }
}

/// The code of a file: a mark of the encoding is spaces, and a line for the shell is a comment, so that all else stays in
/// its place.
fn code(text: &str) -> Cow<'_, str> {
    if let Some(rest) = text.strip_prefix('\u{feff}') {
        return Cow::Owned(format!("   {rest}"));
    }
    match text.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => Cow::Owned(format!("//{rest}")),
        _ => Cow::Borrowed(text),
    }
}

/// The place where a span begins.
pub(super) fn place(file: &RustFile, span: Span) -> Place {
    let start = span.start();
    Place {
        file: file.name.clone(),
        line: start.line,
        column: start.column + 1,
    }
}

/// The part of the file that a span is.
pub(super) fn extent(span: Span) -> Extent {
    let position = |at: proc_macro2::LineColumn| Position {
        line: at.line,
        column: at.column + 1,
    };
    Extent {
        start: position(span.start()),
        end: position(span.end()),
    }
}

/// The line at which code becomes deeper than can be read. Strings and comments count as code:
/// the limits are far above what people write.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut operators, mut line) = (0_usize, 0_usize, 1_usize);
    for byte in text.bytes() {
        match byte {
            b'\n' => line += 1,
            b'(' | b'[' | b'{' => {
                depth += 1;
                operators = 0;
            }
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                operators = 0;
            }
            b';' | b',' => operators = 0,
            b'!' | b'-' | b'*' | b'&' | b'.' | b'+' | b'=' | b'<' | b'>' | b'|' | b'?' | b':' => {
                operators += 1;
            }
            _ => {}
        }
        if depth > MAX_DEPTH || operators > MAX_OPERATORS {
            return Some(line);
        }
    }
    None
}
