//! The scan of a project for uses of the SDK.

use super::found::Found;
use super::index::Index;
use super::operations::Operations;
use super::place::Place;
use super::project::Project;
use super::source::Source;
use super::walker::Walker;

/// The stack of the thread that walks through trees.
const STACK: usize = 128 << 20;

/// Finds the uses of the SDK in all files of a project.
pub(super) fn scan(project: &Project, operations: &Operations) -> std::io::Result<Found> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || on_this_thread(project, operations))?;
        thread
            .join()
            .map_err(|_| std::io::Error::other("the scan of the project has broken off"))
    })
}

fn on_this_thread(project: &Project, operations: &Operations) -> Found {
    let mut found = Found::default();
    for (file, reason) in &project.unread {
        let place = Place {
            file: file.clone(),
            line: 1,
            column: 1,
        };
        found.unresolved.push((place, reason.clone()));
    }
    let mut sources = Vec::new();
    for file in &project.files {
        match Source::parse(file) {
            Ok(source) => sources.push(source),
            Err(problem) => found.unresolved.push(problem),
        }
    }
    let index = Index::new(project, operations, &sources);
    let clients = project.clients();
    for source in &sources {
        let mut walker = Walker::new(source.file, &index, operations, &clients);
        walker.items(&source.tree.items);
        walker.end_maps(&source.tree.items, source.tokens.clone());
        walker.end_enums(&source.tree.items, source.tokens.clone());
        walker.imports(&source.tree.items);
        walker.attributes(source.tokens.clone());
        found.calls.extend(walker.found.calls);
        found.pieces.extend(walker.found.pieces);
        found.mentions.extend(walker.found.mentions);
        found.methods.extend(walker.found.methods);
        found.changes.extend(walker.found.changes);
        found.unresolved.extend(walker.found.unresolved);
        found.renames.extend(walker.found.renames);
        found.own_names.extend(walker.found.own_names);
        found.documented.extend(walker.found.documented);
        found.conversions.extend(walker.found.conversions);
    }
    found.calls.sort();
    found.calls.dedup();
    found.pieces.sort();
    found.pieces.dedup();
    found.mentions.sort();
    found.mentions.dedup();
    found.changes.sort();
    found.changes.dedup();
    found.methods.sort();
    found.methods.dedup();
    found.unresolved.sort();
    found.unresolved.dedup();
    found
}
