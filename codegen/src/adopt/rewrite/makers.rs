//! The SDK's functions that make values: bodies, bytes and times.

use syn::{Expr, ExprCall};

use super::super::syntax::{chain, text};
use super::names::Names;

impl Names<'_> {
    /// A body of a file, which takes no `.await` here: `ByteStream::from_path(…).await`, and
    /// `ByteStream::read_from().path(…).offset(…).length(…).build().await`.
    pub(super) fn of_await(&self, expression: &Expr) -> Option<String> {
        let is_of_body = |it: &ExprCall, wanted: &str| {
            of_wrapper(it).is_some_and(|(ty, name)| ty == "ByteStream" && name == wanted)
        };
        if let Expr::Call(it) = expression {
            let argument = it.args.first().filter(|_| is_of_body(it, "from_path"))?;
            return Some(format!(
                "runtime::Body::from_file({})",
                self.rewritten(argument)
            ));
        }
        let (Expr::Call(base), steps) = chain(expression) else {
            return None;
        };
        let (build, settings) = steps.split_last()?;
        if !is_of_body(base, "read_from") || build.method != "build" {
            return None;
        }
        let (mut path, mut offset, mut length) = (None, None, None);
        for step in settings {
            let argument = step.args.first()?;
            match step.method.to_string().as_str() {
                "path" => path = Some(self.rewritten(argument)),
                "offset" => offset = Some(self.rewritten(argument)),
                "length" => length = Some(argument),
                // The size of a chunk is fixed.
                "buffer_size" => {}
                _ => return None,
            }
        }
        let path = path?;
        let Some(length) = length else {
            return match offset {
                None => Some(format!("runtime::Body::from_file({path})")),
                Some(_) => None,
            };
        };
        let length = match length {
            Expr::Call(it) => {
                let (_, name) = of_wrapper(it)?;
                it.args
                    .first()
                    .filter(|_| name == "Exact")
                    .map(|it| self.rewritten(it))?
            }
            _ => return None,
        };
        let range = match offset.filter(|offset| offset != "0") {
            None => format!("0..{length}"),
            Some(offset) => format!("{offset}..{offset} + {length}"),
        };
        Some(format!("runtime::Body::from_file_part({path}, {range})"))
    }
}

/// The last two names of a function's path.
pub(super) fn of_wrapper(it: &ExprCall) -> Option<(String, String)> {
    let Expr::Path(function) = &*it.func else {
        return None;
    };
    let mut names = function
        .path
        .segments
        .iter()
        .rev()
        .map(|it| it.ident.to_string());
    let (name, ty) = (names.next()?, names.next()?);
    Some((ty, name))
}

impl Names<'_> {
    /// The calls of the SDK's functions that make values.
    pub(super) fn of_call(&self, it: &ExprCall) -> Option<String> {
        let (ty, name) = of_wrapper(it)?;
        if let Some(made) = self.of_variant(it, self.of_type(&ty), &name) {
            return Some(made);
        }
        // Code in code is rewritten once, by whoever asks, unless this is one of these.
        let function = match (ty.as_str(), name.as_str()) {
            ("Blob", "new") => "runtime::bytes::Bytes::from",
            ("ByteStream", "from" | "from_static" | "new") | ("SdkBody", "from") => {
                "runtime::Body::from"
            }
            ("DateTime", "from_secs") => "from_epoch_seconds",
            ("DateTime", "from_secs_and_nanos") => "from_epoch",
            ("DateTime", "from") => "try_from",
            ("DateTime", "from_str") => match text(it.args.get(1)?).rsplit("::").next()?.trim() {
                "DateTime" | "DateTimeWithOffset" => "parse_date_time",
                "HttpDate" => "parse_http_date",
                "EpochSeconds" => "parse_epoch_seconds",
                _ => return None,
            },
            ("DateTime", "from_millis") => return self.of_millis(it.args.first()?),
            _ => return None,
        };
        let arguments: Vec<String> = it.args.iter().map(|it| self.rewritten(it)).collect();
        let all = arguments.join(", ");
        Some(match (ty.as_str(), function) {
            // Its result is a `Result`, too.
            ("DateTime", function) if function.starts_with("parse") => {
                format!("runtime::Timestamp::{function}({})", arguments.first()?)
            }
            ("DateTime", function) => timestamp(function, &all),
            // The SDK copies what is borrowed.
            ("Blob", _) if it.args.first().is_some_and(is_borrowed) => {
                format!("runtime::bytes::Bytes::copy_from_slice({all})")
            }
            ("Blob" | "SdkBody", function) => {
                format!("{function}({})", bytes(it.args.first()?, &all))
            }
            (_, function) => format!("{function}({})", slice(it, &all)),
        })
    }

    /// The argument of a setter in place of one of the SDK's wrappers: the value in the wrapper.
    pub(super) fn wrapped(&self, it: &ExprCall) -> Option<String> {
        let (ty, name) = of_wrapper(it)?;
        let argument = it.args.first().filter(|_| it.args.len() == 1)?;
        match (ty.as_str(), name.as_str()) {
            ("Blob", "new") if is_borrowed(argument) => None,
            ("Blob", "new") | ("SdkBody", "from") => {
                Some(bytes(argument, &self.rewritten(argument)))
            }
            ("ByteStream", "from" | "from_static" | "new") => {
                Some(slice(it, &self.rewritten(argument)))
            }
            _ => None,
        }
    }
}

/// A value that `Bytes` are made of, in the place of one that becomes a `Vec` of bytes in the SDK: text, arrays and
/// slices among them.
fn bytes(argument: &Expr, code: &str) -> String {
    let is_text = |it: &syn::ExprLit| matches!(it.lit, syn::Lit::Str(_));
    let is_made = match argument {
        Expr::Lit(it) if is_text(it) => true,
        Expr::Lit(_) => return sliced(argument, code),
        Expr::Macro(it) => it.mac.path.is_ident("format") || it.mac.path.is_ident("vec"),
        _ => makes_bytes(argument),
    };
    match is_made {
        true => code.to_owned(),
        false => format!("Vec::<u8>::from({code})"),
    }
}

/// Whether the name of a function tells that it makes a `String` or a `Vec`.
fn makes_bytes(argument: &Expr) -> bool {
    let name = match argument {
        Expr::MethodCall(it) if it.method == "unwrap" || it.method == "expect" => {
            return makes_bytes(&it.receiver);
        }
        Expr::Try(it) => return makes_bytes(&it.expr),
        Expr::MethodCall(it) => it.method.to_string(),
        Expr::Call(it) => match of_wrapper(it) {
            Some((ty, _)) if ty == "Vec" || ty == "String" => return true,
            Some((_, name)) => name,
            None => return false,
        },
        _ => return false,
    };
    ["into_bytes", "to_string", "to_vec"].contains(&name.as_str())
}

/// Bytes are made of slices, and not of arrays.
fn slice(it: &ExprCall, argument: &str) -> String {
    match it.args.first() {
        Some(first) => sliced(first, argument),
        None => argument.to_owned(),
    }
}

fn sliced(of: &Expr, argument: &str) -> String {
    match Some(of) {
        Some(Expr::Lit(syn::ExprLit {
            lit: syn::Lit::ByteStr(_),
            ..
        })) => format!("&{argument}[..]"),
        _ => argument.to_owned(),
    }
}

impl Names<'_> {
    /// `DateTime::from_millis(…)`. The value is named twice.
    pub(super) fn of_millis(&self, argument: &Expr) -> Option<String> {
        if !matches!(argument, Expr::Lit(_) | Expr::Path(_)) {
            return None;
        }
        let millis = self.rewritten(argument);
        let value = match argument {
            Expr::Lit(_) => format!("{millis}_i64"),
            _ => millis.clone(),
        };
        Some(timestamp(
            "from_epoch",
            &format!("{value}.div_euclid(1_000), {value}.rem_euclid(1_000) as u32 * 1_000_000"),
        ))
    }
}

/// The functions of the SDK as values, as in `map(DateTime::from_secs)`.
pub(super) fn of_function(path: &syn::Path) -> Option<String> {
    let mut names = path.segments.iter().rev().map(|it| it.ident.to_string());
    let (name, ty) = (names.next()?, names.next()?);
    match (ty.as_str(), name.as_str()) {
        ("Blob", "new") => {
            Some("|bytes| runtime::bytes::Bytes::from(Vec::<u8>::from(bytes))".to_owned())
        }
        ("ByteStream", "from" | "new") => Some("runtime::Body::from".to_owned()),
        ("Region", "new" | "from_static") => Some("String::from".to_owned()),
        ("DateTime", "from_secs") => Some(format!(
            "|seconds| {}",
            timestamp("from_epoch_seconds", "seconds")
        )),
        ("DateTime", "from") => Some(format!("|time| {}", timestamp("try_from", "time"))),
        _ => None,
    }
}

/// Whether a value is bytes or text that somebody else owns, as far as the code tells.
fn is_borrowed(argument: &Expr) -> bool {
    match argument {
        Expr::Reference(_) => true,
        Expr::MethodCall(it) => it.method == "as_bytes" || it.method == "as_slice",
        _ => false,
    }
}

/// A timestamp, which the SDK makes of any number.
pub(super) fn timestamp(function: &str, arguments: &str) -> String {
    format!("runtime::Timestamp::{function}({arguments}).expect(\"a year from 0 to 9999\")")
}
