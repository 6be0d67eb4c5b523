//! The rules of a mock, of operations of any type.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use super::answer::Step;
use super::rule::Rule;
use crate::Operation;

/// The number of bytes of an input that a problem shows.
const SHOWN: usize = 500;

/// A rule for any operation.
pub(super) trait AnyRule: Any + Send + Sync {
    /// Whether the rules behind this one may be used.
    fn is_done(&self) -> bool;

    /// The reason why the rule isn't satisfied, if it isn't.
    fn problem(&self) -> Option<String>;

    /// The rule's operation and place.
    fn describe(&self) -> String;
}

impl<O: Operation + Send + 'static> AnyRule for Rule<O> {
    fn is_done(&self) -> bool {
        self.is_done()
    }

    fn problem(&self) -> Option<String> {
        self.problem()
    }

    fn describe(&self) -> String {
        self.describe()
    }
}

/// The rules in their order, and what was called.
#[derive(Default)]
pub(super) struct Rules {
    rules: Vec<Arc<dyn AnyRule>>,
    is_in_order: bool,
    /// The last rule that answered.
    last: usize,
    operations: Vec<&'static str>,
    /// The problems besides unused answers.
    unexpected: Vec<String>,
}

/// A rule for an operation of a known type, and its index.
pub(super) struct Candidate<O: Operation> {
    index: usize,
    rule: Rule<O>,
}

impl<O: Operation> Candidate<O> {
    pub(super) fn fits(&self, input: &O) -> bool {
        self.rule.fits(input)
    }
}

impl Rules {
    pub(super) fn in_order() -> Self {
        Self {
            is_in_order: true,
            ..Self::default()
        }
    }

    pub(super) fn add<O: Operation + Send + 'static>(&mut self, rule: Rule<O>) {
        self.rules.push(Arc::new(rule));
    }

    pub(super) fn operations(&self) -> &[&'static str] {
        &self.operations
    }

    /// Notes what went wrong.
    pub(super) fn note(&mut self, problem: String) {
        self.unexpected.push(problem);
    }

    /// The problems, and the rules.
    pub(super) fn state(&self) -> (Vec<String>, Vec<Arc<dyn AnyRule>>) {
        (self.unexpected.clone(), self.rules.clone())
    }

    /// The rules for an operation.
    pub(super) fn of<O: Operation + 'static>(&self) -> Vec<Candidate<O>> {
        let rules = self.rules.iter().enumerate();
        rules
            .filter_map(|(index, rule)| {
                let rule: &dyn Any = &**rule;
                let rule = rule.downcast_ref::<Rule<O>>()?.clone();
                Some(Candidate { index, rule })
            })
            .collect()
    }

    /// Chooses the answer of a call among the rules for its operation, of which it is known whether their
    /// conditions hold. The error says why none answers.
    pub(super) fn choose<O>(
        &mut self,
        input: &O,
        candidates: &[Candidate<O>],
        fits: &[bool],
    ) -> Result<Step<O>, String>
    where
        O: Operation + Clone + fmt::Debug + 'static,
    {
        self.operations.push(O::NAME);
        let mut reasons = Vec::new();
        for (candidate, fits) in candidates.iter().zip(fits) {
            let rule = &candidate.rule;
            if !fits {
                reasons.push(format!("the input isn't one of {}", rule.describe()));
            } else if self.is_in_order && candidate.index < self.last {
                reasons.push(format!("{} is over", rule.describe()));
            } else if let Some(first) = self.first_before(candidate.index) {
                reasons.push(format!("{first} comes before {}", rule.describe()));
            } else if let Some(step) = rule.take(input) {
                self.last = candidate.index;
                return Ok(step);
            } else {
                let (rule, calls) = (rule.describe(), rule.num_calls());
                reasons.push(format!("{rule} has no answer left after {calls} calls"));
            }
        }
        if reasons.is_empty() {
            reasons.push("no rule is for this operation".to_owned());
        }
        let why = reasons.join("; ");
        self.note(format!(
            "a call that no rule answers: {}: {why}",
            shown(input)
        ));
        Err(format!("the mock has no answer to this call: {why}"))
    }

    /// The rule that has to be used before another, if rules are used in their order.
    fn first_before(&self, index: usize) -> Option<String> {
        let before = self.rules.iter().take(index);
        let mut before = before.filter(|rule| self.is_in_order && !rule.is_done());
        Some(before.next()?.describe())
    }
}

/// An input, cut off if it is long. `Debug` leaves secrets out.
fn shown(input: &impl fmt::Debug) -> String {
    let mut text = format!("{input:?}");
    if text.len() > SHOWN {
        let end = (0..=SHOWN).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or_default());
        text.push('…');
    }
    text
}
