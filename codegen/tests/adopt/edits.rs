//! The changes of the test projects that aren't calls: manifests, imports, types of errors, members
//! of outputs, configuration. They are what `docs/migrating.md` tells a person to do.

/// A program after its move.
pub(super) struct After {
    /// The folder of the project.
    pub(super) project: &'static str,
    /// Manifests by their paths; the crate of the command is in `calls`, the program in `program`.
    pub(super) manifests: &'static [(&'static str, &'static str)],
    pub(super) edits: &'static [Edit],
}

/// A text of a file and what stands for it after the move, wherever it is in the file.
pub(super) struct Edit {
    pub(super) file: &'static str,
    pub(super) old: &'static str,
    pub(super) new: &'static str,
}

const fn edit(file: &'static str, old: &'static str, new: &'static str) -> Edit {
    Edit { file, old, new }
}

pub(super) const KITCHEN: After = After {
    project: "kitchen",
    manifests: &[
        (
            "program/Cargo.toml",
            "\
[package]
name = \"kitchen\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
calls = { path = \"../calls\", features = [\"client\", \"serde\", \"server\"] }
gadget = { path = \"../gadget\" }
tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"signal\"] }
",
        ),
        (
            "gadget/Cargo.toml",
            "\
[package]
name = \"gadget\"
version = \"1.0.0\"
edition = \"2024\"

[dependencies]
calls = { path = \"../calls\" }
",
        ),
    ],
    edits: IN_KITCHEN,
};

/// A crate whose code the command doesn't see.
pub(super) const GADGET: &str = "\
use calls::{larder, post_room};

pub struct Handle(larder::Client, post_room::Client);

impl Handle {
    pub fn larder(&self) -> &larder::Client {
        &self.0
    }

    pub fn post(&self) -> &post_room::Client {
        &self.1
    }
}

pub fn watch(_: &larder::Client) {}
";

pub(super) const DEPOT: After = After {
    project: "depot",
    manifests: &[
        (
            "program/Cargo.toml",
            "[workspace]\nmembers = [\"cour*\", \"aws\"]\nresolver = \"3\"\n",
        ),
        (
            "program/aws/Cargo.toml",
            "\
[package]
name = \"depot-aws\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
calls = { path = \"../../calls\", features = [\"client\"] }
",
        ),
        (
            "program/courier/Cargo.toml",
            "\
[package]
name = \"courier\"
version = \"0.1.0\"
edition = \"2024\"

[lib]
name = \"couriers\"

[dependencies]
depot-aws = { path = \"../aws\" }
",
        ),
    ],
    edits: IN_DEPOT,
};

pub(super) const BAKERY: After = After {
    project: "bakery",
    manifests: &[(
        "program/Cargo.toml",
        "\
[package]
name = \"shop\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
calls = { path = \"../calls\", features = [\"client\"] }
tokio = { version = \"1\", features = [\"rt\"] }

[dev-dependencies]
calls = { path = \"../calls\", features = [\"server\"] }
tokio = { version = \"1\", features = [\"macros\"] }
",
    )],
    edits: IN_BAKERY,
};

pub(super) const CELLAR: After = After {
    project: "cellar",
    manifests: &[(
        "program/Cargo.toml",
        "\
[package]
name = \"wine\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
calls = { path = \"../calls\", features = [\"client\"] }
tokio = { version = \"1\", features = [\"fs\", \"io-util\", \"macros\"] }
",
    )],
    edits: IN_CELLAR,
};

const MAIN: &str = "src/main.rs";
const COOK: &str = "src/cook.rs";
const ERRORS: &str = "src/errors.rs";
const PARCELS: &str = "src/parcels.rs";
const SHELVES: &str = "src/shelves.rs";
const MOCKED: &str = "tests/mocked.rs";

const IN_KITCHEN: &[Edit] = &[
    edit(
        MAIN,
        "use aws_config::BehaviorVersion;\nuse aws_sdk_larder as larder;\n",
        "use calls::{client, post_room};\nuse calls::larder::{self, GetJar, PutJar};\n",
    ),
    edit(
        COOK,
        "\
use aws_sdk_larder::operation::put_jar::builders::PutJarFluentBuilder;
use aws_sdk_larder::primitives::{Blob, DateTime};
use aws_sdk_larder::types::{Contents, Jar, LidRgb};
use aws_sdk_larder::{Client, Error};
",
        "\
use calls::larder::{self, Client, Contents, Error, GetJar, Jar, LidRGB, ListJars, PutJar, PutJars};
use calls::runtime;
",
    ),
    edit(
        COOK,
        "jar(client: &Client, shelf: &str) -> larder::PutJar",
        "jar(shelf: &str) -> PutJar",
    ),
    edit(COOK, "jar(client, \"top\")", "jar(\"top\")"),
    edit(
        ERRORS,
        "\
use aws_sdk_larder::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_larder::operation::put_jar::PutJarError;
",
        "use calls::larder;\n",
    ),
    edit(
        PARCELS,
        "\
use aws_sdk_postroom::Client as PostRoom;
use aws_sdk_postroom::presigning::PresigningConfig;
use aws_sdk_postroom::primitives::ByteStream;
",
        "\
use calls::post_room::{Client as PostRoom, FetchParcel, SendParcel};
use calls::runtime;
",
    ),
    edit(
        SHELVES,
        "use aws_sdk_larder::Client;",
        "use calls::larder::{self, Client, GetJar, ListJars, ListLabels, PutJar};",
    ),
    edit(
        MAIN,
        "functions that take them.\n",
        "functions that take them.\n\n#![allow(dead_code)]\n",
    ),
    edit(
        ERRORS,
        "\
/// A label as an item of a table.
pub fn stored(label: &crate::Label) -> Result<crate::Item, serde_dynamo::Error> {
    serde_dynamo::to_item(label)
}
",
        "",
    ),
    edit(
        PARCELS,
        "        let lifetime = PresigningConfig::expires_in(Duration::from_secs(900))?;\n",
        "",
    ),
    // Two services have the operation, and no operation takes an argument.
    edit(
        SHELVES,
        "gadget.post().list_labels().send()",
        "gadget.post().fetch_parcel(calls::post_room::FetchParcel::new())",
    ),
    edit(SHELVES, "    _ = gadget.larder().get_jar(\"j-7\");\n", ""),
    edit(
        SHELVES,
        "$client.get_jar().jar_id($id).send()",
        "$client.get_jar(GetJar::new().jar_id($id))",
    ),
    edit(
        MOCKED,
        "\
use aws_sdk_larder::Client;
use aws_sdk_larder::operation::get_jar::GetJarOutput;
use aws_sdk_larder::types::JarState;
use aws_smithy_mocks::{mock, mock_client};
",
        "\
use calls::larder::{self, GetJar, GetJarOutput, JarState};
use calls::runtime;
",
    ),
];

const IN_DEPOT: &[Edit] = &[
    edit(
        "aws/src/lib.rs",
        "pub use aws_sdk_larder;\npub use parcels as post;\n",
        "pub use calls::larder;\npub use calls::post_room as post;\n",
    ),
    edit(
        "aws/src/lib.rs",
        "aws_sdk_larder::client::Client",
        "calls::larder::Client",
    ),
    edit(
        "aws/src/lib.rs",
        "aws_sdk_larder::types::*",
        "calls::larder::types::*",
    ),
    edit(
        "courier/src/lib.rs",
        "use depot_aws::prelude::*;\n",
        "use depot_aws::larder::{ListJars, PutJar};\nuse depot_aws::post::SendParcel;\nuse depot_aws::prelude::*;\n",
    ),
    edit(
        "courier/tests/send.rs",
        "ListLabels::new()",
        "courier.client",
    ),
];

const LIB: &str = "src/lib.rs";
const MOCKS: &str = "tests/mocks.rs";

const IN_BAKERY: &[Edit] = &[
    edit(
        LIB,
        "\
use aws_sdk_bakery as bakery;
use aws_sdk_bakery::operation::get_cake::GetCakeOutput;
use aws_sdk_bakery::types::{Batch, Layer, Layer as Tier, Size, Value, Value as V};
use bakery::config::retry::RetryConfig;
use bakery::config::timeout::TimeoutConfig;
use bakery::presigning::PresigningConfig;
use bakery::primitives::{Blob, ByteStream, DateTime};
",
        "\
use calls::bakery::{
    self, BakeCakes, Batch, GetCake, GetCakeOutput, Layer, Layer as Tier, ListCakes, PutCake, PutPicture, Size, Value,
};
use calls::runtime;
",
    ),
    edit(
        LIB,
        "    let config = PresigningConfig::builder().expires_in(Duration::from_secs(60)).build()?;\n",
        "",
    ),
    edit(
        MOCKS,
        "\
use aws_sdk_bakery::Client;
use aws_sdk_bakery::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_bakery::operation::bake_cakes::BakeCakesOutput;
use aws_sdk_bakery::operation::get_cake::{GetCakeError, GetCakeOutput};
use aws_sdk_bakery::operation::put_cake::PutCakeOutput;
use aws_sdk_bakery::types::error::NoSuchCake;
use aws_sdk_bakery::types::{Layer, Size, Value};
use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
use aws_smithy_mocks::{Rule, RuleMode, mock, mock_client};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
",
        "\
use calls::bakery::{
    self, BakeCakes, BakeCakesOutput, Client, GetCake, GetCakeOutput, Layer, PutCake, PutCakeOutput, Size, Value,
    error::NoSuchCake,
};
use calls::{client, runtime};
use calls::runtime::server::{Mock, Rule};
",
    ),
    // A call is in it.
    edit(MOCKS, ".into_service_error().is_no_such_cake()", ".code() == Some(\"NoSuchCake\")"),
    // Functions that make rules are given the mock.
    edit(MOCKS, "fn baked(count: i32) -> Rule ", "fn baked(mock: &Mock, count: i32) -> Rule<BakeCakes> "),
    edit(
        MOCKS,
        "    let rule = baked(2);\n",
        "    let bakery_mock_2 = runtime::server::Mock::new();\n    let _rule = baked(&bakery_mock_2, 2);\n",
    ),
    edit(
        MOCKS,
        "\
    let request = http::Request::builder().uri(\"https://bakery.example/cakes/x\").body(SdkBody::empty());
    let response = http::Response::builder().status(200).body(SdkBody::from(r#\"{\"Name\":\"recorded\"}\"#));
    let event = ReplayEvent::new(request.unwrap(), response.unwrap());
",
        "",
    ),
];

const LABELS: &str = "src/labels.rs";
const SETUP: &str = "src/setup.rs";
const PARTS: &str = "src/parts.rs";
const SHELF: &str = "src/shelf.rs";

/// Imports alone, and clients that nothing needs any more.
const IN_CELLAR: &[Edit] = &[
    edit(
        LABELS,
        "\
use aws_sdk_cellar::Client;
use aws_sdk_cellar::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_cellar::primitives::{ByteStream, DateTimeFormat};
use aws_smithy_types::byte_stream::Length;
",
        "\
use calls::cellar::{Client, FetchLabel, PutLabel};
use calls::{client, runtime};
",
    ),
    edit(
        ERRORS,
        "\
use aws_sdk_cellar::Client;
use aws_sdk_cellar::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_cellar::operation::get_bottle::{GetBottleError, GetBottleOutput};
use aws_sdk_cellar::operation::store_bottles::StoreBottlesError;
",
        "use calls::cellar::{self, Client, GetBottle, GetBottleOutput};\n",
    ),
    edit(
        SETUP,
        "\
use aws_config::meta::region::RegionProviderChain;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_cellar::config::Credentials;
use aws_smithy_http_client::test_util::{NeverClient, infallible_client_fn};
use aws_smithy_types::body::SdkBody;
",
        "use calls::{cellar, client, runtime};\n",
    ),
    edit(
        PARTS,
        "\
use aws_sdk_cellar::Client;
use aws_sdk_cellar::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cellar::primitives::Blob;
use aws_sdk_cellar::types::{Sense, Value};
",
        "\
use calls::cellar::{self, Client, GetBottle, Sense, StoreBottles, Value};
use calls::runtime;
",
    ),
    edit(
        SHELF,
        "\
use aws_sdk_cellar::Client;
use aws_sdk_cellar::operation::store_bottles::builders::StoreBottlesFluentBuilder;
use aws_sdk_cellar::primitives::{Blob, DateTime};
use aws_sdk_cellar::types::builders::CrateBuilder;
use aws_sdk_cellar::types::{Crate, Sense, Tag};
",
        "\
use calls::cellar::{self, Client, Crate, GetBottle, Sense, StoreBottles, Tag};
use calls::runtime;
",
    ),
    edit(SHELF, "begin(client: &Client)", "begin(_: &Client)"),
    edit(SHELF, "using(client, |client| Get", "using(client, |_| Get"),
];
