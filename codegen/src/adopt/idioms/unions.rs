//! Questions for a variant of a union: a `Result` in the SDK, an `Option` here.

use syn::{Expr, ExprMethodCall, Pat};

use super::super::found::{New, Part};
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, plain};

const KIND: &str = "members";

/// The name that stands for the error of such a question.
const ASKED: &str = "Asked";

impl Walker<'_, '_> {
    pub(super) fn of_union(&mut self, ty: &Ty, it: &ExprMethodCall) -> Option<Idiom> {
        let name = it.method.to_string();
        if let Ty::Named { path, .. } = ty
            && let [krate, types, union] = path.as_slice()
            && types == "types"
            && it.args.is_empty()
        {
            let variant = name.strip_prefix("as_")?;
            let value = self.operations.variant(krate, union, variant)?.clone();
            let value = Ty::of_value(krate, &value);
            let error = Ty::named(&[krate, "…", ASKED]);
            return Some(Idiom::alone(Ty::Result(Box::new(value), Box::new(error))));
        }
        let Ty::Result(value, _) = ty else {
            return None;
        };
        if !is_asked(ty) {
            return None;
        }
        let whole = Expr::MethodCall(it.clone());
        let option = Ty::Option(value.clone());
        match (name.as_str(), it.args.first()) {
            ("ok", None) => {
                self.dropped(KIND, it, &whole);
                Some(Idiom::alone(option))
            }
            ("is_ok", None) => {
                self.becomes(KIND, it, &whole, "is_some()");
                Some(Idiom::alone(plain()))
            }
            ("is_err", None) => {
                self.becomes(KIND, it, &whole, "is_none()");
                Some(Idiom::alone(plain()))
            }
            ("is_ok_and", Some(closure)) => {
                let new = format!("is_some_and({})", self.text(closure));
                self.arguments(
                    it,
                    &[Ty::Function {
                        inputs: vec![(**value).clone()],
                        output: Box::default(),
                    }],
                );
                self.becomes(KIND, it, &whole, &new);
                Some(Idiom::alone(plain()))
            }
            // The error has nothing in it but the value.
            ("map_err" | "unwrap_or_else", Some(Expr::Closure(closure)))
                if matches!(
                    closure.inputs.iter().collect::<Vec<_>>().as_slice(),
                    [Pat::Wild(_)]
                ) =>
            {
                self.expression(&closure.body);
                let (new, ty) = match name.as_str() {
                    "map_err" => ("ok_or_else", Ty::Result(value.clone(), Box::default())),
                    _ => ("unwrap_or_else", (**value).clone()),
                };
                let new = format!("{new}(|| {})", self.text(&closure.body));
                self.becomes(KIND, it, &whole, &new);
                Some(Idiom::alone(ty))
            }
            ("map_err" | "unwrap_or_else" | "or_else", Some(_)) => {
                self.arguments(it, &[]);
                self.by_hand(
                    KIND,
                    it,
                    "the value is an `Option` here: `ok_or_else(|| …)`",
                );
                Some(Idiom::alone(Ty::Result(value.clone(), Box::default())))
            }
            _ => None,
        }
    }

    /// Notes a pattern `Ok(…)` or `Err(…)` for the answer to such a question.
    pub(in super::super) fn pattern_of_union(&mut self, it: &syn::PatTupleStruct, ty: &Ty) {
        if !is_asked(ty) {
            return;
        }
        let name = it.path.segments.last().map(|it| it.ident.to_string());
        match name.as_deref() {
            Some("Ok") => {
                let new = New::Whole(vec![Part::text("Some")]);
                self.whole_changes(KIND, &it.path, new, None);
            }
            Some("Err") => {
                let new = New::Whole(vec![Part::text("None")]);
                let pattern = Pat::TupleStruct(it.clone());
                self.whole_changes(KIND, &pattern, new, None);
            }
            _ => {}
        }
    }
}

impl Walker<'_, '_> {
    /// A look into a map of the SDK by a variant of an enum: keys are text here.
    pub(super) fn of_key(&mut self, value: &Ty, it: &ExprMethodCall) -> Option<Idiom> {
        let name = it.method.to_string();
        let (new, ty) = match name.as_str() {
            "get" | "remove" => (&name, Ty::Option(Box::new(value.clone()))),
            "contains_key" => (&name, plain()),
            _ => return None,
        };
        let Some(Expr::Reference(argument)) = it.args.first().filter(|_| value.sdk().is_some())
        else {
            return None;
        };
        let Expr::Path(path) = &*argument.expr else {
            return None;
        };
        let found = self.types.resolve(&super::segments(&path.path))?;
        if !matches!(found.as_slice(), [krate, types, _, _] if super::is_client(krate) && types == "types")
        {
            return None;
        }
        self.arguments(it, &[]);
        let whole = Expr::MethodCall(it.clone());
        let new = format!("{new}({}.as_str())", self.text(&argument.expr));
        self.becomes(KIND, it, &whole, &new);
        Some(Idiom::alone(ty))
    }
}

/// Whether a type is that of the answer.
fn is_asked(ty: &Ty) -> bool {
    matches!(ty, Ty::Result(_, error) if error.is_at(ASKED))
}
