//! Methods of chains: the types of their results, and what is noted of them.

use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::found::{Call, Method};
use super::known::{Known, known};
use super::operations::Value;
use super::place::Extent;
use super::source::extent;
use super::ty::{Stage, Ty};
use super::walker::Walker;

impl Walker<'_, '_> {
    /// A method of a value: the type of its result, and the call that it begins.
    pub(super) fn step(
        &mut self,
        ty: &Ty,
        it: &ExprMethodCall,
        is_sent: bool,
    ) -> (Ty, Option<Call>) {
        if let Some(plain) = ty.without_borrow() {
            return self.step(&plain, it, is_sent);
        }
        if let Ty::Map(number) = ty {
            return match self.of_open_map(*number, it) {
                Some(ty) => (ty, None),
                None => self.step(&self.seen(ty), it, is_sent),
            };
        }
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
            let given = self.arguments(it, &[]);
            self.free(&given);
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
        if let Some(map) = self.collected_map(ty, it) {
            return (map, None);
        }
        if let Some(read) = self.read(ty, it) {
            return (read, None);
        }
        if ty.sdk().is_some() && ty.as_client().is_none() {
            self.note_method(ty.sdk(), it);
            let given = self.arguments(it, &[]);
            self.free(&given);
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
                let item = ty.item();
                match &first {
                    // `unwrap_or_else(HashMap::new)`, `map(HashMap::len)`
                    Ty::Function { inputs, output } => match inputs.first() {
                        Some(input) => self.meet(input, &item),
                        None if name.contains("or") => self.meet(output, &item),
                        None => {}
                    },
                    first => self.meet(first, &item),
                }
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
                if name == "to_string" && it.args.is_empty() {
                    return (Ty::named(&["std", "String"]), None);
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
