//! Rules of a mock.

use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Response, StatusCode};

use super::answer::{Answer, Count, Make, Planned, Step};
use crate::{ErrorMeta, Operation};

type Condition<O> = Arc<dyn Fn(&O) -> bool + Send + Sync>;

/// A rule of a [`Mock`](super::Mock): for calls of one operation, with conditions and answers.
///
/// Each answer is for one call, unless [`times`](Self::times) or [`repeatedly`](Self::repeatedly)
/// follows it. Answers are used in their order. Keep the rule, or a clone of it, to look at its
/// [calls](Self::calls) later.
pub struct Rule<O: Operation> {
    place: &'static Location<'static>,
    state: Arc<Mutex<State<O>>>,
}

struct State<O: Operation> {
    conditions: Vec<Condition<O>>,
    answers: Vec<Planned<O>>,
    is_optional: bool,
    /// Uses of the rule's methods that mean nothing.
    misuse: Vec<String>,
    calls: Vec<O>,
}

impl<O: Operation> Rule<O> {
    pub(super) fn new(place: &'static Location<'static>) -> Self {
        Self {
            place,
            state: Arc::new(Mutex::new(State {
                conditions: Vec::new(),
                answers: Vec::new(),
                is_optional: false,
                misuse: Vec::new(),
                calls: Vec::new(),
            })),
        }
    }

    /// Adds a condition: the rule is for inputs of which the function says so. All conditions have to
    /// hold.
    pub fn matching(self, condition: impl Fn(&O) -> bool + Send + Sync + 'static) -> Self {
        self.state().conditions.push(Arc::new(condition));
        self
    }

    /// Adds an answer: this output. A body that streams can be sent once; one in memory or from a file,
    /// any number of times.
    pub fn returns(self, output: impl Into<O::Output>) -> Self
    where
        O::Output: Clone + Sync + 'static,
    {
        let output = output.into();
        self.planned(Arc::new(move |_| Answer::Output(Box::new(output.clone()))))
    }

    /// Adds an answer: this error of the service, such as one of the model's.
    pub fn fails(self, error: impl Into<O::Error>) -> Self
    where
        O::Error: Clone + Send + Sync + 'static,
    {
        let error = error.into();
        self.planned(Arc::new(move |_| Answer::Error(error.clone())))
    }

    /// Adds an answer: an error with this status and code, whether the model has it or not, in the
    /// form of the service's protocol. `fails_with(429, "ThrottlingException")` throttles,
    /// `fails_with(503, "ServiceUnavailable")` makes the client try again. What is no status that can end
    /// an exchange counts as 500.
    pub fn fails_with(self, status: u16, code: &str) -> Self {
        let status = StatusCode::from_u16(status).ok();
        let status = status.filter(|status| !status.is_informational());
        let meta = ErrorMeta::default()
            .with_status(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
            .with_code(code)
            .with_message("the mock fails");
        self.planned(Arc::new(move |_| Answer::Unmodeled(meta.clone())))
    }

    /// Adds an answer: this HTTP response as it is, to test how the client takes what no service should
    /// answer.
    pub fn responds<B: Into<Bytes>>(self, response: Response<B>) -> Self {
        let response = response.map(Into::into);
        self.planned(Arc::new(move |_| Answer::Response(response.clone())))
    }

    /// Adds an answer that a function makes of the input.
    pub fn answers<F>(self, answer: F) -> Self
    where
        F: Fn(&O) -> Result<O::Output, O::Error> + Send + Sync + 'static,
        O::Output: 'static,
    {
        self.planned(Arc::new(move |input| match answer(input) {
            Ok(output) => Answer::Output(Box::new(output)),
            Err(error) => Answer::Error(error),
        }))
    }

    /// Adds an answer with events that a function makes of the input, for operations that answer with an
    /// event stream.
    #[cfg(feature = "event-stream")]
    pub fn streams<E, M, F>(self, answer: F) -> Self
    where
        E: crate::event_stream::Event<Error = O::Error> + Send + 'static,
        M: Send + 'static,
        F: Fn(&O) -> Result<crate::server::EventResponse<E, M>, O::Error> + Send + Sync + 'static,
        O::Error: Send + 'static,
    {
        self.planned(Arc::new(move |input| match answer(input) {
            Ok(response) => Answer::Output(Box::new(response)),
            Err(error) => Answer::Error(error),
        }))
    }

    /// Uses the last answer for that many calls.
    #[track_caller]
    pub fn times(self, calls: usize) -> Self {
        let place = Location::caller();
        self.change_last(place, "times", |last| last.count = Count::Exactly(calls))
    }

    /// Uses the last answer for all calls that come, of which there has to be one.
    #[track_caller]
    pub fn repeatedly(self) -> Self {
        let place = Location::caller();
        self.change_last(place, "repeatedly", |last| last.count = Count::AtLeast(1))
    }

    /// Waits for a future before the last answer is given, each time. It can be a pause of the
    /// program's runtime, or `std::future::pending` to let the client run into a timeout.
    ///
    /// ```
    /// # fn rule<O: tinsmith_runtime::Operation>(rule: tinsmith_runtime::server::Rule<O>) {
    /// use std::time::Duration;
    ///
    /// rule.after(|| tokio::time::sleep(Duration::from_millis(20)));
    /// # }
    /// ```
    #[track_caller]
    pub fn after<F>(self, delay: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let place = Location::caller();
        self.change_last(place, "after", |last| {
            last.delay = Some(Arc::new(move || Box::pin(delay())));
        })
    }

    /// Lets the rule be used less often than its answers say, or not at all.
    pub fn optional(self) -> Self {
        self.state().is_optional = true;
        self
    }

    /// The inputs of the calls that the rule answered, in their order. Attempts count: a client that tries
    /// again calls again.
    pub fn calls(&self) -> Vec<O>
    where
        O: Clone,
    {
        self.state().calls.clone()
    }

    /// The number of calls that the rule answered.
    pub fn num_calls(&self) -> usize {
        self.state().calls.len()
    }

    /// Whether all conditions hold. They are asked without a lock.
    pub(super) fn fits(&self, input: &O) -> bool {
        let conditions = self.state().conditions.clone();
        conditions.iter().all(|condition| condition(input))
    }

    /// Takes the next answer, and notes the call. `None` if no answer is left.
    pub(super) fn take(&self, input: &O) -> Option<Step<O>>
    where
        O: Clone,
    {
        let mut state = self.state();
        let planned = state.answers.iter_mut().find(|it| it.is_left())?;
        planned.used += 1;
        let step = Step {
            answer: planned.answer.clone(),
            delay: planned.delay.clone(),
        };
        state.calls.push(input.clone());
        Some(step)
    }

    /// Whether the rules behind this one may be used.
    pub(super) fn is_done(&self) -> bool {
        let state = self.state();
        state.is_optional || state.answers.iter().all(|answer| answer.missing() == 0)
    }

    /// The reason why the rule isn't satisfied, if it isn't.
    pub(super) fn problem(&self) -> Option<String> {
        let state = self.state();
        let mut reasons = state.misuse.clone();
        if state.answers.is_empty() {
            reasons.push("it has no answer".to_owned());
        }
        let of = state.answers.len();
        let unused = state.answers.iter().enumerate();
        let unused = unused.filter(|(_, answer)| !state.is_optional && answer.missing() > 0);
        reasons.extend(unused.map(|(index, answer)| {
            let (Count::Exactly(wanted) | Count::AtLeast(wanted)) = answer.count;
            let (number, used) = (index + 1, answer.used);
            format!("answer {number} of {of} was used {used} of {wanted} times")
        }));
        drop(state);
        (!reasons.is_empty()).then(|| format!("{}: {}", self.describe(), reasons.join("; ")))
    }

    /// The rule's name: its operation and its place in the source.
    pub(super) fn describe(&self) -> String {
        format!("the rule for {} at {}", O::NAME, self.place)
    }

    fn planned(self, answer: Make<O>) -> Self {
        self.state().answers.push(Planned::new(answer));
        self
    }

    fn change_last(
        self,
        place: &'static Location<'static>,
        method: &str,
        change: impl FnOnce(&mut Planned<O>),
    ) -> Self {
        let mut state = self.state();
        match state.answers.last_mut() {
            Some(last) => change(last),
            None => {
                let text = format!("{method} at {place} follows no answer");
                state.misuse.push(text);
            }
        }
        drop(state);
        self
    }

    fn state(&self) -> MutexGuard<'_, State<O>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The clone is the same rule.
impl<O: Operation> Clone for Rule<O> {
    fn clone(&self) -> Self {
        Self {
            place: self.place,
            state: self.state.clone(),
        }
    }
}

impl<O: Operation> fmt::Debug for Rule<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe())
    }
}
