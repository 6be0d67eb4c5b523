//! Waiters: what acceptors make of answers, the pauses, and the clients that wait.

// One of them is.
#![allow(deprecated)]

use std::time::Duration;

use crate::support::{config, of_async};
use goldens::workshop::waiter::{
    JobDone, JobExists, JobGone, JobOdd, JobRenamed, StepsDone, WaitWaiter, WorkshopOpen,
};
use goldens::workshop::{
    BlockingClient, Client, DescribeJob, DescribeJobOutput, Error, Job, NoSuchJob, StartJob,
    StartJobOutput, Step,
};
use tinsmith_runtime::AcceptorState::{Failure, Retry, Success};
use tinsmith_runtime::client::WaitError;
use tinsmith_runtime::generated::waiter::{all_string_equals, any_string_equals};
use tinsmith_runtime::{AcceptorState, ErrorMeta, Wait, WaitStep, Waiter};
use tokio::time::Instant;

fn describe() -> DescribeJob {
    DescribeJob::new().job_id("job-1")
}

fn job(job: Job) -> DescribeJobOutput {
    DescribeJobOutput::new().job(job)
}

fn unmodeled(code: &str) -> Error {
    Error::Unmodeled(Box::new(ErrorMeta::default().with_code(code)))
}

fn output<W>(output: &DescribeJobOutput) -> Option<AcceptorState>
where
    W: Waiter<Operation = DescribeJob>,
{
    W::accept(&describe(), Ok(output))
}

fn error<W>(error: &Error) -> Option<AcceptorState>
where
    W: Waiter<Operation = DescribeJob>,
{
    W::accept(&describe(), Err(error))
}

#[test]
fn outputs_are_compared_as_text() {
    let state = |state: &str| output::<JobDone>(&job(Job::new().state(state)));
    assert_eq!(state("DONE"), Some(Success));
    assert_eq!(state("FAILED"), Some(Failure));
    assert_eq!(state("RUNNING"), Some(Retry));
    assert_eq!(state("SOMETHING_NEW"), None);
    assert_eq!(output::<JobDone>(&job(Job::new())), None);
    assert_eq!(output::<JobDone>(&DescribeJobOutput::new()), None);
}

#[test]
fn errors_are_told_by_shape_or_code() {
    let gone = Error::from(NoSuchJob::default());
    assert_eq!(error::<JobDone>(&gone), Some(Retry));
    assert_eq!(error::<JobDone>(&unmodeled("Busy")), None);
    assert_eq!(error::<JobExists>(&gone), Some(Retry));
    assert_eq!(error::<JobGone>(&gone), Some(Success));
    assert_eq!(error::<JobGone>(&unmodeled("Busy")), Some(Retry));
    // An id of another namespace is another error; and then, any error is a failure.
    assert_eq!(error::<JobGone>(&unmodeled("NoSuchJob")), Some(Failure));
    assert_eq!(error::<JobGone>(&unmodeled("Other")), Some(Failure));
    assert_eq!(output::<JobGone>(&DescribeJobOutput::new()), None);
}

#[test]
fn success_is_any_output_or_any_error() {
    assert_eq!(
        output::<JobExists>(&DescribeJobOutput::new()),
        Some(Success)
    );
    // An acceptor after one of any output is never reached.
    assert_eq!(
        output::<JobExists>(&job(Job::new().state("GONE"))),
        Some(Success)
    );
    let open = WorkshopOpen::accept(&StartJob::new(), Ok(&StartJobOutput::new()));
    assert_eq!(open, Some(Success));
    let closed = WorkshopOpen::accept(&StartJob::new(), Err(&unmodeled("Closed")));
    assert_eq!(closed, Some(Retry));
}

#[test]
fn lists_are_compared_as_a_whole_or_in_part() {
    let steps = |states: &[&str]| {
        let steps: Vec<Step> = states
            .iter()
            .map(|state| Step::new().state(*state))
            .collect();
        output::<StepsDone>(&job(Job::new().steps(steps)))
    };
    assert_eq!(steps(&["DONE", "DONE"]), Some(Success));
    assert_eq!(steps(&["DONE", "RUNNING"]), None);
    assert_eq!(steps(&["DONE", "FAILED"]), Some(Failure));
    // All of none isn't enough.
    assert_eq!(steps(&[]), None);
    assert_eq!(output::<StepsDone>(&DescribeJobOutput::new()), None);
    // Steps without a state don't count.
    let steps = [Step::new(), Step::new().state("DONE")];
    assert_eq!(
        output::<StepsDone>(&job(Job::new().steps(steps))),
        Some(Success)
    );
}

#[test]
fn comparators_of_lists() {
    assert!(all_string_equals(Some(vec!["a", "a"]), "a"));
    assert!(!all_string_equals(Some(vec!["a", "b"]), "a"));
    assert!(!all_string_equals(Some(vec![]), "a"));
    assert!(!all_string_equals(None, "a"));
    assert!(!all_string_equals(Some(vec![Some("a"), None]), Some("a")));
    assert!(any_string_equals(Some(vec!["b", "a"]), "a"));
    assert!(!any_string_equals(Some(vec!["b"]), "a"));
    assert!(!any_string_equals(None, "a"));
}

#[test]
fn inputs_are_looked_at_beside_outputs() {
    let accept = |id: &str, job: Job| {
        let output = DescribeJobOutput::new().job(job);
        JobRenamed::accept(&DescribeJob::new().job_id(id), Ok(&output))
    };
    assert_eq!(accept("job-1", Job::new().job_id("job-2")), Some(Success));
    assert_eq!(accept("job-1", Job::new().job_id("job-1")), None);
    assert_eq!(accept("job-0", Job::new().job_id("job-0")), Some(Failure));
    let same = || Job::new().job_id("job-1");
    assert_eq!(accept("job-1", same().done(false)), Some(Retry));
    assert_eq!(accept("job-1", same().done(true)), None);
}

#[test]
fn a_waiter_called_like_a_type_of_the_runtime() {
    let failures = |failures: &[&str]| {
        let failures: Vec<String> = failures.iter().map(|&text| text.to_owned()).collect();
        output::<WaitWaiter>(&DescribeJobOutput::new().failures(failures))
    };
    assert_eq!(failures(&["minor"]), Some(Success));
    assert_eq!(failures(&["minor", "major"]), None);
    assert_eq!(WaitWaiter::NAME, "Wait");
}

#[test]
fn texts_may_be_made_of_members() {
    let odd = |job: Job| output::<JobOdd>(&self::job(job));
    assert_eq!(odd(Job::new()), None);
    let named = |name: &str| Step::new().name(name);
    assert_eq!(
        odd(Job::new().steps([named("a"), named("b")])),
        Some(Success)
    );
    assert_eq!(odd(Job::new().steps([named("b"), named("a")])), None);
    // Null is an item of such a list, and no text.
    assert_eq!(odd(Job::new().state("GONE")), None);
    assert_eq!(odd(Job::new().state("GONE").alias("GONE")), Some(Success));
    assert_eq!(odd(Job::new().code("seven")), Some(Success));
    assert_eq!(odd(Job::new().alias("same")), Some(Success));
    assert_eq!(
        odd(Job::new().parts([vec![], vec!["x".to_owned()]])),
        Some(Success)
    );
    let labels = |key: &str, value: &str| [(key.to_owned(), value.to_owned())];
    assert_eq!(odd(Job::new().labels(labels("key", "x"))), Some(Success));
    assert_eq!(odd(Job::new().labels(labels("x", "value"))), Some(Success));
    assert_eq!(odd(Job::new().labels(labels("x", "y"))), None);
    let failures = |text: &str| DescribeJobOutput::new().failures([text.to_owned()]);
    assert_eq!(output::<JobOdd>(&failures("bad")), Some(Success));
    assert_eq!(output::<JobOdd>(&failures("good")), None);
    let of = |id: &str, owner: &str| {
        let output = job(Job::new().owner(owner));
        JobOdd::accept(&DescribeJob::new().job_id(id), Ok(&output))
    };
    assert_eq!(of("all", "all"), Some(Success));
    assert_eq!(of("all", "some"), None);
}

const HOUR: Duration = Duration::from_secs(3_600);

/// The pauses of a wait for a job that goes on and on, and what ends it.
fn pauses(mut wait: Wait<JobDone>) -> (Vec<Duration>, WaitStep) {
    let running = job(Job::new().state("RUNNING"));
    let (mut pauses, mut elapsed) = (Vec::new(), Duration::ZERO);
    loop {
        match wait.step(Ok(&running), elapsed) {
            WaitStep::Retry(pause) => {
                elapsed += pause;
                pauses.push(pause);
            }
            end => return (pauses, end),
        }
    }
}

#[test]
fn pauses_grow_between_the_model_s_bounds() {
    let (pauses, end) = pauses(JobDone::waiter(describe(), HOUR).seed(7));
    assert_eq!(end, WaitStep::TimedOut);
    // The first is the shortest one; then the longest doubles from 5 s up to 60 s.
    assert_eq!(pauses.first(), Some(&Duration::from_secs(5)));
    let longest = [5, 10, 20, 40].into_iter().chain(std::iter::repeat(60));
    for (pause, longest) in pauses.iter().zip(longest) {
        let bounds = Duration::from_secs(5)..=Duration::from_secs(longest);
        assert!(bounds.contains(pause), "{pause:?} of {longest}");
    }
    assert!(pauses.iter().any(|pause| *pause > Duration::from_secs(40)));
    // The last attempt is made when no more than the shortest pause is left.
    let total: Duration = pauses.iter().sum();
    assert_eq!(total, HOUR - Duration::from_secs(5));
}

#[test]
fn a_seed_makes_the_same_pauses() {
    let of_seed = |seed| pauses(JobDone::waiter(describe(), HOUR).seed(seed)).0;
    assert_eq!(of_seed(7), of_seed(7));
    assert_ne!(of_seed(7), of_seed(8));
    let unseeded = || pauses(JobDone::waiter(describe(), HOUR)).0;
    assert_ne!(unseeded(), unseeded());
}

#[test]
fn pauses_can_be_set() {
    let second = Duration::from_secs(1);
    let wait = JobDone::waiter(describe(), 4 * second).delays(second, second);
    assert_eq!(pauses(wait).0, [second, second, second]);
    // Odd ones do no harm.
    let wait = JobDone::waiter(describe(), 10 * second).delays(3 * second, second);
    assert_eq!(pauses(wait).0, [3 * second, 3 * second, second]);
    let (pauses, end) =
        pauses(JobDone::waiter(describe(), Duration::MAX.min(HOUR)).delays(HOUR, Duration::MAX));
    assert_eq!((pauses.len(), end), (0, WaitStep::TimedOut));
}

#[test]
fn no_pause_is_none() {
    let zero = Duration::ZERO;
    let mut wait = JobDone::waiter(describe(), HOUR).delays(zero, zero);
    let running = job(Job::new().state("RUNNING"));
    let step = wait.step(Ok(&running), zero);
    assert_eq!(step, WaitStep::Retry(Duration::from_millis(1)));
}

#[test]
fn without_time_there_is_one_attempt() {
    let mut wait = JobDone::waiter(describe(), Duration::ZERO);
    let done = job(Job::new().state("DONE"));
    assert_eq!(wait.step(Ok(&done), HOUR), WaitStep::Success);
    let running = job(Job::new().state("RUNNING"));
    assert_eq!(wait.step(Ok(&running), HOUR), WaitStep::TimedOut);
    assert_eq!(wait.attempts(), 2);
}

#[test]
fn an_error_that_nothing_accepts_is_a_failure_and_an_output_isn_t() {
    let mut wait = JobDone::waiter(describe(), HOUR);
    assert_eq!(
        wait.step(Err(&unmodeled("Busy")), Duration::ZERO),
        WaitStep::Failure
    );
    let unknown = DescribeJobOutput::new();
    assert!(matches!(
        wait.step(Ok(&unknown), Duration::ZERO),
        WaitStep::Retry(_)
    ));
    let shown = format!("{wait:?}");
    assert!(shown.starts_with("JobDone {"), "{shown}");
}

const RUNNING: (u16, &str) = (200, r#"{"Job": {"State": "RUNNING"}}"#);
const DONE: (u16, &str) = (200, r#"{"Job": {"State": "DONE"}}"#);
const FAILED: (u16, &str) = (200, r#"{"Job": {"State": "FAILED"}}"#);
const NO_SUCH_JOB: (u16, &str) = (400, r#"{"__type": "NoSuchJob"}"#);
const BUSY: (u16, &str) = (400, r#"{"__type": "Busy"}"#);

type Waited = Result<Option<DescribeJobOutput>, WaitError<DescribeJobOutput, Error>>;

/// Waits with the async client; how long that took, and for how many calls.
fn wait<W>(answers: &[(u16, &'static str)], wait: Wait<W>) -> (Waited, Duration, usize)
where
    W: Waiter<Operation = DescribeJob>,
{
    let (config, requests) = config(answers);
    let client = Client::new(&config).expect("a client");
    of_async(async {
        let start = Instant::now();
        let result = client.wait_for(wait).await;
        (result, start.elapsed(), requests.bodies().len())
    })
}

#[test]
fn the_client_waits() {
    let answers = [NO_SUCH_JOB, RUNNING, RUNNING, DONE];
    let waiter =
        JobDone::waiter(describe(), HOUR).delays(Duration::from_secs(10), Duration::from_secs(10));
    let (result, took, calls) = wait(&answers, waiter);
    let output = result.expect("done").expect("an output");
    assert_eq!(output.job.and_then(|job| job.state), Some("DONE".into()));
    assert_eq!((took.as_secs(), calls), (30, 4));
}

#[test]
fn the_client_fails_with_the_output() {
    let (result, _, calls) = wait(&[RUNNING, FAILED], JobDone::waiter(describe(), HOUR));
    let error = result.expect_err("failed");
    let told = "the waiter JobDone failed: by the last answer of DescribeJob, the state can't be reached any more";
    assert_eq!(error.to_string(), told);
    let WaitError::Failure { output, .. } = error else {
        panic!("no failure: {error}");
    };
    assert_eq!(output.job.and_then(|job| job.state), Some("FAILED".into()));
    assert_eq!(calls, 2);
}

#[test]
fn the_client_fails_with_the_error() {
    let (result, _, _) = wait(&[BUSY], JobDone::waiter(describe(), HOUR));
    assert!(matches!(result, Err(WaitError::Error(error)) if error.code() == Some("Busy")));
}

#[test]
fn the_client_waits_for_an_error() {
    let (result, _, _) = wait(&[RUNNING, NO_SUCH_JOB], JobGone::waiter(describe(), HOUR));
    assert_eq!(result, Ok(None));
}

#[test]
fn the_client_waits_no_longer_than_it_may() {
    let minute = Duration::from_secs(60);
    let (result, took, calls) = wait(&[RUNNING], JobDone::waiter(describe(), minute));
    let error = result.expect_err("no end");
    let told = "the waiter JobDone gave up: no answer of DescribeJob had the state within 60s";
    assert_eq!(error.to_string(), told);
    assert!(matches!(error, WaitError::TimedOut { max_wait, .. } if max_wait == minute));
    assert!(
        (minute - Duration::from_secs(5)..=minute).contains(&took),
        "{took:?}"
    );
    assert!(calls > 2);
}

/// A call that doesn't come back is given up when time is over.
#[test]
fn a_call_does_not_outlast_the_wait() {
    let (config, _) = config(&[DONE]);
    let config = config.http_client(|_| std::future::pending());
    let client = Client::new(&config).expect("a client");
    of_async(async {
        let start = Instant::now();
        let result = client
            .wait_for(JobDone::waiter(describe(), Duration::from_secs(7)))
            .await;
        assert!(matches!(result, Err(WaitError::TimedOut { .. })));
        assert_eq!(start.elapsed().as_secs(), 7);
    });
}

#[test]
fn dropping_the_future_ends_it() {
    let (config, requests) = config(&[RUNNING]);
    let client = Client::new(&config).expect("a client");
    of_async(async {
        let wait = client.wait_for(JobDone::waiter(describe(), HOUR));
        let second = Duration::from_secs(1);
        assert!(tokio::time::timeout(second, wait).await.is_err());
        tokio::time::sleep(HOUR).await;
    });
    assert_eq!(requests.bodies().len(), 1);
}

#[test]
fn a_time_without_end_is_no_limit() {
    let (result, _, calls) = wait(&[RUNNING, DONE], JobDone::waiter(describe(), Duration::MAX));
    assert!(matches!(result, Ok(Some(_))));
    assert_eq!(calls, 2);
}

#[test]
fn the_blocking_client_waits() {
    let (config, _) = config(&[DONE]);
    let client = BlockingClient::new(&config).expect("a client");
    let result = client.wait_for(JobDone::waiter(describe(), HOUR));
    assert!(matches!(result, Ok(Some(_))));
    let refused = of_async(async { client.wait_for(JobDone::waiter(describe(), HOUR)) });
    assert!(matches!(refused, Err(WaitError::Error(Error::Config(_)))));
}
