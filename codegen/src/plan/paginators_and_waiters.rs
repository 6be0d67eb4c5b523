//! Paginators and waiters of all operations of a service, which send an operation more than once.

use std::collections::BTreeSet;

use crate::ir::waiter::Waiter;
use crate::ir::{ErrorShape, Item, Operation};
use crate::model::Shape;

use super::problems::Problems;
use super::{jmespath, names, paginator, waiter};

/// The planned types of the service.
pub(super) struct Types<'p> {
    pub(super) items: &'p [Item],
    pub(super) errors: &'p [(ErrorShape, &'p Shape)],
    pub(super) names: &'p BTreeSet<String>,
}

/// Gives the operations their paginators, and returns the waiters. What can't be used is
/// reported, or skipped if that is asked for.
pub(super) fn plan(
    service: &Shape,
    operations: &mut [(Operation, &Shape)],
    types: Types<'_>,
    problems: &mut Problems<'_>,
) -> Vec<Waiter> {
    for (operation, shape) in &mut *operations {
        if shape.traits.paginated.is_none() {
            continue;
        }
        match paginator::plan(service, operation, shape, types.items) {
            Ok(planned) => operation.paginator = planned,
            Err(problem) => problems.add(shape, "paginator", problem, PAGINATED),
        }
    }
    let all = waiter::Service {
        types: jmespath::Types {
            items: types.items.iter().collect(),
            tops: operations
                .iter()
                .flat_map(|(operation, _)| [&operation.input, &operation.output])
                .collect(),
        },
        errors: types
            .errors
            .iter()
            .map(|(error, shape)| (error, *shape))
            .collect(),
    };
    let mut found = Vec::new();
    for (operation, shape) in &*operations {
        for (name, waiter) in shape.traits.waitable.iter().flat_map(|all| all.iter()) {
            found.push((operation, *shape, name, waiter));
        }
    }
    let claims: Vec<(&str, &str)> = found
        .iter()
        .map(|(_, shape, name, _)| (shape.id.as_str(), name.as_str()))
        .collect();
    let mut waiters = Vec::new();
    for ((operation, shape, wire_name, waiter), name) in
        found.iter().zip(names::waiters(&claims, types.names))
    {
        match waiter::plan(&all, operation, (name, wire_name), waiter) {
            Ok(waiter) => waiters.push(waiter),
            Err(problem) => problems.add(shape, &format!("waiter {wire_name}"), problem, WAITABLE),
        }
    }
    waiters
}

const PAGINATED: &str = "see https://smithy.io/2.0/spec/behavior-traits.html#paginated-trait";
const WAITABLE: &str = "see https://smithy.io/2.0/additional-specs/waiters.html, or skip what \
     isn't supported";
