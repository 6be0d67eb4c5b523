//! The protocol tests of a model as cases with typed values.

use crate::diagnostic::{Diagnostic, Report};
use crate::model::Shape;

use super::literal::{Blobs, Literals};
use super::types::Context;
use super::{ErrorShape, Item, Literal, Operation, RequestTest, ResponseTest, Structure, name};

/// The cases of the operations that are generated, and of their errors.
pub(super) fn tests(
    context: &Context<'_>,
    items: &[Item],
    operations: &[(&Operation, &Shape)],
    errors: &[(&ErrorShape, &Shape)],
    report: &mut Report,
) -> (Vec<RequestTest>, Vec<ResponseTest>) {
    let literals = Literals::new(items, Blobs::Text);
    let mut requests = Vec::new();
    let mut responses = Vec::new();
    for (operation, shape) in operations {
        for case in shape.traits.request_tests.iter().flatten() {
            if !applies(context, &case.protocol, case.applies_to.as_deref()) {
                continue;
            }
            let Some(input) = checked(
                literals.input(&operation.input, &case.params),
                &case.id,
                shape,
                report,
            ) else {
                continue;
            };
            let host = case
                .host
                .clone()
                .unwrap_or_else(|| "example.com".to_owned());
            let resolved = case.resolved_host.as_ref().unwrap_or(&host);
            requests.push(RequestTest {
                function: format!("{}_request", name::snake_name(&case.id)),
                input,
                endpoint: format!("https://{host}"),
                host: resolved.split('/').next().unwrap_or_default().to_owned(),
                case: case.clone(),
            });
        }
        let mut of = Responses {
            context,
            literals: &literals,
            operation,
            tests: &mut responses,
        };
        of.add(shape, &operation.output, None, report);
    }
    // An error isn't bound to one operation; any of them has to understand it.
    if let Some((operation, _)) = operations.first() {
        for (error, shape) in errors {
            let mut of = Responses {
                context,
                literals: &literals,
                operation,
                tests: &mut responses,
            };
            of.add(shape, &error.structure, Some(&error.variant), report);
        }
    }
    requests.sort_by(|a, b| a.function.cmp(&b.function));
    responses.sort_by(|a, b| a.function.cmp(&b.function));
    (requests, responses)
}

struct Responses<'t, 'm> {
    context: &'t Context<'m>,
    literals: &'t Literals<'t>,
    operation: &'t Operation,
    tests: &'t mut Vec<ResponseTest>,
}

impl Responses<'_, '_> {
    fn add(
        &mut self,
        shape: &Shape,
        structure: &Structure,
        error: Option<&String>,
        report: &mut Report,
    ) {
        for case in shape.traits.response_tests.iter().flatten() {
            if !applies(self.context, &case.protocol, case.applies_to.as_deref()) {
                continue;
            }
            let literal = self.literals.structure(structure, &case.params, None);
            if let Some(mut expected) = checked(literal, &case.id, shape, report) {
                if let (Some(_), Literal::Structure { is_whole, .. }) = (error, &mut expected) {
                    // An error has a field besides its members.
                    *is_whole = false;
                }
                self.tests.push(ResponseTest {
                    function: format!("{}_response", name::snake_name(&case.id)),
                    operation: self.operation.input.name.clone(),
                    error: error.cloned(),
                    expected,
                    case: case.clone(),
                });
            }
        }
    }
}

fn applies(context: &Context<'_>, protocol: &str, applies_to: Option<&str>) -> bool {
    protocol == context.protocol.id() && applies_to.is_none_or(|side| side == "client")
}

fn checked(
    literal: Result<Literal, String>,
    id: &str,
    shape: &Shape,
    report: &mut Report,
) -> Option<Literal> {
    literal
        .map_err(|problem| {
            let diagnostic =
                Diagnostic::new(format!("the parameters of test {id} don't fit: {problem}"))
                    .shape(&shape.id)
                    .help(
                        "they have to be a value of the operation's input, its output or the error",
                    );
            report.add(match &shape.location {
                Some(location) => diagnostic.at(location.clone(), "has the test"),
                None => diagnostic,
            });
        })
        .ok()
}

/// The ids of the cases that a client of a protocol would run.
pub(super) fn case_ids(shape: &Shape, protocol: &str) -> Vec<String> {
    let client = |side: &Option<String>| side.as_deref().is_none_or(|side| side == "client");
    let requests = shape.traits.request_tests.iter().flatten();
    let responses = shape.traits.response_tests.iter().flatten();
    requests
        .filter(|case| case.protocol == protocol && client(&case.applies_to))
        .map(|case| case.id.clone())
        .chain(
            responses
                .filter(|case| case.protocol == protocol && client(&case.applies_to))
                .map(|case| case.id.clone()),
        )
        .collect()
}
