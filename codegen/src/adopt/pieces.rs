//! The new forms of code besides calls: clients of mocks, recorded traffic, values of builders.

use crate::ir::{Crate, Operation, Service as Planned};

use super::data::AdoptedPiece;
use super::forms::{Form, formatted, shown};
use super::found::{Call, CallKind, Found, Piece, PieceKind};
use super::mock_forms;
use super::mocks::is_within;
use super::replay_forms;
use super::rewrite::{code, is_result};
use super::services::Services;

/// The pieces of code that have a new form, or need one.
pub(super) fn of(known: &Services, found: &Found, plan: &Crate) -> Vec<AdoptedPiece> {
    let service = |krate: &str| {
        let id = &known.of(krate)?.model.id;
        plan.services.iter().find(|it| it.id == *id)
    };
    let all = found.pieces.iter().filter(|piece| !is_shown(piece, found));
    let adopted = all.filter_map(|piece| {
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
                    .filter_map(|call| rule(known, planned, call))
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
                let form = replay_forms::of_replay(events, |request| {
                    let operation = asked(&services, request).or(called)?;
                    Some(operation.input.name.ty.clone())
                });
                ("replay", form)
            }
            PieceKind::Value { krate } => {
                let planned = service(krate)?;
                let new = formatted(&code(planned, &piece.old));
                let new = new.filter(|new| !new.contains("builder()"))?;
                let mut form = Form {
                    code: Some(new),
                    notes: Vec::new(),
                };
                if is_result(planned, &piece.old) {
                    form.notes.push(
                        "`build()` returned a `Result`: the value itself is here instead"
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
        })
    });
    adopted.collect()
}

/// The new form of a rule in the code that makes the client.
fn rule(known: &Services, planned: &Planned, call: &Call) -> Option<String> {
    let name = known.of(&call.krate)?.operation(&call.method, call.kind)?;
    let operation = planned.operations.iter().find(|it| it.wire_name == name)?;
    mock_forms::of_rule(call, planned, operation).code
}

/// The operation of a recorded request: its name is in a header of some protocols. If a function
/// names one service with one operation, it is that.
fn asked<'p>(services: &[&'p Planned], request: &str) -> Option<&'p Operation> {
    let all = services.iter().flat_map(|service| &service.operations);
    let mut named = all.clone().filter(|operation| {
        let target = format!(".{}\"", operation.wire_name);
        request.contains(&target)
    });
    if let Some(operation) = named.next() {
        return Some(operation);
    }
    let mut all = all;
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
