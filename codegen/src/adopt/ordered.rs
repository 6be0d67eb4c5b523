//! Maps in code that is shown anew as a whole.

use super::changes::Changes;
use super::data::{AdoptedPiece, AdoptedService};
use super::edits::Form;
use super::lines::{Kind, parts};
use super::maps::{KIND as MAPS, NEW, OLD};
use super::place::{Extent, Place};

/// Gives the maps in new code their new type, where each map in the old code has it.
pub(super) fn part(
    services: &mut [AdoptedService],
    pieces: &mut [AdoptedPiece],
    changes: &Changes,
) {
    for service in services {
        let calls = service.operations.iter_mut().flat_map(|it| &mut it.calls);
        for call in calls {
            let (old, notes) = (&call.old, &mut call.notes);
            ordered(
                &mut call.new,
                notes,
                old,
                &call.place,
                &call.extent,
                changes,
            );
        }
    }
    for piece in pieces {
        let (old, notes) = (&piece.old, &mut piece.notes);
        ordered(
            &mut piece.new,
            notes,
            old,
            &piece.place,
            &piece.extent,
            changes,
        );
    }
}

fn ordered(
    new: &mut Option<String>,
    notes: &mut Vec<String>,
    old: &str,
    place: &Place,
    extent: &Extent,
    changes: &Changes,
) {
    let Some(code) = new.as_mut().filter(|code| named(code).1 > 0) else {
        return;
    };
    let inside = changes.within(&place.file, extent).into_iter();
    let inside = inside.filter(|it| it.kind == MAPS && !matches!(it.form, Form::Hand));
    // A change of a map is as it is.
    if inside.clone().any(|it| it.extent == *extent) {
        return;
    }
    match inside.count() {
        0 => {}
        count if count == named(old).1 => *code = named(code).0,
        _ => notes.push(format!(
            "some of the maps are `BTreeMap` here, and the others stay `{OLD}`"
        )),
    }
}

/// The code with the other type of maps, and the number of its names.
fn named(code: &str) -> (String, usize) {
    let (mut new, mut count) = (String::new(), 0);
    for (kind, part) in parts(code) {
        if kind != Kind::Code {
            new.push_str(part);
            continue;
        }
        let is_between = |it: char| !it.is_alphanumeric() && it != '_';
        for word in part.split_inclusive(is_between) {
            let name = word.trim_end_matches(is_between);
            if name == OLD {
                count += 1;
                new.push_str(NEW);
                new.push_str(word.get(OLD.len()..).unwrap_or_default());
            } else {
                new.push_str(word);
            }
        }
    }
    (new, count)
}
