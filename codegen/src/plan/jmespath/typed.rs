//! Expressions against types.

use serde_json::Value as Json;

use super::super::{Item, Member, Name, Presence, Structure};
use super::parser::{self, Ast, Comparison};
use super::{Expr, Stage, Ty, Value, functions};

/// Larger ones come of pipes that double what is before them.
const MAX_VALUES: usize = 2_000;

/// The structures and unions of a service, inputs and outputs among them.
pub(crate) struct Types<'p> {
    pub(crate) items: Vec<&'p Item>,
    pub(crate) tops: Vec<&'p Structure>,
}

/// What an expression starts from.
#[derive(Clone, Copy)]
pub(crate) enum Root<'p> {
    Output(&'p Structure),
    /// An object of `input` and `output`.
    Both(&'p Structure, &'p Structure),
}

/// The value of an expression; otherwise what is wrong with it.
pub(crate) fn compile(text: &str, root: Root<'_>, types: &Types<'_>) -> Result<Value, String> {
    let ast = parser::parse(text)?;
    let top = |expr, structure: &Structure| Value {
        expr,
        ty: Ty::Structure(structure.name.clone()),
        nullable: false,
    };
    let current = match root {
        Root::Output(output) => top(Expr::Output, output),
        Root::Both(input, output) => hash(vec![
            ("input".to_owned(), top(Expr::Input, input)),
            ("output".to_owned(), top(Expr::Output, output)),
        ]),
    };
    let mut compiler = Compiler { types, values: 0 };
    compiler.value(&ast, &current)
}

fn hash(members: Vec<(String, Value)>) -> Value {
    Value {
        expr: Expr::Hash,
        ty: Ty::Hash(members),
        nullable: false,
    }
}

pub(super) struct Compiler<'p> {
    types: &'p Types<'p>,
    values: usize,
}

impl Compiler<'_> {
    pub(super) fn value(&mut self, ast: &Ast, current: &Value) -> Result<Value, String> {
        let boolean = |expr| Value {
            expr,
            ty: Ty::Boolean,
            nullable: false,
        };
        Ok(match ast {
            Ast::Current => {
                self.values += size(current);
                if self.values > MAX_VALUES {
                    return Err("comes to more code than anybody could read".to_owned());
                }
                current.clone()
            }
            Ast::Field(name) => {
                let current = self.value(&Ast::Current, current)?;
                self.field(current, name)?
            }
            Ast::Index(index) => {
                let current = self.value(&Ast::Current, current)?;
                self.index(current, *index)?
            }
            Ast::Then(first, second) => {
                let first = self.value(first, current)?;
                self.value(second, &first)?
            }
            Ast::Flatten(of) => {
                let of = self.value(of, current)?;
                flatten(of)?
            }
            Ast::Each {
                of,
                condition,
                body,
            } => {
                let of = self.value(of, current)?;
                self.each(of, condition.as_deref(), body)?
            }
            Ast::EachValue(of, body) => {
                let of = self.value(of, current)?;
                self.each(functions::values(of)?, None, body)?
            }
            Ast::Compare(comparison, left, right) => {
                let left = self.value(left, current)?;
                let right = self.value(right, current)?;
                compare(*comparison, left, right)?
            }
            Ast::And(left, right) => {
                let (left, right) = (self.value(left, current)?, self.value(right, current)?);
                let (ty, nullable) = truth(&left, &right)?;
                Value {
                    expr: Expr::And(Box::new(left), Box::new(right)),
                    ty,
                    nullable,
                }
            }
            Ast::Or(left, right) => {
                let (left, right) = (self.value(left, current)?, self.value(right, current)?);
                let (ty, nullable) = truth(&left, &right)?;
                Value {
                    expr: Expr::Or(Box::new(left), Box::new(right)),
                    ty,
                    nullable,
                }
            }
            Ast::Not(of) => {
                let of = self.value(of, current)?;
                can_be_true(&of)?;
                boolean(Expr::Not(Box::new(of)))
            }
            Ast::List(items) => {
                let items = self.values(items, current)?;
                array(items)?
            }
            Ast::Hash(members) => {
                let mut values = Vec::new();
                for (name, member) in members {
                    values.push((name.clone(), self.value(member, current)?));
                }
                hash(values)
            }
            Ast::Call(name, arguments) => {
                let arguments = self.values(arguments, current)?;
                functions::call(name, arguments)?
            }
            Ast::Literal(value) => literal(value)?,
        })
    }

    fn values(&mut self, asts: &[Ast], current: &Value) -> Result<Vec<Value>, String> {
        asts.iter().map(|ast| self.value(ast, current)).collect()
    }

    fn field(&mut self, of: Value, name: &str) -> Result<Value, String> {
        match &of.ty {
            Ty::Hash(members) => {
                let mut members = members.iter();
                let member = members.find(|(key, _)| key == name);
                let (_, value) = member.ok_or_else(|| no_member(name))?;
                self.values += size(value);
                Ok(value.clone())
            }
            Ty::Structure(structure) => {
                let member = self
                    .members(structure)
                    .iter()
                    .find(|member| member.name == name)
                    .ok_or_else(|| no_member(name))?;
                let is_option = !matches!(member.presence, Presence::Always(_));
                Ok(Value {
                    ty: Ty::of(&member.ty),
                    nullable: of.nullable || is_option,
                    expr: Expr::Field {
                        of: Box::new(of),
                        field: member.field.clone(),
                        is_option,
                        ty: member.ty.clone(),
                    },
                })
            }
            Ty::Union(union) => {
                let variant = self.types.items.iter().find_map(|item| match item {
                    Item::Union(item) if item.name == *union => {
                        item.variants.iter().find(|variant| variant.member == name)
                    }
                    _ => None,
                });
                let variant = variant.ok_or_else(|| no_member(name))?;
                let ty = variant
                    .ty
                    .clone()
                    .ok_or_else(|| format!("names {name}, which has no data"))?;
                Ok(Value {
                    ty: Ty::of(&ty),
                    nullable: true,
                    expr: Expr::Variant {
                        of: Box::new(of),
                        variant: variant.name.clone(),
                        ty,
                    },
                })
            }
            _ => Err(format!("goes from {} to {name}", of.ty.what())),
        }
    }

    fn members(&self, name: &Name) -> &[Member] {
        let mut structures = self.types.items.iter().filter_map(|item| match item {
            Item::Structure(structure) => Some(structure),
            _ => None,
        });
        structures
            .find(|structure| structure.name == *name)
            .or_else(|| {
                self.types
                    .tops
                    .iter()
                    .copied()
                    .find(|top| top.name == *name)
            })
            .map_or(&[], |structure| structure.members.as_slice())
    }

    fn index(&mut self, of: Value, index: i64) -> Result<Value, String> {
        let ty = match &of.ty {
            Ty::StoredList { item, .. } => Ty::of(item),
            Ty::List { item, .. } => (**item).clone(),
            other => return Err(format!("takes an item of {}", other.what())),
        };
        Ok(Value {
            expr: Expr::Index {
                of: Box::new(of),
                index,
            },
            ty,
            nullable: true,
        })
    }

    fn each(&mut self, of: Value, condition: Option<&Ast>, body: &Ast) -> Result<Value, String> {
        let mut items = Items::of(of)?;
        let current = Value {
            expr: Expr::Item,
            ty: items.item.clone(),
            nullable: false,
        };
        if let Some(condition) = condition {
            let condition = self.value(condition, &current)?;
            can_be_true(&condition)?;
            items.stages.push(Stage::Where(condition));
        }
        let body = self.value(body, &current)?;
        if body.expr != Expr::Item {
            if matches!(body.ty, Ty::Hash(_) | Ty::Truth | Ty::Null) {
                return Err(format!("makes a list of {}", body.ty.what()));
            }
            items.item = body.ty.clone();
            items.stages.push(Stage::Each(body));
        }
        Ok(items.value())
    }
}

fn no_member(name: &str) -> String {
    format!("names {name}, and there is no such member")
}

/// A list on its way through a projection.
pub(super) struct Items {
    of: Value,
    stages: Vec<Stage>,
    item: Ty,
}

impl Items {
    /// The items of a list that aren't null.
    pub(super) fn of(list: Value) -> Result<Self, String> {
        let (item, has_nulls) = match &list.ty {
            Ty::StoredList { item, .. } => (Ty::of(item), false),
            Ty::List { item, nullable } => ((**item).clone(), *nullable),
            other => {
                return Err(format!(
                    "goes through {} as if it were a list",
                    other.what()
                ));
            }
        };
        let (of, mut stages) = match list.expr {
            Expr::Items { of, stages } => (*of, stages),
            expr => (Value { expr, ..list }, Vec::new()),
        };
        if has_nulls {
            stages.push(Stage::Present);
        }
        Ok(Self { of, stages, item })
    }

    fn value(self) -> Value {
        Value {
            nullable: self.of.nullable,
            expr: Expr::Items {
                of: Box::new(self.of),
                stages: self.stages,
            },
            ty: Ty::List {
                item: Box::new(self.item),
                nullable: false,
            },
        }
    }
}

/// The items of the lists in a list; others stay as they are.
fn flatten(list: Value) -> Result<Value, String> {
    let mut items = Items::of(list)?;
    match items.item.clone() {
        Ty::StoredList { item, sparse } => {
            items.item = Ty::of(&item);
            items.stages.push(Stage::Flatten(Some((item, sparse))));
        }
        Ty::List { item, nullable } => {
            items.item = *item;
            items.stages.push(Stage::Flatten(None));
            if nullable {
                items.stages.push(Stage::Present);
            }
        }
        Ty::Opaque(what) => return Err(format!("flattens a list of {what}s")),
        _ => {}
    }
    Ok(items.value())
}

fn array(items: Vec<Value>) -> Result<Value, String> {
    let nullable = items.iter().any(|item| item.nullable);
    let mut types = items
        .iter()
        .map(|item| &item.ty)
        .filter(|ty| **ty != Ty::Null);
    let Some(ty) = types.next().cloned() else {
        return Err("makes a list of nothing".to_owned());
    };
    if types.any(|other| *other != ty) || matches!(ty, Ty::Hash(_) | Ty::Truth) {
        return Err("makes a list of values of several types".to_owned());
    }
    Ok(Value {
        expr: Expr::Array(items),
        ty: Ty::List {
            item: Box::new(ty),
            nullable,
        },
        nullable: false,
    })
}

fn literal(value: &Json) -> Result<Value, String> {
    let (expr, ty) = match value {
        Json::Null => (Expr::Null, Ty::Null),
        Json::Bool(value) => (Expr::Boolean(*value), Ty::Boolean),
        Json::String(text) => (Expr::Text(text.clone()), Ty::Text),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => (Expr::Integer(number), Ty::Integer),
            (None, Some(number)) => (Expr::Float(number), Ty::Float),
            (None, None) => return Err(format!("has {number}, which is too large")),
        },
        Json::Array(items) => return array(items.iter().map(literal).collect::<Result<_, _>>()?),
        Json::Object(_) => return Err("has an object as a literal".to_owned()),
    };
    Ok(Value {
        nullable: ty == Ty::Null,
        expr,
        ty,
    })
}

fn compare(comparison: Comparison, left: Value, right: Value) -> Result<Value, String> {
    let is_equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    let class = |ty: &Ty| match ty {
        Ty::Text | Ty::OwnedText => Some(0),
        Ty::Integer | Ty::Float => Some(1),
        Ty::Boolean => Some(2),
        _ => None,
    };
    let (left_class, right_class) = (class(&left.ty), class(&right.ty));
    let is_null = left.ty == Ty::Null || right.ty == Ty::Null;
    let is_known = match (left_class, right_class) {
        (Some(1), Some(1)) => true,
        (Some(left), Some(right)) => is_equality && left == right,
        _ => false,
    };
    if !(is_known || is_equality && is_null) {
        return Err(format!(
            "compares {} with {}",
            left.ty.what(),
            right.ty.what()
        ));
    }
    Ok(Value {
        nullable: !is_equality && (left.nullable || right.nullable),
        expr: Expr::Compare(comparison, Box::new(left), Box::new(right)),
        ty: Ty::Boolean,
    })
}

/// What `&&` and `||` come to.
fn truth(left: &Value, right: &Value) -> Result<(Ty, bool), String> {
    can_be_true(left)?;
    can_be_true(right)?;
    if left.ty == Ty::Boolean && right.ty == Ty::Boolean {
        return Ok((Ty::Boolean, left.nullable || right.nullable));
    }
    Ok((Ty::Truth, false))
}

/// Whether it can be told if a value counts as true: not of structures, which count as false
/// if they are empty.
fn can_be_true(value: &Value) -> Result<(), String> {
    match &value.ty {
        Ty::Structure(_) | Ty::Union(_) | Ty::Opaque(_) | Ty::Hash(_) => {
            Err(format!("takes {} for true or false", value.ty.what()))
        }
        _ => Ok(()),
    }
}

fn size(value: &Value) -> usize {
    let boxed = |of: &Value| size(of);
    1 + match &value.expr {
        Expr::Field { of, .. } | Expr::Variant { of, .. } | Expr::Index { of, .. } => boxed(of),
        Expr::Not(of)
        | Expr::Length(of)
        | Expr::Keys(of)
        | Expr::Values(of)
        | Expr::ToNumber(of)
        | Expr::ToText(of) => boxed(of),
        Expr::Compare(_, left, right)
        | Expr::And(left, right)
        | Expr::Or(left, right)
        | Expr::Contains(left, right)
        | Expr::StartsWith(left, right)
        | Expr::EndsWith(left, right)
        | Expr::Join(left, right) => boxed(left) + boxed(right),
        Expr::Array(items) | Expr::NotNull(items) => items.iter().map(size).sum(),
        Expr::Items { of, stages } => {
            let stage = |stage: &Stage| match stage {
                Stage::Where(value) | Stage::Each(value) => size(value),
                Stage::Present | Stage::Flatten(_) => 1,
            };
            boxed(of) + stages.iter().map(stage).sum::<usize>()
        }
        Expr::Hash => match &value.ty {
            Ty::Hash(members) => members.iter().map(|(_, member)| size(member)).sum(),
            _ => 0,
        },
        Expr::Input
        | Expr::Output
        | Expr::Item
        | Expr::Null
        | Expr::Text(_)
        | Expr::Boolean(_)
        | Expr::Integer(_)
        | Expr::Float(_) => 0,
    }
}
