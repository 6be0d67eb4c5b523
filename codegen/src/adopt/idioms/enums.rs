//! Enums that are made of text: a `Result` in the SDK, a value here.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use syn::{Expr, ExprMethodCall, GenericArgument, Item, Type};

use super::super::found::{New, Part};
use super::super::index::{is_client, segments};
use super::super::syntax::text;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::std_imports::{Imports, names};
use super::{Idiom, takes_out};

/// The kind of these changes.
const KIND: &str = "enums";

/// Said of a `Result` that the code goes on with.
const BY_HAND: &str = "an enum takes any text, so `from(…)` gives the value and no `Result`";

/// The crate and the name of a type of a service.
fn of_service(path: &[String]) -> Option<(&String, &String)> {
    match path {
        [krate, types, name] if is_client(krate) && types == "types" => Some((krate, name)),
        _ => None,
    }
}

impl Walker<'_, '_> {
    /// Notes `StorageClass::from_str(text)` with the step that takes the value out of its `Result`.
    pub(in super::super) fn note_enum(&mut self, base: &Expr, steps: &[&Expr]) {
        let Expr::Call(call) = base else {
            return;
        };
        let (Expr::Path(function), Some(argument)) = (&*call.func, call.args.first()) else {
            return;
        };
        let names = segments(&function.path);
        let path = self.types.resolve(&names).unwrap_or_default();
        let (Some((from, owner)), Some((_, written))) = (path.split_last(), names.split_last())
        else {
            return;
        };
        let (Some((krate, name)), true) = (of_service(owner), from == "from_str") else {
            return;
        };
        let at = function.path.segments.last().map(|it| it.ident.span());
        self.made_of_text
            .extend(at.map(|span| span.byte_range().start));
        match steps.first().filter(|_| takes_out(steps.first())) {
            Some(end) => {
                let new = self.made_of_text(written, krate, name, argument);
                self.whole_changes(KIND, *end, New::Whole(new), None);
            }
            None => self.whole_changes(KIND, call, New::Hand, Some(BY_HAND)),
        }
    }

    /// Notes a function that makes a `Result` of text and is given to another.
    pub(in super::super) fn function_of_enum(&mut self, path: &[String], it: &syn::ExprPath) {
        if let Some((from, owner)) = path.split_last()
            && from == "from_str"
            && of_service(owner).is_some()
        {
            self.whole_changes(KIND, it, New::Hand, Some(BY_HAND));
        }
    }

    /// `text.parse::<StorageClass>()`, with the step that takes the value out of its `Result`.
    pub(in super::super) fn of_parse(
        &mut self,
        it: &ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        if it.method != "parse" || !it.args.is_empty() {
            return None;
        }
        let arguments = &it.turbofish.as_ref()?.args;
        let Some(GenericArgument::Type(Type::Path(written))) = arguments.first() else {
            return None;
        };
        let names = segments(&written.path);
        let path = self.types.resolve(&names)?;
        let (krate, name) = of_service(&path)?;
        for argument in arguments {
            if let GenericArgument::Type(ty) = argument {
                self.mention_type(ty);
            }
        }
        let value = Ty::named(&[krate, "types", name]);
        match rest.first().filter(|_| takes_out(rest.first())) {
            Some(end) => {
                let new = self.made_of_text(&names, krate, name, &it.receiver);
                self.step_changes(KIND, it, end, New::Whole(new), None);
                Some(Idiom {
                    ty: value,
                    taken: 1,
                })
            }
            None => {
                self.by_hand(KIND, it, BY_HAND);
                Some(Idiom::alone(Ty::Result(Box::new(value), Box::default())))
            }
        }
    }

    /// `text.parse()?` where an enum of the SDK is expected. Returns whether it is one.
    pub(in super::super) fn parsed_into(&mut self, expression: &Expr, expected: &Ty) -> bool {
        let inner = match expression {
            Expr::Try(it) => &it.expr,
            Expr::MethodCall(it) => &it.receiver,
            _ => return false,
        };
        let Expr::MethodCall(parse) = &**inner else {
            return false;
        };
        let is_parse =
            parse.method == "parse" && parse.args.is_empty() && parse.turbofish.is_none();
        let Ty::Named { path, .. } = expected else {
            return false;
        };
        let (Some((krate, name)), true) = (of_service(path), takes_out(Some(&expression))) else {
            return false;
        };
        if is_parse {
            self.expression(&parse.receiver);
            let new = self.made_of_text(&[], krate, name, &parse.receiver);
            self.whole_changes(KIND, expression, New::Whole(new), None);
        }
        is_parse
    }

    /// The code that makes a value of text.
    fn made_of_text(&self, written: &[String], krate: &str, name: &str, from: &Expr) -> Vec<Part> {
        let from = self.borrowed_text(from);
        match written {
            // The name of an import stays one.
            [own] => vec![Part::Code(format!("{own}::from({from})"))],
            _ => vec![
                Part::Type {
                    krate: krate.to_owned(),
                    name: name.to_owned(),
                },
                Part::text("::from("),
                Part::Code(from),
                Part::text(")"),
            ],
        }
    }

    /// Text as `&str`: functions that take one type borrow what they are given, and `from` doesn't.
    fn borrowed_text(&self, from: &Expr) -> String {
        let is_of = |ty: &Ty, name: &str| {
            matches!(ty, Ty::Named { path, .. } if path.first().is_some_and(|it| it == "std"))
                && ty.is_at(name)
        };
        match from {
            Expr::Lit(_) | Expr::Macro(_) => text(from),
            Expr::Paren(it) => self.borrowed_text(&it.expr),
            Expr::MethodCall(it) if it.method == "as_str" => text(from),
            Expr::MethodCall(it) if it.method == "as_ref" => {
                format!("&{}[..]", text(&it.receiver))
            }
            Expr::Reference(it) => match &*it.expr {
                Expr::Macro(_) => text(&it.expr),
                inner => format!("&{}[..]", text(inner)),
            },
            from => {
                let ty = self.quietly(from);
                match (is_of(&ty, "str"), is_of(&ty, "String")) {
                    (true, _) => text(from),
                    (_, true) => format!("{}.as_str()", text(from)),
                    _ => format!("&{}[..]", text(from)),
                }
            }
        }
    }

    /// Notes the imports of `FromStr` that nothing needs any more.
    pub(in super::super) fn end_enums(&mut self, items: &[Item], tokens: TokenStream) {
        if self.made_of_text.is_empty() {
            return;
        }
        let imports = Imports::of("FromStr", items, &self.local_uses);
        let mut calls = BTreeSet::new();
        names(tokens.clone(), "from_str", true, &mut calls);
        let is_whole = calls.iter().all(|at| self.made_of_text.contains(at));
        if !is_whole || !imports.used(tokens).is_empty() {
            return;
        }
        for import in &imports.names {
            self.import_goes(KIND, import);
        }
    }
}
