//! Errors: the methods of `SdkError` and of what is in it, and patterns with their variants.

use syn::{Expr, ExprCall, ExprMethodCall, Pat, Type};

use super::super::found::{New, Part};
use super::super::index::segments;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::failures::{Failure, question, variant};
use super::{Idiom, method, plain, text};

const KIND: &str = "errors";

/// Code for the message and the status of an error, which may have no metadata.
const MESSAGE: &str = "meta().and_then(|meta| meta.message())";
const STATUS: &str = "meta().and_then(|meta| meta.status())";

impl Walker<'_, '_> {
    pub(super) fn of_error(
        &mut self,
        ty: &Ty,
        it: &ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        let (kind, krate) = Failure::of(ty)?;
        let krate = krate.as_deref();
        let whole = Expr::MethodCall(it.clone());
        let name = it.method.to_string();
        let done = |kind: Failure| Some(Idiom::alone(kind.ty(krate)));
        match (&kind, name.as_str()) {
            (Failure::Sdk, "into_service_error" | "into_err")
            | (Failure::Context, "err" | "into_err") => {
                self.dropped(KIND, it, &whole);
                done(Failure::Service)
            }
            (Failure::Sdk, "as_service_error") => Some(self.as_service_error(it, krate, rest)),
            (Failure::Sdk, "raw_response") => {
                self.becomes(KIND, it, &whole, STATUS);
                let response = Failure::Response.ty(krate);
                Some(Idiom::alone(Ty::Option(Box::new(response))))
            }
            (Failure::Other, "raw") => {
                self.becomes(KIND, it, &whole, "meta().status().unwrap_or_default()");
                done(Failure::Response)
            }
            (Failure::Context, "raw") => {
                self.becomes(KIND, it, &whole, &format!("{STATUS}.unwrap_or_default()"));
                done(Failure::Response)
            }
            (Failure::Response, "status") => {
                self.dropped(KIND, it, &whole);
                Some(Idiom::alone(plain()))
            }
            (Failure::Response, _) => {
                self.arguments(it, &[]);
                self.by_hand(KIND, it, "of the response, only the status is kept");
                Some(Idiom::alone(Ty::Unknown))
            }
            (Failure::Sdk | Failure::Service, "message") => {
                self.becomes(KIND, it, &whole, MESSAGE);
                Some(Idiom::alone(Ty::Option(Box::new(plain()))))
            }
            (Failure::Modelled, "message") => {
                self.becomes(KIND, it, &whole, "meta().message()");
                Some(Idiom::alone(Ty::Option(Box::new(plain()))))
            }
            (Failure::Modelled, "code" | "request_id") => {
                self.becomes(KIND, it, &whole, &format!("meta().{name}()"));
                Some(Idiom::alone(Ty::Option(Box::new(plain()))))
            }
            (Failure::Sdk | Failure::Service, "meta") => {
                let next = method(rest.first());
                let end = next.as_ref().map_or(&whole, |(end, ..)| *end);
                let new = match next.map(|(_, _, name)| name).as_deref() {
                    Some(next @ ("code" | "request_id")) => format!("{next}()"),
                    Some("message") => MESSAGE.to_owned(),
                    _ => {
                        self.by_hand(
                            KIND,
                            it,
                            "`meta()` is an `Option` here: errors without an answer have none",
                        );
                        return done(Failure::Meta);
                    }
                };
                self.becomes(KIND, it, end, &new);
                let ty = Ty::Option(Box::new(plain()));
                Some(Idiom { ty, taken: 1 })
            }
            (Failure::Modelled, "meta") => done(Failure::Meta),
            // The same names.
            (Failure::Sdk | Failure::Service, "code" | "request_id")
            | (Failure::Meta, "code" | "message" | "request_id") => {
                Some(Idiom::alone(Ty::Option(Box::new(plain()))))
            }
            (Failure::Sdk | Failure::Service | Failure::Modelled, "to_string") => {
                Some(Idiom::alone(plain()))
            }
            (Failure::Service, name) if name.starts_with("is_") && it.args.is_empty() => {
                let new = asks(
                    krate,
                    &text(&it.receiver),
                    name.get(3..).unwrap_or_default(),
                );
                self.step_changes(KIND, it, &whole, new, Some(BY_VARIANT));
                Some(Idiom::alone(plain()))
            }
            (
                Failure::Other,
                "is_timeout" | "is_io" | "is_user" | "is_other" | "as_connector_error"
                | "into_source",
            ) => {
                self.by_hand(
                    KIND,
                    it,
                    "`Error::Transport(error)` has `kind()`; time limits are `Error::Timeout`",
                );
                Some(Idiom::alone(Ty::Unknown))
            }
            _ => None,
        }
    }

    /// `error.as_service_error()`, with the question that is asked of it.
    fn as_service_error(
        &mut self,
        it: &ExprMethodCall,
        krate: Option<&str>,
        rest: &[&Expr],
    ) -> Idiom {
        let base = text(&it.receiver);
        if let Some((end, next, name)) = method(rest.first())
            && let Some((asked, taken)) = self.asked(&name, next, rest)
        {
            let end = match taken {
                2 => rest.get(1).copied().unwrap_or(end),
                _ => end,
            };
            let new = asks(krate, &base, &asked);
            self.step_changes(KIND, it, end, new, Some(BY_VARIANT));
            return Idiom { ty: plain(), taken };
        }
        let new = New::Whole(vec![
            Part::text("Some(&"),
            Part::Code(base),
            Part::text(").filter(|error| error.meta().is_some())"),
        ]);
        let whole = Expr::MethodCall(it.clone());
        self.step_changes(KIND, it, &whole, new, None);
        Idiom::alone(Ty::Option(Box::new(Failure::Service.ty(krate))))
    }

    /// Returns the error that a closure or a function behind `as_service_error()` asks for, and the
    /// number of steps: `is_some_and(…)`, `map(…).unwrap_or(false)`, `map_or(false, …)`.
    fn asked(&self, name: &str, it: &ExprMethodCall, rest: &[&Expr]) -> Option<(String, usize)> {
        let arguments: Vec<&Expr> = it.args.iter().collect();
        let (function, taken) = match (name, arguments.as_slice()) {
            ("is_some_and", [function]) => (function, 1),
            ("map_or", [default, function]) if text(default) == "false" => (function, 1),
            ("map", [function]) => {
                let (_, next, name) = method(rest.get(1))?;
                let is_false = match name.as_str() {
                    "unwrap_or_default" => true,
                    "unwrap_or" => next.args.first().is_some_and(|it| text(it) == "false"),
                    _ => false,
                };
                is_false.then_some((function, 2))?
            }
            _ => return None,
        };
        match function {
            Expr::Path(it) => {
                let path = self.types.resolve(&segments(&it.path))?;
                question(&path).map(|(_, name)| (name.to_owned(), taken))
            }
            Expr::Closure(it) => {
                let Expr::MethodCall(body) = &*it.body else {
                    return None;
                };
                let [Pat::Ident(input)] = it.inputs.iter().collect::<Vec<_>>()[..] else {
                    return None;
                };
                let name = body.method.to_string();
                let is_of_input = input.ident == text(&body.receiver);
                let asked = name.strip_prefix("is_").filter(|_| is_of_input)?;
                Some((asked.to_owned(), taken))
            }
            _ => None,
        }
    }

    /// Notes a function that asks for an error and is given to another.
    pub(in super::super) fn function_of_error(&mut self, path: &[String], it: &syn::ExprPath) {
        // A modelled error becomes one of the service's by itself.
        if let Some((krate, _)) = variant(path).filter(|(_, name)| *name != "Unhandled") {
            let new = vec![Part::Errors(krate.to_owned()), Part::text("::from")];
            self.whole_changes(KIND, it, New::Whole(new), None);
        }
        if let Some((krate, name)) = question(path) {
            let new = New::Whole(vec![
                Part::text("|error| matches!(error, "),
                Part::Error {
                    krate: krate.to_owned(),
                    name: name.to_owned(),
                },
                Part::text("(_))"),
            ]);
            self.whole_changes(KIND, it, new, None);
        }
    }

    /// Notes `impl From<SdkError<…>> for …`: `Self` is the type that it makes.
    pub(in super::super) fn conversion(&mut self, of_trait: &syn::Path) {
        let Some(last) = of_trait.segments.last().filter(|it| it.ident == "From") else {
            return;
        };
        let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return;
        };
        if let (Some(syn::GenericArgument::Type(from)), Ty::Named { path, .. }) =
            (arguments.args.first(), self.types.self_ty.clone())
        {
            self.conversion_of(&path, from);
        }
    }

    /// Notes that a type has a conversion from errors of the SDK.
    pub(in super::super) fn conversion_of(&mut self, own: &[String], from: &Type) {
        if let Some((Failure::Sdk | Failure::Service, Some(krate))) =
            Failure::of(&self.types.ty(from))
        {
            let place = self.place(syn::spanned::Spanned::span(from));
            self.found.conversions.insert((own.to_vec(), krate, place));
        }
    }

    /// Notes `DisplayErrorContext(&error)`: errors show their causes here.
    pub(in super::super) fn shown_error(&mut self, it: &ExprCall, is_followed: bool) {
        let Expr::Path(function) = &*it.func else {
            return;
        };
        let last = function.path.segments.last();
        let is_it = last.is_some_and(|it| it.ident == "DisplayErrorContext");
        let Some(argument) = it.args.first().filter(|_| is_it) else {
            return;
        };
        let argument = match argument {
            Expr::Reference(it) if is_followed => &it.expr,
            other => other,
        };
        let new = New::Whole(vec![Part::Code(text(argument))]);
        self.whole_changes(KIND, it, new, None);
    }

    /// Notes the type of an error: a service has one enum.
    pub(in super::super) fn type_of_error(&mut self, it: &Type) {
        let ty = self.types.ty(it);
        let Type::Path(path) = it else {
            return;
        };
        let found = self
            .types
            .resolve(&segments(&path.path))
            .unwrap_or_default();
        // The import of an `Error` stays one of an `Error`.
        if path.path.is_ident("Error") {
            return;
        }
        // An alias changes where it is made.
        let is_written = found
            .first()
            .is_some_and(|krate| super::super::index::is_sdk(krate));
        match Failure::of(&ty).filter(|_| is_written) {
            Some((Failure::Sdk | Failure::Service, Some(krate))) => {
                let new = New::Whole(vec![Part::Errors(krate)]);
                self.whole_changes(KIND, it, new, None);
            }
            Some((Failure::Sdk, None)) => self.whole_changes(
                KIND,
                it,
                New::Hand,
                Some("a service has one enum of errors: write this for each service's `Error`"),
            ),
            Some((Failure::Modelled, Some(krate))) => {
                let name = found.last().cloned().unwrap_or_default();
                let new = New::Whole(vec![
                    Part::Module(krate),
                    Part::Text(format!("::error::{name}")),
                ]);
                self.whole_changes(KIND, it, new, None);
            }
            _ => {}
        }
    }
}

/// Said where no model has the error that is asked for.
const BY_VARIANT: &str = "ask with `matches!` for a variant of the service's `Error`";

/// The question whether an error is of a kind.
fn asks(krate: Option<&str>, base: &str, name: &str) -> New {
    match krate {
        Some(krate) => New::Whole(vec![
            Part::text("matches!("),
            Part::Code(base.to_owned()),
            Part::text(", "),
            Part::Error {
                krate: krate.to_owned(),
                name: name.to_owned(),
            },
            Part::text("(_))"),
        ]),
        None => New::Hand,
    }
}
