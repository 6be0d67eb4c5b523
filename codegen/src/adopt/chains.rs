//! Chains of calls: where operations are called, and what the calls after them are.

use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat};

use super::found::{Call, CallKind, Link, Method};
use super::known::{Known, known};
use super::operations::Value;
use super::place::{Extent, Place};
use super::source::extent;
use super::ty::{Stage, Ty};
use super::walker::Walker;

/// A call that a chain has begun.
struct Open {
    call: Call,
    /// The index of the first step after it.
    next: usize,
}

impl Walker<'_, '_> {
    /// The type of a chain of calls, fields, `.await` and `?`.
    pub(super) fn chain(&mut self, expression: &Expr) -> Ty {
        let (base, steps) = parts(expression);
        if let Expr::Macro(it) = base
            && self.is_rule(&it.mac)
        {
            return self.rule(&it.mac, expression, &steps);
        }
        let mut open = None;
        let mut ty = match base {
            Expr::Call(it) => {
                self.shown_error(it, !steps.is_empty());
                self.call(it)
            }
            base => self.expression(base),
        };
        if let (Some((krate, method, _)), Expr::Call(it)) = (ty.as_stage(), base)
            && self.is_of_client(&it.func)
        {
            // `Client::put_item(&client)…`
            let client = it.args.first().map(|it| self.text(it));
            let place = self.place(it.func.span());
            let call = begun(krate, method, CallKind::Operation, place, client);
            open = Some(Open { call, next: 0 });
        }
        let mut open = open.or_else(|| self.continued(&ty, base, &steps, 0));
        // The steps that a change of an earlier one has taken.
        let mut taken = 0;
        for (at, step) in steps.iter().enumerate() {
            if taken > 0 {
                taken -= 1;
                continue;
            }
            let rest = steps.get(at + 1..).unwrap_or_default();
            self.has_next = !rest.is_empty();
            if let Expr::MethodCall(it) = step
                && let Some(idiom) = self.idiom(&ty, it, rest)
            {
                (ty, taken) = (idiom.ty, idiom.taken);
                continue;
            }
            ty = match step {
                Expr::MethodCall(it) => {
                    let is_sent = steps
                        .iter()
                        .skip(at)
                        .any(|step| matches!(step, Expr::MethodCall(it) if ends(it)));
                    let (next, begun) = self.step(&ty, it, is_sent);
                    if let Some(call) = begun {
                        self.close(open.take(), &steps, base, at);
                        open = Some(Open { call, next: at + 1 });
                    }
                    next
                }
                Expr::Field(it) => {
                    let name = match &it.member {
                        syn::Member::Named(name) => name.to_string(),
                        syn::Member::Unnamed(at) => at.index.to_string(),
                    };
                    self.field(&ty, &name)
                }
                Expr::Try(_) => match &ty {
                    Ty::Result(..) | Ty::Option(_) => ty.item(),
                    _ => ty,
                },
                // Futures are what they become.
                _ => ty,
            };
            // A function of the project that returns a builder.
            open = open.or_else(|| self.continued(&ty, step, &steps, at + 1));
        }
        let client = open.as_ref().and_then(|open| open.call.client.clone());
        self.close(open, &steps, base, steps.len());
        self.note_value(base, &steps);
        self.note_configuration(base, &steps);
        self.note_made(base, &steps);
        self.note_replay(base);
        self.last_client = client.filter(|_| ty.as_stage().is_some());
        ty
    }

    /// The call that a builder from elsewhere is in, if the steps from `next` on send it, or set what may
    /// have another form.
    fn continued(&self, ty: &Ty, base: &Expr, steps: &[&Expr], next: usize) -> Option<Open> {
        let (krate, method, stage) = ty.as_stage()?;
        let methods = steps.iter().skip(next).filter_map(|step| match step {
            Expr::MethodCall(it) => Some(it),
            _ => None,
        });
        let sends = |it: &&ExprMethodCall| ends(it) || it.method.to_string().starts_with("set_");
        let sets = |it: &&ExprMethodCall| stage == Stage::Builder && !it.args.is_empty();
        let mut after = methods.clone();
        let named = after.find(sends).or_else(|| methods.clone().find(sets))?;
        let place = self.place(named.method.span());
        let base = self.text(base);
        let client = self.began.get(&base).cloned();
        let kind = CallKind::Continued(stage.into());
        let call = Call {
            base: Some(base),
            ..begun(krate, method, kind, place, client)
        };
        Some(Open { call, next })
    }

    /// Notes the client whose call is put into a variable, and configurations of presigning.
    pub(super) fn remember(&mut self, pattern: &Pat, value: &Expr) {
        let is_chain = matches!(value, Expr::MethodCall(_));
        let name = match pattern {
            Pat::Ident(it) => &it.ident,
            Pat::Type(it) => match &*it.pat {
                Pat::Ident(it) => &it.ident,
                _ => return,
            },
            _ => return,
        };
        if let Some(client) = self.last_client.take().filter(|_| is_chain) {
            self.began.insert(name.to_string(), client);
        }
        let expression = value;
        let value = self.text(value);
        if value.contains("PresigningConfig::") && !value.contains(".presigned(") {
            self.presigning_in_variable(expression);
            self.presigning.insert(name.to_string(), value);
        } else if [
            "ReplayEvent::new",
            "Request::builder",
            "Response::builder",
            "Response::new",
        ]
        .iter()
        .any(|part| value.contains(part))
        {
            self.events.insert(name.to_string(), value);
        }
    }

    /// A method of a value: the type of its result, and the call that it begins.
    fn step(&mut self, ty: &Ty, it: &ExprMethodCall, is_sent: bool) -> (Ty, Option<Call>) {
        let name = it.method.to_string();
        if let Some(arguments) = &it.turbofish {
            for argument in &arguments.args {
                if let syn::GenericArgument::Type(ty) = argument {
                    self.mention_type(ty);
                }
            }
        }
        // A client behind `Deref` is one unless its own type has the method.
        let behind = self.behind(ty, &name);
        if let Some(krate) = behind.as_ref().unwrap_or(ty).as_client() {
            let krate = krate.to_owned();
            if it.args.is_empty()
                && let Some((ty, call)) = self.of_client(&krate, it, is_sent)
            {
                return (ty, Some(call));
            }
        }
        let is_own = self.method(ty, &name);
        if let Some((inputs, output)) = is_own {
            self.arguments(it, &inputs);
            return (output, None);
        }
        if let Some((krate, method, stage)) = ty.as_stage() {
            let (krate, method) = (krate.to_owned(), method.to_owned());
            self.arguments(it, &[]);
            let items = self.operations.items(&krate, &method);
            if name == "send" && ty.is_at(ITEMS) {
                let item = items.map_or_else(|| Ty::of_sdk(&krate), |it| Ty::of_value(&krate, it));
                let error = Ty::named(&[&krate, "operation", &method, "Error"]);
                return (
                    Ty::Many(Box::new(Ty::Result(Box::new(item), Box::new(error)))),
                    None,
                );
            }
            return (after(&krate, &method, stage, &name, ty), None);
        }
        if let Some(read) = self.read(ty, it) {
            return (read, None);
        }
        if ty.sdk().is_some() && ty.as_client().is_none() {
            self.note_method(ty.sdk(), it);
            self.arguments(it, &[]);
            return (ty.clone(), None);
        }
        match known(ty, &name) {
            Some(Known { inputs, result }) => {
                // `map_or` has its closure behind another argument.
                let closure = Ty::Function {
                    inputs,
                    output: Box::default(),
                };
                let first = self.arguments(it, &[closure.clone(), closure]);
                (result.of(ty, first), None)
            }
            None => {
                self.arguments(it, &[]);
                self.note_method(None, it);
                if ty.as_client().is_some() {
                    let place = self.place(it.method.span());
                    let reason = format!(
                        "`.{name}` of a client isn't a method of the SDK or of this project"
                    );
                    self.found.unresolved.push((place, reason));
                    return (Ty::Unknown, None);
                }
                match ty.is_unknown() && it.args.is_empty() {
                    true => self.guess(it, is_sent),
                    false => (Ty::Unknown, None),
                }
            }
        }
    }

    /// The type of a member that a getter of the SDK's types reads.
    fn read(&mut self, ty: &Ty, it: &ExprMethodCall) -> Option<Ty> {
        let of = ty.owner().filter(|_| it.args.is_empty())?;
        let name = it.method.to_string();
        let getter = self.operations.getter(&of, &name)?;
        let value = Ty::of_value(ty.sdk()?, &getter.value);
        // Lists that aren't there are empty.
        let is_there = getter.is_required || matches!(getter.value, Value::List(_));
        self.note_method(ty.sdk(), it);
        if let Some(method) = self.found.methods.last_mut() {
            method.of = Some(of);
        }
        Some(match is_there {
            true => value,
            false => Ty::Option(Box::new(value)),
        })
    }

    /// The client that a type of the project dereferences to, for a method that isn't its own.
    fn behind(&self, ty: &Ty, name: &str) -> Option<Ty> {
        let target = self.target(ty)?;
        let is_free = target.as_client().is_some() && self.method(ty, name).is_none();
        is_free.then_some(target)
    }

    /// The call that a method of a client begins.
    fn of_client(&mut self, krate: &str, it: &ExprMethodCall, is_sent: bool) -> Option<(Ty, Call)> {
        let name = it.method.to_string();
        let client = Some(self.text(&it.receiver));
        if name.starts_with("wait_until_") {
            let call = begun(
                krate,
                &name,
                CallKind::Waiter,
                self.place(it.method.span()),
                client,
            );
            return Some((Ty::stage(krate, &name, Stage::Waiter), call));
        }
        // A method that isn't `send` may be of a trait of the project or of another crate.
        let is_operation = self.operations.with(&name, std::iter::once(krate)).len() == 1
            || is_sent
                && self.operations.is_method(krate, &name)
                && self.method(&Ty::client(krate), &name).is_none()
                && known(&Ty::client(krate), &name).is_none();
        is_operation.then(|| {
            let call = begun(
                krate,
                &name,
                CallKind::Operation,
                self.place(it.method.span()),
                client,
            );
            (Ty::stage(krate, &name, Stage::Builder), call)
        })
    }

    /// A method of a value that nothing is known of: an operation, if only one crate has it.
    fn guess(&mut self, it: &ExprMethodCall, is_sent: bool) -> (Ty, Option<Call>) {
        let name = it.method.to_string();
        let clients = self.clients.iter().map(String::as_str);
        let found: Vec<String> = self
            .operations
            .with(&name, clients)
            .into_iter()
            .map(str::to_owned)
            .collect();
        match found.as_slice() {
            [krate] => {
                let client = Some(self.text(&it.receiver));
                let call = begun(
                    krate,
                    &name,
                    CallKind::Operation,
                    self.place(it.method.span()),
                    client,
                );
                let ty = Ty::stage(krate, &name, Stage::Builder);
                (
                    ty,
                    Some(Call {
                        is_probable: true,
                        ..call
                    }),
                )
            }
            // Without `send` the word may be of anything.
            [_, ..] if is_sent => {
                let place = self.place(it.method.span());
                let crates: Vec<String> =
                    found.iter().map(|krate| krate.replace('_', "-")).collect();
                let reason = format!(
                    "the type of the client of `.{name}()` isn't known, and it is an operation of {}",
                    crates.join(" and of ")
                );
                self.found.unresolved.push((place, reason));
                (Ty::Unknown, None)
            }
            _ => (Ty::Unknown, None),
        }
    }

    /// Ends a call with its steps up to `end`.
    fn close(&mut self, open: Option<Open>, steps: &[&Expr], base: &Expr, end: usize) {
        let Some(Open { mut call, next }) = open else {
            return;
        };
        let end = kept(steps, next, end);
        let last = end.checked_sub(1).and_then(|at| steps.get(at)).copied();
        let whole = last.unwrap_or(base);
        call.old = self.text(whole);
        call.extent = extent(whole.span());
        call.aliases = self.aliases();
        let of_call = steps.get(next..end).unwrap_or_default();
        call.links = of_call.iter().filter_map(|step| self.link(step)).collect();
        self.found.calls.push(call);
    }

    pub(super) fn link(&self, step: &Expr) -> Option<Link> {
        match step {
            Expr::MethodCall(it) => Some(Link::Method {
                name: it.method.to_string(),
                generics: it
                    .turbofish
                    .as_ref()
                    .map_or_else(String::new, |it| self.text(it)),
                arguments: it
                    .args
                    .iter()
                    .map(|argument| self.argument(it, argument))
                    .collect(),
            }),
            Expr::Field(it) => Some(Link::Field(self.text(&it.member))),
            Expr::Await(_) => Some(Link::Await),
            Expr::Try(_) => Some(Link::Try),
            _ => None,
        }
    }

    /// The code of an argument. A variable with a configuration of presigning is what it was made
    /// of.
    fn argument(&self, method: &ExprMethodCall, argument: &Expr) -> String {
        let text = self.text(argument);
        let made = self
            .presigning
            .get(&text)
            .filter(|_| method.method == "presigned");
        made.cloned().unwrap_or(text)
    }

    /// Looks at the arguments of a method, and returns the type of the first.
    pub(super) fn arguments(&mut self, it: &ExprMethodCall, inputs: &[Ty]) -> Ty {
        let mut first = Ty::Unknown;
        for (at, argument) in it.args.iter().enumerate() {
            let expected = inputs.get(at).unwrap_or(&Ty::Unknown);
            let ty = match (argument, expected) {
                (Expr::Closure(_), expected) => self.expecting(argument, expected),
                (argument, Ty::Function { .. }) => self.expression(argument),
                (argument, expected) => self.expecting(argument, expected),
            };
            if at == 0 {
                first = ty;
            }
        }
        first
    }

    /// Notes that there is a `*` in front of a read of a member.
    pub(super) fn note_dereferenced(&mut self, it: &syn::ExprUnary) {
        let inner = extent(it.expr.span());
        if let Some(method) = self.found.methods.last_mut()
            && method.whole == inner
            && method.of.is_some()
        {
            method.is_dereferenced = true;
            method.whole = extent(it.span());
        }
    }

    fn note_method(&mut self, krate: Option<&str>, it: &ExprMethodCall) {
        self.found.methods.push(Method {
            name: it.method.to_string(),
            krate: krate.map(str::to_owned),
            is_getter: it.args.is_empty(),
            of: None,
            old: self.text(it),
            base: self.text(&it.receiver),
            is_last: !self.has_next,
            extent: Extent {
                start: extent(it.method.span()).start,
                end: extent(it.span()).end,
            },
            whole: extent(it.span()),
            is_dereferenced: false,
            place: self.place(it.method.span()),
        });
    }
}

/// A call that begins.
pub(super) fn begun(
    krate: &str,
    method: &str,
    kind: CallKind,
    place: Place,
    client: Option<String>,
) -> Call {
    Call {
        krate: krate.to_owned(),
        method: method.to_owned(),
        kind,
        is_probable: false,
        old: String::new(),
        extent: Extent::at(&place),
        place,
        client,
        base: None,
        links: Vec::new(),
        rule: None,
        aliases: Vec::new(),
    }
}

/// The base of a chain, and its steps from the base on: each is the expression up to there.
fn parts(expression: &Expr) -> (&Expr, Vec<&Expr>) {
    let mut steps = Vec::new();
    let mut base = expression;
    loop {
        let inner = match base {
            Expr::MethodCall(it) => &it.receiver,
            Expr::Field(it) => &it.base,
            Expr::Await(it) => &it.base,
            Expr::Try(it) => &it.expr,
            Expr::Paren(it) if !steps.is_empty() => {
                base = &it.expr;
                continue;
            }
            _ => break,
        };
        steps.push(base);
        base = inner;
    }
    steps.reverse();
    (base, steps)
}

/// The methods that send what a builder has.
const ENDS: [&str; 5] = ["into_paginator", "presigned", "send", "send_with", "wait"];

/// The methods of pages that have another form, or may stand before those.
const OF_PAGES: [&str; 9] = [
    "collect",
    "into_stream_03x",
    "items",
    "next",
    "page_size",
    "send",
    "stop_on_duplicate_token",
    "try_collect",
    "try_next",
];

/// Whether a method ends a call of the SDK.
fn ends(it: &ExprMethodCall) -> bool {
    ENDS.iter().any(|name| it.method == name)
}

/// The index of the first step that isn't told with a call: what comes after its result is the
/// same before and after.
fn kept(steps: &[&Expr], start: usize, end: usize) -> usize {
    let mut at = start;
    let mut has_ended = false;
    while let Some(step) = steps.get(at).filter(|_| at < end) {
        match step {
            Expr::MethodCall(it) if has_ended => {
                let is_of_pages = OF_PAGES.iter().any(|name| it.method == name);
                if !is_of_pages {
                    break;
                }
            }
            Expr::MethodCall(it) => has_ended = ends(it),
            Expr::Try(_) if has_ended => return at + 1,
            Expr::Field(_) => break,
            _ => {}
        }
        at += 1;
    }
    // A chain that sends nothing is setters up to its end.
    at
}

/// The paginator of items.
const ITEMS: &str = "ItemsPaginator";

/// The type after a method of a call that has begun.
fn after(krate: &str, method: &str, stage: Stage, name: &str, ty: &Ty) -> Ty {
    let output = || Ty::named(&[krate, "operation", method, "Output"]);
    let result = |value: Ty| {
        let error = Ty::named(&[krate, "operation", method, "Error"]);
        Ty::Result(Box::new(value), Box::new(error))
    };
    match (stage, name) {
        (Stage::Builder, "send" | "send_with") => result(output()),
        (Stage::Builder, "into_paginator") => Ty::stage(krate, method, Stage::Paginator),
        (Stage::Builder, "presigned") => {
            result(Ty::named(&[krate, "presigning", "PresignedRequest"]))
        }
        (Stage::Waiter, "wait") => result(Ty::of_sdk(krate)),
        (Stage::Builder | Stage::Waiter, name)
            if name.starts_with("get_") || name == "as_input" =>
        {
            Ty::of_sdk(krate)
        }
        (Stage::Paginator, "items") => Ty::named(&[krate, "operation", method, "paginator", ITEMS]),
        (Stage::Paginator, "send") => Ty::Many(Box::new(result(output()))),
        _ => ty.clone(),
    }
}
