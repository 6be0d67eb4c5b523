//! Mocks: handlers that answer by rules which a test gives them.

mod answer;
mod rule;
mod rules;

use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::StatusCode;

use self::answer::{Answer, Step};
use self::rules::Rules;
use super::Context;
use crate::{ErrorMeta, Operation};

pub use rule::Rule;

/// Answers calls by rules: a handler of every generated service, for tests.
///
/// A rule is for an operation, and may have conditions. It has one or more answers, which are used one
/// after the other: outputs, errors, whole responses. It notes the calls that it answers.
/// [`verify`](Self::verify) fails the test if an answer is left over, or if a call met no rule.
///
/// The client under test and the mock speak the service's real protocol. So inputs are checked against
/// the model's constraints, as the service does, and both sides of the wire are tested.
///
/// ```
/// # use tinsmith_runtime::Operation;
/// use tinsmith_runtime::server::Mock;
///
/// # fn test<GetObject>(output: GetObject::Output, error: GetObject::Error)
/// # where
/// #     GetObject: Operation<Output: Clone + Sync + 'static, Error: Clone + Send + Sync>,
/// #     GetObject: AsRef<str> + Clone + Send + 'static,
/// # {
/// let mock = Mock::new();
/// let gets = mock
///     .on::<GetObject>()
///     .matching(|input| input.as_ref() == "a.txt")
///     .fails(error)
///     .returns(output)
///     .times(2);
///
/// // let client = Client::new(&Server::new(mock.clone()).client_config())?;
/// // Whatever is tested comes here, and calls the client.
///
/// assert_eq!(gets.num_calls(), 0);
/// assert_eq!(mock.problems().len(), 2);
/// # }
/// ```
///
/// A call is answered by the first rule for its operation whose conditions hold and which has an
/// answer left. Rules of a mock that is made by [`in_order`](Self::in_order) are used one after the
/// other. Clones share the rules, and one mock can serve several services.
#[derive(Clone, Default)]
pub struct Mock {
    rules: Arc<Mutex<Rules>>,
}

impl Mock {
    /// Makes a mock without rules. The order of its rules matters only where several fit a call.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a mock whose rules are used in their order: a rule answers once all answers of those
    /// before it are used.
    pub fn in_order() -> Self {
        Self {
            rules: Arc::new(Mutex::new(Rules::in_order())),
        }
    }

    /// Adds a rule for calls of an operation. Give it answers; without one, it answers nothing.
    #[track_caller]
    pub fn on<O>(&self) -> Rule<O>
    where
        O: Operation + Send + 'static,
    {
        let rule = Rule::new(Location::caller());
        self.rules().add(rule.clone());
        rule
    }

    /// The names of the operations that were called, in the order of the calls, including those that met no
    /// rule. Attempts count: a client that tries again calls again.
    pub fn operations(&self) -> Vec<&'static str> {
        self.rules().operations().to_vec()
    }

    /// Lists what [`verify`](Self::verify) would complain of: calls that met no rule, and answers that
    /// weren't used.
    pub fn problems(&self) -> Vec<String> {
        let (unexpected, rules) = self.rules().state();
        let unused = rules.iter().filter_map(|rule| rule.problem());
        unexpected.into_iter().chain(unused).collect()
    }

    /// Makes sure that all answers were used and that all calls met a rule.
    ///
    /// # Panics
    ///
    /// Otherwise. The message has every problem, with the place of the rule in the test's source.
    #[track_caller]
    pub fn verify(&self) {
        let problems = self.problems();
        assert!(
            problems.is_empty(),
            "the calls weren't those that the mock expects:\n- {}",
            problems.join("\n- ")
        );
    }

    /// Answers a call, for implementations of handlers. `A` is the operation's output, or its
    /// [`EventResponse`](super::EventResponse).
    ///
    /// # Errors
    /// The error of the rule, or one that says why no rule answers.
    #[doc(hidden)]
    pub async fn answer<O, A>(
        &self,
        input: O,
        context: &Context,
        unmodeled: fn(Box<ErrorMeta>) -> O::Error,
    ) -> Result<A, O::Error>
    where
        O: Operation<Error: Send> + Clone + fmt::Debug + Send + 'static,
        A: Send + 'static,
    {
        let step = match self.choose(&input) {
            Ok(step) => step,
            Err(why) => return Err(unmodeled(Box::new(unexpected(O::NAME, why)))),
        };
        let Step { answer, delay } = step;
        if let Some(delay) = delay {
            delay().await;
        }
        let meta = match answer(&input) {
            Answer::Output(output) => match output.downcast::<A>() {
                Ok(output) => return Ok(*output),
                Err(_) => unexpected(O::NAME, self.has_other_type::<O>()),
            },
            Answer::Error(error) => return Err(error),
            Answer::Unmodeled(meta) => meta.with_operation(O::NAME),
            Answer::Response(response) => {
                context.answer_instead(response);
                ErrorMeta::default().with_operation(O::NAME)
            }
        };
        Err(unmodeled(Box::new(meta)))
    }

    /// Finds the answer of a call, and notes the call. Conditions are asked without a lock, as they may
    /// use the mock themselves.
    fn choose<O>(&self, input: &O) -> Result<Step<O>, String>
    where
        O: Operation + Clone + fmt::Debug + Send + 'static,
    {
        let candidates = self.rules().of::<O>();
        let fits: Vec<bool> = candidates.iter().map(|rule| rule.fits(input)).collect();
        self.rules().choose(input, &candidates, &fits)
    }

    fn has_other_type<O: Operation>(&self) -> String {
        let why = "the answer isn't of the operation's type: operations with events take an EventResponse, \
                   by Rule::streams, and others an output";
        self.rules().note(format!("{}: {why}", O::NAME));
        why.to_owned()
    }

    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lists the rules.
impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, rules) = self.rules().state();
        let rules = rules.iter().map(|rule| rule.describe());
        f.debug_list().entries(rules).finish()
    }
}

/// The answer of a call that no rule answers: an error that clients don't try again.
fn unexpected(operation: &'static str, why: String) -> ErrorMeta {
    ErrorMeta::default()
        .with_operation(operation)
        .with_status(StatusCode::BAD_REQUEST)
        .with_code("UnexpectedCall")
        .with_message(why)
}
