//! Steps of chains whose new form depends on the type of their value: bodies, errors, presigned
//! requests, times, bytes and unions.

mod around;
mod bodies;
mod borrowed;
mod builders;
mod configurations;
mod conversions;
mod enums;
mod error_patterns;
mod errors;
mod failures;
mod http_clients;
mod interceptors;
mod limits;
mod loaders;
mod map_values;
mod maps;
mod pages;
mod paths;
mod presigned;
mod regions;
mod settings;
mod std_imports;
mod unions;
mod values;

use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::found::{Change, New, Part};
use super::index::{is_client, segments};
use super::lines::on_one_line;
use super::place::Extent;
use super::source::extent;
use super::syntax::text;
use super::ty::Ty;
use super::walker::Walker;

pub(super) use regions::default_region;

/// A step of a chain that was looked at.
pub(super) struct Idiom {
    pub(super) ty: Ty,
    /// The number of steps behind it that belong to it.
    pub(super) taken: usize,
}

impl Idiom {
    fn alone(ty: Ty) -> Self {
        Self { ty, taken: 0 }
    }
}

/// A type of the standard library that nothing more is asked of.
fn plain() -> Ty {
    Ty::named(&["std", "…"])
}

impl Walker<'_, '_> {
    /// The whole path of a type. It is empty for types that no path names, and for unknown ones.
    fn path_of_type(&self, it: &syn::Type) -> Vec<String> {
        match it {
            syn::Type::Path(it) => self.types.resolve(&segments(&it.path)).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Looks at a method of a value of the SDK that has another form here. `rest` is the chain behind
    /// it.
    pub(super) fn idiom(&mut self, ty: &Ty, it: &ExprMethodCall, rest: &[&Expr]) -> Option<Idiom> {
        if let Ty::Many(value) = ty {
            return self
                .of_pages(value, it, rest)
                .or_else(|| self.of_key(value, it))
                .or_else(|| self.of_borrowed(ty, it));
        }
        if let Ty::Option(_) = ty {
            return self.of_borrowed(ty, it);
        }
        if !matches!(ty, Ty::Named { .. } | Ty::Result(..)) {
            return None;
        }
        self.of_body(ty, it, rest)
            .or_else(|| self.of_error(ty, it, rest))
            .or_else(|| self.of_presigned(ty, it, rest))
            .or_else(|| self.of_value(ty, it, rest))
            .or_else(|| self.of_borrowed(ty, it))
            .or_else(|| self.of_union(ty, it, rest))
            .or_else(|| self.of_builder(ty, it, rest))
            .or_else(|| self.of_loader(ty, it, rest))
            .or_else(|| self.of_region(ty, it))
            .or_else(|| self.of_limits(ty, it))
            .or_else(|| self.of_recorded(ty, it, rest))
    }

    /// Notes that a method and the steps up to `end` have a form behind the value and its dot.
    fn becomes(&mut self, kind: &'static str, it: &ExprMethodCall, end: &Expr, new: &str) {
        let new = New::Behind(vec![Part::text(new)]);
        self.step_changes(kind, it, end, new, None);
    }

    /// Notes that a method goes.
    fn dropped(&mut self, kind: &'static str, it: &ExprMethodCall, end: &Expr) {
        self.step_changes(kind, it, end, New::Dropped, None);
    }

    /// Notes that a method has to be written by hand.
    fn by_hand(&mut self, kind: &'static str, it: &ExprMethodCall, note: &str) {
        let whole = Expr::MethodCall(it.clone());
        self.step_changes(kind, it, &whole, New::Hand, Some(note));
    }

    /// Notes a change of a method and the steps up to `end`.
    fn step_changes(
        &mut self,
        kind: &'static str,
        it: &ExprMethodCall,
        end: &Expr,
        new: New,
        note: Option<&str>,
    ) {
        let (start, end_at) = (it.method.span(), extent(end.span()).end);
        let part = match new {
            New::Dropped => Extent {
                start: extent(it.receiver.span()).end,
                end: end_at,
            },
            New::Whole(_) => extent(end.span()),
            New::Behind(_) | New::Hand | New::Setter { .. } => Extent {
                start: extent(start).start,
                end: end_at,
            },
        };
        let from = start.byte_range().start;
        let shown = match new {
            New::Whole(_) => self.text(end),
            _ => format!(".{}", self.between(from, end.span().byte_range().end)),
        };
        self.found.changes.push(Change {
            place: self.place(start),
            kind,
            extent: part,
            old: shown,
            whole: text(end),
            base: text(&it.receiver),
            new,
            note: note.map(str::to_owned),
        });
    }

    /// Notes that code has another form as a whole.
    pub(super) fn whole_changes(
        &mut self,
        kind: &'static str,
        code: &impl Coded,
        new: New,
        note: Option<&str>,
    ) {
        let span = code.span();
        self.found.changes.push(Change {
            place: self.place(span),
            kind,
            extent: extent(span),
            old: self.text(code),
            whole: text(code),
            base: String::new(),
            new,
            note: note.map(str::to_owned),
        });
    }

    /// The code between two bytes of the file, on one line.
    fn between(&self, start: usize, end: usize) -> String {
        on_one_line(self.file.text.get(start..end).unwrap_or_default())
    }
}

/// A node of a tree.
pub(super) trait Coded: Spanned + quote::ToTokens {}

impl<T: Spanned + quote::ToTokens> Coded for T {}

/// The last name of a type of the SDK.
fn name_of(ty: &Ty) -> Option<&str> {
    let Ty::Named { path, .. } = ty else {
        return None;
    };
    ty.sdk()?;
    path.last().map(String::as_str)
}

/// The name of the method that a step calls.
fn method<'e>(step: Option<&&'e Expr>) -> Option<(&'e Expr, &'e ExprMethodCall, String)> {
    match step {
        Some(step) => match *step {
            Expr::MethodCall(it) => Some((*step, it, it.method.to_string())),
            _ => None,
        },
        None => None,
    }
}

/// Whether a step takes the value out of a `Result`, and fails or ends the program otherwise.
fn takes_out(step: Option<&&Expr>) -> bool {
    match step {
        Some(Expr::Try(_)) => true,
        step => method(step).is_some_and(|(_, _, name)| name == "unwrap" || name == "expect"),
    }
}
