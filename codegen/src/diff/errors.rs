//! Modelled errors: their types, how they are told apart, and which operations have them.

use crate::ir::ErrorShape;
use crate::model::Retryable;

use super::change::Group;
use super::comparison::{Comparison, Effect, Owner, Subject, said};
use super::rule::Rule;

impl<'c> Comparison<'c> {
    pub(super) fn errors(&mut self) {
        let (old_service, new_service) = (self.old, self.new);
        for (name, error) in &old_service.errors {
            match new_service.errors.get(name) {
                Some(now) => self.error(name, error, now),
                None => {
                    let subject = self.error_subject(name);
                    let text = format!("the type is gone, and `Error::{}`", error.variant);
                    let effect = Effect::rust(text)
                        .and_wire(Some("comes as `Error::Unmodeled` if it comes".to_owned()));
                    let id = self.error_id(name);
                    self.add(Rule::ErrorRemoved, &subject, *name, id, effect);
                }
            }
        }
        for (name, error) in &new_service.errors {
            if !old_service.errors.contains_key(name) {
                let subject = self.error_subject(name);
                let text = format!(
                    "new type, and `Error::{}`; it was `Error::Unmodeled` until now",
                    error.variant
                );
                let id = self.error_id(name);
                self.add(Rule::ErrorAdded, &subject, *name, id, Effect::rust(text));
            }
        }
    }

    fn error_id(&self, name: &str) -> String {
        let shape = self.new.origin(name).or_else(|| self.old.origin(name));
        shape.map_or_else(String::new, |shape| shape.id.to_string())
    }

    fn error_subject(&self, name: &str) -> Subject {
        let (before, after) = self.uses(name, name);
        let mut operations = after.operations;
        operations.extend(before.operations);
        Subject {
            group: Group::Error(name.to_owned()),
            shape: self.error_id(name),
            operations,
        }
    }

    fn error(&mut self, name: &str, old: &'c ErrorShape, new: &'c ErrorShape) {
        let owner = Owner {
            subject: self.error_subject(name),
            ty: name.to_owned(),
            old_shape: self.old.origin(name),
            new_shape: self.new.origin(name),
            sent: false,
            received: true,
        };
        let subject = &owner.subject;
        let id = owner.id();
        for code in old.codes.iter().filter(|code| !new.codes.contains(code)) {
            let effect = Effect::wire(format!("the code `{code}` no longer stands for it"));
            self.add(Rule::ErrorCodeRemoved, subject, name, &id, effect);
        }
        for code in new.codes.iter().filter(|code| !old.codes.contains(code)) {
            let effect = Effect::wire(format!("the code `{code}` stands for it, too"));
            self.add(Rule::ErrorCodeAdded, subject, name, &id, effect);
        }
        if old.status != new.status {
            let text = format!("its status is {} instead of {}", new.status, old.status);
            self.add(
                Rule::ErrorStatusChanged,
                subject,
                name,
                &id,
                Effect::wire(text),
            );
        }
        if old.retryable != new.retryable {
            let text = format!(
                "is {}; was {}",
                retryable(new.retryable),
                retryable(old.retryable)
            );
            self.add(
                Rule::RetryableChanged,
                subject,
                name,
                &id,
                Effect::rust(text),
            );
        }
        let (old, new) = (&old.structure, &new.structure);
        if old.sensitive != new.sensitive {
            let (rule, text) = if new.sensitive {
                (Rule::SensitiveAdded, "`Debug` redacts all of it")
            } else {
                (
                    Rule::SensitiveRemoved,
                    "`Debug` prints it, as no secret any more",
                )
            };
            self.add(rule, subject, name, &id, Effect::rust(text));
        }
        let notes = (old.deprecated.as_ref(), new.deprecated.as_ref());
        self.deprecation(subject, name, &id, notes);
        let (was, is) = (said(owner.old_shape), said(owner.new_shape));
        self.documentation(subject, name, &id, (&was, &is));
        self.members(&owner, old, new);
    }

    /// The errors of one operation. An error that is new to the service, or gone from it, is
    /// told once.
    pub(super) fn errors_of(&mut self, subject: &Subject, was: &str, now: &str, shape: &str) {
        let (old_service, new_service) = (self.old, self.new);
        let before = old_service.errors_of.get(was).cloned().unwrap_or_default();
        let after = new_service.errors_of.get(now).cloned().unwrap_or_default();
        for name in after.difference(&before) {
            if old_service.errors.contains_key(name) {
                let effect = Effect::rust(format!("may fail with `{name}`"));
                self.add(Rule::OperationErrorAdded, subject, now, shape, effect);
            }
        }
        for name in before.difference(&after) {
            if new_service.errors.contains_key(name) {
                let effect = Effect::rust(format!("no longer fails with `{name}`"));
                self.add(Rule::OperationErrorRemoved, subject, now, shape, effect);
            }
        }
    }
}

fn retryable(retryable: Option<Retryable>) -> &'static str {
    match retryable {
        None => "not retryable",
        Some(Retryable { throttling: false }) => "retryable",
        Some(Retryable { throttling: true }) => "retryable as throttling",
    }
}
