//! The protocol tests of a model as cases with typed values.

use crate::ast::Value;
use crate::ir::{
    ErrorShape, EventStreamTest, ExampleTest, Format, Item, Literal, MalformedTest, Operation,
    RequestTest, ResponseTest,
};
use crate::model::{self, Shape};
use crate::services;

use super::literal::{Blobs, Literals};
use super::problems::Problems;
use super::types::Context;
use super::{event_stream_test, model_example, names};

/// Every case, by side.
#[derive(Default)]
pub(super) struct Tests {
    pub(super) requests: Vec<RequestTest>,
    pub(super) responses: Vec<ResponseTest>,
    pub(super) events: Vec<EventStreamTest>,
    pub(super) server: ServerTests,
}

/// The cases that a server runs.
#[derive(Default)]
pub(super) struct ServerTests {
    pub(super) requests: Vec<RequestTest>,
    pub(super) responses: Vec<ResponseTest>,
    pub(super) malformed: Vec<MalformedTest>,
    pub(super) events: Vec<EventStreamTest>,
    pub(super) examples: Vec<ExampleTest>,
}

/// The side that runs a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Client,
    Server,
}

/// The cases of the operations that are generated, and of their errors.
pub(super) fn tests(
    context: &Context<'_>,
    items: &[Item],
    operations: &[(Operation, &Shape)],
    errors: &[(ErrorShape, &Shape)],
    has_server: bool,
    problems: &mut Problems<'_>,
) -> Tests {
    let of = |side| Of {
        context,
        literals: Literals::new(items, Blobs::Text),
        filled_in: Literals::new(items, Blobs::Text).filled_in(),
        side,
    };
    let (requests, responses) = of(Side::Client).all(operations, errors, problems);
    let mut tests = Tests {
        requests,
        responses,
        events: of(Side::Client).event_streams(items, operations, errors, problems),
        server: ServerTests::default(),
    };
    if has_server {
        let (requests, responses) = of(Side::Server).all(operations, errors, problems);
        tests.server = ServerTests {
            requests,
            responses,
            malformed: malformed(context, operations),
            events: of(Side::Server).event_streams(items, operations, errors, problems),
            examples: model_example::tests(context, items, operations, errors),
        };
    }
    name_functions(&mut tests);
    tests
}

/// Names the functions of both files, and sorts them by their names.
fn name_functions(tests: &mut Tests) {
    let Tests {
        requests,
        responses,
        events,
        server,
    } = tests;
    let of_requests = requests.iter_mut().map(RequestTest::function_and_id);
    let of_responses = responses.iter_mut().map(ResponseTest::function_and_id);
    let of_events = events.iter_mut().map(EventStreamTest::function_and_id);
    names::name_test_functions(&mut of_requests.chain(of_responses).chain(of_events));
    requests.sort_by(|a, b| a.function.cmp(&b.function));
    responses.sort_by(|a, b| a.function.cmp(&b.function));
    events.sort_by(|a, b| a.function.cmp(&b.function));
    let ServerTests {
        requests,
        responses,
        malformed,
        events,
        examples,
    } = server;
    let of_requests = requests.iter_mut().map(RequestTest::function_and_id);
    let of_responses = responses.iter_mut().map(ResponseTest::function_and_id);
    let of_malformed = malformed.iter_mut().map(MalformedTest::function_and_id);
    let of_events = events.iter_mut().map(EventStreamTest::function_and_id);
    let of_examples = examples.iter_mut().map(ExampleTest::function_and_title);
    names::name_test_functions(
        &mut of_requests
            .chain(of_responses)
            .chain(of_malformed)
            .chain(of_events)
            .chain(of_examples),
    );
    requests.sort_by(|a, b| a.function.cmp(&b.function));
    responses.sort_by(|a, b| a.function.cmp(&b.function));
    malformed.sort_by(|a, b| a.function.cmp(&b.function));
    events.sort_by(|a, b| a.function.cmp(&b.function));
}

/// The cases of one side.
struct Of<'t, 'm> {
    context: &'t Context<'m>,
    literals: Literals<'t>,
    /// The literals with the defaults that a server fills in.
    filled_in: Literals<'t>,
    side: Side,
}

impl Of<'_, '_> {
    fn all(
        &self,
        operations: &[(Operation, &Shape)],
        errors: &[(ErrorShape, &Shape)],
        problems: &mut Problems<'_>,
    ) -> (Vec<RequestTest>, Vec<ResponseTest>) {
        let mut requests = Vec::new();
        let mut responses = Vec::new();
        for (operation, shape) in operations {
            self.requests(operation, shape, &mut requests, problems);
            self.responses(operation, shape, None, errors, &mut responses, problems);
        }
        // An error isn't bound to one operation; any of them has to understand it.
        if let Some((operation, _)) = operations.first() {
            for (error, shape) in errors {
                self.responses(
                    operation,
                    shape,
                    Some(error),
                    errors,
                    &mut responses,
                    problems,
                );
            }
        }
        (requests, responses)
    }

    fn requests(
        &self,
        operation: &Operation,
        shape: &Shape,
        tests: &mut Vec<RequestTest>,
        problems: &mut Problems<'_>,
    ) {
        let heads = shape.traits.event_stream_tests.iter().flatten();
        let heads = heads.filter_map(event_stream_test::request);
        let cases = shape.traits.request_tests.iter().flatten().cloned();
        for case in cases.chain(heads) {
            if !self.applies(&case.protocol, case.applies_to.as_deref()) {
                continue;
            }
            let input = match self.side {
                Side::Client => self.literals.input(&operation.input, &case.params),
                Side::Server => self.filled_in.received(&operation.input, &case.params),
            };
            let Some(input) = checked(input, &case.id, shape, problems) else {
                continue;
            };
            let host = case
                .host
                .clone()
                .unwrap_or_else(|| "example.com".to_owned());
            let resolved = case.resolved_host.as_ref().unwrap_or(&host);
            let special = services::special(self.context.service);
            let in_endpoint = special.label_in_endpoint.map(|label| in_path(&case, label));
            let endpoint = match (in_endpoint, self.side) {
                (None, _) => format!("https://{host}"),
                // A server finds the label in the path only.
                (Some(None), Side::Server) => continue,
                (Some(None), _) => format!("https://{resolved}"),
                (Some(Some(label)), _) => format!("https://{resolved}/{label}"),
            };
            tests.push(RequestTest {
                function: self.function(&case.id, "request"),
                operation: operation.input.name.clone(),
                input,
                endpoint,
                host: resolved.split('/').next().unwrap_or_default().to_owned(),
                case: case.clone(),
            });
        }
    }

    fn responses(
        &self,
        operation: &Operation,
        shape: &Shape,
        error: Option<&ErrorShape>,
        errors: &[(ErrorShape, &Shape)],
        tests: &mut Vec<ResponseTest>,
        problems: &mut Problems<'_>,
    ) {
        if error.is_none() {
            self.heads(operation, shape, errors, tests, problems);
        }
        let structure = error.map_or(&operation.output, |error| &error.structure);
        for case in shape.traits.response_tests.iter().flatten() {
            if !self.applies(&case.protocol, case.applies_to.as_deref()) {
                continue;
            }
            let literal = self.literals.structure(structure, &case.params, None);
            if let Some(mut expected) = checked(literal, &case.id, shape, problems) {
                let mut case = case.clone();
                let is_object = error.is_some() || operation.serving.body.has_object();
                let format = self.context.protocol.formats().received;
                if format == Format::Xml && is_object && case.body_media_type.is_none() {
                    // There are several ways to write the same elements.
                    case.body_media_type = Some(format.media_type().to_owned());
                }
                if let (Some(_), Literal::Structure { is_whole, .. }) = (error, &mut expected) {
                    // An error has a field besides its members.
                    *is_whole = false;
                }
                tests.push(ResponseTest {
                    function: self.function(&case.id, "response"),
                    operation: operation.input.name.clone(),
                    error: error.map(|error| error.variant.clone()),
                    fails: false,
                    has_events: operation.events_out.is_some(),
                    expected,
                    case,
                });
            }
        }
    }

    /// The heads of responses with event streams.
    fn heads(
        &self,
        operation: &Operation,
        shape: &Shape,
        errors: &[(ErrorShape, &Shape)],
        tests: &mut Vec<ResponseTest>,
        problems: &mut Problems<'_>,
    ) {
        for test in shape.traits.event_stream_tests.iter().flatten() {
            let Some(case) = event_stream_test::response(test) else {
                continue;
            };
            if !self.applies(&case.protocol, case.applies_to.as_deref()) {
                continue;
            }
            let id = test.error_id();
            let error = errors
                .iter()
                .find(|(_, shape)| Some(shape.id.as_str()) == id)
                .map(|(error, _)| error);
            let structure = error.map_or(&operation.output, |error| &error.structure);
            let fails = error.is_none() && test.fails();
            let params = if fails { &Value::Null } else { &case.params };
            let literal = self.literals.structure(structure, params, None);
            if let Some(mut expected) = checked(literal, &case.id, shape, problems) {
                if let (Some(_), Literal::Structure { is_whole, .. }) = (error, &mut expected) {
                    *is_whole = false;
                }
                tests.push(ResponseTest {
                    function: self.function(&case.id, "response"),
                    operation: operation.input.name.clone(),
                    error: error.map(|error| error.variant.clone()),
                    fails,
                    has_events: operation.events_out.is_some(),
                    expected,
                    case,
                });
            }
        }
    }

    /// The messages of event streams.
    fn event_streams(
        &self,
        items: &[Item],
        operations: &[(Operation, &Shape)],
        errors: &[(ErrorShape, &Shape)],
        problems: &mut Problems<'_>,
    ) -> Vec<EventStreamTest> {
        let cases = event_stream_test::Cases {
            literals: &self.literals,
            items,
            errors: errors.iter().map(|(error, _)| error).collect(),
            is_server: self.side == Side::Server,
        };
        let mut tests = Vec::new();
        for (operation, shape) in operations {
            for test in shape.traits.event_stream_tests.iter().flatten() {
                if !self.applies(&test.protocol, test.applies_to.as_deref())
                    || test.events.is_empty()
                {
                    continue;
                }
                match cases.test(operation, test) {
                    Ok((head, events)) => tests.push(EventStreamTest {
                        function: self.function(&test.id, "events"),
                        id: test.id.clone(),
                        operation: operation.input.name.clone(),
                        response_headers: operation.response_headers,
                        head,
                        events,
                        fails: test.fails(),
                    }),
                    Err(problem) => {
                        _ = checked(Err(problem), &test.id, shape, problems);
                    }
                }
            }
        }
        tests
    }

    fn function(&self, id: &str, what: &str) -> String {
        let side = match self.side {
            Side::Client => "",
            Side::Server => "server_",
        };
        names::test_function(id, &format!("{side}{what}"))
    }

    fn applies(&self, protocol: &str, applies_to: Option<&str>) -> bool {
        let side = match self.side {
            Side::Client => "client",
            Side::Server => "server",
        };
        protocol == self.context.protocol.id() && applies_to.is_none_or(|other| other == side)
    }
}

/// The value of a label that a case has in the path, by the settings of its client: `None` if the
/// label is in the host.
fn in_path(case: &model::RequestTest, label: &str) -> Option<String> {
    let config = case.vendor_params.as_object()?.get("scopedConfig")?;
    let style = |scope: &str| {
        let settings = config.as_object()?.get(scope)?.as_object()?.get("s3")?;
        settings.as_object()?.get("addressing_style")?.as_str()
    };
    let style = style("operation").or_else(|| style("client"));
    let value = case.params.as_object()?.get(label)?.as_str()?;
    (style == Some("path")).then(|| value.to_owned())
}

/// The cases of malformed requests, one for each set of parameters
/// ([Smithy 2.0, parameterizing malformed request tests](https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html#parameterizing-malformed-request-tests)).
fn malformed(context: &Context<'_>, operations: &[(Operation, &Shape)]) -> Vec<MalformedTest> {
    let mut tests = Vec::new();
    for (_, shape) in operations {
        for case in shape.traits.malformed_tests.iter().flatten() {
            if case.protocol != context.protocol.id() {
                continue;
            }
            let sets = case.test_parameters.values().map(Vec::len).max();
            for number in 0..sets.unwrap_or(1) {
                let mut case = case.clone();
                let parameters: Vec<(String, String)> = case
                    .test_parameters
                    .iter()
                    .filter_map(|(name, values)| Some((name.clone(), values.get(number)?.clone())))
                    .collect();
                fill_in(&mut case, &parameters);
                let mut function = names::test_function(&case.id, "malformed");
                if sets.is_some() {
                    function = format!("{function}_{number}");
                    case.id = format!("{}[{number}]", case.id);
                }
                tests.push(MalformedTest { function, case });
            }
        }
    }
    tests
}

/// Puts parameters in the places of `$name:L` (as they are) and `$name:S` (as a JSON string);
/// `$$` is a dollar sign.
fn fill_in(case: &mut model::MalformedTest, parameters: &[(String, String)]) {
    if parameters.is_empty() {
        return;
    }
    let fill = |text: &mut String| {
        let mut filled = String::new();
        let mut rest = text.as_str();
        // From left to right, so that nothing is looked for in what was filled in.
        while let Some((before, after)) = rest.split_once('$') {
            filled.push_str(before);
            if let Some(after) = after.strip_prefix('$') {
                filled.push('$');
                rest = after;
                continue;
            }
            let place = parameters.iter().find_map(|(name, value)| {
                let form = after.strip_prefix(name.as_str())?;
                if let Some(after) = form.strip_prefix(":L") {
                    return Some((value.clone(), after));
                }
                let quoted = serde_json::Value::from(value.as_str()).to_string();
                Some((quoted, form.strip_prefix(":S")?))
            });
            match place {
                Some((value, after)) => {
                    filled.push_str(&value);
                    rest = after;
                }
                None => {
                    filled.push('$');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        *text = filled;
    };
    fill(&mut case.request.uri);
    case.request.query_params.iter_mut().for_each(fill);
    case.request.headers.values_mut().for_each(fill);
    case.request.body.as_mut().map(fill);
    case.response.headers.values_mut().for_each(fill);
    if let Some(body) = &mut case.response.body {
        body.assertion.contents.as_mut().map(fill);
        body.assertion.message_regex.as_mut().map(fill);
    }
}

fn checked(
    literal: Result<Literal, String>,
    id: &str,
    shape: &Shape,
    problems: &mut Problems<'_>,
) -> Option<Literal> {
    literal
        .map_err(|problem| {
            problems.add(
                shape,
                &format!("protocol test {id}"),
                format!("its parameters don't fit: {problem}"),
                "they have to be a value of the operation's input, its output or the error",
            );
        })
        .ok()
}

/// The ids of the cases that a client of a protocol would run.
pub(super) fn case_ids(shape: &Shape, protocol: &str) -> Vec<String> {
    let client = |side: &Option<String>| side.as_deref().is_none_or(|side| side == "client");
    let requests = shape.traits.request_tests.iter().flatten();
    let responses = shape.traits.response_tests.iter().flatten();
    let events = shape.traits.event_stream_tests.iter().flatten();
    let events = events
        .filter(|case| case.protocol == protocol && client(&case.applies_to))
        .map(|case| case.id.clone());
    requests
        .filter(|case| case.protocol == protocol && client(&case.applies_to))
        .map(|case| case.id.clone())
        .chain(
            responses
                .filter(|case| case.protocol == protocol && client(&case.applies_to))
                .map(|case| case.id.clone()),
        )
        .chain(events)
        .collect()
}
