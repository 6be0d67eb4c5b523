//! Mocks of the SDK: rules, the clients that are made of them, and recorded traffic.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Block, Expr, Local, Macro, Pat};

use super::begun::begun;
use super::found::{CallKind, Mode, Piece, PieceKind, Rule};
use super::index::{is_client, segments};
use super::place::Extent;
use super::source::extent;
use super::ty::Ty;
use super::walker::Walker;

impl Walker<'_, '_> {
    /// Whether a macro makes a rule: `mock!(Client::get_object)`.
    pub(super) fn is_rule(&self, it: &Macro) -> bool {
        self.operation_of_rule(it).is_some()
    }

    /// The crate and the method in `mock!(Client::get_object)`.
    fn operation_of_rule(&self, it: &Macro) -> Option<(String, String)> {
        if it.path.segments.last()?.ident != "mock" {
            return None;
        }
        let path: syn::Path = syn::parse2(it.tokens.clone()).ok()?;
        match self.types.resolve(&segments(&path))?.as_slice() {
            [krate, client, method] if is_client(krate) && client == "Client" => {
                Some((krate.clone(), method.clone()))
            }
            _ => None,
        }
    }

    /// Notes a rule with the methods that say when it counts, and what it answers.
    pub(super) fn rule(&mut self, it: &Macro, whole: &Expr, steps: &[&Expr]) -> Ty {
        self.mention(&it.path);
        for step in steps {
            if let Expr::MethodCall(step) = step {
                self.arguments(step, &[]);
            }
        }
        if let Some((krate, method)) = self.operation_of_rule(it) {
            let place = self.place(it.tokens.span());
            let mut call = begun(&krate, &method, CallKind::Rule, place, None);
            call.old = self.text(whole);
            call.extent = extent(whole.span());
            call.links = steps.iter().filter_map(|step| self.link(step)).collect();
            call.rule = Some(Rule::default());
            call.aliases = self.aliases();
            self.found.calls.push(call);
        }
        Ty::named(&["aws_smithy_mocks", "Rule"])
    }

    /// Notes the variable that a statement puts a rule into. `first` is where the calls of the
    /// statement begin.
    pub(super) fn name_rule(&mut self, statement: &Local, value: &Expr, first: usize) {
        let Pat::Ident(name) = &statement.pat else {
            return;
        };
        let of_value = extent(value.span());
        let (old, whole) = (self.text(statement), extent(statement.span()));
        for call in self.found.calls.iter_mut().skip(first) {
            if let Some(rule) = &mut call.rule
                && call.extent == of_value
            {
                rule.variable = Some(name.ident.to_string());
                call.old = old.clone();
                call.extent = whole.clone();
            }
        }
    }

    /// Notes a client that is made of rules: `mock_client!(aws_sdk_s3, RuleMode::MatchAny, [&a])`.
    pub(super) fn note_mock_client(&mut self, it: &Macro, whole: &Expr) {
        let is_it = it
            .path
            .segments
            .last()
            .is_some_and(|it| it.ident == "mock_client");
        let arguments = Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        let Some(arguments) = arguments.parse2(it.tokens.clone()).ok().filter(|_| is_it) else {
            return;
        };
        let all: Vec<&Expr> = arguments.iter().collect();
        let (Some(Expr::Path(krate)), rest) = (all.first(), all.get(1..).unwrap_or_default())
        else {
            return;
        };
        let found = self.types.resolve(&segments(&krate.path));
        let krate = found.and_then(|path| path.into_iter().next());
        let Some(krate) = krate.filter(|krate| is_client(krate)) else {
            return;
        };
        let (mode, rules, configuration) = match rest {
            [rules] => (None, rules, None),
            [mode, rules] => (Some(mode), rules, None),
            [mode, rules, configuration] => (Some(mode), rules, Some(configuration)),
            _ => return,
        };
        let is_any = mode.is_some_and(|mode| self.text(*mode).ends_with("MatchAny"));
        let rules = elements(rules);
        let is_alone = rules.as_ref().is_some_and(|rules| rules.len() < 2);
        let others = match rules {
            Some(rules) => rules.iter().map(|rule| self.text(rule)).collect(),
            None => rest.iter().rev().take(1).map(|it| self.text(*it)).collect(),
        };
        let piece = Piece {
            place: self.place(it.path.span()),
            old: self.text(whole),
            extent: extent(whole.span()),
            kind: PieceKind::Client {
                krate,
                mock: "mock".to_owned(),
                mode: if is_any {
                    Mode::MatchAny
                } else {
                    Mode::Sequential { is_alone }
                },
                inside: Vec::new(),
                others,
                is_made: false,
                is_mixed: false,
                configuration: configuration.map(|it| self.text(*it)),
            },
        };
        self.found.pieces.push(piece);
    }

    /// Notes recorded traffic: `StaticReplayClient::new(events)`.
    pub(super) fn note_replay(&mut self, base: &Expr) {
        let Expr::Call(it) = base else {
            return;
        };
        let Expr::Path(function) = &*it.func else {
            return;
        };
        let names = segments(&function.path);
        let (Some([ty, name]), Some(argument)) = (names.last_chunk(), it.args.first()) else {
            return;
        };
        if ty != "StaticReplayClient" || name != "new" {
            return;
        }
        let made = match argument {
            Expr::Path(it) => it
                .path
                .get_ident()
                .and_then(|name| self.events.get(&name.to_string()))
                .and_then(|text| syn::parse_str::<Expr>(text).ok()),
            _ => None,
        };
        let events = elements(made.as_ref().unwrap_or(argument)).map(|events| {
            let events = events.iter().map(|event| self.event(event));
            events.collect()
        });
        self.found.pieces.push(Piece {
            place: self.place(function.span()),
            old: self.text(it),
            extent: extent(it.span()),
            kind: PieceKind::Replay {
                events: events.unwrap_or_else(|| vec![None]),
                crates: Vec::new(),
                calls: Vec::new(),
            },
        });
    }

    /// The request and the response of an event, which may be in a variable.
    fn event(&self, event: &Expr) -> Option<(String, String)> {
        let made;
        let event = match event {
            Expr::Path(it) => {
                let text = self.events.get(&it.path.get_ident()?.to_string())?;
                made = syn::parse_str::<Expr>(text).ok()?;
                &made
            }
            event => event,
        };
        let Expr::Call(it) = event else {
            return None;
        };
        let function = it.func.to_token_stream().to_string().replace(' ', "");
        let arguments: Vec<String> = it.args.iter().map(|it| self.made(it)).collect();
        match arguments.as_slice() {
            [request, response] if function.ends_with("ReplayEvent::new") => {
                Some((request.clone(), response.clone()))
            }
            _ => None,
        }
    }

    /// The code that a variable was made of, or the code itself.
    fn made(&self, value: &Expr) -> String {
        let mut inner = value;
        loop {
            inner = match inner {
                Expr::Try(it) => &it.expr,
                Expr::MethodCall(it) if it.method == "unwrap" || it.method == "expect" => {
                    &it.receiver
                }
                _ => break,
            };
        }
        let name = inner.to_token_stream().to_string();
        let known = self.events.get(&name).cloned();
        known.unwrap_or_else(|| value.to_token_stream().to_string())
    }

    /// Notes a value that a builder of the SDK makes: `Type::builder()….build()`.
    pub(super) fn note_value(&mut self, base: &Expr, steps: &[&Expr]) {
        let Expr::Call(it) = base else {
            return;
        };
        let Expr::Path(function) = &*it.func else {
            return;
        };
        let found = self
            .types
            .resolve(&segments(&function.path))
            .unwrap_or_default();
        let [krate, module, .., builder] = found.as_slice() else {
            return;
        };
        // Those of configurations are told otherwise.
        if module != "types" && module != "operation" {
            return;
        }
        if !is_client(krate) || builder != "builder" {
            return;
        }
        let built = steps
            .iter()
            .position(|it| matches!(it, Expr::MethodCall(it) if it.method == "build"));
        let Some(mut end) = built else {
            // A builder for a variable.
            let methods = steps
                .iter()
                .take_while(|it| matches!(it, Expr::MethodCall(_)));
            let last = methods.count().checked_sub(1).and_then(|at| steps.get(at));
            self.note_whole_value(function.span(), last.copied().unwrap_or(base), krate);
            return;
        };
        // Some builders return a `Result`, which is taken apart.
        while let Some(next) = steps.get(end + 1)
            && match next {
                Expr::Try(_) => true,
                Expr::MethodCall(it) => ["expect", "map_err", "unwrap", "context"]
                    .iter()
                    .any(|name| it.method == name),
                _ => false,
            }
        {
            end += 1;
        }
        let Some(whole) = steps.get(end) else {
            return;
        };
        self.note_whole_value(function.span(), whole, krate);
    }

    fn note_whole_value(&mut self, place: Span, whole: &Expr, krate: &str) {
        self.found.pieces.push(Piece {
            place: self.place(place),
            old: self.text(whole),
            extent: extent(whole.span()),
            kind: PieceKind::Value {
                krate: krate.to_owned(),
                aliases: self.aliases(),
            },
        });
    }

    /// Brings the rules of a function together with the clients that are made of them. `first` is where
    /// its calls and pieces begin, and `mentions` its names.
    pub(super) fn bring_together(&mut self, first: (usize, usize), mentions: usize, body: &Block) {
        let (of_calls, of_pieces) = first;
        let has_rules = self
            .found
            .calls
            .iter()
            .skip(of_calls)
            .any(|it| it.rule.is_some());
        let pieces = self.found.pieces.iter().skip(of_pieces);
        if !has_rules
            && pieces
                .clone()
                .all(|it| matches!(it.kind, PieceKind::Value { .. }))
        {
            return;
        }
        let named = self.found.mentions.iter().skip(mentions);
        let crates: BTreeSet<String> = named
            // Types of configurations are the same in all crates.
            .filter(|it| it.path.get(1).is_none_or(|module| module != "config"))
            .filter_map(|it| it.path.first().filter(|krate| is_client(krate)).cloned())
            .collect();
        let calls = self.found.calls.get_mut(of_calls..).unwrap_or_default();
        let pieces = self.found.pieces.get_mut(of_pieces..).unwrap_or_default();
        let clients = pieces
            .iter()
            .filter(|it| matches!(it.kind, PieceKind::Client { .. }))
            .count();
        let called: BTreeSet<(String, String)> = calls
            .iter()
            .filter(|call| matches!(call.kind, CallKind::Operation | CallKind::Continued(_)))
            .map(|call| (call.krate.clone(), call.method.clone()))
            .collect();
        let tokens = body.to_token_stream();
        let mut taken = BTreeSet::new();
        for piece in pieces {
            let extent = piece.extent.clone();
            let (krate, mock, mode, inside, others, is_made, is_mixed) = match &mut piece.kind {
                PieceKind::Client {
                    krate,
                    mock,
                    mode,
                    inside,
                    others,
                    is_made,
                    is_mixed,
                    ..
                } => (krate, mock, *mode, inside, others, is_made, is_mixed),
                PieceKind::Replay {
                    crates: known,
                    calls,
                    ..
                } => {
                    if known.is_empty() {
                        *known = crates.iter().cloned().collect();
                        *calls = called.iter().cloned().collect();
                    }
                    continue;
                }
                PieceKind::Value { .. } => continue,
            };
            if clients > 1 {
                let service = krate.strip_prefix("aws_sdk_").unwrap_or(krate);
                *mock = free(&format!("{service}_mock"), &mut taken);
            }
            let mut last = None;
            let mut rules: Vec<(usize, &mut Rule)> = Vec::new();
            for (at, call) in calls.iter_mut().enumerate() {
                let Some(rule) = &mut call.rule else {
                    continue;
                };
                if rule.mode.is_some() {
                    continue;
                }
                let named = rule.variable.as_ref().and_then(|name| {
                    others
                        .iter()
                        .position(|other| other.trim_start_matches('&') == name)
                });
                let is_inside = extent.start <= call.extent.start && call.extent.end <= extent.end;
                if let Some(named) = named {
                    *is_mixed |= last.is_some_and(|last| last > named);
                    last = Some(named);
                } else if is_inside {
                    inside.push(call.extent.clone());
                    rule.is_inside = true;
                } else {
                    continue;
                }
                rule.mock.clone_from(mock);
                rule.mode = Some(mode);
                rules.push((at, rule));
            }
            let own: Vec<String> = rules
                .iter()
                .filter_map(|(_, it)| it.variable.clone())
                .collect();
            others.retain(|other| {
                let name = other.trim_start_matches('&');
                !own.iter().any(|own| own == name) && !name.contains("mock!")
            });
            if let Some((_, rule)) = rules.iter_mut().find(|(_, it)| it.variable.is_some()) {
                rule.is_first = true;
                *is_made = true;
            }
        }
        for call in calls {
            if let Some(rule) = &mut call.rule
                && let Some(name) = &rule.variable
            {
                rule.is_used = uses(&tokens, name) > 1 + usize::from(rule.mode.is_some());
            }
        }
    }
}

/// A name that no other mock of the function has.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names
        .find(|name| taken.insert(name.clone()))
        .unwrap_or_default()
}

/// The elements of an array or a `vec!`, with or without a reference.
fn elements(expression: &Expr) -> Option<Vec<Expr>> {
    match expression {
        Expr::Reference(it) => elements(&it.expr),
        Expr::Paren(it) => elements(&it.expr),
        Expr::Array(it) => Some(it.elems.iter().cloned().collect()),
        Expr::Macro(it) if it.mac.path.is_ident("vec") => {
            let elements = Punctuated::<Expr, syn::Token![,]>::parse_terminated;
            let elements = elements.parse2(it.mac.tokens.clone()).ok()?;
            Some(elements.into_iter().collect())
        }
        _ => None,
    }
}

/// How often tokens have a name that isn't a method's or a field's.
fn uses(tokens: &TokenStream, name: &str) -> usize {
    let mut count = 0;
    let mut is_member = false;
    for token in tokens.clone() {
        count += match &token {
            TokenTree::Ident(it) => usize::from(!is_member && it == name),
            TokenTree::Group(it) => uses(&it.stream(), name),
            _ => 0,
        };
        is_member = matches!(&token, TokenTree::Punct(it) if it.as_char() == '.');
    }
    count
}

/// Whether a part of a file is in another.
pub(super) fn is_within(inner: &Extent, outer: &Extent) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && inner != outer
}
