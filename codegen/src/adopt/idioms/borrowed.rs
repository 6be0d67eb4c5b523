//! Values that questions for a variant of a union give: they are borrowed in other types than the SDK's, text as `&str`,
//! lists as slices, and numbers and truth values are copied.

use syn::{Expr, ExprMethodCall, ExprUnary, PatReference};

use super::super::found::{New, Part};
use super::super::index::segments;
use super::super::operations::Value;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, plain, text};

const KIND: &str = "members";

/// The names that stand for such values.
const TEXT: &str = "Text";
const COPIED: &str = "Copied";
const SLICE: &str = "Slice";

/// A value that is borrowed in another type than the SDK's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Borrowed {
    /// `&str` for `&String`.
    Text,
    /// `bool` for `&bool`, and numbers likewise.
    Copied,
    /// `&[T]` for `&Vec<T>`.
    Slice,
}

impl Borrowed {
    fn of(ty: &Ty) -> Option<Self> {
        let Ty::Named { path, .. } = ty else {
            return None;
        };
        match path.as_slice() {
            [_, hidden, name] if hidden == "…" => match name.as_str() {
                TEXT => Some(Self::Text),
                COPIED => Some(Self::Copied),
                SLICE => Some(Self::Slice),
                _ => None,
            },
            _ => None,
        }
    }

    /// The function that makes an owned value of one that is borrowed, and the type without its pointer.
    fn owned(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Text => Some(("str::to_owned", "str")),
            Self::Slice => Some(("<[_]>::to_vec", "<[_]>")),
            Self::Copied => None,
        }
    }
}

impl Ty {
    /// The type of what `as_…()` of a union gives here.
    pub(super) fn borrowed(krate: &str, value: &Value) -> Self {
        match value {
            Value::Text => Self::named(&[krate, "…", TEXT]),
            Value::Copied => Self::named(&[krate, "…", COPIED]),
            Value::List(item) => Self::Named {
                path: vec![krate.to_owned(), "…".to_owned(), SLICE.to_owned()],
                arguments: vec![Self::of_value(krate, item)],
            },
            value => Self::of_value(krate, value),
        }
    }

    /// Such a value as what follows sees it: a slice has many values, and methods of others make plain ones.
    pub(in super::super) fn without_borrow(&self) -> Option<Self> {
        let (Self::Named { path, arguments }, Some(borrowed)) = (self, Borrowed::of(self)) else {
            return None;
        };
        Some(match borrowed {
            Borrowed::Slice => Self::Many(Box::new(arguments.first().cloned().unwrap_or_default())),
            Borrowed::Text | Borrowed::Copied => {
                Self::of_sdk(path.first().map_or("", String::as_str))
            }
        })
    }
}

impl Walker<'_, '_> {
    /// A method of such a value, or of what holds it: an `Option`, the answer to the question, or an iterator.
    pub(super) fn of_borrowed(&mut self, ty: &Ty, it: &ExprMethodCall) -> Option<Idiom> {
        let whole = Expr::MethodCall(it.clone());
        let name = it.method.to_string();
        if let Some(borrowed) = Borrowed::of(ty) {
            let (new, result) = match (borrowed, name.as_str()) {
                (Borrowed::Text, "clone") => ("to_owned()", plain()),
                (Borrowed::Slice, "clone") => ("to_vec()", ty.without_borrow()?),
                (Borrowed::Text, "as_str") | (Borrowed::Slice, "as_slice") => {
                    self.dropped(KIND, it, &whole);
                    return Some(Idiom::alone(ty.without_borrow()?));
                }
                _ => return None,
            };
            self.becomes(KIND, it, &whole, new);
            return Some(Idiom::alone(result));
        }
        let inner = match ty {
            Ty::Option(inner) | Ty::Result(inner, _) | Ty::Many(inner) => &**inner,
            _ => return None,
        };
        let borrowed = Borrowed::of(inner)?;
        let around = |inner: Ty| match ty {
            Ty::Option(_) => Ty::Option(Box::new(inner)),
            Ty::Result(_, error) => Ty::Result(Box::new(inner), error.clone()),
            _ => Ty::Many(Box::new(inner)),
        };
        let plain = match borrowed {
            Borrowed::Slice => inner.without_borrow()?,
            _ => plain(),
        };
        match (name.as_str(), it.args.first()) {
            ("cloned" | "copied", None) => match borrowed.owned() {
                Some((owned, _)) => self.becomes(KIND, it, &whole, &format!("map({owned})")),
                None => self.dropped(KIND, it, &whole),
            },
            ("map", Some(Expr::Path(function))) => {
                let names = segments(&function.path);
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                match (names.as_slice(), borrowed.owned()) {
                    (
                        ["String" | "Vec" | "Clone" | "ToOwned", "clone" | "to_owned"],
                        Some((owned, _)),
                    )
                    | (["String", "to_string"] | ["Vec", "to_vec"], Some((owned, _))) => {
                        self.becomes(KIND, it, &whole, &format!("map({owned})"));
                    }
                    ([.., "clone" | "to_owned"], None)
                    | (["String", "as_str" | "as_ref"] | ["Vec", "as_slice" | "as_ref"], Some(_)) =>
                    {
                        self.dropped(KIND, it, &whole);
                        return Some(Idiom::alone(around(match borrowed {
                            Borrowed::Slice => plain,
                            _ => inner.without_borrow()?,
                        })));
                    }
                    (["String", "from"], _) => return None,
                    (["String" | "Vec", name], Some((_, owner))) => {
                        self.becomes(KIND, it, &whole, &format!("map({owner}::{name})"));
                    }
                    _ => return None,
                }
            }
            ("unwrap_or", Some(Expr::Reference(default))) if borrowed == Borrowed::Copied => {
                self.expression(&default.expr);
                let new = format!("unwrap_or({})", self.text(&*default.expr));
                self.becomes(KIND, it, &whole, &new);
                return Some(Idiom::alone(inner.clone()));
            }
            _ => return None,
        }
        Some(Idiom::alone(around(plain)))
    }

    /// Notes a `*` in front of such a value, which is no reference here, or the text itself.
    pub(in super::super) fn dereferenced_borrow(&mut self, it: &ExprUnary, ty: &Ty) -> bool {
        let is_it = matches!(Borrowed::of(ty), Some(Borrowed::Text | Borrowed::Copied));
        if is_it {
            let new = New::Whole(vec![Part::Code(text(&it.expr))]);
            self.whole_changes(KIND, it, new, None);
        }
        is_it
    }

    /// Notes a pattern `&…` for a value that is copied here.
    pub(in super::super) fn referenced_borrow(&mut self, it: &PatReference, ty: &Ty) {
        if Borrowed::of(ty) == Some(Borrowed::Copied) {
            let new = New::Whole(vec![Part::Text(self.text(&*it.pat))]);
            self.whole_changes(KIND, it, new, None);
        }
    }
}
