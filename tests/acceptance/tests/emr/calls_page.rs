//! The code of `docs/calls.md`.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_macros,
    reason = "the page prints what it sees"
)]

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[expect(dead_code, reason = "only compiled: it would read the environment")]
async fn one_call() -> Outcome {
    use emr_sessions::emr::{Client, GetStudioSessionMapping};
    use std::time::Duration;

    let client = Client::from_env().await?;
    let call = GetStudioSessionMapping::new().studio_id("es-1");
    let output = client
        .with(|settings| {
            settings
                .call_timeout(Duration::from_secs(5))
                .max_attempts(1)
        })
        .get_studio_session_mapping(call)
        .await?;
    println!("{output:?}");
    Ok(())
}

#[expect(dead_code, reason = "only compiled: it would read the environment")]
async fn interceptors() -> Outcome {
    use emr_sessions::client::{
        AttemptOutcome, Config, InterceptedRequest, Interceptor, Next, TransportError,
        TransportErrorKind,
    };
    use std::error::Error;

    /// Fails the first attempt of each call, and says how attempts end.
    struct Unplugged;

    impl Interceptor for Unplugged {
        fn before_signing(
            &self,
            request: &mut InterceptedRequest<'_>,
        ) -> Result<Next, Box<dyn Error + Send + Sync>> {
            Ok(match request.attempt() {
                1 => Next::Fail(TransportError::new(TransportErrorKind::Io, "unplugged")),
                _ => Next::Send,
            })
        }

        fn after_attempt(
            &self,
            attempt: &AttemptOutcome<'_>,
        ) -> Result<(), Box<dyn Error + Send + Sync>> {
            println!(
                "{} {}: {:?}",
                attempt.operation(),
                attempt.attempt(),
                attempt.status()
            );
            Ok(())
        }
    }

    let config = Config::from_env().await?.interceptor(Unplugged);
    _ = config;
    Ok(())
}

#[expect(dead_code, reason = "only compiled: it would read the environment")]
async fn a_classifier() -> Outcome {
    use emr_sessions::client::{Config, RetryAdvice};

    let config = Config::from_env()
        .await?
        .retry_classifier(|attempt| match attempt.code() {
            Some("ConflictException") => RetryAdvice::Retry,
            // Must not happen twice.
            None if attempt.operation() == "Pay" && attempt.may_have_arrived() => RetryAdvice::Stop,
            _ => RetryAdvice::Default,
        });
    _ = config;
    Ok(())
}

#[expect(dead_code, reason = "only compiled: it would read the environment")]
async fn a_budget() -> Outcome {
    use emr_sessions::client::{Config, RetryBudget};

    let budget = RetryBudget::new();
    let config = Config::from_env().await?;
    let near = config
        .clone()
        .region("eu-west-1")
        .retry_budget(budget.clone());
    let far = config.region("us-east-1").retry_budget(budget);
    _ = (near, far);
    Ok(())
}

#[expect(dead_code, reason = "only compiled: it would read the environment")]
async fn metrics() -> Outcome {
    use emr_sessions::client::{Config, Measurement, Metrics};

    struct Printed;

    impl Metrics for Printed {
        fn record(&self, event: &Measurement<'_>) {
            let name = event.measured().as_str();
            let (service, operation) = (event.service(), event.operation());
            println!(
                "{name} {service}/{operation} {:?} {:?}",
                event.duration(),
                event.error_type()
            );
        }
    }

    let config = Config::from_env().await?.metrics(Printed);
    _ = config;
    Ok(())
}
