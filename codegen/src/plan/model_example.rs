//! The examples that the model has for operations, for their documentation and as tests.

use crate::ast::Value;
use crate::ir::{
    Binding, ErrorShape, Example, ExampleTest, Format, Item, Literal, Member, Operation, Outcome,
    Structure, Type,
};
use crate::model::{OperationExample, Shape, ShapeId};
use crate::services;

use super::literal::{Blobs, Literals};
use super::names;
use super::shown::Showing;
use super::types::Context;
use super::{docs, fits};

/// The most examples in the documentation of an operation.
const MOST: usize = 3;

/// Gives the operations the examples of the model that can be shown.
pub(super) fn plan(operations: &mut [(Operation, &Shape)], items: &[Item]) {
    for (operation, shape) in operations {
        let examples = shape.traits.examples.iter().flatten();
        let mut shown = examples
            .filter(|example| !example.allow_constraint_errors && example.error.is_none())
            .filter_map(|example| shown(operation, example, items))
            .take(MOST);
        if let Some(first) = shown.next() {
            let more = shown.collect();
            operation.example = first;
            operation.more_examples = more;
        }
    }
}

fn shown(operation: &Operation, example: &OperationExample, items: &[Item]) -> Option<Example> {
    let mut showing = Showing::new(items);
    let setters = showing.setters(&operation.input, &example.input)?;
    let title = docs::line(&example.title);
    let mut types = showing.types;
    types.remove(&operation.input.name.ty);
    Some(Example {
        title: Some(title.trim_end_matches(['.', ':']).to_owned()),
        docs: docs::lines(example.documentation.as_deref()),
        setters,
        types: types.into_iter().collect(),
        has_maps: showing.has_maps,
        runtime_types: showing.runtime_types.into_iter().collect(),
        left_out: Vec::new(),
    })
}

/// The examples as tests of a server. Inputs that a server refuses are left out, and so is what
/// isn't a value of the model's types: published models have such examples.
pub(super) fn tests(
    context: &Context<'_>,
    items: &[Item],
    operations: &[(Operation, &Shape)],
    errors: &[(ErrorShape, &Shape)],
) -> Vec<ExampleTest> {
    // The path that a client makes doesn't have the label, and a server wants it.
    if services::special(context.service)
        .label_in_endpoint
        .is_some()
    {
        return Vec::new();
    }
    let tests = Tests {
        context,
        literals: Literals::new(items, Blobs::Text),
        filled_in: Literals::new(items, Blobs::Text).filled_in(),
        errors,
    };
    let mut all = Vec::new();
    for (operation, shape) in operations {
        let examples = shape.traits.examples.iter().flatten();
        for (number, example) in examples.enumerate() {
            all.extend(tests.test(operation, shape, example, number + 1));
        }
    }
    all
}

struct Tests<'t, 'm> {
    context: &'t Context<'m>,
    literals: Literals<'t>,
    filled_in: Literals<'t>,
    errors: &'t [(ErrorShape, &'m Shape)],
}

impl Tests<'_, '_> {
    fn test(
        &self,
        operation: &Operation,
        shape: &Shape,
        example: &OperationExample,
        number: usize,
    ) -> Option<ExampleTest> {
        let streams = operation.stream_in.is_some() || operation.stream_out.is_some();
        let has_events = operation.events_in.is_some() || operation.events_out.is_some();
        if example.allow_constraint_errors || streams || has_events {
            return None;
        }
        let model = self.context.model;
        let crate::model::Kind::Operation(own) = &shape.kind else {
            return None;
        };
        let fits = |id: &ShapeId, value: &Value| {
            let shape = model.shape(id);
            shape.is_none_or(|shape| shape.id.is_unit() || fits::fits(model, shape, value))
        };
        let nothing = Value::Object(std::collections::BTreeMap::new());
        let or_nothing = |value: &'_ Value| match value {
            Value::Null => nothing.clone(),
            value => value.clone(),
        };
        let input = or_nothing(&example.input);
        let is_sound = own.input.as_ref().is_none_or(|it| fits(&it.id, &input));
        if !is_sound || !self.survives(&operation.input, &input) {
            return None;
        }
        let outcome = match &example.error {
            Some(error) => {
                let mut errors = self.errors.iter();
                let (planned, shape) =
                    errors.find(|(_, shape)| shape.id.as_str() == error.shape_id)?;
                let content = or_nothing(&error.content);
                let is_sound = fits(&shape.id, &content);
                if !is_sound || !self.survives(&planned.structure, &content) {
                    return None;
                }
                let literal = self.literals.structure(&planned.structure, &content, None);
                let mut literal = literal.ok()?;
                if let Literal::Structure { is_whole, .. } = &mut literal {
                    // An error has a field besides its members.
                    *is_whole = false;
                }
                Outcome::Error(planned.variant.clone(), literal)
            }
            None => {
                let output = or_nothing(example.output.as_ref().unwrap_or(&Value::Null));
                let output = with_status(operation, output)?;
                let is_sound = own.output.as_ref().is_none_or(|it| fits(&it.id, &output));
                if !is_sound || !self.survives(&operation.output, &output) {
                    return None;
                }
                let literal = self.literals.structure(&operation.output, &output, None);
                Outcome::Output(literal.ok()?)
            }
        };
        Some(ExampleTest {
            function: names::test_function(&operation.wire_name, &format!("example_{number}")),
            title: docs::line(&example.title),
            operation: operation.input.name.clone(),
            input: self.literals.input(&operation.input, &input).ok()?,
            received: self.received(operation, &input)?,
            outcome,
        })
    }

    /// Whether a value is the same after it went over the wire. What is empty may come out as
    /// nothing: a payload, a header, and, in a format without brackets, a list or map. Headers have
    /// no blanks around them.
    fn survives(&self, structure: &Structure, value: &Value) -> bool {
        let formats = self.context.protocol.formats();
        let has_brackets = [formats.sent, formats.received]
            .iter()
            .all(|format| matches!(format, Format::Json | Format::Cbor));
        structure.members.iter().all(|member| {
            let value = value
                .as_object()
                .and_then(|values| values.get(&member.name));
            let Some(value) = value else {
                return !self.is_sent_empty(member);
            };
            let is_told = member.binding == Binding::Body || !is_lost(value);
            is_told && (has_brackets || !holds_empty(value))
        })
    }

    /// Whether a client that has no payload sends an empty object, which lacks what a server wants of it.
    fn is_sent_empty(&self, member: &Member) -> bool {
        let Type::Named(named) = &member.ty else {
            return false;
        };
        let is_wanted = match self.literals.item_of(&named.name) {
            Some(Item::Structure(it)) => it.members.iter().any(|it| it.server.required),
            _ => false,
        };
        member.binding == Binding::Payload && is_wanted
    }

    /// The input as a server receives it, with the token that the client's has.
    fn received(&self, operation: &Operation, input: &Value) -> Option<Literal> {
        self.filled_in.input(&operation.input, input).ok()
    }
}

/// The output with the status of the response, where a member has it: every response has one, and
/// examples may leave it out. There is none if the example's status isn't one of success.
fn with_status(operation: &Operation, mut output: Value) -> Option<Value> {
    let mut members = operation.output.members.iter();
    let Some(member) = members.find(|member| member.binding == Binding::StatusCode) else {
        return Some(output);
    };
    if let Value::Object(values) = &mut output {
        let status = values
            .entry(member.name.clone())
            .or_insert_with(|| operation.serving.status.into());
        if !(200..300).contains(&status.as_i64()?) {
            return None;
        }
    }
    Some(output)
}

/// Whether a payload, a header or a part of a URI may lose a value, or a part of it: what is empty,
/// and blanks around a text.
fn is_lost(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty() || text.trim() != text,
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

/// Whether a value is, or holds at any depth, a list or an object with nothing in it.
fn holds_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty() || items.iter().any(holds_empty),
        Value::Object(entries) => entries.is_empty() || entries.values().any(holds_empty),
        _ => false,
    }
}
