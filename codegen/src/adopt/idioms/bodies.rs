//! Bodies that stream: `ByteStream` and what it gives.

use syn::{Expr, ExprMethodCall};

use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, name_of, plain};

const KIND: &str = "streaming";

/// The methods of tokio's that need a reader with a buffer.
const BUFFERED: [&str; 4] = ["lines", "read_line", "read_until", "split"];

impl Walker<'_, '_> {
    pub(super) fn of_body(
        &mut self,
        ty: &Ty,
        it: &ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        let whole = Expr::MethodCall(it.clone());
        let name = it.method.to_string();
        if !it.args.is_empty() {
            return None;
        }
        let krate = ty.sdk().unwrap_or_default();
        let error = || Box::new(Ty::named(&["std", "…"]));
        match name_of(ty)? {
            "ByteStream" => match name.as_str() {
                "collect" => {
                    self.becomes(KIND, it, &whole, "collect(usize::MAX)");
                    let bytes = Ty::named(&[krate, "primitives", "AggregatedBytes"]);
                    Some(Idiom::alone(Ty::Result(Box::new(bytes), error())))
                }
                // The SDK gives an `Option` of a `Result`; our `next` gives a `Result` of an `Option`.
                "next" => {
                    let Some(end @ Expr::Await(_)) = rest.first() else {
                        self.by_hand(KIND, it, "`next()` gives a `Result` of an `Option` here");
                        return Some(Idiom::alone(Ty::Unknown));
                    };
                    self.becomes(KIND, it, end, "next().await.transpose()");
                    let chunk = Ty::Result(Box::new(plain()), error());
                    let ty = Ty::Option(Box::new(chunk));
                    Some(Idiom { ty, taken: 1 })
                }
                "try_next" => {
                    self.becomes(KIND, it, &whole, "next()");
                    let chunk = Ty::Option(Box::new(plain()));
                    Some(Idiom::alone(Ty::Result(Box::new(chunk), error())))
                }
                "into_async_read" => {
                    let next = super::method(rest.first());
                    match next.filter(|(_, _, next)| BUFFERED.contains(&next.as_str())) {
                        Some(_) => {
                            let new = vec![
                                super::Part::text("tokio::io::BufReader::new("),
                                super::Part::Code(super::text(&it.receiver)),
                                super::Part::text(".into_async_read())"),
                            ];
                            self.step_changes(KIND, it, &whole, super::New::Whole(new), None);
                        }
                        None => self.by_hand(
                            KIND,
                            it,
                            "the same name; without a buffer, so for `lines` and the like it goes into a `tokio::io::BufReader`",
                        ),
                    }
                    Some(Idiom::alone(plain()))
                }
                "into_inner" | "bytes" | "size_hint" => {
                    self.by_hand(KIND, it, "`Body` has `length()`, `bytes()` and `next()`");
                    Some(Idiom::alone(Ty::Unknown))
                }
                _ => None,
            },
            "AggregatedBytes" => match name.as_str() {
                // `Bytes` already.
                "into_bytes" => {
                    self.dropped(KIND, it, &whole);
                    Some(Idiom::alone(plain()))
                }
                _ => Some(Idiom::alone(plain())),
            },
            _ => None,
        }
    }
}
