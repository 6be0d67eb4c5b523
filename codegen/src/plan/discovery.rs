//! Endpoints that a service tells its clients
//! ([Smithy 2.0, client endpoint discovery](https://smithy.io/2.0/aws/aws-core.html#client-endpoint-discovery)).

use crate::ir::{Discovered, Discovery, ErrorShape, Item, Member, Operation, Scalar, Type};
use crate::model::{self, EndpointDiscovery, Kind, Model, Selection, Shape};

use super::problems::Problems;
use super::structures::structure_in_list;

/// Adds the operation that asks for endpoints to those that were chosen, if one of these needs it.
pub(super) fn select<'m>(model: &'m Model, selection: &Selection<'m>) -> Selection<'m> {
    let mut selection = selection.clone();
    let mut chosen = selection.operations.iter();
    let needs_it = chosen.any(|(shape, _)| shape.traits.discovered_endpoint == Some(true));
    let discovery = &selection.shape.traits.endpoint_discovery;
    if let Some(discovery) = discovery.as_ref().filter(|_| needs_it) {
        let mut chosen = selection.operations.iter();
        if !chosen.any(|(shape, _)| shape.id.as_str() == discovery.operation) {
            let all = model::operations_of(model, selection.service);
            let mut all = all.into_iter();
            let found = all.find(|(shape, _)| shape.id.as_str() == discovery.operation);
            selection.operations.extend(found);
        }
    }
    selection
}

/// Plans how clients ask for endpoints, and marks the operations that go to them. Operations that
/// need an endpoint that clients can't ask for are refused.
pub(super) fn plan(
    model: &Model,
    service: &Shape,
    operations: &mut [(Operation, &Shape)],
    errors: &[(ErrorShape, &Shape)],
    items: &[Item],
    problems: &mut Problems<'_>,
) -> Option<Discovery> {
    let mut all = operations.iter();
    if all.all(|(_, shape)| shape.traits.discovered_endpoint.is_none()) {
        return None;
    }
    let discovery = match &service.traits.endpoint_discovery {
        Some(discovery) => asking(discovery, operations, errors, items),
        None => Err(format!(
            "{} doesn't say by `aws.api#clientEndpointDiscovery` which operation asks for it",
            service.id.name()
        )),
    };
    let takes_identifiers = match &discovery {
        Ok(discovery) => discovery.identifiers_setter.is_some(),
        Err(_) => false,
    };
    for (operation, shape) in operations {
        let Some(is_required) = shape.traits.discovered_endpoint else {
            continue;
        };
        let discovered = match &discovery {
            Ok(_) if operation.events_in.is_some() || operation.events_out.is_some() => {
                Err("an operation with events can't be sent there".to_owned())
            }
            Ok(_) if takes_identifiers => identifiers(model, operation, shape),
            Ok(_) => Ok(Vec::new()),
            Err(problem) => Err(problem.clone()),
        };
        match discovered {
            Ok(identifiers) => {
                operation.discovered = Some(Discovered {
                    is_required,
                    identifiers,
                });
            }
            // At the endpoint of the rules, the service would refuse each request.
            Err(problem) if is_required => {
                problems.refuse(shape, "discovered endpoint", problem, HELP);
            }
            Err(_) => {}
        }
    }
    discovery.ok()
}

const HELP: &str = "see https://smithy.io/2.0/aws/aws-core.html#client-endpoint-discovery; generate \
     no client, or leave the operation out: `--skip-unsupported`, or `skipUnsupported` in the build \
     file";

/// Plans the operation that asks for endpoints.
fn asking(
    discovery: &EndpointDiscovery,
    operations: &[(Operation, &Shape)],
    errors: &[(ErrorShape, &Shape)],
    items: &[Item],
) -> Result<Discovery, String> {
    let id = discovery.operation.as_str();
    let mut all = operations.iter();
    let Some((operation, _)) = all.find(|(_, shape)| shape.id.as_str() == id) else {
        return Err(format!(
            "{id}, which asks for it, isn't among the operations"
        ));
    };
    let unfit = |what: &str| Err(format!("{id}, which asks for it, has no {what}"));
    let Some(endpoints) = operation.output.member("Endpoints") else {
        return unfit("member `Endpoints` in its output");
    };
    let Some(endpoint) = structure_in_list(&endpoints.ty, items) else {
        return unfit("list of structures in the member `Endpoints` of its output");
    };
    let is = |scalar| move |member: &&Member| member.ty == Type::Scalar(scalar);
    let Some(address) = endpoint.member("Address").filter(is(Scalar::String)) else {
        return unfit("string `Address` in its endpoints");
    };
    let minutes = endpoint
        .member("CachePeriodInMinutes")
        .filter(is(Scalar::Long));
    let Some(minutes) = minutes else {
        return unfit("long `CachePeriodInMinutes` in its endpoints");
    };
    let input = &operation.input;
    let operation_member = input.member("Operation").filter(is(Scalar::String));
    let identifiers = input.member("Identifiers").filter(|member| {
        matches!(&member.ty, Type::Map { value, sparse: false, .. }
            if **value == Type::Scalar(Scalar::String))
    });
    let error = discovery.error.as_ref().and_then(|id| {
        let mut errors = errors.iter();
        let (error, _) = errors.find(|(_, shape)| shape.id.as_str() == id)?;
        error.codes.first().cloned()
    });
    Ok(Discovery {
        input: input.name.clone(),
        output: operation.output.name.clone(),
        error,
        operation_setter: operation_member.map(|member| member.setter.clone()),
        identifiers_setter: identifiers.map(|member| member.setter.clone()),
        endpoints: endpoints.field.clone(),
        endpoints_are_option: endpoints.is_option(),
        address: address.field.clone(),
        minutes: minutes.field.clone(),
    })
}

/// Returns the members of an input that identify the endpoint.
fn identifiers(
    model: &Model,
    operation: &Operation,
    shape: &Shape,
) -> Result<Vec<(String, String)>, String> {
    let Kind::Operation(modelled) = &shape.kind else {
        return Ok(Vec::new());
    };
    let input = modelled.input.as_ref();
    let input = input.and_then(|input| model.shape(&input.id));
    let members = input.map(|input| input.kind.members()).unwrap_or_default();
    let members = members.into_iter();
    members
        .filter(|member| member.traits.endpoint_discovery_id)
        .map(|modelled| match operation.input.member(&modelled.name) {
            Some(member) if member.ty == Type::Scalar(Scalar::String) && member.is_option() => {
                Ok((modelled.name.clone(), member.field.clone()))
            }
            _ => Err(format!(
                "{}, which identifies it, isn't a string",
                modelled.name
            )),
        })
        .collect()
}
