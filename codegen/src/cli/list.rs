//! `tinsmith list`: what models offer, as a table or as JSON.

use std::fmt::Write;
use std::path::PathBuf;

use tinsmith::{Catalogue, CatalogueOperation, CatalogueService, Config};

use super::findings;
use super::global::Global;
use super::models;
use super::outcome::{Failure, Outcome};
use super::output::{counted, warn_of};
use super::progress::Meter;

#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Models (.smithy, .json or .jar), or folders of them; those of smithy-build.json (or --config)
    /// if there is none
    #[arg(value_name = "MODEL")]
    models: Vec<PathBuf>,

    /// Only this service, by name (KMS) or shape id; repeat it for more
    #[arg(long = "service", value_name = "NAME", value_delimiter = ',')]
    services: Vec<String>,

    /// Only these operations, and what they need together
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Vec<String>,

    /// Also count the lines of Rust that each operation would be alone, without client, server
    /// and serde
    #[arg(long)]
    lines: bool,

    /// As JSON, in a form that stays
    #[arg(long)]
    json: bool,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith list kms.json
  tinsmith list emr.json --operations AddTags,RemoveTags --lines
  tinsmith list s3.json --json | jq -r '.services[].operations[] | select(.shapes < 10) | .name'

The columns: how requests are told apart (method and URI; or the value of x-amz-target; or the
action), how many shapes the operation needs, how many of these no other operation in the list
needs, and marks:

  streaming, event-stream     a body that isn't held in memory; a body of events
  paginated, waitable         has pages; has states to wait for
  readonly, idempotent        changes nothing; may be sent twice
  unsigned                    needs no credentials
  checksum, compressed        the request's body has a checksum; may be compressed
  host-prefix                 goes to a host of its own
  deprecated
  UNSUPPORTED                 can't be generated, or not with a client or a server; the reason is
                              below the table

The JSON is an object with `version` (1) and `services`; each has `id`, `name`, `version`,
`module`, `protocols`, `protocol` and `unsupported` (null, or not), `shapes`, `sharedShapes` and
`operations`; each of these has `name`, `id`, `method`, `uri`, `target` and `lines` (or null),
`shapes`, `ownShapes`, and the lists `marks` and `unsupported`. Members may be added to version 1;
none will go.";

pub(super) fn run(arguments: &Args, global: &Global) -> Result<Outcome, Failure> {
    let config = config(arguments, global)?;
    let mut meter = Meter::new(global.quiet);
    let catalogue = if arguments.lines {
        config.list_with_lines(&mut |progress| meter.show(progress))?
    } else {
        config.list()?
    };
    drop(meter);
    warn_of(&catalogue.warnings);
    let text = if arguments.json {
        catalogue.to_json()
    } else {
        let named = (!arguments.models.is_empty()).then_some(&*arguments.models);
        let findings = match global.quiet {
            true => String::new(),
            false => findings::summary(&catalogue.validation, named, global),
        };
        match findings.is_empty() {
            true => table(&catalogue),
            false => format!("{}\n{findings}", table(&catalogue)),
        }
    };
    Ok(Outcome { text, code: 0 })
}

fn config(arguments: &Args, global: &Global) -> Result<Config, Failure> {
    let config = models::config(&arguments.models, global, "list")?;
    let chosen = models::chosen(&arguments.services, &arguments.operations);
    Ok(match chosen {
        Some(service) => config.service(service),
        None => config,
    })
}

fn table(catalogue: &Catalogue) -> String {
    let mut text = String::new();
    for (service, number) in catalogue.services.iter().zip(0..) {
        if number > 0 {
            text.push('\n');
        }
        of_service(service, &mut text);
    }
    text
}

fn of_service(service: &CatalogueService, text: &mut String) {
    let protocols: Vec<&str> = service
        .protocols
        .iter()
        .map(|id| id.split_once('#').map_or(id.as_str(), |(_, name)| name))
        .collect();
    let protocols = match protocols.as_slice() {
        [] => "no protocol".to_owned(),
        protocols => protocols.join(", "),
    };
    let _ = writeln!(
        text,
        "{} ({}), version {}, {protocols}\n",
        service.name, service.id, service.version
    );
    rows(&service.operations, text);
    let _ = writeln!(
        text,
        "\n{}, {}, {} of them shared by several operations",
        counted(service.operations.len(), "operation"),
        counted(service.shapes, "shape"),
        service.shared_shapes,
    );
    if let Some(reason) = &service.unsupported {
        let _ = writeln!(text, "UNSUPPORTED, all of it: {reason}");
    }
    let refused = || {
        let operations = service.operations.iter();
        operations.filter(|operation| !operation.unsupported.is_empty())
    };
    if refused().next().is_some() {
        let _ = writeln!(text, "UNSUPPORTED:");
    }
    for operation in refused() {
        for reason in &operation.unsupported {
            // Most reasons begin with the operation's name.
            let _ = match reason.strip_prefix(&operation.name) {
                Some(rest) => writeln!(text, "  {}{rest}", operation.name),
                None => writeln!(text, "  {}: {reason}", operation.name),
            };
        }
    }
}

fn rows(operations: &[CatalogueOperation], text: &mut String) {
    let has_lines = operations.iter().any(|it| it.lines.is_some());
    let mut head = vec!["operation", "request", "shapes", "own"];
    if has_lines {
        head.push("lines");
    }
    head.push("marks");
    let mut rows: Vec<Vec<String>> = vec![head.iter().map(ToString::to_string).collect()];
    for operation in operations {
        let mut row = vec![
            operation.name.clone(),
            request(operation),
            operation.shapes.to_string(),
            operation.own_shapes.to_string(),
        ];
        if has_lines {
            row.push(
                operation
                    .lines
                    .map_or_else(String::new, |it| it.to_string()),
            );
        }
        row.push(marks(operation));
        rows.push(row);
    }
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    for row in &rows {
        let mut line = String::new();
        for ((cell, width), column) in row.iter().zip(&widths).zip(&head) {
            let width = *width;
            let _ = match *column {
                "shapes" | "own" | "lines" => write!(line, "{cell:>width$}  "),
                _ => write!(line, "{cell:<width$}  "),
            };
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// The target tells more than a method and a URI that all operations have in common.
fn request(operation: &CatalogueOperation) -> String {
    if let Some(target) = &operation.target {
        return target.clone();
    }
    match (&operation.method, &operation.uri) {
        (Some(method), Some(uri)) => format!("{method} {uri}"),
        _ => "-".to_owned(),
    }
}

fn marks(operation: &CatalogueOperation) -> String {
    let unsupported = (!operation.unsupported.is_empty()).then_some("UNSUPPORTED");
    let marks = operation.marks.iter().map(|mark| match *mark {
        "eventStream" => "event-stream",
        "hostPrefix" => "host-prefix",
        mark => mark,
    });
    unsupported
        .into_iter()
        .chain(marks)
        .collect::<Vec<_>>()
        .join(" ")
}
