//! Uploads in parts and downloads by ranges: the operations of S3 that move large objects, and what
//! goes from one to the other. Members go where a member with the same name and type is.

use crate::ir::{
    ChecksumFields, Copied, DownloadByRanges, FullObject, HeadObject, Item, ListParts, Member,
    NamedKind, ObjectChecksums, Operation, Scalar, Step, Structure, Transfers, Type, UploadInParts,
};
use crate::model::Shape;
use crate::services;

use super::structures::{structure, structure_in_list};

/// The prefix of members with a checksum of the body.
const CHECKSUM: &str = "Checksum";

/// The prefix of members with a checksum that can be put together from those of parts.
const CRC: &str = "ChecksumCRC";

/// Members of a download that a description of the whole object has otherwise.
const OF_BYTES: [&str; 3] = ["Range", "PartNumber", "ChecksumMode"];

/// Members with that prefix that are no checksum.
const NO_CHECKSUMS: [&str; 3] = ["ChecksumAlgorithm", "ChecksumMode", "ChecksumType"];

/// Plans the transfers of a service that has such operations. An upload or a download of which an
/// operation or a member is missing is left out.
pub(super) fn plan(service: &Shape, operations: &[Operation], items: &[Item]) -> Option<Transfers> {
    if !services::special(service).moves_large_objects {
        return None;
    }
    let upload = upload(operations, items);
    let download = download(operations);
    (upload.is_some() || download.is_some()).then_some(Transfers { upload, download })
}

fn upload(operations: &[Operation], items: &[Item]) -> Option<UploadInParts> {
    let put = operation(operations, "PutObject")?;
    let body = field(&put.input, "Body", Scalar::Body)?;
    let create = operation(operations, "CreateMultipartUpload")?;
    let part = operation(operations, "UploadPart")?;
    let complete = operation(operations, "CompleteMultipartUpload")?;
    let abort = operation(operations, "AbortMultipartUpload")?;
    let parts = option(&complete.input, "MultipartUpload")?;
    let parts_in = structure(&parts.ty, items)?;
    let list = option(parts_in, "Parts")?;
    let sent = structure_in_list(&list.ty, items)?;
    let full_object = full_object(&put.input, &create.input, sent, &complete.input);
    let goes_at_the_end = |member: &Member| {
        let mut fields = full_object.iter().flat_map(|it| &it.checksums);
        fields.any(|checksum| checksum.fields.first() == Some(&member.field))
    };
    let of_whole = put.input.members.iter().filter(|member| {
        is_of_whole(&member.name) && member.is_option() && !goes_at_the_end(member)
    });
    Some(UploadInParts {
        input: put.input.name.clone(),
        output: put.output.name.clone(),
        body,
        of_whole: of_whole
            .map(|member| (member.name.clone(), member.field.clone()))
            .collect(),
        create: step(&put.input, create, None)?,
        created_id: field(&create.output, "UploadId", Scalar::String)?,
        part: step(&put.input, part, Some("UploadId"))?,
        part_number: field(&part.input, "PartNumber", Scalar::Integer)?,
        part_body: field(&part.input, "Body", Scalar::Body)?,
        sent: sent.name.clone(),
        sent_number: field(sent, "PartNumber", Scalar::Integer)?,
        sent_copied: copied(&part.output, sent, |_| true),
        complete: step(&put.input, complete, Some("UploadId"))?,
        parts: parts.field.clone(),
        parts_in: parts_in.name.clone(),
        parts_setter: list.setter.clone(),
        length: field(&complete.input, "MpuObjectSize", Scalar::Long),
        completed: copied(&complete.output, &put.output, |_| true),
        abort: step(&put.input, abort, Some("UploadId"))?,
        list: operation(operations, "ListParts")
            .and_then(|list| list_parts(&put.input, list, sent, items)),
        full_object,
    })
}

/// The checksums of a whole object, where all operations have them.
fn full_object(
    put: &Structure,
    create: &Structure,
    sent: &Structure,
    complete: &Structure,
) -> Option<FullObject> {
    let checksums = put.members.iter().filter_map(|member| {
        let name = &member.name;
        let algorithm = name
            .strip_prefix(CHECKSUM)
            .filter(|_| name.starts_with(CRC))?;
        Some(ChecksumFields {
            algorithm: algorithm.to_owned(),
            fields: [
                field(put, name, Scalar::String)?,
                field(sent, name, Scalar::String)?,
                field(complete, name, Scalar::String)?,
            ],
        })
    });
    let checksums: Vec<_> = checksums.collect();
    (!checksums.is_empty()).then_some(())?;
    Some(FullObject {
        checksums,
        algorithm: enumeration(put, "ChecksumAlgorithm")?,
        created: enumeration(create, "ChecksumType")?,
        completed: enumeration(complete, "ChecksumType"),
    })
}

fn list_parts(
    put: &Structure,
    list: &Operation,
    sent: &Structure,
    items: &[Item],
) -> Option<ListParts> {
    let parts = option(&list.output, "Parts")?;
    let part = structure_in_list(&parts.ty, items)?;
    Some(ListParts {
        step: step(put, list, Some("UploadId"))?,
        marker: field(&list.input, "PartNumberMarker", Scalar::String)?,
        is_truncated: field(&list.output, "IsTruncated", Scalar::Boolean)?,
        next_marker: field(&list.output, "NextPartNumberMarker", Scalar::String)?,
        parts: parts.field.clone(),
        number: field(part, "PartNumber", Scalar::Integer)?,
        length: field(part, "Size", Scalar::Long)?,
        copied: copied(part, sent, |_| true),
    })
}

fn download(operations: &[Operation]) -> Option<DownloadByRanges> {
    let get = operation(operations, "GetObject")?;
    let (input, output) = (&get.input, &get.output);
    Some(DownloadByRanges {
        input: input.name.clone(),
        output: output.name.clone(),
        range: field(input, "Range", Scalar::String)?,
        part_number: field(input, "PartNumber", Scalar::Integer),
        if_match: field(input, "IfMatch", Scalar::String)?,
        content_range: field(output, "ContentRange", Scalar::String)?,
        content_length: field(output, "ContentLength", Scalar::Long)?,
        e_tag: field(output, "ETag", Scalar::String)?,
        body: field(output, "Body", Scalar::Body)?,
        checksums: object_checksums(output),
        head: operation(operations, "HeadObject").and_then(|head| head_object(input, head)),
    })
}

/// The operation that describes an object, if it tells checksums.
fn head_object(get: &Structure, head: &Operation) -> Option<HeadObject> {
    let checksums = object_checksums(&head.output);
    (!checksums.fields.is_empty()).then_some(())?;
    let is_wanted = |member: &Member| !OF_BYTES.contains(&&*member.name);
    Some(HeadObject {
        step: Step {
            input: head.input.name.clone(),
            output: head.output.name.clone(),
            copied: copied(get, &head.input, is_wanted),
            upload_id: None,
        },
        checksum_mode: enumeration(&head.input, "ChecksumMode")?,
        e_tag: field(&head.output, "ETag", Scalar::String)?,
        checksums,
    })
}

fn object_checksums(output: &Structure) -> ObjectChecksums {
    let fields = output.members.iter().filter_map(|member| {
        let algorithm = member.name.strip_prefix(CHECKSUM)?;
        let field = field(output, &member.name, Scalar::String)?;
        Some(ChecksumFields {
            algorithm: algorithm.to_owned(),
            fields: [field],
        })
    });
    ObjectChecksums {
        fields: fields.collect(),
        ty: enumeration(output, "ChecksumType"),
    }
}

/// An operation of an upload, whose input takes over what the upload says.
fn step(put: &Structure, operation: &Operation, upload_id: Option<&str>) -> Option<Step> {
    let upload_id = match upload_id {
        Some(name) => Some(field(&operation.input, name, Scalar::String)?),
        None => None,
    };
    let is_wanted = |member: &Member| {
        !is_of_whole(&member.name)
            && member.name != "ContentLength"
            && member.ty != Type::Scalar(Scalar::Body)
    };
    Some(Step {
        input: operation.input.name.clone(),
        output: operation.output.name.clone(),
        copied: copied(put, &operation.input, is_wanted),
        upload_id,
    })
}

/// Returns whether a member says something of the bytes of a body. A part has other bytes.
fn is_of_whole(name: &str) -> bool {
    name == "ContentMD5" || name.starts_with(CHECKSUM) && !NO_CHECKSUMS.contains(&name)
}

/// The members that two structures have in common.
fn copied(from: &Structure, to: &Structure, is_wanted: impl Fn(&Member) -> bool) -> Vec<Copied> {
    let mut copied = Vec::new();
    for target in &to.members {
        let same = from.member(&target.name).filter(|member| {
            member.ty == target.ty && member.is_option() == target.is_option() && is_wanted(member)
        });
        copied.extend(same.map(|member| Copied {
            from: member.field.clone(),
            to: target.field.clone(),
            is_copy: is_copy(&member.ty),
        }));
    }
    copied
}

fn is_copy(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => matches!(
            scalar,
            Scalar::Boolean
                | Scalar::Byte
                | Scalar::Short
                | Scalar::Integer
                | Scalar::Long
                | Scalar::Float
                | Scalar::Double
                | Scalar::Timestamp(_)
        ),
        Type::Named(named) => named.kind == NamedKind::IntEnumeration,
        Type::List { .. } | Type::Map { .. } => false,
    }
}

fn operation<'o>(operations: &'o [Operation], name: &str) -> Option<&'o Operation> {
    operations
        .iter()
        .find(|operation| operation.wire_name == name)
}

fn option<'s>(structure: &'s Structure, name: &str) -> Option<&'s Member> {
    structure.member(name).filter(|member| member.is_option())
}

/// The field of a member whose type is an enumeration.
fn enumeration(structure: &Structure, name: &str) -> Option<String> {
    let member = option(structure, name)?;
    match &member.ty {
        Type::Named(named) if named.kind == NamedKind::Enumeration => Some(member.field.clone()),
        _ => None,
    }
}

/// The field of a member of this type, which is an `Option`, except for a body.
fn field(structure: &Structure, name: &str, scalar: Scalar) -> Option<String> {
    let member = structure.member(name)?;
    let is_fit =
        member.ty == Type::Scalar(scalar) && (member.is_option() || scalar == Scalar::Body);
    is_fit.then(|| member.field.clone())
}
