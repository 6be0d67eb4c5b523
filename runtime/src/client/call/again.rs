//! The steps after an attempt: its meaning, the wait for the next one, and new credentials.

use std::time::Duration;

use tokio::time::Instant;

use super::super::error::AnyServiceError;
use super::super::metrics::Measured;
use super::super::proof::proof;
use super::super::retry::{Failure, ResponseFacts, RetryAdvice, RetryBudget, RetryMode, delay};
use super::super::{Auth, CallError, Credentials};
use super::Call;
use crate::{Body, ErrorMeta};

impl Call<'_> {
    /// Waits until it is time for the next attempt; says whether there is to be one.
    pub(in super::super) async fn again(
        &mut self,
        failure: Failure,
        asked: Option<Duration>,
    ) -> bool {
        if let Some(limiter) = &self.inner.limiter {
            limiter.ended(failure == Failure::Throttling);
        }
        let failure = match self.advice {
            RetryAdvice::Default => failure,
            RetryAdvice::Retry if failure == Failure::Final => Failure::Transient,
            RetryAdvice::Retry => failure,
            RetryAdvice::Stop => Failure::Final,
        };
        if failure == Failure::Final || self.attempts >= self.inner.retry.attempts() {
            return false;
        }
        if self.body.as_ref().is_some_and(Body::has_begun) || self.has_sent_events() {
            tracing::debug!("no retry: the request's body is a stream, and can't be read again");
            return false;
        }
        // A stream of a response that nobody can read: it has a connection.
        self.opened = None;
        // On the heap, as it is rare and would make each call's future larger.
        if failure == Failure::ExpiredCredentials && !Box::pin(self.renew()).await {
            return false;
        }
        let (retry, service) = (&self.inner.retry, self.inner.service);
        let delay = delay(retry, service, self.attempts - 1, failure, asked);
        // A pause beyond all times would never end.
        let Some(wake) = Instant::now().checked_add(delay) else {
            return false;
        };
        // An answer that says what is wrong is better than a timeout that doesn't.
        if self.deadline.is_some_and(|deadline| wake >= deadline) {
            return false;
        }
        // Legacy mode has no quota.
        if self.inner.retry.mode != RetryMode::Legacy {
            let Some(cost) = self.inner.budget.take(failure) else {
                tracing::debug!("no retry: the quota is used up");
                return false;
            };
            self.cost = Some(cost);
        }
        tracing::debug!(?failure, ?delay, "another attempt follows");
        if !delay.is_zero() {
            let since = self.since();
            tokio::time::sleep_until(wake).await;
            self.waited(Measured::WaitForRetry, since);
        }
        true
    }

    /// Fetches credentials in the place of those that the service calls expired. Says whether
    /// another attempt has others to sign with, or a reason to give why there are none. The same
    /// credentials would be refused again, as those are that are given or stand in a file.
    async fn renew(&mut self) -> bool {
        // Once: new ones that have expired, too, won't get better.
        if std::mem::replace(&mut self.renewed_credentials, true) {
            return false;
        }
        let Some(refused) = self.credentials.take() else {
            return false;
        };
        match self.auth {
            Some(Auth::Bearer) => self.inner.tokens.forget(&refused),
            _ => {
                self.inner.resources.credentials.forget(&refused);
                self.inner.s3_sessions.forget(&refused);
            }
        }
        let renewed = proof(self.inner, self.auth, &self.endpoint);
        let renewed = match self.deadline {
            None => renewed.await,
            // The service's answer says more than a timeout.
            Some(deadline) => match tokio::time::timeout_at(deadline, renewed).await {
                Ok(renewed) => renewed,
                Err(_) => return false,
            },
        };
        match renewed {
            Ok(renewed) => renewed.is_some_and(|renewed| !is_same(&renewed, &refused)),
            Err(error) => {
                self.no_credentials = Some(Box::new(error));
                true
            }
        }
    }

    pub(in super::super) fn succeeded(&self) {
        if let Some(limiter) = &self.inner.limiter {
            limiter.ended(false);
        }
        let tokens = self.cost.unwrap_or(RetryBudget::SUCCESS);
        self.inner.budget.refund(tokens);
    }

    pub(in super::super) fn failure_of(
        &mut self,
        error: &dyn AnyServiceError,
        facts: &ResponseFacts,
    ) -> Failure {
        let failure = match self.inner.retry.mode {
            RetryMode::Legacy => Failure::of_legacy(error, facts, self.inner.service),
            _ => Failure::of(error, || {
                facts
                    .date
                    .is_some_and(|date| self.inner.clock.correct(date, self.signed_ahead))
            }),
        };
        let code = error.meta().and_then(ErrorMeta::code);
        self.classified(failure, code, Some(facts.status), None);
        failure
    }

    /// Returns the meaning of an attempt without a response.
    pub(in super::super) fn failure_without_response(&mut self, error: &CallError) -> Failure {
        let failure = Failure::without_response(error);
        self.classified(failure, None, None, Some(error));
        failure
    }
}

/// Whether a service can't tell these credentials apart.
fn is_same(a: &Credentials, b: &Credentials) -> bool {
    a.access_key_id() == b.access_key_id()
        && a.secret_access_key() == b.secret_access_key()
        && a.session_token() == b.session_token()
}
