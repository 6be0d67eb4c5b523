//! The settings of configurations, one by one.

use syn::{Expr, ExprMethodCall};

use super::super::found::Part;
use super::super::overrides::{self, Given, unwrapped};
use super::around::{Around, GUIDE};
use super::http_clients::{HttpClient, http_client};
use super::interceptors::given;
use super::regions::{RegionChain, of_chain};
use super::text;

/// Settings that only S3 or S3 Control have.
const OF_SERVICES: [&str; 5] = [
    "accelerate",
    "disable_multi_region_access_points",
    "disable_s3_express_session_auth",
    "force_path_style",
    "use_arn_region",
];

/// The beginning of a call of `Config::settings` with the settings of a crate's service.
pub(super) fn begun(krate: &str, dot: &str, setters: &str) -> [Part; 3] {
    [
        Part::Text(format!("{dot}settings(")),
        Part::Module(krate.to_owned()),
        Part::Text(format!("::ClientSettings::new(){setters}")),
    ]
}

/// The call of `Config::settings` behind a configuration and a dot.
pub(super) fn of_service(krate: &str, setters: &str) -> Vec<Part> {
    let mut parts = begun(krate, "", setters).to_vec();
    parts.push(Part::text(")"));
    parts
}

/// Advice for a setting that isn't rewritten.
pub(super) fn left(name: &str) -> String {
    let plain = name.strip_prefix("set_").unwrap_or(name);
    match plain {
        _ if OF_SERVICES.contains(&plain) => {
            format!("`{plain}` is of `ClientSettings`, for `Config::settings`: {GUIDE}")
        }
        "profile_name" => format!(
            "`client::Config::load(client::Environment::process().profile(name))` in the place of `Config::from_env()`: {GUIDE}"
        ),
        "stalled_stream_protection" => {
            format!("`Timeouts::throughput`, for `Config::timeouts`: {GUIDE}")
        }
        "token_provider" => "`Config::bearer_token` takes any `ProvideBearerToken`".to_owned(),
        "retry_classifier" => {
            "`Config::retry_classifier` takes a function: docs/calls.md#retries".to_owned()
        }
        "retry_partition" => {
            "`Config::retry_budget` takes a budget that clients share: docs/calls.md#retries"
                .to_owned()
        }
        "endpoint_resolver" => {
            "no setting stands for it: `Config::endpoint_url` has one address".to_owned()
        }
        "identity_cache" | "sleep_impl" | "time_source" => {
            format!("no setting stands for `{plain}`: it goes")
        }
        "region" => format!("a region that isn't `Region::new(…)`: {GUIDE}"),
        name => format!("`{name}` has another form: {GUIDE}"),
    }
}

/// The new form of a setting.
pub(super) enum Setter {
    Method(String),
    /// A setter of the service's `ClientSettings`.
    OfService(String),
    /// The setting isn't needed.
    Nothing,
    /// The profile by its name.
    Profile(String),
    /// A mock, as code, that answers in the place of the network.
    Mock(String),
    Left,
    /// The setting has to be written by hand as this says.
    Hand(&'static str),
}

/// `value` gives the new form of an argument that is a configuration itself.
pub(super) fn setter(
    it: &ExprMethodCall,
    around: Around<'_>,
    value: &dyn Fn(&Expr, Around<'_>) -> Option<String>,
) -> Setter {
    let name = it.method.to_string();
    let name = name.strip_prefix("set_").unwrap_or(&name);
    let Some(argument) = it.args.first().map(unwrapped) else {
        return match name {
            "test_credentials" => Setter::Method(
                ".credentials(client::Credentials::new(\"test\", \"test\"))".to_owned(),
            ),
            "behavior_version_latest" | "with_test_defaults" => Setter::Nothing,
            _ => Setter::Left,
        };
    };
    let is_whole = it.args.first().is_some_and(|it| std::ptr::eq(it, argument));
    // `set_…` takes an `Option`, whose value is known only behind `Some(…)`.
    if it.method.to_string().starts_with("set_") && is_whole {
        return Setter::Left;
    }
    let value = value(argument, around);
    let is_region = |it: &Expr| (around.name_of_type)(it).is_some_and(|name| name == "Region");
    let set = |method: &str, value: Option<String>| {
        value.map_or(Setter::Left, |value| {
            Setter::Method(format!(".{method}({value})"))
        })
    };
    if name == "region"
        && let Some(chain) =
            of_chain(argument, around.resolve).or_else(|| (around.region_in_variable)(argument))
    {
        return match chain {
            RegionChain::Default => Setter::Nothing,
            RegionChain::Or(region) => Setter::Method(format!(".region_or({region})")),
        };
    }
    match name {
        name if OF_SERVICES.contains(&name) => {
            Setter::OfService(format!(".{name}({})", text(argument)))
        }
        "behavior_version" => Setter::Nothing,
        "http_client" => match http_client(argument, around) {
            HttpClient::Mock(mock) => Setter::Mock(mock),
            HttpClient::Function(code) => Setter::Method(format!(".http_client({code})")),
            HttpClient::BuiltIn => Setter::Nothing,
            HttpClient::Hand(note) => Setter::Hand(note),
        },
        "interceptor" => Setter::Method(format!(".interceptor({})", given(argument))),
        "profile_name" => Setter::Profile(text(argument)),
        "credentials_provider" => set("credentials", value),
        "retry_config" => set("retry", value),
        "timeout_config" => set("timeouts", value),
        "region" => match argument {
            _ if is_region(argument) => set("region", Some(text(argument))),
            Expr::Lit(_) => set("region", Some(text(argument))),
            Expr::Call(_) => {
                let region = overrides::inside("Region", argument);
                match region == text(argument) {
                    true => Setter::Left,
                    false => set("region", Some(region)),
                }
            }
            _ => Setter::Left,
        },
        "app_name" => app_name(argument).map_or(Setter::Left, |name| {
            Setter::Method(format!(".app_name({name})"))
        }),
        "endpoint_url" | "use_fips" | "use_dual_stack" => {
            overrides::setting(name, argument, Given::Config).map_or(Setter::Left, Setter::Method)
        }
        _ => Setter::Left,
    }
}

/// The text in `AppName::new("shop")?`: a name is checked when the client is made.
fn app_name(argument: &Expr) -> Option<String> {
    let inner = match argument {
        Expr::Try(it) => &it.expr,
        Expr::MethodCall(it) if it.method == "unwrap" || it.method == "expect" => &it.receiver,
        _ => return None,
    };
    match &**inner {
        Expr::Call(it) if text(&it.func).replace(' ', "").ends_with("AppName::new") => {
            it.args.first().map(text)
        }
        _ => None,
    }
}

/// The HTTP client of a mock for a crate's service, behind a configuration and a dot.
pub(super) fn of_mock(krate: &str, mock: &str) -> Vec<Part> {
    vec![
        Part::text("http_client("),
        Part::Module(krate.to_owned()),
        Part::Text(format!("::server::Server::new({mock}))")),
    ]
}
