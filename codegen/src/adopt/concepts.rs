//! The ideas of the SDK besides operations: how code shows them, and what they become.

use super::index::is_sdk;
use super::maps;

/// An idea of the SDK.
#[derive(Debug)]
pub(super) struct Concept {
    /// A name that stays, for programs.
    pub(super) kind: &'static str,
    pub(super) title: &'static str,
    /// The form here; `None` for what has none.
    pub(super) now: Option<&'static str>,
    /// The page of the documentation.
    pub(super) page: Option<&'static str>,
    /// The ends of paths that show it, in crates of the SDK.
    paths: &'static [&'static str],
    /// The methods that show it, on values of the SDK or of an unknown type.
    methods: &'static [&'static str],
}

impl Concept {
    /// Whether a path of the SDK shows it.
    pub(super) fn has_path(&self, path: &[String]) -> bool {
        self.paths.iter().any(|wanted| {
            let wanted: Vec<&str> = wanted.split("::").collect();
            let whole = path
                .windows(wanted.len())
                .any(|part| part == wanted.as_slice());
            match wanted.as_slice() {
                // A crate's name is the first, and one of an item is wherever it is.
                [name] if is_sdk(name) => path.first().is_some_and(|first| first == name),
                [_] => path
                    .iter()
                    .skip(1)
                    .any(|name| name == wanted.first().copied().unwrap_or_default()),
                _ => whole,
            }
        })
    }

    /// Whether a method shows it.
    pub(super) fn has_method(&self, method: &str) -> bool {
        self.methods.contains(&method)
    }
}

/// The kind of the builders of types.
pub(super) const BUILDERS: &str = "builders";

/// The kind of what reads members.
pub(super) const OUTPUTS: &str = "members";

/// The kind of conversions between items and serde's types, by a crate beside the SDK.
pub(super) const ITEMS: &str = "items";

/// The kind of items of the SDK's own crates that nothing stands for.
pub(super) const OTHER: &str = "other";

/// The kind of examples in comments of documentation.
pub(super) const EXAMPLES: &str = "examples";

/// All of them, the more special ones first: a use counts for the first that it shows.
pub(super) const CONCEPTS: [Concept; 21] = [
    Concept {
        kind: "mocks",
        title: "Mocks",
        now: Some(
            "give a `server::Mock` rules, `mock.on::<GetObject>().returns(output)` (feature `server`), make the client with `Server::new(mock.clone()).client_config()`, and end the test with `mock.verify()`",
        ),
        page: Some("docs/testing.md"),
        paths: &[
            "aws_smithy_mocks",
            "aws_smithy_mocks_experimental",
            "test_util",
            "aws_smithy_http_client::test_util",
            "mock_client",
            "mock",
        ],
        methods: &[],
    },
    Concept {
        kind: "interceptors",
        title: "Interceptors",
        now: Some("a type that implements `client::Interceptor`, for `Config::interceptor`"),
        page: Some("docs/calls.md"),
        paths: &["Intercept", "interceptors"],
        methods: &["interceptor"],
    },
    Concept {
        kind: "customize",
        title: "Settings of one call",
        now: Some("`client.with(|settings| …)`, which gives a client to call with"),
        page: Some("docs/calls.md"),
        paths: &["CustomizableOperation"],
        methods: &[
            "customize",
            "config_override",
            "mutate_request",
            "map_request",
        ],
    },
    Concept {
        kind: "retries",
        title: "Retries",
        now: Some("`Config::retry(RetryConfig::standard().max_attempts(…))`"),
        page: Some("docs/configuration.md"),
        paths: &["RetryConfig", "RetryMode", "retry"],
        methods: &["retry_config"],
    },
    Concept {
        kind: "timeouts",
        title: "Timeouts",
        now: Some("`Config::timeouts(Timeouts::default().call(…))`"),
        page: Some("docs/configuration.md"),
        paths: &["TimeoutConfig", "timeout"],
        methods: &["timeout_config"],
    },
    Concept {
        kind: "pages",
        title: "Pages",
        now: Some(
            "`client.pages(operation)`, and `.items()` of it: `next().await` as before, `try_next().await?` is `next().await.transpose()?`, and `collect` takes a limit",
        ),
        page: Some("docs/pages-waiters-events.md"),
        paths: &["paginator"],
        methods: &["into_paginator"],
    },
    Concept {
        kind: "presigning",
        title: "Presigning",
        now: Some(
            "`client.presigned(operation, duration)`: the duration stands for `PresigningConfig`",
        ),
        page: Some("docs/presigning.md"),
        paths: &["PresigningConfig", "PresignedRequest", "presigning"],
        methods: &["presigned"],
    },
    Concept {
        kind: "streaming",
        title: "Streaming bodies",
        now: Some(
            "`runtime::Body` of the crate: `Body::from_file(path)`, `body.collect(limit)`, `body.next()`",
        ),
        page: Some("docs/streaming.md"),
        paths: &["ByteStream", "byte_stream", "AggregatedBytes", "SdkBody"],
        methods: &["into_async_read"],
    },
    Concept {
        kind: "events",
        title: "Event streams",
        now: Some("`output.body.next()` of the operation's stream"),
        page: Some("docs/event-streams.md"),
        paths: &[
            "EventReceiver",
            "EventStreamSender",
            "event_receiver",
            "event_stream",
        ],
        methods: &[],
    },
    Concept {
        kind: "errors",
        title: "Errors",
        now: Some(
            "one enum `Error` per service: match its variants; `error.code()` and `error.request_id()` are on all of them",
        ),
        page: Some("docs/emr-sessions.md#errors"),
        paths: &[
            "SdkError",
            "ProvideErrorMetadata",
            "DisplayErrorContext",
            "ErrorMetadata",
            "RequestId",
            "error",
        ],
        methods: &["into_service_error", "as_service_error", "into_err"],
    },
    Concept {
        kind: "credentials",
        title: "Credentials",
        now: Some(
            "`Client::from_env()` finds them as the SDK does; `Config::credentials` takes them",
        ),
        page: Some("docs/configuration.md"),
        paths: &[
            "aws_credential_types",
            "Credentials",
            "SharedCredentialsProvider",
            "ProvideCredentials",
            "credential_process",
            "default_provider::credentials",
            "profile",
            "sts",
            "imds",
            "ecs",
            "web_identity_token",
        ],
        methods: &["credentials_provider"],
    },
    Concept {
        kind: "config",
        title: "Configuration",
        now: Some(
            "`Client::from_env().await?`, or `Client::new(&config)?` of a `Config::from_env().await?` or `Config::new()`",
        ),
        page: Some("docs/configuration.md"),
        paths: &[
            "aws_config",
            "SdkConfig",
            "BehaviorVersion",
            "Region",
            "config",
            "load_from_env",
            "load_defaults",
            "defaults",
            "from_env",
            "ConfigLoader",
            "meta",
            "aws_types",
        ],
        methods: &["endpoint_url", "force_path_style"],
    },
    Concept {
        kind: ITEMS,
        title: "Items of serde's types",
        now: Some(
            "`items::to_item(&value)` and `items::from_item(&item)` of the service's module (feature `serde`)",
        ),
        page: Some("docs/dynamodb.md"),
        paths: &[],
        methods: &[],
    },
    Concept {
        kind: "values",
        title: "Values",
        now: Some(
            "`Blob` is `Bytes`, `DateTime` is `Timestamp`, `Document` is `Document`, all of the crate's `runtime`",
        ),
        page: Some("docs/migrating.md"),
        paths: &[
            "Blob",
            "DateTime",
            "Document",
            "Number",
            "primitives",
            "aws_smithy_types",
        ],
        methods: &[],
    },
    Concept {
        kind: maps::KIND,
        title: "Maps",
        now: Some("`BTreeMap`, with which the generated types have maps; setters take either"),
        page: Some("docs/migrating.md"),
        paths: &[],
        methods: &[],
    },
    Concept {
        kind: "enums",
        title: "Enums of text",
        now: Some("`Type::from(text)`: an enum takes any text, so nothing can fail"),
        page: Some("docs/migrating.md"),
        paths: &[],
        methods: &[],
    },
    Concept {
        kind: BUILDERS,
        title: "Builders of types",
        now: Some(
            "`Type::new()` with setters for whole lists and maps, `push_…` and `insert_…` for one item or entry, and without `build()`",
        ),
        page: Some("docs/migrating.md"),
        paths: &[],
        methods: &[],
    },
    Concept {
        kind: "types",
        title: "Paths of types",
        now: Some("all types are in the module of their service"),
        page: Some("docs/migrating.md"),
        paths: &[],
        methods: &[],
    },
    Concept {
        kind: OUTPUTS,
        title: "Members of outputs and types",
        now: Some(
            "fields: `output.items()` is `output.items`, an `Option` unless the model has a default",
        ),
        page: Some("docs/migrating.md"),
        paths: &[],
        methods: &[],
    },
    Concept {
        kind: EXAMPLES,
        title: "Examples in documentation",
        now: Some("`cargo test` compiles them: change them as the code"),
        page: Some("docs/migrating.md"),
        paths: &[],
        methods: &[],
    },
    Concept {
        kind: OTHER,
        title: "Other items of the SDK",
        now: None,
        page: None,
        // Those of the crates that no other concept has.
        paths: &[],
        methods: &[],
    },
];
