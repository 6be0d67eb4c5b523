//! Single steps of chains, patterns and types: each has a new form of its own, or says what a person
//! has to do.

use serde_json::Value;

use crate::{adopt, project};

const MANIFEST: &str = "\
[package]
name = \"app\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
aws-config = \"1\"
aws-sdk-cellar = \"1\"
aws-smithy-http-client = \"1\"
aws-smithy-types = \"1\"
";

/// The imports before the code of each case.
const HEAD: &str = "\
use aws_sdk_cellar::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_cellar::operation::get_bottle::{GetBottleError, GetBottleOutput};
use aws_sdk_cellar::primitives::{Blob, ByteStream, DateTime, DateTimeFormat};
use aws_sdk_cellar::types::{Crate, Grape, Sense, Tag, Value};
use aws_config::meta::region::RegionProviderChain;
use aws_config::{BehaviorVersion, Region};
async fn called(client: aws_sdk_cellar::Client) { client.get_bottle().send().await; client.store_bottles().send().await; }
";

/// The pieces of a program with this code: the old code, and the new code or the advice.
pub(super) fn steps(code: &str) -> Vec<(String, String)> {
    steps_in(MANIFEST, code)
}

fn steps_in(manifest: &str, code: &str) -> Vec<(String, String)> {
    let folder = project(manifest, &format!("{HEAD}{code}\n"));
    let arguments = ["app", "--models", "models", "--dry-run", "--json"];
    let output = adopt(folder.path(), &arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    let pieces = report["pieces"].as_array().expect("a list").iter();
    let line = HEAD.lines().count() as u64;
    let own = pieces.filter(|it| it["place"]["line"].as_u64() > Some(line));
    own.map(|piece| {
        let old = piece["old"].as_str().expect("code").to_owned();
        let new = match piece["new"].as_str() {
            Some(new) => squeezed(new),
            None => format!("by hand: {}", piece["notes"][0].as_str().expect("advice")),
        };
        (squeezed(&old), new)
    })
    .collect()
}

/// Code on one line.
fn squeezed(code: &str) -> String {
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    lines.join("")
}

/// Asserts the steps of code in a function with these parameters.
#[track_caller]
pub(super) fn assert_steps(parameters: &str, code: &str, expected: &[(&str, &str)]) {
    let found = steps(&format!(
        "async fn case({parameters}) -> Result<(), Box<dyn std::error::Error>> {{ {code}; Ok(()) }}"
    ));
    // The types of parameters have forms of their own, which come first.
    let own: Vec<(&str, &str)> = found
        .iter()
        .skip(found.len().saturating_sub(expected.len()))
        .map(|(old, new)| (old.as_str(), new.as_str()))
        .collect();
    assert_eq!(own, expected, "{code} of {found:?}");
}

const BODY: &str = "body: ByteStream";
const ERROR: &str = "error: SdkError<GetBottleError>";
const OUTPUT: &str = "output: GetBottleOutput";

#[test]
fn bodies_are_collected_and_read_by_chunks() {
    for (code, expected) in [
        (
            "body.collect().await?.into_bytes().to_vec()",
            &[("collect()", "collect(usize::MAX)"), (".into_bytes()", "")][..],
        ),
        (
            "let data = body.collect().await?; data.into_bytes()",
            &[("collect()", "collect(usize::MAX)"), (".into_bytes()", "")],
        ),
        (
            "while let Some(chunk) = body.next().await { chunk?; }",
            &[("next().await", "next().await.transpose()")],
        ),
        ("body.try_next().await?", &[("try_next()", "next()")]),
        (
            "body.into_async_read().lines()",
            &[(
                "body.into_async_read()",
                "tokio::io::BufReader::new(body.into_async_read())",
            )],
        ),
        (
            "ByteStream::from_path(\"a\").await.map_err(|error| error.to_string())?",
            &[(
                "ByteStream::from_path(\"a\").await",
                "runtime::Body::from_file(\"a\")",
            )],
        ),
        (
            "ByteStream::read_from().path(\"a\").length(Length::Exact(8)).build().await?",
            &[(
                "ByteStream::read_from().path(\"a\").length(Length::Exact(8)).build().await",
                "runtime::Body::from_file_part(\"a\", 0..8)",
            )],
        ),
        (
            "ByteStream::read_from().path(\"a\").length(Length::UpTo(8)).build().await?",
            &[(
                "ByteStream::read_from().path(\"a\").length(Length::UpTo(8)).build().await",
                "by hand: a part of a file is `runtime::Body::from_file_part(path, from..to)`: docs/streaming.md",
            )],
        ),
    ] {
        let expected: Vec<(&str, &str)> = expected
            .iter()
            .map(|(old, new)| (dotted(old, code), *new))
            .collect();
        assert_steps(BODY, code, &expected);
    }
}

/// Steps are told with the dot in front of them.
fn dotted<'c>(old: &str, code: &'c str) -> &'c str {
    let at = code.find(old).expect("in the code");
    let is_step = at > 0 && code[..at].ends_with('.');
    &code[at - usize::from(is_step)..at + old.len()]
}

#[test]
fn methods_of_errors_are_those_of_one_enum() {
    for (code, expected) in [
        (
            "error.into_service_error().is_no_such_bottle()",
            &[(
                "error.into_service_error().is_no_such_bottle()",
                "matches!(error, cellar::Error::NoSuchBottle(_))",
            )][..],
        ),
        (
            "error.as_service_error().map(|it| it.is_no_such_bottle()).unwrap_or(false)",
            &[(
                "error.as_service_error().map(|it| it.is_no_such_bottle()).unwrap_or(false)",
                "matches!(error, cellar::Error::NoSuchBottle(_))",
            )],
        ),
        (
            "error.as_service_error().is_some_and(GetBottleError::is_no_such_bottle)",
            &[(
                "error.as_service_error().is_some_and(GetBottleError::is_no_such_bottle)",
                "matches!(error, cellar::Error::NoSuchBottle(_))",
            )],
        ),
        (
            "error.as_service_error().is_some()",
            &[(
                "error.as_service_error()",
                "Some(&error).filter(|error| error.meta().is_some())",
            )],
        ),
        (
            "error.into_service_error().meta().code()",
            &[(".into_service_error()", ""), (".meta().code()", "code()")],
        ),
        (
            "error.message()",
            &[(".message()", "meta().and_then(|meta| meta.message())")],
        ),
        ("error.code(); error.request_id()", &[]),
        (
            "error.raw_response().map(|it| it.status().as_u16())",
            &[
                (".raw_response()", "meta().and_then(|meta| meta.status())"),
                (".status()", ""),
            ],
        ),
        (
            "error.raw_response().map(|it| it.headers())",
            &[
                (".raw_response()", "meta().and_then(|meta| meta.status())"),
                (
                    ".headers()",
                    "by hand: of the response, only the status is kept",
                ),
            ],
        ),
        (
            "DisplayErrorContext(&error).to_string()",
            &[("DisplayErrorContext(&error)", "error")],
        ),
        (
            "error.into_service_error().is_a_thing_of_the_past()",
            &[
                (".into_service_error()", ""),
                (
                    ".is_a_thing_of_the_past()",
                    "by hand: ask with `matches!` for a variant of the service's `Error`",
                ),
            ],
        ),
    ] {
        let found = steps(&format!("async fn case({ERROR}) {{ {code}; }}"));
        let found: Vec<(&str, &str)> = found
            .iter()
            .skip(1)
            .map(|(old, new)| (old.as_str(), new.as_str()))
            .collect();
        let is_last_of = |it: &(&str, &str)| code.contains(it.0);
        assert!(found.iter().all(is_last_of), "{found:?}");
        let new: Vec<&str> = found.iter().map(|(_, new)| *new).collect();
        let expected: Vec<&str> = expected.iter().map(|(_, new)| *new).collect();
        assert_eq!(new, expected, "{code}");
    }
}

/// A guard keeps what a pattern said: that the service has answered.
#[test]
fn patterns_of_errors_keep_their_meaning() {
    let arms = |arms: &str| {
        let found = steps(&format!(
            "fn case({ERROR}) {{ match error {{ {arms} _ => {{}} }} }}"
        ));
        let own = found.into_iter().skip(1);
        own.map(|(_, new)| new).collect::<Vec<String>>()
    };
    for (code, expected) in [
        (
            "SdkError::ServiceError(it) => drop(it),",
            &["it if it.meta().is_some()"][..],
        ),
        (
            "SdkError::ServiceError(_) => {}",
            &["error if error.meta().is_some()"],
        ),
        (
            "SdkError::ServiceError(it) if it.err().is_no_such_bottle() => {}",
            &["it", "matches!(it, cellar::Error::NoSuchBottle(_))"],
        ),
        (
            "SdkError::ServiceError(it) if late() => drop(it),",
            &["it if it.meta().is_some() &&"],
        ),
        // An `or` would need parentheses.
        (
            "SdkError::ServiceError(it) if late() || early() => drop(it),",
            &["by hand: the error itself stands for it, if `error.meta().is_some()`"],
        ),
        (
            "SdkError::TimeoutError(_) | SdkError::ResponseError(_) => {}",
            &[
                "cellar::Error::Timeout(_)",
                "cellar::Error::InvalidResponse(_)",
            ],
        ),
        (
            "SdkError::DispatchFailure(_) => {}",
            &["cellar::Error::Transport(_) | cellar::Error::Credentials(_)"],
        ),
        (
            "SdkError::DispatchFailure(it) if it.is_timeout() => {}",
            &[
                "cellar::Error::Transport",
                "by hand: `Error::Transport(error)` has `kind()`; time limits are `Error::Timeout`",
            ],
        ),
    ] {
        assert_eq!(arms(code), expected, "{code}");
    }
    let condition = |manifest: &str, code: &str| {
        let parameters =
            "error: &SdkError<GetBottleError>, many: [Result<(), SdkError<GetBottleError>>; 1]";
        let found = steps_in(manifest, &format!("fn case({parameters}) {{ {code} }}"));
        found.last().expect("a step").1.clone()
    };
    const BY_HAND: &str = "by hand: the error itself stands for it, if `error.meta().is_some()`";
    for (code, expected) in [
        (
            "if let SdkError::ServiceError(it) = error { drop(it) }",
            "it = error && it.meta().is_some()",
        ),
        (
            "for one in &many { while let Err(SdkError::ServiceError(ref it)) = one { drop(it) } }",
            "Err(ref it) = one && it.meta().is_some()",
        ),
        (
            "let [one] = many; if let (Err(SdkError::ServiceError(_)), 1) = (&one, 1) {}",
            BY_HAND,
        ),
        (
            "let [one] = many; if let Err(SdkError::ServiceError(_)) = &one && late() {}",
            "Err(error) = &one && error.meta().is_some()",
        ),
        (
            "let SdkError::ServiceError(it) = error else { return };",
            BY_HAND,
        ),
        (
            "assert!(matches!(error, SdkError::ServiceError(_)));",
            "error if error.meta().is_some()",
        ),
        (
            "matches!(error, SdkError::ServiceError(it) if late(it))",
            "it if it.meta().is_some() &&",
        ),
    ] {
        assert_eq!(condition(MANIFEST, code), expected, "{code}");
    }
    // Conditions of older editions have `let` alone.
    let older = MANIFEST.replace("2024", "2021");
    let code = "if let SdkError::ServiceError(it) = error { drop(it) }";
    assert_eq!(condition(&older, code), BY_HAND);
    let two = format!("{MANIFEST}aws-sdk-larder = \"1\"\n");
    let found = steps_in(&two, "impl<E> From<SdkError<E>> for Wrong {}");
    assert_eq!(found[0].1, BY_SERVICE);
    let found = steps(
        "fn case(it: GetBottleError) { match it { GetBottleError::NoSuchBottle(it) => it.bottle_id(), GetBottleError::Unhandled(_) => None, _ => None } }",
    );
    let new: Vec<&str> = found.iter().map(|(_, new)| new.as_str()).collect();
    assert_eq!(
        new,
        [
            "cellar::Error",
            "cellar::Error::NoSuchBottle",
            "bottle_id.as_deref()",
            "cellar::Error::Unmodeled"
        ]
    );
}

const BY_SERVICE: &str =
    "by hand: a service has one enum of errors: write this for each service's `Error`";

/// A project with one service has one type of errors, and a conversion needs no type parameters.
#[test]
fn a_conversion_of_any_error_is_one_of_the_services_error() {
    let case = |generics: &str, body: &str| {
        let found = steps(&format!(
            "impl{generics} From<SdkError<E, R>> for Wrong where E: ProvideErrorMetadata {{ fn from(error: SdkError<E, R>) -> Self {{ {body} }} }}"
        ));
        let new = found.into_iter().map(|(_, new)| new);
        new.collect::<Vec<String>>()
    };
    let body = "match &error { SdkError::ServiceError(it) => Self::Service(it.err().code().unwrap_or_default().to_owned()), SdkError::TimeoutError(_) => Self::Late, other => Self::Other(other.to_string()) }";
    assert_eq!(
        case("<E, R>", body),
        [
            "",
            "cellar::Error",
            "",
            "cellar::Error",
            "it if it.meta().is_some()",
            "",
            "cellar::Error::Timeout(_)",
        ]
    );
    for (generics, body) in [
        // A part has no form.
        (
            "<E, R>",
            "let SdkError::ServiceError(it) = error else { x() }; it.into()",
        ),
        (
            "<E, R>",
            "error.raw_response().map(|it| it.headers()).into()",
        ),
        // The parameters are used otherwise.
        ("<E, R>", "make::<E>(error)"),
        ("<E, R, T>", "error.into()"),
        ("<'a, E, R>", "error.into()"),
    ] {
        let found = case(generics, body);
        let by_hand = found.iter().filter(|it| *it == BY_SERVICE).count();
        assert_eq!(by_hand, 2, "{body}: {found:?}");
    }
}

#[test]
fn times_and_bytes_have_the_names_of_the_runtime() {
    for (code, expected) in [
        ("time.secs()", "epoch_seconds()"),
        ("time.fmt(DateTimeFormat::DateTime)?", "to_string()"),
        (
            "time.fmt(DateTimeFormat::DateTime).ok()",
            "Some(time.to_string())",
        ),
        (
            "time.fmt(DateTimeFormat::HttpDate)?",
            "by hand: `to_string()` is the format date-time; `write_http_date` and `write_epoch_seconds` write the others",
        ),
        (
            "time.to_millis()?",
            "(time.epoch_seconds() * 1_000 + i64::from(time.subsec_nanos() / 1_000_000))",
        ),
        // The value would be made twice.
        (
            "made().to_millis()?",
            "by hand: made of `epoch_seconds()` and `subsec_nanos()`",
        ),
        (
            "time.to_chrono_utc().unwrap()",
            "chrono::DateTime::from_timestamp(time.epoch_seconds(), time.subsec_nanos())",
        ),
        (
            "time.to_chrono_utc()?",
            "by hand: `chrono::DateTime::from_timestamp(time.epoch_seconds(), time.subsec_nanos())`, an `Option`",
        ),
        (
            "DateTime::from_str(text, DateTimeFormat::HttpDate)?",
            "runtime::Timestamp::parse_http_date(text)",
        ),
        (
            "DateTime::from_str(text, DateTimeFormat::DateTime)?",
            "runtime::Timestamp::parse_date_time(text)",
        ),
        (
            "DateTime::from_nanos(0)?",
            "by hand: `runtime::Timestamp::from_epoch(seconds, nanos)` gives a `Result`",
        ),
        ("blob.into_inner()", "to_vec()"),
        ("blob.as_ref().to_vec()", "runtime::bytes::Bytes"),
        ("Blob::new(vec![1])", "runtime::bytes::Bytes::from(vec![1])"),
    ] {
        let found = steps(&format!(
            "fn made() -> DateTime {{ todo!() }}\nfn case(time: DateTime, text: &str, blob: Blob) -> Result<(), Failure> {{ {code}; Ok(()) }}"
        ));
        assert_eq!(
            found.last().map(|(_, new)| new.as_str()),
            Some(expected),
            "{code}"
        );
    }
}

/// The SDK takes structures for optional even if they are required, and so does `clientOptional`.
#[test]
fn getters_return_what_they_did() {
    for (code, expected) in [
        ("output.grape().map(|it| drop(it))", "Some(&output.grape)"),
        ("f(output.filled_at())", "&output.filled_at"),
        ("g(*output.filled_at())", "output.filled_at"),
        ("output.filled_at().secs()", "filled_at"),
        ("output.shelf().map(|it| it.len())", "shelf.as_deref()"),
        (
            "output.tastes().and_then(|it| it.get(&Sense::Nose))",
            "tastes.as_ref()",
        ),
    ] {
        let found = steps(&format!("fn case({OUTPUT}) {{ {code}; }}"));
        assert!(
            found.iter().any(|(_, new)| new == expected),
            "{code}: {found:?}"
        );
    }
    let found = steps(&format!(
        "fn case({OUTPUT}) {{ output.tastes().and_then(|it| it.get(&Sense::Nose)); }}"
    ));
    assert_eq!(
        found.last().map(|(_, new)| new.as_str()),
        Some("get(Sense::Nose.as_str())")
    );
    // Only where the builder may fail.
    let folder = project(
        MANIFEST,
        &format!(
            "{HEAD}fn case() {{ let a = Crate::builder().owner(\"a\").build(); let b = Grape::builder().name(\"b\").build(); }}"
        ),
    );
    let output = adopt(folder.path(), &["app", "--models", "models", "--dry-run"]);
    let told = String::from_utf8_lossy(&output.stdout);
    let notes = told.matches("`build()` returned a `Result`").count();
    assert!(told.contains("Crate::new().owner"), "{told}");
    assert_eq!(notes, 2, "{told}");
}

#[test]
fn unions_are_asked_for_an_option() {
    for (code, expected) in [
        ("value.as_cents().ok()", ""),
        ("value.as_cents().is_ok()", "is_some()"),
        (
            "value.as_cents().map_err(|_| \"no\")?",
            "ok_or_else(|| \"no\")",
        ),
        (
            "value.as_cents().map_err(told)?",
            "by hand: the value is an `Option` here: `ok_or_else(|| …)`",
        ),
        ("if let Ok(it) = value.as_cents() { drop(it) }", "Some"),
        ("match value.as_cents() { Err(_) => {} _ => {} }", "None"),
    ] {
        let found = steps(&format!(
            "fn case(value: &Value) -> Result<(), Failure> {{ {code}; Ok(()) }}"
        ));
        assert_eq!(
            found.last().map(|(_, new)| new.as_str()),
            Some(expected),
            "{code}"
        );
    }
}

#[test]
fn builders_in_variables_are_values() {
    let found = steps(
        "fn case(all: &[String]) -> Result<Crate, Failure> { let mut it = Crate::builder(); for name in all { it = it.marks(name); } Ok(it.owner(\"a\").build()?) }",
    );
    let new: Vec<&str> = found.iter().map(|(_, new)| new.as_str()).collect();
    assert_eq!(
        new,
        ["Crate::new()", "push_marks(name)", "owner(\"a\")", ""]
    );
    let call = "async fn case(client: aws_sdk_cellar::Client, it: aws_sdk_cellar::types::builders::CrateBuilder) { client.store_bottles().crate_(it.build()?).send().await; }";
    let folder = project(MANIFEST, &format!("{HEAD}{call}"));
    let output = adopt(folder.path(), &["app", "--models", "models", "--dry-run"]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        told.contains("client.store_bottles(StoreBottles::new().crate_(it)).await"),
        "{told}"
    );
}

#[test]
fn ids_of_requests_are_seen_by_interceptors() {
    let note = "by hand: `AttemptOutcome::headers` in `Interceptor::after_attempt` has the headers of \
                each response";
    for code in ["output.request_id()", "output.extended_request_id()"] {
        assert_steps(OUTPUT, code, &[(&code["output".len()..], note)]);
    }
}

/// Names of two services in one file: each piece counts for its own.
#[test]
fn imports_are_of_the_service_that_the_code_is_of() {
    let folder = project(
        &format!("{MANIFEST}aws-sdk-bakery = \"1\"\n"),
        "\
async fn f(cellar: aws_sdk_cellar::Client, bakery: aws_sdk_bakery::Client) {
    bakery.put_cake().send().await;
    cellar.get_bottle().send().await;
    let value = aws_sdk_cellar::types::Grape::builder().name(\"a\").build();
    let value = aws_sdk_bakery::types::Layer::builder().flavour(\"a\").build();
}
",
    );
    let output = adopt(
        folder.path(),
        &[
            "app",
            "--models",
            "models",
            "--dry-run",
            "--crate",
            "my-aws",
        ],
    );
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        told.contains("      use my_aws::bakery::{self, Client, Layer, PutCake};\n      use my_aws::cellar::{self, Client, GetBottle, Grape};\n")
            || told.contains("      use my_aws::bakery::{self, Layer, PutCake};\n      use my_aws::cellar::{self, GetBottle, Grape};\n"),
        "{told}"
    );
}
