//! The files of the functions that read and write types: beside the type where a client needs
//! them, so that nothing is compiled that nobody calls; in `read_write.rs` where only servers do;
//! and else where serde does.

use crate::ir::{
    Body, Directions, ErrorShape, Format, Formats, FunctionFile, FunctionFiles, Item, Member,
    Operation, Structure,
};

/// Gives each type of a service its place for both directions, and says whether there is a
/// `read_write.rs`.
pub(super) fn place(
    items: &mut [Item],
    operations: &mut [Operation],
    errors: &mut [ErrorShape],
    formats: Formats,
    has_serde: bool,
    has_server: bool,
) -> bool {
    let is_json = is_json(formats);
    let is_apart = formats.sent != formats.received;
    for item in &mut *items {
        // The object on the wire isn't all of an event that has headers or a payload.
        let is_bound = matches!(item, Item::Structure(structure) if structure.is_bound());
        *item.files_mut() = of_item(item.wire(), is_bound || !is_json, is_apart);
    }
    for operation in &mut *operations {
        let is_shared = has_serde && has_server && is_json;
        let (input, output) = (&operation.input, &operation.output);
        let reads = is_shared && is_whole(&operation.request.body, input);
        // Serde leaves tokens out that aren't set.
        let writes = is_shared
            && is_whole(&operation.serving.body, output)
            && !output.members.iter().any(Member::is_token);
        operation.input.files = of_message(&operation.input, reads, false, is_json);
        operation.output.files = of_message(&operation.output, false, writes, is_json);
    }
    for error in &mut *errors {
        error.structure.files = of_message(&error.structure, false, false, is_json);
    }
    let items = items.iter().map(Item::files);
    let messages = operations
        .iter()
        .flat_map(|operation| [operation.input.files, operation.output.files]);
    (has_serde && is_json || has_server)
        && items.chain(messages).any(|files| {
            [files.read, files.write].contains(&FunctionFile::ReadWrite)
                || files.server != Directions::default()
        })
}

/// Whether serde can use the functions of the wire: serde has one form, JSON, whatever the wire has.
pub(super) fn is_json(formats: Formats) -> bool {
    formats == Formats::both(Format::Json)
}

/// A client reads or writes an item, a server does the opposite, and serde does both. `has_own`
/// says that serde's form isn't the wire's, and `is_apart` that a server reads another format than
/// a client.
fn of_item(wire: Directions, has_own: bool, is_apart: bool) -> FunctionFiles {
    let for_servers = match is_apart {
        true => Directions::default(),
        false => wire,
    };
    let read = file(wire.read, for_servers.write);
    let write = file(wire.write, for_servers.read);
    FunctionFiles {
        read,
        write,
        serde: Directions {
            read: has_own || read == FunctionFile::User,
            write: has_own || write == FunctionFile::User,
        },
        server: match is_apart {
            true => Directions {
                read: wire.write,
                write: wire.read,
            },
            false => Directions::default(),
        },
    }
}

/// An input, an output or an error. `reads` and `writes` say which of a server's functions serde
/// needs, too; `is_json` says whether serde's form is the wire's.
fn of_message(structure: &Structure, reads: bool, writes: bool, is_json: bool) -> FunctionFiles {
    let read = file(structure.wire.read && !structure.is_bound(), reads);
    let has_token = structure.members.iter().any(Member::is_token);
    let is_all = !structure.is_bound() && !has_token;
    let write = file(structure.wire.write && is_all, writes);
    FunctionFiles {
        read,
        write,
        serde: Directions {
            read: !is_json || read == FunctionFile::User,
            write: !is_json || write == FunctionFile::User,
        },
        server: Directions::default(),
    }
}

/// The file of a direction: the type's own if clients need it, `read_write.rs` if only servers do.
fn file(for_clients: bool, for_servers: bool) -> FunctionFile {
    match (for_clients, for_servers) {
        (true, _) => FunctionFile::Type,
        (false, true) => FunctionFile::ReadWrite,
        (false, false) => FunctionFile::User,
    }
}

/// Whether a body's object is all of a structure.
fn is_whole(body: &Body, structure: &Structure) -> bool {
    body.has_object() && !structure.is_bound()
}
