//! Operations: what came and went, how requests are made, inputs and outputs.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Auth, Body, Structure};
use crate::model::Shape;

use super::change::Group;
use super::comparison::{Comparison, Effect, Owner, Subject, said};
use super::describe::{host_prefix, or_none, target};
use super::forms::wire_form;
use super::rule::Rule;
use super::side::{OperationSide, Service};

impl<'c> Comparison<'c> {
    pub(super) fn operations(&mut self) {
        let (old_service, new_service) = (self.old, self.new);
        let renamed = renamed(old_service, new_service);
        for (name, operation) in &old_service.operations {
            let now = renamed.get(name).copied().unwrap_or(name);
            match new_service.operations.get(now) {
                Some(new) => self.operation((name, now), operation, new),
                None => {
                    let text = format!(
                        "`{}` and `{}` are gone{}",
                        operation.plan.input.name.ty,
                        operation.plan.output.name.ty,
                        reason(new_service, name)
                    );
                    let id = operation.shape.id.to_string();
                    self.add(
                        Rule::OperationRemoved,
                        &subject(operation),
                        operation.plan.input.name.ty.as_str(),
                        id,
                        Effect::rust(text).and_wire(Some("is no longer called".to_owned())),
                    );
                }
            }
        }
        for (name, operation) in &new_service.operations {
            let is_known = old_service.operations.contains_key(name);
            if is_known || renamed.values().any(|now| now == name) {
                continue;
            }
            let text = format!(
                "new: `{}` and `{}`",
                operation.plan.input.name.ty, operation.plan.output.name.ty
            );
            let id = operation.shape.id.to_string();
            let place = operation.plan.input.name.ty.as_str();
            let effect = Effect::rust(text).and_wire(Some(format!("is {}", request(operation))));
            self.add(Rule::OperationAdded, &subject(operation), place, id, effect);
        }
    }

    fn operation(&mut self, names: (&str, &str), old: &OperationSide<'c>, new: &OperationSide<'c>) {
        let subject = subject(new);
        let id = new.shape.id.to_string();
        let ty = new.plan.input.name.ty.as_str();
        if names.0 != names.1 {
            let (was, is) = (request(old), request(new));
            let wire = (was != is).then(|| format!("was {was}, is {is}"));
            let text = format!(
                "`{}` is `{ty}`, `{}` is `{}`",
                old.plan.input.name.ty, old.plan.output.name.ty, new.plan.output.name.ty
            );
            let effect = Effect::rust(text).and_wire(wire);
            self.add(Rule::OperationRenamed, &subject, ty, &id, effect);
        } else if old.plan.output.name.ty != new.plan.output.name.ty {
            let (was, is) = (&old.plan.output.name.ty, &new.plan.output.name.ty);
            let effect = Effect::rust(format!("its output was `{was}`, is `{is}`"));
            self.add(Rule::TypeRenamed, &subject, is, &id, effect);
        }
        if self.same_protocol() {
            self.request(&subject, &id, names, (old, new));
        }
        self.traits(&subject, &id, (old, new));
        self.errors_of(&subject, names.0, names.1, &id);

        let notes = (
            old.plan.input.deprecated.as_ref(),
            new.plan.input.deprecated.as_ref(),
        );
        self.deprecation(&subject, ty, &id, notes);
        let docs = (&*old.plan.input.docs, &*new.plan.input.docs);
        self.documentation(&subject, ty, &id, docs);
        self.top(
            &subject,
            (old.input, new.input),
            (&old.plan.input, &new.plan.input),
            true,
        );
        let (old_output, new_output) = (&old.plan.output, &new.plan.output);
        let (was, is) = (said(old.output), said(new.output));
        let shape = new.output.or(old.output);
        let shape = shape.map_or_else(String::new, |shape| shape.id.to_string());
        self.documentation(&subject, &new_output.name.ty, &shape, (&was, &is));
        self.top(
            &subject,
            (old.output, new.output),
            (old_output, new_output),
            false,
        );
    }

    /// An input or an output.
    fn top(
        &mut self,
        subject: &Subject,
        shapes: (Option<&'c Shape>, Option<&'c Shape>),
        structures: (&Structure, &Structure),
        is_input: bool,
    ) {
        let (old, new) = structures;
        let owner = Owner {
            subject: subject.clone(),
            ty: new.name.ty.clone(),
            old_shape: shapes.0,
            new_shape: shapes.1,
            sent: is_input,
            received: !is_input,
        };
        if old.sensitive != new.sensitive {
            let (rule, text) = if new.sensitive {
                (Rule::SensitiveAdded, "`Debug` redacts all of it")
            } else {
                (
                    Rule::SensitiveRemoved,
                    "`Debug` prints it, as no secret any more",
                )
            };
            let id = owner.id();
            self.add(rule, subject, &new.name.ty, id, Effect::rust(text));
        }
        self.members(&owner, old, new);
    }

    /// Compares the way in which requests are made, and the form of responses.
    fn request(
        &mut self,
        subject: &Subject,
        id: &str,
        names: (&str, &str),
        sides: (&OperationSide<'_>, &OperationSide<'_>),
    ) {
        let (old, new) = (&sides.0.plan.request, &sides.1.plan.request);
        let ty = sides.1.plan.input.name.ty.as_str();
        let mut add = |rule, text: String| self.add(rule, subject, ty, id, Effect::wire(text));
        // A renamed operation has told its request.
        if names.0 == names.1 {
            if old.method != new.method {
                let text = format!("the method was {}, is {}", old.method, new.method);
                add(Rule::MethodChanged, text);
            }
            let (was, is) = (target(&old.target), target(&new.target));
            if was != is {
                add(
                    Rule::PathChanged,
                    format!("the path was `{was}`, is `{is}`"),
                );
            }
        }
        let (was, is) = (host_prefix(&old.host_prefix), host_prefix(&new.host_prefix));
        if was != is {
            let text = format!(
                "what goes before the host was {}, is {}",
                or_none(&was),
                or_none(&is)
            );
            add(Rule::HostPrefixChanged, text);
        }
        if let (
            Body::Payload {
                content_type: was, ..
            },
            Body::Payload {
                content_type: is, ..
            },
        ) = (&old.body, &new.body)
            && was != is
        {
            add(
                Rule::ContentTypeChanged,
                format!("the request's body was `{was}`, is `{is}`"),
            );
        }
        let (was, is) = (&sides.0.plan.serving, &sides.1.plan.serving);
        if let (
            Body::Payload {
                content_type: was, ..
            },
            Body::Payload {
                content_type: is, ..
            },
        ) = (&was.body, &is.body)
            && was != is
        {
            add(
                Rule::ContentTypeChanged,
                format!("the response's body was `{was}`, is `{is}`"),
            );
        }
        if was.status != is.status {
            let text = format!("success has status {} instead of {}", is.status, was.status);
            add(Rule::StatusChanged, text);
        }
        let header = |is: bool| if is { "has" } else { "no longer has" };
        let (was, is) = (sent_checksum(sides.0), sent_checksum(sides.1));
        if was != is {
            let text = match (was, is) {
                (Some(was), Some(is)) => {
                    format!("the checksum of a request's body was {was}, is {is}")
                }
                (_, is) => format!("a request {} a checksum of its body", header(is.is_some())),
            };
            add(Rule::ChecksumChanged, text);
        }
        let is_compared = |side: &OperationSide<'_>| side.plan.checksum_out.is_some();
        match (is_compared(sides.0), is_compared(sides.1)) {
            (false, true) => add(
                Rule::ChecksumChanged,
                "clients compare a response's body with its checksum".to_owned(),
            ),
            (true, false) => add(
                Rule::ChecksumChanged,
                "clients no longer compare a response's body with its checksum".to_owned(),
            ),
            _ => {}
        }
        if old.is_compressed != new.is_compressed {
            let text = if new.is_compressed {
                "large bodies are compressed"
            } else {
                "bodies are no longer compressed"
            };
            add(Rule::CompressionChanged, text.to_owned());
        }
    }

    /// Authentication, pages, waiters, and what endpoint rules are told.
    fn traits(
        &mut self,
        subject: &Subject,
        id: &str,
        sides: (&OperationSide<'_>, &OperationSide<'_>),
    ) {
        let (old, new) = sides;
        let ty = new.plan.input.name.ty.as_str();
        match (!old.plan.auth.is_empty(), !new.plan.auth.is_empty()) {
            (false, true) => {
                let effect = Effect::wire(if new.plan.auth.contains(&Auth::SigV4) {
                    "requests are signed, and so need credentials"
                } else {
                    "requests carry a bearer token, and so need one"
                });
                self.add(Rule::SignatureAdded, subject, ty, id, effect);
            }
            (true, false) => {
                let effect = Effect::wire(if old.plan.auth.contains(&Auth::SigV4) {
                    "requests aren't signed any more"
                } else {
                    "requests carry no bearer token any more"
                });
                self.add(Rule::SignatureRemoved, subject, ty, id, effect);
            }
            _ => {}
        }
        for (what, was, is) in [
            ("the request", &old.plan.events_in, &new.plan.events_in),
            ("the response", &old.plan.events_out, &new.plan.events_out),
        ] {
            let text = match (was, is) {
                (None, Some(events)) => format!("{what} is a stream of `{}`", events.ty),
                (Some(events), None) => format!("{what} is no stream of `{}` any more", events.ty),
                _ => continue,
            };
            let effect = Effect::rust(text.clone()).and_wire(Some(text));
            self.add(Rule::EventStreamChanged, subject, ty, id, effect);
        }
        self.pagination(subject, ty, id, (old.shape, new.shape));
        self.waiters(subject, ty, id, (old.shape, new.shape));
        let context = |side: &OperationSide<'_>| {
            let members = side.input.map(|input| input.kind.members());
            let members: Vec<(String, String)> = members
                .unwrap_or_default()
                .into_iter()
                .filter_map(|member| {
                    let param = member.traits.context_param.as_ref()?;
                    Some((member.name.clone(), format!("{param:?}")))
                })
                .collect();
            let traits = &side.shape.traits;
            let fixed = traits.static_context_params.as_ref();
            let found = traits.operation_context_params.as_ref();
            let sorted = |texts: Vec<String>| texts.into_iter().collect::<BTreeSet<_>>();
            (
                members.into_iter().collect::<BTreeSet<_>>(),
                sorted(
                    fixed
                        .into_iter()
                        .flat_map(|params| params.iter())
                        .map(|pair| format!("{pair:?}"))
                        .collect(),
                ),
                sorted(
                    found
                        .into_iter()
                        .flat_map(|params| params.iter())
                        .map(|pair| format!("{pair:?}"))
                        .collect(),
                ),
            )
        };
        if context(old) != context(new) {
            let effect = Effect::wire("tells the endpoint rules something else");
            self.add(Rule::EndpointBindingChanged, subject, ty, id, effect);
        }
    }

    fn pagination(&mut self, subject: &Subject, ty: &str, id: &str, shapes: (&Shape, &Shape)) {
        let pages = |service: &Service<'_>, shape: &Shape| {
            let own = value(shape, "smithy.api#paginated")?;
            let mut pages = value(service.shape, "smithy.api#paginated").unwrap_or(Value::Null);
            // The service says for all operations what an operation doesn't say.
            match (pages.as_object_mut(), own) {
                (Some(all), Value::Object(own)) => all.extend(own),
                (_, own) => pages = own,
            }
            Some(pages)
        };
        let (rule, text) = match (pages(self.old, shapes.0), pages(self.new, shapes.1)) {
            (None, Some(_)) => (Rule::PaginationAdded, "is paginated".to_owned()),
            (Some(_), None) => (Rule::PaginationRemoved, "is no longer paginated".to_owned()),
            (Some(old), Some(new)) => {
                let differs = |name: &str| old.get(name) != new.get(name);
                let changed: Vec<String> = ["inputToken", "outputToken", "items"]
                    .into_iter()
                    .filter(|name| differs(name))
                    .map(|name| {
                        let text = |pages: &Value| match pages.get(name).and_then(Value::as_str) {
                            Some(member) => format!("`{member}`"),
                            None => "nothing".to_owned(),
                        };
                        format!(
                            "`{name}` of its pages was {}, is {}",
                            text(&old),
                            text(&new)
                        )
                    })
                    .collect();
                match (changed.is_empty(), differs("pageSize")) {
                    (false, _) => (Rule::PaginationChanged, changed.join("; ")),
                    (true, true) => (
                        Rule::PageSizeChanged,
                        "another member says how long a page is".to_owned(),
                    ),
                    (true, false) => return,
                }
            }
            (None, None) => return,
        };
        self.add(rule, subject, ty, id, Effect::rust(text));
    }

    fn waiters(&mut self, subject: &Subject, ty: &str, id: &str, shapes: (&Shape, &Shape)) {
        let waiters = |shape: &Shape| -> BTreeMap<String, Value> {
            match value(shape, "smithy.waiters#waitable") {
                Some(Value::Object(waiters)) => waiters.into_iter().collect(),
                _ => BTreeMap::new(),
            }
        };
        let (old, new) = (waiters(shapes.0), waiters(shapes.1));
        for name in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            let (rule, text) = match (old.get(name), new.get(name)) {
                (None, _) => (Rule::WaiterAdded, format!("new waiter `{name}`")),
                (_, None) => (Rule::WaiterRemoved, format!("the waiter `{name}` is gone")),
                (Some(old), Some(new)) if undocumented(old) != undocumented(new) => (
                    Rule::WaiterChanged,
                    format!("the waiter `{name}` goes by other signs"),
                ),
                _ => continue,
            };
            self.add(rule, subject, ty, id, Effect::rust(text));
        }
    }
}

/// A trait's value as JSON.
pub(super) fn value(shape: &Shape, id: &str) -> Option<Value> {
    let source = shape.traits.compared.get(id)?;
    Some(source.value())
}

/// JSON without documentation, wherever it stands.
pub(super) fn undocumented(value: &Value) -> Value {
    match value {
        Value::Object(entries) => entries
            .iter()
            .filter(|(name, _)| *name != "documentation")
            .map(|(name, value)| (name.clone(), undocumented(value)))
            .collect(),
        Value::Array(items) => items.iter().map(undocumented).collect(),
        other => other.clone(),
    }
}

fn subject(operation: &OperationSide<'_>) -> Subject {
    let name = &operation.plan.wire_name;
    Subject {
        group: Group::Operation(name.clone()),
        shape: operation.shape.id.to_string(),
        operations: [name.clone()].into(),
    }
}

/// Why an operation that the model has isn't generated.
fn reason(service: &Service<'_>, name: &str) -> String {
    let mut skipped = service.plan.skipped.iter();
    match skipped.find(|skipped| skipped.operation == name) {
        Some(skipped) => format!(": {}", skipped.reason),
        None => String::new(),
    }
}

/// Describes the sign by which a server knows the request.
fn request(operation: &OperationSide<'_>) -> String {
    let request = &operation.plan.request;
    let header = |wanted: &str| {
        let mut headers = request.headers.iter();
        headers.find(|(name, _)| name == wanted)
    };
    match header("x-amz-target") {
        Some((name, value)) => format!("`{name}: {value}`"),
        None => format!("`{} {}`", request.method, target(&request.target)),
    }
}

/// Operations that have another name and are the same: with the same members, and over HTTP
/// with the same method and path.
fn renamed<'s>(old: &Service<'s>, new: &Service<'s>) -> BTreeMap<&'s str, &'s str> {
    let signature = |operation: &OperationSide<'_>| {
        let members = |structure: &Structure| -> Vec<String> {
            let members = structure.members.iter();
            members
                .map(|member| format!("{}: {}", member.wire_name, wire_form(&member.ty)))
                .collect()
        };
        let request = &operation.plan.request;
        let (input, output) = (
            members(&operation.plan.input),
            members(&operation.plan.output),
        );
        let path = target(&request.target);
        // Without a path and without members nothing tells operations apart.
        (path != "/" || !(input.is_empty() && output.is_empty()))
            .then(|| (request.method.clone(), path, input, output))
    };
    type Names<'s> = Vec<&'s str>;
    let mut by_signature: BTreeMap<_, (Names<'s>, Names<'s>)> = BTreeMap::new();
    for (name, operation) in &old.operations {
        if !new.operations.contains_key(name)
            && reason(new, name).is_empty()
            && let Some(signature) = signature(operation)
        {
            by_signature.entry(signature).or_default().0.push(name);
        }
    }
    for (name, operation) in &new.operations {
        if !old.operations.contains_key(name)
            && reason(old, name).is_empty()
            && let Some(signature) = signature(operation)
        {
            by_signature.entry(signature).or_default().1.push(name);
        }
    }
    by_signature
        .into_values()
        .filter_map(|(gone, come)| match (&*gone, &*come) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        })
        .collect()
}

/// The kind of checksum that goes with a request's body.
fn sent_checksum(side: &OperationSide<'_>) -> Option<&'static str> {
    if side.plan.request.has_checksum {
        return Some("its MD5");
    }
    let checksum = side.plan.checksum_in.as_ref()?;
    Some(if checksum.is_required {
        "one of `httpChecksum`"
    } else {
        "one of `httpChecksum`, which clients may leave out"
    })
}
