//! HTTP clients in configurations: those of the SDK's tests, and those that choose a library for TLS.

use syn::{Expr, Pat};

use super::super::replay_forms::response;
use super::super::syntax::chain;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::around::Around;
use super::{Idiom, name_of, plain, text};

const KIND: &str = "mocks";

/// The new form of an HTTP client.
pub(super) enum HttpClient {
    /// A mock in the place of recorded traffic, which answers through a service's server.
    Mock(String),
    /// A function from a request to a response.
    Function(String),
    /// The built-in client does the same.
    BuiltIn,
    /// Advice.
    Hand(&'static str),
}

/// Said of recorded traffic where the code doesn't tell the service.
pub(super) const OF_MOCK: &str = "`Config::http_client` takes `Server::new(replay.clone())` of a service's module `server`, where `replay` is the mock with its responses: docs/testing.md#mocks";
const INLINE: &str = "put the mock into a variable, and begin with `Server::new(mock.clone()).client_config()`: docs/testing.md#mocks";
const CAPTURED: &str = "`Config::http_client` takes an `async fn` from a request to a response: let it keep the request, in a `Mutex` or a channel; for the input alone, a `Mock` has `calls()` of its rules: docs/http.md#your-own-client";
const TLS: &str = "the built-in client is used if none is set; features choose its library for TLS, and the environment proxies and certificates: docs/http.md";
const OWN: &str = "`Config::http_client` takes any `async fn` from `Request<Bytes>` to `Result<Response<Bytes>, TransportError>`, or a type with the trait `client::HttpClient`: docs/http.md#your-own-client";

/// Requests and responses of a function that is an HTTP client.
const REQUEST: &str = "runtime::http::Request<runtime::bytes::Bytes>";
const ANSWER: &str =
    "Result<runtime::http::Response<runtime::bytes::Bytes>, client::TransportError>";

/// The new form of the argument of `http_client(…)`.
pub(super) fn http_client(argument: &Expr, around: Around<'_>) -> HttpClient {
    match (around.name_of_type)(argument).as_deref() {
        Some("StaticReplayClient") => return HttpClient::Mock(text(argument)),
        Some("CaptureRequestHandler") => return HttpClient::Hand(CAPTURED),
        _ => {}
    }
    let (base, steps) = chain(argument);
    let Expr::Call(call) = base else {
        return HttpClient::Hand(OWN);
    };
    let Expr::Path(function) = &*call.func else {
        return HttpClient::Hand(OWN);
    };
    let path = (around.resolve)(&function.path).unwrap_or_default();
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let steps: Vec<(String, String)> = steps
        .iter()
        .map(|step| {
            let arguments: Vec<String> = step.args.iter().map(text).collect();
            (step.method.to_string(), arguments.join(", "))
        })
        .collect();
    match names.as_slice() {
        [.., "SharedHttpClient", "new"] => match call.args.first() {
            Some(inner) if steps.is_empty() => http_client(inner, around),
            _ => HttpClient::Hand(OWN),
        },
        [.., "StaticReplayClient", "new"] => HttpClient::Hand(INLINE),
        [.., "NeverClient", "new"] if steps.is_empty() => {
            HttpClient::Function(format!("|_: {REQUEST}| std::future::pending::<{ANSWER}>()"))
        }
        [.., "infallible_client_fn"] => {
            let answer = call.args.first().and_then(answer);
            answer.map_or(HttpClient::Hand(OWN), HttpClient::Function)
        }
        [.., "Builder" | "HyperClientBuilder", "new"] => match is_built_in(&steps) {
            true => HttpClient::BuiltIn,
            false => HttpClient::Hand(TLS),
        },
        [
            ..,
            "hyper_client" | "default_https_client" | "default_client",
        ] => HttpClient::Hand(TLS),
        _ => HttpClient::Hand(OWN),
    }
}

/// Whether a client is made as the built-in one is: over HTTPS, with rustls and ring.
fn is_built_in(steps: &[(String, String)]) -> bool {
    let is_ring = |argument: &str| {
        let code: String = argument.split_whitespace().collect();
        code.ends_with("Ring)") || code.ends_with("CryptoMode::Ring")
    };
    match steps {
        [(provider, argument), (build, last)] => {
            (provider == "tls_provider" || provider == "crypto_mode")
                && is_ring(argument)
                && build == "build_https"
                && last.is_empty()
        }
        _ => false,
    }
}

/// The function in place of one that answers all requests alike: `|_| http::Response::builder()…`.
fn answer(closure: &Expr) -> Option<String> {
    let Expr::Closure(it) = closure else {
        return None;
    };
    let [input] = it.inputs.iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    let input = match input {
        Pat::Type(it) => &*it.pat,
        other => other,
    };
    let is_ignored = match input {
        Pat::Wild(_) => true,
        Pat::Ident(it) => it.ident.to_string().starts_with('_'),
        _ => false,
    };
    let body = match &*it.body {
        Expr::Block(it) => match it.block.stmts.as_slice() {
            [syn::Stmt::Expr(body, None)] => body,
            _ => return None,
        },
        other => other,
    };
    let response = response(Some(body)).filter(|_| is_ignored && is_own(body))?;
    let of_response = "map(runtime::bytes::Bytes::from)";
    Some(format!(
        "|_: {REQUEST}| async {{ {OK}({response}.{of_response}) }}"
    ))
}

/// The answer of a function, with the type of its error.
const OK: &str = "Ok::<_, client::TransportError>";

/// Whether nothing in a response is a variable, which the function couldn't keep: its body is text.
fn is_own(response: &Expr) -> bool {
    match response {
        Expr::MethodCall(it) => is_own(&it.receiver) && it.args.iter().all(is_own),
        Expr::Call(it) => it.args.iter().all(is_own),
        Expr::Lit(it) => !matches!(it.lit, syn::Lit::ByteStr(_)),
        _ => false,
    }
}

impl Walker<'_, '_> {
    /// The name of the SDK's type of a variable or a field.
    pub(super) fn name_of_variable(&self, it: &Expr) -> Option<String> {
        let inner = match it {
            Expr::Reference(it) => &*it.expr,
            other => other,
        };
        name_of(&self.quietly(inner)).map(str::to_owned)
    }

    /// A method of recorded traffic, which is a mock here, or of a captured request.
    pub(super) fn of_recorded(
        &mut self,
        ty: &Ty,
        it: &syn::ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        let whole = Expr::MethodCall(it.clone());
        let name = it.method.to_string();
        match (name_of(ty)?, name.as_str()) {
            ("StaticReplayClient", "assert_requests_match" | "relaxed_requests_match") => {
                self.arguments(it, &[]);
                self.becomes(KIND, it, &whole, "verify()");
                Some(Idiom::alone(plain()))
            }
            ("StaticReplayClient", "actual_requests") => {
                let count = super::method(rest.first()).filter(|(.., name)| name == "count");
                let taken = usize::from(count.is_some());
                match count {
                    Some((end, ..)) => self.becomes(KIND, it, end, "operations().len()"),
                    None => self.by_hand(
                        KIND,
                        it,
                        "`operations()` has the names of the calls, and `calls()` of a rule their inputs",
                    ),
                }
                Some(Idiom { ty: plain(), taken })
            }
            ("CaptureRequestReceiver", _) => {
                self.by_hand(KIND, it, "look at the request that the function has kept");
                Some(Idiom::alone(plain()))
            }
            _ => None,
        }
    }
}
