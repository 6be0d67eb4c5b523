//! Arguments of the SDK's setters as arguments of ours.

use quote::ToTokens;
use syn::{Expr, ExprCall};

use crate::ir::{Item, Member, Service, Type};

use super::operations::squashed;

/// The setters of a member, which the SDK calls once for each item or entry, as `push_…` and `insert_…`
/// do here.
fn setting(service: &Service, member: &Member, calls: &[Vec<String>]) -> String {
    let arguments = |call: &Vec<String>| -> Vec<String> {
        call.iter()
            .map(|argument| code(service, argument))
            .collect()
    };
    match (&member.adder, &member.ty) {
        (Some(adder), _) => calls
            .iter()
            .map(|call| format!(".{adder}({})", arguments(call).join(", ")))
            .collect(),
        (None, Type::List { .. }) => {
            let items: Vec<String> = calls.iter().flat_map(arguments).collect();
            format!(".{}([{}])", member.setter, items.join(", "))
        }
        (None, Type::Map { .. }) => {
            let entries = calls
                .iter()
                .map(|call| format!("({})", arguments(call).join(", ")));
            let entries: Vec<String> = entries.collect();
            format!(".{}([{}])", member.setter, entries.join(", "))
        }
        // The last one counts.
        (None, _) => {
            let argument = calls.last().map(arguments).unwrap_or_default();
            format!(".{}({})", member.setter, argument.join(", "))
        }
    }
}

/// Code with the SDK's builders and wrappers replaced.
pub(super) fn code(service: &Service, text: &str) -> String {
    match syn::parse_str::<Expr>(text) {
        Ok(expression) => rewritten(service, &expression),
        Err(_) => text.to_owned(),
    }
}

fn text(node: &impl ToTokens) -> String {
    node.to_token_stream().to_string()
}

fn rewritten(service: &Service, expression: &Expr) -> String {
    if let Some(built) = built(service, expression) {
        return built;
    }
    match expression {
        Expr::Call(it) => of_call(service, it),
        Expr::MethodCall(it) => {
            let arguments: Vec<String> = it.args.iter().map(|it| rewritten(service, it)).collect();
            let generics = it.turbofish.as_ref().map(text).unwrap_or_default();
            let receiver = rewritten(service, &it.receiver);
            format!(
                "{receiver}.{}{generics}({})",
                it.method,
                arguments.join(", ")
            )
        }
        Expr::Try(it) => match of_file(service, &it.expr) {
            Some(file) => file,
            None => format!("{}?", rewritten(service, &it.expr)),
        },
        Expr::Await(it) => format!("{}.await", rewritten(service, &it.base)),
        Expr::Reference(it) if it.mutability.is_none() => {
            format!("&{}", rewritten(service, &it.expr))
        }
        Expr::Path(it) if it.qself.is_none() => named(service, &it.path),
        other => text(other),
    }
}

/// A path with the names that the types and variants of the service have here.
fn named(service: &Service, path: &syn::Path) -> String {
    let mut item = None;
    let segments = path.segments.iter().map(|segment| {
        let name = segment.ident.to_string();
        let variant = item.and_then(|item| variant(item, &name));
        item = service
            .items
            .iter()
            .find(|item| squashed(&item.name().ty) == squashed(&name));
        let is_type = name.starts_with(char::is_uppercase);
        let renamed = item.filter(|_| is_type).map(|item| item.name().ty.clone());
        let arguments = text(&segment.arguments);
        format!("{}{arguments}", variant.or(renamed).unwrap_or(name))
    });
    let segments: Vec<String> = segments.collect();
    let start = path.leading_colon.map_or("", |_| "::");
    format!("{start}{}", segments.join("::"))
}

/// The variant of an enum or a union that the SDK has under a name.
fn variant(item: &Item, name: &str) -> Option<String> {
    let names: Vec<&String> = match item {
        Item::Union(it) => it.variants.iter().map(|it| &it.name).collect(),
        Item::Enumeration(it) => it.variants.iter().map(|it| &it.name).collect(),
        Item::IntEnumeration(it) => it.variants.iter().map(|it| &it.name).collect(),
        Item::Structure(_) => Vec::new(),
    };
    let mut names = names.into_iter();
    names.find(|it| squashed(it) == squashed(name)).cloned()
}

/// `ByteStream::from_path(…).await?` as the file that it is.
fn of_file(service: &Service, expression: &Expr) -> Option<String> {
    let inner = match expression {
        Expr::Await(it) => &*it.base,
        other => other,
    };
    let Expr::Call(it) = inner else {
        return None;
    };
    let path = of_wrapper(it)?;
    let argument = it
        .args
        .first()
        .filter(|_| path == ("ByteStream".to_owned(), "from_path".to_owned()))?;
    Some(format!(
        "runtime::Body::from_file({})?",
        rewritten(service, argument)
    ))
}

/// The last two names of a function's path.
fn of_wrapper(it: &ExprCall) -> Option<(String, String)> {
    let Expr::Path(function) = &*it.func else {
        return None;
    };
    let mut names = function
        .path
        .segments
        .iter()
        .rev()
        .map(|it| it.ident.to_string());
    let (name, ty) = (names.next()?, names.next()?);
    Some((ty, name))
}

fn of_call(service: &Service, it: &ExprCall) -> String {
    let arguments: Vec<String> = it.args.iter().map(|it| rewritten(service, it)).collect();
    let all = arguments.join(", ");
    let names = of_wrapper(it);
    let names = names
        .as_ref()
        .map(|(ty, name)| (ty.as_str(), name.as_str()));
    match names {
        // Setters take what these wrap.
        Some(
            ("Blob", "new") | ("ByteStream", "from" | "from_static" | "new") | ("SdkBody", "from"),
        ) => all,
        Some(("DateTime", "from_secs")) => {
            format!("runtime::Timestamp::from_epoch_seconds({all})?")
        }
        _ => format!("{}({all})", rewritten(service, &it.func)),
    }
}

/// `Type::builder()….build()?` as `Type::new()…`.
fn built(service: &Service, expression: &Expr) -> Option<String> {
    let mut steps = Vec::new();
    let mut base = expression;
    // What `build` returns may be a `Result`.
    loop {
        base = match base {
            Expr::Try(it) => &it.expr,
            Expr::MethodCall(it) if it.method == "unwrap" || it.method == "expect" => &it.receiver,
            _ => break,
        };
    }
    let Expr::MethodCall(build) = base else {
        return None;
    };
    if build.method != "build" || !build.args.is_empty() {
        return None;
    }
    base = &build.receiver;
    while let Expr::MethodCall(it) = base {
        steps.push(it);
        base = &it.receiver;
    }
    steps.reverse();
    let Expr::Call(call) = base else {
        return None;
    };
    let (ty, _) = of_wrapper(call).filter(|(_, name)| name == "builder" && call.args.is_empty())?;
    let (name, members) = service.items.iter().find_map(|item| match item {
        Item::Structure(it) if squashed(&it.name.ty) == squashed(&ty) => {
            Some((&it.name.ty, &it.members))
        }
        _ => None,
    })?;
    let calls: Vec<(String, Vec<String>)> = steps
        .iter()
        .map(|it| (it.method.to_string(), it.args.iter().map(text).collect()))
        .collect();
    let (setters, left) = setters(service, members, &calls);
    left.is_empty().then(|| format!("{name}::new(){setters}"))
}

/// The code in `Some(…)`.
fn in_some(argument: &str) -> Option<String> {
    match syn::parse_str::<Expr>(argument).ok()? {
        Expr::Call(it) if it.args.len() == 1 && text(&it.func) == "Some" => {
            it.args.first().map(text)
        }
        _ => None,
    }
}

/// The setters that stand for calls of the SDK's, and the fields to set otherwise: those whose
/// `Option` the code has at hand.
pub(super) fn setters(
    service: &Service,
    members: &[Member],
    calls: &[(String, Vec<String>)],
) -> (String, Vec<String>) {
    let mut found: Vec<(&Member, Vec<Vec<String>>)> = Vec::new();
    let mut text = String::new();
    let mut left = Vec::new();
    for (name, arguments) in calls {
        let of = |name: &str| {
            members
                .iter()
                .find(|member| squashed(&member.name) == squashed(name))
        };
        let whole = name.strip_prefix("set_").and_then(of);
        match (of(name), whole) {
            (Some(member), _) => match found
                .iter_mut()
                .find(|(known, _)| known.name == member.name)
            {
                Some((_, calls)) => calls.push(arguments.clone()),
                None => found.push((member, vec![arguments.clone()])),
            },
            (None, Some(member)) => {
                let argument = arguments.first().map_or("", String::as_str);
                if argument == "None" || argument.starts_with("None::") {
                    continue;
                }
                match in_some(argument) {
                    Some(value) => {
                        text.push_str(&format!(".{}({})", member.setter, code(service, &value)));
                    }
                    None => left.push(format!("{} = {}", member.field, code(service, argument))),
                }
            }
            // Said by whoever asks: it may be something else than a setter.
            (None, None) => text.push_str(&format!(".{name}({})", arguments.join(", "))),
        }
    }
    let of_members: String = found
        .iter()
        .map(|(member, calls)| setting(service, member, calls))
        .collect();
    (format!("{of_members}{text}"), left)
}
