//! Blobs that stream: a message's whole body
//! ([Smithy 2.0, `streaming`](https://smithy.io/2.0/spec/streaming.html#streaming-trait)).

use crate::ir::{Member, Request, Scalar, StreamIn, Structure, Type};
use crate::model::{Model, Shape};

/// Returns the member of a message that is its body and streams.
pub(super) fn member(structure: &Structure) -> Option<&Member> {
    let mut members = structure.members.iter();
    members.find(|member| member.ty == Type::Scalar(Scalar::Body))
}

/// Returns how the body of a request streams.
pub(super) fn of_request(
    model: &Model,
    shape: Option<&Shape>,
    input: &Structure,
    request: &Request,
) -> Option<StreamIn> {
    let member = member(input)?;
    let mut members = shape?.kind.members().into_iter();
    let of_model = members.find(|other| other.name == member.name)?;
    Some(StreamIn {
        name: member.name.clone(),
        field: member.field.clone(),
        requires_length: model.target(of_model)?.traits.requires_length,
        is_in_memory: request.has_checksum || request.custom.has_tree_hash,
    })
}
