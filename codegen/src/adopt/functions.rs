//! Calls of functions.

use syn::{Expr, ExprCall};

use super::begun::begun;
use super::found::CallKind;
use super::idioms::default_region;
use super::index::{Definition, is_client, is_sdk, segments};
use super::returns::returned;
use super::source::extent;
use super::ty::{Stage, Ty};
use super::walker::Walker;

/// Crates that clients may be given to without anything happening to them.
const HARMLESS: [&str; 9] = [
    "actix_web",
    "arc_swap",
    "axum",
    "futures",
    "futures_util",
    "once_cell",
    "std",
    "tokio",
    "tracing",
];

impl Walker<'_, '_> {
    /// The type that a function returns.
    pub(super) fn call(&mut self, it: &ExprCall) -> Ty {
        let Expr::Path(function) = &*it.func else {
            let ty = self.expression(&it.func);
            return match ty {
                Ty::Function { inputs, output } => {
                    self.given(it, &inputs);
                    *output
                }
                _ => {
                    self.given(it, &[]);
                    Ty::Unknown
                }
            };
        };
        let names = segments(&function.path);
        if let Some(of) = &function.qself {
            self.mention_type(&of.ty);
            let ty = self.types.ty(&of.ty);
            return self.associated(it, &ty, names.last().map_or("", String::as_str));
        }
        self.mention_arguments(&function.path);
        match names.as_slice() {
            [name] => {
                if let Some(Ty::Function { inputs, output }) = self.variable(name).cloned() {
                    self.given(it, &inputs);
                    return *output;
                }
                match name.as_str() {
                    "Some" => return Ty::Option(Box::new(self.given(it, &[]))),
                    "Ok" => return Ty::Result(Box::new(self.given(it, &[])), Box::default()),
                    "Err" => return Ty::Result(Box::default(), Box::new(self.given(it, &[]))),
                    "Self" => {
                        self.given(it, &[]);
                        return self.types.self_ty.clone();
                    }
                    _ => {}
                }
            }
            [owner, name] if owner == "Self" && !matches!(self.types.self_ty, Ty::Named { .. }) => {
                let ty = self.types.self_ty.clone();
                return self.associated(it, &ty, name);
            }
            [owner, name] => {
                if let Some(ty) = self.types.generics.get(owner).cloned() {
                    return self.associated(it, &ty, name);
                }
            }
            _ => {}
        }
        match self.mention(&function.path) {
            Some(path) => {
                self.function_of_error(&path, function);
                self.function_of_config(&path, function);
                self.called(it, path)
            }
            None => {
                let value = self.given(it, &[]);
                passed_on(&names, it, value)
            }
        }
    }

    /// Calls what a path from a root stands for.
    fn called(&mut self, it: &ExprCall, path: Vec<String>) -> Ty {
        let krate = path.first().cloned().unwrap_or_default();
        if is_sdk(&krate) {
            return self.of_sdk(it, &path, &krate);
        }
        if let Some(map) = self.made_map(it, &path) {
            return map;
        }
        if let Some(Definition::Function(signature)) = self.index.definition(&path) {
            let module = path.split_last().map_or(&[][..], |(_, module)| module);
            let mut place = self.types.at(module);
            let (inputs, output) = place.signature(signature);
            let given = self.all_given(it, &inputs);
            if !output.is_unknown() {
                return output;
            }
            // A type parameter that closures return.
            let outputs = given.into_iter().map(|ty| match ty {
                Ty::Function { output, .. } => Some(*output),
                _ => None,
            });
            for (name, ty) in returned(signature, outputs.collect()) {
                place.fixed.insert(name, ty);
            }
            return place.signature(signature).1;
        }
        if self.index.is_own(&path) {
            let fields: Vec<Ty> = self.fields(&path).into_iter().map(|(_, ty)| ty).collect();
            if !fields.is_empty() {
                self.given(it, &fields);
                return self.types.of_resolved(self.owner(path), Vec::new());
            }
            let Some((name, owner)) = path.split_last() else {
                return Ty::Unknown;
            };
            let ty = self.types.of_resolved(owner.to_vec(), Vec::new());
            return self.associated(it, &ty, name);
        }
        let value = self.given(it, &[]);
        let is_harmless = HARMLESS.contains(&krate.as_str());
        for argument in it.args.iter().filter(|_| !is_harmless) {
            let ty = match argument {
                Expr::Reference(it) => self.quietly(&it.expr),
                argument => self.quietly(argument),
            };
            if let Some(client) = ty.as_client() {
                let reason = format!(
                    "a client of {} is given to `{}`, which isn't in this project: what it calls isn't known",
                    client.replace('_', "-"),
                    path.join("::")
                );
                let place = self.place(syn::spanned::Spanned::span(argument));
                self.found.unresolved.push((place, reason));
            }
        }
        passed_on(&path, it, value)
    }

    fn of_sdk(&mut self, it: &ExprCall, path: &[String], krate: &str) -> Ty {
        let rest: Vec<&str> = path.iter().skip(1).map(String::as_str).collect();
        let value: Vec<Ty> = self.value_of_variant(path).into_iter().collect();
        self.given(it, &value);
        match rest.as_slice() {
            ["Client", "new" | "from_conf"] if is_client(krate) => Ty::client(krate),
            ["Client", method]
                if is_client(krate)
                    && it.args.len() == 1
                    && self.operations.is_method(krate, method) =>
            {
                Ty::stage(krate, method, Stage::Builder)
            }
            ["Client", "clone"] if is_client(krate) => Ty::client(krate),
            ["from_env" | "defaults"] | ["ConfigLoader", "default"] if krate == "aws_config" => {
                Ty::named(&[krate, "ConfigLoader"])
            }
            [.., "RegionProviderChain", "default_provider"] => default_region(),
            ["Config", "builder"] | ["config", "Builder", _] | ["config", "Config", "builder"]
                if is_client(krate) =>
            {
                Ty::named(&[krate, "config", "Builder"])
            }
            [
                ..,
                "ByteStream",
                "from" | "from_static" | "new" | "from_path",
            ] => Ty::named(&[krate, "primitives", "ByteStream"]),
            [.., "TimeoutConfig", "builder"] | [.., "TimeoutConfigBuilder", "new" | "default"] => {
                Ty::named(&[krate, "timeout", "TimeoutConfigBuilder"])
            }
            [.., "Region", "new" | "from_static"] if rest.first() != Some(&"types") => {
                Ty::named(&[krate, "config", "Region"])
            }
            [.., "StaticReplayClient", "new"] => {
                Ty::named(&[krate, "test_util", "StaticReplayClient"])
            }
            [.., "capture_request"] => {
                let of = |name| Ty::named(&[krate, "test_util", name]);
                Ty::Tuple(vec![
                    of("CaptureRequestHandler"),
                    of("CaptureRequestReceiver"),
                ])
            }
            [.., "Blob", "new"] => Ty::named(&[krate, "primitives", "Blob"]),
            [
                ..,
                "DateTime",
                "from" | "from_secs" | "from_millis" | "from_secs_and_nanos",
            ] => Ty::named(&[krate, "primitives", "DateTime"]),
            ["types", name, "from_str"] if is_client(krate) => {
                let value = Ty::named(&[krate, "types", name]);
                Ty::Result(Box::new(value), Box::default())
            }
            // A variant of a union.
            ["types", name, variant]
                if is_client(krate) && variant.starts_with(char::is_uppercase) =>
            {
                Ty::named(&[krate, "types", name])
            }
            ["types", name, "builder"] if is_client(krate) => {
                Ty::named(&[krate, "types", "builders", &format!("{name}Builder")])
            }
            _ => Ty::of_sdk(krate),
        }
    }

    /// Whether a function is one of a client of the SDK: `Client::put_item`.
    pub(super) fn is_of_client(&self, function: &Expr) -> bool {
        let Expr::Path(it) = function else {
            return false;
        };
        let found = self.types.resolve(&segments(&it.path)).unwrap_or_default();
        matches!(found.as_slice(), [krate, client, _] if is_client(krate) && client == "Client")
    }

    /// Notes a method of a client that is named and not called, as in `mock!(Client::get_object)`.
    pub(super) fn named_operation(&mut self, path: &[String], it: &syn::ExprPath) {
        if let [krate, client, method] = path
            && is_client(krate)
            && client == "Client"
            && self.operations.is_method(krate, method)
        {
            let place = self.place(syn::spanned::Spanned::span(&it.path));
            let mut call = begun(krate, method, CallKind::Named, place, None);
            call.old = self.text(it);
            call.extent = extent(syn::spanned::Spanned::span(it));
            self.found.calls.push(call);
        }
    }

    /// Calls a function of a type.
    fn associated(&mut self, it: &ExprCall, ty: &Ty, name: &str) -> Ty {
        match self.method(ty, name) {
            Some((inputs, output)) => {
                // `Store::put(&store, …)` has the value itself in front.
                let has_value = it.args.len() > inputs.len();
                let front = has_value.then(|| ty.clone());
                let inputs: Vec<Ty> = front.into_iter().chain(inputs).collect();
                self.given(it, &inputs);
                output
            }
            None => {
                self.given(it, &[]);
                match name {
                    // Derived: a value of the same type.
                    "default" | "clone" => ty.clone(),
                    _ => Ty::Unknown,
                }
            }
        }
    }

    /// Looks at the arguments of a function, and returns the type of the first.
    fn given(&mut self, it: &ExprCall, inputs: &[Ty]) -> Ty {
        let all = self.all_given(it, inputs);
        all.into_iter().next().unwrap_or_default()
    }

    /// Looks at the arguments of a function, and returns their types.
    fn all_given(&mut self, it: &ExprCall, inputs: &[Ty]) -> Vec<Ty> {
        let all =
            it.args.iter().enumerate().map(|(at, argument)| {
                self.expecting(argument, inputs.get(at).unwrap_or(&Ty::Unknown))
            });
        all.collect()
    }

    /// The type of a variable or a field, without noting anything.
    pub(super) fn quietly(&self, expression: &Expr) -> Ty {
        match expression {
            Expr::Path(it) => {
                let name = it.path.get_ident().map(ToString::to_string);
                name.and_then(|name| self.variable(&name).cloned())
                    .unwrap_or_default()
            }
            Expr::Field(it) => match &it.member {
                syn::Member::Named(name) => {
                    let base = self.quietly(&it.base);
                    self.field(&base, &name.to_string())
                }
                syn::Member::Unnamed(_) => Ty::Unknown,
            },
            Expr::MethodCall(it) if it.method == "clone" => self.quietly(&it.receiver),
            _ => Ty::Unknown,
        }
    }
}

/// Functions that return what they are given, in a wrapper or not.
const PASSING: [&str; 12] = [
    "Data",
    "Extension",
    "Json",
    "State",
    "block_on",
    "clone",
    "from",
    "new",
    "new_cyclic",
    "pin",
    "spawn",
    "spawn_blocking",
];

/// The type that a function of another crate makes of its only argument.
fn passed_on(names: &[String], it: &ExprCall, value: Ty) -> Ty {
    let is_passing = names
        .last()
        .is_some_and(|name| PASSING.contains(&name.as_str()));
    if !is_passing || it.args.len() != 1 {
        return Ty::Unknown;
    }
    match value {
        // `Lazy::new(|| …)`
        Ty::Function { output, inputs } if inputs.is_empty() => *output,
        value => value,
    }
}
