//! Builders of time limits in variables.

use syn::{Expr, ExprMethodCall};

use super::super::syntax::chain;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, name_of, text};

const KIND: &str = "timeouts";

/// Said of setters that take an `Option`, and change the builder in its place.
const OPTIONS: &str = "write `if let Some(limit) = … { limits = limits.call(limit); }`: `call` stands for `operation_timeout`, `attempt` for `operation_attempt_timeout` and `connect` for `connect_timeout`; `read_timeout` has no counterpart";

/// Said of settings that limits don't have.
const NONE: &str = "no limit of ours is like it: `attempt` ends with the head of the response, and `chunk` is for event streams";

impl Walker<'_, '_> {
    pub(super) fn of_limits(&mut self, ty: &Ty, it: &ExprMethodCall) -> Option<Idiom> {
        if name_of(ty)? != "TimeoutConfigBuilder" {
            return None;
        }
        self.arguments(it, &[]);
        let (base, _) = chain(&it.receiver);
        let name = it.method.to_string();
        let made = match (ty, name.as_str()) {
            (Ty::Named { path, .. }, "build") => {
                let krate = path.first().map_or("", String::as_str);
                Ty::named(&[krate, "timeout", "TimeoutConfig"])
            }
            _ => ty.clone(),
        };
        // What begins with a function is told as a whole.
        if matches!(base, Expr::Path(_) | Expr::Field(_)) {
            let whole = Expr::MethodCall(it.clone());
            let limit = it.args.first().map(text).unwrap_or_default();
            match name.as_str() {
                "operation_timeout" => self.becomes(KIND, it, &whole, &format!("call({limit})")),
                "operation_attempt_timeout" => {
                    self.becomes(KIND, it, &whole, &format!("attempt({limit})"));
                }
                "connect_timeout" => self.becomes(KIND, it, &whole, &format!("connect({limit})")),
                "build" => self.dropped(KIND, it, &whole),
                "clone" => {}
                name if name.starts_with("set_") => self.by_hand(KIND, it, OPTIONS),
                _ => self.by_hand(KIND, it, NONE),
            }
        }
        Some(Idiom::alone(made))
    }
}
