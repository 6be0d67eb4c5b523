//! The new forms of code besides calls: clients of mocks, recorded traffic, values of builders.

use crate::ir::{Crate, Operation, Service as Planned};

use super::changes::Changes;
use super::data::AdoptedPiece;
use super::forms::Form;
use super::found::{Call, CallKind, Found, Piece, PieceKind};
use super::mock_forms;
use super::mocks::is_within;
use super::place::Extent;
use super::replay_forms;
use super::rewrite::{Names, made};
use super::services::Services;
use super::syntax::{formatted, shown};

/// The pieces of code that have a new form, or need one.
pub(super) fn of(
    known: &Services,
    found: &Found,
    plan: &Crate,
    changes: &Changes,
) -> Vec<AdoptedPiece> {
    let service = |krate: &str| {
        let id = &known.of(krate)?.model.id;
        plan.services.iter().find(|it| it.id == *id)
    };
    let all = found.pieces.iter().filter(|piece| {
        let is_around = matches!(piece.kind, PieceKind::Value { .. })
            && changes.are_around(&piece.place.file, &piece.extent);
        !is_shown(piece, found) && !is_around
    });
    let adopted = all.filter_map(|piece| {
        let module = match &piece.kind {
            PieceKind::Client { krate, .. } | PieceKind::Value { krate, .. } => {
                service(krate).map(|it| it.module.clone())
            }
            PieceKind::Replay { .. } => None,
        };
        let (kind, form) = match &piece.kind {
            PieceKind::Client {
                krate,
                mock,
                mode,
                inside,
                others,
                is_made,
                is_mixed,
                configuration,
            } => {
                let planned = service(krate)?;
                let rules = found.calls.iter().filter(|call| {
                    call.kind == CallKind::Rule
                        && call.place.file == piece.place.file
                        && inside.contains(&call.extent)
                });
                let inside: Vec<String> = rules
                    .filter_map(|call| rule(known, planned, call, changes))
                    .collect();
                let client = mock_forms::Client {
                    mock,
                    mode: *mode,
                    is_made: *is_made,
                    is_mixed: *is_mixed,
                    inside: &inside,
                    others,
                    configuration: configuration.as_deref(),
                };
                ("mock", mock_forms::of_client(&client, planned))
            }
            PieceKind::Replay {
                events,
                crates,
                calls,
            } => {
                let services: Vec<&Planned> = crates.iter().filter_map(|it| service(it)).collect();
                let called = match calls.as_slice() {
                    [(krate, method)] => service(krate).and_then(|planned| {
                        let name = known.of(krate)?.operation(method, CallKind::Operation)?;
                        let mut all = planned.operations.iter();
                        all.find(|it| it.wire_name == name)
                    }),
                    _ => None,
                };
                let all: Vec<&Planned> = plan.services.iter().collect();
                let form = replay_forms::of_replay(events, |request, answer| {
                    let operation = asked(&services, request, answer)
                        .or_else(|| asked(&all, request, answer))
                        .or(called)
                        .or_else(|| only(&services))?;
                    Some(operation.input.name.ty.clone())
                });
                ("replay", form)
            }
            PieceKind::Value { krate, aliases } => {
                let names = Names {
                    service: service(krate)?,
                    changes: changes.within(&piece.place.file, &piece.extent),
                    aliases,
                };
                let new = formatted(&names.code(&piece.old));
                let new = new.filter(|new| !new.contains("builder()"))?;
                let mut form = Form {
                    code: Some(new),
                    notes: Vec::new(),
                };
                let ty = made(&piece.old);
                let ty = ty.map(|ty| names.of_type(&ty).to_owned());
                if ty.is_some_and(|ty| known.of(krate).is_some_and(|it| it.may_fail(&ty))) {
                    let code = form.code.as_deref().map(|new| names.in_result(new));
                    form.code = code.and_then(|code| formatted(&code));
                    form.notes.push(
                        "`build()` returned a `Result`, and so does this; it is never an error"
                            .to_owned(),
                    );
                }
                ("value", form)
            }
        };
        Some(AdoptedPiece {
            place: piece.place.clone(),
            extent: piece.extent.clone(),
            kind,
            old: match piece.kind {
                // The formatter can't read its tokens.
                PieceKind::Client { .. } => piece.old.clone(),
                _ => shown(&piece.old),
            },
            new: form.code,
            notes: form.notes,
            module,
        })
    });
    let mut adopted: Vec<AdoptedPiece> = adopted.collect();
    let of_changes = changes.pieces(plan, |file, extent| {
        let mut calls = found.calls.iter();
        let mut pieces = adopted.iter();
        let is_in = |other: &Extent| other.start <= extent.start && extent.end <= other.end;
        calls.any(|call| call.place.file == file && is_in(&call.extent))
            || pieces.any(|piece| piece.place.file == file && is_in(&piece.extent))
    });
    adopted.extend(of_changes);
    adopted.sort_by(|a, b| a.place.cmp(&b.place));
    adopted
}

/// The new form of a rule in the code that makes the client.
fn rule(known: &Services, planned: &Planned, call: &Call, changes: &Changes) -> Option<String> {
    let name = known.of(&call.krate)?.operation(&call.method, call.kind)?;
    let operation = planned.operations.iter().find(|it| it.wire_name == name)?;
    let names = Names {
        service: planned,
        changes: changes.within(&call.place.file, &call.extent),
        aliases: &call.aliases,
    };
    mock_forms::of_rule(call, &names, operation).code
}

/// The operation that a request is for: the header `x-amz-target`, the parameter `Action` or the name
/// of the response's element tells.
fn asked<'p>(services: &[&'p Planned], request: &str, answer: &str) -> Option<&'p Operation> {
    let action = request.split_once("Action").map(|(_, rest)| {
        let rest = rest.trim_start_matches(|it: char| !it.is_alphanumeric());
        let end = rest.find(|it: char| !it.is_alphanumeric());
        rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
    });
    let mut named = services
        .iter()
        .flat_map(|service| &service.operations)
        .filter(|operation| {
            let name = &operation.wire_name;
            request.contains(&format!(".{name}\""))
                || action == Some(name)
                || answer.contains(&format!("<{name}Response"))
        });
    // Services may have operations of the same name.
    named.next().filter(|_| named.next().is_none())
}

/// The operation of services that have only one.
fn only<'p>(services: &[&'p Planned]) -> Option<&'p Operation> {
    let mut all = services.iter().flat_map(|service| &service.operations);
    all.next().filter(|_| all.next().is_none())
}

/// Whether a value is in code that is shown with its new form as a whole.
fn is_shown(piece: &Piece, found: &Found) -> bool {
    if !matches!(piece.kind, PieceKind::Value { .. }) {
        return false;
    }
    let in_calls = found.calls.iter().any(|call| {
        call.place.file == piece.place.file
            && (is_within(&piece.extent, &call.extent) || piece.extent == call.extent)
    });
    let in_pieces = found.pieces.iter().any(|other| {
        other.place.file == piece.place.file && is_within(&piece.extent, &other.extent)
    });
    in_calls || in_pieces
}
