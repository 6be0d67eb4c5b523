//! A service's other side.

use std::collections::BTreeMap;

use crate::diagnostic::Report;
use crate::ir::{Binding, Item, Operation, Presence, Route, Segment, Server};
use crate::model::Shape;
use crate::services;

use super::protocol_test::ServerTests;
use super::types::Context;
use super::validation;

/// The facts that the server module needs besides the operations.
pub(super) fn server(
    context: &Context<'_>,
    operations: &[Operation],
    items: &[Item],
    tests: ServerTests,
) -> Server {
    let protocol = context.protocol;
    let operations: Vec<&Operation> = operations.iter().collect();
    let (checks, patterns) = validation::plan(context, &operations, items);
    let mut order: Vec<usize> = (0..operations.len()).collect();
    order.sort_by_key(|index| {
        operations
            .get(*index)
            .map(|operation| specificity(operation))
    });
    let errors = protocol.errors(context.service);
    Server {
        error_type: errors.content_type,
        error_body: errors.body,
        headers: protocol.response_headers(),
        checks,
        order,
        patterns,
        request_tests: tests.requests,
        response_tests: tests.responses,
        malformed_tests: tests.malformed,
        event_stream_tests: tests.events,
        example_tests: tests.examples,
    }
}

/// Has the server of a special service know operations by what their requests need, where clients
/// leave out the parameter of the query that names the operation. Of operations that only the
/// parameter tells apart, the first one goes without.
pub(super) fn go_without_names(service: &Shape, operations: &mut [(Operation, &Shape)]) {
    let Some(named_by) = services::special(service).operation_in_query else {
        return;
    };
    let mut routes: Vec<Route> = operations
        .iter()
        .map(|(operation, _)| without_labels(&operation.serving.route))
        .collect();
    for (index, (operation, _)) in operations.iter_mut().enumerate() {
        let Some(route) = without_name(operation, named_by) else {
            continue;
        };
        let without_labels = without_labels(&route);
        if !routes.contains(&without_labels) {
            operation.serving.route = route;
            if let Some(known) = routes.get_mut(index) {
                *known = without_labels;
            }
        }
    }
}

/// The route of an operation without the parameter, and with what its requests need; `None` if it
/// has no such parameter.
fn without_name(operation: &Operation, named_by: &str) -> Option<Route> {
    let mut route = operation.serving.route.clone();
    let Route::Http { query, headers, .. } = &mut route else {
        return None;
    };
    let had = query.len();
    query.retain(|(name, _)| name != named_by);
    if query.len() == had {
        return None;
    }
    let members = operation.input.members.iter();
    for member in members.filter(|member| member.presence == Presence::Required) {
        match &member.binding {
            Binding::Query(name) => query.push((name.clone(), None)),
            Binding::Header(name) => headers.push(name.clone()),
            _ => {}
        }
    }
    Some(route)
}

/// A route without the names of its labels, which are no matter to a request.
fn without_labels(route: &Route) -> Route {
    let mut route = route.clone();
    if let Route::Http { path, .. } = &mut route {
        for segment in path {
            if let Segment::Label(name) | Segment::Greedy(name) = segment {
                name.clear();
            }
        }
    }
    route
}

/// Reports operations that no request can tell apart
/// ([Smithy 2.0, `http` trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait)).
pub(super) fn report_shared_routes(operations: &[(Operation, &Shape)], report: &mut Report) {
    let mut known: BTreeMap<Route, &Shape> = BTreeMap::new();
    for (operation, shape) in operations {
        let route = without_labels(&operation.serving.route);
        let Some(before) = known.get(&route) else {
            known.insert(route, shape);
            continue;
        };
        let message = format!(
            "{} and {} have the same method and path",
            before.id.name(),
            shape.id.name()
        );
        let help = "give one of them another method, path or query in smithy.api#http";
        let mut diagnostic = shape.problem(message, "this operation", help);
        if let Some(location) = &before.location {
            diagnostic = diagnostic.see(location.clone(), "has them first");
        }
        report.add(diagnostic);
    }
}

/// Warns of what a server can't check, or doesn't.
pub(super) fn warn_of_unchecked(
    operations: &[(Operation, &Shape)],
    items: &[Item],
    report: &mut Report,
) {
    for (operation, shape) in operations {
        let name = shape.id.name();
        if operation.request.has_checksum {
            report.warn(shape.problem(
                format!("a server of {name} doesn't look at checksums"),
                "requests of this operation have a checksum",
                "compare it with the body in front of the server, if nothing else protects the body",
            ));
        }
        let has_constraint = |events| validation::is_checked(events, items);
        if operation.events_in.as_ref().is_some_and(has_constraint) {
            report.warn(shape.problem(
                format!("a server of {name} checks no constraint of the events that it is sent"),
                "takes a stream of events",
                "look at them in the handler: a required member that isn't there is `None`",
            ));
        }
    }
}

/// The order in which routes are tried: literals before labels, segment by segment, longer paths
/// before those that are their start, more parameters before fewer, and parameters with a value
/// before those with any
/// ([Smithy 2.0, specificity routing](https://smithy.io/2.0/spec/http-bindings.html#specificity-routing)).
fn specificity(operation: &Operation) -> (Vec<u8>, usize, usize) {
    match &operation.serving.route {
        Route::Target(_) | Route::Rpc { .. } | Route::Action { .. } => (Vec::new(), 0, 0),
        Route::Http {
            path,
            query,
            headers,
            ..
        } => {
            let rank = |segment: &Segment| match segment {
                Segment::Literal(_) => 0,
                Segment::Label(_) => 1,
                Segment::Greedy(_) => 2,
            };
            // The end ranks last, so that longer paths come first.
            let path = path.iter().map(rank).chain([3]).collect();
            let values = query.iter().filter(|(_, value)| value.is_some()).count();
            let conditions = query.len() + headers.len();
            (path, usize::MAX - conditions, usize::MAX - values)
        }
    }
}
