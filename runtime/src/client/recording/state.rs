//! The exchanges of a recording, and what went wrong.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};

use super::events;
use super::exchange::Exchange;
use super::message::{StoredRequest, StoredResponse};
use super::rules::{Rules, Spoken};

/// The header that tells the HTTP client of a recording which operation a request is. It is taken out
/// before the request is sent.
pub(super) const MARK: &str = "x-tinsmith-recorded";

/// The state of a recording.
#[derive(Default)]
pub(super) struct State {
    rules: Vec<Arc<Rules>>,
    /// The exchanges in the order in which they began; `None` for one without an end.
    exchanges: Vec<Option<Exchange>>,
    /// The number of responses whose events are still coming.
    open: usize,
    /// Which of the exchanges were played.
    played: Vec<bool>,
    problems: Vec<String>,
}

/// The operation of a request, and how its messages are redacted.
pub(super) struct Call {
    service: String,
    operation: String,
    rules: Arc<Rules>,
}

impl State {
    /// Takes the exchanges of a file.
    pub(super) fn of(exchanges: Vec<Exchange>) -> Self {
        Self {
            played: vec![false; exchanges.len()],
            exchanges: exchanges.into_iter().map(Some).collect(),
            ..Self::default()
        }
    }

    pub(super) fn add(&mut self, rules: Rules) {
        self.rules.push(Arc::new(rules));
    }

    /// The exchanges that ended, with their numbers.
    fn ended(&self) -> impl Iterator<Item = (usize, &Exchange)> {
        let exchanges = self.exchanges.iter().enumerate();
        exchanges.filter_map(|(index, exchange)| Some((index, exchange.as_ref()?)))
    }

    pub(super) fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.ended().map(|(_, exchange)| exchange)
    }

    pub(super) fn push(&mut self, exchange: Exchange) {
        self.exchanges.push(Some(exchange));
    }

    /// Begins an exchange whose response has events, and gives its number for [`end`](Self::end).
    pub(super) fn begin(&mut self) -> usize {
        self.exchanges.push(None);
        self.open += 1;
        self.exchanges.len() - 1
    }

    /// Ends an exchange, or notes why it isn't recorded.
    pub(super) fn end(&mut self, number: usize, exchange: Result<Exchange, String>) {
        self.open = self.open.saturating_sub(1);
        match exchange {
            Ok(exchange) => {
                if let Some(place) = self.exchanges.get_mut(number) {
                    *place = Some(exchange);
                }
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    /// Notes a problem and gives it back.
    pub(super) fn note(&mut self, problem: String) -> String {
        self.problems.push(problem.clone());
        problem
    }

    /// Takes the mark out of a request and finds its operation; `None` for a request without one, such
    /// as those for credentials.
    ///
    /// # Errors
    /// An operation that isn't recorded.
    pub(super) fn call(&self, headers: &mut HeaderMap) -> Result<Option<Call>, String> {
        let Some(mark) = headers.remove(MARK) else {
            return Ok(None);
        };
        let mark = mark.to_str().unwrap_or_default();
        let (service, operation) = mark.rsplit_once('/').unwrap_or_default();
        let rules = self.rules.iter().find(|rules| rules.of.service == service);
        let Some(rules) = rules else {
            return Err(format!(
                "{service} isn't recorded: give the constant RECORDED of its module to \
                 Recording::service"
            ));
        };
        if let Some(why) = rules.refusal(operation) {
            return Err(unrecordable(operation, why));
        }
        Ok(Some(Call {
            service: service.to_owned(),
            operation: operation.to_owned(),
            rules: rules.clone(),
        }))
    }

    /// Answers a request from the exchanges that weren't played.
    ///
    /// # Errors
    /// The differences of the request from the next recorded one of its operation.
    pub(super) fn play(
        &mut self,
        call: &Call,
        request: &StoredRequest,
    ) -> Result<Response<Bytes>, String> {
        let mut nearest = None;
        let mut found = None;
        for (index, exchange) in self.ended() {
            let is_played = self.played.get(index).is_none_or(|played| *played);
            let is_other = exchange.service != call.service || exchange.operation != call.operation;
            if is_played || is_other {
                continue;
            }
            if exchange.request == *request {
                found = Some((index, exchange.response.to_response()));
                break;
            }
            nearest = nearest.or(Some((index, exchange)));
        }
        if let Some((index, response)) = found {
            if let Some(played) = self.played.get_mut(index) {
                *played = true;
            }
            return Ok(response);
        }
        let operation = &call.operation;
        Err(match nearest {
            None => format!("{operation}: no recorded call is left"),
            Some((index, exchange)) => {
                let differences = exchange.request.differences(request).join("; ");
                let number = index + 1;
                format!("{operation}: the request differs from exchange {number}: {differences}")
            }
        })
    }

    /// Lists the problems, and the exchanges that weren't played.
    pub(super) fn problems(&self, is_replay: bool) -> Vec<String> {
        let mut problems = self.problems.clone();
        if self.open > 0 {
            problems.push(
                "events are still coming: read each stream to its end, or drop it, before the \
                 recording ends"
                    .to_owned(),
            );
        }
        if is_replay {
            let left = self.ended();
            let left = left.filter(|(index, _)| self.played.get(*index) == Some(&false));
            problems.extend(left.map(|(index, exchange)| {
                let operation = &exchange.operation;
                format!("{operation}: exchange {} wasn't asked for", index + 1)
            }));
        }
        problems
    }
}

impl Call {
    /// Redacts a request of the call.
    pub(super) fn request(
        &self,
        request: &Request<Bytes>,
        spoken: &Spoken,
    ) -> Result<StoredRequest, String> {
        StoredRequest::of(request, &self.operation, &self.rules, spoken)
            .map_err(|why| format!("{}: {why}", self.operation))
    }

    /// Redacts a response of the call.
    pub(super) fn response(
        &self,
        response: &Response<Bytes>,
        spoken: &Spoken,
    ) -> Result<StoredResponse, String> {
        StoredResponse::of(response, &self.operation, &self.rules, spoken)
            .map_err(|why| format!("{}: {why}", self.operation))
    }

    /// Redacts a response with events: what of them the program was given.
    pub(super) fn events<B>(
        &self,
        head: &Response<B>,
        body: Vec<Bytes>,
        spoken: &Spoken,
    ) -> Result<StoredResponse, String> {
        let events = events::redacted(body, &self.rules, spoken);
        let events = events.map_err(|why| {
            let operation = &self.operation;
            format!("{operation}: the events of the response can't be redacted: {why}")
        })?;
        Ok(StoredResponse::with_events(
            head,
            events,
            &self.rules,
            spoken,
        ))
    }

    /// The name of the operation.
    pub(super) fn operation(&self) -> &str {
        &self.operation
    }

    /// The exchange of the call.
    pub(super) fn exchange(self, request: StoredRequest, response: StoredResponse) -> Exchange {
        Exchange {
            service: self.service,
            operation: self.operation,
            request,
            response,
        }
    }
}

/// The state, whatever became of those who had it before.
pub(super) fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The problem with an operation whose messages can't be recorded, and what to do.
pub(super) fn unrecordable(operation: &str, why: &str) -> String {
    format!(
        "{operation} can't be recorded: {why}. Test this call without the recording, with a Mock of \
         tinsmith_runtime::server"
    )
}
