//! Builders of types in variables.

use syn::{Expr, ExprMethodCall};

use super::super::found::{New, Part};
use super::super::index::is_client;
use super::super::syntax::chain;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, method, text};

const KIND: &str = "builders";

/// The methods of a `Result` that take the value out, or change the error.
const RESULTS: [&str; 5] = ["context", "expect", "map_err", "unwrap", "with_context"];

impl Walker<'_, '_> {
    pub(super) fn of_builder(
        &mut self,
        ty: &Ty,
        it: &ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        let Ty::Named { path, .. } = ty else {
            return None;
        };
        let [krate, types, builders, builder] = path.as_slice() else {
            return None;
        };
        let of_type = builder.strip_suffix("Builder")?;
        if !is_client(krate) || types != "types" || builders != "builders" {
            return None;
        }
        let name = it.method.to_string();
        let (base, _) = chain(&it.receiver);
        // What begins with `Type::builder()` is told as a whole.
        let is_new = |function: &Expr| matches!(function, Expr::Path(it) if it.path.segments.last().is_some_and(|it| it.ident == "builder"));
        let is_of_variable = !matches!(base, Expr::Call(it) if is_new(&it.func));
        self.arguments(it, &[]);
        if name != "build" {
            if is_of_variable {
                let whole = Expr::MethodCall(it.clone());
                let new = New::Setter {
                    krate: krate.clone(),
                    ty: of_type.to_owned(),
                    name,
                    arguments: it.args.iter().map(text).collect(),
                };
                self.step_changes(KIND, it, &whole, new, None);
            }
            return Some(Idiom::alone(ty.clone()));
        }
        let value = Ty::named(&[krate, "types", of_type]);
        let mut taken = 0;
        let mut end = Expr::MethodCall(it.clone());
        while let Some(step) = rest.get(taken) {
            let is_of_result = matches!(step, Expr::Try(_))
                || method(Some(step)).is_some_and(|(_, _, name)| RESULTS.contains(&name.as_str()));
            if !is_of_result {
                break;
            }
            if let Expr::MethodCall(it) = step {
                self.arguments(it, &[]);
            }
            end = (*step).clone();
            taken += 1;
        }
        if is_of_variable {
            self.dropped(KIND, it, &end);
        }
        Some(Idiom { ty: value, taken })
    }

    /// Notes the type of a builder, which is the type itself here.
    pub(in super::super) fn type_of_builder(&mut self, it: &syn::Type) {
        let found = self.path_of_type(it);
        if let [krate, types, builders, builder] = found.as_slice()
            && is_client(krate)
            && types == "types"
            && builders == "builders"
            && let Some(name) = builder.strip_suffix("Builder")
        {
            let new = New::Whole(vec![Part::Type {
                krate: krate.clone(),
                name: name.to_owned(),
            }]);
            self.whole_changes(KIND, it, new, None);
        }
    }
}
