//! Reads of members: getters of the SDK's types as fields, as far as the model tells their types.

use syn::{Block, Expr, ExprClosure, ExprMethodCall, Pat, Stmt};

use crate::ir::{Item, Member, NamedKind, Presence, Scalar, Service, Structure, Type, Union};

use super::children;
use super::operations::squashed;
use super::syntax::text;

/// A value of the SDK, by the plan.
#[derive(Clone, Debug)]
enum Value<'s> {
    Unknown,
    /// An operation's input: all of its getters return an `Option`.
    Input(&'s Structure),
    Structure(&'s Structure),
    Union(&'s Union),
    Scalar,
    /// Text of a union's variant: `as_s()` gives `&str` here, and `&String` in the SDK.
    Text,
    /// A number or a truth value of a union's variant, which `as_bool()` copies here.
    Copied,
    /// A list, by its items.
    List(Box<Self>),
    /// A map, by its values.
    Map(Box<Self>),
    Option(Box<Self>),
    /// The result of asking a union for a variant: a `Result` in the SDK, an `Option` here.
    Asked(Box<Self>),
    /// An iterator.
    Each(Box<Self>),
}

/// A rewriting of reads, with the variables that are known.
pub(super) struct Reads<'s> {
    service: &'s Service,
    variables: Vec<(String, Value<'s>)>,
}

/// Rewrites the reads in a closure whose parameter is an operation's input.
pub(super) fn of_input<'s>(service: &'s Service, input: &'s Structure, closure: &mut ExprClosure) {
    let mut reads = Reads {
        service,
        variables: Vec::new(),
    };
    reads.closure(closure, &[Value::Input(input)]);
}

impl<'s> Reads<'s> {
    /// Rewrites an expression, and returns the value that it is in the SDK.
    fn read(&mut self, expression: &mut Expr) -> Value<'s> {
        match expression {
            Expr::Path(it) => {
                let name = it.path.get_ident().map(ToString::to_string);
                let known = self.variables.iter().rev();
                let mut known = known.filter(|(known, _)| Some(known) == name.as_ref());
                known
                    .next()
                    .map_or(Value::Unknown, |(_, value)| value.clone())
            }
            Expr::Reference(it) => self.read(&mut it.expr),
            Expr::Paren(it) => self.read(&mut it.expr),
            Expr::Group(it) => self.read(&mut it.expr),
            Expr::Await(it) => self.read(&mut it.base),
            Expr::Unary(it) => {
                let value = self.read(&mut it.expr);
                match it.op {
                    syn::UnOp::Deref(_) => value,
                    _ => Value::Unknown,
                }
            }
            Expr::Try(it) => self.read(&mut it.expr).inner(),
            Expr::Index(it) => {
                self.read(&mut it.index);
                match self.read(&mut it.expr) {
                    Value::List(inner) | Value::Map(inner) => *inner,
                    _ => Value::Unknown,
                }
            }
            Expr::MethodCall(it) => {
                let value = self.read(&mut it.receiver);
                let (new, value) = self.method(it, &value);
                if let Some(new) = new.and_then(|new| syn::parse_str(&new).ok()) {
                    *expression = new;
                }
                value
            }
            Expr::Closure(it) => self.closure(it, &[]),
            Expr::Block(it) => self.block(&mut it.block),
            Expr::If(it) => {
                let outside = self.variables.len();
                self.read(&mut it.cond);
                let value = self.block(&mut it.then_branch);
                self.variables.truncate(outside);
                if let Some((_, other)) = &mut it.else_branch {
                    self.read(other);
                }
                value
            }
            Expr::Let(it) => {
                let value = self.read(&mut it.expr);
                self.bind(&it.pat, &value);
                Value::Unknown
            }
            Expr::Match(it) => {
                let value = self.read(&mut it.expr);
                let mut result = Value::Unknown;
                for arm in &mut it.arms {
                    let outside = self.variables.len();
                    self.bind(&arm.pat, &value);
                    result = self.read(&mut arm.body);
                    self.variables.truncate(outside);
                }
                result
            }
            Expr::ForLoop(it) => {
                let value = self.read(&mut it.expr);
                let outside = self.variables.len();
                self.bind(&it.pat, &value.item());
                self.block(&mut it.body);
                self.variables.truncate(outside);
                Value::Unknown
            }
            other => {
                children::each(other, &mut |child| {
                    self.read(child);
                });
                Value::Unknown
            }
        }
    }

    fn block(&mut self, block: &mut Block) -> Value<'s> {
        let outside = self.variables.len();
        let mut value = Value::Unknown;
        for statement in &mut block.stmts {
            value = match statement {
                Stmt::Local(it) => {
                    if let Some(init) = &mut it.init {
                        let value = self.read(&mut init.expr);
                        if let Some((_, other)) = &mut init.diverge {
                            self.read(other);
                        }
                        self.bind(&it.pat, &value);
                    }
                    Value::Unknown
                }
                Stmt::Expr(it, semicolon) => {
                    let value = self.read(it);
                    if semicolon.is_some() {
                        Value::Unknown
                    } else {
                        value
                    }
                }
                Stmt::Macro(it) => {
                    children::in_macro(&mut it.mac, &mut |child| {
                        self.read(child);
                    });
                    Value::Unknown
                }
                Stmt::Item(_) => Value::Unknown,
            };
        }
        self.variables.truncate(outside);
        value
    }

    fn closure(&mut self, it: &mut ExprClosure, inputs: &[Value<'s>]) -> Value<'s> {
        let outside = self.variables.len();
        for (at, input) in it.inputs.iter().enumerate() {
            self.bind(input, inputs.get(at).unwrap_or(&Value::Unknown));
        }
        let value = self.read(&mut it.body);
        self.variables.truncate(outside);
        value
    }

    fn bind(&mut self, pattern: &Pat, value: &Value<'s>) {
        match pattern {
            Pat::Ident(it) => self.variables.push((it.ident.to_string(), value.clone())),
            Pat::Type(it) => self.bind(&it.pat, value),
            Pat::Reference(it) => self.bind(&it.pat, value),
            Pat::Paren(it) => self.bind(&it.pat, value),
            Pat::TupleStruct(it) => {
                let is_some = it
                    .path
                    .segments
                    .last()
                    .is_some_and(|it| it.ident == "Some" || it.ident == "Ok");
                for element in &it.elems {
                    let inner = if is_some {
                        value.clone().inner()
                    } else {
                        Value::Unknown
                    };
                    self.bind(element, &inner);
                }
            }
            Pat::Tuple(it) => it
                .elems
                .iter()
                .for_each(|it| self.bind(it, &Value::Unknown)),
            _ => {}
        }
    }

    /// The new form of a method, and what it returns.
    fn method(
        &mut self,
        it: &mut ExprMethodCall,
        value: &Value<'s>,
    ) -> (Option<String>, Value<'s>) {
        let name = it.method.to_string();
        if it.args.is_empty() {
            match value {
                Value::Input(of) => {
                    if let Some(member) = member(of, &name) {
                        return self.getter(&it.receiver, member, true);
                    }
                }
                Value::Structure(of) => {
                    if let Some(member) = member(of, &name) {
                        return self.getter(&it.receiver, member, false);
                    }
                }
                Value::Union(of) => {
                    if let Some(found) = self.variant(of, &it.receiver, &name) {
                        return found;
                    }
                }
                _ => {}
            }
        }
        if name == "is_some" || name == "is_none" {
            let of = text(&it.receiver);
            let plain = [" . as_ref ()", " . as_deref ()"]
                .iter()
                .find_map(|end| of.strip_suffix(end));
            return (
                plain.map(|plain| format!("{plain}.{name}()")),
                Value::Unknown,
            );
        }
        if let Some(owned) = owned(it, value, &name) {
            return owned;
        }
        let item = value.item();
        let mut result = Value::Unknown;
        for argument in &mut it.args {
            result = match argument {
                Expr::Closure(closure) => self.closure(closure, std::slice::from_ref(&item)),
                argument => self.read(argument),
            };
        }
        let known = match (value, name.as_str()) {
            (Value::Asked(_), "ok") => return (Some(text(&it.receiver)), value.clone()),
            (Value::Asked(_), "is_ok") => {
                return (
                    Some(format!("{}.is_some()", text(&it.receiver))),
                    Value::Unknown,
                );
            }
            (Value::Asked(_), "is_err") => {
                return (
                    Some(format!("{}.is_none()", text(&it.receiver))),
                    Value::Unknown,
                );
            }
            (
                Value::Asked(_) | Value::Option(_),
                "unwrap" | "expect" | "unwrap_or_default" | "unwrap_or",
            ) => item,
            (
                Value::Asked(_) | Value::Option(_),
                "as_ref" | "as_deref" | "cloned" | "copied" | "filter" | "ok_or" | "ok_or_else"
                | "or",
            ) => value.clone(),
            (Value::Asked(_) | Value::Option(_), "map") => Value::Option(Box::new(result)),
            (Value::Asked(_) | Value::Option(_), "and_then") => result,
            (Value::Option(_) | Value::List(_), "iter" | "into_iter") => {
                Value::Each(Box::new(item))
            }
            (Value::Map(_), "values") => Value::Each(Box::new(item)),
            (Value::Map(_), "get") | (Value::List(_), "first" | "last" | "get") => {
                Value::Option(Box::new(item))
            }
            (Value::Each(_), "next" | "last" | "nth" | "find") => Value::Option(Box::new(item)),
            (Value::Each(_), "filter" | "skip" | "take" | "rev" | "cloned") => value.clone(),
            (Value::Each(_), "map") => Value::Each(Box::new(result)),
            (Value::Each(_), "filter_map" | "flat_map") => Value::Each(Box::new(result.item())),
            (_, "clone" | "as_ref" | "borrow" | "to_owned") => value.clone(),
            _ => Value::Unknown,
        };
        (None, known)
    }

    /// The field that stands for a getter, in the form in which the SDK returns it.
    fn getter(&self, of: &Expr, member: &'s Member, is_input: bool) -> (Option<String>, Value<'s>) {
        let field = format!("{}.{}", text(of), member.field);
        let value = self.of_type(&member.ty);
        let is_list = matches!(value, Value::List(_));
        // The SDK returns an `Option` for what may be absent, but for lists.
        // Clients take structures and unions for optional even if they are required.
        let may_lack = member.presence == Presence::Optional
            || matches!(value, Value::Structure(_) | Value::Union(_));
        let is_optional = !is_list && (is_input || may_lack);
        let shape = shape(&member.ty);
        let code = match (member.is_option(), is_optional) {
            (true, true) => match shape {
                Shape::Text | Shape::Boxed => format!("{field}.as_deref()"),
                Shape::Copy => field,
                Shape::List | Shape::Other => format!("{field}.as_ref()"),
            },
            (true, false) => match shape {
                Shape::Text | Shape::List => format!("{field}.as_deref().unwrap_or_default()"),
                Shape::Copy => format!("{field}.unwrap_or_default()"),
                Shape::Boxed => format!("{field}.as_deref().unwrap()"),
                Shape::Other => format!("{field}.as_ref().unwrap()"),
            },
            (false, is_optional) => {
                let plain = match shape {
                    Shape::Text => format!("{field}.as_str()"),
                    Shape::Copy => field,
                    Shape::List => format!("{field}.as_slice()"),
                    Shape::Boxed | Shape::Other => format!("&{field}"),
                };
                match is_optional {
                    true => format!("Some({plain})"),
                    // A reference in front of a chain would be one to its end.
                    false if plain.starts_with('&') => format!("({plain})"),
                    false => plain,
                }
            }
        };
        let value = if is_optional {
            Value::Option(Box::new(value))
        } else {
            value
        };
        (Some(code), value)
    }

    /// A question for a variant of a union: `value.as_s()`, `value.is_s()`.
    fn variant(
        &self,
        of: &'s Union,
        receiver: &Expr,
        name: &str,
    ) -> Option<(Option<String>, Value<'s>)> {
        let wanted = squashed(name);
        for variant in &of.variants {
            if squashed(&format!("as_{}", variant.name)) == wanted {
                let value = match &variant.ty {
                    Some(Type::Scalar(Scalar::String)) => Value::Text,
                    Some(ty @ Type::Scalar(_)) if matches!(shape(ty), Shape::Copy) => Value::Copied,
                    Some(ty) => self.of_type(ty),
                    None => Value::Scalar,
                };
                let code = format!("{}.{}()", text(receiver), variant.methods.get);
                return Some((Some(code), Value::Asked(Box::new(value))));
            }
            if squashed(&format!("is_{}", variant.name)) == wanted {
                let code = format!("{}.{}()", text(receiver), variant.methods.test);
                return Some((Some(code), Value::Unknown));
            }
        }
        None
    }

    fn of_type(&self, ty: &'s Type) -> Value<'s> {
        match ty {
            Type::List { item, .. } => Value::List(Box::new(self.of_type(item))),
            Type::Map { value, .. } => Value::Map(Box::new(self.of_type(value))),
            Type::Scalar(_) => Value::Scalar,
            Type::Named(named) => match self.service.item(&named.name) {
                Some(Item::Structure(it)) => Value::Structure(it),
                Some(Item::Union(it)) => Value::Union(it),
                _ => Value::Scalar,
            },
        }
    }
}

impl Value<'_> {
    /// The value in an `Option`.
    fn inner(self) -> Self {
        match self {
            Self::Option(inner) | Self::Asked(inner) => *inner,
            _ => Self::Unknown,
        }
    }

    /// The item that a closure is given of the value.
    fn item(&self) -> Self {
        match self {
            Self::Option(inner)
            | Self::Asked(inner)
            | Self::List(inner)
            | Self::Map(inner)
            | Self::Each(inner) => (**inner).clone(),
            _ => Self::Unknown,
        }
    }
}

/// A method that makes an owned value of what a question for a variant gives.
fn owned<'s>(
    it: &ExprMethodCall,
    value: &Value<'s>,
    name: &str,
) -> Option<(Option<String>, Value<'s>)> {
    let of = text(&it.receiver);
    Some(match (value, name) {
        (Value::Asked(inner), "cloned" | "copied") => match &**inner {
            Value::Text => (
                Some(format!("{of}.map(str::to_owned)")),
                Value::Option(Box::new(Value::Scalar)),
            ),
            Value::List(_) => (
                Some(format!("{of}.map(<[_]>::to_vec)")),
                Value::Option(inner.clone()),
            ),
            Value::Copied => (Some(of), Value::Option(Box::new(Value::Scalar))),
            _ => return None,
        },
        (Value::Text, "clone") => (Some(format!("{of}.to_owned()")), Value::Scalar),
        (Value::Text, "as_str") => (Some(of), Value::Scalar),
        _ => return None,
    })
}

fn member<'s>(of: &'s Structure, name: &str) -> Option<&'s Member> {
    let mut members = of.members.iter();
    members.find(|member| squashed(&member.name) == squashed(name))
}

/// How a field is borrowed.
enum Shape {
    Text,
    Copy,
    List,
    Boxed,
    Other,
}

fn shape(ty: &Type) -> Shape {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::String | Scalar::IdempotencyToken => Shape::Text,
            Scalar::Boolean
            | Scalar::Byte
            | Scalar::Short
            | Scalar::Integer
            | Scalar::Long
            | Scalar::Float
            | Scalar::Double => Shape::Copy,
            _ => Shape::Other,
        },
        Type::List { .. } => Shape::List,
        Type::Map { .. } => Shape::Other,
        Type::Named(named) if named.boxed => Shape::Boxed,
        Type::Named(named) if named.kind == NamedKind::IntEnumeration => Shape::Copy,
        Type::Named(_) => Shape::Other,
    }
}

/// The code in place of a getter of an output or a type: the part behind the value and a dot.
#[derive(Debug)]
pub(super) enum Field {
    /// Code of the type that the getter returns.
    Behind(String),
    /// A value, where the getter returns a reference.
    Value(String),
    /// Code to put into `Some(…)`.
    Some(String),
    /// Code to put into `Some(&…)`.
    SomeOf(String),
}

/// The field that stands for a getter of an output or a type. `is_optional` says whether the SDK returns
/// an `Option`; lists are never one.
pub(super) fn field(member: &Member, is_optional: bool) -> Field {
    let field = &member.field;
    let shape = shape(&member.ty);
    let behind = |methods: &str| Field::Behind(format!("{field}{methods}"));
    match (member.is_option(), is_optional, shape) {
        (true, _, Shape::List) => behind(".as_deref().unwrap_or_default()"),
        (false, _, Shape::List) => behind(".as_slice()"),
        (true, true, Shape::Text | Shape::Boxed) => behind(".as_deref()"),
        (true, true, Shape::Copy) | (false, false, Shape::Copy) => behind(""),
        (true, true, Shape::Other) => behind(".as_ref()"),
        (true, false, Shape::Text) => behind(".as_deref().unwrap_or_default()"),
        (true, false, Shape::Copy) => behind(".unwrap_or_default()"),
        (true, false, Shape::Boxed) => behind(".as_deref().unwrap()"),
        (true, false, Shape::Other) => behind(".as_ref().unwrap()"),
        (false, false, Shape::Text) => behind(".as_str()"),
        (false, false, Shape::Boxed | Shape::Other) => Field::Value(field.clone()),
        (false, true, Shape::Text) => Field::Some(format!("{field}.as_str()")),
        (false, true, Shape::Copy) => Field::Some(field.clone()),
        (false, true, Shape::Boxed | Shape::Other) => Field::SomeOf(field.clone()),
    }
}
