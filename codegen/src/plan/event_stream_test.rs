//! Cases of `smithy.test#eventStreamTests`: the messages as typed values and bytes. The heads
//! of their requests and responses are cases like others.

use crate::ast::Value;
use crate::ir::{
    ErrorShape, EventCase, EventValue, Item, Literal, Name, Named, NamedKind, Operation, Scalar,
    TargetPart, Type,
};
use crate::model::{self, Direction, Expectation};
use crate::spelling::with_article;

use super::literal::{Literals, decode_base64};

/// A head, and messages.
type Checked = (Option<(String, String)>, Vec<EventCase>);

/// The head of a case's request.
pub(super) fn request(test: &model::EventStreamTest) -> Option<model::RequestTest> {
    let head = test.initial_request.as_ref()?;
    Some(model::RequestTest {
        vendor_params: Value::default(),
        id: test.id.clone(),
        protocol: test.protocol.clone(),
        method: head.method.clone(),
        uri: head.uri.clone(),
        headers: head.headers.clone(),
        params: test.initial_request_params.clone(),
        applies_to: test.applies_to.clone(),
        host: None,
        resolved_host: None,
        query_params: Vec::new(),
        forbid_query_params: Vec::new(),
        require_query_params: Vec::new(),
        forbid_headers: Vec::new(),
        require_headers: Vec::new(),
        body: None,
        body_media_type: None,
    })
}

/// The head of a case's response. One of an error has its members in the body.
pub(super) fn response(test: &model::EventStreamTest) -> Option<model::ResponseTest> {
    let head = test.initial_response.as_ref()?;
    let in_body = head.body.as_deref().filter(|_| test.fails());
    let params = in_body.and_then(|body| serde_json::from_str(body).ok());
    Some(model::ResponseTest {
        id: test.id.clone(),
        protocol: test.protocol.clone(),
        code: head.code,
        headers: head.headers.clone(),
        params: params.unwrap_or_else(|| test.initial_response_params.clone()),
        body: head.body.clone(),
        applies_to: test.applies_to.clone(),
        forbid_headers: Vec::new(),
        require_headers: Vec::new(),
        body_media_type: None,
    })
}

/// The parts that the cases of an operation need.
pub(super) struct Cases<'c> {
    pub(super) literals: &'c Literals<'c>,
    pub(super) items: &'c [Item],
    pub(super) errors: Vec<&'c ErrorShape>,
    pub(super) is_server: bool,
}

impl Cases<'_> {
    /// Method and URI of a request without members, if there can be one; and the messages.
    pub(super) fn test(
        &self,
        operation: &Operation,
        test: &model::EventStreamTest,
    ) -> Result<Checked, String> {
        let mut events = Vec::new();
        for case in &test.events {
            let union = match case.direction {
                Direction::Request => &operation.events_in,
                Direction::Response => &operation.events_out,
            };
            let union = union
                .as_ref()
                .ok_or("there is no stream in this direction")?;
            events.push(self.event(union, case, &test.expectation)?);
        }
        let uri = match operation.request.target.as_slice() {
            [TargetPart::Literal(uri)] if test.initial_request.is_none() => Some(uri),
            _ => None,
        };
        let head = uri.map(|uri| (operation.request.method.clone(), uri.clone()));
        Ok((head, events))
    }

    /// A message of a stream of this union.
    pub(super) fn event(
        &self,
        union: &Name,
        case: &model::EventTest,
        expectation: &Expectation,
    ) -> Result<EventCase, String> {
        let bytes = case.bytes.as_deref().unwrap_or_default();
        let bytes = decode_base64(bytes).ok_or("its bytes aren't base64")?;
        let mut headers = Vec::new();
        for (name, value) in &case.headers {
            let (kind, value) = value.iter().next().ok_or("a header has no value")?;
            headers.push((name.clone(), kind.clone(), self.header(kind, value)?));
        }
        let value = match &case.params {
            Some(params) => Some(self.value(union, params)?),
            None => None,
        };
        let sends = (case.direction == Direction::Response) == self.is_server;
        if sends && value.is_none() {
            return Err("there is nothing to send".to_owned());
        }
        Ok(EventCase {
            union: union.clone(),
            sends,
            value,
            fails: !matches!(expectation, Expectation::Success {}),
            bytes,
            headers,
            case: case.clone(),
        })
    }

    fn header(&self, kind: &str, value: &Value) -> Result<Literal, String> {
        let text = || value.as_str().ok_or("a header's value is no text");
        Ok(match kind {
            "blob" => Literal::Blob(decode_base64(text()?).ok_or("a blob isn't base64")?),
            "string" => Literal::String(text()?.to_owned()),
            "boolean" => Literal::Boolean(value.as_bool().ok_or("a header is no boolean")?),
            "timestamp" => {
                let ty = Scalar::Timestamp(model::TimestampFormat::DateTime);
                self.literals.of(&Type::Scalar(ty), value)?
            }
            "byte" | "short" | "integer" | "long" => {
                Literal::Integer(value.as_i64().ok_or("a header is no integer")?)
            }
            other => return Err(format!("a header can't be {}", with_article(other))),
        })
    }

    fn value(&self, union: &Name, params: &Value) -> Result<EventValue, String> {
        let member = params.as_object().and_then(|members| members.iter().next());
        let stream = self.items.iter().find_map(|item| match item {
            Item::Union(item) if item.name == *union => item.stream.as_ref(),
            _ => None,
        });
        let errors = stream.map_or(&[][..], |stream| stream.errors.as_slice());
        if let Some((name, value)) = member
            && let Some(error) = errors.iter().find(|error| error.member == *name)
            && let Some(shape) = self
                .errors
                .iter()
                .find(|shape| shape.variant == error.variant)
        {
            let mut literal = self.literals.structure(&shape.structure, value, None)?;
            if let Literal::Structure { is_whole, .. } = &mut literal {
                // An error has a field besides its members.
                *is_whole = false;
            }
            return Ok(EventValue::Error {
                variant: error.variant.clone(),
                value: literal,
            });
        }
        let ty = Type::Named(Named {
            name: union.clone(),
            kind: NamedKind::Union,
            boxed: false,
            checked: false,
        });
        self.literals.of(&ty, params).map(EventValue::Event)
    }
}
