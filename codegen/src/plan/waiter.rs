//! Waiters: `smithy.waiters#waitable`, with their paths as values of known types.

use foldhash::{HashSet, HashSetExt};

use crate::ir::jmespath::Ty;
use crate::ir::waiter::{Acceptor, Gives, Matches, Path, Waiter};
use crate::ir::{ErrorShape, Name, Operation};
use crate::model::{self, Comparator, Matcher, PathMatcher, Shape};

use super::jmespath::{self, Root, Types};
use super::{docs, names};

/// The part of a service that waiters are planned against.
pub(super) struct Service<'p> {
    pub(super) types: Types<'p>,
    pub(super) errors: Vec<(&'p ErrorShape, &'p Shape)>,
}

/// A waiter of an operation, with its name here and in the model; otherwise what is wrong with it.
pub(super) fn plan(
    service: &Service<'_>,
    operation: &Operation,
    (name, wire_name): (Name, &str),
    waiter: &model::Waiter,
) -> Result<Waiter, String> {
    let min_delay = waiter.min_delay.unwrap_or(2);
    let max_delay = waiter.max_delay.unwrap_or(120);
    if min_delay == 0 || min_delay > max_delay {
        return Err(format!(
            "minDelay is {min_delay} s and maxDelay {max_delay} s: expected 1 s or more, and the \
             greater one last"
        ));
    }
    let mut paths = Paths {
        service,
        operation,
        paths: Vec::new(),
    };
    let mut acceptors = Vec::new();
    let mut seen = HashSet::new();
    for acceptor in &waiter.acceptors {
        let matches = match &acceptor.matcher {
            Matcher::Success(true) => Matches::AnyOutput,
            Matcher::Success(false) => Matches::AnyError,
            Matcher::ErrorType(error) => error_type(service, error),
            Matcher::Output(matcher) => paths.matches(matcher, false)?,
            Matcher::InputOutput(matcher) => paths.matches(matcher, true)?,
        };
        // An arm that can't be reached would be an unreachable pattern.
        let whole = match matches {
            Matches::AnyError | Matches::Error(_) | Matches::Code(_) => Matches::AnyError,
            _ => Matches::AnyOutput,
        };
        if !seen.contains(&whole) && seen.insert(matches.clone()) {
            acceptors.push(Acceptor {
                state: acceptor.state,
                matches,
            });
        }
    }
    let used: HashSet<usize> = acceptors
        .iter()
        .filter_map(|acceptor| acceptor.matches.path())
        .collect();
    let mut paths = paths.paths;
    for (index, path) in paths.iter_mut().enumerate() {
        path.is_used = used.contains(&index);
    }
    Ok(Waiter {
        name,
        wire_name: wire_name.to_owned(),
        docs: documentation(operation, wire_name, waiter, min_delay, max_delay),
        deprecated: waiter
            .deprecated
            .then(|| "deprecated by the service".to_owned()),
        input: operation.input.name.clone(),
        output: operation.output.name.clone(),
        min_delay: min_delay.into(),
        max_delay: max_delay.into(),
        is_total: seen.contains(&Matches::AnyOutput) && seen.contains(&Matches::AnyError),
        paths,
        acceptors,
    })
}

impl Matches {
    fn path(&self) -> Option<usize> {
        match self {
            Self::Text(path, _)
            | Self::Boolean(path, _)
            | Self::AllTexts(path, _)
            | Self::AnyText(path, _) => Some(*path),
            Self::AnyOutput | Self::AnyError | Self::Error(_) | Self::Code(_) => None,
        }
    }
}

fn documentation(
    operation: &Operation,
    wire_name: &str,
    waiter: &model::Waiter,
    min_delay: u32,
    max_delay: u32,
) -> Vec<String> {
    let mut lines = match &waiter.documentation {
        Some(text) => docs::lines(Some(text)),
        None => vec![format!("The waiter `{wire_name}`.")],
    };
    let ty = &operation.input.name.ty;
    let pauses = match (min_delay, max_delay) {
        (1, 1) => "one second".to_owned(),
        (min, max) if min == max => format!("{min} seconds"),
        (min, max) => format!("{min} to {max} seconds"),
    };
    docs::paragraph(
        &mut lines,
        &format!("Sends [`{ty}`], with pauses of {pauses}."),
    );
    if !waiter.tags.is_empty() {
        docs::paragraph(
            &mut lines,
            &format!("Tags: {}.", docs::line(&waiter.tags.join(", "))),
        );
    }
    lines
}

/// An error by its shape's name, with or without namespace; or else by its code.
fn error_type(service: &Service<'_>, error: &str) -> Matches {
    let known = service.errors.iter().find(|(_, shape)| {
        let id = &shape.id;
        if error.contains('#') {
            id.as_str() == error
        } else {
            id.name() == error
        }
    });
    match known {
        Some((known, _)) => Matches::Error(known.variant.clone()),
        None => {
            let name = error.rsplit_once('#').map_or(error, |(_, name)| name);
            Matches::Code(name.to_owned())
        }
    }
}

struct Paths<'a, 'p> {
    service: &'a Service<'p>,
    operation: &'a Operation,
    paths: Vec<Path>,
}

impl Paths<'_, '_> {
    fn matches(&mut self, matcher: &PathMatcher, has_input: bool) -> Result<Matches, String> {
        let PathMatcher {
            path: text,
            expected,
            comparator,
        } = matcher;
        let problem = |problem: String| format!("path {text:?} {problem}");
        let index = self.path(text, has_input).map_err(problem)?;
        let gives = self.paths.get(index).map(|path| path.gives);
        let is_texts = matches!(
            gives,
            Some(Gives::Texts | Gives::OwnedTexts | Gives::SparseTexts)
        );
        let is_text = matches!(gives, Some(Gives::Text | Gives::OwnedText));
        match comparator {
            Comparator::StringEquals if is_text => Ok(Matches::Text(index, expected.clone())),
            Comparator::StringEquals => Err(problem("comes to what is no text".to_owned())),
            Comparator::BooleanEquals if gives == Some(Gives::Boolean) => {
                let expected = expected.parse().map_err(|_| {
                    problem(format!("is to be {expected:?}, not \"true\" or \"false\""))
                })?;
                Ok(Matches::Boolean(index, expected))
            }
            Comparator::BooleanEquals => Err(problem("comes to what is no boolean".to_owned())),
            Comparator::AllStringEquals if is_texts => {
                Ok(Matches::AllTexts(index, expected.clone()))
            }
            Comparator::AnyStringEquals if is_texts => {
                Ok(Matches::AnyText(index, expected.clone()))
            }
            Comparator::AllStringEquals | Comparator::AnyStringEquals => {
                Err(problem("comes to what is no list of texts".to_owned()))
            }
        }
    }

    /// The index of a path, which several acceptors can have.
    fn path(&mut self, text: &str, has_input: bool) -> Result<usize, String> {
        let mut known = self.paths.iter();
        let same = |path: &Path| path.text == text && path.has_input == has_input;
        if let Some(index) = known.position(same) {
            return Ok(index);
        }
        let (input, output) = (&self.operation.input, &self.operation.output);
        let root = if has_input {
            Root::Both(input, output)
        } else {
            Root::Output(output)
        };
        let value = jmespath::compile(text, root, &self.service.types)?;
        let gives = match &value.ty {
            Ty::Text => Gives::Text,
            Ty::OwnedText => Gives::OwnedText,
            Ty::Boolean => Gives::Boolean,
            Ty::StoredList {
                item,
                sparse: false,
            } if Ty::of(item) == Ty::Text => Gives::Texts,
            Ty::StoredList { item, sparse: true } if Ty::of(item) == Ty::Text => Gives::SparseTexts,
            Ty::List { item, nullable } if **item == Ty::Text && *nullable => Gives::SparseTexts,
            Ty::List { item, .. } if **item == Ty::Text => Gives::Texts,
            Ty::List { item, nullable } if **item == Ty::OwnedText && !nullable => {
                Gives::OwnedTexts
            }
            other => return Err(format!("comes to {}", other.what())),
        };
        self.paths.push(Path {
            function: self.function(text),
            text: text.to_owned(),
            has_input,
            value,
            gives,
            is_used: true,
        });
        Ok(self.paths.len() - 1)
    }

    /// A name for a function: a plain path's last member, what it gives, or its number.
    fn function(&self, text: &str) -> String {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.[]".contains(c);
        let name = if text.chars().all(is_plain) {
            let last = text.rsplit(['.', '[', ']']).find(|part| !part.is_empty());
            names::snake_name(
                last.filter(|last| !last.starts_with(|c: char| c.is_ascii_digit()))
                    .unwrap_or("value"),
            )
        } else {
            "value".to_owned()
        };
        let known: Vec<&str> = self
            .paths
            .iter()
            .map(|path| path.function.as_str())
            .collect();
        names::waiter_function(name, &known)
    }
}
