//! Checksums of bodies
//! ([`aws.protocols#httpChecksum`](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait)).

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Binding, ChecksumAlgorithm, ChecksumMember, NamedKind, RequestChecksum, ResponseChecksum,
    Scalar, Structure, Type,
};
use crate::model::{self, HttpChecksum, Kind, Model, Shape, Simple};

/// Returns the checksum of a request's body. An operation that demands none and has no member to
/// choose one sends none.
pub(super) fn of_request(
    model: &Model,
    operation: &Shape,
    shape: Option<&Shape>,
    input: &Structure,
) -> Option<RequestChecksum> {
    let checksum = operation.traits.http_checksum.as_deref()?;
    let name = checksum.request_algorithm_member.as_deref();
    // `httpChecksumRequired` may stand beside it.
    let is_required = checksum.request_checksum_required || operation.traits.http_checksum_required;
    if name.is_none() && !is_required {
        return None;
    }
    let listed = name.map(|name| names(model, shape, name));
    Some(RequestChecksum {
        chosen_by: name.and_then(|name| member(input, name)),
        algorithms: known(&listed.unwrap_or_default()),
        is_required,
    })
}

/// Returns the checksum of a response's body. A response to `HEAD` has no body to compare with.
pub(super) fn of_response(
    operation: &Shape,
    input: &Structure,
    method: &str,
) -> Option<ResponseChecksum> {
    let checksum = operation.traits.http_checksum.as_deref()?;
    let algorithms = known(&checksum.response_algorithms);
    if algorithms.is_empty() || method == "HEAD" {
        return None;
    }
    let mode = checksum.request_validation_mode_member.as_deref();
    Some(ResponseChecksum {
        mode: mode.and_then(|name| member(input, name)),
        algorithms,
    })
}

/// Returns the algorithms that the runtime has. Others come with newer models: a caller that chooses
/// one is told so, and no response is compared with it.
fn known(names: &[String]) -> Vec<ChecksumAlgorithm> {
    let known = names.iter();
    known
        .filter_map(|name| ChecksumAlgorithm::of_name(name))
        .collect()
}

/// Returns the values of the enum that a member of an input has.
fn names(model: &Model, input: Option<&Shape>, name: &str) -> Vec<String> {
    let members = input.map(|input| input.kind.members()).unwrap_or_default();
    let mut members = members.into_iter();
    let member = members.find(|member| member.name == name);
    let target = member.and_then(|member| model.target(member));
    let values = match target.map(|target| &target.kind) {
        Some(Kind::Enum(values)) => values.as_slice(),
        _ => &[],
    };
    let values = values.iter();
    values
        .map(|value| match &value.traits.enum_value {
            Some(text) => text.as_str().unwrap_or(&value.name).to_owned(),
            None => value.name.clone(),
        })
        .collect()
}

/// Finds a member whose value is a text.
fn member(input: &Structure, name: &str) -> Option<ChecksumMember> {
    let mut members = input.members.iter();
    let member = members.find(|member| member.name == name)?;
    let is_text = match &member.ty {
        Type::Scalar(Scalar::String) => true,
        Type::Named(named) => named.kind == NamedKind::Enumeration,
        _ => false,
    };
    is_text.then(|| ChecksumMember {
        name: member.name.clone(),
        field: member.field.clone(),
        header: match &member.binding {
            Binding::Header(header) => Some(header.clone()),
            _ => None,
        },
    })
}

/// Reports members that the trait names and the input doesn't have.
pub(super) fn problems(
    model: &Model,
    shape: &Shape,
    operation: &model::Operation,
) -> Vec<Diagnostic> {
    let Some(checksum) = shape.traits.http_checksum.as_deref() else {
        return Vec::new();
    };
    let HttpChecksum {
        request_algorithm_member,
        request_validation_mode_member,
        ..
    } = checksum;
    let input = operation.input.as_ref();
    let input = input.and_then(|input| model.shape(&input.id));
    let named = [
        ("requestAlgorithmMember", request_algorithm_member),
        (
            "requestValidationModeMember",
            request_validation_mode_member,
        ),
    ];
    let mut problems = Vec::new();
    for (property, name) in named {
        let Some(name) = name else {
            continue;
        };
        let members = input.map(|input| input.kind.members()).unwrap_or_default();
        let mut members = members.into_iter();
        let member = members.find(|member| member.name == *name);
        let target = member.and_then(|member| model.target(member));
        let is_text = target
            .is_some_and(|it| matches!(it.kind, Kind::Simple(Simple::String) | Kind::Enum(_)));
        if !is_text {
            let message = format!(
                "{property} of {} is {name:?}, which is no text of its input",
                shape.id.name()
            );
            let help = "name a member of the operation's input that is an enum or a string";
            problems.push(shape.problem(message, "has aws.protocols#httpChecksum", help));
        }
    }
    problems
}
