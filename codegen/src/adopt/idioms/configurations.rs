//! The new forms of configurations: loaders, builders, credentials, retries and timeouts, and the
//! clients that are made of them.

use syn::{Expr, ExprMethodCall};

use super::super::found::Part;
use super::super::index::{is_client, is_sdk, segments};
use super::super::overrides::{self, Given, unwrapped};
use super::regions::{DEFAULT_NOTE, GIVEN_NOTE, RegionChain, in_variable, of_chain};
use super::text;

/// The section of the guide for configurations that have no plain counterpart.
const GUIDE: &str = "docs/migrating.md#configuration";

/// Said of a loader that is made where nothing can wait for it.
const NOT_ASYNC: &str = "`client::Config::from_env()` has to be awaited, and this function isn't `async`: load the configuration where the loader is awaited";

/// Takes a value out of a `Result` where the code can't end with an error.
const EXPECTED: &str = ".expect(\"a valid configuration\")";

/// The new form of a configuration.
pub(super) struct Configuration {
    pub(super) kind: &'static str,
    /// The number of steps behind the function that it takes the place of.
    pub(super) taken: usize,
    /// The code, or why there is none.
    pub(super) new: Result<Vec<Part>, String>,
}

/// The names around a configuration, and how its code handles errors. Configurations of ours may fail where those of
/// the SDK can't.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The path from a root that a path of the code stands for.
    pub(super) resolve: &'a dyn Fn(&syn::Path) -> Option<Vec<String>>,
    /// Whether the function may end with an error by `?`.
    pub(super) is_fallible: bool,
    /// Whether the code may wait with `.await`.
    pub(super) is_async: bool,
    /// The chain of regions that a variable holds.
    pub(super) region_in_variable: &'a dyn Fn(&Expr) -> Option<RegionChain>,
}

impl Around<'_> {
    /// The code behind a value that may be an error.
    fn taken_out(&self) -> &'static str {
        match self.is_fallible {
            true => "?",
            false => EXPECTED,
        }
    }
}

/// The new form of a configuration that begins with a call of a function of the SDK.
pub(super) fn of_configuration(
    base: &Expr,
    steps: &[&Expr],
    around: Around<'_>,
) -> Option<Configuration> {
    let Expr::Call(call) = base else {
        return None;
    };
    let Expr::Path(function) = &*call.func else {
        return None;
    };
    let path = (around.resolve)(&function.path)?;
    if !path.first().is_some_and(|krate| is_sdk(krate)) {
        return None;
    }
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let arguments: Vec<&Expr> = call.args.iter().collect();
    match (names.as_slice(), arguments.as_slice()) {
        (["aws_config", "load_from_env"], _) | (["aws_config", "load_defaults"], _) => {
            let is_awaited = matches!(steps.first(), Some(Expr::Await(_)));
            let new = match is_awaited {
                true => format!("{LOADED}.await{}", around.taken_out()),
                // A future, as before.
                false => format!("async {{ {LOADED}.await{EXPECTED} }}"),
            };
            Some(Configuration {
                kind: "config",
                taken: usize::from(is_awaited),
                new: Ok(vec![Part::Text(new)]),
            })
        }
        ([.., "RegionProviderChain", "default_provider"], []) => {
            Some(region(steps, in_variable(steps), DEFAULT_NOTE))
        }
        ([.., "RegionProviderChain", "first_try"], _) => Some(region(steps, None, GIVEN_NOTE)),
        (["aws_config", "from_env" | "defaults"], _)
        | (["aws_config", "ConfigLoader", "default"], _) => {
            Some(loaded(LOADED, None, steps, around))
        }
        ([krate, .., "SdkConfig", "builder"], _)
        | ([krate, "Config", "builder"], _)
        | ([krate, "config", "Config", "builder"], _)
        | ([krate, "config", "Builder", "new" | "default"], _) => {
            Some(loaded("client::Config::new()", Some(krate), steps, around))
        }
        ([krate, "config", "Builder", "from"], [argument])
        | ([krate, "Config", "new"], [argument]) => {
            let base = match argument {
                Expr::Reference(it) => text(&it.expr),
                other => text(other),
            };
            Some(loaded(
                &format!("{base}.clone()"),
                Some(krate),
                steps,
                around,
            ))
        }
        ([.., "RetryConfig", "standard" | "adaptive" | "disabled"], _)
        | ([.., "TimeoutConfig", "builder"], _) => {
            let methods = steps
                .iter()
                .take_while(|step| matches!(step, Expr::MethodCall(_)));
            let taken = methods.count();
            let last = taken.checked_sub(1).and_then(|at| steps.get(at)).copied();
            let whole = last.unwrap_or(base);
            let kind = match names.contains(&"RetryConfig") {
                true => "retries",
                false => "timeouts",
            };
            let new = match kind {
                "retries" => overrides::retry(whole),
                _ => overrides::timeout(whole),
            };
            Some(Configuration {
                kind,
                taken,
                new: match new {
                    Some(new) => Ok(vec![Part::Text(new)]),
                    None => Err(format!("some of the settings have another form: {GUIDE}")),
                },
            })
        }
        ([.., "Credentials", "new" | "from_keys" | "for_tests"], _) => Some(Configuration {
            kind: "credentials",
            taken: 0,
            new: credentials(names.last().copied().unwrap_or_default(), &arguments)
                .map(|new| vec![Part::Text(new)])
                .ok_or_else(|| {
                    format!(
                        "`client::Credentials::new(id, secret)`, and `with_…` for the rest: {GUIDE}"
                    )
                }),
        }),
        ([.., "SharedCredentialsProvider", "new"], [argument]) => Some(Configuration {
            kind: "credentials",
            taken: 0,
            new: Ok(vec![Part::Code(text(argument))]),
        }),
        ([krate, "Client", "new"], [argument]) if is_client(krate) => Some(client(
            &function.path,
            krate,
            Part::Code(text(argument)),
            around,
        )),
        ([krate, "Client", "from_conf"], [argument]) if is_client(krate) => {
            let argument = match argument {
                Expr::MethodCall(it) if it.method == "clone" => &*it.receiver,
                other => *other,
            };
            let is_name = matches!(argument, Expr::Path(_) | Expr::Field(_));
            let code = text(argument);
            Some(match is_name {
                true => client(
                    &function.path,
                    krate,
                    Part::Text(format!("&{code}")),
                    around,
                ),
                false => {
                    let mut made = client(&function.path, krate, Part::Code(code), around);
                    if let Ok(parts) = &mut made.new
                        && let Some(Part::Text(open)) = parts.get_mut(1)
                    {
                        open.push('&');
                    }
                    made
                }
            })
        }
        _ => None,
    }
}

/// A chain of regions in a variable, with its new form or advice.
fn region(steps: &[&Expr], new: Option<String>, note: &str) -> Configuration {
    Configuration {
        kind: "config",
        taken: steps.len(),
        new: match new {
            Some(new) => Ok(vec![Part::Text(new)]),
            None => Err(format!("{note}: {GUIDE}")),
        },
    }
}

/// The configuration of the environment.
const LOADED: &str = "client::Config::from_env()";

/// A client of a configuration: its path stays unless it begins with the crate.
fn client(path: &syn::Path, krate: &str, argument: Part, around: Around<'_>) -> Configuration {
    let names = segments(path);
    let mut parts = match names.as_slice() {
        [first, .., ty, _] if first == krate => {
            vec![
                Part::Module(krate.to_owned()),
                Part::Text(format!("::{ty}::new(")),
            ]
        }
        [before @ .., _] => vec![Part::Text(before.join("::")), Part::text("::new(")],
        [] => Vec::new(),
    };
    parts.push(argument);
    parts.push(Part::Text(format!("){}", around.taken_out())));
    Configuration {
        kind: "config",
        taken: 0,
        new: Ok(parts),
    }
}

/// A configuration with the settings of a chain. A configuration of a client's crate may have settings
/// of its service.
fn loaded(start: &str, krate: Option<&str>, steps: &[&Expr], around: Around<'_>) -> Configuration {
    let krate = krate.filter(|krate| is_client(krate));
    let is_loaded = start == LOADED;
    let load = steps
        .iter()
        .take_while(|step| matches!(step, Expr::MethodCall(_)))
        .position(|step| matches!(step, Expr::MethodCall(it) if it.method == "load"));
    let is_awaited = load.is_some_and(|at| matches!(steps.get(at + 1), Some(Expr::Await(_))));
    let is_future = is_loaded && load.is_some() && !is_awaited;
    let taken_out = match is_future {
        true => EXPECTED,
        false => around.taken_out(),
    };
    let mut start = match is_loaded {
        true => format!("{start}.await{taken_out}"),
        false => start.to_owned(),
    };
    let mut setters: Vec<Part> = Vec::new();
    let mut is_in_settings = false;
    let mut problem = None;
    let mut is_waiting = is_loaded;
    let mut taken = 0;
    for (at, step) in steps.iter().enumerate() {
        let Expr::MethodCall(it) = step else {
            break;
        };
        taken = at + 1;
        let name = it.method.to_string();
        if name == "load" {
            taken += usize::from(matches!(steps.get(at + 1), Some(Expr::Await(_))));
            break;
        }
        if name == "build" {
            break;
        }
        let setter = setter(it, around);
        let of_service = matches!(setter, Setter::OfService(_)) && krate.is_some();
        if is_in_settings && !of_service {
            setters.push(Part::text(")"));
        }
        match (setter, krate) {
            (Setter::OfService(new), Some(_)) if is_in_settings => setters.push(Part::Text(new)),
            (Setter::OfService(new), Some(krate)) => setters.extend(begun(krate, ".", &new)),
            (Setter::Method(new), _) => setters.push(Part::Text(new)),
            (Setter::Nothing, _) => {}
            (Setter::Profile(name), _) if is_loaded => {
                is_waiting = false;
                start = format!(
                    "client::Config::load(client::Environment::process().profile({name})){taken_out}"
                );
            }
            (Setter::OfService(_) | Setter::Profile(_) | Setter::Left, _) => {
                problem.get_or_insert_with(|| left(&name));
            }
        }
        is_in_settings = of_service;
    }
    if is_in_settings {
        setters.push(Part::text(")"));
    }
    if is_future {
        setters.insert(0, Part::Text(format!("async {{ {start}")));
        setters.push(Part::text(" }"));
    } else {
        setters.insert(0, Part::Text(start));
        if is_waiting && !around.is_async {
            problem.get_or_insert_with(|| NOT_ASYNC.to_owned());
        }
    }
    Configuration {
        kind: "config",
        taken,
        new: match problem {
            None => Ok(setters),
            Some(problem) => Err(problem),
        },
    }
}

/// `Credentials::new(id, secret, token, expiry, "name of the source")`
fn credentials(name: &str, arguments: &[&Expr]) -> Option<String> {
    if name == "for_tests" {
        return Some("client::Credentials::new(\"test\", \"test\")".to_owned());
    }
    let [id, secret, rest @ ..] = arguments else {
        return None;
    };
    let mut new = format!("client::Credentials::new({}, {})", text(id), text(secret));
    let is_none = |it: &Expr| text(it) == "None";
    if let Some(token) = rest.first().filter(|it| !is_none(it)) {
        let value = unwrapped(token);
        if std::ptr::eq(value, *token) {
            return None;
        }
        new.push_str(&format!(".with_session_token({})", text(value)));
    }
    match rest.get(1).filter(|_| name == "new") {
        Some(expiry) if !is_none(expiry) => None,
        _ => Some(new),
    }
}

/// Settings that only S3 or S3 Control have.
const OF_SERVICES: [&str; 5] = [
    "accelerate",
    "disable_multi_region_access_points",
    "disable_s3_express_session_auth",
    "force_path_style",
    "use_arn_region",
];

/// The beginning of a call of `Config::settings` with the settings of a crate's service.
fn begun(krate: &str, dot: &str, setters: &str) -> [Part; 3] {
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
    match name {
        _ if OF_SERVICES.contains(&plain) => {
            format!("`{plain}` is of `ClientSettings`, for `Config::settings`: {GUIDE}")
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
    Left,
}

pub(super) fn setter(it: &ExprMethodCall, around: Around<'_>) -> Setter {
    let name = it.method.to_string();
    let name = name.strip_prefix("set_").unwrap_or(&name);
    let Some(argument) = it.args.first().map(unwrapped) else {
        return match name {
            "test_credentials" => Setter::Method(
                ".credentials(client::Credentials::new(\"test\", \"test\"))".to_owned(),
            ),
            "behavior_version_latest" => Setter::Nothing,
            _ => Setter::Left,
        };
    };
    let is_whole = it.args.first().is_some_and(|it| std::ptr::eq(it, argument));
    // `set_…` takes an `Option`, whose value is known only behind `Some(…)`.
    if it.method.to_string().starts_with("set_") && is_whole {
        return Setter::Left;
    }
    let value = value(argument, around);
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
        "profile_name" => Setter::Profile(text(argument)),
        "credentials_provider" => set("credentials", value),
        "retry_config" => set("retry", value),
        "timeout_config" => set("timeouts", value),
        "region" => match argument {
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
        "app_name" => Setter::Left,
        "endpoint_url" | "use_fips" | "use_dual_stack" => {
            overrides::setting(name, argument, Given::Config).map_or(Setter::Left, Setter::Method)
        }
        _ => Setter::Left,
    }
}

/// An argument in its new form. `None` if the argument has no new form.
fn value(argument: &Expr, around: Around<'_>) -> Option<String> {
    let mut steps = Vec::new();
    let mut base = argument;
    while let Expr::MethodCall(it) = base {
        steps.push(base);
        base = &it.receiver;
    }
    steps.reverse();
    match of_configuration(base, &steps, around) {
        Some(found) if found.taken == steps.len() => {
            let parts = found.new.ok()?;
            let parts = parts.iter().map(|part| match part {
                Part::Text(text) => Some(text.clone()),
                Part::Code(code) => {
                    let inner = syn::parse_str::<Expr>(code).ok()?;
                    value(&inner, around)
                }
                _ => None,
            });
            parts.collect()
        }
        Some(_) => None,
        // A variable stays here: its new form is at the place where it is made.
        None => match base {
            Expr::Path(_) | Expr::Field(_) if steps.iter().all(|it| is_copy(it)) => {
                Some(text(argument))
            }
            _ => None,
        },
    }
}

fn is_copy(step: &Expr) -> bool {
    matches!(step, Expr::MethodCall(it) if it.method == "clone")
}
