//! Mocks of the SDK in the form that they have here.

use syn::{Expr, ExprClosure};

use crate::ir::{Operation, Service};

use super::forms::Form;
use super::found::{Call, Link, Mode, Rule};
use super::overrides::{self, Given};
use super::replay_forms::response;
use super::rewrite::Names;
use super::syntax::{chain, formatted, text};
use super::{members, operations};

/// The answers of a rule that is being written.
struct Answers<'s> {
    names: &'s Names<'s>,
    operation: &'s Operation,
    code: String,
    notes: Vec<String>,
    /// A part has no form here.
    is_open: bool,
}

/// The new form of a rule.
pub(super) fn of_rule(call: &Call, names: &Names<'_>, operation: &Operation) -> Form {
    let nothing = Rule::default();
    let rule = call.rule.as_ref().unwrap_or(&nothing);
    let mock = if rule.mock.is_empty() {
        "mock"
    } else {
        &rule.mock
    };
    let mut answers = Answers {
        names,
        operation,
        code: format!("{mock}.on::<{}>()", operation.input.name.ty),
        notes: Vec::new(),
        is_open: false,
    };
    let mut is_sequence = false;
    for link in &call.links {
        match link {
            Link::Method {
                name, arguments, ..
            } => {
                is_sequence |= name == "sequence";
                answers.method(name, arguments.first().map_or("", String::as_str));
                if name.starts_with("then_") && !is_sequence {
                    answers.count(rule.mode);
                }
            }
            _ => answers.is_open = true,
        }
    }
    let Answers {
        code,
        mut notes,
        is_open,
        ..
    } = answers;
    if rule.mode.is_none() {
        notes.push(format!(
            "`{mock}` is the `runtime::server::Mock` of the client that is made of the rule: give it to the \
             function that makes the rule"
        ));
    }
    let statement = match &rule.variable {
        Some(name) if rule.is_used => format!("let {name} = {code};"),
        Some(_) => format!("{code};"),
        None => code,
    };
    if let (true, true, Some(mode)) = (is_open, rule.is_first, rule.mode) {
        notes.push(format!(
            "in front of it, `let {mock} = {};` makes the mock",
            made(mode)
        ));
    }
    let statement = match (rule.is_first, rule.mode) {
        (true, Some(mode)) => format!("let {mock} = {};{statement}", made(mode)),
        _ => statement,
    };
    Form {
        code: formatted(&statement).filter(|_| !is_open),
        notes,
    }
}

/// A mock without rules.
fn made(mode: Mode) -> &'static str {
    match mode {
        Mode::Sequential { is_alone: false } => "runtime::server::Mock::in_order()",
        _ => "runtime::server::Mock::new()",
    }
}

impl Answers<'_> {
    fn method(&mut self, name: &str, argument: &str) {
        match name {
            "match_requests" => match self.with_input(argument) {
                Some(closure) => self.code.push_str(&format!(".matching({closure})")),
                None => self.code.push_str(&format!(".matching({argument})")),
            },
            "then_output" | "output" => {
                let output = self.value(argument);
                self.code.push_str(&format!(".returns({output})"));
            }
            "then_error" | "error" => self.fails(argument),
            "then_compute_output" => match self.with_input(argument) {
                Some(closure) => {
                    let closure = result(&closure);
                    self.code.push_str(&format!(".answers({closure})"));
                }
                None => self
                    .code
                    .push_str(&format!(".answers(|input| Ok({argument}(input)))")),
            },
            "then_http_response" | "http_response" => match response(body(argument).as_ref()) {
                Some(response) => self.code.push_str(&format!(".responds({response})")),
                None => {
                    self.open("give the response as a `runtime::http::Response` to `responds(…)`");
                }
            },
            "http_status" => self.status(argument),
            "times" => self.code.push_str(&format!(".times({argument})")),
            "repeatedly" => self.code.push_str(".repeatedly()"),
            "sequence" | "build" => {}
            name => self.open(&format!(
                "`{name}` has no counterpart: write `answers(|input| …)`"
            )),
        }
    }

    /// A simple rule of the SDK answers once in a sequence, and otherwise as often as it is asked.
    fn count(&mut self, mode: Option<Mode>) {
        match mode {
            Some(Mode::MatchAny) => self.code.push_str(".repeatedly()"),
            Some(Mode::Sequential { .. }) => {}
            None => self.notes.push(
                "with `RuleMode::MatchAny`, add `.repeatedly()`: each answer is for one call"
                    .to_owned(),
            ),
        }
    }

    fn open(&mut self, note: &str) {
        self.notes.push(note.to_owned());
        self.is_open = true;
    }

    /// The value that a closure without parameters or a function makes.
    fn value(&self, argument: &str) -> String {
        match body(argument) {
            Some(body) => self.names.code(&text(&body)),
            None => format!("{argument}()"),
        }
    }

    /// A closure whose parameter is the input: its getters are fields here.
    fn with_input(&self, argument: &str) -> Option<String> {
        let Expr::Closure(mut closure) = syn::parse_str::<Expr>(argument).ok()? else {
            return None;
        };
        members::of_input(self.names.service, &self.operation.input, &mut closure);
        Some(self.names.code(&text(&closure)))
    }

    /// `GetObjectError::NoSuchKey(NoSuchKey::builder().build())` is the error that is in it.
    fn fails(&mut self, argument: &str) {
        let Some(body) = body(argument) else {
            self.code.push_str(&format!(".fails({argument}())"));
            return;
        };
        let (statements, last) = parts(&body);
        if let Expr::Call(it) = &last
            && let Some((first, inner)) = it.args.first().map(|inner| (text(&it.func), inner))
        {
            let path = first.replace(' ', "");
            let mut names = path.rsplit("::");
            let variant = names.next().unwrap_or_default();
            let is_error = names.next().is_some_and(|it| it.ends_with("Error"));
            let known = self.names.service.errors.iter().any(|error| {
                operations::squashed(&error.structure.name.ty) == operations::squashed(variant)
            });
            if is_error && known {
                let error = self.names.code(&text(inner));
                let error = with(&statements, &error);
                self.code.push_str(&format!(".fails({error})"));
                return;
            }
            if is_error && ["generic", "unhandled"].contains(&variant) {
                match error_code(inner) {
                    Some(code) => {
                        self.code.push_str(&format!(".fails_with(400, {code})"));
                        self.notes.push(
                            "400 stands for the status, which the rule doesn't say".to_owned(),
                        );
                    }
                    None => self.open("write `fails_with(status, code)`"),
                }
                return;
            }
        }
        let error = self.names.code(&text(&body));
        self.code.push_str(&format!(".fails({error})"));
    }

    /// `http_status(503, None)`
    fn status(&mut self, status: &str) {
        let code = match status {
            "429" => "ThrottlingException",
            "503" => "ServiceUnavailable",
            status if status.starts_with('5') => "InternalFailure",
            _ => "BadRequest",
        };
        self.code
            .push_str(&format!(".fails_with({status}, \"{code}\")"));
        self.notes.push(format!(
            "`{code}` stands for the code of the error; `responds(…)` answers with a body of one's own"
        ));
    }
}

/// The new form of `mock_client!`.
pub(super) fn of_client(client: &Client<'_>, service: &Service) -> Form {
    let module = &service.module;
    let mock = client.mock;
    let mut notes = Vec::new();
    if !client.is_made && !client.others.is_empty() {
        notes.push(format!("`{mock}` is `{}`", made(client.mode)));
    }
    let mut settings = String::new();
    if let Some(closure) = client.configuration {
        let changed = match syn::parse_str::<Expr>(closure) {
            Ok(Expr::Closure(it)) => overrides::settings(&text(&one(*it.body)), Given::Config),
            _ => overrides::settings(closure, Given::Config),
        };
        settings = changed.methods;
        notes.extend(changed.left.into_iter().map(|left| {
            format!(
                "`{left}` of the configuration isn't rewritten: it goes behind `client_config()`"
            )
        }));
    }
    let made_client = format!(
        "{module}::Client::new(&{module}::server::Server::new({mock}.clone()).client_config(){settings}).unwrap()"
    );
    for other in client.others {
        notes.push(format!(
            "`{other}` is made elsewhere: its rule has to be one of `{mock}`, and the mock made before it"
        ));
    }
    if client.is_mixed {
        notes.push(
            "the rules answer in the order in which `on` makes them, and not in that of this list"
                .to_owned(),
        );
    }
    // A rule from elsewhere needs the mock before the client is made.
    let code = match client.is_made || !client.others.is_empty() {
        true => made_client,
        false => {
            let rules: String = client
                .inside
                .iter()
                .map(|rule| format!("{rule};"))
                .collect();
            let made = made(client.mode);
            format!("{{ let {mock} = {made}; {rules} {made_client} }}")
        }
    };
    Form {
        code: formatted(&code),
        notes,
    }
}

/// The parts of `mock_client!` that its new form is made of.
pub(super) struct Client<'f> {
    pub(super) mock: &'f str,
    pub(super) mode: Mode,
    pub(super) is_made: bool,
    pub(super) is_mixed: bool,
    /// The new forms of rules in it.
    pub(super) inside: &'f [String],
    pub(super) others: &'f [String],
    pub(super) configuration: Option<&'f str>,
}

/// The code in `ErrorMetadata::builder().code("…")….build()`.
fn error_code(expression: &Expr) -> Option<String> {
    let (_, steps) = chain(expression);
    let code = steps.iter().find(|step| step.method == "code")?;
    code.args.first().map(text)
}

/// The body of a closure without parameters.
fn body(argument: &str) -> Option<Expr> {
    match syn::parse_str::<Expr>(argument).ok()? {
        Expr::Closure(it) if it.inputs.is_empty() => Some(one(*it.body)),
        _ => None,
    }
}

/// The expression of a block that has nothing else.
fn one(body: Expr) -> Expr {
    match body {
        Expr::Block(it) => match it.block.stmts.as_slice() {
            [syn::Stmt::Expr(inner, None)] => inner.clone(),
            _ => Expr::Block(it),
        },
        other => other,
    }
}

/// The statements of a block but for its value, as code, and the value.
fn parts(body: &Expr) -> (String, Expr) {
    if let Expr::Block(it) = body
        && let Some((syn::Stmt::Expr(last, None), before)) = it.block.stmts.split_last()
    {
        return (before.iter().map(text).collect(), last.clone());
    }
    (String::new(), body.clone())
}

/// A value behind statements.
fn with(statements: &str, value: &str) -> String {
    match statements {
        "" => value.to_owned(),
        statements => format!("{{ {statements} {value} }}"),
    }
}

/// A closure whose value is in `Ok(…)`.
fn result(closure: &str) -> String {
    let Ok(Expr::Closure(it)) = syn::parse_str::<Expr>(closure) else {
        return closure.to_owned();
    };
    let (statements, last) = parts(&it.body);
    let value = with(&statements, &format!("Ok({})", text(&last)));
    let ExprClosure {
        inputs, capture, ..
    } = &it;
    let capture = capture.as_ref().map(text).unwrap_or_default();
    format!("{capture} |{}| {value}", text(inputs))
}
