//! Calls of the SDK in the form that generated clients have.

use syn::parse::Parser;

use crate::ir::{Operation, Service};

use super::found::{Call, CallKind, Continued, Link};
use super::operations::squashed;
use super::rewrite::setters;

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
    end: Option<&'c Link>,
    after: &'c [Link],
}

/// The new form of a call of an operation.
pub(super) fn of(call: &Call, service: &Service, operation: &Operation) -> Form {
    if call.kind == CallKind::Named {
        return Form::default();
    }
    let mut form = Form::default();
    let parts = parts(&call.links, &mut form);
    let (of_setters, fields) = setters(service, &operation.input.members, &parts.setters);
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
        (Some(base), CallKind::Continued(_)) => base.clone(),
        _ => format!("{ty}::new()"),
    };
    let input = format!("{start}{of_setters}");
    let client = client(call, &mut form);
    let (lead, input) = match fields.is_empty() {
        true => (String::new(), input),
        // A field takes the `Option` that the code has.
        false => {
            let sets: String = fields
                .iter()
                .map(|field| format!("operation.{field};"))
                .collect();
            (
                format!("let mut operation = {input}; {sets}"),
                "operation".to_owned(),
            )
        }
    };
    let sent = match (call.kind, parts.end) {
        (CallKind::Waiter | CallKind::Continued(Continued::Waiter), end) => {
            waited(call, service, &client, &input, end, &mut form)
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
    let rest = rest(&parts);
    form.code = sent.and_then(|sent| formatted(&format!("{lead}{sent}{rest}")));
    form
}

fn parts<'c>(links: &'c [Link], form: &mut Form) -> Parts<'c> {
    let mut setters = Vec::new();
    for (at, link) in links.iter().enumerate() {
        let Link::Method {
            name, arguments, ..
        } = link
        else {
            return Parts {
                setters,
                end: None,
                after: links.get(at..).unwrap_or_default(),
            };
        };
        match name.as_str() {
            "send" | "send_with" | "into_paginator" | "presigned" | "wait" => {
                let after = links.get(at + 1..).unwrap_or_default();
                return Parts {
                    setters,
                    end: Some(link),
                    after,
                };
            }
            "customize" | "config_override" | "interceptor" | "mutate_request" | "map_request" => {
                form.notes
                    .push(format!("`{name}` has no counterpart: it is left out"));
            }
            _ => setters.push((name.clone(), arguments.clone())),
        }
    }
    Parts {
        setters,
        end: None,
        after: &[],
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
fn rest(parts: &Parts<'_>) -> String {
    let is_of_pages = parts.end.is_some_and(|end| end.is("into_paginator"));
    let mut text = String::new();
    for link in parts.after {
        match link {
            Link::Method { name, .. }
                if ["send", "page_size", "stop_on_duplicate_token"].contains(&name.as_str())
                    && is_of_pages => {}
            Link::Method {
                name,
                generics,
                arguments,
            } => {
                text.push_str(&format!(".{name}{generics}({})", arguments.join(", ")));
            }
            Link::Field(name) => text.push_str(&format!(".{name}")),
            Link::Await => text.push_str(".await"),
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

/// The duration in a `PresigningConfig`.
fn duration(arguments: &[String], form: &mut Form) -> String {
    let argument = arguments.first().map_or("", String::as_str);
    let parsed = syn::parse_str::<syn::Expr>(argument);
    let mut inner = parsed.as_ref().ok();
    while let Some(receiver) = inner.and_then(fallible) {
        inner = Some(receiver);
    }
    if let Some(syn::Expr::Call(it)) = inner {
        let function = quote::ToTokens::to_token_stream(&it.func)
            .to_string()
            .replace(' ', "");
        if function.ends_with("PresigningConfig::expires_in")
            && let Some(duration) = it.args.first()
        {
            return quote::ToTokens::to_token_stream(duration).to_string();
        }
    }
    form.notes
        .push(format!("`duration` is what `{argument}` was made with"));
    "duration".to_owned()
}

/// The expression whose `Result` is taken apart.
fn fallible(expression: &syn::Expr) -> Option<&syn::Expr> {
    match expression {
        syn::Expr::Try(it) => Some(&it.expr),
        syn::Expr::MethodCall(it) if it.method == "unwrap" || it.method == "expect" => {
            Some(&it.receiver)
        }
        _ => None,
    }
}

/// Code as the formatter sets it.
pub(super) fn formatted(text: &str) -> Option<String> {
    let statements = syn::Block::parse_within.parse_str(text).ok()?;
    let file: syn::File = syn::parse_quote! { fn f() { #(#statements)* } };
    let printed = prettyplease::unparse(&file);
    let mut lines: Vec<&str> = printed.lines().collect();
    if lines.len() < 3 {
        return None;
    }
    lines.pop();
    lines.remove(0);
    let lines = lines
        .into_iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line));
    Some(lines.collect::<Vec<_>>().join("\n"))
}
