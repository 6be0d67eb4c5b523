//! An adoption as text for people.

use std::fmt::Write;

use super::data::{AdoptedCall, AdoptedOperation, AdoptedService, Adoption, SdkUse};
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
        let mut all: Vec<(&AdoptedService, &AdoptedOperation, &AdoptedCall)> = Vec::new();
        for service in &self.services {
            for operation in &service.operations {
                all.extend(
                    operation
                        .calls
                        .iter()
                        .map(|call| (service, operation, call)),
                );
            }
        }
        all.sort_by_key(|(_, _, call)| &call.place);
        for (service, operation, call) in all {
            of_call(service, operation, call, &mut text);
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

fn of_call(
    service: &AdoptedService,
    operation: &AdoptedOperation,
    call: &AdoptedCall,
    text: &mut String,
) {
    let probable = match call.probable {
        true => ", probably: the client's type isn't known",
        false => "",
    };
    let _ = writeln!(
        text,
        "\n{}  {} {}{probable}",
        call.place, service.name, operation.name
    );
    for line in call.old.lines() {
        let _ = writeln!(text, "  - {line}");
    }
    for line in call.new.iter().flat_map(|it| it.lines()) {
        let _ = writeln!(text, "  + {line}");
    }
    if call.new.is_none() {
        let _ = writeln!(text, "  + (to be written by hand)");
    }
    for note in &call.notes {
        let _ = writeln!(text, "    {note}");
    }
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
        let _ = writeln!(text, "      {}  {}", item.name, places(&item.places));
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
