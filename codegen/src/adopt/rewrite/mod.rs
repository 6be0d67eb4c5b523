//! Arguments of the SDK's setters as arguments of ours.

mod builders;
mod collections;
mod makers;
mod names;
mod setters;

pub(super) use builders::{made, structure};
pub(super) use names::Names;

use syn::{Expr, ExprCall};

use crate::ir::{Item, Scalar, Type};

use super::children;
use super::edits::{Bit, Edit, Form};
use super::operations::squashed;
use super::syntax::{formatted, receiver, text};
use collections::collected;
use makers::of_function;
use names::variant;

impl Names<'_> {
    /// Code with the SDK's builders and wrappers replaced.
    pub(super) fn code(&self, text: &str) -> String {
        match syn::parse_str::<Expr>(text) {
            Ok(expression) => self.rewritten(&expression),
            Err(_) => text.to_owned(),
        }
    }

    fn rewritten(&self, expression: &Expr) -> String {
        let mut expression = expression.clone();
        self.rewrite(&mut expression);
        text(&expression)
    }

    /// Replaces the SDK's builders and wrappers in an expression.
    fn rewrite(&self, expression: &mut Expr) {
        if let Some(new) = self
            .changed(expression)
            .and_then(|new| syn::parse_str(&new).ok())
        {
            *expression = new;
            return;
        }
        let new = match expression {
            Expr::Call(it) => self.of_call(it),
            Expr::Await(it) => self.of_await(&it.base),
            Expr::Path(it) if it.qself.is_none() => of_function(&it.path),
            _ => None,
        };
        let new = new.or_else(|| self.built(expression));
        if let Some(new) = new.and_then(|new| syn::parse_str(&new).ok()) {
            *expression = new;
            return;
        }
        if let Expr::Path(it) = expression
            && it.qself.is_none()
            && let Ok(path) = syn::parse_str(&self.named(&it.path))
        {
            it.path = path;
        }
        children::each(expression, &mut |child| self.rewrite(child));
    }

    /// The new form of an expression that a change of the project's code is about.
    fn changed(&self, expression: &Expr) -> Option<String> {
        let may_change = matches!(
            expression,
            Expr::Await(_)
                | Expr::Call(_)
                | Expr::MethodCall(_)
                | Expr::Path(_)
                | Expr::Try(_)
                | Expr::Unary(_)
        );
        if self.changes.is_empty() || !may_change {
            return None;
        }
        let old = text(expression);
        let mut changes = self.changes.iter();
        let edit = changes.find(|edit| edit.whole == old && !matches!(edit.form, Form::Hand))?;
        self.new_form(edit)
    }

    /// The code of a change with the value in front of it, if it has one. The changes in it are made, too.
    pub(super) fn new_form(&self, edit: &Edit) -> Option<String> {
        Some(match &edit.form {
            Form::Hand => return None,
            Form::Behind(new) => format!("{}.{new}", receiver(&self.code(&edit.base))),
            Form::Dropped => self.code(&edit.base),
            Form::Setter { .. } => {
                let new = self.setter(edit)?;
                format!("{}.{new}", receiver(&self.code(&edit.base)))
            }
            Form::Whole(bits) => {
                let bits = bits.iter().map(|bit| match bit {
                    Bit::Text(text) => text.clone(),
                    // The code of the change itself is as it would be without the change.
                    Bit::Code(old) if *old == edit.whole => {
                        let others = self.changes.iter().copied();
                        let others = Names {
                            service: self.service,
                            changes: others.filter(|it| !std::ptr::eq(*it, edit)).collect(),
                            aliases: self.aliases,
                        };
                        others.code(old)
                    }
                    Bit::Code(old) => self.code(old),
                });
                bits.collect()
            }
        })
    }

    /// The setters behind a builder of a type and a dot, in place of one of the SDK's.
    pub(super) fn setter(&self, edit: &Edit) -> Option<String> {
        let Form::Setter {
            ty,
            name,
            arguments,
        } = &edit.form
        else {
            return None;
        };
        let structure = structure(self.service, ty)?;
        let calls = [(name.clone(), arguments.clone())];
        let (new, fields) = self.setters(&structure.members, &calls);
        if !fields.is_empty() {
            return None;
        }
        // Behind any value.
        let code = formatted(&format!("x{new}"))?;
        let new = code.strip_prefix('x')?.trim_start().strip_prefix('.')?;
        Some(new.to_owned())
    }
}

impl Names<'_> {
    /// A path with the names that the types and variants of the service have here. The modules of the
    /// SDK in front of a type go.
    fn named(&self, path: &syn::Path) -> String {
        let mut item = None;
        let mut found: Vec<String> = Vec::new();
        let mut start = path.leading_colon.map_or("", |_| "::");
        for segment in &path.segments {
            let name = segment.ident.to_string();
            let variant = item.and_then(|item| variant(item, &name));
            let is_type = name.starts_with(char::is_uppercase);
            let is_of_sdk = found
                .iter()
                .any(|it| it == "types" || it.starts_with("aws_sdk_"));
            item = self
                .service
                .items
                .iter()
                .find(|item| squashed(&item.name().ty) == squashed(&name));
            let known = item.map(|item| &item.name().ty);
            let known = known.or_else(|| structure(self.service, &name).map(|it| &it.name.ty));
            let renamed = known.filter(|_| is_type).cloned();
            if renamed.is_some() && is_of_sdk {
                found.clear();
                start = "";
            }
            let arguments = text(&segment.arguments);
            found.push(format!(
                "{}{arguments}",
                variant.or(renamed).unwrap_or(name)
            ));
        }
        format!("{start}{}", found.join("::"))
    }

    /// A variant of a union that holds bytes or a map, whose types aren't the SDK's.
    fn of_variant(&self, it: &ExprCall, ty: &str, name: &str) -> Option<String> {
        let union = self.service.items.iter().find_map(|item| match item {
            Item::Union(it) if squashed(&it.name.ty) == squashed(ty) => Some(it),
            _ => None,
        })?;
        let mut variants = union.variants.iter();
        let variant = variants.find(|it| squashed(&it.name) == squashed(name))?;
        let of_variant = variant.ty.as_ref()?;
        let [argument] = it.args.iter().collect::<Vec<_>>()[..] else {
            return None;
        };
        let argument = match of_variant {
            Type::Map { .. } => collected(&self.given(of_variant, &text(argument))),
            Type::Scalar(Scalar::Blob) => self.given(of_variant, &text(argument)),
            _ => return None,
        };
        Some(format!(
            "{}::{}({argument})",
            union.name.ty, variant.methods.new
        ))
    }
}
