//! Configurations in code, and loaders and builders of them in variables.

use syn::{Expr, ExprMethodCall};

use super::super::found::{New, Part};
use super::super::index::{is_client, segments};
use super::super::syntax::chain;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::around::Around;
use super::configurations::{of_configuration, value};
use super::http_clients::OF_MOCK;
use super::settings::{Setter, left, of_mock, of_service, setter};
use super::{Idiom, name_of, text};

impl Walker<'_, '_> {
    /// Notes a configuration, or a client that is made of one.
    pub(in super::super) fn note_configuration(&mut self, base: &Expr, steps: &[&Expr]) {
        let resolve = |path: &syn::Path| self.through_alias(path);
        let region_in_variable = |it: &Expr| self.region_in_variable(it);
        let name_of_type = |it: &Expr| self.name_of_variable(it);
        let around = Around {
            resolve: &resolve,
            is_fallible: self.is_fallible,
            is_async: self.is_async,
            region_in_variable: &region_in_variable,
            name_of_type: &name_of_type,
            only_client: only(self.clients),
        };
        let Some(found) = of_configuration(base, steps, around) else {
            return;
        };
        let last = found.taken.checked_sub(1).and_then(|at| steps.get(at));
        let whole = last.copied().unwrap_or(base);
        match found.new {
            Ok(new) => self.whole_changes(found.kind, whole, New::Whole(new), None),
            Err(note) => self.whole_changes(found.kind, whole, New::Hand, Some(&note)),
        }
    }

    /// The path from a root that a path stands for, where a type may have another name in the project: `type Queue =
    /// aws_sdk_sqs::Client`.
    fn through_alias(&self, written: &syn::Path) -> Option<Vec<String>> {
        let found = self.types.resolve(&segments(written))?;
        if self.index.is_own(&found)
            && let Some((name, owner)) = found.split_last()
            && let Ty::Named { path, .. } = self.types.of_resolved(owner.to_vec(), Vec::new())
            && path != owner
        {
            return Some([path.as_slice(), std::slice::from_ref(name)].concat());
        }
        Some(found)
    }

    /// Notes `Config::from` of a service's crate: a copy of the shared configuration.
    pub(in super::super) fn function_of_config(&mut self, path: &[String], it: &syn::ExprPath) {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        if let [krate, "Config", "from"] | [krate, "config", "Config", "from" | "new"] =
            names.as_slice()
            && is_client(krate)
        {
            let new = New::Whole(vec![Part::text("client::Config::clone")]);
            self.whole_changes("config", it, new, None);
        }
    }

    /// A method of a loader or a builder of configurations in a variable.
    pub(in super::super) fn of_loader(
        &mut self,
        ty: &Ty,
        it: &ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        let is_loader = name_of(ty)? == "ConfigLoader";
        let is_builder = matches!(ty, Ty::Named { path, .. } if matches!(path.as_slice(), [_, config, builder] if config == "config" && builder == "Builder"));
        if !is_loader && !is_builder {
            return None;
        }
        let name = it.method.to_string();
        let is_awaited = matches!(rest.first(), Some(Expr::Await(_)));
        let taken = usize::from(name == "load" && is_awaited);
        self.arguments(it, &[]);
        // What begins with a function is told as a whole.
        let (base, _) = chain(&it.receiver);
        let is_of_variable = matches!(base, Expr::Path(_) | Expr::Field(_));
        if !is_of_variable {
            return Some(Idiom {
                ty: ty.clone(),
                taken: 0,
            });
        }
        if self.pushed_interceptor(it) {
            return Some(Idiom::alone(ty.clone()));
        }
        let whole = Expr::MethodCall(it.clone());
        match name.as_str() {
            "load" => {
                let end = rest
                    .first()
                    .copied()
                    .filter(|_| taken == 1)
                    .unwrap_or(&whole);
                self.dropped("config", it, end);
                return Some(Idiom {
                    ty: Ty::named(&["aws_config", "SdkConfig"]),
                    taken,
                });
            }
            "build" => {
                self.dropped("config", it, &whole);
                return Some(Idiom::alone(Ty::of_sdk("aws_config")));
            }
            _ => {}
        }
        let resolve = |path: &syn::Path| self.through_alias(path);
        let region_in_variable = |it: &Expr| self.region_in_variable(it);
        let name_of_type = |it: &Expr| self.name_of_variable(it);
        let around = Around {
            resolve: &resolve,
            is_fallible: self.is_fallible,
            is_async: self.is_async,
            region_in_variable: &region_in_variable,
            name_of_type: &name_of_type,
            only_client: only(self.clients),
        };
        let old = format!(
            ".{name}({})",
            it.args.iter().map(text).collect::<Vec<_>>().join(", ")
        );
        match setter(it, around, &value) {
            Setter::Method(new) if squeezed(&new) == squeezed(&old) => {}
            Setter::Method(new) => {
                let new = new.strip_prefix('.').unwrap_or(&new).to_owned();
                self.becomes("config", it, &whole, &new);
            }
            Setter::Nothing => self.dropped("config", it, &whole),
            Setter::OfService(new) if is_builder => {
                let krate = match ty {
                    Ty::Named { path, .. } => path.first().cloned().unwrap_or_default(),
                    _ => String::new(),
                };
                let new = New::Behind(of_service(&krate, &new));
                self.step_changes("config", it, &whole, new, None);
            }
            Setter::Mock(mock) => {
                let of_builder = match ty {
                    Ty::Named { path, .. } if is_builder => path.first().map(String::as_str),
                    _ => only(self.clients),
                };
                match of_builder.map(|krate| of_mock(krate, &mock)) {
                    Some(new) => self.step_changes("config", it, &whole, New::Behind(new), None),
                    None => self.by_hand("config", it, OF_MOCK),
                }
            }
            Setter::Hand(note) => self.by_hand("config", it, note),
            Setter::OfService(_) | Setter::Profile(_) | Setter::Left => {
                let note = left(&name);
                self.by_hand("config", it, &note);
            }
        }
        Some(Idiom::alone(ty.clone()))
    }
}

/// Text without spaces.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The only crate of clients.
fn only(clients: &[String]) -> Option<&str> {
    match clients {
        [only] => Some(only),
        _ => None,
    }
}
