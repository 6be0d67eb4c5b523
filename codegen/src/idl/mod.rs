//! **Read**, for `.smithy` files: text → tokens → a lossless tree → the JSON AST, with places.
//!
//! The parser is written by hand: recursive descent reports what a person has to mend (the
//! bracket that isn't closed, the line where a string begins), goes on after a mistake, and needs
//! no build script. The tree keeps every byte, so that a formatter or an editor can stand on it.
//!
//! Names in a file can be of shapes of any other file, so a file is translated when all files are
//! parsed and the names of all shapes are known.
//!
//! Rules: [Smithy 2.0, IDL](https://smithy.io/2.0/spec/idl.html).

mod lexer;
mod lower;
mod names;
mod parser;
mod string;
mod token;
mod tree;

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Location, SourceFile, Sources, Translation};

use names::{Names, Scope};
use parser::Parsed;

/// Whether a file is in Smithy's IDL, by its name.
pub(crate) fn is_idl(name: &str) -> bool {
    name.ends_with(".smithy")
}

/// The most bytes of a file: places are kept in 32 bits.
const MAX_FILE: usize = u32::MAX as usize / 4;

/// Translates every `.smithy` file of the sources to the JSON AST. Statements that have mistakes
/// go into the report and are left out.
pub(crate) fn translate(sources: &mut Sources, report: &mut Report) {
    let translations = translations(sources, report);
    for (id, translation) in translations {
        sources.set_translation(id, translation);
    }
}

fn translations(sources: &Sources, report: &mut Report) -> Vec<(FileId, Translation)> {
    let files: Vec<(FileId, &SourceFile)> = sources
        .iter()
        .filter(|(_, file)| is_idl(&file.name))
        .collect();
    if files.is_empty() {
        return Vec::new();
    }
    let mut parsed: Vec<(FileId, Parsed<'_>)> = Vec::new();
    for (id, file) in files {
        if file.text.len() > MAX_FILE {
            report.add(Diagnostic::new(format!(
                "{} is larger than {MAX_FILE} bytes",
                file.name
            )));
            continue;
        }
        let mut file = parser::parse(&file.text);
        for error in file.errors.drain(..) {
            report.add(diagnostic(id, error));
        }
        report.add_more(file.more_errors);
        parsed.push((id, file));
    }
    let mut names = Names::default();
    for (_, file) in sources.iter().filter(|(_, file)| !is_idl(&file.name)) {
        names.add_json(&file.text);
    }
    let scopes: Vec<Scope<'_>> = parsed
        .iter()
        .map(|(id, file)| names.add_file(*id, file, report))
        .collect();
    // The first definition of a shape counts, so those of the models come before the known ones.
    names.add_known();
    let mut translations = Vec::with_capacity(parsed.len());
    for ((id, file), scope) in parsed.iter().zip(&scopes) {
        let translation = lower::file(*id, file, scope, &names, report);
        translations.push((*id, translation));
    }
    translations
}

fn diagnostic(id: FileId, error: parser::SyntaxError) -> Diagnostic {
    let location = |range| Location { file: id, range };
    let mut diagnostic = Diagnostic::new(error.message).at(location(error.range), error.label);
    if let Some((range, label)) = error.see {
        diagnostic = diagnostic.see(location(range), label);
    }
    match error.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
