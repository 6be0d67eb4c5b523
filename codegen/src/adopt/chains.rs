//! Chains of calls: where operations are called, and what the calls after them are.

use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat};

use super::begun::begun;
use super::found::{Call, CallKind, Link};
use super::source::extent;
use super::syntax::text;
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
                && let Some(idiom) = self.of_parse(it, rest)
            {
                (ty, taken) = (idiom.ty, idiom.taken);
                continue;
            }
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
        self.note_enum(base, &steps);
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
        let of_method = self.client_of_method(base);
        let base = self.text(base);
        let client = self.began.get(&base).cloned().or(of_method);
        let kind = CallKind::Continued(stage.into());
        let call = Call {
            base: Some(base),
            ..begun(krate, method, kind, place, client)
        };
        Some(Open { call, next })
    }

    /// The client in a method of the same type that begins a call, as in `self.query(id).limit(9).send()`.
    fn client_of_method(&self, base: &Expr) -> Option<String> {
        let Expr::MethodCall(it) = base else {
            return None;
        };
        let (Ty::Named { path, .. }, true) = (
            &self.types.self_ty,
            matches!(&*it.receiver, Expr::Path(it) if it.path.is_ident("self")),
        ) else {
            return None;
        };
        let items = self.index.impls(path).iter().flat_map(|it| &it.item.items);
        let mut bodies = items.filter_map(|item| match item {
            syn::ImplItem::Fn(found) if found.sig.ident == it.method => found.block.stmts.last(),
            _ => None,
        });
        let syn::Stmt::Expr(value, None) = bodies.next()? else {
            return None;
        };
        let (own, steps) = parts(value);
        let is_field = |step: &&&Expr| matches!(step, Expr::Field(_));
        let client = steps.iter().take_while(is_field).last()?;
        let is_own = matches!(own, Expr::Path(it) if it.path.is_ident("self"));
        is_own.then(|| text(*client).replace(' ', ""))
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
