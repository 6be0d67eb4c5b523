//! Patterns with the variants of errors.

use syn::spanned::Spanned;
use syn::{Expr, Pat};

use super::super::found::{Change, New, Part};
use super::super::index::segments;
use super::super::place::Extent;
use super::super::source::extent;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::failures::{Failure, of_sdk, variant};
use super::text;

const KIND: &str = "errors";

impl Walker<'_, '_> {
    /// Notes the variants of errors in a pattern, and returns the types of what is in them.
    pub(in super::super) fn pattern_of_error(
        &mut self,
        it: &syn::PatTupleStruct,
        path: Option<&[String]>,
        ty: &Ty,
    ) -> Option<Ty> {
        let path = path?;
        if let Some((krate, name)) = variant(path) {
            let name = match name {
                "Unhandled" => "Unmodeled",
                name => name,
            };
            let new = New::Whole(vec![Part::Error {
                krate: krate.to_owned(),
                name: name.to_owned(),
            }]);
            self.whole_changes(KIND, &it.path, new, None);
            return Some(Ty::named(&[krate, "types", "error", name]));
        }
        let name = of_sdk(path)?;
        let krate = Failure::of(ty).and_then(|(_, krate)| krate);
        let krate = krate.as_deref();
        if name == "ServiceError" {
            // The caller reports it, as only the caller knows the code around the pattern.
            return Some(Failure::Context.ty(krate));
        }
        let pattern = Pat::TupleStruct(it.clone());
        let is_wild = it
            .elems
            .iter()
            .all(|it| matches!(it, Pat::Wild(_) | Pat::Rest(_)));
        let names: &[&str] = match (name, is_wild) {
            ("TimeoutError", _) => &["Timeout"],
            ("ResponseError", _) => &["InvalidResponse"],
            ("DispatchFailure", true) => &["Transport", "Credentials"],
            ("DispatchFailure", false) => &["Transport"],
            ("ConstructionFailure", true) => &["InvalidInput", "Config"],
            ("ConstructionFailure", false) => &["InvalidInput"],
            _ => return Some(Failure::Other.ty(krate)),
        };
        let new = match krate {
            Some(krate) if is_wild => {
                let mut parts = Vec::new();
                for name in names {
                    if !parts.is_empty() {
                        parts.push(Part::text(" | "));
                    }
                    parts.push(Part::Errors(krate.to_owned()));
                    parts.push(Part::Text(format!("::{name}(_)")));
                }
                self.whole_changes(KIND, &pattern, New::Whole(parts), None);
                None
            }
            Some(krate) => Some(New::Whole(vec![
                Part::Errors(krate.to_owned()),
                Part::Text(format!("::{}", names.first().copied().unwrap_or_default())),
            ])),
            None => {
                let names: Vec<String> = names.iter().map(|it| format!("`Error::{it}`")).collect();
                let note = format!("{} of the service's errors", names.join(" or "));
                self.whole_changes(KIND, &pattern, New::Hand, Some(&note));
                None
            }
        };
        if let Some(new) = new {
            self.whole_changes(KIND, &it.path, new, None);
        }
        Some(Failure::Other.ty(krate))
    }

    /// Notes `SdkError::ServiceError(…)` in the pattern of an arm or of `matches!`: the error itself, if
    /// it has an answer.
    pub(in super::super) fn arm_of_service_error(&mut self, pattern: &Pat) {
        let (inner, guard) = match pattern {
            Pat::Guard(it) => (&*it.pat, Some(&*it.guard)),
            other => (other, None),
        };
        let Some(found) = self.service_error(inner) else {
            return;
        };
        let Some((name, outer)) = self.error_itself(inner, found) else {
            self.service_error_by_hand(found);
            return;
        };
        let (inner_end, inner_text) = (extent(inner.span()).end, inner.span().byte_range());
        let (end, old_end, new) = match guard {
            None => (
                inner_end,
                inner_text.end,
                format!("{outer} if {name}.meta().is_some()"),
            ),
            Some(guard) => {
                let code = text(guard).replace(' ', "");
                let asks = [
                    format!("{name}.err().is_"),
                    format!("matches!({name}.err(),"),
                ];
                if asks.iter().any(|it| code.starts_with(it.as_str())) && !code.contains("||") {
                    (inner_end, inner_text.end, outer)
                } else if matches!(guard, Expr::Let(_)) || code.contains("||") {
                    self.service_error_by_hand(found);
                    return;
                } else {
                    (
                        extent(guard.span()).start,
                        guard.span().byte_range().start,
                        format!("{outer} if {name}.meta().is_some() && "),
                    )
                }
            }
        };
        let extent = Extent {
            start: extent(inner.span()).start,
            end,
        };
        let old = self.between(inner_text.start, old_end);
        self.service_error_becomes(found, extent, old, new);
    }

    /// Notes `SdkError::ServiceError(…)` in `if let` and `while let`: the error itself, and the question
    /// whether it has an answer behind the value. Editions before 2024 have no place for the question.
    pub(in super::super) fn condition_of_service_error(&mut self, it: &syn::ExprLet) {
        let Some(found) = self.service_error(&it.pat) else {
            return;
        };
        // A value that is more than a name may have changes of its own.
        let is_name = match &*it.expr {
            Expr::Reference(it) => matches!(&*it.expr, Expr::Path(_) | Expr::Field(_)),
            other => matches!(other, Expr::Path(_) | Expr::Field(_)),
        };
        match self.error_itself(&it.pat, found) {
            Some((name, outer)) if is_name && self.file.has_let_chains => {
                let (pattern, value) = (it.pat.span(), it.expr.span());
                let extent = Extent {
                    start: extent(pattern).start,
                    end: extent(value).end,
                };
                let (from, to) = (pattern.byte_range().start, value.byte_range().end);
                let new = format!(
                    "{outer} = {} && {name}.meta().is_some()",
                    self.text(&*it.expr)
                );
                self.service_error_becomes(found, extent, self.between(from, to), new);
            }
            _ => self.service_error_by_hand(found),
        }
    }

    /// Notes `SdkError::ServiceError(…)` in the pattern of a `let`, which no question can follow.
    pub(in super::super) fn let_of_service_error(&mut self, pattern: &Pat) {
        if let Some(found) = self.service_error(pattern) {
            self.service_error_by_hand(found);
        }
    }

    /// The variable of the error, and the pattern with the error itself. `None` if the pattern has a
    /// choice, or looks into the error.
    fn error_itself(&self, pattern: &Pat, found: &syn::PatTupleStruct) -> Option<(String, String)> {
        let bound = match found.elems.first() {
            Some(Pat::Ident(it)) => text(it),
            Some(Pat::Wild(_)) | None => "error".to_owned(),
            _ => return None,
        };
        let name = bound.rsplit(' ').next().unwrap_or(&bound).to_owned();
        Some((name, self.replaced(pattern, found, &bound)?))
    }

    fn service_error_becomes(
        &mut self,
        found: &syn::PatTupleStruct,
        extent: Extent,
        old: String,
        new: String,
    ) {
        self.found.changes.push(Change {
            place: self.place(found.span()),
            kind: KIND,
            extent,
            old,
            whole: String::new(),
            base: String::new(),
            new: New::Whole(vec![Part::Text(new)]),
            note: None,
        });
    }

    fn service_error_by_hand(&mut self, found: &syn::PatTupleStruct) {
        self.whole_changes(
            KIND,
            found,
            New::Hand,
            Some("the error itself stands for it, if `error.meta().is_some()`"),
        );
    }

    /// Finds `SdkError::ServiceError(…)` in a pattern.
    fn service_error<'e>(&self, pattern: &'e Pat) -> Option<&'e syn::PatTupleStruct> {
        match pattern {
            Pat::TupleStruct(it) => {
                let path = self.types.resolve(&segments(&it.path));
                let is_it = path.is_some_and(|path| of_sdk(&path) == Some("ServiceError"));
                match is_it {
                    true => Some(it),
                    false => it.elems.iter().find_map(|it| self.service_error(it)),
                }
            }
            Pat::Reference(it) => self.service_error(&it.pat),
            Pat::Paren(it) => self.service_error(&it.pat),
            Pat::Or(it) => it.cases.iter().find_map(|it| self.service_error(it)),
            Pat::Tuple(it) => it.elems.iter().find_map(|it| self.service_error(it)),
            _ => None,
        }
    }

    /// The code of a pattern with a variable in place of a part. `None` if there is a choice around it.
    fn replaced(&self, pattern: &Pat, part: &syn::PatTupleStruct, name: &str) -> Option<String> {
        fn has_choice(pattern: &Pat) -> bool {
            match pattern {
                Pat::Or(_) => true,
                Pat::TupleStruct(it) => it.elems.iter().any(has_choice),
                Pat::Reference(it) => has_choice(&it.pat),
                Pat::Paren(it) => has_choice(&it.pat),
                _ => false,
            }
        }
        if has_choice(pattern) {
            return None;
        }
        let (all, part) = (pattern.span().byte_range(), part.span().byte_range());
        Some(format!(
            "{}{name}{}",
            self.between(all.start, part.start),
            self.between(part.end, all.end)
        ))
    }
}
