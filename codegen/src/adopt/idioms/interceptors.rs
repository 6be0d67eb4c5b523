//! Interceptors: a trait with other methods here.

use syn::{Expr, ExprMethodCall, ImplItem, ItemImpl};

use super::super::found::{New, Part};
use super::super::index::{is_sdk, segments};
use super::super::walker::Walker;
use super::text;

const KIND: &str = "interceptors";

/// The method of ours that stands for one of the SDK's.
fn ours(name: &str) -> Option<&'static str> {
    Some(match name {
        "read_before_execution"
        | "modify_before_serialization"
        | "read_before_serialization"
        | "read_after_serialization"
        | "modify_before_retry_loop"
        | "read_before_attempt"
        | "modify_before_signing"
        | "read_before_signing" => {
            "`before_signing(&self, request: &mut InterceptedRequest<'_>)`, once for each attempt"
        }
        "read_after_signing" | "modify_before_transmit" | "read_before_transmit" => {
            "`after_signing(&self, request: &mut InterceptedRequest<'_>)`"
        }
        "read_after_transmit"
        | "modify_before_deserialization"
        | "read_before_deserialization"
        | "read_after_deserialization"
        | "modify_before_attempt_completion"
        | "read_after_attempt" => {
            "`after_attempt(&self, attempt: &AttemptOutcome<'_>)`, which changes nothing"
        }
        "modify_before_completion" | "read_after_execution" => {
            "`after_call(&self, call: &CallOutcome<'_>)`, which changes nothing"
        }
        _ => return None,
    })
}

/// Said of the type of any interceptor.
const ANY: &str = "`Config::interceptor` takes any type with the trait `client::Interceptor`: take `impl client::Interceptor`, or that type";

impl Walker<'_, '_> {
    /// Notes the methods of `impl Intercept for …`.
    pub(in super::super) fn interceptor(&mut self, it: &ItemImpl) {
        let Some((of_trait, _)) = &it.trait_ else {
            return;
        };
        let found = self.types.resolve(&segments(of_trait)).unwrap_or_default();
        let is_it = found.first().is_some_and(|krate| is_sdk(krate))
            && found.last().is_some_and(|name| name == "Intercept");
        if !is_it {
            return;
        }
        let new = New::Whole(vec![Part::text("client::Interceptor")]);
        self.whole_changes(KIND, of_trait, new, None);
        for item in &it.items {
            if let ImplItem::Fn(method) = item
                && let Some(ours) = ours(&method.sig.ident.to_string())
            {
                let note = format!("{ours}: docs/calls.md#interceptors");
                self.whole_changes(KIND, &method.sig.ident, New::Hand, Some(&note));
            }
        }
    }

    /// `builder.push_interceptor(…)`, which changes the builder in its place.
    pub(super) fn pushed_interceptor(&mut self, it: &ExprMethodCall) -> bool {
        let Some(argument) = it.args.first().filter(|_| it.method == "push_interceptor") else {
            return false;
        };
        let base = text(&it.receiver);
        let given = given(argument);
        let new = format!("{base} = {base}.interceptor({given})");
        let whole = Expr::MethodCall(it.clone());
        self.step_changes(KIND, it, &whole, New::Whole(vec![Part::Text(new)]), None);
        true
    }

    /// Notes `SharedInterceptor` as a type, and the error of builders.
    pub(in super::super) fn type_without_form(&mut self, it: &syn::Type) {
        let found = self.path_of_type(it);
        if !found.first().is_some_and(|krate| is_sdk(krate)) {
            return;
        }
        match found.last().map(String::as_str) {
            Some("SharedInterceptor") => self.whole_changes(KIND, it, New::Hand, Some(ANY)),
            Some("BuildError") => {
                self.whole_changes("errors", it, New::Hand, Some(BUILD_ERROR));
            }
            _ => {}
        }
    }
}

/// Said of the error of the SDK's builders.
const BUILD_ERROR: &str = "values are made without `build()`, so that this error and its conversions go: a required member that isn't set is `Error::InvalidInput` of the call";

/// The interceptor in `SharedInterceptor::new(…)`, or the value itself.
pub(super) fn given(argument: &Expr) -> String {
    match argument {
        Expr::Call(it)
            if text(&it.func)
                .replace(' ', "")
                .ends_with("SharedInterceptor::new")
                && it.args.len() == 1 =>
        {
            it.args.first().map(text).unwrap_or_default()
        }
        other => text(other),
    }
}
