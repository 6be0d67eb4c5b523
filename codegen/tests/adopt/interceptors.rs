//! Interceptors, builders of time limits and errors of builders: new forms, or what a person has to do.

use super::steps::{assert_steps, steps};

#[test]
fn methods_of_interceptors_are_told_one_by_one() {
    let found = steps(
        "
struct Own;
impl aws_sdk_cellar::config::Intercept for Own {
    fn name(&self) -> &'static str { \"own\" }
    fn modify_before_signing(&self) {}
    fn read_before_transmit(&self) {}
    fn read_after_attempt(&self) {}
    fn read_after_execution(&self) {}
    fn of_its_own(&self) {}
}
mod others {
    trait Intercept {}
    impl Intercept for super::Own { fn read_before_transmit(&self) {} }
}",
    );
    let at = "docs/calls.md#interceptors";
    let expected = [
        (
            "aws_sdk_cellar::config::Intercept",
            "client::Interceptor".to_owned(),
        ),
        (
            "modify_before_signing",
            format!(
                "by hand: `before_signing(&self, request: &mut InterceptedRequest<'_>)`, once for each attempt: {at}"
            ),
        ),
        (
            "read_before_transmit",
            format!("by hand: `after_signing(&self, request: &mut InterceptedRequest<'_>)`: {at}"),
        ),
        (
            "read_after_attempt",
            format!(
                "by hand: `after_attempt(&self, attempt: &AttemptOutcome<'_>)`, which changes nothing: {at}"
            ),
        ),
        (
            "read_after_execution",
            format!(
                "by hand: `after_call(&self, call: &CallOutcome<'_>)`, which changes nothing: {at}"
            ),
        ),
    ];
    let found: Vec<(&str, String)> = found
        .iter()
        .map(|(old, new)| (old.as_str(), new.clone()))
        .collect();
    assert_eq!(found, expected);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let guide = std::fs::read_to_string(root.join("docs/calls.md")).expect("the guide");
    assert!(guide.contains("\n## Interceptors\n"));
}

#[test]
fn interceptors_go_into_configurations() {
    let any = "by hand: `Config::interceptor` takes any type with the trait `client::Interceptor`: take \
               `impl client::Interceptor`, or that type";
    let code = "aws_sdk_cellar::Config::builder().interceptor(SharedInterceptor::new(Own)).build()";
    assert_steps(
        "",
        code,
        &[(code, "client::Config::new().interceptor(Own)")],
    );
    assert_steps(
        "it: aws_sdk_cellar::config::SharedInterceptor",
        "let mut builder = aws_sdk_cellar::Config::builder(); builder.push_interceptor(it)",
        &[
            ("aws_sdk_cellar::config::SharedInterceptor", any),
            ("aws_sdk_cellar::Config::builder()", "client::Config::new()"),
            (
                "builder.push_interceptor(it)",
                "builder = builder.interceptor(it)",
            ),
        ],
    );
}

#[test]
fn builders_of_limits_are_the_limits() {
    let options = "by hand: write `if let Some(limit) = … { limits = limits.call(limit); }`: `call` stands \
                   for `operation_timeout`, `attempt` for `operation_attempt_timeout` and `connect` for \
                   `connect_timeout`; `read_timeout` has no counterpart";
    let none = "by hand: no limit of ours is like it: `attempt` ends with the head of the response, and \
                `chunk` is for event streams";
    for start in [
        "aws_config::timeout::TimeoutConfigBuilder::new()",
        "aws_config::timeout::TimeoutConfig::builder()",
    ] {
        let code = format!(
            "let mut it = {start}; it = it.operation_timeout(long).connect_timeout(short); \
             it = it.operation_attempt_timeout(short).read_timeout(short); it.set_operation_timeout(None); it.build()"
        );
        assert_steps(
            "",
            &code,
            &[
                (start, "client::Timeouts::default()"),
                (".operation_timeout(long)", "call(long)"),
                (".connect_timeout(short)", "connect(short)"),
                (".operation_attempt_timeout(short)", "attempt(short)"),
                (".read_timeout(short)", none),
                (".set_operation_timeout(None)", options),
                (".build()", ""),
            ],
        );
    }
    let found = steps("struct Own { limits: aws_config::timeout::TimeoutConfigBuilder }");
    assert_eq!(found[0].1, "client::Timeouts");
}

#[test]
fn errors_of_builders_have_nothing_to_stand_for_them() {
    let found = steps(
        "enum Wrong { Build(#[from] Box<aws_sdk_cellar::error::BuildError>) }\nstruct BuildError;\nfn own(it: BuildError) {}",
    );
    assert_eq!(
        found,
        [(
            "aws_sdk_cellar::error::BuildError".to_owned(),
            "by hand: values are made without `build()`, so that this error and its conversions go: a \
             required member that isn't set is `Error::InvalidInput` of the call"
                .to_owned()
        )]
    );
}
