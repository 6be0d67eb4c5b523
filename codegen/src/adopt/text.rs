//! An adoption as text for people.

use std::fmt::Write;

use super::data::{AdoptedCall, AdoptedOperation, AdoptedPiece, AdoptedService, Adoption, SdkUse};
use super::place::Place;

/// The number of places that are named before the rest is counted.
const NAMED: usize = 3;

impl Adoption {
    /// The report for people.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let operations: usize = self.services.iter().map(|it| it.operations.len()).sum();
        let calls = self.services.iter().flat_map(|it| &it.operations);
        let calls: usize = calls.map(|it| it.calls.len()).sum();
        let _ = writeln!(
            text,
            "{}: {} read; {} of {}, in {}",
            self.packages.join(", "),
            counted(self.files, "file"),
            counted(operations, "operation"),
            counted(self.services.len(), "service"),
            counted(calls, "place"),
        );
        for service in &self.services {
            of_service(service, &mut text);
        }
        let _ = writeln!(text, "\nCALLS (- as it is, + with the generated crate)");
        let mut all: Vec<(&Place, String)> = Vec::new();
        for service in &self.services {
            for operation in &service.operations {
                let calls = operation.calls.iter().filter(|call| !self.is_shown(call));
                all.extend(calls.map(|call| (&call.place, of_call(service, operation, call))));
            }
        }
        // Reads of members are listed with what else changes.
        let pieces = self
            .pieces
            .iter()
            .filter(|it| !["code", "member"].contains(&it.kind));
        all.extend(pieces.map(|piece| (&piece.place, of_piece(piece))));
        all.sort();
        text.extend(all.into_iter().map(|(_, told)| told));
        if !self.imports.is_empty() {
            let _ = writeln!(text, "\nIMPORTS: what files need of the generated crate");
        }
        let krate = self.krate.as_deref().unwrap_or("CRATE").replace('-', "_");
        for file in &self.imports {
            let _ = writeln!(text, "  {}", file.file);
            for path in &file.paths {
                let _ = writeln!(text, "      use {krate}::{path};");
            }
        }
        let (there, missing): (Vec<&SdkUse>, Vec<&SdkUse>) =
            self.uses.iter().partition(|it| it.new.is_some());
        if !there.is_empty() {
            let _ = writeln!(text, "\nWHAT ELSE CHANGES");
            for it in there {
                of_use(it, &mut text);
            }
        }
        self.missing(&missing, &mut text);
        if !self.unresolved.is_empty() {
            let _ = writeln!(text, "\nNOT RESOLVED: look at these yourself");
            for it in &self.unresolved {
                let _ = writeln!(text, "  {}\n      {}", it.place, it.reason);
            }
        }
        if !self.notes.is_empty() {
            let _ = writeln!(text, "\nNOTES");
            for note in &self.notes {
                let _ = writeln!(text, "  {note}");
            }
        }
        text
    }

    /// Whether the code of a call is in that of a piece, which is shown as a whole.
    fn is_shown(&self, call: &AdoptedCall) -> bool {
        let is_in = |piece: &AdoptedPiece| {
            piece.place.file == call.place.file
                && piece.extent.start <= call.extent.start
                && call.extent.end <= piece.extent.end
        };
        call.new.is_none() && self.pieces.iter().any(is_in)
    }

    fn missing(&self, uses: &[&SdkUse], text: &mut String) {
        let mut rows = String::new();
        for service in &self.services {
            for operation in &service.operations {
                if let Some(reason) = &operation.unsupported {
                    let _ = writeln!(rows, "  {} {}: {reason}", service.name, operation.name);
                }
            }
            for it in service.types.iter().filter(|it| it.new.is_none()) {
                let _ = writeln!(
                    rows,
                    "  {} {}: no operation that is called needs the type\n      {}",
                    service.name,
                    it.name,
                    places(&it.places)
                );
            }
        }
        for it in uses {
            of_use(it, &mut rows);
        }
        if !rows.is_empty() {
            let _ = write!(text, "\nNOT THERE: nothing stands for these\n{rows}");
        }
    }
}

fn of_service(service: &AdoptedService, text: &mut String) {
    let _ = writeln!(
        text,
        "\n{} ({}), of {}: module {}",
        service.name, service.krate, service.model, service.module
    );
    let width = service
        .operations
        .iter()
        .map(|it| it.name.len())
        .max()
        .unwrap_or(0);
    for operation in &service.operations {
        let marks = marks(operation);
        let marks = match marks.is_empty() {
            true => String::new(),
            false => format!(", {}", marks.join(", ")),
        };
        let called: Vec<Place> = operation.calls.iter().map(|it| it.place.clone()).collect();
        let _ = match called.is_empty() {
            true => writeln!(
                text,
                "  {:width$}  only its types are named{marks}",
                operation.name
            ),
            false => writeln!(
                text,
                "  {:width$}  {}{marks}: {}",
                operation.name,
                counted(called.len(), "place"),
                places(&called)
            ),
        };
    }
    let types = service.types.iter().map(|it| {
        let new = it.new.as_ref().and_then(|path| path.rsplit("::").next());
        match new.filter(|new| *new != it.name) {
            Some(new) => format!("{} (here {new})", it.name),
            None => it.name.clone(),
        }
    });
    let types: Vec<String> = types.collect();
    if !types.is_empty() {
        let _ = writeln!(text, "  types: {}", types.join(", "));
    }
}

fn marks(operation: &AdoptedOperation) -> Vec<&'static str> {
    let any = |is_so: fn(&AdoptedCall) -> bool| operation.calls.iter().any(is_so);
    let marks = [
        ("pages", any(|call| call.paginated)),
        ("waiter", any(|call| call.kind == "waiter")),
        ("presigned", any(|call| call.presigned)),
        ("some only probable", any(|call| call.probable)),
        ("NOT GENERATED", operation.unsupported.is_some()),
    ];
    let marks = marks.into_iter().filter(|(_, is_so)| *is_so);
    marks.map(|(mark, _)| mark).collect()
}

fn of_call(service: &AdoptedService, operation: &AdoptedOperation, call: &AdoptedCall) -> String {
    let kind = match (call.probable, call.kind) {
        (true, _) => ", probably: the client's type isn't known",
        (false, "mock") => ", a mock",
        (false, _) => "",
    };
    let head = format!("{}  {} {}{kind}", call.place, service.name, operation.name);
    side_by_side(&head, &call.old, call.new.as_deref(), &call.notes)
}

fn of_piece(piece: &AdoptedPiece) -> String {
    let kind = match piece.kind {
        "mock" => "the client of a mock",
        "replay" => "recorded traffic",
        "configuration" => "a configuration",
        _ => "a value",
    };
    let head = format!("{}  {kind}", piece.place);
    side_by_side(&head, &piece.old, piece.new.as_deref(), &piece.notes)
}

fn side_by_side(head: &str, old: &str, new: Option<&str>, notes: &[String]) -> String {
    let mut text = format!("\n{head}\n");
    for line in old.lines() {
        let _ = writeln!(text, "  - {line}");
    }
    for line in new.iter().flat_map(|it| it.lines()) {
        let _ = writeln!(text, "  + {line}");
    }
    if new.is_none() {
        let _ = writeln!(text, "  + (to be written by hand)");
    }
    for note in notes {
        let _ = writeln!(text, "    {note}");
    }
    text
}

fn of_use(it: &SdkUse, text: &mut String) {
    let _ = match it.new {
        Some(new) => writeln!(text, "  {}: {new}", it.title),
        None => writeln!(text, "  {}", it.title),
    };
    if let Some(page) = it.page {
        let _ = writeln!(text, "      see {page}");
    }
    for item in &it.items {
        let new = item.new.iter().map(|new| format!(" → {new}"));
        let new: String = new.collect();
        let _ = writeln!(text, "      {}{new}  {}", item.name, places(&item.places));
    }
}

fn places(all: &[Place]) -> String {
    let named: Vec<String> = all.iter().take(NAMED).map(ToString::to_string).collect();
    let more = match all.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", named.join(", "))
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
