//! Expressions against types.

use serde_json::Value as Json;

use crate::ir::jmespath::{Comparison, Expr, Stage, Ty, Value};
use crate::ir::{Item, Member, Name, Presence, Structure};
use crate::jmespath::{self, Ast};

use super::functions;

use super::values::{Items, array, hash};

/// Larger ones come of pipes that double what is before them.
const MAX_VALUES: usize = 2_000;

/// The structures and unions of a service, inputs and outputs among them.
pub(crate) struct Types<'p> {
    pub(crate) items: Vec<&'p Item>,
    pub(crate) tops: Vec<&'p Structure>,
}

/// The start of an expression.
#[derive(Clone, Copy)]
pub(crate) enum Root<'p> {
    Output(&'p Structure),
    /// An object of `input` and `output`.
    Both(&'p Structure, &'p Structure),
}

/// The value of an expression; otherwise what is wrong with it.
pub(crate) fn compile(text: &str, root: Root<'_>, types: &Types<'_>) -> Result<Value, String> {
    let ast = jmespath::parse(text)?;
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
            Ast::Slice {
                of,
                start,
                stop,
                step,
            } => {
                let of = self.value(of, current)?;
                let (start, stop, step) = (*start, *stop, *step);
                functions::staged(of, Stage::Slice { start, stop, step })?
            }
            Ast::Reference(_) => {
                return Err("has `&` where no function takes an expression".to_owned());
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
                let values = self.object_values(of)?;
                self.each(values, None, body)?
            }
            Ast::Compare(comparison, left, right) => {
                let left = self.value(left, current)?;
                let right = self.value(right, current)?;
                compare(*comparison, left, right)?
            }
            Ast::And(left, right) => {
                let (left, right) = (self.value(left, current)?, self.value(right, current)?);
                let (ty, nullable) = truth(true, &left, &right)?;
                Value {
                    expr: Expr::And(Box::new(left), Box::new(right)),
                    ty,
                    nullable,
                }
            }
            Ast::Or(left, right) => {
                let (left, right) = (self.value(left, current)?, self.value(right, current)?);
                let (ty, nullable) = truth(false, &left, &right)?;
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
            Ast::Call(name, arguments) => self.call(name, arguments, current)?,
            Ast::Literal(value) => literal(value)?,
        })
    }

    /// A function, some of which take an expression for each item of a list.
    fn call(&mut self, name: &str, arguments: &[Ast], current: &Value) -> Result<Value, String> {
        let (list, by, is_map) = match (name, arguments) {
            ("map", [Ast::Reference(by), list]) => (list, by, true),
            ("sort_by" | "max_by" | "min_by", [list, Ast::Reference(by)]) => (list, by, false),
            ("map" | "sort_by" | "max_by" | "min_by", [_, _]) => {
                return Err(format!(
                    "gives {name} no expression: expected `&` before it"
                ));
            }
            ("map" | "sort_by" | "max_by" | "min_by", arguments) => {
                return Err(format!("gives {name} {} arguments", arguments.len()));
            }
            _ => {
                let arguments = self.values(arguments, current)?;
                return functions::call(name, arguments);
            }
        };
        let list = self.value(list, current)?;
        let item = functions::item(name, &list)?;
        let by = self.value(by, &item)?;
        if is_map {
            if matches!(by.ty, Ty::Hash(_) | Ty::Truth | Ty::Null) {
                return Err(format!("makes a list of {}", by.ty.what()));
            }
            return functions::staged(list, Stage::Map(by));
        }
        functions::by(name, list, by)
    }

    /// The values of a map, or those of an object whose members are all of a type.
    fn object_values(&mut self, of: Value) -> Result<Value, String> {
        let structure = match &of.ty {
            Ty::StoredMap { .. } => return functions::values(of),
            Ty::Hash(members) => {
                return array(members.iter().map(|(_, value)| value.clone()).collect());
            }
            Ty::Structure(structure) => structure,
            other => return Err(format!("asks for the values of {}", other.what())),
        };
        let members = self.members(structure).iter();
        let names: Vec<String> = members.map(|member| member.name.clone()).collect();
        let place = Value {
            expr: if of.nullable {
                Expr::Item
            } else {
                of.expr.clone()
            },
            ty: of.ty.clone(),
            nullable: false,
        };
        let mut values = Vec::new();
        for name in names {
            self.values += size(&place);
            values.push(self.field(place.clone(), &name)?);
        }
        let array = array(values)?;
        let Expr::Array(members) = array.expr else {
            return Ok(array);
        };
        Ok(Value {
            nullable: of.nullable,
            expr: if of.nullable {
                let of = Box::new(of);
                Expr::Members { of, members }
            } else {
                Expr::Array(members)
            },
            ty: array.ty,
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
            Ty::StoredMap { value, sparse } => Ok(Value {
                ty: Ty::of(value),
                nullable: true,
                expr: Expr::Entry {
                    key: name.to_owned(),
                    ty: value.clone(),
                    sparse: *sparse,
                    of: Box::new(of),
                },
            }),
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

    fn index(&mut self, mut of: Value, mut index: i64) -> Result<Value, String> {
        // From the other end of what isn't turned round.
        if let Expr::Items { stages, .. } = &mut of.expr
            && stages.pop_if(|stage| *stage == Stage::Reversed).is_some()
        {
            index = -1 - index;
        }
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
        Json::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| Ok((name.clone(), literal(value)?)));
            return Ok(hash(members.collect::<Result<_, String>>()?));
        }
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

/// The type of `&&` and `||`: one of two values of the same type, or else only a truth.
fn truth(is_and: bool, left: &Value, right: &Value) -> Result<(Ty, bool), String> {
    can_be_true(left)?;
    can_be_true(right)?;
    if left.ty != right.ty {
        return Ok((Ty::Truth, false));
    }
    match &left.ty {
        Ty::Boolean => Ok((Ty::Boolean, left.nullable || right.nullable)),
        // With `||`, the second is the last resort; with `&&`, a null on the left stays.
        Ty::Text => Ok((Ty::Text, right.nullable || is_and && left.nullable)),
        // A number counts as true, so the first one stays or goes by whether it is there.
        Ty::Integer | Ty::Float => {
            let nullable = match (is_and, left.nullable) {
                (true, left) => left || right.nullable,
                (false, left) => left && right.nullable,
            };
            Ok((left.ty.clone(), nullable))
        }
        _ => Ok((Ty::Truth, false)),
    }
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
    let members = match (&value.expr, &value.ty) {
        (Expr::Hash, Ty::Hash(members)) => members.iter().map(|(_, member)| size(member)).sum(),
        _ => 0,
    };
    let stages = match &value.expr {
        Expr::Items { stages, .. } => {
            let stage = |stage: &Stage| stage.part().map_or(1, size);
            stages.iter().map(stage).sum()
        }
        _ => 0,
    };
    let parts: usize = value.expr.parts().into_iter().map(size).sum();
    1 + members + stages + parts
}
