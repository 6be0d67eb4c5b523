//! Arguments of the SDK's setters as arguments of ours.

use syn::{Expr, ExprCall, ExprMethodCall};

use crate::ir::{Item, Member, Presence, Scalar, Service, Structure, Type};

use super::children;
use super::operations::squashed;
use super::syntax::{chain, text};

/// The names that code has: those of a service, of getters, and of imports.
pub(super) struct Names<'s> {
    pub(super) service: &'s Service,
    /// Calls of getters as code, and what comes behind the dot instead.
    pub(super) reads: Vec<(String, String)>,
    /// Types under other names, and their own.
    pub(super) aliases: &'s [(String, String)],
}

impl Names<'_> {
    /// The name of a type in the SDK.
    fn of_type<'n>(&'n self, name: &'n str) -> &'n str {
        let mut aliases = self.aliases.iter();
        aliases
            .find(|(alias, _)| alias == name)
            .map_or(name, |(_, own)| own)
    }
}

/// The setters of a member, which the SDK calls once for each item or entry, as `push_…` and `insert_…`
/// do here.
fn setting(names: &Names<'_>, member: &Member, calls: &[Vec<String>]) -> String {
    let is_map = matches!(member.ty, Type::Map { .. });
    let arguments = |call: &Vec<String>| -> Vec<String> {
        let all = call.iter().enumerate();
        all.map(|(at, argument)| match is_map && at == 0 {
            true => key(names, argument),
            false => given(names, &member.ty, argument),
        })
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

/// The argument of a setter. Where the SDK's takes one type, ours takes what becomes it, and
/// `into()` would leave open what it makes.
fn given(names: &Names<'_>, ty: &Type, argument: &str) -> String {
    let ty = match ty {
        Type::List { item, .. } => item,
        Type::Map { value, .. } => value,
        ty => ty,
    };
    let takes_any = matches!(
        ty,
        Type::Named(_) | Type::Scalar(Scalar::Blob | Scalar::Body | Scalar::String)
    );
    match syn::parse_str::<Expr>(argument) {
        Ok(Expr::MethodCall(it)) if takes_any && it.method == "into" => {
            rewritten(names, &it.receiver)
        }
        Ok(Expr::Call(it)) if takes_any => {
            wrapped(names, &it).unwrap_or_else(|| rewritten(names, &Expr::Call(it)))
        }
        // A time of the system.
        Ok(Expr::MethodCall(it))
            if it.method == "into" && matches!(ty, Type::Scalar(Scalar::Timestamp(_))) =>
        {
            timestamp("try_from", &rewritten(names, &it.receiver))
        }
        _ => code(names, argument),
    }
}

/// Code with the SDK's builders and wrappers replaced.
pub(super) fn code(names: &Names<'_>, text: &str) -> String {
    match syn::parse_str::<Expr>(text) {
        Ok(expression) => rewritten(names, &expression),
        Err(_) => text.to_owned(),
    }
}

fn rewritten(names: &Names<'_>, expression: &Expr) -> String {
    let mut expression = expression.clone();
    rewrite(names, &mut expression);
    text(&expression)
}

/// Replaces the SDK's builders and wrappers in an expression.
pub(super) fn rewrite(names: &Names<'_>, expression: &mut Expr) {
    let new = match expression {
        Expr::MethodCall(it) if it.args.is_empty() => of_getter(names, it),
        Expr::Call(it) => of_call(names, it),
        Expr::Try(it) => of_file(names, &it.expr),
        Expr::Path(it) if it.qself.is_none() => of_function(&it.path),
        _ => None,
    };
    let new = new.or_else(|| built(names, expression));
    if let Some(new) = new.and_then(|new| syn::parse_str(&new).ok()) {
        *expression = new;
        return;
    }
    if let Expr::Path(it) = expression
        && it.qself.is_none()
        && let Ok(path) = syn::parse_str(&named(names, &it.path))
    {
        it.path = path;
    }
    children::each(expression, &mut |child| rewrite(names, child));
}

/// A getter of the SDK's types as a field.
fn of_getter(names: &Names<'_>, it: &ExprMethodCall) -> Option<String> {
    if names.reads.is_empty() {
        return None;
    }
    let old = text(it);
    let (_, new) = names.reads.iter().find(|(known, _)| *known == old)?;
    Some(format!("{}.{new}", rewritten(names, &it.receiver)))
}

/// A path with the names that the types and variants of the service have here. The modules of the
/// SDK in front of a type go.
fn named(names: &Names<'_>, path: &syn::Path) -> String {
    let mut item = None;
    let mut found: Vec<String> = Vec::new();
    let mut start = path.leading_colon.map_or("", |_| "::");
    for segment in &path.segments {
        let name = segment.ident.to_string();
        let variant = item.and_then(|item| variant(item, &name));
        let is_type = name.starts_with(char::is_uppercase);
        let is_of_sdk = found
            .iter()
            .any(|it| it == "types" || it.starts_with("aws_sdk_"));
        item = names
            .service
            .items
            .iter()
            .find(|item| squashed(&item.name().ty) == squashed(&name));
        let known = item.map(|item| &item.name().ty);
        let known = known.or_else(|| structure(names.service, &name).map(|it| &it.name.ty));
        let renamed = known.filter(|_| is_type).cloned();
        if renamed.is_some() && is_of_sdk {
            found.clear();
            start = "";
        }
        let arguments = text(&segment.arguments);
        found.push(format!(
            "{}{arguments}",
            variant.or(renamed).unwrap_or(name)
        ));
    }
    format!("{start}{}", found.join("::"))
}

/// The key of a map, which is text here: a variant of an enum is its text.
fn key(names: &Names<'_>, argument: &str) -> String {
    let new = code(names, argument);
    let Ok(Expr::Path(it)) = syn::parse_str::<Expr>(argument) else {
        return new;
    };
    let path: Vec<String> = it
        .path
        .segments
        .iter()
        .map(|it| it.ident.to_string())
        .collect();
    let is_variant = path.last_chunk().is_some_and(|[ty, name]| {
        names.service.items.iter().any(|item| {
            matches!(item, Item::Enumeration(_))
                && squashed(&item.name().ty) == squashed(names.of_type(ty))
                && variant(item, name).is_some()
        })
    });
    match is_variant {
        true => format!("{new}.as_str()"),
        false => new,
    }
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
fn of_file(names: &Names<'_>, expression: &Expr) -> Option<String> {
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
        rewritten(names, argument)
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

/// The calls of the SDK's functions that make values.
fn of_call(names: &Names<'_>, it: &ExprCall) -> Option<String> {
    let (ty, name) = of_wrapper(it)?;
    if let Some(made) = of_variant(names, it, names.of_type(&ty), &name) {
        return Some(made);
    }
    // Code in code is rewritten once, by whoever asks, unless this is one of these.
    let function = match (ty.as_str(), name.as_str()) {
        ("Blob", "new") => "runtime::bytes::Bytes::from",
        ("ByteStream", "from" | "from_static" | "new") | ("SdkBody", "from") => {
            "runtime::Body::from"
        }
        ("DateTime", "from_secs") => "from_epoch_seconds",
        ("DateTime", "from_secs_and_nanos") => "from_epoch",
        ("DateTime", "from") => "try_from",
        ("DateTime", "from_str") => "parse",
        _ => return None,
    };
    let arguments: Vec<String> = it.args.iter().map(|it| rewritten(names, it)).collect();
    let all = arguments.join(", ");
    Some(match (ty.as_str(), function) {
        // Its result is a `Result`, too.
        (_, "parse") => format!("{}.parse::<runtime::Timestamp>()", arguments.first()?),
        ("DateTime", function) => timestamp(function, &all),
        // The SDK copies what is borrowed.
        ("Blob", _) if it.args.first().is_some_and(is_borrowed) => {
            format!("runtime::bytes::Bytes::copy_from_slice({all})")
        }
        (_, function) => format!("{function}({})", slice(it, &all)),
    })
}

/// A variant of a union that holds bytes or a map, whose types aren't the SDK's.
fn of_variant(names: &Names<'_>, it: &ExprCall, ty: &str, name: &str) -> Option<String> {
    let union = names.service.items.iter().find_map(|item| match item {
        Item::Union(it) if squashed(&it.name.ty) == squashed(ty) => Some(it),
        _ => None,
    })?;
    let mut variants = union.variants.iter();
    let variant = variants.find(|it| squashed(&it.name) == squashed(name))?;
    let of_variant = variant.ty.as_ref()?;
    let [argument] = it.args.iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    let argument = match of_variant {
        Type::Map { .. } => collected(&given(names, of_variant, &text(argument))),
        Type::Scalar(Scalar::Blob) => given(names, of_variant, &text(argument)),
        _ => return None,
    };
    Some(format!(
        "{}::{}({argument})",
        union.name.ty, variant.methods.new
    ))
}

/// The argument for a list or a map, which takes an iterator here: without `collect`.
fn collected(argument: &str) -> String {
    match syn::parse_str::<Expr>(argument) {
        Ok(Expr::MethodCall(it)) if it.method == "collect" => text(&it.receiver),
        _ => argument.to_owned(),
    }
}

/// The argument of a setter in place of one of the SDK's wrappers: the value in the wrapper.
fn wrapped(names: &Names<'_>, it: &ExprCall) -> Option<String> {
    let (ty, name) = of_wrapper(it)?;
    let argument = it.args.first().filter(|_| it.args.len() == 1)?;
    match (ty.as_str(), name.as_str()) {
        ("Blob", "new") if is_borrowed(argument) => None,
        ("Blob", "new") | ("ByteStream", "from" | "from_static" | "new") | ("SdkBody", "from") => {
            Some(slice(it, &rewritten(names, argument)))
        }
        _ => None,
    }
}

/// Bytes are made of slices, and not of arrays.
fn slice(it: &ExprCall, argument: &str) -> String {
    match it.args.first() {
        Some(Expr::Lit(syn::ExprLit {
            lit: syn::Lit::ByteStr(_),
            ..
        })) => format!("&{argument}[..]"),
        _ => argument.to_owned(),
    }
}

/// The functions of the SDK as values, as in `map(DateTime::from_secs)`.
fn of_function(path: &syn::Path) -> Option<String> {
    let mut names = path.segments.iter().rev().map(|it| it.ident.to_string());
    let (name, ty) = (names.next()?, names.next()?);
    match (ty.as_str(), name.as_str()) {
        ("Blob", "new") => Some("runtime::bytes::Bytes::from".to_owned()),
        ("ByteStream", "from" | "new") => Some("runtime::Body::from".to_owned()),
        ("DateTime", "from_secs") => Some(format!(
            "|seconds| {}",
            timestamp("from_epoch_seconds", "seconds")
        )),
        ("DateTime", "from") => Some(format!("|time| {}", timestamp("try_from", "time"))),
        _ => None,
    }
}

/// Whether a value is bytes or text that somebody else owns, as far as the code tells.
fn is_borrowed(argument: &Expr) -> bool {
    match argument {
        Expr::Reference(_) => true,
        Expr::MethodCall(it) => it.method == "as_bytes" || it.method == "as_slice",
        _ => false,
    }
}

/// A timestamp, which the SDK makes of any number.
fn timestamp(function: &str, arguments: &str) -> String {
    format!("runtime::Timestamp::{function}({arguments}).expect(\"a year from 0 to 9999\")")
}

/// `Type::builder()….build()?` as `Type::new()…`.
fn built(names: &Names<'_>, expression: &Expr) -> Option<String> {
    let mut base = expression;
    // The SDK's `build` may return a `Result`. Values are always whole here.
    loop {
        base = match base {
            Expr::Try(it) => &it.expr,
            Expr::MethodCall(it)
                if ["context", "expect", "map_err", "unwrap"]
                    .iter()
                    .any(|name| it.method == name) =>
            {
                &it.receiver
            }
            _ => break,
        };
    }
    let Expr::MethodCall(build) = base else {
        return None;
    };
    if build.method != "build" || !build.args.is_empty() {
        return None;
    }
    let (base, steps) = chain(&build.receiver);
    let Expr::Call(call) = base else {
        return None;
    };
    let (ty, _) = of_wrapper(call).filter(|(_, name)| name == "builder" && call.args.is_empty())?;
    let structure = structure(names.service, names.of_type(&ty))?;
    let name = &structure.name.ty;
    let calls: Vec<(String, Vec<String>)> = steps
        .iter()
        .map(|it| (it.method.to_string(), it.args.iter().map(text).collect()))
        .collect();
    let (setters, fields) = setters(names, &structure.members, &calls);
    let new = format!("{name}::new(){setters}");
    if fields.is_empty() {
        return Some(new);
    }
    let sets: String = fields
        .iter()
        .map(|field| field.statement("value"))
        .collect();
    Some(format!("{{ let mut value = {new}; {sets} value }}"))
}

/// Whether the SDK's builder in code has a `build` that may fail, and nothing takes its `Result` apart.
pub(super) fn is_result(names: &Names<'_>, code: &str) -> bool {
    let Ok(Expr::MethodCall(build)) = syn::parse_str::<Expr>(code) else {
        return false;
    };
    let (base, _) = chain(&build.receiver);
    let ty = match base {
        Expr::Call(it) => of_wrapper(it),
        _ => None,
    };
    let structure = ty.and_then(|(ty, _)| structure(names.service, &ty));
    build.method == "build"
        && structure.is_some_and(|it| {
            let mut members = it.members.iter();
            members.any(|member| member.presence == Presence::Required)
        })
}

/// The type that has a name in the SDK: one of the service's, an input, an output or an error.
fn structure<'s>(service: &'s Service, name: &str) -> Option<&'s Structure> {
    let items = service.items.iter().filter_map(|item| match item {
        Item::Structure(it) => Some(it),
        _ => None,
    });
    let errors = service.errors.iter().map(|error| &error.structure);
    let outputs = service.operations.iter().map(|it| &it.output);
    let mut named = items.chain(errors).chain(outputs);
    let found = named.find(|it| squashed(&it.name.ty) == squashed(name));
    found.or_else(|| {
        let operation = name.strip_suffix("Input")?;
        let mut inputs = service.operations.iter().map(|it| &it.input);
        inputs.find(|it| squashed(&it.name.ty) == squashed(operation))
    })
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

/// A field that takes an `Option` that the code has at hand.
pub(super) struct Field<'s> {
    member: &'s Member,
    value: String,
}

impl Field<'_> {
    /// The statement that sets the field of a variable.
    pub(super) fn statement(&self, variable: &str) -> String {
        let Self { member, value } = self;
        let field = &member.field;
        if !member.is_option() {
            return format!("if let Some(value) = {value} {{ {variable}.{field} = value; }}");
        }
        let value = match &member.ty {
            // The SDK's maps aren't in order.
            Type::Map { .. } => format!("{value}.map(|all| all.into_iter().collect())"),
            Type::Named(named) if named.boxed => format!("{value}.map(Box::new)"),
            _ => value.clone(),
        };
        format!("{variable}.{field} = {value};")
    }
}

/// The value that a setter of the SDK's for the whole member was given.
enum Whole {
    /// The value in `Some(…)`.
    Value(String),
    /// An `Option` that the code has at hand.
    Option(String),
}

/// The calls that set a member, in their order: a setter of the whole stands first, as it replaces
/// all that was set before.
struct Calls<'s> {
    member: &'s Member,
    whole: Option<Whole>,
    /// The number of the call of the setter of the whole.
    at: usize,
    /// The arguments of the other calls.
    others: Vec<Vec<String>>,
}

impl Calls<'_> {
    fn is_collection(&self) -> bool {
        matches!(self.member.ty, Type::List { .. } | Type::Map { .. })
    }

    /// Adds a call that sets a value, an item or an entry.
    fn add(&mut self, arguments: &[String]) {
        if !self.is_collection() {
            self.whole = None;
        }
        self.others.push(arguments.to_vec());
    }

    /// Replaces everything by a whole.
    fn replace(&mut self, at: usize, argument: &str) {
        self.others.clear();
        self.at = at;
        self.whole = match in_some(argument) {
            _ if argument == "None" || argument.starts_with("None::") => None,
            Some(value) => Some(Whole::Value(value)),
            None => Some(Whole::Option(argument.to_owned())),
        };
    }

    /// The setters of ours that stand for the other calls.
    fn setting(&self, names: &Names<'_>) -> String {
        match self.others.as_slice() {
            [] => String::new(),
            others => setting(names, self.member, others),
        }
    }

    /// The setters of ours for a whole value and the other calls behind it.
    fn with_whole(&self, names: &Names<'_>, whole: &str) -> String {
        let whole = match self.is_collection() {
            true => collected(whole),
            false => whole.to_owned(),
        };
        let (setter, others) = (&self.member.setter, self.setting(names));
        // Without a setter for an item, the others are a list or a map, which would replace the whole.
        let list = others.strip_prefix(&format!(".{setter}("));
        match list.and_then(|list| list.strip_suffix(')')) {
            Some(list) => format!(".{setter}({whole}.into_iter().chain({list}))"),
            None => format!(".{setter}({whole}){others}"),
        }
    }
}

/// The setters that stand for calls of the SDK's, and the fields to set otherwise: those whose
/// `Option` the code has at hand.
pub(super) fn setters<'s>(
    names: &Names<'_>,
    members: &'s [Member],
    calls: &[(String, Vec<String>)],
) -> (String, Vec<Field<'s>>) {
    let mut found: Vec<Calls<'s>> = Vec::new();
    // With the number of the call that it stands for.
    let mut late: Vec<(usize, String)> = Vec::new();
    for (at, (name, arguments)) in calls.iter().enumerate() {
        let of = |name: &str| {
            members
                .iter()
                .find(|member| squashed(&member.name) == squashed(name))
        };
        let own = of(name);
        let Some(member) = own.or_else(|| name.strip_prefix("set_").and_then(of)) else {
            // Said by whoever asks: it may be something else than a setter.
            late.push((at, format!(".{name}({})", arguments.join(", "))));
            continue;
        };
        let known = found.iter().position(|it| it.member.name == member.name);
        let known = known.unwrap_or_else(|| {
            found.push(Calls {
                member,
                whole: None,
                at,
                others: Vec::new(),
            });
            found.len() - 1
        });
        let Some(known) = found.get_mut(known) else {
            continue;
        };
        match own {
            Some(_) => known.add(arguments),
            None => known.replace(at, arguments.first().map_or("", String::as_str)),
        }
    }
    let mut text = String::new();
    let mut left = Vec::new();
    for calls in &found {
        let member = calls.member;
        match &calls.whole {
            None => text.push_str(&calls.setting(names)),
            Some(Whole::Value(value)) => {
                let value = given(names, &member.ty, value);
                late.push((calls.at, calls.with_whole(names, &value)));
            }
            Some(Whole::Option(value)) if calls.others.is_empty() => left.push(Field {
                member,
                value: code(names, value),
            }),
            Some(Whole::Option(value)) => {
                let value = format!("{}.unwrap_or_default()", code(names, value));
                late.push((calls.at, calls.with_whole(names, &value)));
            }
        }
    }
    late.sort_by_key(|(at, _)| *at);
    text.extend(late.into_iter().map(|(_, setter)| setter));
    (text, left)
}
