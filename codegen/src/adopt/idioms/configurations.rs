//! The new forms of configurations: loaders, builders, credentials, retries and timeouts, and the
//! clients that are made of them.

use syn::Expr;

use super::super::found::Part;
use super::super::index::{is_client, is_sdk, segments};
use super::super::overrides::{self, unwrapped};
use super::around::{Around, EXPECTED, GUIDE};
use super::http_clients::OF_MOCK;
use super::regions::{DEFAULT_NOTE, GIVEN_NOTE, in_variable};
use super::settings::{Setter, begun, left, of_mock, setter};
use super::text;

/// Said of a loader that is made where nothing can wait for it.
const NOT_ASYNC: &str = "`client::Config::from_env()` has to be awaited, and this function isn't `async`: load the configuration where the loader is awaited";

/// The new form of a configuration.
pub(super) struct Configuration {
    pub(super) kind: &'static str,
    /// The number of steps behind the function that it takes the place of.
    pub(super) taken: usize,
    /// The code, or why there is none.
    pub(super) new: Result<Vec<Part>, String>,
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
        ([.., "Region", "new" | "from_static"], [name]) if !names.contains(&"types") => {
            Some(Configuration {
                kind: "config",
                taken: 0,
                new: Ok(vec![
                    Part::text("String::from("),
                    Part::Code(text(name)),
                    Part::text(")"),
                ]),
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
            Some(loaded(EMPTY, Some(krate), steps, around))
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
        | ([.., "TimeoutConfig", "builder"], _)
        | ([.., "TimeoutConfigBuilder", "new" | "default"], _) => {
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
                        "`client::Credentials::new(id, secret)`; `with_session_token`, and `with_expires_at(runtime::Timestamp::try_from(time)?)` if there is a time: {GUIDE}"
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

/// A configuration without settings.
const EMPTY: &str = "client::Config::new()";

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
    let is_empty = start == EMPTY;
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
    let mut start = vec![Part::Text(match is_loaded {
        true => format!("{start}.await{taken_out}"),
        false => start.to_owned(),
    })];
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
        let setter = setter(it, around, &value);
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
                start = vec![Part::Text(format!(
                    "client::Config::load(client::Environment::process().profile({name})){taken_out}"
                ))];
            }
            (Setter::Mock(mock), krate) => match krate.or(around.only_client) {
                Some(krate) if is_empty => {
                    start = vec![
                        Part::Module(krate.to_owned()),
                        Part::Text(format!("::server::Server::new({mock}).client_config()")),
                    ];
                }
                Some(krate) => {
                    setters.push(Part::text("."));
                    setters.extend(of_mock(krate, &mock));
                }
                None => {
                    problem.get_or_insert_with(|| OF_MOCK.to_owned());
                }
            },
            (Setter::Hand(note), _) => {
                problem.get_or_insert_with(|| note.to_owned());
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
        start.insert(0, Part::text("async { "));
        setters.push(Part::text(" }"));
    } else if is_waiting && !around.is_async {
        problem.get_or_insert_with(|| NOT_ASYNC.to_owned());
    }
    start.extend(setters);
    Configuration {
        kind: "config",
        taken,
        new: match problem {
            None => Ok(start),
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
        let value = match (std::ptr::eq(value, *token), token) {
            (false, _) => text(value),
            // An empty token counts as none.
            (true, Expr::Field(_) | Expr::MethodCall(_) | Expr::Path(_)) => {
                format!("{}.unwrap_or_default()", text(token))
            }
            _ => return None,
        };
        new.push_str(&format!(".with_session_token({value})"));
    }
    if let Some(expiry) = rest.get(1).filter(|it| name == "new" && !is_none(it)) {
        let value = unwrapped(expiry);
        if std::ptr::eq(value, *expiry) {
            return None;
        }
        new.push_str(&format!(
            ".with_expires_at(runtime::Timestamp::try_from({}).expect(\"a year from 0 to 9999\"))",
            text(value)
        ));
    }
    Some(new)
}

/// An argument in its new form. `None` if the argument has no new form.
pub(super) fn value(argument: &Expr, around: Around<'_>) -> Option<String> {
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
