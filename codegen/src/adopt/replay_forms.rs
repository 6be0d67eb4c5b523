//! Recorded traffic in the form that it has here: a mock that answers with responses.

use syn::Expr;

use super::forms::Form;
use super::syntax::{chain, formatted, text};

/// The new form of `StaticReplayClient::new`: a mock that answers with its responses.
pub(super) fn of_replay(
    events: &[Option<(String, String)>],
    operation: impl Fn(&str, &str) -> Option<String>,
) -> Form {
    let mut notes = vec![
        "the client is made with `Server::new(replay.clone()).client_config()` where `replay` is this mock; \
         `verify()` stands for `assert_requests_match`, and `operations()` for `actual_requests`"
            .to_owned(),
    ];
    let mut rules = String::new();
    let mut is_open = false;
    for event in events {
        let Some((request, answer)) = event else {
            notes.push("an event that isn't made here can't be told".to_owned());
            is_open = true;
            continue;
        };
        let Some(name) = operation(request, answer) else {
            notes.push(
                "the operation of an event can't be told: write `mock.on::<Operation>()`"
                    .to_owned(),
            );
            is_open = true;
            continue;
        };
        let answer = syn::parse_str::<Expr>(answer).ok();
        match response(answer.as_ref()) {
            Some(response) => {
                rules.push_str(&format!("mock.on::<{name}>().responds({response});"));
            }
            None => {
                notes.push(format!(
                    "the response for {name} isn't built here: give it to `responds(…)`, with text or bytes as its body"
                ));
                is_open = true;
            }
        }
    }
    let code = format!("{{ let mock = runtime::server::Mock::in_order(); {rules} mock }}");
    Form {
        code: formatted(&code).filter(|_| !is_open),
        notes,
    }
}

/// The response of an expression: `http::Response::builder()….body(SdkBody::from(…)).unwrap()`, or
/// `HttpResponse::new(status, body)`.
pub(super) fn response(expression: Option<&Expr>) -> Option<String> {
    match expression? {
        Expr::Call(it) if text(&it.func).replace(' ', "").ends_with("Response::new") => {
            let (status, body) = (it.args.first()?, it.args.get(1)?);
            let (status, body) = (number(status)?, of_body(body)?);
            Some(format!(
                "runtime::http::Response::builder().status({status}).body({body}).unwrap()"
            ))
        }
        Expr::MethodCall(it) if it.method == "unwrap" || it.method == "expect" => {
            let inner = response(Some(&it.receiver))?;
            Some(inner)
        }
        Expr::MethodCall(it) if it.method == "body" => {
            let body = of_body(it.args.first()?)?;
            let (base, steps) = chain(&it.receiver);
            let Expr::Call(base) = base else {
                return None;
            };
            let is_builder = text(&base.func)
                .replace(' ', "")
                .ends_with("Response::builder");
            let steps = steps.iter().map(|step| {
                let arguments: Vec<String> = step.args.iter().map(text).collect();
                format!(".{}({})", step.method, arguments.join(", "))
            });
            let steps: String = steps.collect();
            is_builder
                .then(|| format!("runtime::http::Response::builder(){steps}.body({body}).unwrap()"))
        }
        _ => None,
    }
}

/// The text or the bytes of a body: those of `SdkBody::from(…)`, which have to be owned.
fn of_body(expression: &Expr) -> Option<String> {
    let inner = match expression {
        Expr::Call(it) => {
            let function = text(&it.func).replace(' ', "");
            if function.ends_with("SdkBody::empty") {
                return Some("\"\"".to_owned());
            }
            match it.args.first() {
                Some(inner) if function.ends_with("SdkBody::from") => inner,
                _ => return None,
            }
        }
        other => other,
    };
    match inner {
        Expr::Lit(_) => Some(text(inner)),
        // `SdkBody` copies what is borrowed.
        Expr::Path(_) | Expr::Field(_) => Some(format!("{}.to_owned()", text(inner))),
        other => Some(text(other)),
    }
}

/// The number in `StatusCode::try_from(503).unwrap()` and the like.
fn number(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(_) | Expr::Path(_) => Some(text(expression)),
        Expr::MethodCall(it) => number(&it.receiver),
        Expr::Call(it) => number(it.args.first()?),
        Expr::Try(it) => number(&it.expr),
        _ => None,
    }
}
