//! Settings of the SDK's builders of configuration as methods of ours.

use syn::Expr;

use super::syntax::{chain, text};

/// Who is given the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// The client of one call, as `Client::with` makes it.
    Call,
    /// The configuration of a client.
    Config,
}

/// Methods that set what the SDK's builder sets, and the settings that have no such method.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) methods: String,
    pub(super) left: Vec<String>,
}

/// The settings of a chain of the SDK's setters, whatever it begins with.
pub(super) fn settings(builder: &str, given: Given) -> Settings {
    let mut settings = Settings::default();
    let Ok(expression) = syn::parse_str::<Expr>(builder) else {
        settings.left.push(builder.to_owned());
        return settings;
    };
    let (base, steps) = chain(&expression);
    // A builder from elsewhere may have set anything.
    let is_new = matches!(base, Expr::Call(it) if it.args.is_empty());
    let is_parameter = given == Given::Config && matches!(base, Expr::Path(_));
    if !is_new && !is_parameter {
        settings.left.push(text(base));
    }
    for step in steps {
        let name = step.method.to_string();
        let argument = step.args.first().map(unwrapped);
        match argument.and_then(|argument| setting(&name, argument, given)) {
            Some(method) => settings.methods.push_str(&method),
            None if name == "build" => {}
            None => settings.left.push(name),
        }
    }
    settings
}

pub(super) fn setting(name: &str, argument: &Expr, given: Given) -> Option<String> {
    let value = text(argument);
    match name.strip_prefix("set_").unwrap_or(name) {
        "region" => Some(format!(".region({})", inside("Region", argument))),
        "endpoint_url" => Some(format!(".endpoint_url({value})")),
        "use_fips" => Some(format!(".use_fips({value})")),
        "use_dual_stack" => Some(format!(".use_dual_stack({value})")),
        "retry_config" => retries(argument, given),
        "timeout_config" => timeouts(argument, given),
        _ => None,
    }
}

/// `RetryConfig::standard().with_max_attempts(5)`
fn retries(argument: &Expr, given: Given) -> Option<String> {
    let (_, steps) = chain(argument);
    if let (Given::Call, [step]) = (given, steps.as_slice())
        && step.method == "with_max_attempts"
    {
        retry(argument)?;
        let attempts = step.args.first().map(text)?;
        return Some(format!(".max_attempts({attempts})"));
    }
    Some(format!(".retry({})", retry(argument)?))
}

/// The value for `retry` in place of the SDK's `RetryConfig`.
pub(super) fn retry(config: &Expr) -> Option<String> {
    let (base, steps) = chain(config);
    let made = match base {
        Expr::Call(it) => text(&it.func).replace(' ', ""),
        _ => return None,
    };
    let mut ours = match made.rsplit("::").next()? {
        "standard" => "client::RetryConfig::standard()".to_owned(),
        "adaptive" => "client::RetryConfig::adaptive()".to_owned(),
        "disabled" => "client::RetryConfig::off()".to_owned(),
        _ => return None,
    };
    for step in &steps {
        let name = match step.method.to_string().as_str() {
            "with_max_attempts" => "max_attempts",
            "with_initial_backoff" => "base_delay",
            "with_max_backoff" => "max_delay",
            _ => return None,
        };
        let value = step.args.first().map(text)?;
        ours.push_str(&format!(".{name}({value})"));
    }
    Some(ours)
}

/// `TimeoutConfig::builder().operation_timeout(…).build()`
fn timeouts(argument: &Expr, given: Given) -> Option<String> {
    match given {
        Given::Call => limits(argument, given),
        Given::Config => Some(format!(".timeouts({})", timeout(argument)?)),
    }
}

/// The value for `timeouts` in place of the SDK's `TimeoutConfig`.
pub(super) fn timeout(config: &Expr) -> Option<String> {
    let limits = limits(config, Given::Config)?;
    Some(format!("client::Timeouts::default(){limits}"))
}

fn limits(config: &Expr, given: Given) -> Option<String> {
    let (_, steps) = chain(config);
    let mut ours = String::new();
    for step in &steps {
        let value = step.args.first().map(text).unwrap_or_default();
        let name = match step.method.to_string().as_str() {
            "operation_timeout" => "call",
            "operation_attempt_timeout" => "attempt",
            "connect_timeout" if given == Given::Config => "connect",
            "build" => continue,
            _ => return None,
        };
        ours.push_str(&match given {
            Given::Call => format!(".{name}_timeout({value})"),
            Given::Config => format!(".{name}({value})"),
        });
    }
    Some(ours)
}

/// The value in `Some(…)`, as `set_…` and `region` take it.
pub(super) fn unwrapped(expression: &Expr) -> &Expr {
    match expression {
        Expr::Call(it) if text(&it.func) == "Some" => it.args.first().unwrap_or(expression),
        other => other,
    }
}

/// The argument of `Type::new(…)`, or the value itself as text.
pub(super) fn inside(ty: &str, expression: &Expr) -> String {
    match expression {
        Expr::Call(it) => {
            let function = text(&it.func).replace(' ', "");
            let is_of_type = [format!("{ty}::new"), format!("{ty}::from_static")]
                .iter()
                .any(|name| function.ends_with(name.as_str()));
            match it.args.first().filter(|_| is_of_type) {
                Some(argument) => text(argument),
                None => text(expression),
            }
        }
        other => text(other),
    }
}

/// The headers that a closure sets in a request: `|it| { it.headers_mut().insert("name", "value"); }`.
pub(super) fn headers(closure: &str) -> Option<String> {
    let Ok(Expr::Closure(it)) = syn::parse_str::<Expr>(closure) else {
        return None;
    };
    let statements: Vec<&Expr> = match &*it.body {
        Expr::Block(it) => {
            let statements = it.block.stmts.iter();
            let all = statements.map(|statement| match statement {
                syn::Stmt::Expr(it, _) => Some(it),
                _ => None,
            });
            all.collect::<Option<_>>()?
        }
        other => vec![other],
    };
    let mut ours = String::new();
    for statement in statements {
        let (_, steps) = chain(statement);
        let [headers, insert] = steps.as_slice() else {
            return None;
        };
        let is_header = headers.method == "headers_mut"
            && (insert.method == "insert" || insert.method == "append");
        let arguments: Vec<String> = insert.args.iter().map(text).collect();
        let [name, value] = arguments.as_slice() else {
            return None;
        };
        if !is_header {
            return None;
        }
        ours.push_str(&format!(".header({name}, {value})"));
    }
    Some(ours)
}
