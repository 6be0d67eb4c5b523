//! Times, bytes and outputs: `DateTime`, `Blob`, and ids of requests.

use syn::{Expr, ExprMethodCall};

use super::super::found::{New, Owner, Part};
use super::super::index::{is_sdk, segments};
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, name_of, plain, takes_out, text};

const KIND: &str = "values";
const STREAMING: &str = "streaming";

impl Walker<'_, '_> {
    pub(super) fn of_value(
        &mut self,
        ty: &Ty,
        it: &ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        if matches!(ty.owner(), Some(Owner::Output { .. })) {
            return self.of_output(it);
        }
        match name_of(ty)? {
            "DateTime" => self.of_time(it, rest),
            "Region" if it.method == "as_ref" => {
                let whole = Expr::MethodCall(it.clone());
                self.becomes("config", it, &whole, "as_str()");
                Some(Idiom::alone(plain()))
            }
            "Blob" if it.args.is_empty() => {
                let whole = Expr::MethodCall(it.clone());
                match it.method.to_string().as_str() {
                    "into_inner" => {
                        self.becomes(KIND, it, &whole, "to_vec()");
                        Some(Idiom::alone(plain()))
                    }
                    // `Bytes` are bytes, too.
                    "as_ref" => Some(Idiom::alone(plain())),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Outputs have what is modelled, and no id of the request.
    fn of_output(&mut self, it: &ExprMethodCall) -> Option<Idiom> {
        let is_id = it.method == "request_id" || it.method == "extended_request_id";
        if !is_id || !it.args.is_empty() {
            return None;
        }
        let note = "`AttemptOutcome::headers` in `Interceptor::after_attempt` has the headers of each response";
        self.by_hand("interceptors", it, note);
        Some(Idiom::alone(Ty::Option(Box::new(plain()))))
    }

    fn of_time(&mut self, it: &ExprMethodCall, rest: &[&Expr]) -> Option<Idiom> {
        let whole = Expr::MethodCall(it.clone());
        let base = text(&it.receiver);
        // The value is named more than once in some forms.
        let is_short = matches!(&*it.receiver, Expr::Path(_));
        let of_parts = |before: &str, between: &str, behind: &str| {
            let code = || Part::Code(base.clone());
            New::Whole(vec![
                Part::text(before),
                code(),
                Part::text(between),
                code(),
                Part::text(behind),
            ])
        };
        let name = it.method.to_string();
        match name.as_str() {
            "secs" => self.becomes(KIND, it, &whole, "epoch_seconds()"),
            "subsec_nanos" => {}
            "as_nanos" if is_short => {
                let new = of_parts(
                    "(i128::from(",
                    ".epoch_seconds()) * 1_000_000_000 + i128::from(",
                    ".subsec_nanos()))",
                );
                self.step_changes(KIND, it, &whole, new, None);
            }
            "as_secs_f64" if is_short => {
                let new = of_parts(
                    "(",
                    ".epoch_seconds() as f64 + f64::from(",
                    ".subsec_nanos()) / 1e9)",
                );
                self.step_changes(KIND, it, &whole, new, None);
            }
            "to_millis" if is_short && takes_out(rest.first()) => {
                let new = of_parts(
                    "(",
                    ".epoch_seconds() * 1_000 + i64::from(",
                    ".subsec_nanos() / 1_000_000))",
                );
                let end = rest.first().copied().unwrap_or(&whole);
                self.step_changes(KIND, it, end, new, None);
                return Some(Idiom { ty: plain(), taken: 1 });
            }
            "fmt" => {
                let format = it.args.first().map(text).unwrap_or_default();
                let is_date_time = format.ends_with("DateTime");
                let next = super::method(rest.first());
                match (is_date_time, rest.first()) {
                    (true, Some(end)) if takes_out(rest.first()) => {
                        self.becomes(KIND, it, end, "to_string()");
                        return Some(Idiom { ty: plain(), taken: 1 });
                    }
                    (true, Some(end)) if next.is_some_and(|(_, _, name)| name == "ok") => {
                        let new = New::Whole(vec![
                            Part::text("Some("),
                            Part::Code(base),
                            Part::text(".to_string())"),
                        ]);
                        self.step_changes(KIND, it, end, new, None);
                        let ty = Ty::Option(Box::new(plain()));
                        return Some(Idiom { ty, taken: 1 });
                    }
                    _ => self.by_hand(
                        KIND,
                        it,
                        "`to_string()` is the format date-time; `write_http_date` and `write_epoch_seconds` \
                         write the others",
                    ),
                }
            }
            "as_nanos" | "as_secs_f64" | "to_millis" => self.by_hand(
                KIND,
                it,
                "made of `epoch_seconds()` and `subsec_nanos()`",
            ),
            // An `Option` in place of a `Result`, which `unwrap` and `expect` treat alike.
            "to_chrono_utc" if is_short && super::method(rest.first()).is_some() && takes_out(rest.first()) => {
                let new = of_parts(
                    "chrono::DateTime::from_timestamp(",
                    ".epoch_seconds(), ",
                    ".subsec_nanos())",
                );
                self.step_changes(KIND, it, &whole, new, None);
            }
            "to_chrono_utc" => self.by_hand(
                KIND,
                it,
                "`chrono::DateTime::from_timestamp(time.epoch_seconds(), time.subsec_nanos())`, an `Option`",
            ),
            "to_time" => self.by_hand(
                KIND,
                it,
                "`time::OffsetDateTime::from_unix_timestamp(time.epoch_seconds())`",
            ),
            _ => return None,
        }
        Some(Idiom::alone(match name.as_str() {
            "fmt" | "to_millis" | "to_chrono_utc" | "to_time" => {
                Ty::Result(Box::new(plain()), Box::default())
            }
            _ => plain(),
        }))
    }

    /// Notes a value that a function of the SDK makes: bytes, a body, a time.
    pub(in super::super) fn note_made(&mut self, base: &Expr, steps: &[&Expr]) {
        let Expr::Call(call) = base else {
            return;
        };
        let Expr::Path(function) = &*call.func else {
            return;
        };
        let path = self
            .types
            .resolve(&segments(&function.path))
            .unwrap_or_default();
        let Some([ty, name]) = path.last_chunk() else {
            return;
        };
        if !path.first().is_some_and(|krate| is_sdk(krate)) {
            return;
        }
        let is_await = |step: Option<&&Expr>| matches!(step, Some(Expr::Await(_)));
        let (kind, taken) = match (ty.as_str(), name.as_str()) {
            ("ByteStream", "from_path") if is_await(steps.first()) => (STREAMING, 1),
            ("ByteStream", "read_from") => {
                let built = steps
                    .iter()
                    .position(|step| matches!(step, Expr::MethodCall(it) if it.method == "build"));
                let Some(built) = built.filter(|at| is_await(steps.get(at + 1))) else {
                    return;
                };
                (STREAMING, built + 2)
            }
            ("ByteStream", "from" | "from_static" | "new" | "from_path") => (STREAMING, 0),
            ("Blob", "new") => (KIND, 0),
            ("DateTime", name) if name.starts_with("from") => (KIND, 0),
            _ => return,
        };
        let last = taken.checked_sub(1).and_then(|at| steps.get(at));
        let whole = last.copied().unwrap_or(base);
        let new = New::Whole(vec![Part::Code(text(whole))]);
        let note = match (ty.as_str(), name.as_str()) {
            ("ByteStream", _) => Some(
                "a part of a file is `runtime::Body::from_file_part(path, from..to)`: docs/streaming.md",
            ),
            ("DateTime", _) => {
                Some("`runtime::Timestamp::from_epoch(seconds, nanos)` gives a `Result`")
            }
            _ => None,
        };
        self.whole_changes(kind, whole, new, note);
    }

    /// Notes a function that makes a value and is given to another, as in `map(Blob::new)`.
    pub(in super::super) fn function_of_value(&mut self, path: &[String], it: &syn::ExprPath) {
        let Some([ty, name]) = path.last_chunk() else {
            return;
        };
        let is_of_sdk = path.first().is_some_and(|krate| is_sdk(krate));
        if is_of_sdk && ty == "Blob" && name == "into_inner" {
            let new = New::Whole(vec![Part::text("|bytes| bytes.to_vec()")]);
            self.whole_changes(KIND, it, new, None);
            return;
        }
        let kind = match (ty.as_str(), name.as_str()) {
            ("ByteStream", "from" | "new") => STREAMING,
            ("Blob", "new") | ("DateTime", "from" | "from_secs") => KIND,
            ("Region", "new" | "from_static") if !path.iter().any(|it| it == "types") => "config",
            _ => return,
        };
        if is_of_sdk {
            let new = New::Whole(vec![Part::Code(text(it))]);
            self.whole_changes(kind, it, new, None);
        }
    }

    /// Notes a type of the SDK that another stands for.
    pub(in super::super) fn type_of_value(&mut self, it: &syn::Type) {
        let syn::Type::Path(path) = it else {
            return;
        };
        let found = self.path_of_type(it);
        let is_of_sdk = found.first().is_some_and(|krate| is_sdk(krate));
        let names: Vec<&str> = found.iter().map(String::as_str).collect();
        // A name alone is an import, and so is a module of the project.
        let written = segments(&path.path);
        let is_path = written.len() > 1
            && self
                .types
                .resolve(written.get(..1).unwrap_or_default())
                .is_some_and(|root| root.first().is_some_and(|krate| is_sdk(krate)));
        let (kind, new) = match names.as_slice() {
            _ if !is_of_sdk => return,
            [krate, "Client"] if is_path => {
                let new = vec![Part::Module((*krate).to_owned()), Part::text("::Client")];
                self.whole_changes("config", it, New::Whole(new), None);
                return;
            }
            [krate, "operation", method, "builders", builder]
                if builder.ends_with("FluentBuilder") =>
            {
                let new = vec![Part::Input {
                    krate: (*krate).to_owned(),
                    method: (*method).to_owned(),
                }];
                self.whole_changes("builders", it, New::Whole(new), None);
                return;
            }
            [_, "types", ..] => return,
            [.., "ByteStream"] => (STREAMING, "runtime::Body"),
            [.., "AggregatedBytes"] => (STREAMING, "runtime::bytes::Bytes"),
            [.., "DateTime"] => (KIND, "runtime::Timestamp"),
            [.., "Blob"] => (KIND, "runtime::bytes::Bytes"),
            [.., "Document"] => (KIND, "runtime::Document"),
            [.., "PresignedRequest"] => ("presigning", "client::PresignedRequest"),
            [.., "PresigningConfig"] => ("presigning", "std::time::Duration"),
            [.., "SdkConfig" | "ConfigLoader"]
            | [_, "Config"]
            | [_, "config", "Builder" | "Config"] => ("config", "client::Config"),
            [.., "Credentials"] => ("credentials", "client::Credentials"),
            [.., "RetryConfig"] => ("retries", "client::RetryConfig"),
            [.., "Region"] => ("config", "String"),
            [.., "StaticReplayClient"] => ("mocks", "runtime::server::Mock"),
            [.., "TimeoutConfig" | "TimeoutConfigBuilder"] => ("timeouts", "client::Timeouts"),
            _ => return,
        };
        self.whole_changes(kind, it, New::Whole(vec![Part::text(new)]), None);
    }
}
