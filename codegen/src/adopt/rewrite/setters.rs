//! Setters: one call for each item or entry in the SDK, and setters of the whole.

use syn::Expr;

use crate::ir::{Member, Scalar, Type};

use super::super::operations::squashed;
use super::super::syntax::{receiver, text};
use super::collections::{as_item, collected, entry_of, iterated, ordered, part};
use super::makers::timestamp;
use super::names::Names;

impl Names<'_> {
    /// The setters of a member, which the SDK calls once for each item or entry, as `push_…` and `insert_…`
    /// do here.
    pub(super) fn setting(&self, member: &Member, calls: &[Vec<String>]) -> String {
        let is_map = matches!(member.ty, Type::Map { .. });
        let has_enum_keys = matches!(&member.ty, Type::Map { has_enum_keys, .. } if *has_enum_keys);
        let arguments = |call: &Vec<String>| -> Vec<String> {
            let all = call.iter().enumerate();
            all.map(|(at, argument)| match is_map && at == 0 {
                true => self.key(argument, has_enum_keys),
                false => as_item(&member.ty, self.given(&member.ty, argument)),
            })
            .collect()
        };
        match (&member.adder, &member.ty) {
            (Some(adder), _) => calls
                .iter()
                .map(|call| format!(".{adder}({})", arguments(call).join(", ")))
                .collect(),
            (None, Type::List { .. }) => {
                let items: Vec<String> = calls.iter().flat_map(arguments).collect();
                format!(".{}([{}])", member.setter, items.join(", "))
            }
            (None, Type::Map { .. }) => {
                let entries = calls
                    .iter()
                    .map(|call| format!("({})", arguments(call).join(", ")));
                let entries: Vec<String> = entries.collect();
                format!(".{}([{}])", member.setter, entries.join(", "))
            }
            // The last one counts.
            (None, _) => {
                let argument = calls.last().map(arguments).unwrap_or_default();
                format!(".{}({})", member.setter, argument.join(", "))
            }
        }
    }
}

impl Names<'_> {
    /// The argument of a setter. Where the SDK's takes one type, ours takes what becomes it, and
    /// `into()` would leave open what it makes.
    pub(super) fn given(&self, ty: &Type, argument: &str) -> String {
        let ty = match ty {
            Type::List { item, .. } => item,
            Type::Map { value, .. } => value,
            ty => ty,
        };
        let takes_any = matches!(
            ty,
            Type::Named(_) | Type::Scalar(Scalar::Blob | Scalar::Body | Scalar::String)
        );
        match syn::parse_str::<Expr>(argument) {
            Ok(Expr::MethodCall(it)) if takes_any && it.method == "into" => {
                self.rewritten(&it.receiver)
            }
            Ok(Expr::Call(it)) if takes_any => self
                .wrapped(&it)
                .unwrap_or_else(|| self.rewritten(&Expr::Call(it))),
            // A time of the system.
            Ok(Expr::MethodCall(it))
                if it.method == "into" && matches!(ty, Type::Scalar(Scalar::Timestamp(_))) =>
            {
                timestamp("try_from", &self.rewritten(&it.receiver))
            }
            _ => self.code(argument),
        }
    }

    /// The key of a map, which is text here: a value of an enum is its text.
    fn key(&self, argument: &str, is_of_enum: bool) -> String {
        let Ok(expression) = syn::parse_str::<Expr>(argument) else {
            return argument.to_owned();
        };
        match &expression {
            Expr::MethodCall(it) if is_of_enum && it.method == "into" => {
                self.rewritten(&it.receiver)
            }
            _ if is_of_enum => format!("{}.as_str()", receiver(&self.code(argument))),
            _ => self.code(argument),
        }
    }
}

/// The code in `Some(…)`.
fn in_some(argument: &str) -> Option<String> {
    match syn::parse_str::<Expr>(argument).ok()? {
        Expr::Call(it) if it.args.len() == 1 && text(&it.func) == "Some" => {
            it.args.first().map(text)
        }
        _ => None,
    }
}

/// A field that takes an `Option` that the code has at hand.
pub(in super::super) struct Field<'s> {
    member: &'s Member,
    value: String,
}

impl Field<'_> {
    /// The statement that sets the field of a variable.
    pub(in super::super) fn statement(&self, variable: &str) -> String {
        let Self { member, value } = self;
        let field = &member.field;
        let of_sdk = ordered(&member.ty);
        if !member.is_option() {
            let own = of_sdk.unwrap_or_else(|| "value".to_owned());
            return format!("if let Some(value) = {value} {{ {variable}.{field} = {own}; }}");
        }
        let value = match (&member.ty, of_sdk) {
            (_, Some(own)) => format!("{value}.map(|value| {own})"),
            (Type::Named(named), None) if named.boxed => format!("{value}.map(Box::new)"),
            _ => value.clone(),
        };
        format!("{variable}.{field} = {value};")
    }
}

/// The value that a setter of the SDK's for the whole member was given.
enum Whole {
    /// The value in `Some(…)`.
    Value(String),
    /// An `Option` that the code has at hand.
    Option(String),
}

/// The calls that set a member, in their order: a setter of the whole stands first, as it replaces
/// all that was set before.
struct Calls<'s> {
    member: &'s Member,
    whole: Option<Whole>,
    /// The number of the call that sets the whole.
    at: usize,
    /// The arguments of the other calls.
    others: Vec<Vec<String>>,
}

impl Calls<'_> {
    fn is_collection(&self) -> bool {
        matches!(self.member.ty, Type::List { .. } | Type::Map { .. })
    }

    /// Adds a call that sets a value, an item or an entry.
    fn add(&mut self, arguments: &[String]) {
        if !self.is_collection() {
            self.whole = None;
        }
        self.others.push(arguments.to_vec());
    }

    /// Replaces everything by a whole.
    fn replace(&mut self, at: usize, argument: &str) {
        self.others.clear();
        self.at = at;
        self.whole = match in_some(argument) {
            _ if argument == "None" || argument.starts_with("None::") => None,
            Some(value) => Some(Whole::Value(value)),
            None => Some(Whole::Option(argument.to_owned())),
        };
    }

    /// Our setters for the other calls.
    fn setting(&self, names: &Names<'_>) -> String {
        match self.others.as_slice() {
            [] => String::new(),
            others => names.setting(self.member, others),
        }
    }

    /// The setters of ours for a whole value and the other calls behind it.
    fn with_whole(&self, names: &Names<'_>, whole: &str) -> String {
        let whole = match &self.member.ty {
            Type::List { item, sparse, .. } => match part(item, *sparse) {
                Some(map) => format!("{}.map(|value| {map})", iterated(whole)),
                None => collected(whole),
            },
            Type::Map {
                value,
                sparse,
                has_enum_keys,
                ..
            } => match entry_of(part(value, *sparse), *has_enum_keys) {
                Some(entry) => format!("{}.map({entry})", iterated(whole)),
                None => collected(whole),
            },
            _ => whole.to_owned(),
        };
        let (setter, others) = (&self.member.setter, self.setting(names));
        // Without a setter for an item, the others are a list or a map, which would replace the whole.
        let list = others.strip_prefix(&format!(".{setter}("));
        match list.and_then(|list| list.strip_suffix(')')) {
            Some(list) => format!(".{setter}({whole}.into_iter().chain({list}))"),
            None => format!(".{setter}({whole}){others}"),
        }
    }
}

impl Names<'_> {
    /// Our setters for the SDK's calls, and the fields that are set by themselves, as the code has their
    /// values as an `Option`.
    pub(in super::super) fn setters<'s>(
        &self,
        members: &'s [Member],
        calls: &[(String, Vec<String>)],
    ) -> (String, Vec<Field<'s>>) {
        let mut found: Vec<Calls<'s>> = Vec::new();
        // Setters that are written behind those of members, each with the number of its call.
        let mut late: Vec<(usize, String)> = Vec::new();
        for (at, (name, arguments)) in calls.iter().enumerate() {
            let of = |name: &str| {
                members
                    .iter()
                    .find(|member| squashed(&member.name) == squashed(name))
            };
            let own = of(name);
            let Some(member) = own.or_else(|| name.strip_prefix("set_").and_then(of)) else {
                // The caller reports an unknown name: it may be no setter.
                late.push((at, format!(".{name}({})", arguments.join(", "))));
                continue;
            };
            let known = found.iter().position(|it| it.member.name == member.name);
            let known = known.unwrap_or_else(|| {
                found.push(Calls {
                    member,
                    whole: None,
                    at,
                    others: Vec::new(),
                });
                found.len() - 1
            });
            let Some(known) = found.get_mut(known) else {
                continue;
            };
            match own {
                Some(_) => known.add(arguments),
                None => known.replace(at, arguments.first().map_or("", String::as_str)),
            }
        }
        let mut text = String::new();
        let mut left = Vec::new();
        for calls in &found {
            let member = calls.member;
            match &calls.whole {
                None => text.push_str(&calls.setting(self)),
                Some(Whole::Value(value)) => {
                    let value = self.given(&member.ty, value);
                    late.push((calls.at, calls.with_whole(self, &value)));
                }
                Some(Whole::Option(value)) if calls.others.is_empty() => left.push(Field {
                    member,
                    value: self.code(value),
                }),
                Some(Whole::Option(value)) => {
                    let value = format!("{}.unwrap_or_default()", self.code(value));
                    late.push((calls.at, calls.with_whole(self, &value)));
                }
            }
        }
        late.sort_by_key(|(at, _)| *at);
        text.extend(late.into_iter().map(|(_, setter)| setter));
        (text, left)
    }
}
