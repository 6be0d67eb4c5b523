//! Builders of types: `Type::builder()….build()`.

use syn::Expr;

use crate::ir::{Item, Service, Structure};

use super::super::operations::squashed;
use super::super::syntax::{chain, text};
use super::makers::of_wrapper;
use super::names::Names;

impl Names<'_> {
    /// `Type::builder()….build()?` as `Type::new()…`.
    pub(super) fn built(&self, expression: &Expr) -> Option<String> {
        let mut base = expression;
        // The SDK's `build` may return a `Result`. Values are always whole here.
        let (mut is_taken, mut kept) = (false, Vec::new());
        loop {
            base = match base {
                Expr::Try(it) => {
                    is_taken = true;
                    &it.expr
                }
                Expr::MethodCall(it) if it.method == "expect" || it.method == "unwrap" => {
                    is_taken = true;
                    &it.receiver
                }
                Expr::MethodCall(it)
                    if ["context", "map_err", "wrap_err"]
                        .iter()
                        .any(|name| it.method == name) =>
                {
                    let arguments: Vec<String> = it.args.iter().map(text).collect();
                    kept.push(format!(".{}({})", it.method, arguments.join(", ")));
                    &it.receiver
                }
                _ => break,
            };
        }
        let new = self.of_builder(base)?;
        kept.reverse();
        Some(match is_taken || kept.is_empty() {
            true => new,
            // The code goes on with a `Result`.
            false => format!("{}{}", self.in_result(&new), kept.concat()),
        })
    }

    /// A value as a `Result` whose error is the service's, which the code knows from its calls.
    pub(in super::super) fn in_result(&self, value: &str) -> String {
        format!("Ok::<_, {}::Error>({value})", self.service.module)
    }

    fn of_builder(&self, base: &Expr) -> Option<String> {
        let Expr::MethodCall(build) = base else {
            // A builder for a variable.
            let is_new = matches!(base, Expr::Call(_));
            return is_new.then(|| self.of_chain(base))?;
        };
        match build.method == "build" && build.args.is_empty() {
            true => self.of_chain(&build.receiver),
            false => self.of_chain(base),
        }
    }

    /// `Type::builder()…` as `Type::new()…`.
    pub(super) fn of_chain(&self, builder: &Expr) -> Option<String> {
        let (base, steps) = chain(builder);
        let Expr::Call(call) = base else {
            return None;
        };
        let (ty, _) =
            of_wrapper(call).filter(|(_, name)| name == "builder" && call.args.is_empty())?;
        let structure = structure(self.service, self.of_type(&ty))?;
        // The import keeps the name that the file has for the type.
        let name = match self.of_type(&ty) == ty {
            true => &structure.name.ty,
            false => &ty,
        };
        let calls: Vec<(String, Vec<String>)> = steps
            .iter()
            .map(|it| (it.method.to_string(), it.args.iter().map(text).collect()))
            .collect();
        let (setters, fields) = self.setters(&structure.members, &calls);
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
}

/// The type whose builder makes a value in code, if nothing takes the value out of a `Result`.
pub(in super::super) fn made(code: &str) -> Option<String> {
    let Ok(Expr::MethodCall(build)) = syn::parse_str::<Expr>(code) else {
        return None;
    };
    let (base, _) = chain(&build.receiver);
    match base {
        Expr::Call(it) if build.method == "build" => of_wrapper(it).map(|(ty, _)| ty),
        _ => None,
    }
}

/// The type that has a name in the SDK: one of the service's, an input, an output or an error.
pub(in super::super) fn structure<'s>(service: &'s Service, name: &str) -> Option<&'s Structure> {
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
