//! Known shapes that models refer to without bringing them along, such as the
//! `ValidationException` of `smithy.framework`.

use crate::idl;
use crate::known::{FILES, OF_SERVICES};
use crate::source::{SourceFile, Sources};

/// Adds the known files of the namespaces that the sources refer to. A namespace of which a source
/// defines shapes is left to the sources.
pub(super) fn add_referenced(sources: &mut Sources) {
    for namespace in OF_SERVICES {
        let prefix = format!("{namespace}#");
        let files: Vec<&SourceFile> = sources.iter().map(|(_, file)| file).collect();
        let is_referred_to = files.iter().any(|file| file.text.contains(&prefix));
        if !is_referred_to || files.iter().any(|file| defines(file, namespace, &prefix)) {
            continue;
        }
        let name = format!("{namespace}.smithy");
        if let Some((name, text)) = FILES.iter().find(|(file, _)| *file == name) {
            sources.add_of_program(name, text);
        }
    }
}

/// Whether a file defines a shape of a namespace, as far as the text tells.
fn defines(file: &SourceFile, namespace: &str, prefix: &str) -> bool {
    if idl::is_idl(&file.name) {
        let mut lines = file.text.lines();
        return lines.any(|line| {
            let name = line.trim().strip_prefix("namespace ");
            name.is_some_and(|name| name.trim() == namespace)
        });
    }
    // A shape is a property that has an object; a name in `rename` has a text.
    file.text.match_indices(prefix).any(|(at, _)| {
        let rest = file.text.get(at..).unwrap_or_default();
        let value = rest.split_once('"').map(|(_, rest)| rest.trim_start());
        let value = value.and_then(|rest| rest.strip_prefix(':'));
        value.is_some_and(|value| value.trim_start().starts_with('{'))
    })
}
