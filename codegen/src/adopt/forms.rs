//! Calls of the SDK in the form that generated clients have.

use crate::ir::{Operation, Service};

use super::found::{Call, CallKind, Continued, Link};
use super::operations::squashed;
use super::overrides::{self, Given};
use super::rewrite::Names;
use super::syntax::{formatted, text};

/// The new form of a call.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// The code; `None` where a person has to write it.
    pub(super) code: Option<String>,
    /// Remarks about it.
    pub(super) notes: Vec<String>,
}

/// The parts of a chain: setters, what sends them, and what comes after.
struct Parts<'c> {
    setters: Vec<(String, Vec<String>)>,
    /// The settings of the call alone.
    settings: String,
    end: Option<&'c Link>,
    after: &'c [Link],
}

/// The new form of a call of an operation.
pub(super) fn of(call: &Call, names: &Names<'_>, operation: &Operation) -> Form {
    if call.kind == CallKind::Named {
        return Form::default();
    }
    let mut form = Form::default();
    let mut parts = parts(&call.links, &mut form);
    // A copy of a builder is one of the call.
    let is_clone =
        |(name, arguments): &(String, Vec<String>)| name == "clone" && arguments.is_empty();
    let is_copied = parts.setters.first().is_some_and(is_clone);
    parts.setters.retain(|setter| !is_clone(setter));
    let (of_setters, fields) = names.setters(&operation.input.members, &parts.setters);
    let unknown = |name: &str| {
        let mut members = operation.input.members.iter();
        let of = name.strip_prefix("set_").unwrap_or(name);
        !members.any(|member| {
            squashed(&member.name) == squashed(of) || squashed(&member.name) == squashed(name)
        })
    };
    for (name, _) in parts.setters.iter().filter(|(name, _)| unknown(name)) {
        form.notes.push(format!(
            "the model's {} has no member `{name}`",
            operation.wire_name
        ));
    }
    let ty = &operation.input.name.ty;
    let start = match (&call.base, call.kind) {
        (Some(base), CallKind::Continued(_)) if is_copied => format!("{base}.clone()"),
        (Some(base), CallKind::Continued(_)) => base.clone(),
        _ => format!("{ty}::new()"),
    };
    let input = format!("{start}{of_setters}");
    let client = client(call, &mut form);
    let client = match parts.settings.as_str() {
        "" => client,
        settings => format!("{client}.with(|settings| settings{settings})"),
    };
    let (lead, input) = match fields.is_empty() {
        true => (String::new(), input),
        // A field takes the `Option` that the code has.
        false => {
            let sets: String = fields
                .iter()
                .map(|field| field.statement("operation"))
                .collect();
            (
                format!("let mut operation = {input}; {sets}"),
                "operation".to_owned(),
            )
        }
    };
    let sent = match (call.kind, parts.end) {
        (CallKind::Waiter | CallKind::Continued(Continued::Waiter), end) => {
            waited(call, names.service, &client, &input, end, &mut form)
        }
        (CallKind::Continued(Continued::Paginator), _) => {
            Some(call.base.clone().unwrap_or_default())
        }
        (
            _,
            Some(Link::Method {
                name, arguments, ..
            }),
        ) => match name.as_str() {
            "send" => Some(format!("{client}.{}({input})", operation.client_method)),
            "send_with" => {
                let client = arguments
                    .first()
                    .map_or("client", |it| it.trim_start_matches('&'));
                Some(format!("{client}.{}({input})", operation.client_method))
            }
            "into_paginator" => Some(format!(
                "{client}.pages({input}{})",
                page_size(&parts, operation)
            )),
            "presigned" => Some(format!(
                "{client}.presigned({input}, {})",
                duration(arguments, &mut form)
            )),
            _ => None,
        },
        _ => Some(input.clone()),
    };
    let rest = rest(&parts, &mut form);
    form.code = sent.and_then(|sent| {
        let code = format!("{lead}{sent}{rest}");
        // A block is a value wherever the call was.
        formatted(&if lead.is_empty() {
            code
        } else {
            format!("{{ {code} }}")
        })
    });
    form
}

fn parts<'c>(links: &'c [Link], form: &mut Form) -> Parts<'c> {
    let mut parts = Parts {
        setters: Vec::new(),
        settings: String::new(),
        end: None,
        after: &[],
    };
    let mut is_customized = false;
    for (at, link) in links.iter().enumerate() {
        let Link::Method {
            name, arguments, ..
        } = link
        else {
            parts.after = links.get(at..).unwrap_or_default();
            return parts;
        };
        match name.as_str() {
            "send" | "send_with" | "into_paginator" | "presigned" | "wait" => {
                parts.after = links.get(at + 1..).unwrap_or_default();
                parts.end = Some(link);
                return parts;
            }
            "customize" => is_customized = true,
            name if is_customized => customize(name, arguments, &mut parts, form),
            _ => parts.setters.push((name.clone(), arguments.clone())),
        }
    }
    parts
}

/// A method after `customize()`.
fn customize(name: &str, arguments: &[String], parts: &mut Parts<'_>, form: &mut Form) {
    let argument = arguments.first().map_or("", String::as_str);
    match name {
        "config_override" => {
            let settings = overrides::settings(argument, Given::Call);
            parts.settings.push_str(&settings.methods);
            for left in settings.left {
                form.notes.push(format!(
                    "`{left}` of the configuration isn't rewritten: settings of one call go into \
                     `client.with(|settings| …)`"
                ));
            }
        }
        "interceptor" => {
            parts
                .settings
                .push_str(&format!(".interceptor({argument})"));
            form.notes
                .push("the interceptor implements `client::Interceptor` here".to_owned());
        }
        "mutate_request" | "map_request" => match overrides::headers(argument) {
            Some(headers) => parts.settings.push_str(&headers),
            None => form.notes.push(format!(
                "`{name}` is left out: headers are set by `client.with(|settings| \
                 settings.header(name, value))`, and all else by an interceptor"
            )),
        },
        name => form
            .notes
            .push(format!("`{name}` has no counterpart: it is left out")),
    }
}

/// The client as code has it, or a name for one that comes from elsewhere.
fn client(call: &Call, form: &mut Form) -> String {
    let is_sent = call
        .links
        .iter()
        .any(|link| link.is("send") || link.is("presigned") || link.is("into_paginator"));
    match &call.client {
        Some(client) => {
            let client = client.trim_start_matches('&');
            client.to_owned()
        }
        None => {
            if is_sent {
                form.notes
                    .push("`client` is the client that made the builder".to_owned());
            }
            "client".to_owned()
        }
    }
}

fn page_size(parts: &Parts<'_>, operation: &Operation) -> String {
    let size = parts.after.iter().find_map(|link| match link {
        Link::Method {
            name, arguments, ..
        } if name == "page_size" => arguments.first(),
        _ => None,
    });
    let setter = operation
        .paginator
        .as_ref()
        .and_then(|it| it.page_size.as_ref());
    match (size, setter) {
        (Some(size), Some(setter)) => format!(".{setter}({size})"),
        _ => String::new(),
    }
}

/// The calls after the one that sends, but for what pages do without.
fn rest(parts: &Parts<'_>, form: &mut Form) -> String {
    let is_of_pages = parts.end.is_some_and(|end| end.is("into_paginator"));
    let mut text = String::new();
    let mut is_transposed = false;
    for link in parts.after {
        match link {
            Link::Method { name, .. } if is_of_pages => match name.as_str() {
                "send" | "page_size" | "stop_on_duplicate_token" => {}
                "collect" | "try_collect" => {
                    text.push_str(".collect(usize::MAX)");
                    form.notes
                        .push("`collect` takes a limit: `usize::MAX` stands for none".to_owned());
                }
                "into_stream_03x" => {
                    text.push_str(".into_stream()");
                    form.notes.push(
                        "`into_stream` is there with the feature `futures-03` of tinsmith-runtime"
                            .to_owned(),
                    );
                }
                "try_next" => {
                    text.push_str(".next()");
                    is_transposed = true;
                }
                name => text.push_str(&format!(".{name}()")),
            },
            Link::Method {
                name,
                generics,
                arguments,
            } => {
                text.push_str(&format!(".{name}{generics}({})", arguments.join(", ")));
            }
            Link::Field(name) => text.push_str(&format!(".{name}")),
            Link::Await => {
                text.push_str(".await");
                if std::mem::take(&mut is_transposed) {
                    text.push_str(".transpose()");
                }
            }
            Link::Try => text.push('?'),
        }
    }
    text
}

fn waited(
    call: &Call,
    service: &Service,
    client: &str,
    input: &str,
    end: Option<&Link>,
    form: &mut Form,
) -> Option<String> {
    let wanted = squashed(call.method.strip_prefix("wait_until_")?);
    let Some(waiter) = service
        .waiters
        .iter()
        .find(|it| squashed(&it.wire_name) == wanted)
    else {
        form.notes.push("the waiter isn't generated".to_owned());
        return None;
    };
    let duration = match end {
        Some(Link::Method { arguments, .. }) => arguments.first().map_or("", String::as_str),
        _ => {
            form.notes.push("`limit` is how long to wait".to_owned());
            "limit"
        }
    };
    Some(format!(
        "{client}.wait_for({}::waiter::{}::waiter({input}, {duration}))",
        service.module, waiter.name.ty
    ))
}

/// The duration in a `PresigningConfig`, whose makers return a `Result`.
fn duration(arguments: &[String], form: &mut Form) -> String {
    let argument = arguments.first().map_or("", String::as_str);
    if let Ok(expression) = syn::parse_str::<syn::Expr>(argument)
        && let Some(duration) = in_configuration(&expression)
    {
        return duration;
    }
    form.notes
        .push(format!("`duration` is what `{argument}` was made with"));
    "duration".to_owned()
}

fn in_configuration(expression: &syn::Expr) -> Option<String> {
    let (name, arguments, inner) = match expression {
        syn::Expr::Try(it) => return in_configuration(&it.expr),
        syn::Expr::MethodCall(it) => (it.method.to_string(), &it.args, Some(&*it.receiver)),
        syn::Expr::Call(it) => {
            let function = text(&it.func).replace(' ', "");
            let name = function.rsplit("PresigningConfig::").next()?.to_owned();
            (name, &it.args, None)
        }
        _ => return None,
    };
    match (name.as_str(), inner) {
        ("expires_in", _) => arguments.first().map(text),
        (_, inner) => in_configuration(inner?),
    }
}
