//! Sends operations: signed, over pooled connections, with retries and timeouts.
//!
//! A generated crate has a client per service, which is a thin layer over the parts here. A client is
//! made from a [`Config`], which comes from the environment or is put together by hand:
//!
//! ```
//! use std::time::Duration;
//! use tinsmith_runtime::client::{Config, Credentials, RetryConfig, Timeouts};
//!
//! let config = Config::new()
//!     .region("eu-west-1")
//!     .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"))
//!     .retry(RetryConfig::standard().max_attempts(5))
//!     .timeouts(Timeouts::default().call(Duration::from_secs(30)));
//! # let _ = config;
//! ```
//!
//! The feature `client` has an HTTP client over hyper, and rustls with ring for TLS. With
//! `client-core`, a program brings its own ([`Config::http_client`]); `http-client`, `rustls-ring`,
//! `rustls-aws-lc-rs` and `native-tls` add the built-in one with another library for TLS.
//!
//! Calls need a tokio runtime with timers and I/O enabled; [`blocking`] is for programs without an
//! async runtime. A client can be used from several runtimes.
//!
//! # Settings
//!
//! [`Config::from_env`] reads variables, `~/.aws/config` (or `AWS_CONFIG_FILE`) and
//! `~/.aws/credentials` (or `AWS_SHARED_CREDENTIALS_FILE`). Code wins over variables, and variables
//! win over files. An empty variable counts as unset.
//!
//! | setting | variable | key of the profile | default |
//! | --- | --- | --- | --- |
//! | profile | `AWS_DEFAULT_PROFILE`, or else `AWS_PROFILE` | | `default` |
//! | [region](Config::region) | `AWS_REGION`, or else `AWS_DEFAULT_REGION` | `region` | |
//! | [endpoint URL](Config::endpoint_url) | `AWS_ENDPOINT_URL_<SERVICE>`, or else `AWS_ENDPOINT_URL` | `endpoint_url` in the `services` section, or else in the profile | by the service's rules |
//! | ignore configured URLs | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `ignore_configured_endpoint_urls` | `false` |
//! | [FIPS](Config::use_fips) | `AWS_USE_FIPS_ENDPOINT` | `use_fips_endpoint` | `false` |
//! | [dual stack](Config::use_dual_stack) | `AWS_USE_DUALSTACK_ENDPOINT` | `use_dualstack_endpoint` | `false` |
//! | [attempts](RetryConfig::max_attempts) | `AWS_MAX_ATTEMPTS` | `max_attempts` | 3 |
//! | [retry mode](RetryConfig::mode) | `AWS_RETRY_MODE` | `retry_mode` | `standard` |
//! | [defaults mode](Config::defaults_mode) | `AWS_DEFAULTS_MODE` | `defaults_mode` | `standard` |
//! | [order of auth schemes](Config::auth_scheme_preference) | `AWS_AUTH_SCHEME_PREFERENCE` | `auth_scheme_preference` | the model's |
//! | [bearer token](Config::bearer_token) | `AWS_BEARER_TOKEN_<SERVICE>` | `sso_session` | |
//! | [endpoint discovery](Config::endpoint_discovery) | `AWS_ENABLE_ENDPOINT_DISCOVERY`, or else `AWS_ENDPOINT_DISCOVERY_ENABLED` | `endpoint_discovery_enabled` | `auto`: where it is required |
//! | [account id in endpoints](Config::account_id_endpoint_mode) | `AWS_ACCOUNT_ID_ENDPOINT_MODE` | `account_id_endpoint_mode` | `preferred` |
//! | [disable compression](Config::disable_request_compression) | `AWS_DISABLE_REQUEST_COMPRESSION` | `disable_request_compression` | `false` |
//! | [smallest body to compress](Config::request_min_compression_size_bytes) | `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES` | `request_min_compression_size_bytes` | 10240 |
//! | [disable host prefixes](Config::disable_host_prefix_injection) | `AWS_DISABLE_HOST_PREFIX_INJECTION` | `disable_host_prefix_injection` | `false` |
//! | [application's name](Config::app_name) | `AWS_SDK_UA_APP_ID` | `sdk_ua_app_id` | |
//! | proxy for `https` | `HTTPS_PROXY`, or else `ALL_PROXY` | | |
//! | proxy for `http` | `HTTP_PROXY`, or else `ALL_PROXY` | | |
//! | hosts without a proxy | `NO_PROXY` | | |
//! | trusted certificates, instead of the system's | `AWS_CA_BUNDLE` | `ca_bundle` | |
//! | [timeouts](Config::timeouts) | | | connections 3.1 s, attempts 60 s, silence in streams 60 s, streaming bodies 1 byte a second |
//! | [attempts at once](Config::max_concurrency) | | | 128 |
//! | [size of a response](Config::max_response_size) | | | 64 MiB |
//!
//! The file `docs/settings.md` of tinsmith's repository has every setting of the [reference
//! guide][settings], with those that aren't in this table.
//!
//! A program that AWS Lambda runs sends the trace of the invocation in `x-amzn-trace-id`.
//!
//! [`Overrides`] change settings for some calls: the method `with` of a generated client makes a client
//! of them that shares connections, credentials and the retry quota with the first.
//!
//! # Files
//!
//! The shared files are read as botocore reads them:
//!
//! - A line continues the value above if the line is indented more than that value's key.
//!   Otherwise indentation has no meaning. `key: value` is `key = value`.
//! - Lines that make no sense are an error for programs that use their section, and for no others.
//!   So is a key that says who signs, such as `role_arn`, if it is indented more than the key above
//!   it, or if a line below it is indented more.
//! - A file at its default place that can't be read is a warning. A file that a variable
//!   names and that can't be read is an error. A missing file is empty. A pipe is waited for, for 10
//!   seconds.
//!
//! The reading differs from botocore's in three points. A comment may stand after a value, where
//! white space and `#` or `;` begin it outside of quotes. A section or a key may occur twice, and the
//! last line wins. `[profile default]` makes `[default]` void.
//!
//! # Hosts
//!
//! Everything that becomes part of a host is checked before anything is signed: regions,
//! account ids and other parameters of endpoint rules, host prefixes. No value can lead to another
//! host. An endpoint URL of your own has a host, by name or by address, and perhaps a port and a
//! path. User information, a query or a fragment is an error.
//!
//! # Buckets in other regions
//!
//! A call of S3 for a bucket in another region than the client's is sent once more, to where the
//! endpoint rules have the region that S3 named, as botocore does. The location of a redirect is
//! never followed. The client keeps the region for calls to come. An error that names another region
//! remains where a call can't go: the body is a stream that has begun, or the bucket is named by an
//! ARN.
//!
//! # Endpoint discovery
//!
//! Some operations are answered only at endpoints that their service tells
//! ([Smithy 2.0, client endpoint discovery][discovery]), such as those of Timestream. A client asks
//! for the endpoint with the first call, and keeps it for as long as the service says. In the last
//! tenth of that time a call has it asked for anew beside itself. Afterwards one call asks, and the
//! others wait for its result. If the service doesn't say another endpoint then, the old one is used
//! on, and the service is asked again after 60 seconds, as in botocore. An endpoint that the service
//! doesn't take any more (the error that the model names, or status 421) is forgotten, and the call
//! has another attempt at a new endpoint.
//!
//! Endpoints are kept for an access key, and for the members that the model names. An address that
//! isn't a host with perhaps a port is an error. There is no discovery for clients with an endpoint
//! URL of their own. A call that needs discovery is an error if discovery is
//! [turned off](EndpointDiscovery::Disabled). Where discovery is optional, as in DynamoDB, it is done
//! if it is [turned on](EndpointDiscovery::Enabled) and the crate has the operation that asks; if the
//! service tells no endpoint, calls go where the endpoint rules say.
//!
//! # Connections
//!
//! The built-in HTTP client uses a connection again if nothing has arrived on it since the last response ended, and
//! closed after 30 s without use. Resting connections belong to no runtime, so nothing has to run
//! between calls. A thread closes them, and ends with the last one. Names are looked up on threads
//! that no runtime waits for when it ends. All addresses of a name are
//! tried within half of the connect timeout, side by side if an address is silent.
//!
//! # Proxies
//!
//! The URL of a proxy begins with `http://`, `https://` (TLS to the proxy) or neither, which means
//! `http`. User and password are percent-encoded. Anything else is an error, and never a direct
//! connection. Requests to `https` pass through by `CONNECT`, requests to `http` are sent to the
//! proxy. Names of variables may be in small letters, and these go first: if one is set and empty,
//! there is no proxy, whatever the others say, as in Python. `HTTP_PROXY` is ignored in CGI programs
//! (`REQUEST_METHOD` is set), as it may be a header there.
//!
//! `NO_PROXY` has names of hosts (with all names below them, with or without a dot in front),
//! addresses, and networks such as `10.0.0.0/8`, separated by commas. A name or an address may have a
//! port, and `*` means all hosts. Entries that make no sense are left out. Two kinds of requests never go through a proxy: those to addresses of the link
//! (169.254.0.0/16, fe80::/10, and fd00:ec2::/32, which is AWS's), and those for credentials of a
//! container or an instance. botocore asks the instance through a proxy unless `NO_PROXY` says
//! otherwise, and can only get another machine's credentials by that.
//!
//! # Credentials
//!
//! Unless [`Config::credentials`] is set, credentials are looked for in this order:
//!
//! 1. `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, and `AWS_SECURITY_TOKEN` or
//!    `AWS_SESSION_TOKEN`, until `AWS_CREDENTIAL_EXPIRATION`;
//! 2. the profile's `role_arn`, with `source_profile` or `credential_source`;
//! 3. web identity: `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and
//!    `AWS_ROLE_SESSION_NAME`, or in place of each `web_identity_token_file`, `role_arn` and
//!    `role_session_name` of the profile;
//! 4. the profile's `sso_account_id` and `sso_role_name`, with `sso_session` or without;
//! 5. the profile's keys in the credentials file, then its `login_session`, then its
//!    `credential_process`, then its keys in the configuration file;
//! 6. `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `AWS_CONTAINER_CREDENTIALS_FULL_URI`;
//! 7. the instance metadata service, version 2, unless `AWS_EC2_METADATA_DISABLED` is `true`. Its
//!    place, the number of requests and their timeout in seconds are
//!    `AWS_EC2_METADATA_SERVICE_ENDPOINT` or `…_ENDPOINT_MODE`,
//!    `AWS_METADATA_SERVICE_NUM_ATTEMPTS` and `AWS_METADATA_SERVICE_TIMEOUT`, or the keys
//!    of the profile with these names in small letters and without `AWS_`. The default is one
//!    attempt and 1 second per request.
//!
//! The variables of 1 and 3 don't count if the program itself
//! [chose a profile](Environment::profile). A source profile is searched as the profile is in
//! 3 to 5, without variables. Its keys end the chain of roles; without keys it may have a role
//! itself. A circle of source profiles is an error.
//!
//! A source that is configured and fails, or is configured in part, ends the search: for
//! example, a key id without a secret key, a token file without a role, or a key such as
//! `role_arn` without a value.
//!
//! All clients of a configuration share its credentials. From 5 minutes before they expire, calls
//! have them renewed beside themselves: no call waits while there are valid credentials. (In
//! botocore, a call tries from 15 minutes before on, and waits from 10 minutes before on.) A renewal
//! that fails, hangs, or brings nothing that lasts longer is tried again after 30 seconds. If there
//! are no valid credentials, calls wait for one request, and share its error, too. The request has
//! [two minutes](ProvideCredentials::time_limit), or five if a person may be asked, and ends when no
//! call waits for it any more. Credentials that have expired when they come are an error.
//!
//! A program of `credential_process` has a minute, and is killed when no call waits for it any
//! more. Its command line is split as botocore does. If standard input, output and error are no
//! terminal, its children are killed with it. Its output may have 1 MiB; if the program fails, the
//! last 2,000 bytes of its standard error are in the error.
//!
//! The token of an SSO session is renewed from 15 minutes before it expires, and written to the
//! file of the AWS CLI; so are credentials of `login_session`, from 5 minutes before. A profile
//! with `mfa_serial` needs [somebody to ask](Config::mfa_token).
//!
//! An instance's credentials are used on when they have expired and the instance has no new ones
//! or is away; the instance is asked again after 5 to 10 minutes. `AWS_EC2_INSTANCE_PROFILE_NAME` or
//! `ec2_instance_profile_name` names the role to ask for. The region of the instance is used if the
//! [program asks for it](Config::with_region_of_instance).
//!
//! STS, SSO and containers are asked up to 3 times, with 10 seconds each. STS is asked in the
//! [region](Config::region) of the calls. The endpoints of STS and SSO come from
//! `AWS_ENDPOINT_URL_STS` and `AWS_ENDPOINT_URL_SSO`, or else from their endpoint rules;
//! [FIPS](Config::use_fips) and [dual stack](Config::use_dual_stack) hold for them, too.
//!
//! Version 1 of the instance metadata service isn't spoken, whatever
//! `AWS_EC2_METADATA_V1_DISABLED` says.
//!
//! # Retries
//!
//! Retries follow the standard mode of the [AWS SDKs and Tools Reference Guide][guide], by the
//! rules of 2026:
//!
//! | failure | first pause, at most | tokens |
//! | --- | --- | --- |
//! | transient: transport, timeouts, status 500, 502, 503, 504, `RequestTimeout`, … | 50 ms | 14 |
//! | throttling: `ThrottlingException`, status 429, … | 1 s | 5 |
//! | errors that the model calls retryable | 50 ms, or 1 s if it says throttling | 14 or 5 |
//! | a clock that is more than 4 minutes wrong, by the response's `Date` | none | 14 |
//! | expired credentials, once: they are fetched again | none | 14 |
//!
//! The pause doubles with each retry, up to 20 s, and the actual pause is random below it.
//! `x-amz-retry-after`, or else `Retry-After`, replaces it, unless that is shorter, or more than 5 s
//! longer. A client has 500 tokens, unless it shares a [`RetryBudget`]. A call that succeeds returns
//! the tokens of its last retry, or one token if it needed no retry. A pause that would go beyond the
//! call's timeout isn't begun; the call ends with the error at hand. DynamoDB has 4 attempts and
//! 25 ms, unless attempts are set.
//!
//! [`Config::retry_classifier`] decides about failures in the place of these rules.
//!
//! [`RetryMode::Adaptive`] adds a limit for the client's own rate, and [`RetryMode::Legacy`] is
//! botocore's mode of that name.
//!
//! # Interceptors
//!
//! An [`Interceptor`] is code of a program around the attempts of calls. It sees requests before and
//! after they are signed, may change their headers or answer them, and sees how attempts and calls
//! end.
//!
//! # Pages and waiters
//!
//! Generated clients have `pages`, which gives [`Pages`] and their [`Items`], and `wait_for`,
//! which sends an operation until its answer shows a state. Both build on the parts without I/O,
//! [`crate::Pages`] and [`crate::Wait`].
//!
//! # Traces
//!
//! A call has a span `call`, and in it a span `attempt` with its number, at the level debug. The
//! fields have the names of OpenTelemetry's semantic conventions, so that its layer of `tracing` needs
//! no mapping: `rpc.system`, `rpc.service`, `rpc.method` and `cloud.region` of the call, and
//! `http.response.status_code` and `aws.request_id` of the attempt. No span has credentials,
//! signatures or bodies.
//!
//! # Metrics
//!
//! [`Config::metrics`] takes counts and durations of calls, attempts, connections and waits, by
//! service and operation.
//!
//! [settings]: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
//! [discovery]: https://smithy.io/2.0/aws/aws-core.html#client-endpoint-discovery
//! [guide]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

mod account;
mod bearer;
pub mod blocking;
mod bounded_file;
mod bucket_regions;
mod call;
mod config;
#[cfg(feature = "request-events")]
mod conversation;
pub(crate) mod core;
mod credentials;
mod crypto;
pub(crate) mod discovered;
pub(crate) mod discovery;
mod endpoint_cache;
pub(crate) mod endpoint_settings;
mod error;
mod event_stream;
#[cfg(feature = "http-checksum")]
mod frames;
mod http_client;
#[cfg(feature = "_http")]
mod hyper_client;
mod incoming;
mod interceptor;
mod marks;
mod message_signer;
mod metrics;
#[cfg(feature = "futures-03")]
mod page_streams;
mod pages;
pub(crate) mod parts;
mod presign;
mod proof;
pub(crate) mod recorded;
#[cfg(feature = "recording")]
mod recording;
mod redirect;
mod retry;
mod send;
mod send_operation;
pub(crate) mod service_endpoint;
pub(crate) mod service_info;
mod service_settings;
mod sign;
mod time;
mod timeouts;
#[cfg(feature = "metrics-024")]
mod to_metrics;
mod trace_id;
mod transfer;
mod user_agent;
pub(crate) mod wait;
mod with;
mod words;

pub use crate::endpoint::auth::Auth;
pub use bearer::{BearerToken, ProvideBearerToken};
#[cfg(feature = "testing")]
pub(crate) use config::Profiles;
pub use config::{
    AccountIdEndpointMode, ChecksumMode, Config, DefaultsMode, EndpointDiscovery, Environment,
    Overrides,
};
#[cfg(feature = "request-events")]
pub use conversation::{Answer, EventSender};
pub use credentials::{Credentials, ProvideCredentials};
pub(crate) use endpoint_settings::EndpointSettings;
pub use error::{
    CallError, ConfigError, CredentialsError, ServiceError, TimeoutError, TimeoutKind,
    TransportError, TransportErrorKind,
};
pub use event_stream::EventStream;
pub use http_client::{BoxFuture, HttpClient, SharedHttpClient};
pub use interceptor::{AttemptOutcome, CallOutcome, InterceptedRequest, Interceptor, Next};
pub use message_signer::MessageSigner;
pub use metrics::{Measured, Measurement, Metrics};
pub use pages::{Items, Pages};
pub use parts::{
    Download, DownloadByRanges, ResumeUpload, TransferError, TransferErrorKind, Upload,
    UploadInParts,
};
pub use presign::{PostPolicy, PresignOptions, PresignedPost, PresignedRequest, Presigning};
pub use recorded::Recorded;
#[cfg(feature = "recording")]
pub use recording::{Recording, RecordingError};
pub use retry::{FailedAttempt, RetryAdvice, RetryBudget, RetryConfig, RetryMode};
pub use send_operation::SendOperation;
pub(crate) use service_endpoint::ServiceEndpoint;
pub(crate) use service_info::ServiceInfo;
pub use service_settings::ServiceSettings;
pub use sign::{Signer, SigningSettings};
pub use timeouts::{Throughput, Timeouts};
#[cfg(feature = "metrics-024")]
pub use to_metrics::ToMetrics;
pub use wait::{WaitError, WaitResult};
