//! Questions for a variant of a union: a `Result` in the SDK, an `Option` here.

use syn::{Expr, ExprMethodCall, Pat};

use super::super::found::{New, Part};
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, plain, segments, text};

const KIND: &str = "members";

/// The name that stands for the error of such a question.
const ASKED: &str = "Asked";

impl Walker<'_, '_> {
    pub(super) fn of_union(
        &mut self,
        ty: &Ty,
        it: &ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        let name = it.method.to_string();
        if let Ty::Named { path, .. } = ty
            && let [krate, types, union] = path.as_slice()
            && types == "types"
            && it.args.is_empty()
        {
            let variant = name.strip_prefix("as_")?;
            let value = self.operations.variant(krate, union, variant)?.clone();
            let value = Ty::borrowed(krate, &value);
            let error = Ty::named(&[krate, "…", ASKED]);
            if let Some(Expr::Try(_)) = rest.first() {
                self.by_hand(KIND, it, "the value is an `Option` here: `ok_or(…)?`");
            }
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
                let before = self.found.changes.len();
                self.arguments(
                    it,
                    &[Ty::Function {
                        inputs: vec![(**value).clone()],
                        output: Box::default(),
                    }],
                );
                let inside = self.found.changes.len() > before;
                self.around(it, "is_some_and(", closure, inside);
                Some(Idiom::alone(plain()))
            }
            // The error has nothing in it but the value.
            ("map_err" | "unwrap_or_else", Some(Expr::Closure(closure)))
                if matches!(
                    closure.inputs.iter().collect::<Vec<_>>().as_slice(),
                    [Pat::Wild(_)]
                ) =>
            {
                let before = self.found.changes.len();
                self.expression(&closure.body);
                let inside = self.found.changes.len() > before;
                let (new, ty) = match name.as_str() {
                    "map_err" => ("ok_or_else", Ty::Result(value.clone(), Box::default())),
                    _ => ("unwrap_or_else", (**value).clone()),
                };
                self.around(it, &format!("{new}(|| "), &closure.body, inside);
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

    /// Notes the form of a method with code as its argument, which may have changes in it.
    fn around(&mut self, it: &ExprMethodCall, before: &str, argument: &Expr, has_changes: bool) {
        let whole = Expr::MethodCall(it.clone());
        if !has_changes {
            let new = format!("{before}{})", self.text(argument));
            self.becomes(KIND, it, &whole, &new);
            return;
        }
        let new = New::Whole(vec![
            Part::Code(text(&it.receiver)),
            Part::Text(format!(".{before}")),
            Part::Code(text(argument)),
            Part::text(")"),
        ]);
        self.step_changes(KIND, it, &whole, new, None);
    }

    /// The type of the value in a variant of a union, by the variant's path from a root.
    pub(in super::super) fn value_of_variant(&self, path: &[String]) -> Option<Ty> {
        match path {
            [krate, types, union, variant] if types == "types" => {
                let value = self.operations.variant(krate, union, variant)?;
                Some(Ty::of_value(krate, value))
            }
            _ => None,
        }
    }

    /// Notes the pattern of a variant that isn't known: it has the variant's name here.
    pub(in super::super) fn pattern_of_unknown(&mut self, it: &syn::ExprPath, path: &[String]) {
        if let [krate, types, union, variant] = path
            && types == "types"
            && variant == "Unknown"
            && self.operations.is_union(krate, union)
        {
            let owner: Vec<String> = segments(&it.path);
            let new = match self.is_path_of_sdk(&owner) {
                true => vec![
                    Part::Type {
                        krate: krate.clone(),
                        name: union.clone(),
                    },
                    Part::text("::Unknown(_)"),
                ],
                false => vec![Part::Text(format!("{}(_)", self.text(it)))],
            };
            self.whole_changes(KIND, it, New::Whole(new), None);
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
        let found = self.types.resolve(&segments(&path.path))?;
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
