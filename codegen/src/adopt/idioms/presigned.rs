//! Presigned requests.

use syn::{Expr, ExprMethodCall};

use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, name_of, plain};

const KIND: &str = "presigning";

impl Walker<'_, '_> {
    /// Notes a configuration that is put into a variable.
    pub(in super::super) fn presigning_in_variable(&mut self, value: &Expr) {
        let note = "its duration is in the new form of `presigned`: the variable goes";
        self.whole_changes(KIND, value, super::New::Hand, Some(note));
    }

    pub(super) fn of_presigned(
        &mut self,
        ty: &Ty,
        it: &ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        if name_of(ty)? != "PresignedRequest" {
            return None;
        }
        let whole = Expr::MethodCall(it.clone());
        match it.method.to_string().as_str() {
            "uri" => {
                // Text in the SDK.
                let next = super::method(rest.first());
                let owned = next.filter(|(_, it, name)| {
                    it.args.is_empty() && ["into", "to_owned", "to_string"].contains(&name.as_str())
                });
                match owned {
                    Some((end, ..)) => {
                        self.becomes(KIND, it, end, "url().to_string()");
                        Some(Idiom {
                            ty: plain(),
                            taken: 1,
                        })
                    }
                    None if rest.is_empty() => {
                        let new = vec![
                            super::Part::text("&"),
                            super::Part::Code(super::text(&it.receiver)),
                            super::Part::text(".url().to_string()"),
                        ];
                        self.step_changes(KIND, it, &whole, super::New::Whole(new), None);
                        Some(Idiom::alone(plain()))
                    }
                    None => {
                        self.becomes(KIND, it, &whole, "url().to_string()");
                        Some(Idiom::alone(plain()))
                    }
                }
            }
            "method" => {
                self.becomes(KIND, it, &whole, "method().as_str()");
                Some(Idiom::alone(plain()))
            }
            "headers" => {
                self.becomes(
                    KIND,
                    it,
                    &whole,
                    "headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))",
                );
                Some(Idiom::alone(Ty::Many(Box::new(Ty::Tuple(vec![
                    plain(),
                    plain(),
                ])))))
            }
            "make_http_1x_request" | "into_http_1x_request" | "make_http_02x_request" => {
                self.arguments(it, &[]);
                self.by_hand(
                    KIND,
                    it,
                    "`into_request()` gives an `http::Request<Bytes>`; `map` of it changes the body",
                );
                Some(Idiom::alone(Ty::Unknown))
            }
            _ => None,
        }
    }
}
