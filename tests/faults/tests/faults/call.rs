//! Calls, and the ends that they may have.

use std::error::Error as StdError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use emr_sessions::client::{AttemptOutcome, Interceptor};
use emr_sessions::emr::{Client, Error, GetStudioSessionMapping, GetStudioSessionMappingOutput};
use tokio::time::{sleep, timeout};

use crate::answer::tail;
use crate::draw::{Draw, part};
use crate::fault::{self, KINDS};
use crate::provider::{NONE_IN_TIME, REFUSED};
use crate::reason::Reason;
use crate::settings::{Done, Settings};
use crate::tally::Tally;

type Answer = Result<GetStudioSessionMappingOutput, Error>;

/// The time that a busy computer may need beyond a call's timeout.
const BUSY: Duration = Duration::from_millis(1_500);

/// The longest pause before another attempt, for `Retry-After`, with some time for the attempt.
const PAUSE: Duration = Duration::from_millis(1_600);

const ATTEMPTS: u32 = 3;

/// The parts of a run that callers share.
pub(crate) struct Run {
    pub(crate) settings: Settings,
    pub(crate) tally: Tally,
    pub(crate) is_over: AtomicBool,
    pub(crate) next: AtomicU64,
}

/// A client, and what is known of it.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) client: Client,
    /// Its retries are never too many, and it doesn't slow itself down.
    pub(crate) is_unlimited: bool,
    /// Whether an interceptor notes how attempts end.
    pub(crate) is_watched: bool,
}

/// Notes the ends of a call's attempts.
struct Watch {
    call: u64,
    ends: Mutex<Vec<Reason>>,
}

struct Watched(Arc<Watch>);

impl Interceptor for Watched {
    fn after_attempt(
        &self,
        attempt: &AttemptOutcome<'_>,
    ) -> Result<(), Box<dyn StdError + Send + Sync>> {
        let own = tail(&format!("{}/{}", self.0.call, attempt.attempt()));
        let mut ends = self.0.ends.lock().unwrap_or_else(PoisonError::into_inner);
        ends.push(Reason::of_attempt(attempt, &own));
        Ok(())
    }
}

impl Caller {
    /// Makes calls, one after the other, until the run is over.
    pub(crate) async fn calls(self, run: Arc<Run>) {
        while !run.is_over.load(Ordering::Relaxed) {
            let call = run.next.fetch_add(1, Ordering::Relaxed);
            run.tally.calls.fetch_add(1, Ordering::Relaxed);
            if !self.call(call, &run).await {
                // Calls that fail at once would take all of the processor.
                sleep(Duration::from_millis(50 + call % 50)).await;
            }
        }
    }

    /// Makes a call; returns whether it was answered.
    async fn call(&self, call: u64, run: &Run) -> bool {
        let mut draw = Draw::of(run.settings.seed, [call, 0, part::MANNER]);
        let watch = self.is_watched.then(|| {
            Arc::new(Watch {
                call,
                ends: Mutex::default(),
            })
        });
        let client = match &watch {
            Some(watch) => {
                let watched = Watched(watch.clone());
                self.client.with(|overrides| overrides.interceptor(watched))
            }
            None => self.client.clone(),
        };
        let operation = GetStudioSessionMapping::new()
            .studio_id("es-1")
            .identity_name(call.to_string())
            .identity_type("USER");
        let begun = Instant::now();
        let after = Duration::from_millis(draw.below(700));
        let answer = match draw.below(100) {
            // Dropped by the task that polls it.
            0..5 => timeout(after, client.send(operation)).await.ok(),
            // Dropped by the runtime, in whichever thread.
            5..10 => {
                let task = tokio::spawn(async move { client.send(operation).await });
                sleep(after).await;
                task.abort();
                match task.await {
                    Ok(answer) => Some(answer),
                    Err(error) if error.is_cancelled() => None,
                    Err(error) => {
                        run.tally.problem(format!("call {call} panicked: {error}"));
                        None
                    }
                }
            }
            _ => Some(client.send(operation).await),
        };
        let took = begun.elapsed();
        run.tally.took(took);
        if took > run.settings.call + BUSY {
            run.tally.problem(format!("call {call} took {took:?}"));
        }
        let ends = watch.map(|watch| {
            let ends = watch.ends.lock().unwrap_or_else(PoisonError::into_inner);
            ends.clone()
        });
        if let Some(ends) = &ends {
            check_attempts(call, ends, run);
        }
        let Some(answer) = answer else {
            run.tally.dropped.fetch_add(1, Ordering::Relaxed);
            return true;
        };
        let reason = answer
            .as_ref()
            .map_or_else(Reason::of_error, |_| Reason::Answered);
        run.tally.ended(reason);
        let checked = check(call, reason, &answer, run.settings.seed).and_then(|()| match &ends {
            Some(ends) => self.check_end(reason, ends, took, run),
            None => Ok(()),
        });
        if let Err(problem) = checked {
            run.tally.problem(format!(
                "call {call} ended after {took:?} with {answer:?}: {problem}"
            ));
        }
        reason == Reason::Answered
    }

    /// Checks that a call ended as its last attempt did, and not too early.
    fn check_end(&self, reason: Reason, ends: &[Reason], took: Duration, run: &Run) -> Done {
        let last = ends.last().copied();
        // The call's timeout may pass in an attempt, or before credentials that the last one lacks.
        if last != Some(reason) && !(reason == Reason::CallTimeout && last.is_none()) {
            return Err(format!("its attempts ended with {ends:?}").into());
        }
        if reason == Reason::CallTimeout && took < run.settings.call {
            return Err("that is before the timeout".into());
        }
        let expired = ends.iter().filter(|end| **end == Reason::Expired).count();
        let might_go_on = reason.is_retryable()
            && ends.len() < ATTEMPTS as usize
            && took + PAUSE < run.settings.call
            && expired < 2;
        if self.is_unlimited && might_go_on {
            return Err(format!("it gave up after {ends:?}").into());
        }
        Ok(())
    }
}

/// Checks that each attempt ended as its fault explains.
fn check_attempts(call: u64, ends: &[Reason], run: &Run) {
    for (attempt, end) in (1..).zip(ends) {
        let kind = fault::of_attempt(run.settings.seed, call, attempt);
        run.tally.attempted(kind, *end);
        let name = KINDS[kind].name;
        if explains(kind, *end) {
            continue;
        }
        match end.needs_no_plan() {
            true => _ = run.tally.unplanned.fetch_add(1, Ordering::Relaxed),
            false => run.tally.problem(format!(
                "attempt {attempt} of call {call} ended with {end:?}, and its fault was \"{name}\""
            )),
        }
    }
}

/// Returns whether a fault explains the end of its attempt.
fn explains(kind: usize, end: Reason) -> bool {
    KINDS[kind].brings.contains(&end)
        // These come in the place of the fault.
        || matches!(end, Reason::Skewed | Reason::Credentials | Reason::CallTimeout)
}

/// Checks that an answer, or an error, is that of its own call, and that a fault explains it.
fn check(call: u64, reason: Reason, answer: &Answer, seed: u64) -> Done {
    let echo = match answer {
        Ok(output) => {
            let mapping = output.session_mapping.as_ref();
            mapping.and_then(|mapping| mapping.identity_name.clone())
        }
        Err(Error::Credentials(error)) => {
            let text = error.to_string();
            if text != REFUSED && !text.starts_with(NONE_IN_TIME) {
                return Err("no provider says that".into());
            }
            return Ok(());
        }
        Err(error) => error
            .meta()
            .and_then(|meta| meta.message())
            .map(str::to_owned),
    };
    let is_answer = matches!(
        reason,
        Reason::Answered
            | Reason::Refused
            | Reason::Throttled
            | Reason::Internal
            | Reason::Expired
            | Reason::Skewed
    );
    if is_answer {
        let echo = echo.ok_or("it doesn't say whose answer it is")?;
        let (own, attempt) = echo.split_once('/').ok_or("it doesn't say its attempt")?;
        if own != call.to_string() {
            return Err(format!("that is the answer of {echo}").into());
        }
        let kind = fault::of_attempt(seed, call, attempt.parse()?);
        return match explains(kind, reason) {
            true => Ok(()),
            false => Err(format!("its fault was \"{}\"", KINDS[kind].name).into()),
        };
    }
    let mut attempts =
        (1..=u64::from(ATTEMPTS)).map(|attempt| fault::of_attempt(seed, call, attempt));
    match attempts.any(|kind| explains(kind, reason)) || reason.needs_no_plan() {
        true => Ok(()),
        false => Err("no fault explains it".into()),
    }
}
